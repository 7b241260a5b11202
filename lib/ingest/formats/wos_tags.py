"""What the two letters of Web of Science stand for, in its plain text and above the columns of its tables."""

from __future__ import annotations

from typing import Final

SERVICE: Final = "Web of Science"

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("TI", "FT"),
    "abstract": ("AB",),
    "venue": ("SO",),
    "volume": ("VL",),
    "issue": ("IS",),
    "publisher": ("PU",),
    "publisher-place": ("PI",),
    "collection-title": ("SE",),
    "event-title": ("CT",),
    "language": ("LA",),
    "doi": ("DI",),
    "pmid": ("PM",),
    "id": ("UT", "AN"),
}
LISTS: Final[dict[str, str]] = {"WC": "categories", "SC": "research areas", "BD": "broad terms", "C3": "affiliations"}
"""Lists parted by semicolons."""
NUMBERS: Final[dict[str, str]] = {
    "TC": "citations",
    "Z9": "total citations",
    "NR": "number of references",
    "PG": "number of pages",
    "U1": "usage in 180 days",
    "U2": "usage since 2013",
}
NAMES: Final[dict[str, str]] = {
    "AN": "accession number",
    "AR": "article number",
    "BE": "book editors",
    "BS": "book series subtitle",
    "C1": "addresses",
    "CL": "conference place",
    "CR": "cited references",
    "CY": "conference date",
    "D2": "doi of the book",
    "DA": "export date",
    "DT": "document type",
    "EM": "e-mail addresses",
    "FT": "foreign title",
    "FU": "funding",
    "FX": "funding text",
    "GA": "document delivery number",
    "GP": "book group authors",
    "HC": "highly cited paper",
    "HO": "conference host",
    "HP": "hot paper",
    "J9": "journal in 29 letters",
    "JI": "journal abbreviation",
    "MA": "meeting abstract",
    "NT": "notes",
    "OA": "open access",
    "OI": "orcid",
    "OR": "organisms",
    "PA": "publisher address",
    "PN": "part number",
    "RI": "researcher ids",
    "RP": "reprint address",
    "SI": "special issue",
    "SP": "conference sponsors",
    "ST": "super taxa",
    "SU": "supplement",
    "TN": "taxa",
    "UR": "links",
    "WE": "web of science index",
}

COLUMNS: Final[dict[str, str]] = {
    **{tag.lower(): name for names in (NAMES, NUMBERS, LISTS) for tag, name in names.items()},
    **{tags[0].lower(): field for field, tags in FIELDS.items()},
    "pt": "publication type",
    "au": "authors",
    "af": "author full names",
    "be": "editor",
    "dt": "type",
    "de": "keywords",
    "id": "keywords plus",
    "sn": "ISSN",
    "ei": "eISSN",
    "bn": "ISBN",
    "pd": "publication date",
    "py": "publication year",
    "ea": "early access date",
    "bp": "start page",
    "ep": "end page",
}
"""The names of a table's columns by their tags, in lower case."""

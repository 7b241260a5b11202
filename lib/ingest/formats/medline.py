"""MEDLINE as PubMed writes it (`.nbib`, or `.txt`): `PMID- 1234`, tags of up to four letters, long values folded.

ERIC writes the same without a PMID. An empty line ends a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Line, Tags, put_date, read_entries, record, whole_number
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("TI", "BTI", "TT"),
    "abstract": ("AB", "OAB"),
    "venue": ("JT", "TA"),
    "volume": ("VI",),
    "issue": ("IP",),
    "page": ("PG",),
    "publisher": ("PB",),
    "publisher-place": ("PL",),
    "edition": ("EN",),
    "collection-title": ("CTI",),
    "language": ("LA",),
    "pmid": ("PMID",),
    "id": ("OID",),
    "editor": ("FED", "ED"),
    "keywords": ("OT", "MH"),
}
_NAMES: Final[dict[str, str]] = {
    "AD": "addresses",
    "AID": "article ids",
    "AU": "authors in short",
    "AUID": "author ids",
    "BTI": "book of the record",
    "CI": "copyright information",
    "CIN": "commented on in",
    "COI": "conflict of interest",
    "COIS": "conflict of interest",
    "CON": "comments on",
    "CRDT": "added to pubmed",
    "CTDT": "contribution date",
    "DCOM": "date completed",
    "DEP": "electronic publication date",
    "DRDT": "date of revision",
    "ED": "editors in short",
    "EDAT": "date in entrez",
    "EIN": "erratum in",
    "EFR": "erratum for",
    "FIR": "investigators",
    "FPS": "personal names as subjects",
    "GN": "general note",
    "GR": "grants",
    "GS": "gene symbols",
    "IR": "investigators in short",
    "IRAD": "investigator addresses",
    "JID": "journal nlm number",
    "LID": "location ids",
    "LR": "date last revised",
    "MHDA": "date of mesh terms",
    "MID": "manuscript numbers",
    "NM": "substances",
    "NR": "number of references",
    "OAB": "other abstract",
    "OABL": "language of other abstract",
    "OCI": "other copyright information",
    "ORI": "original report in",
    "OTO": "owner of keywords",
    "OWN": "owner",
    "PHST": "publication history",
    "PMC": "pmc number",
    "PMCR": "pmc release",
    "PS": "personal names as subjects in short",
    "PST": "publication status",
    "PUBM": "publishing model",
    "RF": "number of references",
    "RN": "registry numbers",
    "SB": "subsets",
    "SFM": "space flight mission",
    "SI": "secondary sources",
    "SO": "citation",
    "STAT": "status",
    "TA": "journal abbreviation",
    "TT": "transliterated title",
    "UIN": "update in",
    "UOF": "update of",
    "VTI": "volume of the book",
}
_KNOWN: Final = frozenset(
    (
        *(tag for tags in _FIELDS.values() for tag in tags),
        *("AID", "AU", "AUID", "BTI", "CN", "DA", "DP", "FAU", "IS", "ISBN", "ISSN", "LID", "PT", *_NAMES),
    )
)
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,4})( {0,3})-(.*)")
_HEAD = re.compile(r"(?m)^\ufeff?(?:PMID|OWN |STAT|FAU |DCOM|BTI |PMC |PMCR|EDAT|OABL)-")
_ANY = re.compile(r"(?m)^\ufeff?[A-Z][A-Z0-9]{1,3} {0,2}-(?: |$|\d)")
_RIS = re.compile(r"(?m)^\ufeff?(?:TY|ER) {1,2}-")
_FEWEST: Final = 3
_WIDTH: Final = 4
_ID_KIND = re.compile(r"(\S+)\s+\[(\w+)\]")


def sniff(head: Head) -> bool:
    """Whether there are lines with tags as only MEDLINE has them, and others beside; RIS has TY and ER."""
    text = head.text
    several = len(_ANY.findall(text[: 1 << 14])) >= _FEWEST or len(_HEAD.findall(text)) >= _FEWEST
    return several and _HEAD.search(text) is not None and _RIS.search(text) is None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    grammar = Grammar(_part, _begins, indented=True)
    for number, entry in enumerate(read_entries(source, grammar), start=1):
        yield _record(number, Tags(entry))


def _part(line: str) -> Line | None:
    """A tag stands in four places before the hyphen; a shorter word with a hyphen behind it only if it is known."""
    match = _TAG.fullmatch(line)
    if match is None:
        return None
    full = bool(match[2]) or (len(match[1]) == _WIDTH and match[3][:1] in ("", " "))
    return Line(match[1], match[3]) if full or match[1] in _KNOWN else None


def _begins(tag: str, entry: Sequence[Field], blank: bool) -> bool:
    return blank or (tag in ("PMID", "OWN") and any(field.tag == tag for field in entry))


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    kinds = tags.texts("PT")
    # "Journal Article" is said of most, also of what is a preprint or a letter.
    values["type"] = csl_type("; ".join(sorted(kinds, key=lambda kind: kind.startswith("Journal Article"))))
    values["publication types"] = kinds
    _put_authors(values, tags)
    _put_ids(values, tags)
    dates = [("date (DP)", text) for text in tags.texts("DP")]
    put_date(values, [*dates, ("electronic publication date", tags.text("DEP"))])
    values["date of record"] = tags.text("DA")
    put_serials(values, tags.texts("ISBN", "IS", "ISSN"))
    for tag in ("NR", "RF"):
        if "number of references" not in values and tags.peek(tag).isdecimal():
            values["number of references"] = whole_number(tags.text(tag))
    tags.fill(values, _FIELDS, _NAMES)
    tags.rest(values, _NAMES, "MEDLINE")
    return record(number, values)


def _put_authors(values: dict[str, Value], tags: Tags) -> None:
    """Full names where each author has one; then the short ones say nothing more. Groups come last."""
    full, short = tags.names("FAU"), tags.names("AU")
    values["authors"] = [*(full if len(full) >= len(short) else short), *tags.names("CN")]
    if len(full) < len(short):
        values["full names of authors"] = full


def _put_ids(values: dict[str, Value], tags: Tags) -> None:
    """The DOI is one of the ids that say their kind, as `10.1/x [doi]`; ERIC has addresses there."""
    doi = url = ""
    others: list[str] = []
    for text in tags.texts("LID", "AID"):
        match = _ID_KIND.fullmatch(text)
        if (match and match[2] == "doi") or ("10." in text and not match):
            found = match[1] if match else text
            if doi and found != doi:
                others.append(text)
            doi = doi or found
        elif text.lower().startswith("http") and not url:
            url = text
        else:
            others.append(text)
    values.update({"doi": doi, "url": url, "article ids": others})


READER: Final = Reader(
    format=format_named("medline"),
    sniff=sniff,
    read=read,
    typed=True,
)

"""RIS as all services write it: `TY  - JOUR`, a tag and a value a line, `ER  - ` at the end of a record.

Read leniently, for few keep the rules: a missing or glued end, values over several lines with or without empty ones
between, lines between records, tags that the format does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lib.core.formats import format_named
from lib.core.ids import normal_doi
from lib.core.text import squeeze
from lib.ingest.dates import read_date
from lib.ingest.formats.pages import page_range
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Tags, part_by, put_date, read_entries, record, with_year
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9])(?: {2}|\t)-(.*)")
_NARROW_TAG = re.compile(r"\s{0,3}([A-Z][A-Z0-9])(?:\s{1,2}-|-(?=\s|$))(.*)")
"""One blank beside the hyphen: taken for a tag only in files that begin their records so, since texts have it too."""
_NARROW_HEAD = re.compile(r"(?m)^\ufeff?TY(?: -|- )[ A-Z]{0,12}$")
_HEAD = re.compile(r"(?m)^\ufeff?[ \t]{0,3}TY(?: {1,2}-|\t-|- )[ \w-]{0,40}\n\s*[A-Z][A-Z0-9](?:[ \t]{1,2}-|- )")
_ENDED = re.compile(r"(?m)^\ufeff?(?:TI|T1|AU|A1|AB|N2|PY|Y1) {2}- .*\n(?:.*\n){0,400}?ER {2}-")
"""A record without its TY line."""
_FURNITURE = re.compile(
    r"\d{1,6}\.?|<\d+\.?\s*>|(?i:record #?\d+ of \d+)|(?:Provider|Database|Content|Created|Source): .*|Scopus|"
    r"EXPORT DATE:.*"
)

_OF_A_PAPER: Final = frozenset(("TY", "TI", "T1", "CT", "BT", "AU", "A1", "AB", "N2", "DO"))
"""Tags that no line below the end of a record has: where there is one, a record has lost its first line."""

_TYPES: Final[dict[str, str]] = {
    "ABST": "article-journal",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "RPRT": "report",
    "SER": "chapter",
    "STAND": "standard",
    "THES": "thesis",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "WEB": "webpage",
}
"""CSL types by RIS type; Scopus calls a chapter in a series SER. What is not here stays as it is."""
_GLUED = re.compile(rf"(TY  - (?:{'|'.join(_TYPES)})) ?((?:TI|T1|AU|A1|ID)  - .*)")

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("TI", "T1", "CT", "BT", "ST"),
    "abstract": ("AB", "N2"),
    "venue": ("T2", "JF", "JO", "JA", "J2", "J1", "JI", "J9"),
    "editor": ("ED", "A2"),
    "volume": ("VL", "VO"),
    "issue": ("IS",),
    "publisher": ("PB", "PU"),
    "publisher-place": ("CY", "PP", "PI"),
    "edition": ("ET",),
    "collection-title": ("T3",),
    "language": ("LA",),
    "id": ("ID", "AN", "U2"),
    "doi": ("DO", "DI"),
    "keywords": ("KW",),
    "document type": ("M3",),
}
_NAMES: Final[dict[str, str]] = {
    "A2": "secondary authors",
    "A3": "tertiary authors",
    "A4": "subsidiary authors",
    "AD": "addresses",
    "AN": "accession number",
    "C7": "article number",
    "CA": "caption",
    "CN": "call number",
    "DB": "database",
    "DP": "database provider",
    "ET": "edition as given",
    "FU": "funding",
    "FX": "funding text",
    "J1": "journal abbreviation",
    "J2": "journal abbreviation",
    "J9": "journal abbreviation",
    "JA": "journal abbreviation",
    "JF": "journal as given",
    "JI": "journal abbreviation",
    "JO": "journal abbreviation",
    "L1": "file links",
    "L2": "full text links",
    "L3": "related links",
    "L4": "image links",
    "LB": "label",
    "LK": "link resolver",
    "M1": "miscellaneous 1",
    "M2": "miscellaneous 2",
    "NL": "journal abbreviation and links",
    "NV": "number of volumes",
    "OP": "original publication",
    "PA": "publisher address",
    "PP": "place as given",
    "RN": "research notes",
    "SE": "section",
    "ST": "short title",
    "TA": "translated author",
    "TT": "translated title",
    "U1": "user field 1",
    "U2": "user field 2",
    "U3": "user field 3",
    "U4": "user field 4",
    "U5": "user field 5",
    "WE": "web of science index",
    "Y2": "access date",
}
_FOUND_IN_NOTES: Final = (
    ("citations", re.compile(r"(?i)(?:times )?cited(?: by| in Web of Science Core Collection)[^:]{0,20}:\s*(\d{1,9})")),
    ("total citations", re.compile(r"(?i)total times cited\s*:\s*(\d{1,9})")),
    ("number of references", re.compile(r"(?i)cited reference count\s*:\s*(\d{1,9})")),
    ("export date", re.compile(r"(?i)export date\s*:\s*([^;]+)")),
    ("correspondence address", re.compile(r"(?i)correspondence address\s*:\s*(.+)")),
    ("references", re.compile(r"(?i)references\s*:\s*(.+)")),
)
"""What Scopus and Web of Science write into notes, each on a line or, short, parted by semicolons."""
_LABEL = re.compile(r"ASReview_(relevant|irrelevant|not_seen|prior)\.?")
_DOI_ALONE = re.compile(r"(?i)(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+")
_BETWEEN_URLS = re.compile(r"[;,]? (?=[a-z][a-z-]*:/)")
_PUBMED: Final = frozenset({"NLM", "Medline", "MEDLINE", "PubMed", "PUBMED"})
_SLASHES = re.compile(r"(\d{4})/(\d{0,2})/(\d{0,2})/?(?:undefined)?")
_PRINTED = re.compile(r"(?i)full publication date:\s*(.+)")


def sniff(head: Head) -> bool:
    """Whether a line with a type is followed by one with another tag; or tags and an end without that line."""
    return _HEAD.search(head.text) is not None or _ENDED.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records, also those without a first or a last line."""
    tag = _NARROW_TAG if _NARROW_HEAD.search(source.head().text) else _TAG
    grammar = Grammar(part_by(tag), _begins, frozenset({"ER"}), is_tail=_is_tail, pieces=_pieces, furniture=_FURNITURE)
    for number, entry in enumerate(read_entries(source, grammar), start=1):
        yield _record(number, Tags(entry))


def _begins(tag: str, _entry: Sequence[Field], _blank: bool) -> bool:
    return tag == "TY"


def _is_tail(entry: Sequence[Field]) -> bool:
    """What Ovid writes below the end of a record, links and the like: nothing in it says which paper it is."""
    return not any(field.tag in _OF_A_PAPER for field in entry)


def _pieces(line: str) -> list[str]:
    """A line to which an end is glued: `http://a.b/c ER  -`, or `ER  - TY  - JOUR`; or one to a type."""
    if line.startswith("ER  -") and len(line) > len("ER  - "):
        return ["ER  -", line[len("ER  -") :].lstrip()]
    if line.endswith("ER  -") and line != "ER  -":
        return [line[: -len("ER  -")].rstrip(), "ER  -"]
    if glued := _GLUED.fullmatch(line):
        return [glued[1], glued[2]]
    return [line]


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    notes: list[tuple[str, str, str]] = []
    kind = tags.text("TY")
    document = csl_type(tags.peek("M3"))
    values["type"] = (document if kind == "SER" else "") or _TYPES.get(kind.upper()) or document or kind
    _put_notes(values, tags)
    _put_doi(values, tags)
    _put_dates(values, tags)
    _put_urls(values, tags)
    first, last = tags.text("SP"), tags.text("EP")
    if last.lower().endswith("specified"):
        # Ovid makes a first and a last page of "No Pagination Specified".
        notes.append(("page", f"{first} {last}", "says that there are no pages"))
    else:
        values["page"] = page_range(first, last) or tags.peek("C7")
    put_serials(values, tags.lines("SN"))
    first_authors = tags.names("A1")
    values["authors"] = [*first_authors, *(name for name in tags.names("AU") if name not in first_authors)]
    if values["type"] == "book":
        values["collection-title"] = tags.text("T2")
    elif any(map(tags.peek, ("TI", "T1", "CT"))):
        values["venue"] = tags.text("BT")
    if _is_date(tags.peek("ET")):
        # EndNote keeps the day of electronic publication here.
        values["electronic publication date"] = tags.text("ET")
    if {tags.peek("DP"), tags.peek("DB")} & _PUBMED:
        values["pmid"] = tags.peek("AN")
    tags.fill(values, _FIELDS, _NAMES)
    tags.rest(values, _NAMES, "RIS")
    return record(number, values, notes)


def _put_notes(values: dict[str, Value], tags: Tags) -> None:
    """Take what services write into notes out of them; a person's own words stay the note."""
    user_field = tags.peek("U3")
    lines = tags.lines("N1", *(("U3",) if user_field.lower().startswith("cited by") else ()))
    kept: list[str] = []
    for line in lines:
        whole = [line] if any(pattern.fullmatch(line) for _, pattern in _FOUND_IN_NOTES) else line.split(";")
        parts = [part for part in whole if not _taken(part.strip(), values)]
        kept.append(line if len(parts) == len(whole) else ";".join(parts).strip())
    note = "; ".join(filter(None, kept))
    labels = _LABEL.findall(note)
    if labels:
        note = squeeze(_LABEL.sub(" ", note)).strip("; ")
        values["asreview prior"] = True if "prior" in labels else None
        values["asreview label"] = next((name.replace("_", " ") for name in labels if name != "prior"), "")
    values["note"] = note


def _taken(text: str, values: dict[str, Value]) -> bool:
    """Whether a part of a note is one of the known ones; then it is in `values`."""
    for name, pattern in _FOUND_IN_NOTES:
        if name not in values and (match := pattern.fullmatch(text)):
            values[name] = int(match[1]) if match[1].isascii() and match[1].isdigit() else match[1]
            return True
    return False


def _put_doi(values: dict[str, Value], tags: Tags) -> None:
    """Find a DOI elsewhere where DO has none; one in M3 is no type of document, whether it is needed or not."""
    elsewhere = [tags.peek(tag) for tag in ("M3", "L3", "L2")] + str(values.get("note", "")).split("; ")
    found = next((text for text in elsewhere if _DOI_ALONE.fullmatch(text)), "")
    if not tags.peek("DO") and not tags.peek("DI"):
        values["doi"] = found
    given = normal_doi(tags.peek("DO") or found)
    if _DOI_ALONE.fullmatch(tags.peek("M3")) and normal_doi(tags.peek("M3")) == given:
        tags.text("M3")
    if _DOI_ALONE.fullmatch(note := str(values.get("note", ""))) and normal_doi(note) == given:
        values["note"] = ""


def _put_dates(values: dict[str, Value], tags: Tags) -> None:
    """PY is the year, Y1 and DA may have month and day too; early access counts where there is no other."""
    years, printed = tags.texts("PY"), _PRINTED.fullmatch(tags.peek("C1"))
    year = (years or [""])[0][:4]
    found = [("PY", text) for text in years] + [("Y1", text) for text in tags.texts("Y1")]
    found += [("DA", with_year(text, year)) for text in tags.texts("DA")]
    candidates = [(f"date ({tag})", _date(text)) for tag, text in found]
    if printed:
        candidates.append(("date as printed", printed[1]))
        tags.text("C1")
    candidates += [("early access", text) for tag in ("EA", "C6") for text in [tags.peek(tag)] if _is_date(text)]
    for tag in ("EA", "C6"):
        if _is_date(tags.peek(tag)):
            tags.text(tag)
    put_date(values, candidates)


def _date(text: str) -> str:
    """A date without the slashes for what is not known: `2019/10//`, where Zotero writes `undefined` at the end."""
    match = _SLASHES.fullmatch(text)
    return "/".join(part for part in match.groups() if part) if match and (match[2] or not match[3]) else text


def _is_date(text: str) -> bool:
    return read_date(text).date is not None


def _put_urls(values: dict[str, Value], tags: Tags) -> None:
    """The first address is the paper's, the others are kept beside it."""
    lines = [url for line in tags.lines("UR") for url in _BETWEEN_URLS.split(squeeze(line))]
    links = list(dict.fromkeys(url for url in lines if url))
    first = next((url for url in links if url.lower().startswith("http")), links[0] if links else "")
    values["url"] = first or tags.peek("LK")
    values["further links"] = [url for url in links if url != first]


READER: Final = Reader(
    format=format_named("ris"),
    sniff=sniff,
    read=read,
    typed=True,
)

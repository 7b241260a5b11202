"""Ovid's labelled citations: the name of a field on a line of its own, its value below, indented.

A record begins with its number, `<8>`, or where a name comes again with which the record before it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.ovid import venue_of
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import Field, Grammar, Line, Tags, parts_of, put_date, read_entries, record
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_NUMBER = re.compile(r"<(\d+)\.?\s*>")
_NAME = re.compile(r"[A-Z][A-Za-z/&()'-]*(?: [A-Za-z/&()'-]+){0,8}")
_HEAD = re.compile(
    r"(?m)^(?:Title|Author|Authors|Source|Abstract|Accession Number|Institution|Document Type|Publication Type)"
    r"[ \t]*\n[ \t]+\S"
)
_FEWEST = 3

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("Title", "Original Title"),
    "abstract": ("Abstract",),
    "publisher": ("Publisher",),
    "publisher-place": ("Country of Publication", "Country"),
    "language": ("Language",),
    "doi": ("DOI Number", "DOI", "Digital Object Identifier"),
    "pmid": ("PMID", "PubMed ID"),
    "url": ("Link to the Ovid Full Text or citation", "URL"),
    "id": ("Accession Number", "Unique Identifier"),
    "keywords": ("Author Keywords", "Keywords", "Key Words", "MeSH Subject Headings", "Subject Headings"),
}
_KNOWN: Final = frozenset(
    (
        *(name for names in _FIELDS.values() for name in names),
        *("Author", "Authors", "Document Type", "ISBN", "ISSN", "Institution", "Journal Name", "Publication Date"),
        *("Publication Type", "References", "Source", "Status", "Year of Publication"),
    )
)
_FOOTNOTES: Final = " \t\n\r\f\v\xa0\u2009\u202f0123456789,*+#@^&$()"
"""What stands behind a name for a footnote or an address."""
_DEGREE = re.compile(
    r"[ ,]+(?:MD|PhD|MSc|BSc|MPH|MBBS|FRCS|DO|RN|MS|MA|BA|BS|DDS|PharmD|DVM|Dr|Prof|MBChB|ScD|DrPH|MBA|FACS|JD)\.?$"
)
_LONGEST_DEGREE: Final = 20
"""Characters of a degree with what parts it from the name, and more."""
_KIND = re.compile(r"\[([A-Z][A-Za-z /&:;.-]{2,60})\]\.?$")
"""The kind of the article behind a title: "... in Germany.[Article]"."""
_CITED_DATE = re.compile(r"(?:,|\.)\s*((?:\d{1,2} )?[A-Z][a-z]{2,8}(?: \d{1,2},)? \d{4}|\d{4})\b")


def sniff(head: Head) -> bool:
    """Whether several of the usual names stand alone on lines, with something indented below."""
    return len(_HEAD.findall(head.text)) >= _FEWEST


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    grammar = Grammar(_part, _begins, lines=_named)
    for number, entry in enumerate(read_entries(source, grammar), start=1):
        yield _record(number, Tags(_filled(field) for field in entry if field.tag != "<"))


def _named(lines: Iterable[str]) -> Iterator[str]:
    """Set a blank before lines that look like a name and are none: nothing indented is below."""
    for line, below in pairwise(chain(lines, [""])):
        is_name = below[:1] in (" ", "\t") or line.strip() in _KNOWN or not _NAME.fullmatch(line.strip())
        yield line if is_name else " " + line


def _part(line: str) -> Line | None:
    if match := _NUMBER.fullmatch(line):
        return Line("<", match[1])
    return Line(line, "") if _NAME.fullmatch(line) else None


def _begins(tag: str, entry: Sequence[Field], _: bool) -> bool:
    first = next((field.tag for field in entry if field.tag != "<"), "")
    return tag in ("<", first)


def _filled(field: Field) -> Field:
    """A field without the stop that Ovid puts behind every value but texts."""
    if field.tag in ("Abstract", "Title", "Source", "References", "Institution"):
        return field
    return Field(field.tag, [*field.lines[:-1], field.lines[-1].removesuffix(".")])


def _record(number: int, tags: Tags) -> RawRecord:
    values: dict[str, Value] = {}
    names = [name for text in tags.texts("Author", "Authors") for name in parts_of(text)]
    values["authors"] = [_name(name) for name in names]
    if values["authors"] != names:
        values["authors as given"] = names
    title = tags.text("Title")
    if match := _KIND.search(title):
        values["kind of article"] = match[1]
        title = title[: match.start()].rstrip()
    values["title"] = title
    kinds = tags.texts("Document Type", "Publication Type")
    values["type"] = csl_type("; ".join(part.strip(" .") for kind in kinds for part in re.split(r"[:;.]", kind)))
    values["publication types"] = kinds
    citation, status = tags.peek("Source"), tags.peek("Status")
    values["venue"] = tags.text("Journal Name", "Journal") or venue_of(citation) or citation.strip().removesuffix(".")
    given = tags.texts("Publication Date", "Date of Publication", "Year of Publication")
    dates = [("date as given", text) for text in given]
    dates += [("date in citation", match[1]) for text in (citation, status) for match in _CITED_DATE.finditer(text)]
    put_date(values, dates)
    put_serials(values, tags.texts("ISSN", "ISBN"))
    values["references"] = tags.lines("References")
    tags.fill(values, _FIELDS, {})
    tags.rest(values, {}, "Ovid")
    return record(number, values)


def _name(text: str) -> str:
    """A name without the footnote marks and degrees behind it: "Verbeek, Jan MD *"."""
    name = text.strip().rstrip(_FOOTNOTES)
    # Looked for at the end alone: a text of degrees would be gone through for each of them.
    while match := _DEGREE.search(name, max(0, len(name) - _LONGEST_DEGREE)):
        name = name[: match.start()].rstrip(_FOOTNOTES)
    return name


READER: Final = Reader(
    format=format_named("ovid-labelled"),
    sniff=sniff,
    read=read,
    typed=True,
    service="Ovid",
)

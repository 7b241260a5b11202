"""PubMed's "Abstract (text)": numbered records of paragraphs, as people read them.

    1. J Ice. 2020 Mar 4;12(3):1-9. doi: 10.5555/a. Epub 2020 Feb 1.

    On maps.

    Frost A(1), Snow B(2).

    Author information:
    (1)Institute of Ice.

    Maps help.

    DOI: 10.5555/a
    PMID: 30000001 [Indexed for MEDLINE]

Only the order tells title, authors and abstract. The numbers of records go up, and each but the first stands behind
the ids that end the record before, which tells them from lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.text import cut
from lib.ingest.formats.tagged import record
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source

_HEAD = re.compile(r"\A\ufeff?\s*1\. [^\n]{2,300}\. [12]\d{3}[ ;.][^\n]*\n(?:[^\n]+\n){0,3}\n")
_PMID = re.compile(r"(?m)^PMID: \d")
_START = re.compile(r"\ufeff?(\d{1,7})\. \S")
_CITATION = re.compile(
    r"(?P<venue>.{1,1000}?)\. (?P<date>[12]\d{3}[^;.:]{0,30})"
    r"(?:;(?P<volume>[^:;().]{0,30})(?:\((?P<issue>[^()]{0,40})\))?(?::(?P<page>[^.;\s]{1,40}))?)?\."
)
_NAME = r"[^\W\d][^,;.:()\d]{0,60} [^\W\d_a-z]{1,4}(?: (?:Jr|Sr|2nd|3rd|4th))?(?:\(\d{1,3}\))*(?:\(#\))?"
_NAMES = re.compile(rf"{_NAME}(?:[,;] {_NAME})*[.;]?")
_DOI = re.compile(r"\bdoi: (10\.\S+?)\.?(?= |$)")
_MARKS = re.compile(r"\([\d#]{1,3}\)")
_ID = re.compile(r"(DOI|PMCID|PMID): (\S+)(?: \[.*\])?")
_LABELLED = re.compile(
    r"(Author information|Collaborators|Comment in|Comment on|Erratum in|Erratum for|Update of|Update in|"
    r"Conflict of interest statement|Publisher|Republished in|Republished from)(?::|\s|$)\s*(.*)",
    re.DOTALL,
)
_COPYRIGHT = re.compile(r"(?:Copyright )?©.*|Copyright .*", re.DOTALL)


def sniff(head: Head) -> bool:
    """Whether a first record begins with a citation, and a line has PubMed's number."""
    return _HEAD.match(head.text) is not None and _PMID.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records."""
    number = 0
    for number, paragraphs in enumerate(_records(source), start=1):
        yield _record(number, paragraphs)
    if not number:
        raise InputError(f"{source.name} holds no records: there are no papers in it to read.")


def _records(source: Source) -> Iterator[list[str]]:
    """The paragraphs of each record, their lines with line feeds between them."""
    found: list[str] = []
    last = 0
    has_ids = True
    for paragraph in _paragraphs(source.lines()):
        start = _START.match(paragraph)
        # Files that are put together begin with 1 again; records that a person took out are missing.
        is_next = start is not None and (int(start[1]) == 1 or int(start[1]) > last)
        if start and is_next and has_ids and _CITATION.match(paragraph.replace("\n", " "), start.end() - 1):
            if found:
                yield found
            found, last, has_ids = [paragraph[start.end() - 1 :]], int(start[1]), False
        elif found:
            found.append(paragraph)
            has_ids = has_ids or bool(_ids(paragraph))
        else:
            source.warnings.append(f"{source.name}: left out, since before the first record: {cut(paragraph, 60)}.")
    if found:
        yield found


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    taken: list[str] = []
    for line in lines:
        if line.strip():
            taken.append(line.strip())
        elif taken:
            yield "\n".join(taken)
            taken = []
    if taken:
        yield "\n".join(taken)


def _record(number: int, paragraphs: list[str]) -> RawRecord:
    citation, *rest = paragraphs
    citation = citation.replace("\n", " ")
    values: dict[str, Value] = {"citation": citation}
    if match := _CITATION.match(citation):
        values |= {name: text.strip() for name, text in match.groupdict().items() if text}
    if doi := _DOI.search(citation):
        values["doi"] = doi[1]
    values["title"] = rest.pop(0).replace("\n", " ") if rest and not _ID.match(rest[0]) else ""
    if rest and rest[0].startswith("[Article in "):
        values["language"] = rest.pop(0)[len("[Article in ") :].rstrip("]")
    if rest and _NAMES.fullmatch(names := rest[0].replace("\n", " ")):
        values["authors"] = [name.strip() for name in re.split("[,;]", _MARKS.sub("", names.rstrip(".;")))]
        del rest[0]
    abstract: list[str] = []
    for paragraph in rest:
        if ids := _ids(paragraph):
            values |= {match[1].lower(): match[2] for match in ids}
        elif labelled := _LABELLED.match(paragraph):
            _add(values, labelled[1].lower(), labelled[2].replace("\n", " "))
        elif _COPYRIGHT.fullmatch(paragraph):
            _add(values, "copyright", paragraph.replace("\n", " "))
        else:
            abstract.append(paragraph.replace("\n", " "))
    values["abstract"] = "\n".join(abstract)
    return record(number, values)


def _ids(paragraph: str) -> list[re.Match[str]]:
    return [match for line in paragraph.split("\n") if (match := _ID.fullmatch(line))]


def _add(values: dict[str, Value], name: str, text: str) -> None:
    values[name] = f"{values[name]} {text}" if name in values else text


READER: Final = Reader(
    format=format_named("pubmed-text"),
    sniff=sniff,
    read=read,
    typed=True,
    service="PubMed",
)

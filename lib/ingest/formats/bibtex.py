"""BibTeX and BibLaTeX, as reference managers and services write them.

Values stay as they are, LaTeX and protecting braces included. What an entry inherits stands in bibtex_crossref.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.ids import normal_arxiv
from lib.core.text import count_of, cut
from lib.ingest.dates import read_date
from lib.ingest.formats.bibtex_blocks import Fault
from lib.ingest.formats.bibtex_crossref import find_parents, inherit
from lib.ingest.formats.bibtex_entries import Entry, read_entries
from lib.ingest.formats.bibtex_journals import JOURNALS
from lib.ingest.formats.bibtex_names import split_keywords, split_names, without_braces
from lib.ingest.formats.joined_date import joined_date
from lib.ingest.formats.serials import put_serials
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source
from lib.ingest.types import csl_type

_TYPES: Final[dict[str, str]] = {
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings"), "book"),
    **dict.fromkeys(("reference", "mvreference", "manual"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("misc", "set", "custom", "bibnote"), ""),
    "inreference": "entry-encyclopedia",
    "booklet": "pamphlet",
    "periodical": "periodical",
    "unpublished": "manuscript",
    "patent": "patent",
    "software": "software",
    "dataset": "dataset",
    "standard": "standard",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "letter": "personal_communication",
    "review": "review",
    "audio": "song",
    "music": "song",
    "performance": "performance",
}
"""CSL types by entry type; "" for those that may be anything."""
_VOLUMES: Final = frozenset(
    ("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference", "mvreference")
)
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "abstract": ("abstract",),
    "doi": ("doi",),
    "url": ("url",),
    "pmid": ("pmid",),
    "volume": ("volume",),
    "page": ("pages", "page"),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher-place": ("address", "location"),
    "edition": ("edition",),
    "collection-title": ("series",),
    "event-title": ("eventtitle",),
    "language": ("language", "langid", "hyphenation"),
    "document type": ("type", "document_type", "documenttype"),
    "journal abbreviation": ("shortjournal", "abbrev_source_title", "journal-iso"),
    "article number": ("eid", "art_number", "articleno", "article-number"),
    "event place": ("venue",),
    "citations": ("times-cited",),
    "categories": ("web-of-science-categories",),
}
"""Names of values by the fields that hold them, the first with a text counts."""
_KEYWORDS: Final = ("keywords", "keyword", "author_keywords", "author-keywords", "keywords-plus", "index_keywords")
_FILES: Final = re.compile(r"file|pdf|local-url|bdsk-file-\d+")

_BEGIN = re.compile(
    r"(?im)^[ \t]*@[ \t]*(?:(?:article|book|inbook|incollection|inproceedings|conference|misc|online|phdthesis|"
    r"mastersthesis|techreport|thesis|report|proceedings|collection|unpublished)\s*[{(]\s*[^\s,={}\"]{0,200}\s*(?:,|\n)|"
    r"[a-z]+\s*\{[^,={}\"\n]{0,200},\s*[\w:. -]{1,60}=|string\s*[{(]\s*[\w:.+-]+\s*=|comment\s*\{\s*jabref)"
)
_HEADER = re.compile(r"(?i)scopus|export date:.*|encoding:.*|this file was created with .*")
_CITED = re.compile(r"(?i)\bcited by:?\s{0,9}(\d{1,9})\b")
_ARXIV = re.compile(
    r"(?i)\barxiv(?:\.org/(?:abs|pdf)/|[:\s]\s*)((?:[a-z-]{2,12}(?:\.[A-Z]{2})?/)?\d[\d.]{3,11}(?:v\d{1,2})?)"
)
_ARXIV_VENUE = re.compile(r"(?i)(arxiv|corr)\b.*")


def sniff(head: Head) -> bool:
    """Whether an entry, or what stands before the first, begins a line."""
    return _BEGIN.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the entries one by one; parents that entries refer to are looked for beforehand."""
    parents = find_parents(source)
    loose: list[tuple[int, str]] = []
    number = 0
    for number, entry in enumerate(read_entries(source.lines(), loose), start=1):
        if isinstance(entry, Fault):
            yield Rejection(number, entry.reason)
        elif entry.kind == "xdata":
            yield Rejection(number, "no paper: an @xdata entry holds fields for other entries")
        else:
            inherit(entry, parents)
            yield _record(number, entry)
    if not number:
        raise InputError(f"{source.name} has no entry such as @article{{...}}: there are no papers in it to read.")
    told = [(line, text) for line, text in loose if not _HEADER.fullmatch(text)]
    if told:
        line, text = told[0]
        source.warnings.append(
            f"{source.name}: {count_of(len(told), 'piece')} of text between the entries belong to none and were passed "
            f'over, the first at line {line:,} ("{cut(text, 60)}"); check that no entry is among them.'
        )


class _Fields:
    """An entry's fields; what is taken out of them is placed, the rest become attributes."""

    def __init__(self, entry: Entry) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in entry.fields:
            if text := value.strip():
                self._values.setdefault(name, []).append(text)

    def peek(self, name: str) -> str:
        """The first text of a field, "" if it has none."""
        return next(iter(self._values.get(name, ())), "")

    def take(self, *names: str) -> str:
        """The first text of the first field that has one; it is placed then, the others stay."""
        for name in names:
            if texts := self._values.get(name):
                text = texts.pop(0)
                # The same text once more says nothing new.
                self._values[name] = [other for other in texts if other != text]
                return text
        return ""

    def take_all(self, *names: str) -> list[str]:
        """All texts of some fields."""
        return [text for name in names for text in self._values.pop(name, ())]

    def rest(self) -> dict[str, list[str]]:
        """What has not been placed."""
        return {name: texts for name, texts in self._values.items() if texts}


def _record(number: int, entry: Entry) -> RawRecord:
    fields = _Fields(entry)
    notes = list(entry.notes)
    values: dict[str, Value] = {"id": entry.key}
    _put_names(values, fields, notes)
    _put_date(values, fields, notes)
    _put_arxiv(values, fields)
    _put_titles(values, fields, entry.kind)
    _put_note(values, fields)
    for name, sources in _FIELDS.items():
        if text := fields.take(*sources):
            values.setdefault(name, without_braces(text))
    values["issue"] = fields.take("issue", *(("number",) if _is_in_journal(entry.kind) else ()))
    put_serials(values, fields.take_all("issn", "eissn", "isbn"))
    values["keywords"] = split_keywords(fields.take_all(*_KEYWORDS))
    _put_type(values, entry.kind, notes)
    for name, texts in fields.rest().items():
        if _FILES.fullmatch(name):
            why = "a file on the computer that the export comes from, not looked at"
            notes += [("file", text, why) for text in texts]
        elif values.get(name):
            notes += [(name, text, "the entry has this field more than once, and the first counts") for text in texts]
        else:
            values[name] = texts[0] if len(texts) == 1 else texts
    return RawRecord(number, {name: value for name, value in values.items() if value or value == 0}, tuple(notes))


def _is_in_journal(kind: str) -> bool:
    """Whether the number of a work is that of a journal's issue, not of a report or a volume in a series."""
    return kind in ("article", "periodical", "suppperiodical", "misc", "inproceedings", "conference")


def _put_type(values: dict[str, Value], kind: str, notes: list[tuple[str, str, str]]) -> None:
    """The type of the entry; where that says little, what the service calls the work, or arXiv."""
    known = _TYPES.get(kind)
    if known is None:
        notes.append(("type", f"@{kind}", "not an entry type that is known"))
    document = csl_type(str(values.get("document type", "")))
    is_vague = kind in ("article", "misc") or not known
    venue = str(values.get("venue", ""))
    is_preprint = values.get("arxiv_id") and (not venue or _ARXIV_VENUE.fullmatch(venue))
    if is_preprint and (is_vague or kind in ("online", "unpublished")):
        values["type"] = "preprint"
        return
    values["type"] = (document if is_vague else "") or known or ""


def _put_titles(values: dict[str, Value], fields: _Fields, kind: str) -> None:
    """The title, and what the work stands in."""
    title = _with_subtitle(fields, "title", "subtitle")
    if not title and kind in _VOLUMES:
        title = _with_subtitle(fields, "booktitle", "booksubtitle")
    values["title"] = title
    journals, books = (
        (("journaltitle", "journalsubtitle"), ("journal", "")),
        (("booktitle", "booksubtitle"), ("maintitle", "")),
    )
    for name, sub in (*books, *journals) if kind not in ("article", "misc") else (*journals, *books):
        # A book's main title is that of the volumes it is one of.
        if name == "maintitle" and kind in _VOLUMES:
            continue
        if venue := _with_subtitle(fields, name, sub):
            values["venue"] = JOURNALS.get(venue.strip("{} "), venue)
            return


def _with_subtitle(fields: _Fields, name: str, sub: str) -> str:
    title = fields.take(name)
    subtitle = fields.take(sub) if title and sub else ""
    return f"{title}: {subtitle}" if subtitle and subtitle not in title else title


def _put_note(values: dict[str, Value], fields: _Fields) -> None:
    """A note; Scopus writes how often a paper is cited into it."""
    note = fields.take("note")
    if match := _CITED.search(note):
        values["citations"] = int(match[1])
        note = "; ".join(filter(None, (part.strip(";, \n\t") for part in (note[: match.start()], note[match.end() :]))))
    values["note"] = note


def _put_date(values: dict[str, Value], fields: _Fields, notes: list[tuple[str, str, str]]) -> None:
    """The date of publication: BibLaTeX's in one field, BibTeX's in up to three."""
    if text := fields.take("date"):
        begin = text.split("/", 1)[0].strip().rstrip("?~%") or text
        if "/" in text and text.strip("/") != begin:
            notes.append(("date", text, "a span, of which the beginning was taken"))
        values["date"] = begin
        if fields.peek("year")[:4] == begin[:4]:
            fields.take("year")
        return
    date = joined_date(fields.take("year"), fields.take("month"), fields.take("day"))
    values["date"] = date.text
    if date.unused and read_date(date.text).date is not None:
        notes.append(
            ("date", date.unused, "no one month or day, so the date was taken no more exactly than without it")
        )
    elif date.unused:
        values["date"] = f"{date.unused} {date.text}"


def _put_arxiv(values: dict[str, Value], fields: _Fields) -> None:
    """The arXiv id and what it is filed under, wherever services and people write them."""
    archive = fields.peek("archiveprefix") or fields.peek("eprinttype")
    eprint, subject = fields.peek("eprint"), fields.peek("primaryclass") or fields.peek("eprintclass")
    if archive.lower() == "pubmed":
        values["pmid"] = fields.take("eprint")
        fields.take("archiveprefix", "eprinttype")
        return
    found = ""
    if archive.lower() in ("", "arxiv"):
        # Ids of the old form lose their archive now and then.
        found = normal_arxiv(eprint) or normal_arxiv(f"{subject.split('.')[0]}/{eprint}")
    found = found or normal_arxiv(fields.peek("arxivid"))
    if found:
        for name in ("eprint", "arxivid"):
            if normal_arxiv(fields.peek(name)) in ("", found):
                fields.take(name)
        fields.take("archiveprefix")
        fields.take("eprinttype")
        values["categories"] = [fields.take("primaryclass", "eprintclass")] if subject else []
    else:
        texts = [fields.peek(name) for name in ("journal", "journaltitle", "note", "howpublished", "volume")]
        ids = [normal_arxiv(match[1]) for text in texts for match in _ARXIV.finditer(text)]
        # dblp writes "CoRR" and "abs/1706.03762".
        ids.append(normal_arxiv(fields.peek("volume").removeprefix("abs/")) if texts[-1].startswith("abs/") else "")
        found = next(filter(None, ids), "")
    values["arxiv_id"] = found


def _put_names(values: dict[str, Value], fields: _Fields, notes: list[tuple[str, str, str]]) -> None:
    for name, source in (("authors", "author"), ("editor", "editor")):
        names = split_names(fields.take(source))
        if names and names[-1].lower() == "others":
            notes.append((name, "and others", "the file names no more of them"))
            names.pop()
        values[name] = names


READER: Final = Reader(
    format=format_named("bibtex"),
    sniff=sniff,
    read=read,
)

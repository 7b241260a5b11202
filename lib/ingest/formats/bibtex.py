"""BibTeX and BibLaTeX, as reference managers and services write them.

Values stay as they are, LaTeX and protecting braces included. What an entry inherits from the one that its `crossref`
names follows the rules of BibLaTeX (its manual, appendix B), but for what belongs to the parent alone: with its DOI or
address all papers of a volume would be one paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lib.core.errors import InputError
from lib.core.formats import format_named
from lib.core.ids import normal_arxiv
from lib.core.text import count_of, cut, squeeze
from lib.ingest.dates import read_date
from lib.ingest.formats.bibtex_entries import Entry, Fault, read_entries
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

_NOT_INHERITED: Final = frozenset(
    (
        *("ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort"),
        *("related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey"),
        # BibLaTeX lets these through.
        *("doi", "url", "urldate", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "pmid"),
        *("abstract", "annotation", "annote", "keywords", "keyword", "file", "note", "pages", "timestamp", "groups"),
    )
)
_TITLES: Final = ("title", "subtitle", "titleaddon")
_CHAPTERS: Final = frozenset(("inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference"))
_RENAMED: Final[dict[str, tuple[frozenset[str], str]]] = {
    "mvbook": (_CHAPTERS | {"book"}, "main"),
    "mvcollection": (_CHAPTERS | {"collection"}, "main"),
    "mvreference": (_CHAPTERS | {"reference"}, "main"),
    "mvproceedings": (frozenset(("proceedings", "inproceedings", "conference")), "main"),
    "book": (_CHAPTERS, "book"),
    "collection": (_CHAPTERS, "book"),
    "reference": (_CHAPTERS, "book"),
    "proceedings": (frozenset(("inproceedings", "conference")), "book"),
    "periodical": (frozenset(("article", "suppperiodical")), "journal"),
}
"""Which parents' titles are what for which children: the title of a book is the booktitle of a chapter."""
_DATE_PARTS: Final = frozenset({"date", "year", "month", "day"})
_MOST_ANCESTORS: Final = 4

_REFERS = re.compile(r"(?i)\b(?:crossref|xdata)\s*=\s*[{\"]?([^{}\"=]{1,400})")
_BEGIN = re.compile(
    r"(?im)^[ \t]*@[ \t]*(?:(?:article|book|inbook|incollection|inproceedings|conference|misc|online|phdthesis|"
    r"mastersthesis|techreport|thesis|report|proceedings|collection|unpublished)\s*[{(]\s*[^\s,={}\"]{0,200}\s*(?:,|\n)|"
    r"[a-z]+\s*\{[^,={}\"\n]{0,200},\s*[\w:. -]{1,60}=|string\s*[{(]\s*[\w:.+-]+\s*=|comment\s*\{\s*jabref)"
)
_HEADER = re.compile(r"(?i)scopus|export date:.*|encoding:.*|this file was created with .*")
_CITED = re.compile(r"(?i)[;,\s]*\bcited by:?\s*(\d{1,9})\b[;,\s]*")
_ARXIV = re.compile(
    r"(?i)\barxiv(?:\.org/(?:abs|pdf)/|[:\s]\s*)((?:[a-z-]{2,12}(?:\.[A-Z]{2})?/)?\d[\d.]{3,11}(?:v\d{1,2})?)"
)
_ARXIV_VENUE = re.compile(r"(?i)(arxiv|corr)\b.*")
_AND = re.compile(r"(?i)\s+and(?=\s)|[{}]")
_EXTENDED = re.compile(r"(?i)\b(family|given|prefix|suffix)\s*=\s*([^,=]*)")


def sniff(head: Head) -> bool:
    """Whether an entry, or what stands before the first, begins a line."""
    return _BEGIN.search(head.text) is not None


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the entries one by one; parents that entries refer to are looked for beforehand."""
    parents = _parents(source)
    loose: list[tuple[int, str]] = []
    number = 0
    for number, entry in enumerate(read_entries(source.lines(), loose), start=1):
        if isinstance(entry, Fault):
            yield Rejection(number, entry.reason)
        elif entry.kind == "xdata":
            yield Rejection(number, "no paper: an @xdata entry holds fields for other entries")
        else:
            _inherit(entry, parents)
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


def _parents(source: Source) -> dict[str, Entry]:
    """The entries that others refer to, by their keys in lower case; of two with one key the first."""
    wanted: set[str] = set()
    for line in _quietly(source):
        for match in _REFERS.finditer(line):
            wanted.update(key.strip().lower() for key in match[1].split(","))
    found: dict[str, Entry] = {}
    if wanted:
        for entry in read_entries(_quietly(source), []):
            if isinstance(entry, Entry) and entry.key.lower() in wanted:
                found.setdefault(entry.key.lower(), entry)
    return found


def _quietly(source: Source) -> Iterator[str]:
    """The lines of a file that will be read once more: not warned of, and counted as nothing, but as a sign of life."""
    counted, n_warnings = source.on_bytes, len(source.warnings)
    source.on_bytes = lambda _: counted(0)
    try:
        yield from source.lines()
    finally:
        source.on_bytes = counted
        del source.warnings[n_warnings:]


def _inherit(entry: Entry, parents: Mapping[str, Entry]) -> None:
    """Give an entry the fields of its parents and theirs that it does not have itself."""
    given = {name for name, _ in entry.fields}
    # A day of the parent's in a year of the child's would be no date at all.
    given |= _DATE_PARTS if given & _DATE_PARTS else set()
    seen = {entry.key.lower()}
    waiting = _references(entry)
    while waiting and len(seen) <= _MOST_ANCESTORS:
        key, by = waiting.pop(0)
        parent = parents.get(key)
        if key in seen:
            continue
        seen.add(key)
        if parent is None:
            entry.notes.append((by, key, "the file has no entry with this key, so nothing was inherited"))
            continue
        children, prefix = _RENAMED.get(parent.kind, (frozenset(), ""))
        is_part = by == "crossref" and entry.kind in children
        inherited = [
            (f"{prefix}{name}" if is_part and name in _TITLES else name, value)
            for name, value in parent.fields
            if by == "xdata" or name not in _NOT_INHERITED
        ]
        entry.fields += [(name, value) for name, value in inherited if name not in given]
        given |= {name for name, _ in inherited}
        given |= _DATE_PARTS if given & _DATE_PARTS else set()
        waiting += _references(parent)


def _references(entry: Entry) -> list[tuple[str, str]]:
    return [
        (key.strip().lower(), name)
        for name, value in entry.fields
        if name in ("crossref", "xdata")
        for key in value.split(",")
        if key.strip()
    ]


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
            values.setdefault(name, text)
    values["issue"] = fields.take("issue", *(("number",) if _is_in_journal(entry.kind) else ()))
    put_serials(values, fields.take_all("issn", "eissn", "isbn"))
    values["keywords"] = _keywords(fields.take_all(*_KEYWORDS))
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
            values["venue"] = venue
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
        note = "; ".join(filter(None, (note[: match.start()].strip(), note[match.end() :].strip())))
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


def split_names(text: str) -> list[str]:
    """Part names at each " and " outside braces; a name wholly in braces is a group's and loses them.

    >>> split_names("Curie, Marie AND {Barnes and Noble} and van Gogh, Jr, Vincent")
    ['Curie, Marie', 'Barnes and Noble', 'van Gogh, Vincent, Jr']
    """
    names: list[str] = []
    depth = begin = 0
    for match in _AND.finditer(text):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif depth <= 0:
            names.append(text[begin : match.start()])
            begin = match.end()
    names.append(text[begin:])
    if len(names) == 1 and ";" in text and "{" not in text:
        names = text.split(";")
    return list(filter(None, (_name(squeeze(name).strip(" ,")) for name in names)))


def _name(name: str) -> str:
    if name.startswith("{") and name.endswith("}") and name.find("}") == len(name) - 1:
        return name[1:-1].strip()
    if "=" in name and (parts := {key.lower(): text.strip() for key, text in _EXTENDED.findall(name)}).get("family"):
        family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
        return ", ".join(filter(None, (family, parts.get("given"), parts.get("suffix"))))
    if name.count(",") == 2 and "{" not in name:
        family, suffix, given = (part.strip() for part in name.split(","))
        return f"{family}, {given}, {suffix}"
    return name


def _keywords(texts: list[str]) -> list[str]:
    """Keywords of all fields, parted by semicolons, else by commas, outside braces."""
    found: list[str] = []
    for text in texts:
        separator = ";" if ";" in text else ","
        found += _outside_braces(text, separator) if "{" in text else text.split(separator)
    return list(dict.fromkeys(filter(None, map(squeeze, found))))


def _outside_braces(text: str, separator: str) -> Iterator[str]:
    depth = begin = 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif sign == separator and depth <= 0:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


READER: Final = Reader(
    format=format_named("bibtex"),
    sniff=sniff,
    read=read,
)

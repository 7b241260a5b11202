"""What tables of papers have in common, whatever file they lie in: the services' ways of putting things into columns.

A table of its own service is told by columns that no other has. What stands in two columns (first page and last page,
a month and a year) is put together, and what several share one cell for (keywords, a citation) is taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lib.core.errors import InputError
from lib.core.mapping import Pairs
from lib.ingest.columns import ATTRIBUTES, ColumnMap, folded, map_columns, need_text, unique_names
from lib.ingest.dates import MONTHS
from lib.ingest.formats.inverted_index import text_of_index
from lib.ingest.formats.joined_date import joined_date
from lib.ingest.formats.pages import page_range
from lib.ingest.formats.python_repr import list_in
from lib.ingest.formats.serials import tidy_serials
from lib.ingest.formats.wos_tags import COLUMNS
from lib.ingest.reader import RawRecord
from lib.ingest.values import text_of

Values: TypeAlias = dict[str, object]
Notes: TypeAlias = list[tuple[str, str, str]]

MOST_COLUMNS: Final = 16_384
"""As many as a spreadsheet can have."""


@dataclass(frozen=True, slots=True)
class _Service:
    """How one service names what others name otherwise."""

    name: str
    """What it is called as a paper's source, "" for none."""
    marks: frozenset[str]
    """Columns, folded, by which its tables are known."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Columns, folded, with the names that they get."""


_SERVICES: Final = (
    _Service("Web of Science", frozenset({"pt", "ti", "so"}), COLUMNS),
    _Service("Web of Science", frozenset({"utuniquewosid"})),
    _Service("Web of Science", frozenset({"utuniqueid"})),
    _Service("Cochrane", frozenset({"centralid", "source"}), {"source": "journal"}),
    _Service("Scopus", frozenset({"sourcetitle", "eid"})),
    _Service("Scopus", frozenset({"sourcetitle", "authorsid"})),
    _Service("Embase", frozenset({"authornames", "source", "originaltitle"})),
    _Service("Embase", frozenset({"embaseaccessionid"}), {"embaseaccessionid": "id", "medlinepmid": "pmid"}),
    _Service("IEEE Xplore", frozenset({"documenttitle", "dateaddedtoxplore"})),
    _Service("Lens", frozenset({"lensid"})),
    _Service(
        "Dimensions", frozenset({"dimensionsurl"}), {"pagination": "pages", "fieldsofresearchanzsrc2020": "categories"}
    ),
    _Service("PubMed", frozenset({"pmid", "citation", "journalbook"})),
    _Service("SpringerLink", frozenset({"itemtitle", "itemdoi"})),
    _Service("OpenAlex", frozenset({"authorshipsauthordisplayname"})),
    _Service("OpenAlex", frozenset({"primarylocationsourcedisplayname"})),
    _Service("Publish or Perish", frozenset({"gsrank", "source"}), {"source": "journal"}),
    # As bibliometrix keeps and saves what it has read, from wherever that came.
    _Service("", frozenset({"au", "ti", "so", "py"}), COLUMNS),
    _Service("", frozenset({"itemtype", "key", "abstractnote"}), {"key": "id", "place": "publisher-place"}),
    _Service("", frozenset({"typeofreference"}), {"number": "issue"}),
)
"""The first whose columns a table has; those of reference managers may be from anywhere."""

_FULL_NAMES: Final = ("authorfullnames", "authorsfullname", "authorfullname", "authorsfullnames")
_PAGES: Final = (
    ("startpage", "endpage"),
    ("pagestart", "pageend"),
    ("firstpage", "lastpage"),
    ("beginningpage", "endingpage"),
    ("bibliofirstpage", "bibliolastpage"),
)
_ARTICLE_NUMBERS: Final = ("artno", "articlenumber", "articleno")
_WITH_PAGES: Final = frozenset((*(column for pair in _PAGES for column in pair), *_ARTICLE_NUMBERS))
_WITH_DOI: Final = ("articleidentifier", "locationidentifier")
_LISTS: Final = frozenset(
    (
        *map(folded, ATTRIBUTES["keywords"]),
        *("automatictags", "chemicals", "ieeeterms", "indexkeywords", "inspeccontrolledterms", "keywordsplus"),
        *("inspecnoncontrolledterms", "meshterms", "oaiid", "researchareas"),
    )
)
"""Columns that hold lists, folded; so do those whose names begin with "emtree"."""
_MONTHS: Final = ("month", "publishedmonth", "publicationmonth", "pubmonth")
_DAYS: Final = ("day", "publishedday", "publicationday")
_YEARS: Final = ("publicationyear", "year", "pubyear", "publishedyear", "yearpublished")

_AUTHOR_ID = re.compile(r" ?\(\d{5,}\)")
_PUBMED = re.compile(r"(?i)pubmed (\d+)")
_DOI_MARKED = re.compile(r"(10\.\S+) \[doi\]")
_EXTRA: Final = {
    "doi": re.compile(r"\bDOI: ?(10\.\S+)"),
    "pmid": re.compile(r"\bPMID: ?(\d+)"),
    "arxiv_id": re.compile(r"\barXiv: ?(\S+)"),
}
_EMBASE_SOURCE = re.compile(
    r"(?P<venue>[^()]+(?:\((?!\d{4}\))[^()]*\)[^()]*)*?) \((?P<year>\d{4})\)"
    r"(?: (?P<volume>[^\s:().]+))?(?::(?P<issue>[^\s().]+))?"
    r"(?: \((?P<page>[^()]+)\))?(?: Article Number: (?P<article>[^\s.]+))?"
)
_EMBASE_DATE = re.compile(r"Date of Publication: ([^.]{4,40})$")
_PUBMED_CITATION = re.compile(
    r"(?P<venue>[^;]+)\. (?P<date>\d{4}[^;]{0,20});(?P<volume>[^:;()]*)(?:\((?P<issue>[^()]*)\))?:(?P<page>[^.;\s]+)\."
)
_NO_YEAR = re.compile(r"[A-Za-z]{3,9}\.?(?:[-/ ][A-Za-z]{3,9}\.?)?(?: \d{1,2})?")
_SPAN = re.compile(r"\d{4} [A-Za-z]{3,9}[-/][A-Za-z]{3,9}(?: \d{1,2})?")
_SHORT_YEAR = re.compile(r"(?:(?P<day>\d{1,2})[-/ ])?(?P<month>[A-Za-z]{3})[-/](?P<year>\d{2})")
_TITLES = re.compile(r"(?:(?:Prof|Dr)\. *)+")
_JOINED: Final = ("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz", "O'", "El", "Al", "Ab")
"""Beginnings of names in the midst of which a capital stands."""


class Table:
    """The columns of one table, understood once and then for every row.

    Parameters
    ----------
    header
        The names of the columns; those that are empty or stand there twice are told apart.
    file
        What the file is called, for messages.
    mapping
        What a person says of the columns: those keep their own names, and are put together with no others.
    below
        The rows, of which the first are looked at if there is neither a title nor an abstract.

    Raises
    ------
    InputError
        If there is neither a title nor an abstract, or far too many columns.
    """

    def __init__(
        self, header: Sequence[str], file: str, mapping: Pairs = (), below: Iterable[Sequence[object]] = ()
    ) -> None:
        if len(header) > MOST_COLUMNS:
            raise InputError(
                f"{file} has {len(header):,} columns in its header, and a table of papers has no more than "
                f"{MOST_COLUMNS:,}: check how it was saved."
            )
        self.columns = columns = unique_names(header)
        """The names by which rows are given."""
        known = {folded(column) for column in columns}
        service = _service_of(known)
        self._service = service.name if service else ""
        said = map_columns(tuple(columns), mapping).given.values()
        claimed = {column for ranked in said for column in ranked}
        self._names = dict(_renamed(columns, service.names if service else {}, claimed))
        names = list(self._names.values())
        found = need_text(names, file, mapping, below)
        self._mapping, self._given = mapping, found.given
        claimed |= {column for ranked in found.given.values() for column in ranked}
        self._column = {folded(name): name for name in reversed(names) if name not in claimed}
        fields = found.fields
        self._date = fields.get("date", ())
        self._years = [name for year in _YEARS for name in names if folded(name) == year]
        self._pmids = fields.get("pmid", ())
        self._lists = [
            name
            for name in names
            if name not in claimed and (folded(name) in _LISTS or folded(name).startswith("emtree"))
        ]
        self._lists += found.given.get("keywords", ())
        self._authors = fields.get("authors", ())
        self._listed = [name for field in ("authors", "editor", "categories") for name in fields.get(field, ())]
        steps: list[tuple[bool, Callable[[Values, Notes], None]]] = [
            (bool(self._listed), self._read_lists),
            (bool(self._authors), self._drop_author_ids),
            (
                "authors" not in found.given and any(name in self._column for name in _FULL_NAMES),
                self._prefer_full_names,
            ),
            ({"itemtitle", "itemdoi"} <= known and "authors" not in found.given, self._part_joined_authors),
            (
                "page" not in fields and "page" not in found.given and not self._column.keys().isdisjoint(_WITH_PAGES),
                self._join_pages,
            ),
            ("abstractinvertedindex" in self._column, self._read_index),
            ({"authornames", "source"} <= known, self._read_embase_source),
            ({"citation", "journalbook"} <= known, self._read_pubmed_citation),
            (bool(self._pmids), self._take_pubmed_number),
            (
                "doi" not in fields and "doi" not in found.given and not self._column.keys().isdisjoint(_WITH_DOI),
                self._find_doi,
            ),
            ("extra" in known, self._read_extra),
            (bool(self._date), self._complete_date),
            (bool(self._lists), self._part_lists),
            (not fields.keys().isdisjoint(("ISSN", "ISBN")), lambda values, _: tidy_serials(values)),
        ]
        self._steps = [step for is_needed, step in steps if is_needed]

    def record(self, number: int, row: Mapping[str, object], notes: Iterable[tuple[str, str, str]] = ()) -> RawRecord:
        """Make the record of a row; the row's columns are those of the table."""
        values = {self._names[column]: value for column, value in row.items()}
        all_notes = list(notes)
        for step in self._steps:
            step(values, all_notes)
        return RawRecord(number, values, tuple(all_notes), self._service)

    def _text(self, values: Values, *columns: str) -> str:
        """The first text in columns that are named folded."""
        names = (self._column[column] for column in columns if column in self._column)
        return next((text for name in names if (text := text_of(values.get(name)))), "")

    def _year(self, values: Values) -> str:
        return next((text for name in self._years if (text := text_of(values.get(name)))), "")

    def _read_lists(self, values: Values, _: Notes) -> None:
        """Lists written as programs write them: `['Curie, Marie', 'Bohr, Niels']`."""
        for name in self._listed:
            value = values.get(name)
            if isinstance(value, str) and (found := list_in(value)) is not None:
                values[name] = found

    def _drop_author_ids(self, values: Values, _: Notes) -> None:
        """The numbers that Scopus has behind its names, and in a column of their own."""
        for name in self._authors:
            value = values.get(name)
            if isinstance(value, str) and "(" in value:
                values[name] = _AUTHOR_ID.sub("", value)

    def _prefer_full_names(self, values: Values, _: Notes) -> None:
        """Where names stand in full, those with initials say nothing more."""
        full = next(self._column[name] for name in _FULL_NAMES if name in self._column)
        if text_of(values.get(full)):
            short = [name for name in self._authors if name != full]
            authors = values.pop(full)
            for name in short:
                values.pop(name, None)
            values["authors"] = authors

    def _part_joined_authors(self, values: Values, _: Notes) -> None:
        """SpringerLink's "Jane DoeProf. John Roe"."""
        for name in self._authors:
            values[name] = part_joined_names(text_of(values.get(name)))

    def _join_pages(self, values: Values, _: Notes) -> None:
        for start, end in _PAGES:
            first, last = self._text(values, start), self._text(values, end)
            if first:
                values["page"] = page_range(first, last)
                for column in (start, end):
                    values.pop(self._column.get(column, ""), None)
                return
        number = next((self._column[name] for name in _ARTICLE_NUMBERS if name in self._column), "")
        if text_of(values.get(number)):
            values["page"] = values.pop(number)

    def _read_index(self, values: Values, _: Notes) -> None:
        """OpenAlex's abstracts, saved as a table without being put together."""
        if text := text_of_index(values.get(self._column["abstractinvertedindex"])):
            values.pop(self._column["abstractinvertedindex"])
            self._add(values, "abstract", text)

    def _read_embase_source(self, values: Values, _: Notes) -> None:
        """As in "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004"."""
        text = self._text(values, "source")
        if match := _EMBASE_SOURCE.match(text):
            date = _EMBASE_DATE.search(text)
            self._add(values, "venue", match["venue"])
            self._add(values, "date", date[1] if date and date[1] != match["year"] else match["year"])
            self._add(values, "volume", match["volume"])
            self._add(values, "issue", match["issue"])
            self._add(values, "page", match["page"] or match["article"])

    def _read_pubmed_citation(self, values: Values, _: Notes) -> None:
        """As in "Behav Ther. 2022 Mar;53(2):334-347. doi: 10.1016/j.beth.2021.09.007."."""
        if match := _PUBMED_CITATION.match(self._text(values, "citation")):
            for name in ("volume", "issue", "page"):
                self._add(values, name, match[name])
            year, *rest = match["date"].split()
            if year == self._year(values) and rest and rest[0].lower() in MONTHS:
                values["publication date"] = match["date"]

    def _take_pubmed_number(self, values: Values, _: Notes) -> None:
        """Cochrane writes "PUBMED 38507184"."""
        for name in self._pmids:
            if match := _PUBMED.fullmatch(text_of(values.get(name))):
                values[name] = match[1]

    def _find_doi(self, values: Values, _: Notes) -> None:
        """As PubMed writes it: "S0092-8674(21)00660-7 [pii]||10.1016/j.cell.2021.05.030 [doi]"."""
        text = self._text(values, *_WITH_DOI)
        if match := _DOI_MARKED.search(text.replace("||", " ")):
            values["doi"] = match[1]

    def _read_extra(self, values: Values, _: Notes) -> None:
        """The ids that Zotero keeps in its field for what has none."""
        text = self._text(values, "extra")
        for name, pattern in _EXTRA.items():
            if match := pattern.search(text):
                self._add(values, name, match[1])

    def _complete_date(self, values: Values, notes: Notes) -> None:
        """The year for a date that has none ("MAR 15"), or of which a spreadsheet left two digits ("1-Dec-25")."""
        year = self._year(values)
        month = self._text(values, *_MONTHS)
        if month and len(year) == 4 and text_of(values.get(self._date[0])) == year:
            # A column for each part, as Rayyan and Covidence have them.
            values[self._date[0]] = joined_date(year, month, self._text(values, *_DAYS)).text
            return
        for name in self._date:
            text = values.get(name)
            if not isinstance(text, str):
                continue
            text = text_of(text)
            if year and (match := _SHORT_YEAR.fullmatch(text)) and year.endswith(match["year"]):
                # A spreadsheet makes "Dec-25" of December 2025.
                values[name] = f"{match['day'] or ''} {match['month']} {year}".strip()
            elif _SPAN.fullmatch(text) or (year and _NO_YEAR.fullmatch(text)):
                date = joined_date("" if _SPAN.fullmatch(text) else year, text)
                values[name] = date.text
                if date.unused:
                    notes.append(("date", text, "not one month, so only the year was taken"))

    def _part_lists(self, values: Values, _: Notes) -> None:
        for name in self._lists:
            value = values.get(name)
            if isinstance(value, str):
                values[name] = part_list(value)

    def _add(self, values: Values, field: str, text: str | None) -> None:
        """Put a text into a field that the columns leave empty, and of which a person said nothing."""
        if field in self._given:
            return
        columns = map_columns(tuple(values), self._mapping).fields.get(field, ())
        if text and not any(text_of(values[name]) for name in columns):
            values[columns[0] if columns else field] = text


def fields_of(header: Sequence[str], mapping: Pairs = ()) -> ColumnMap:
    """How the columns of a table are used, as its service names them."""
    columns = unique_names(header)
    service = _service_of({folded(column) for column in columns})
    names = service.names if service else {}
    return map_columns(tuple(names.get(folded(column), column) for column in columns), mapping)


def _service_of(known: set[str]) -> _Service | None:
    return next((service for service in _SERVICES if service.marks <= known), None)


def part_list(text: str) -> list[object]:
    """Part a text of several words into them: by semicolons, bars, or commas where there are two or more.

    One comma may belong to the word ("Diabetes Mellitus, Type 2"), and so do those in brackets.
    """
    if (found := list_in(text)) is not None:
        return found
    for separator in (";", "|"):
        if separator in text:
            return [part for part in map(str.strip, text.split(separator)) if part]
    parts: list[str] = []
    depth = begin = 0
    for place, char in enumerate(text):
        depth = max(0, depth + (char in "([") - (char in ")]"))
        if char == "," and not depth:
            parts.append(text[begin:place].strip())
            begin = place + 1
    parts.append(text[begin:].strip())
    return [part for part in parts if part] if len(parts) > 2 else [stripped] if (stripped := text.strip()) else []


def part_joined_names(text: str) -> list[str]:
    """Part names that follow each other without a sign: "Jane DoeJohn Roe".

    A capital behind a small letter begins a name, unless it is one such as McDonald.
    """
    names: list[str] = []
    begin = 0
    for place in range(1, len(text)):
        if text[place - 1].islower() and text[place].isupper():
            word = text[begin:place].rsplit(" ", 1)[-1]
            if word not in _JOINED:
                names.append(text[begin:place])
                begin = place
    names.append(text[begin:])
    return [name for name in (_TITLES.sub("", name).strip() for name in names) if name]


def _renamed(columns: Sequence[str], names: Mapping[str, str], kept: Container[str]) -> list[tuple[str, str]]:
    """Each column with its name; a name that another column has already is not given a second time.

    The columns in `kept` stay as they are called.
    """
    taken = set(columns) if names else set()
    result: list[tuple[str, str]] = []
    for column in columns:
        name = column if column in kept else names.get(folded(column), column)
        if name != column and name in taken:
            name = column
        taken.add(name)
        result.append((column, name))
    return result

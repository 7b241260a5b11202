"""A record as its file has it, made into a draft of a paper: fields found, ids told apart, the date read.

Every draft has a title or an abstract; a record with neither is rejected. What could not be taken as it stood is
written down as a `Change`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from lib.core.dates import DateSource, PartialDate
from lib.core.ids import arxiv_month, normal_arxiv, normal_doi, normal_pmid
from lib.core.mapping import Pairs
from lib.core.paper import Change
from lib.core.text import cut, digest, fold, storable
from lib.ingest.attributes import Attributes
from lib.ingest.cleaning import Cleaned, Done, clean_abstract, clean_name, clean_title, entities
from lib.ingest.columns import DETAILS, ColumnMap, map_columns
from lib.ingest.dates import ImpliedDate, read_date
from lib.ingest.language import code_of, guess
from lib.ingest.names import author_key, names_of
from lib.ingest.reader import RawRecord, Reader
from lib.ingest.types import csl_type
from lib.ingest.values import is_missing, text_of

NO_TEXT: Final = "neither a title nor an abstract"
"""Why a record is rejected that says nothing to find a topic by."""

TITLE_LENGTH: Final = 100
"""Characters of a title that is made from an abstract."""

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]]{2}[.!?])\s+(?=[A-Z])")
_IS_DOI = re.compile(r"(?i)(doi:\s*|https?://(dx\.)?doi\.org/)?10\.\d{4,9}/\S+")
_IS_PMID = re.compile(
    r"(?i)(pmid:?\s*|https?://(www\.)?(pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)\d+/?"
)
_CATEGORY = re.compile(r"[a-z][a-z-]*(\.[A-Za-z-]+)?")


_FROM_TEXTS: Final = ("title_key", "abstract_key", "text_id", "guessed_language")
"""What a draft works out of its texts alone, which stays when its attributes get their types."""


@dataclass(frozen=True)
class Draft:
    """One record, ready to be matched with the others. Empty text and None mean "not known"."""

    file: str
    record: int
    source_id: str
    title: str
    title_is_made: bool
    abstract: str
    authors: tuple[str, ...]
    date: PartialDate | None
    date_source: DateSource
    categories: tuple[str, ...]
    venue: str
    doi: str
    arxiv_id: str
    pmid: str
    url: str
    language: str
    sources: tuple[str, ...]
    details: Mapping[str, str]
    attributes: Mapping[str, object]
    other_ids: tuple[str, ...] = field(default=())
    """Ids that lead here though the paper does not go by them, such as the DOI that arXiv gives its papers."""

    @cached_property
    def title_key(self) -> str:
        """The title as it is compared."""
        return fold(self.title)

    @cached_property
    def text_id(self) -> str:
        """The `paper_id` where there is no better one: from title, first author and the abstract's beginning."""
        return text_id(self.title_key, self.authors, self.abstract)

    @cached_property
    def guessed_language(self) -> str:
        """The language that its text seems to be in."""
        return guess(self.title, self.abstract)

    @cached_property
    def abstract_key(self) -> str:
        """The abstract as it is compared, as a hash; "" where there is none."""
        return digest(fold(self.abstract)) if self.abstract else ""

    @cached_property
    def content(self) -> tuple[str, ...]:
        """All that the record says, but for its place: records of equal content can stand for each other."""
        return (
            self.doi,
            self.arxiv_id,
            self.pmid,
            self.title,
            self.abstract,
            "\x1f".join(self.authors),
            str(self.date or ""),
            self.date_source,
            "\x1f".join(self.categories),
            self.venue,
            self.url,
            self.language,
            "\x1f".join((*self.sources, "", *self.other_ids)),
            repr(sorted(self.details.items())),
            repr(sorted(self.attributes.items())),
        )


def text_id(title_key: str, authors: tuple[str, ...], abstract: str) -> str:
    """Make the id of a paper that has no other, `t:` and 16 hex digits; the title is given folded."""
    return "t:" + digest(title_key, author_key(authors), fold(abstract[:400])[:100])


def make_draft(
    raw: RawRecord,
    file: str,
    reader: Reader,
    attributes: Attributes,
    changes: Callable[[Change], None],
    today: dt.date | None = None,
    mapping: Pairs = (),
) -> Draft | None:
    """Make a draft of a record, or None where it has neither title nor abstract.

    Where `today` is given, dates far behind it are not believed. `mapping` says which columns hold which fields.
    """
    columns = map_columns(tuple(raw.values), mapping)
    get = _Getter(raw.values, columns)

    def note(name: str, what: str, why: str) -> None:
        changes(Change(file, raw.number, name, storable(cut(what, 300)), why))

    def cleaned(name: str, result: Cleaned) -> str:
        for done in result.done:
            note(name, *done)
        return result.text

    title = cleaned("title", clean_title(get.raw("title")))
    abstract = cleaned("abstract", clean_abstract(get.raw("abstract")))
    if not title and not abstract:
        return None
    for change in raw.notes:
        note(*change)
    title_is_made = not title
    if title_is_made:
        title = made_title(abstract)
        note("title", "", "made from the abstract's first words, since the record has none")
    ids = _Ids(note)
    ids.read(get)
    date, date_source = _date(get, ids.arxiv_id, note, today)
    return Draft(
        file=file,
        record=raw.number,
        source_id=_source_id(get),
        title=title,
        title_is_made=title_is_made,
        abstract=abstract,
        authors=_people(get, "authors", note),
        date=date,
        date_source=date_source,
        categories=next((found for value in get.all("categories") if (found := categories_of(value))), ()),
        venue=cleaned("venue", clean_title(get.raw("venue"))),
        doi=ids.doi,
        arxiv_id=ids.arxiv_id,
        pmid=ids.pmid,
        url=get.text("url"),
        language=code_of(get.text("language")),
        sources=tuple(filter(None, (raw.service or reader.service,))),
        details=_details(get, note),
        attributes=attributes.note(
            {name: raw.values[column] for column, name in columns.attributes}, typed=reader.typed
        ),
        other_ids=tuple(sorted(ids.others)),
    )


def work_ahead(draft: Draft) -> None:
    """Work out what every draft is asked for once all are read, while there is time: another process still reads."""
    for name in _FROM_TEXTS:
        if name != "guessed_language" or not draft.language:
            getattr(draft, name)


def with_types(draft: Draft, attributes: Attributes) -> Draft:
    """The draft with its attributes in the types that their columns turned out to have."""
    typed = attributes.typed(draft.attributes)
    if typed is draft.attributes:
        return draft
    result = replace(draft, attributes=typed)
    known = vars(draft)
    vars(result).update({name: known[name] for name in _FROM_TEXTS if name in known})
    return result


def made_title(abstract: str) -> str:
    """Make a title from an abstract's first sentence, or its first words if that is long."""
    return cut(_SENTENCE_END.split(abstract, maxsplit=1)[0], TITLE_LENGTH)


def categories_of(value: object) -> tuple[str, ...]:
    """Return categories from a list, or from a text parted by semicolons, bars, commas or, as in arXiv's, blanks."""
    if isinstance(value, str):
        text = text_of(value)
        separator = next((char for char in ";|," if char in text), None)
        if separator:
            parts: Iterable[object] = text.split(separator)
        else:
            words = text.split(" ")
            codes = "." in text and all(_CATEGORY.fullmatch(word) for word in words)
            parts = words if codes else [text]
    elif isinstance(value, list | tuple):
        parts = value
    else:
        parts = [value]
    return tuple(dict.fromkeys(filter(None, map(text_of, parts))))


def _people(get: _Getter, field: str, note: Callable[[str, str, str], None]) -> tuple[str, ...]:
    """The names in the first column that has any, cleaned one by one; a kind of cleaning is told once."""
    for value in get.all(field):
        # The semicolon of an entity would part a name.
        names = [clean_name(name) for name in names_of(entities(value) if isinstance(value, str) else value)]
        if not names:
            continue
        told: dict[str, Done] = {}
        for done in (done for name in names for done in name.done):
            told.setdefault(done.why, done)
        for done in told.values():
            note(field, *done)
        return tuple(name.text for name in names if name.text)
    return ()


def _details(get: _Getter, note: Callable[[str, str, str], None]) -> dict[str, str]:
    """What only reference managers want to know; the editors as one text, parted by semicolons."""
    details = {name: text for name in DETAILS if (text := get.text(name))}
    if (named := details.pop("type", "")) and (kind := csl_type(named)):
        details["type"] = kind
    if details.pop("editor", "") and (editors := _people(get, "editor", note)):
        details["editor"] = "; ".join(name.replace(";", ",") for name in editors)
    return details


class _Getter:
    """A record's values by field."""

    def __init__(self, values: Mapping[str, object], columns: ColumnMap) -> None:
        self._values = values
        self._fields = columns.fields

    def all(self, name: str) -> list[object]:
        return [self._values[column] for column in self._fields.get(name, ())]

    def raw(self, name: str) -> str:
        """The first text that is there, with its line ends."""
        for value in self.all(name):
            text = value if isinstance(value, str) else text_of(value)
            if text.strip() and not is_missing(text.strip()):
                return text
        return ""

    def text(self, name: str) -> str:
        for column in self._fields.get(name, ()):
            if text := text_of(self._values[column]):
                return text
        return ""


def source_id(raw: RawRecord, mapping: Pairs = ()) -> str:
    """The id that the file gave a record, as it stands there."""
    return _source_id(_Getter(raw.values, map_columns(tuple(raw.values), mapping)))


def _source_id(get: _Getter) -> str:
    for name in ("id", "arxiv_id", "doi", "pmid"):
        for value in get.all(name):
            if text_of(value):
                return value.strip() if isinstance(value, str) and value.isprintable() else text_of(value)
    return ""


class _Ids:
    """The ids of one record, wherever they stand."""

    def __init__(self, note: Callable[[str, str, str], None]) -> None:
        self._note = note
        self.doi = self.arxiv_id = self.pmid = ""
        self.others: set[str] = set()

    def read(self, get: _Getter) -> None:
        """Take the columns that say which id they hold first, then what the others look like."""
        if text := get.text("doi"):
            self._take_doi(normal_doi(text)) or self._note("doi", text, "not the form of a DOI")
        if text := get.text("arxiv_id"):
            self._take_arxiv(normal_arxiv(text)) or self._note("arxiv_id", text, "not the form of an arXiv id")
        if text := get.text("pmid"):
            self._take_pmid(normal_pmid(re.sub(r"\.0$", "", text))) or self._note("pmid", text, "not a PubMed number")
        for name in ("id", "url"):
            self._recognise(get.text(name))

    def _recognise(self, text: str) -> None:
        """Take an id whose form says what it is; a bare whole number is none."""
        if not text:
            return
        if _IS_DOI.fullmatch(text):
            self._take_doi(normal_doi(text))
        elif _IS_PMID.fullmatch(text):
            self._take_pmid(re.sub(r"\D", "", text).lstrip("0"))
        elif arxiv := normal_arxiv(text):
            self._take_arxiv(arxiv)

    def _take_doi(self, doi: str) -> bool:
        # arXiv's own DOIs name the preprint that its arXiv id names. Kept as a DOI it would forbid the paper to be
        # the same as the published one, which has another DOI.
        if arxiv := normal_arxiv(doi):
            self.others.add(f"doi:{doi}")
            return self._take_arxiv(arxiv)
        self.doi = self.doi or doi
        return bool(doi)

    def _take_arxiv(self, arxiv: str) -> bool:
        self.arxiv_id = self.arxiv_id or arxiv
        return bool(arxiv)

    def _take_pmid(self, pmid: str) -> bool:
        self.pmid = self.pmid or pmid
        return bool(pmid)


def _no_finer(date: PartialDate, precision: str) -> PartialDate:
    """A date no more exact than the file says that it is."""
    if precision == "year":
        return PartialDate(date.year)
    return PartialDate(date.year, date.month) if precision == "month" else date


def _date(
    get: _Getter, arxiv_id: str, note: Callable[[str, str, str], None], today: dt.date | None
) -> tuple[PartialDate | None, DateSource]:
    """Read the first date column that holds a date, else the month of the arXiv id."""
    for value in get.all("date"):
        if isinstance(value, ImpliedDate):
            return value.date, "implied"
        read = read_date(value, today)
        if read.problem:
            note("date", text_of(value), read.problem)
        if read.date is not None:
            return _no_finer(read.date, get.text("date_precision")), "given"
    month = arxiv_month(arxiv_id) if arxiv_id else None
    return (month, "arxiv_id") if month is not None else (None, "none")

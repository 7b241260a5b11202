"""What the tagged text formats share: lines parted into records, and a record's tags made into named values.

RIS, MEDLINE, Web of Science, RefWorks, refer, Ovid and Cochrane all write a tag and a value a line. A `Grammar` says
how a line looks and where a record begins, a table which tag holds what; a format's own file has both. rispy and nbib
are not used: docs/dependencies.md says what they lose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from lib.core.dates import PartialDate
from lib.core.errors import InputError
from lib.core.text import count_of, cut, fold
from lib.ingest.dates import read_date
from lib.ingest.reader import RawRecord, Value
from lib.ingest.source import Source

LISTS: Final = frozenset({"authors", "categories", "editor", "keywords"})
"""Fields whose values stay apart, however many there are."""

_MOST_DIGITS: Final = 18
_PRECISIONS: Final = {"year": 0, "month": 1, "day": 2}


class Field(NamedTuple):
    """One tag of a record with the lines of its value: the one beside it and those below that have no tag."""

    tag: str
    lines: list[str]


class Line(NamedTuple):
    """A line that has a tag."""

    tag: str
    value: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the lines of a format look, and how they make records."""

    part: Callable[[str], Line | None]
    """Find the tag of a line; None where it has none."""
    begins: Callable[[str, Sequence[Field], bool], bool]
    """Whether a tag begins a record: told the tag, what the record before it has so far, and if an empty line is
    between."""
    ends: frozenset[str] = frozenset()
    """Tags that end a record or stand around it, and hold nothing of it."""
    is_tail: Callable[[Sequence[Field]], bool] = lambda _: False
    """Whether fields behind the end of a record still belong to it."""
    lines: Callable[[Iterable[str]], Iterable[str]] = lambda lines: lines
    """Look at lines together, where one alone does not tell whether it is a tag."""
    pieces: Callable[[str], Sequence[str]] = lambda line: [line]
    """Part a line that is several, where a line end has gone lost."""
    furniture: re.Pattern[str] = re.compile(r"(?!)")
    """Lines between records that say nothing of a paper, such as numbers and the name of the service."""
    indented: bool = False
    """Whether a line that goes on with a value begins with a blank, where an empty line is above it."""


def read_entries(source: Source, grammar: Grammar) -> Iterator[list[Field]]:
    """Part the lines of a file into records, each a list of its fields.

    A line without a tag goes on with the value above it. Where there is none, it is left out, and one warning a file
    says so.

    Raises
    ------
    InputError
        If there is no record in the file.
    """
    n_entries = 0
    before: list[Field] = []
    for entry in _parted(source, grammar):
        if before and grammar.is_tail(entry):
            before += entry
            continue
        if before:
            yield before
        n_entries += 1
        before = entry
    if not n_entries:
        raise InputError(f"{source.name} holds no records: there are no papers in it to read.")
    yield before


def _parted(source: Source, grammar: Grammar) -> Iterator[list[Field]]:
    entry: list[Field] = []
    loose: list[str] = []
    n_loose = 0
    blank = False
    for written in grammar.lines(source.lines()):
        whole = written.rstrip().lstrip("\ufeff")
        if not whole:
            blank = True
            continue
        for line in grammar.pieces(whole):
            if (parted := grammar.part(line)) is None:
                if entry and not (blank and grammar.indented and not line[0].isspace()):
                    entry[-1].lines.append(line.strip())
                elif not grammar.furniture.fullmatch(line.strip()):
                    n_loose += 1
                    loose = loose or [line.strip()]
            elif parted.tag in grammar.ends:
                if entry:
                    yield entry
                    entry = []
            else:
                if entry and grammar.begins(parted.tag, entry, blank):
                    _without_furniture(entry, grammar)
                    yield entry
                    entry = []
                entry.append(Field(parted.tag, [parted.value.strip()]))
        blank = False
    if entry:
        yield entry
    if n_loose:
        source.warnings.append(
            f"{source.name}: left out, since outside of any record: {count_of(n_loose, 'line')} without a tag (the "
            f"first is “{cut(loose[0], 60)}”); what belongs to a record has to stand in it."
        )


def _without_furniture(entry: Sequence[Field], grammar: Grammar) -> None:
    """Take what stands between two records off the last value of the first, which has no end of its own."""
    lines = entry[-1].lines
    while len(lines) > 1 and grammar.furniture.fullmatch(lines[-1]):
        lines.pop()


class Tags:
    """The values of one record by tag; what is taken is gone, so that `rest` knows what is left."""

    def __init__(self, entry: Iterable[Field]) -> None:
        self._fields: dict[str, list[list[str]]] = {}
        for tag, lines in entry:
            if kept := [line for line in lines if line]:
                self._fields.setdefault(tag, []).append(kept)

    def texts(self, *tags: str) -> list[str]:
        """Take the values of these tags, their lines joined; none twice."""
        return _distinct(" ".join(lines) for tag in tags for lines in self._fields.pop(tag, ()))

    def lines(self, *tags: str) -> list[str]:
        """Take the lines of the values of these tags; none twice."""
        return _distinct(line for tag in tags for lines in self._fields.pop(tag, ()) for line in lines)

    def names(self, *tags: str) -> list[str]:
        """Take the values of these tags, each a name or several by semicolons; two people may well have the same."""
        values = [" ".join(lines) for tag in tags for lines in self._fields.pop(tag, ())]
        return [author_name(name) for value in values for name in parts_of(value)]

    def text(self, *tags: str) -> str:
        """Take the first value of the first of these tags that has one, and leave the others."""
        for tag in tags:
            if values := self._fields.get(tag):
                text = " ".join(values.pop(0))
                if not values:
                    del self._fields[tag]
                return text
        return ""

    def peek(self, tag: str) -> str:
        """The first value of a tag, which stays."""
        return " ".join(self._fields[tag][0]) if tag in self._fields else ""

    def fill(self, values: dict[str, Value], fields: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> None:
        """Take the fields of a table (tags by field, the one to prefer first) into `values`.

        A field that is a list has all values of its first tag that has any, of `keywords` those of all its tags.
        Of a text the first counts, of an abstract the longest; what is left goes, if it says something else, under the
        tag's own name or `other title` and the like. What is in `values` already comes first.
        """
        for field, tags in fields.items():
            used = [tag for tag in tags if tag in self._fields]
            if not used:
                continue
            if field == "keywords":
                values[field] = _distinct(part for line in self.lines(*used) for part in parts_of(line))
                continue
            if field in LISTS:
                values[field] = self._list(field, used[0])
                continue
            there = str(values.get(field) or "")
            found = [(tags[0], there)] if there else []
            found += [(tag, text) for tag in used for text in self.texts(tag)]
            if field == "abstract":
                found.sort(key=lambda pair: -len(pair[1]))
            values[field] = found[0][1]
            if len(found) > 1:
                _add_others(values, [(names.get(tag, f"other {field}"), text) for tag, text in found])

    def rest(self, values: dict[str, Value], names: Mapping[str, str], format_name: str) -> None:
        """Take all that is left into `values` as attributes, under the name of the tag."""
        for tag in list(self._fields):
            _add(values, names.get(tag, f"{format_name} {tag}"), self.texts(tag))

    def _list(self, field: str, tag: str) -> list[str]:
        if field in ("authors", "editor"):
            return self.names(tag)
        return _distinct(part for text in self.texts(tag) for part in parts_of(text))


def _add(values: dict[str, Value], name: str, texts: list[str]) -> None:
    """Put texts under a name, beside what is there: one as it is, several as a list."""
    there = values.get(name, [])
    both = _distinct([*(there if isinstance(there, list) else [str(there)]), *texts])
    values[name] = both[0] if len(both) == 1 else both


def _add_others(values: dict[str, Value], found: Sequence[tuple[str, str]]) -> None:
    """Put all but the first of these texts under their names, unless one before says the same."""
    known = {fold(found[0][1])}
    for name, text in found[1:]:
        if (folded := fold(text)) not in known:
            known.add(folded)
            _add(values, name, [text])


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))


def record(number: int, values: Mapping[str, Value], notes: Iterable[tuple[str, str, str]] = ()) -> RawRecord:
    """Make a record of what was found; what is empty is left out."""
    return RawRecord(number, {name: value for name, value in values.items() if value not in ("", [], None)}, (*notes,))


def parts_of(text: str) -> list[str]:
    """The parts of a text between semicolons, those that are empty left out."""
    return [part for part in (part.strip() for part in text.split(";")) if part]


def author_name(text: str) -> str:
    """A name with a blank behind its comma: some write "Shannon,Claude E."."""
    return ", ".join(part.strip() for part in text.split(",")).strip(" ,")


def put_date(values: dict[str, Value], candidates: Iterable[tuple[str, str]]) -> None:
    """Choose the date of a record among several, given as names and texts, the one to trust most first.

    The first that can be read counts, or one that says the same more exactly. What is not contained in the date that
    was chosen goes under its own name.
    """
    given = [(name, text) for name, text in candidates if text]
    if not given:
        return
    # One that is read in part, such as "Winter 2014", says more than its date.
    read = [(name, text, None if (found := read_date(text)).problem else found.date) for name, text in given]
    known = [(text, date) for _, text, date in read if date is not None]
    if not known:
        in_part = (text for _, text in given if read_date(text).date is not None)
        best, best_date = next(in_part, given[0][1]), None
    else:
        fitting = [(text, date) for text, date in known if _contains(known[0][1], date)]
        best, best_date = max(fitting, key=lambda pair: _PRECISIONS[pair[1].precision])
    values["date"] = best
    for name, text, date in read:
        if text != best and (date is None or best_date is None or not _contains(date, best_date)):
            _add(values, name, [text])


def _contains(one: PartialDate, other: PartialDate) -> bool:
    """Whether all of the other date lies in the first."""
    return one.year == other.year and one.month in (None, other.month) and one.day in (None, other.day)


def with_year(text: str, year: str) -> str:
    """A month or day such as "MAY 3", with the year that another tag has, unless it has its own."""
    return text if not text or re.search(r"\d{4}", text) else f"{text} {year}".strip()


def whole_number(digits: str) -> int | str:
    """A number, or the digits as they are where they are too many for a quantity."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def part_by(pattern: re.Pattern[str]) -> Callable[[str], Line | None]:
    """Make the `part` of a grammar of a pattern with two groups, the tag and the value."""

    def part(line: str) -> Line | None:
        match = pattern.fullmatch(line)
        return Line(match[1], match[2] or "") if match else None

    return part

"""Web pages with papers, saved as text: a title on a line, then the abstract, then perhaps authors' number and date.

Two layouts of Hugging Face are made of these lines: the daily papers and the list that a search gives. The reader
of each is in a file of its own; what they share is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from lib.core.dates import PartialDate
from lib.ingest.dates import MONTHS, ImpliedDate
from lib.ingest.reader import RawRecord, Value

SERVICE: Final = "Hugging Face"

_AUTHORS = re.compile(r"[•·*-]?\s*(\d{1,9})\s+authors?\b\W*(.*)")
_DATE = re.compile(rf"(?i)({'|'.join(MONTHS)})\.? (\d{{1,2}})(?:, (\d{{4}}))?(?:\s+(\d{{1,9}}))?")
_HEAD = re.compile(
    r"(?i)new|get trending papers in your email inbox.*|subscribe|(daily|trending|weekly|monthly) papers|papers|"
    r"by ?\S+ and the research community|search papers.*"
)
_FOOT = re.compile(
    r"(?i)previous|next|load more|show more|company|©.*|tos|privacy|about|careers|website|models|datasets|spaces|"
    r"pricing|docs"
)
_GLUED = re.compile(r"Subscribe(?=[^a-z\s])")
_SENTENCE_END = (".", "!", "?", "…", ":")
_LONGEST_TITLE: Final = 300
_SHORTEST_ABSTRACT: Final = 120


@dataclass(slots=True)
class Entry:
    """One paper of a page, as far as it has been read."""

    title: str
    abstract: list[str] = field(default_factory=list)
    n_authors: str = ""
    date: re.Match[str] | None = None


def paper_lines(lines: Iterable[str]) -> list[str]:
    """The lines that are not empty, without the page's head and foot, and without `Subscribe` on the first title."""
    kept = [line.strip() for line in lines if line.strip()]
    begin = 0
    # A date by itself above the first title is the day that the page is for.
    while begin < len(kept) and (_HEAD.fullmatch(kept[begin]) or _DATE.fullmatch(kept[begin])):
        begin += 1
    end = len(kept)
    while end > begin and _FOOT.fullmatch(kept[end - 1]):
        end -= 1
    kept = kept[begin:end]
    if kept:
        kept[0] = _GLUED.sub("", kept[0], count=1)
    return kept


def has_head(text: str) -> bool:
    """Whether a text begins as such a page."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return "trending papers in your email inbox" in text[:300].lower() or bool(_GLUED.match(first))


def has_details(text: str) -> bool:
    """Whether a text has lines with the number of authors, one of them followed by a date."""
    lines = [line.strip() for line in text.split("\n") if line.strip(" \t·")]
    return any(
        (match := _AUTHORS.fullmatch(line)) and (_DATE.fullmatch(match[2]) or _DATE.fullmatch(after))
        for line, after in pairwise([*lines, ""])
    )


def entries(lines: list[str]) -> Iterator[Entry]:
    """Part lines into papers.

    A line with the number of authors, or a date, belongs to the paper above it. A paper may lack them: then the next
    title follows its abstract directly, and is known by being short and no sentence.
    """
    entry: Entry | None = None
    closed = False
    for place, line in enumerate(lines):
        if line == "·":
            continue
        if entry is not None and entry.abstract:
            if (match := _AUTHORS.fullmatch(line)) and not entry.n_authors:
                entry.n_authors, closed = match[1], True
                if date := _DATE.fullmatch(match[2]):
                    entry.date = date
                continue
            if entry.date is None and (date := _DATE.fullmatch(line)):
                entry.date, closed = date, True
                continue
        if entry is None or closed or (entry.abstract and _begins_paper(line, lines[place + 1 :])):
            if entry is not None:
                yield entry
            entry, closed = Entry(line), False
        else:
            entry.abstract.append(line)
    if entry is not None:
        yield entry


def _begins_paper(line: str, following: list[str]) -> bool:
    """Whether a line below an abstract is a title and not the abstract's next paragraph."""
    return (
        len(line) <= _LONGEST_TITLE and not line.endswith(".") and bool(following) and looks_like_abstract(following[0])
    )


def looks_like_abstract(line: str) -> bool:
    """Whether a line is long enough to be an abstract, or at least a sentence of some length."""
    return len(line) >= 2 * _SHORTEST_ABSTRACT or (len(line) >= _SHORTEST_ABSTRACT and line.endswith(_SENTENCE_END))


def latest_year(found: Iterable[Entry]) -> int | None:
    """The latest year that is written on the page."""
    return max((int(entry.date[3]) for entry in found if entry.date and entry.date[3]), default=None)


def record(number: int, entry: Entry, year: int | None) -> RawRecord:
    """Make a record of a paper; `year` stands in where its date has none."""
    values: dict[str, Value] = {"title": entry.title, "abstract": " ".join(entry.abstract)}
    notes: tuple[tuple[str, str, str], ...] = ()
    if entry.n_authors:
        values["author_count"] = int(entry.n_authors)
    if entry.date is not None:
        month, day, written, comments = entry.date.groups()
        if comments:
            values["comment_count"] = int(comments)
        stands = entry.date[0] if not comments else entry.date[0][: entry.date.start(4)].strip()
        if written:
            values["date"] = stands
        elif year is None:
            notes = (("date", stands, "the page does not tell the year"),)
        else:
            try:
                values["date"] = ImpliedDate(PartialDate(year, MONTHS[month.lower()], int(day)))
            except ValueError:
                notes = (("date", stands, f"no such day in {year}"),)
    return RawRecord(number, values, notes)

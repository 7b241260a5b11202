"""A list of papers of Hugging Face, copied: titles and abstracts on alternate lines, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.capture_lines import (
    SERVICE,
    Entry,
    has_details,
    has_head,
    looks_like_abstract,
    paper_lines,
    record,
)
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import HEAD_BYTES, Head, Source

_SURE: Final = 0.7
"""Share of lines that must be titles with abstracts below them, or those abstracts."""


def sniff(head: Head) -> bool:
    """Whether nearly every second line is short and the one below it an abstract."""
    if not head.is_text or has_details(head.text):
        return False
    text = head.text
    if len(head.data) >= HEAD_BYTES:
        # The last line is cut off.
        text = text.rsplit("\n", 1)[0]
    lines = paper_lines(text.split("\n"))
    n_papers = sum(_is_title(title, below) for title, below in pairwise(lines))
    return n_papers > 0 and 2 * n_papers >= (0.5 if has_head(text) else _SURE) * len(lines)


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the papers in the order of the page."""
    lines = paper_lines(source.lines())
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    if len(lines) % 2 == 0 and all(len(title) < len(abstract) for title, abstract in pairs):
        found = [Entry(title, [abstract]) for title, abstract in pairs]
    else:
        found = _by_looks(lines)
    for number, entry in enumerate(found, start=1):
        if entry.abstract:
            yield record(number, entry, None)
        else:
            yield Rejection(number, "a line by itself, with no abstract below it")


def _is_title(line: str, below: str) -> bool:
    # Headings and items of a text are followed by paragraphs too.
    return looks_like_abstract(below) and 2 * len(line) < len(below) and not line.startswith(("#", "- ", "* ", "|"))


def _by_looks(lines: list[str]) -> list[Entry]:
    """Tell titles from abstracts by their lengths, where a line is missing or one too many."""
    found: list[Entry] = []
    for line, below in pairwise([*lines, ""]):
        wanting = bool(found) and not found[-1].abstract
        if wanting and (looks_like_abstract(line) or not looks_like_abstract(below)):
            found[-1].abstract.append(line)
        elif looks_like_abstract(line):
            found.append(Entry("", [line]))
        else:
            found.append(Entry(line))
    return found


READER: Final = Reader(
    format=format_named("capture-list"),
    sniff=sniff,
    read=read,
    service=SERVICE,
)

"""A list of papers of Hugging Face, copied: titles and abstracts on alternate lines, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lib.ingest.formats.capture_lines import (
    SERVICE,
    Entry,
    entries,
    has_details,
    has_head,
    looks_like_abstract,
    paper_lines,
    record,
)
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import HEAD_BYTES, Head, Source

_SURE = 0.9
"""Share of pairs of lines that must look like title and abstract."""


def sniff(head: Head) -> bool:
    """Whether nearly every line of two is short and the one below it an abstract."""
    if not head.is_text or has_details(head.text):
        return False
    text = head.text
    if len(head.data) >= HEAD_BYTES:
        # The last line is cut off.
        text = text.rsplit("\n", 1)[0]
    lines = paper_lines(text.split("\n"))
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    like = sum(looks_like_abstract(abstract) and 2 * len(title) < len(abstract) for title, abstract in pairs)
    return bool(pairs) and like >= (0.5 if has_head(text) else _SURE) * len(pairs)


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the papers in the order of the page."""
    lines = paper_lines(source.lines())
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    if len(lines) % 2 == 0 and all(len(title) < len(abstract) for title, abstract in pairs):
        found = [Entry(title, [abstract]) for title, abstract in pairs]
    else:
        # A line is missing or one too many: short and long ones are told apart by their looks.
        found = list(entries(lines))
    for number, entry in enumerate(found, start=1):
        if entry.abstract:
            yield record(number, entry, None)
        else:
            yield Rejection(number, "a line by itself, with no abstract below it")


READER: Final = Reader(
    name="capture-list",
    title="a list of titles and abstracts on alternate lines, copied from the browser",
    suffixes=(),
    sniff=sniff,
    read=read,
    service=SERVICE,
)

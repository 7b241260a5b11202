"""The daily papers of Hugging Face, copied: title, abstract, number of authors, date.

Dates of the year of the copy lack their year. All earlier years are written out, so it is at least the one after the
latest that is; that year is implied, and can be given instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lib.core.formats import format_named
from lib.ingest.formats.capture_lines import SERVICE, entries, has_details, latest_year, paper_lines, record
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection
from lib.ingest.source import Head, Source


def sniff(head: Head) -> bool:
    """Whether there is a line with a number of authors, and a date behind it."""
    return has_details(head.text)


def read(source: Source, options: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the papers in the order of the page."""
    found = list(entries(paper_lines(source.lines())))
    latest = latest_year(found)
    year = options.capture_year or (latest + 1 if latest is not None else None)
    n_without = sum(entry.date is not None and not entry.date[3] for entry in found)
    if n_without and options.capture_year is None:
        what = f"{n_without} {'date has' if n_without == 1 else 'dates have'} no year"
        source.warnings.append(
            f"{source.name}: {what}, and the page tells none: give the year in which it was copied as the capture year."
            if year is None
            else f"{source.name}: {what}, and {year} was taken since later than {latest} is none on the page; "
            "if it was copied in another year, give that as the capture year."
        )
    for number, entry in enumerate(found, start=1):
        if entry.abstract or entry.date or entry.n_authors:
            yield record(number, entry, year)
        else:
            yield Rejection(number, "a line by itself, with no abstract below it")


READER: Final = Reader(
    format=format_named("capture-daily"),
    sniff=sniff,
    read=read,
    service=SERVICE,
)

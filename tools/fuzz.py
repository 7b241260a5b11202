"""Reads broken files of every format, and tells what a reader does that none should.

    python -m tools.fuzz                              # 50,000 files of each format: hours
    python -m tools.fuzz --cases 2000 ris bibtex      # fewer, of some formats
    python -m tools.fuzz --first 1234 --cases 1 ris   # one again

A file may be read or refused, with a sentence either way. Nothing else: no error that nobody has thought of, no gap in
the numbers of the records, no more than a second for 100 kB.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lib.core.formats import format_named
from lib.ingest.file_reading import read_file
from lib.ingest.inputs import Input
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source
from tools.fuzz_samples import SAMPLES
from tools.mutations import mutated

_CASES: Final = 50_000
_PIECE: Final = 100_000
"""Bytes for which a reader may take a second."""
_UNFORESEEN: Final = re.compile(r"could not be read(?: beyond record [\d,]+)? \([A-Za-z_.]+(?:: |\))")
_MOST_SHOWN: Final = 10
"""Findings of a format that are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong with reading one file."""

    format: str
    case: int
    what: str


def file_of(name: str, case: int) -> bytes:
    """The broken file of a format and a number."""
    samples = SAMPLES[name]
    return mutated(samples[case % len(samples)], f"{name} {case}")


def check(name: str, data: bytes) -> str:
    """Read a file of a format; return what is wrong with how that went, "" for nothing."""
    suffix = next(iter(format_named(name).endings), ".txt")
    begun = time.process_time()
    numbers: list[int] = []
    said: list[str] = []
    for batch in read_file(Input(Source(f"x{suffix}", data)), NO_OPTIONS):
        numbers += [draft.record for draft in batch.drafts]
        numbers += [fate.record for fate in batch.rejected]
        said += [fate.reason for fate in batch.rejected]
    took = time.process_time() - begun
    if wrong := next(filter(_UNFORESEEN.search, said), ""):
        return wrong
    if not all(said):
        return "a rejection without a reason"
    if sorted(numbers) not in ([0], list(range(1, len(numbers) + 1))):
        return f"records are numbered {sorted(numbers)[:20]}"
    if took > max(1.0, len(data) / _PIECE):
        return f"{len(data):,} bytes took {took:.1f} seconds"
    return ""


def findings(name: str, first: int, cases: int) -> Iterator[Finding]:
    """What is wrong with how files of a format are read, from one number on."""
    for case in range(first, first + cases):
        if wrong := check(name, file_of(name, case)):
            yield Finding(name, case, wrong)


def main() -> None:
    """Read them all; ends with 1 where something was found."""
    parser = argparse.ArgumentParser(description="Read broken files of every format.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="of these alone: " + ", ".join(SAMPLES))
    parser.add_argument("--cases", type=int, default=_CASES, help="files of each format")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.formats) - set(SAMPLES))
    if unknown:
        parser.error(f"there is no format {unknown[0]}: name some of {', '.join(SAMPLES)}.")
    n_found = 0
    for name in arguments.formats or SAMPLES:
        begun = time.process_time()
        found = 0
        for finding in islice(findings(name, arguments.first, arguments.cases), _MOST_SHOWN):
            found += 1
            print(f"{name}, case {finding.case}: {finding.what}", flush=True)
        n_found += found
        seconds = time.process_time() - begun
        print(f"{name}: {arguments.cases:,} files, {seconds:.0f} seconds, {found} findings", flush=True)
    sys.exit(1 if n_found else 0)


if __name__ == "__main__":
    main()

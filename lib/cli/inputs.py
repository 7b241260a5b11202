"""What `read` and `build` have in common: which files to read, and what to say of what was read."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lib.core.dates import FIRST_YEAR, LAST_YEAR
from lib.core.errors import UsageError
from lib.core.formats import FORMATS, PACKED
from lib.core.mapping import MAPPED_FIELDS
from lib.core.paper import NEAR_COPIES
from lib.core.text import count_of, fold, storable

if TYPE_CHECKING:
    from lib.core.paper import Corpus
    from lib.core.progress import Progress


def add_input_arguments(parser: argparse.ArgumentParser) -> None:
    """Add PATH and what can be said about the input; the help ends with what can be read."""
    parser.epilog = formats_help()
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder (its files one by one; those without papers are skipped) or - for standard input",
    )
    parser.add_argument(
        "--map",
        action="append",
        type=_pair,
        default=[],
        dest="mapping",
        metavar="FIELD=COLUMN",
        help="column that holds a field, such as title=Document; may be given again, for other fields or as second "
        "choice; abstract= means that no column is the abstract (default: told by the columns' names)",
    )
    parser.add_argument(
        "--capture-year",
        type=_year,
        metavar="YEAR",
        help="year of a copied web page whose dates lack one (default: worked out from its other dates)",
    )
    parser.add_argument(
        "--merge-near",
        action="store_true",
        help="make one paper of near copies without a common id, which are linked as versions otherwise",
    )


def formats_help() -> str:
    """The formats that can be read, for the end of a command's help."""
    lines = [
        textwrap.fill(
            f"{one.title} ({' '.join(one.endings)}): {one.remark}", 100, initial_indent="  ", subsequent_indent="      "
        )
        for one in FORMATS
    ]
    return "\n".join(["files that can be read, also packed as " + PACKED + ":", *lines])


def _pair(text: str) -> tuple[str, str]:
    """Read a field and its column; argparse makes the sentence."""
    said, equals, column = text.partition("=")
    field = {fold(name).replace(" ", ""): name for name in MAPPED_FIELDS}.get(fold(said).replace(" ", ""))
    if field is None or not equals:
        fields = ", ".join(MAPPED_FIELDS)
        raise argparse.ArgumentTypeError(f"{text!r} is no FIELD=COLUMN with one of these fields: {fields}")
    return field, storable(column.strip())


def _check_mapping(mapping: Sequence[tuple[str, str]]) -> None:
    """Check that no column is to be two fields; another writing of its name is the same column."""
    from lib.ingest.columns import folded

    fields: dict[str, str] = {}
    for field, column in mapping:
        other = fields.setdefault(folded(column) or column, field) if column else field
        if other != field:
            raise UsageError(f"--map says that {column} is {other} and {field}: a column can be one of them.")


def _year(text: str) -> int:
    """Read a year; argparse makes the sentence."""
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is no year between {FIRST_YEAR} and {LAST_YEAR}")
    return int(text)


def read_input(arguments: argparse.Namespace, progress: Progress) -> Corpus:
    """Read the files that were named."""
    from lib.ingest import Isolated, ReadOptions, read_corpus

    _check_mapping(arguments.mapping)
    options = ReadOptions(capture_year=arguments.capture_year, mapping=tuple(arguments.mapping))
    with Isolated() as isolated:
        return read_corpus(arguments.paths, options, progress, read=isolated.read_file, merge_near=arguments.merge_near)


def input_counts(corpus: Corpus) -> dict[str, int]:
    """Counts of records and papers."""
    return {
        "records": len(corpus.records),
        "papers": len(corpus.papers),
        "merged": corpus.count("merged"),
        "rejected": corpus.count("rejected"),
    }


def say_what_was_read(corpus: Corpus, say: Callable[[str], None]) -> None:
    """Tell the person what the files held, and what was not used."""
    counts = input_counts(corpus)
    say(
        f"{count_of(counts['records'], 'record')} read: {count_of(counts['papers'], 'paper')}, "
        f"{counts['merged']:,} merged into another, {counts['rejected']:,} rejected."
    )
    for warning in corpus.warnings:
        say(f"Note: {warning}")
    if corpus.versions:
        n_works = len({version.group for version in corpus.versions})
        n_papers = len(corpus.versions)
        say(f"Note: {n_papers:,} papers seem to be versions of {count_of(n_works, 'work')}, {NEAR_COPIES}.")
        say("They are linked; --merge-near makes one paper of each work where their ids allow it.")

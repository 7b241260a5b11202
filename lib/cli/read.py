"""`read`: files -> papers.parquet, with the fate of every record beside it."""

from __future__ import annotations

import argparse
import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, SOME_REJECTED, Command
from lib.cli.inputs import add_input_arguments, input_counts, read_input, say_what_was_read
from lib.core.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `read`."""
    add_input_arguments(parser)
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="FILE",
        help="Parquet file for the papers; records.parquet is written beside it",
    )
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read, write, count."""
    from lib.cli.progress import terminal_progress

    progress = terminal_progress()
    try:
        corpus = read_input(arguments, progress)
        say_what_was_read(corpus, progress.note)
    except InputError:
        if arguments.json:
            print(json.dumps(input_counts(None)))
        raise
    finally:
        progress.close()

    from lib.atlas.papers import papers_table
    from lib.pipeline.tables import records_table

    out: Path = arguments.out
    out.parent.mkdir(parents=True, exist_ok=True)
    _write(records_table(corpus), out.with_name("records.parquet"))
    _write(papers_table(corpus.papers), out)
    counts = input_counts(corpus)
    print(json.dumps(counts) if arguments.json else f"{out.absolute()}: {counts['papers']:,} papers")
    return SOME_REJECTED if counts["rejected"] else DONE


def _write(table: pa.Table, path: Path) -> None:
    """Write a table whole or not at all."""
    import pyarrow.parquet as pq

    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        pq.write_table(table, partial, compression="zstd")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


COMMAND: Final = Command(
    name="read",
    help="read files with papers, without building an atlas",
    description="Read papers from files, match records that are one paper, and write the papers as a Parquet file.",
    add_arguments=add_arguments,
    run=run,
)

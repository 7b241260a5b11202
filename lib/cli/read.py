"""`read`: files -> papers.parquet, with the fate of every record beside it."""

from __future__ import annotations

import argparse
import json
import uuid
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, SOME_REJECTED, Command
from lib.cli.inputs import add_input_arguments, input_counts, read_input, say_what_was_read
from lib.core.errors import NoPapersError, UsageError
from lib.core.mapping import columns_to_json
from lib.core.text import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from lib.core.paper import Corpus

_RECORDS: Final = "records.parquet"
_DETAILS: Final = ("columns.json", "attributes.parquet", "changes.parquet")


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
    parser.add_argument(
        "--details",
        type=Path,
        metavar="FOLDER",
        help="folder for what else was read: columns.json (what each column was taken for, how filled it is, what it "
        "holds), attributes.parquet and changes.parquet (what cleaning changed)",
    )
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read, write, count. The counts are printed however it ends."""
    from lib.core.paper import Corpus

    corpus = Corpus((), ())
    try:
        _check_places(arguments.out, arguments.details, arguments.paths)
        corpus = _read(arguments)
        _write(corpus, arguments)
    except NoPapersError as err:
        corpus = Corpus((), err.records, columns=err.columns)
        _write(corpus, arguments)
        raise
    finally:
        if arguments.json:
            print(json.dumps(input_counts(corpus)))
    if not arguments.json:
        print(f"{arguments.out.absolute()}: {count_of(len(corpus.papers), 'paper')}")
    return SOME_REJECTED if corpus.count("rejected") else DONE


def _read(arguments: argparse.Namespace) -> Corpus:
    from lib.cli.progress import terminal_progress

    progress = terminal_progress()
    try:
        corpus = read_input(arguments, progress)
        say_what_was_read(corpus, progress.note)
    finally:
        progress.close()
    return corpus


def _check_places(out: Path, details: Path | None, paths: Sequence[str]) -> None:
    """Check that nothing is written where something else should be, before anything is read."""
    from lib.ingest.inputs import globbed

    records = _records_beside(out)
    if out.is_dir() or out.absolute() == records.absolute():
        raise UsageError(f"--out {out} cannot hold the papers: name a file, and not {_RECORDS}, which lies beside it.")
    named = {Path(path).expanduser().resolve() for path in chain.from_iterable(map(globbed, paths))}
    for place in (out, records):
        if place.resolve() in named:
            raise UsageError(f"{place} is to be read, and --out {out} would write over it: choose another place.")
    if details is not None and (
        details.is_file() or any((details / name).resolve() in {*named, out.resolve()} for name in _DETAILS)
    ):
        raise UsageError(f"--details {details} cannot hold what else was read: name a folder of its own.")
    written = {"--out": out} | ({} if details is None else {"--details": details / _DETAILS[0]})
    for option, place in written.items():
        folder = next((folder for folder in named if _is_read_with(folder, place.resolve())), None)
        if folder is not None:
            raise UsageError(
                f"{option} is in {folder}, and what is written there would be read with that folder the next time: "
                "choose another place."
            )


def _is_read_with(folder: Path, place: Path) -> bool:
    """Whether a file at a place is read where a folder is; hidden ones are not."""
    return place.is_relative_to(folder) and not any(part.startswith(".") for part in place.relative_to(folder).parts)


def _records_beside(out: Path) -> Path:
    return out.with_name(_RECORDS)


def _write(corpus: Corpus, arguments: argparse.Namespace) -> None:
    _write_tables(corpus, arguments.out)
    if arguments.details is not None:
        _write_details(corpus, arguments.details)


def _write_details(corpus: Corpus, folder: Path) -> None:
    """Write what else was read; the columns also where there is no paper, since that is when one looks at them."""
    from lib.atlas.papers import attributes_table, changes_table

    columns, attributes, changes = (folder / name for name in _DETAILS)
    folder.mkdir(parents=True, exist_ok=True)
    with _whole(columns) as partial:
        text = json.dumps(columns_to_json(corpus.columns), ensure_ascii=False, indent=1)
        partial.write_text(text, encoding="utf-8", newline="\n")
    _write_table(attributes_table(corpus.papers), attributes)
    _write_table(changes_table(corpus.changes), changes)


def _write_tables(corpus: Corpus, out: Path) -> None:
    """Write the papers and the fates of all records; without papers, the fates alone."""
    from lib.atlas.papers import papers_table, records_table

    if not corpus.papers and out.exists():
        return  # what lies there is of an earlier reading, and so are the records beside it
    out.parent.mkdir(parents=True, exist_ok=True)
    _write_table(records_table(corpus.records), _records_beside(out))
    if corpus.papers:
        _write_table(papers_table(corpus.papers), out)


def _write_table(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    with _whole(path) as partial:
        pq.write_table(table, partial, compression="zstd")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A place to write to, from where a file comes whole to its own place or not at all."""
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        yield partial
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

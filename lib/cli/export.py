"""`export`: papers of an atlas as a file for a reference manager, a spreadsheet or a reader."""

from __future__ import annotations

import argparse
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, Command
from lib.core.errors import ExportError, UsageError
from lib.core.text import count_of
from lib.export import FORMATS, format_named, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lib.explore.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `export`."""
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="folder of the atlas")
    parser.add_argument(
        "--what",
        default="all",
        metavar="WHAT",
        help="all papers (the default); topic:ID, a topic's papers, the surest first (topic:none: those without); "
        "selection:ID, what was picked in the browser whose workspace has that id",
    )
    parser.add_argument("--format", required=True, metavar="NAME", help=", ".join(fmt.name for fmt in FORMATS))
    parser.add_argument("--out", type=Path, metavar="FILE", help="file to write (default: standard output)")


def run(arguments: argparse.Namespace) -> int:
    """Find the papers, write them."""
    from lib.atlas.reader import open_atlas
    from lib.explore.store import Store

    fmt = format_named(arguments.format)
    store = Store(_name(arguments.atlas), open_atlas(arguments.atlas))
    indices = _papers(store, arguments.what)
    content = fmt.write(rows(store.atlas, indices))
    if arguments.out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return DONE
    out: Path = arguments.out.absolute()
    _write(content, out)
    print(f"{out}: {count_of(len(indices), 'paper')}")
    return DONE


def _papers(store: Store, what: str) -> Sequence[int]:
    """The papers that `--what` names, as row numbers."""
    kind, _, name = what.partition(":")
    if what == "all":
        return range(store.n_papers)
    if kind == "topic" and name:
        return _of_topic(store, name)
    if kind == "selection" and name:
        return _selected(store, name)
    raise UsageError(f"--what {what} is not known: give all, topic:ID or selection:ID.")


def _of_topic(store: Store, name: str) -> list[int]:
    from lib.core.topic import UNASSIGNED
    from lib.core.view import View
    from lib.explore.papers import ordered
    from lib.explore.selecting import in_view

    known = {str(topic_id): topic_id for topic_id in store.topic_by_id} | {"none": UNASSIGNED}
    if name not in known:
        raise UsageError(
            f"The atlas {store.name} has no topic {name}: take an id from its topics.parquet or from the address of "
            "the topic's page, or none for the unassigned papers."
        )
    return [int(index) for index in ordered(store, in_view(store, View(topics=(known[name],))), "surest")]


def _selected(store: Store, workspace: str) -> list[int]:
    from lib.atlas.home import data_folder
    from lib.atlas.workspace import Workspace

    picked = Workspace(data_folder(), workspace).selection(store.name)
    if not picked:
        raise ExportError(
            f"Nothing of the atlas {store.name} is selected under the id {workspace}: check the id, or select papers "
            "in the browser first."
        )
    return store.indices_of(picked)


def _name(folder: Path) -> str:
    """The name under which the dashboard keeps what is selected in an atlas."""
    from lib.atlas.home import SAMPLE, SAMPLE_ATLAS

    folder = folder.resolve()
    return SAMPLE if folder == SAMPLE_ATLAS else folder.name


def _write(content: bytes, out: Path) -> None:
    """Write a file whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


COMMAND: Final = Command(
    name="export",
    help="write papers of an atlas as " + ", ".join(fmt.title for fmt in FORMATS),
    description="Write papers of an atlas as a file.\n\nFormats:\n"
    + "\n".join(f"  {fmt.name:<10}{fmt.title}. {fmt.note}" for fmt in FORMATS),
    add_arguments=add_arguments,
    run=run,
)

"""`cache`: what is kept between builds, and how to be rid of it."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Final

from lib.cli.command import DONE, Command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `cache`."""
    parser.add_argument("--clear", action="store_true", help="delete all that is kept; atlases are not touched")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Show or delete what is kept."""
    from lib.atlas.home import cache_folder
    from lib.pipeline import embedding_path, vectors

    folder = cache_folder()
    stages, embeddings = folder / "stages", folder / "embeddings.sqlite"
    before = _size(folder)
    if arguments.clear:
        shutil.rmtree(stages, ignore_errors=True)
        vectors.clear(embeddings)
        (folder / embedding_path.FILE).unlink(missing_ok=True)
    after = _size(folder)
    if arguments.json:
        print(json.dumps({"folder": str(folder), "bytes": after, "freed": before - after}))
    elif arguments.clear:
        print(f"{folder}: {(before - after) / 2**20:,.1f} MB deleted.")
    else:
        print(f"{folder}: {after / 2**20:,.1f} MB of embeddings and results of stages.")
    return DONE


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


COMMAND: Final = Command(
    name="cache",
    help="show or delete what is kept between builds",
    description=(
        "Embeddings and results of stages are kept, so that a further build makes only what is new.\n"
        "Both have a size limit, and what was unused for longest goes first."
    ),
    add_arguments=add_arguments,
    run=run,
)

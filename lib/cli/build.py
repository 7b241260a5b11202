"""`build`: papers -> atlas."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, INTERRUPTED, SOME_REJECTED, Command
from lib.cli.inputs import add_input_arguments, read_input, say_what_was_read
from lib.cli.stopping import CancelFile
from lib.core.config import BuildConfig
from lib.core.errors import TopicAtlasError, UsageError
from lib.core.text import count_of, storable
from lib.jobs.settings import SETTINGS

if TYPE_CHECKING:
    from lib.atlas.manifest import Manifest
    from lib.cli.progress import Display
    from lib.core.paper import Corpus
    from lib.jobs.progress_file import FileProgress

_STOPPED: Final = "Stopped: no atlas was made, and what was finished is kept, so the same command goes on from there."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `build`."""
    add_input_arguments(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the atlas shall be")
    parser.add_argument("--replace", action="store_true", help="replace an atlas that is at --out already")
    parser.add_argument("--name", help="name shown for the atlas (default: that of its folder)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    groups = {
        "usual": parser.add_argument_group("topics"),
        "advanced": parser.add_argument_group("advanced", "for those who know why; the defaults suit most papers"),
    }
    for setting in SETTINGS:
        groups[setting.group].add_argument(
            setting.option,
            dest=setting.name,
            type=str if setting.choices else int,
            default=setting.default,
            metavar=setting.metavar,
            help=setting.full_help,
        )
    advanced = groups["advanced"]
    advanced.add_argument(
        "--model",
        default=BuildConfig().model,
        help="embedding model: any sentence-transformers name or folder (default: %(default)s, which is installed)",
    )
    advanced.add_argument(
        "--progress-file", type=Path, metavar="FILE", help="keep the progress in this file too, as JSON"
    )
    advanced.add_argument(
        "--cancel-file", type=Path, metavar="FILE", help="stop, as Ctrl-C does, as soon as this file exists"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the papers, say what is to come, build."""
    from lib.cli.progress import terminal_progress

    config = config_of(arguments)
    _check_name(arguments.out)
    display = terminal_progress()
    with _file_progress(arguments.progress_file) as file:

        def last_words() -> None:
            if file is not None:
                file.finish("cancelled", message=_STOPPED)

        try:
            with CancelFile(arguments.cancel_file, last_words):
                corpus, manifest = _build(arguments, config, display, file)
        except KeyboardInterrupt:
            last_words()
            print(_STOPPED, file=sys.stderr)
            return INTERRUPTED
        except BaseException as err:
            if file is not None:
                why = str(err) if isinstance(err, TopicAtlasError) else f"The build failed: {err}"
                file.finish("failed", message=why)
            raise
        if file is not None:
            file.finish("done", atlas=str(arguments.out.absolute()))
    _say_result(arguments, manifest)
    for warning in manifest.warnings:
        if warning not in corpus.warnings:
            print(f"Note: {warning}", file=sys.stderr)
    return SOME_REJECTED if corpus.count("rejected") else DONE


def _build(
    arguments: argparse.Namespace, config: BuildConfig, display: Display, file: FileProgress | None
) -> tuple[Corpus, Manifest]:
    from lib.atlas.home import cache_folder
    from lib.atlas.writer import check_place
    from lib.cli.progress import Several
    from lib.core.estimate import estimate

    progress = display if file is None else Several(display, file)
    try:
        check_place(arguments.out, replace=arguments.replace)
        corpus = read_input(arguments, progress)
        say_what_was_read(corpus, progress.note)
        progress.note(estimate(len(corpus.papers), config).for_people())
        from lib.pipeline import build_atlas

        manifest = build_atlas(
            corpus,
            arguments.out,
            config,
            cache=cache_folder(),
            progress=progress,
            replace=arguments.replace,
            name=None if arguments.name is None else storable(arguments.name),
        )
    finally:
        display.close()
    return corpus, manifest


def _check_name(out: Path) -> None:
    """Check that the dashboard will list what is built into the data folder."""
    from lib.atlas.home import SAMPLE, data_folder

    out = out.expanduser().absolute()
    if out.parent.resolve() == data_folder() and (out.name == SAMPLE or out.name.startswith(".")):
        raise UsageError(f"The dashboard shows no atlas called {out.name} from the data folder: choose another name.")


def config_of(arguments: argparse.Namespace) -> BuildConfig:
    """The settings that the options say.

    Raises
    ------
    UsageError
        If one of them cannot be.
    """
    try:
        return BuildConfig(
            model=arguments.model,
            mapping=tuple(arguments.mapping),
            capture_year=arguments.capture_year,
            merge_near=arguments.merge_near,
            **{setting.name: getattr(arguments, setting.name) for setting in SETTINGS},
        )
    except ValueError as err:
        raise UsageError(f"{err}: see python -m lib build --help.") from err


@contextlib.contextmanager
def _file_progress(path: Path | None) -> Iterator[FileProgress | None]:
    if path is None:
        yield None
        return
    from lib.jobs.progress_file import FileProgress

    with FileProgress(path) as progress:
        yield progress


def _say_result(arguments: argparse.Namespace, manifest: Manifest) -> None:
    out = str(arguments.out.absolute())
    if arguments.json:
        result = {
            "atlas": out,
            "fingerprint": manifest.fingerprint,
            **manifest.counts,
            "seconds": round(sum(stage.seconds for stage in manifest.stages), 1),
            "warnings": list(manifest.warnings),
        }
        print(json.dumps(result, ensure_ascii=False))
        return
    counts = manifest.counts
    print(
        f"{out}: {count_of(counts['papers'], 'paper')}, {count_of(counts['topics_default'], 'topic')} "
        f"({count_of(counts['topics_top'], 'area')}, {count_of(counts['topics_fine'], 'fine topic')}), "
        f"{count_of(counts['unassigned_default'], 'paper')} unassigned."
    )


COMMAND: Final = Command(
    name="build",
    help="build an atlas from files with papers",
    description=(
        "Read papers from files and build their atlas: embeddings, neighbour graph, map, three levels of topics.\n"
        "A build that was stopped goes on where it was when the same command is given again."
    ),
    add_arguments=add_arguments,
    run=run,
)

"""The table of commands, and what is the same for all: help, errors in one sentence, exit codes."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from lib.cli import audit, build, cache, export, info, read
from lib.cli.command import FAILED, INTERRUPTED, UNUSABLE, Command
from lib.core.errors import InputError, TopicAtlasError, UsageError

COMMANDS: Final[tuple[Command, ...]] = (
    build.COMMAND,
    read.COMMAND,
    info.COMMAND,
    audit.COMMAND,
    export.COMMAND,
    cache.COMMAND,
)

_EPILOG: Final = """\
The dashboard starts with: streamlit run app.py
Exit codes: 0 done, 1 failed, 2 called wrongly or nothing usable in the input, 3 done with some input rejected,
130 interrupted. Results go to stdout, progress and messages to stderr."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    run: Command = arguments.command
    try:
        return run.run(arguments)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except TopicAtlasError as err:
        _explain(str(err), debug=arguments.debug)
        return UNUSABLE if isinstance(err, InputError | UsageError) else FAILED
    except BrokenPipeError:
        # Whoever read our output has seen enough; without this Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except MemoryError:
        _explain(
            "There is not enough memory for so many papers: close other programs, or give fewer files.",
            debug=arguments.debug,
        )
        return FAILED
    except OSError as err:
        where = f" {err.filename}" if err.filename else ""
        _explain(
            f"The system refused{where} ({err.strerror or err}): check the path, its rights and the free space.",
            debug=arguments.debug,
        )
        return FAILED


def _speak_utf8() -> None:
    """Let any text be printed: pipes and files get UTF-8 on every system, a terminal what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _explain(sentence: str, *, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    print(sentence, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lib",
        description="Topic Atlas: a map of the topics in a pile of papers.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.help,
            description=command.description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(sub)
        sub.add_argument("--debug", action="store_true", help="after an error, show where in the program it arose")
        sub.set_defaults(command=command)
    return parser

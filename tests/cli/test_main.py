"""What all commands share: help, exit codes, errors in one sentence."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lib.cli import main as main_module
from lib.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "umap", "hdbscan", "bertopic", "numba", "sentence_transformers", "transformers", "pandas", "sklearn")


def test_help_names_all_commands(run: Callable[..., tuple]) -> None:
    """The help lists each command with what it does, and the exit codes."""
    code, out, _ = run("--help")

    assert code == 0
    for command in COMMANDS:
        assert f"    {command.name} " in out
        assert command.help in out
    assert "3 done with some input rejected" in out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_is_explained(command: main_module.Command, run: Callable[..., tuple]) -> None:
    """Each command's help has its description and a text for every option."""
    parser = main_module.argparse.ArgumentParser()
    command.add_arguments(parser)
    code, out, _ = run(command.name, "--help")

    assert code == 0
    assert command.description.splitlines()[0] in out
    assert all(action.help for action in parser._actions)


def test_help_is_fast_and_light() -> None:
    """Help answers within a second, since nothing heavy is loaded for it."""
    start = time.perf_counter()
    check = f"import sys; from lib.cli.main import main; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    helped = subprocess.run([sys.executable, "-m", "lib", "--help"], cwd=ROOT, capture_output=True, check=True)

    assert found.stdout.strip() == "[]"
    assert helped.stdout
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["build"], ["info", "a", "b"], ["build", "x", "--out"]])
def test_wrong_usage(arguments: list[str], run: Callable[..., tuple]) -> None:
    """A call that is wrong ends with 2 and says on stderr how it should be."""
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert "usage:" in err


def failing(error: BaseException) -> main_module.Command:
    """The command `info`, failing."""

    def fail(_: object) -> int:
        raise error

    return replace(next(command for command in COMMANDS if command.name == "info"), run=fail)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (main_module.InputError("No papers: give some."), 2, "No papers: give some."),
        (main_module.UsageError("Wrong: do right."), 2, "Wrong: do right."),
        (main_module.TopicAtlasError("Failed: try again."), 1, "Failed: try again."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (OSError(28, "No space left on device", "/x"), 1, "The system refused /x (No space left on device): "),
        (MemoryError(), 1, "There is not enough memory"),
    ],
)
def test_errors_are_one_sentence(
    error: BaseException, code: int, said: str, run: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a command raises becomes an exit code and one line on stderr, with the traceback on demand only."""
    monkeypatch.setattr(main_module, "COMMANDS", (failing(error),))
    ended = run("info", "x")

    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith(said)
    assert ended.err.count("\n") == 1
    if not isinstance(error, KeyboardInterrupt):
        assert "Traceback" in run("info", "x", "--debug").err


def test_any_text_can_be_printed(home: Path) -> None:
    """Where the system writes another encoding into pipes than UTF-8, as Windows does, results still get through."""
    environment = {**os.environ, "TOPIC_ATLAS_HOME": str(home / "\u4e2d"), "PYTHONIOENCODING": "cp1252"}
    ended = subprocess.run(
        [sys.executable, "-m", "lib", "cache"], cwd=ROOT, env=environment, capture_output=True, check=True
    )

    assert "\u4e2d" in ended.stdout.decode("utf-8")


def test_reading_needs_no_heavy_packages(papers_csv: Path, tmp_path: Path) -> None:
    """`read` does without what only a build needs."""
    call = f"main(['read', {str(papers_csv)!r}, '--out', {str(tmp_path / 'papers.parquet')!r}])"
    heavy = [name for name in HEAVY if name != "pandas"]  # which pyarrow brings, where it is installed
    check = f"import sys; from lib.cli.main import main; {call}; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)

    assert found.stdout.splitlines()[-1] == "[]"

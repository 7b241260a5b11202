"""The paths that a person names, made into sources: files, folders and standard input."""

from __future__ import annotations

import atexit
import glob
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Final

from lib.atlas.manifest import MANIFEST
from lib.core.errors import InputError
from lib.core.text import storable
from lib.ingest.packing import is_archive, member_name, members
from lib.ingest.source import Source

STANDARD_INPUT: Final = "-"

_MOST_HELD: Final = 1 << 24
"""Bytes from a pipe that are held in memory."""


@dataclass(frozen=True, slots=True)
class Input:
    """A source, and whether it was named itself or found in a folder."""

    source: Source
    in_folder: bool = False


def find_inputs(paths: Sequence[Path | str]) -> list[Input]:
    """Find the files that paths and patterns stand for: folders and zip archives file by file, sorted; each file once.

    A file is called by its name, one in a folder by its path within it; where two would be called the same, by as much
    of their paths as tells them apart.

    Raises
    ------
    InputError
        If a path does not exist, nothing was named, or a folder holds no files.
    """
    found: dict[Path, tuple[int, bool]] = {}
    pipes: list[Input] = []
    standard_input = False
    for path in chain.from_iterable(map(globbed, paths)):
        if str(path) == STANDARD_INPUT:
            standard_input = True
            continue
        path = Path(path).expanduser()
        if path.is_dir():
            files = _files(path)
            if not files:
                raise InputError(f"The folder {path} has no files in it: name a folder or file with papers.")
            for file in files:
                found.setdefault(file.resolve(), (len(file.relative_to(path).parts), True))
        elif path.is_file():
            found[path.resolve()] = (1, False)
        elif path.exists():
            # A pipe, as a shell gives for <(command), can be read only once.
            with path.open("rb") as stream:
                pipes += unpack(storable(path.name), _put_aside(stream, storable(path.name)))
        else:
            raise InputError(f"There is no file or folder {path}: check the path, then try again.")
    names = _names({file: parts for file, (parts, _) in found.items()})
    inputs = [entry for file, (_, in_folder) in found.items() for entry in unpack(names[file], file, in_folder)]
    inputs += pipes
    if standard_input:
        inputs += unpack("standard input", _put_aside(sys.stdin.buffer, "standard input"))
    if not inputs:
        raise InputError("No file was named: name a file or folder with papers, or - for standard input.")
    return inputs


def unpack(name: str, content: Path | bytes, in_folder: bool = False) -> list[Input]:
    """Make inputs of a file: itself, or if it is a zip archive the files in it, as if they were in a folder."""
    try:
        with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as file:
            first = file.read(4)
        found = members(content, name) if is_archive(first) else None
    except InputError as err:
        return [Input(Source(name, content, problem=str(err)), in_folder)]
    except OSError:
        found = None  # reading it will say why
    if found is None:
        return [Input(Source(name, content), in_folder)]
    return [Input(Source(member_name(name, member), member), in_folder=True) for member in found]


def _put_aside(stream: IO[bytes], name: str) -> Path | bytes:
    """What comes through a pipe: as it is if it is short, else as a temporary file, gone when the program ends.

    An archive is always a file: each of its members goes to the process that reads it, and not with all the others.
    """
    begin = stream.read(_MOST_HELD + 1)
    if len(begin) <= _MOST_HELD and not is_archive(begin[:4]):
        return begin
    try:
        with tempfile.NamedTemporaryFile(prefix="topic-atlas-", delete=False) as file:
            atexit.register(Path(file.name).unlink, missing_ok=True)
            file.write(begin)
            shutil.copyfileobj(stream, file)
    except OSError as err:
        raise InputError(
            f"What came from {name} could not be kept in {tempfile.gettempdir()} ({err.strerror}): save it as a file, "
            "then name that."
        ) from err
    return Path(file.name)


def globbed(path: Path | str) -> Sequence[Path | str]:
    """The files that a pattern stands for, which not every shell puts in its place; a path that is there is none.

    Raises
    ------
    InputError
        If there is no such file.
    """
    text = str(Path(path).expanduser())
    if str(path) == STANDARD_INPUT or os.path.lexists(text) or not glob.has_magic(text):
        return [path]
    found = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 - a Path's own takes no absolute pattern
    if not found:
        raise InputError(f"No file is called like {path}: check the pattern, then try again.")
    return found


def _files(folder: Path) -> list[Path]:
    """All files below a folder in a fixed order, but for hidden ones, pipes and devices, and atlases within it.

    A folder that cannot be looked into stands for its files: opening it says why they are missing.
    """
    files: list[Path] = []
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        if Path(place) != folder and MANIFEST in names and "papers.parquet" in names:
            # A folder is often built into a folder of its own; what it holds are no further papers.
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(place, name) for name in names if not name.startswith(".")]
        files += [path for path in paths if path.is_file() or not path.exists()]
    files += [Path(err.filename) for err in closed]
    return sorted(files, key=lambda file: file.relative_to(folder).parts)


def _names(parts: dict[Path, int]) -> dict[Path, str]:
    """Name each file by its last parts, at least as many as given, and more where names would be the same."""
    lengths = dict(parts)
    while True:
        names = {file: storable("/".join(file.parts[-length:])) for file, length in lengths.items()}
        by_name: dict[str, list[Path]] = {}
        for file, name in names.items():
            by_name.setdefault(name, []).append(file)
        same = [file for files in by_name.values() if len(files) > 1 for file in files]
        if not same or all(lengths[file] >= len(file.parts) for file in same):
            return names
        for file in same:
            lengths[file] = min(lengths[file] + 1, len(file.parts))

"""Writes an atlas so that nobody ever sees half of one: beside its place, then renamed into it.

The lock beside it keeps two builds from writing the same atlas; it is the operating system's, so it ends with its
process however that ends.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from lib.atlas.manifest import MANIFEST, Manifest
from lib.atlas.npy import write_array
from lib.atlas.schema import ARRAYS, SEARCH_INDEX, TABLES
from lib.atlas.search_index import write_index
from lib.core.errors import AtlasError, BuildError, BuildRunning

_NOT_IN_FINGERPRINT = {"records.parquet", "changes.parquet", MANIFEST}
"""Files that differ when the same papers come from other files (DESIGN: "the same atlas")."""
_FILES = [*(f"{name}.parquet" for name in TABLES), *(f"{name}.npy" for name in ARRAYS)]


class AtlasWriter:
    """The unfinished atlas: takes tables and arrays, then the manifest as the last thing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, name: str, table: pa.Table) -> None:
        """Write one Parquet file; its columns are cast to the schema of its name, `attributes` as it is."""
        if name != "attributes":
            schema = TABLES[name]
            table = table.select(schema.names).cast(schema)
        pq.write_table(table, self.folder / f"{name}.parquet", compression="zstd", compression_level=9)

    def array(self, name: str, array: NDArray[np.generic]) -> None:
        """Write one array in the dtype of its name."""
        spec = ARRAYS[name]
        if not spec.fits(array.shape):
            raise ValueError(f"{name} has shape {array.shape}")
        write_array(self.folder / f"{name}.npy", np.asarray(array, dtype=spec.dtype))

    def search_index(self, papers: pa.Table) -> None:
        """Write the keyword index of papers.parquet."""
        write_index(self.folder / SEARCH_INDEX, papers)

    def fingerprint(self) -> str:
        """Hash of the content written so far, 32 hex digits, without what depends on the input's files."""
        total = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.name not in _NOT_IN_FINGERPRINT:
                total.update(path.name.encode())
                with path.open("rb") as stream:
                    total.update(hashlib.file_digest(stream, "sha256").digest())
        return total.hexdigest()[:32]

    def manifest(self, manifest: Manifest) -> None:
        """Write the manifest; with it the atlas is complete."""
        (self.folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8", newline="\n")


@contextmanager
def build_lock(out: Path) -> Iterator[None]:
    """Hold the only right to build the atlas at `out`. If a build was killed while it replaced it, it is put back.

    Raises
    ------
    BuildRunning
        If another process holds it.
    BuildError
        If the place cannot be written to.
    """
    lock = FileLock(out.parent / f".{out.name}.lock")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as err:
        raise BuildRunning(
            f"The atlas {out.name} is being built already: wait until it is done, or choose another name."
        ) from err
    except OSError as err:
        raise _refused(out, err) from err
    try:
        _put_back(out)
        yield
    finally:
        lock.release()


@contextmanager
def new_atlas(out: Path, *, replace: bool = False) -> Iterator[AtlasWriter]:
    """Give a writer for a new atlas, and move it to `out` when the block ends well.

    Call it inside `build_lock`. If the block raises, nothing is left behind and what was at `out` still is.

    Raises
    ------
    AtlasError
        If something is at `out` and `replace` is not set, or it is no atlas.
    BuildError
        If the system refuses to write, for want of room or rights.
    """
    check_place(out, replace=replace)
    # The lock says that nobody writes them now.
    for leftover in _leftovers(out):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = _beside(out, "partial")
    try:
        folder.mkdir()
        writer = AtlasWriter(folder)
        yield writer
        if not (folder / MANIFEST).is_file():
            raise RuntimeError("the manifest was not written")
        _swap(folder, out)
    except BaseException as err:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(err, OSError):
            raise _refused(out, err) from err
        raise


def _refused(out: Path, err: OSError) -> BuildError:
    # pyarrow puts words of its own around the system's.
    why = os.strerror(err.errno) if err.errno else str(err)
    return BuildError(
        f"The atlas {out.name} cannot be written to {out.parent} ({why}): see that there is room and that it can be "
        "written to, then give the same command again."
    )


def check_place(out: Path, *, replace: bool) -> None:
    """Check that an atlas can be made at `out`, before hours are spent on it.

    Raises
    ------
    AtlasError
        If something is at `out` and `replace` is not set, or it is no atlas.
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    # Other programs keep a manifest.json too, and what is replaced is gone.
    if not (out / MANIFEST).is_file() or not any((out / file).is_file() for file in _FILES):
        raise AtlasError(f"{out} is there already and is not an atlas: choose another name for the new one.")
    if not replace:
        raise AtlasError(f"There is an atlas at {out} already: choose another name, or add --replace.")


def _beside(out: Path, what: Literal["partial", "old"]) -> Path:
    """A hidden place next to an atlas for its next or its last version."""
    return out.parent / f".{out.name}.{uuid.uuid4().hex[:8]}.{what}"


def _leftovers(out: Path) -> list[Path]:
    """What killed builds left of an atlas, and old versions that could not be removed while they were read.

    Places of other atlases are told apart by their whole names: "a.b" is no leftover of "a".
    """
    name = re.compile(rf"\.{re.escape(out.name)}\.[0-9a-f]{{8}}\.(partial|old)")
    return sorted(path for path in out.parent.iterdir() if name.fullmatch(path.name))


def _put_back(out: Path) -> None:
    """Bring back the old version where a build was killed between moving that aside and the new one into place."""
    if not out.exists():
        for path in _leftovers(out):
            # One that was given up has no manifest any more.
            if path.suffix == ".old" and (path / MANIFEST).is_file():
                path.rename(out)
                return


def _swap(folder: Path, out: Path) -> None:
    """Put a finished atlas into its place; who reads the old one keeps it through the open files."""
    if not out.exists():
        folder.rename(out)
        return
    old = _beside(out, "old")
    out.rename(old)
    try:
        folder.rename(out)
    except OSError:
        old.rename(out)
        raise
    with suppress(OSError):
        (old / MANIFEST).unlink()
    shutil.rmtree(old, ignore_errors=True)

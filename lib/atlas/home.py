"""Where atlases live: the data folder and the sample, listed and opened by name, never by path.

The data folder is `$TOPIC_ATLAS_HOME`, else `atlases/` in the checkout.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.atlas.manifest import MANIFEST, Manifest, read_manifest
from lib.core.errors import AtlasError, UsageError

CHECKOUT: Final = Path(__file__).resolve().parents[2]
SAMPLE: Final = "sample"
"""The name under which the sample that comes with the program is always there."""
SAMPLE_PAPERS: Final = CHECKOUT / "data" / "sample" / "papers.jsonl"
SAMPLE_ATLAS: Final = CHECKOUT / "data" / "sample" / "atlas"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def data_folder() -> Path:
    """The folder that holds the user's atlases; it need not exist yet."""
    chosen = os.environ.get("TOPIC_ATLAS_HOME", "").strip()
    return Path(chosen).expanduser().resolve() if chosen else CHECKOUT / "atlases"


def cache_folder() -> Path:
    """The folder of stage results and cached embeddings."""
    return data_folder() / ".cache"


def check_name(name: str) -> str:
    """Return a name that is fit for an atlas, stripped.

    Raises
    ------
    UsageError
        If it could not be a folder's name on every system, or is the sample's.
    """
    name = name.strip()
    if not _NAME.fullmatch(name) or name.endswith(".") or _RESERVED.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be the name of an atlas: use up to 64 letters, digits, blanks, dots, hyphens and "
            "underscores, beginning with a letter or digit."
        )
    if name.casefold() == SAMPLE:
        raise UsageError("The name sample belongs to the sample that comes with the program: choose another.")
    return name


@dataclass(frozen=True, slots=True)
class AtlasEntry:
    """One line in the list of atlases: its manifest, or why it cannot be opened."""

    name: str
    folder: Path
    manifest: Manifest | None
    problem: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether it is the sample, which cannot be deleted."""
        return self.name == SAMPLE


def list_atlases(extra: Path | None = None) -> list[AtlasEntry]:
    """List the atlases of the data folder by name, the sample last, and `extra` (a folder elsewhere) first."""
    folders = {}
    home = data_folder()
    if home.is_dir():
        for folder in sorted(home.iterdir(), key=lambda path: path.name.casefold()):
            if not folder.name.startswith(".") and folder.name != SAMPLE and _is_atlas(folder):
                folders[folder.name] = folder
    entries = [_entry(name, folder) for name, folder in folders.items()]
    if extra is not None:
        name = extra.resolve().name
        entries = [_entry(name, extra), *(entry for entry in entries if entry.name != name)]
    if SAMPLE_ATLAS.is_dir() and all(entry.name != SAMPLE for entry in entries):
        entries.append(_entry(SAMPLE, SAMPLE_ATLAS))
    return entries


def find_atlas(name: str, extra: Path | None = None) -> AtlasEntry:
    """Look an atlas up by its name.

    Raises
    ------
    AtlasError
        If there is none of that name.
    """
    for entry in list_atlases(extra):
        if entry.name == name:
            return entry
    raise AtlasError(f"There is no atlas called {name!r} here: choose one from the list.")


def delete_atlas(name: str) -> None:
    """Delete an atlas of the data folder for good.

    It is moved aside first, so that it is gone from the list at once and whole until then.

    Raises
    ------
    AtlasError
        If there is none of that name, it is the sample, or the system refuses.
    """
    entry = find_atlas(name)
    if entry.is_sample or entry.folder.parent != data_folder():
        raise AtlasError(f"The atlas {name} does not lie in the data folder, so it is not deleted from here.")
    aside = entry.folder.parent / f".{name}.{uuid.uuid4().hex[:8]}.old"
    try:
        entry.folder.rename(aside)
    except OSError as err:
        raise AtlasError(
            f"The atlas {name} could not be deleted ({err.strerror}): close what uses it and try again."
        ) from err
    with contextlib.suppress(OSError):
        # Without it no later build takes this for an old version that is to be put back.
        (aside / MANIFEST).unlink()
    shutil.rmtree(aside, ignore_errors=True)


def _is_atlas(folder: Path) -> bool:
    try:
        return (folder / MANIFEST).is_file()
    except OSError:
        # A folder that may not be looked into, such as lost+found, hides no atlas of this person.
        return False


def _entry(name: str, folder: Path) -> AtlasEntry:
    try:
        return AtlasEntry(name, folder, read_manifest(folder))
    except AtlasError as err:
        return AtlasEntry(name, folder, None, str(err))

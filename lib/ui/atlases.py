"""Which atlas is open: the one that the URL names, else a sensible one."""

from __future__ import annotations

from pathlib import Path

from lib.atlas.home import AtlasEntry


def default_entry(entries: list[AtlasEntry], extra: Path | None) -> AtlasEntry | None:
    """What to open where the URL names none: the one given at the start, else the newest, else the sample."""
    if extra is not None:
        return entries[0]
    own = [entry for entry in entries if entry.manifest is not None and not entry.is_sample]
    newest = max(own, key=lambda entry: entry.manifest.built_at if entry.manifest else "", default=None)
    return newest or next((entry for entry in entries if entry.is_sample), None)

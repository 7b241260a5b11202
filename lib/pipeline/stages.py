"""Results of stages, kept on disk under a key made of everything that decides them.

A stage that was finished once is not run again while its inputs, settings and code are the same, so a build that was
stopped goes on where it was. A result is a folder of `.npy` arrays and one JSON file, made beside its place and
renamed: it is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.atlas.npy import write_array
from lib.core.text import digest

SIZE_LIMIT_MB: Final = 4096
"""Size of all kept results; the ones unused for longest go first."""

_VALUES: Final = "values.json"
_PARTIAL: Final = ".partial"
_ABANDONED_SECONDS: Final = 24 * 3600
"""After which a result that is still in the making is what a killed build left."""


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage made: arrays by name, and plain JSON values."""

    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


def stage_key(stage: str, version: int, **inputs: Any) -> str:
    """Make the key of a stage's result from its code version, settings and the keys of its inputs."""
    return f"{stage}-{digest(stage, str(version), json.dumps(inputs, sort_keys=True), length=24)}"


class StageStore:
    """The folder of stage results. Safe to share between builds; a damaged result counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> StageResult | None:
        """Return the result kept under a key, or None; it counts as used now."""
        folder = self._folder / key
        try:
            values = json.loads((folder / _VALUES).read_text(encoding="utf-8"))
            arrays = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in values.pop("arrays")}
            os.utime(folder)
        except (OSError, ValueError, KeyError, EOFError):
            return None
        return StageResult(arrays, values)

    def save(self, key: str, result: StageResult) -> None:
        """Keep a result, whole or not at all. A full disk is no reason to fail: the result is then not kept."""
        partial = self._folder / f".{uuid.uuid4().hex}{_PARTIAL}"
        try:
            partial.mkdir(parents=True)
            for name, array in result.arrays.items():
                write_array(partial / f"{name}.npy", array)
            values = {**result.values, "arrays": sorted(result.arrays)}
            (partial / _VALUES).write_text(json.dumps(values), encoding="utf-8")
            if self.load(key) is None:
                # What is there all the same is damaged.
                shutil.rmtree(self._folder / key, ignore_errors=True)
            partial.rename(self._folder / key)
        except OSError:
            # Also where another build kept the same result first: then that one serves.
            shutil.rmtree(partial, ignore_errors=True)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise

    def trim(self, limit_mb: float = SIZE_LIMIT_MB) -> None:
        """Delete what killed builds left, and the results unused for longest until the others are within the limit."""
        if not self._folder.is_dir():
            return
        folders = []
        for folder in self._folder.iterdir():
            try:
                used = folder.stat().st_mtime
                if folder.suffix == _PARTIAL and time.time() - used > _ABANDONED_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
                    continue
                size = sum(path.stat().st_size for path in folder.iterdir())
                folders.append((used, size, folder))
            except OSError:
                continue
        left = limit_mb * 2**20
        for _, size, folder in sorted(folders, reverse=True, key=lambda entry: (entry[0], entry[2].name)):
            left -= size
            if left < 0:
                shutil.rmtree(folder, ignore_errors=True)

"""manifest.json: what an atlas is, how it was made, and what should be known about it. Written last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from lib.atlas.schema import FORMAT
from lib.core.config import BuildConfig
from lib.core.errors import AtlasError
from lib.core.quality import Quality

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class StageCost:
    """What one stage of the build took."""

    stage: str
    seconds: float
    peak_memory_mb: float
    reused: bool = False
    """Whether the result was taken from an earlier build."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of an atlas.

    `counts` has records, papers, merged, rejected, undated, and per level `topics_top`, `topics_default`,
    `topics_fine` and `unassigned_top`, `unassigned_default`, `unassigned_fine`.
    """

    name: str
    fingerprint: str
    """Hash of the content of all other files that do not depend on how the input was split."""
    built_at: str
    """UTC, ISO 8601, seconds."""
    config: BuildConfig
    counts: dict[str, int]
    embedding: dict[str, str]
    """Model, path (device and precision) and dimensions of the embeddings."""
    versions: dict[str, str]
    stages: tuple[StageCost, ...] = ()
    warnings: tuple[str, ...] = ()
    notice: str = ""
    """A sentence shown wherever the papers are, such as that they are invented."""
    quality: Quality | None = None
    """What the build measured of its topics; None where it did not."""
    format: int = field(default=FORMAT)

    def to_json(self) -> str:
        """The manifest as indented JSON with a final line break."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `to_json` wrote; entries of later versions are passed over.

        Raises
        ------
        NewerFormatError
            If it is of a format that this version does not know.
        ValueError
            If the text is no manifest.
        """
        raw: Any = json.loads(text)
        if not isinstance(raw, dict) or not isinstance(raw.get("format"), int):
            raise ValueError("it has no format")
        if raw["format"] > FORMAT:
            raise NewerFormatError(raw["format"])
        values = _known(cls, raw)
        _check_kinds(values)
        try:
            values["config"] = BuildConfig.from_dict(values.get("config", {}))
            values["stages"] = tuple(StageCost(**_known(StageCost, stage)) for stage in values.get("stages", ()))
            values["warnings"] = tuple(values.get("warnings", ()))
            if values.get("quality") is not None:
                values["quality"] = Quality(**_known(Quality, values["quality"]))
            return cls(**values)
        except (TypeError, AttributeError) as err:
            raise ValueError(str(err)) from err


class NewerFormatError(Exception):
    """A manifest is of a later format; its one argument is which."""


def _check_kinds(values: dict[str, Any]) -> None:
    """Raise ValueError where an entry is of another kind than the program that shows it expects."""
    if values["format"] < 1:
        raise ValueError(f"there is no format {values['format']}")
    for name in ("name", "fingerprint", "built_at", "notice"):
        if not isinstance(values.get(name, ""), str):
            raise ValueError(f"its {name} is no text")
    for name, kind in (("counts", int), ("embedding", str), ("versions", str)):
        entry = values.get(name, {})
        if not isinstance(entry, dict) or not all(isinstance(value, kind) for value in entry.values()):
            raise ValueError(f"its {name} are not what they should be")
    quality = values.get("quality")
    if quality is not None and not all(isinstance(value, int | float | None) for value in quality.values()):
        raise ValueError("its quality is not what it should be")
    warnings = values.get("warnings", [])
    if not isinstance(warnings, list) or not all(isinstance(text, str) for text in warnings):
        raise ValueError("its warnings are no texts")


def _known(kind: type, values: Any) -> dict[str, Any]:
    """Keep the values that a dataclass has a field for."""
    names = {entry.name for entry in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest of an atlas.

    Raises
    ------
    AtlasError
        If the folder is missing, is no atlas, is damaged, or is of a newer format.
    """
    path = folder / MANIFEST
    if not folder.is_dir():
        raise AtlasError(f"There is no atlas at {folder}: check the name, or make one with `python -m lib build`.")
    if not path.is_file():
        raise AtlasError(f"{folder} is not an atlas, it has no {MANIFEST}: choose another folder or build again.")
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except NewerFormatError as err:
        raise AtlasError(
            f"{folder} is an atlas of format {err} and this version reads up to {FORMAT}: "
            "update the program, or build the atlas again with this version."
        ) from err
    except (ValueError, OSError) as err:
        raise AtlasError(f"{path} is damaged ({err}): build the atlas again from its files.") from err

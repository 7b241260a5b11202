"""The manifest as JSON: what is written is read, what cannot be read is explained."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lib.atlas.manifest import Manifest, read_manifest
from lib.atlas.schema import FORMAT
from lib.core.errors import AtlasError


def test_round_trip(manifest: Manifest) -> None:
    """All of it survives being JSON."""
    assert Manifest.from_json(manifest.to_json()) == manifest


def test_entries_of_later_versions_are_passed_over(manifest: Manifest) -> None:
    """A manifest of the same format with more in it can be read, also in its settings."""
    raw = json.loads(manifest.to_json())
    raw["colour"] = "blue"
    raw["config"]["later"] = 1
    raw["stages"][0]["watts"] = 3

    assert Manifest.from_json(json.dumps(raw)) == manifest


def test_newer_format_is_refused(tiny: Path, manifest: Manifest) -> None:
    """An atlas of a later format says which, and what to do."""
    (tiny / "manifest.json").write_text(replace(manifest, format=FORMAT + 1).to_json(), encoding="utf-8")

    with pytest.raises(
        AtlasError, match=rf"is an atlas of format {FORMAT + 1} and this version reads up to {FORMAT}: "
    ):
        read_manifest(tiny)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 1, "fingerprint": "", "counts": {}}',
        '{"format": "one", "fingerprint": "", "counts": {}, "name": ""}',
        '{"format": 1, "fingerprint": "", "counts": {}, "config": [], "name": ""}',
        '{"format": 1, "fingerprint": "", "counts": {}, "config": {"seed": 1, "n_neighbors": 1}, "name": ""}',
        '{"format": 1, "fingerprint": "", "counts": {}, "stages": [1], "name": ""}',
        "\x00\xff",
    ],
)
def test_damaged(tiny: Path, text: str) -> None:
    """Whatever stands in the file instead, it is named as damaged, with the cure."""
    (tiny / "manifest.json").write_text(text, encoding="latin-1")

    with pytest.raises(AtlasError, match=r"manifest\.json is damaged \(.*\): build the atlas again from its files\.$"):
        read_manifest(tiny)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 0),
        ("name", None),
        ("built_at", 5),
        ("counts", [1]),
        ("counts", {"papers": "many"}),
        ("embedding", None),
        ("warnings", "one text"),
        ("warnings", [1]),
    ],
)
def test_entries_of_another_kind(tiny: Path, manifest: Manifest, name: str, value: object) -> None:
    """An entry that is not of its kind is noticed when the manifest is read, not where it is shown."""
    raw = json.loads(manifest.to_json()) | {name: value}
    (tiny / "manifest.json").write_text(json.dumps(raw), encoding="utf-8")

    with pytest.raises(AtlasError, match=rf"manifest\.json is damaged \(.*{name}.*\): build the atlas again"):
        read_manifest(tiny)

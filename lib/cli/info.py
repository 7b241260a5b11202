"""`info`: the manifest of an atlas, for a person."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lib.cli.command import DONE, Command
from lib.core.config import METHODS, BuildConfig
from lib.core.topic import LEVEL_NAMES, LEVELS

if TYPE_CHECKING:
    from lib.atlas.manifest import Manifest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `info`."""
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="folder of the atlas")
    parser.add_argument("--json", action="store_true", help="print the manifest as it is, as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the manifest."""
    from lib.atlas.manifest import read_manifest

    manifest = read_manifest(arguments.atlas)
    print(manifest.to_json().rstrip() if arguments.json else describe(manifest))
    return DONE


def describe(manifest: Manifest) -> str:
    """Say what an atlas holds and how it was made."""
    from lib.core.estimate import duration

    counts = manifest.counts
    lines = [
        manifest.name,
        *([manifest.notice] if manifest.notice else []),
        "",
        _line("Papers", f"{counts.get('papers', 0):,}, {counts.get('undated', 0):,} of them without a date"),
        _line(
            "Records",
            f"{counts.get('records', 0):,}: {counts.get('merged', 0):,} merged into another, "
            f"{counts.get('rejected', 0):,} rejected",
        ),
    ]
    for level in LEVELS:
        unassigned = counts.get(f"unassigned_{level}", 0)
        lines.append(
            _line(LEVEL_NAMES[level], f"{counts.get(f'topics_{level}', 0):,}, {unassigned:,} papers unassigned")
        )
    settings = manifest.config
    embedding = manifest.embedding
    lines += [
        _line(
            "Embeddings",
            f"{embedding['model']}, {embedding['dimensions']} dimensions, {embedding['path']}" if embedding else "none",
        ),
        _line("Method", f"{settings.method}: {METHODS[settings.method]}"),
        _line("Settings", _settings_words(settings)),
        _line("Built", f"{manifest.built_at} in {duration(sum(stage.seconds for stage in manifest.stages))}"),
        _line("Format", f"{manifest.format}, fingerprint {manifest.fingerprint}"),
    ]
    lines += ["", *_quality_lines(manifest)]
    if manifest.stages:
        lines += ["", f"{'Stage':<16}{'Seconds':>10}{'Memory MB':>12}"]
        lines += [
            f"{cost.stage:<16}{cost.seconds:>10,.1f}{cost.peak_memory_mb:>12,.0f}{'  kept' if cost.reused else ''}"
            for cost in manifest.stages
        ]
    if manifest.versions:
        lines += ["", "Versions: " + ", ".join(f"{name} {number}" for name, number in manifest.versions.items())]
    if manifest.warnings:
        lines += ["", *(f"Note: {warning}" for warning in manifest.warnings)]
    return "\n".join(lines)


def _settings_words(settings: BuildConfig) -> str:
    topics = f"{settings.topics:,} topics asked for" if settings.topics else f"detail {settings.detail}"
    size = settings.min_topic_size or "chosen by the number of papers"
    return f"{topics}, {settings.n_neighbors} neighbours, smallest topic {size}, seed {settings.seed}"


def _quality_lines(manifest: Manifest) -> list[str]:
    from lib.explore.quality import NOT_MEASURED, measures, refits_sentence

    if manifest.quality is None:
        return [_line("Quality", NOT_MEASURED)]
    return [
        "Quality of the topics",
        *(_line(one.title, one.text) for one in measures(manifest.quality)),
        refits_sentence(manifest.quality),
    ]


def _line(title: str, text: str) -> str:
    return f"{title:<16}{text}"


COMMAND: Final = Command(
    name="info",
    help="show what an atlas holds and how it was made",
    description="Print the manifest of an atlas for a person: counts, settings, quality, seconds and memory, warnings.",
    add_arguments=add_arguments,
    run=run,
)

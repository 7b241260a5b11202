"""The table of settings: what it says holds for BuildConfig, the command line and the guide."""

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.cli.build import add_arguments, config_of
from lib.core.config import BuildConfig
from lib.jobs.settings import SETTINGS, Setting, options_of

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"
CHOSEN = BuildConfig(detail="more", topics=33, method="hdbscan", n_neighbors=20, min_topic_size=6, seed=7)
ranged = pytest.mark.parametrize("setting", [one for one in SETTINGS if not one.choices], ids=lambda one: one.name)


def with_value(setting: Setting, value: Any) -> BuildConfig:
    """The usual settings with another value of one."""
    return replace(BuildConfig(), **{setting.name: value})


@ranged
def test_bounds_are_those_of_a_build(setting: Setting) -> None:
    """The least and the most that a page lets one choose are allowed, and what lies beyond is not."""
    bounds = [(bound, step) for bound, step in ((setting.least, -1), (setting.most, 1)) if bound is not None]

    assert bounds
    for bound, step in bounds:
        assert getattr(with_value(setting, bound), setting.name) == bound
        with pytest.raises(ValueError, match=setting.name):
            with_value(setting, bound + step)


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.choices], ids=lambda one: one.name)
def test_choices_are_those_of_a_build(setting: Setting) -> None:
    """Each value that is offered is allowed, and the sentence on one that is not names them all."""
    for value in setting.choices:
        assert getattr(with_value(setting, value), setting.name) == value
    with pytest.raises(ValueError, match=", ".join(setting.choices)):
        with_value(setting, "none of them")


@pytest.mark.parametrize("config", [BuildConfig(), CHOSEN])
def test_options_say_what_was_chosen(config: BuildConfig) -> None:
    """The command line understands the options of a job as the settings from which they were made."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    arguments = parser.parse_args(["papers.csv", "--out", "x", *options_of(config)])

    assert config_of(arguments) == config


def test_only_what_differs_is_said() -> None:
    """A build with the usual settings has no options."""
    assert options_of(BuildConfig()) == []
    assert options_of(BuildConfig(topics=40)) == ["--topics", "40"]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_the_guide_has_the_same_words(setting: Setting) -> None:
    """The guide's row of an option is the help in the terminal."""
    row = re.search(rf"^\| `{setting.option} [^|`]+` \| (.*) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)

    assert row is not None
    assert row[1].replace("`", "") == setting.full_help

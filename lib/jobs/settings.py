"""What a person can say of the topics to be found: one table for the command line, the page New atlas and the guide.

A job hands its settings to the build as the options of this table, so that page and command line mean the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from lib.core.config import DETAILS, METHODS, BuildConfig, Detail

DETAIL_WORDS: Final[dict[Detail, str]] = {
    "less": "fewer and broader topics",
    "normal": "as many as suits the number of papers",
    "more": "more and narrower topics",
}
"""What each level of detail gives."""

Group = Literal["usual", "advanced"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of BuildConfig, by its name, as a person sets it."""

    name: str
    option: str
    title: str
    """What it is called on the page."""
    help: str
    """What it does, without the default; the same in the terminal, on the page and in the guide."""
    group: Group
    """Where the command line's help has it."""
    unset: str = ""
    """What decides while nothing is given; empty where the default is a value."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """The values there are, each in words; empty where it is a whole number."""
    least: int | None = None
    most: int | None = None

    @property
    def metavar(self) -> str:
        """How the value stands in the help: `N` for a number."""
        return self.name.upper() if self.choices else "N"

    @property
    def default(self) -> Any:
        """The value while nothing is given."""
        return getattr(_DEFAULTS, self.name)

    @property
    def full_help(self) -> str:
        """What it does, each choice in words, and the default."""
        words = "; ".join(f"{name}, {meaning}" for name, meaning in self.choices.items())
        return f"{self.help}{': ' if words else ''}{words} (default: {self.unset or self.default})"


_DEFAULTS: Final = BuildConfig()

SETTINGS: Final = (
    Setting(
        name="detail",
        option="--detail",
        title="Detail",
        help="how many topics to look for, at all levels",
        group="usual",
        choices={name: DETAIL_WORDS[name] for name in DETAILS},
    ),
    Setting(
        name="topics",
        option="--topics",
        title="Number of topics",
        help="how many topics to make at the middle level; areas and fine topics follow",
        group="usual",
        unset="chosen by papers and detail",
        least=2,
        most=2000,
    ),
    Setting(
        name="method",
        option="--method",
        title="Method",
        help="how papers are grouped",
        group="usual",
        choices={name: METHODS[name] for name in METHODS},
    ),
    Setting(
        name="n_neighbors",
        option="--neighbors",
        title="Neighbours",
        help="nearest papers kept for each paper, 2 to 200",
        group="advanced",
        least=2,
        most=200,
    ),
    Setting(
        name="min_topic_size",
        option="--min-topic-size",
        title="Fewest papers in a topic",
        help="fewest papers in a topic of the finest level",
        group="advanced",
        unset="chosen by the number of papers",
        least=2,
    ),
    Setting(
        name="seed",
        option="--seed",
        title="Seed",
        help="seed of all random numbers",
        group="advanced",
        least=0,
        most=2**32 - 1,
    ),
)
"""All settings, in the order in which they are offered."""


def options_of(config: BuildConfig) -> list[str]:
    """The options that ask `python -m lib build` for these settings; what is as by default is left out."""
    given = ((setting.option, getattr(config, setting.name), setting.default) for setting in SETTINGS)
    return [part for option, value, default in given if value != default for part in (option, str(value))]

"""How a long task says how far it is: stages from one table, told to whoever listens."""

from __future__ import annotations

from typing import Final, Protocol

STAGES: Final[dict[str, str]] = {
    "read": "Reading files",
    "merge": "Matching records",
    "embed": "Reading meanings",
    "graph": "Finding neighbours",
    "layout": "Drawing the map",
    "cluster": "Finding topics",
    "refit": "Testing the topics",
    "topics": "Naming topics",
    "labels": "Asking for labels",
    "write": "Writing the atlas",
}
"""The stages of a build in their order, with the words shown for each."""

OPTIONAL_STAGES: Final = frozenset({"labels"})
"""Stages that most builds do not have."""


class Progress(Protocol):
    """Listens to a build. One stage is under way at a time."""

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """A stage of STAGES begins; `total` units of work, None if that cannot be counted."""

    def advance(self, n: int = 1) -> None:
        """`n` more units of the stage under way are done."""

    def note(self, text: str) -> None:
        """Something a person should know, in one sentence."""


class Silent:
    """A listener that does nothing."""

    def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
        """Ignore the stage."""

    def advance(self, n: int = 1) -> None:
        """Ignore the step."""

    def note(self, text: str) -> None:
        """Ignore the note."""

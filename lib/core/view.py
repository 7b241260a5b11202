"""The view: which papers one looks at, the same on every page and in the URL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from lib.core.dates import PartialDate
from lib.core.topic import Level

Undated = Literal["in", "out"]
SearchMode = Literal["words", "meaning", "both"]
SEARCH_MODES: Final[tuple[SearchMode, ...]] = ("words", "meaning", "both")

UNKNOWN: Final = ""
"""The value of a field that a paper does not have."""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on one field of the papers, by its key in `lib.explore.fields`.

    Of a field of categories a paper is in when it has one of `values`; UNKNOWN stands for papers that have none. Of a
    field of numbers it is in when its number lies from `low` to `high`, both included; None is no bound.
    """

    field: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A choice of papers. An empty part leaves nothing out.

    `topics` holds topic ids of any level, and UNASSIGNED for the papers without a topic at `level`; a paper is in when
    one of its topics is named. `undated` says what becomes of papers without a date while a date bound is set. `query`
    is searched for as `search` says: by words (lib/core/query.py has the language), by meaning, or both. `where` has
    at most one condition a field. `between` names two topics of one level: papers are in that belong to the one with
    the other as second-best.
    """

    level: Level = "default"
    topics: tuple[int, ...] = ()
    date_from: PartialDate | None = None
    date_to: PartialDate | None = None
    undated: Undated = "in"
    query: str = ""
    search: SearchMode = "words"
    where: tuple[Where, ...] = ()
    between: tuple[int, int] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no paper is left out."""
        return self.cleared() == replace(self, query=self.query.strip(), search="words")

    def cleared(self) -> View:
        """The same level with every filter taken off."""
        return View(level=self.level)

    def without_topic(self, topic_id: int) -> View:
        """The view with one topic taken off."""
        return replace(self, topics=tuple(topic for topic in self.topics if topic != topic_id))

    def condition(self, field: str) -> Where | None:
        """The condition on a field, None where there is none."""
        return next((where for where in self.where if where.field == field), None)

    def with_condition(self, where: Where) -> View:
        """The view with this condition in place of that on the same field; one that asks for nothing takes it off."""
        others = tuple(other for other in self.where if other.field != where.field)
        asks = bool(where.values) or where.low is not None or where.high is not None
        return replace(self, where=(*others, where) if asks else others)

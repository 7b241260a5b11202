"""The view: which papers one looks at, the same on every page and in the URL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from lib.core.dates import PartialDate
from lib.core.topic import Level

Undated = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class View:
    """A choice of papers. An empty part leaves nothing out.

    `topics` holds topic ids of any level, and UNASSIGNED for the papers without a topic at `level`; a paper
    is in when one of its topics is named. `words` must all occur in title or abstract, whatever their case.
    `undated` says what becomes of papers without a date while a date bound is set. `languages` holds codes of two
    letters, and "" for the papers whose language is not known.
    """

    level: Level = "default"
    topics: tuple[int, ...] = ()
    date_from: PartialDate | None = None
    date_to: PartialDate | None = None
    undated: Undated = "in"
    words: str = ""
    languages: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether no paper is left out."""
        bounds = self.date_from or self.date_to or self.undated == "out"
        return not (self.topics or self.languages or bounds or self.words.strip())

    def cleared(self) -> View:
        """The same level with every filter taken off."""
        return View(level=self.level)

    def without_topic(self, topic_id: int) -> View:
        """The view with one topic taken off."""
        return replace(self, topics=tuple(topic for topic in self.topics if topic != topic_id))

    def without_language(self, code: str) -> View:
        """The view with one language taken off."""
        return replace(self, languages=tuple(language for language in self.languages if language != code))

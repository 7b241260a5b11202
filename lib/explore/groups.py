"""Groups of papers named by short texts, as the URL keeps those that are compared.

`topic:12`, `topic:none` for the papers without a topic, `dates:2020..2022` with both ends included, `dates:2024..`,
`view`, `selection`, and `rest`: all papers that are not in the other group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from lib.core.dates import PartialDate
from lib.core.errors import UnknownGroup
from lib.core.text import cut
from lib.core.topic import UNASSIGNED, Level, Topic
from lib.core.view import View
from lib.explore.selecting import in_view
from lib.explore.store import Mask, Store

Kind = Literal["topic", "dates", "view", "selection", "rest"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_NO_TOPIC: Final = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A named group of papers."""

    kind: Kind
    name: str
    """What it is called within a sentence."""
    mask: Mask
    topic: Topic | None = None
    span: tuple[PartialDate | None, PartialDate | None] = (None, None)
    """First and last date of a group of `dates`; None is no bound."""


def kind_of(text: str) -> Kind | None:
    """What kind of group a text names, None where it names none."""
    word = text.partition(":")[0]
    return next((kind for kind in KINDS if kind == word), None)


def topic_text(topic_id: int) -> str:
    """The text of a topic's papers, or with UNASSIGNED of those without one."""
    return f"topic:{_NO_TOPIC if topic_id == UNASSIGNED else topic_id}"


def dates_text(first: PartialDate | None, last: PartialDate | None) -> str:
    """The text of the papers of a time."""
    return f"dates:{first or ''}..{last or ''}"


def find_groups(
    store: Store, one: str, other: str, *, level: Level, in_view: Mask, selected: Mask
) -> tuple[Group, Group]:
    """Find the papers of two groups.

    Parameters
    ----------
    one, other
        Texts of groups; one of them may be `rest`.
    level
        Of which papers are without a topic.
    in_view, selected
        The papers that are in view and those selected, shape (n_papers,).

    Raises
    ------
    UnknownGroup
        If a text names no group that this atlas has.
    """
    if one == other == "rest":
        raise UnknownGroup("Both groups are the rest, but of what is not said: choose a topic or a time for one.")
    if one == "rest":
        second = _find(store, other, level, in_view, selected)
        return _rest(second), second
    first = _find(store, one, level, in_view, selected)
    return first, _rest(first) if other == "rest" else _find(store, other, level, in_view, selected)


def _rest(group: Group) -> Group:
    return Group("rest", "all other papers", ~group.mask)


def _find(store: Store, text: str, level: Level, in_view: Mask, selected: Mask) -> Group:
    kind, value = kind_of(text), text.partition(":")[2]
    if kind == "topic":
        return _topic(store, value, level)
    if kind == "dates":
        return _dates(store, value)
    if text == "view":
        return Group("view", "the papers in view", in_view)
    if text == "selection":
        return Group("selection", "the selection", selected)
    raise UnknownGroup(f"{cut(text, 40)!r} names no group of papers: choose a topic or a time, say.")


def _topic(store: Store, value: str, level: Level) -> Group:
    if value == _NO_TOPIC:
        return Group("topic", "the papers without a topic", store.topic_ids[level] == UNASSIGNED)
    topic = store.topic_by_id.get(int(value)) if value.isascii() and value.isdecimal() and len(value) < 10 else None
    if topic is None:
        raise UnknownGroup(f"This atlas has no topic {cut(value, 20)!r} to compare: choose one of its topics.")
    return Group("topic", topic.name, np.equal(store.topic_ids[topic.level], topic.topic_id), topic)


def _dates(store: Store, value: str) -> Group:
    first_text, dots, last_text = value.partition("..")
    try:
        first = PartialDate.parse(first_text) if first_text else None
        last = PartialDate.parse(last_text) if last_text else None
    except ValueError:
        dots = ""
        first = last = None
    if not dots or not (first or last) or (first and last and first.first > last.last):
        raise UnknownGroup(f"{cut(value, 30)!r} is no time such as 2020..2022 or 2024-03..: choose a period anew.")
    mask = in_view(store, View(date_from=first, date_to=last, undated="out"))
    return Group("dates", _span_words(first, last), mask, span=(first, last))


def _span_words(first: PartialDate | None, last: PartialDate | None) -> str:
    if first and last:
        return first.for_people() if first == last else f"{first.for_people()} to {last.for_people()}"
    return f"from {first.for_people()}" if first else f"until {last.for_people() if last else ''}"

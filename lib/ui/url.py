"""The only place that turns what one looks at into a URL and back.

`?atlas=sample&level=fine&topic=12&topic=none&from=2023-01&to=2024-06&undated=out&q=...&search=meaning` is the view,
with `is.language=en` for a field of categories (`none`: not known), `in.citations=10..` for one of numbers, and
`between=3&between=7` for what lies between two topics; `open` is the topic and `paper` the paper that is shown; the
rest belongs to single pages. Reading never fails: what cannot be understood is left out and said in one sentence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lib.core.dates import PartialDate
from lib.core.text import cut, squeeze
from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.core.view import SEARCH_MODES, UNKNOWN, View, Where
from lib.explore.fields import CategoryField, NumberField, fields_of
from lib.explore.papers import orders_of
from lib.explore.store import Store

NO_TOPIC: Final = "none"
_NOT_KNOWN: Final = "none"
_IS, _IN = "is.", "in."
_VALUE_LENGTH: Final = 200
"""Characters read of a field's key and of a category."""
_QUERY_LENGTH: Final = 3000
"""Characters read of a query, which may be a whole abstract."""
_MOST_CONDITIONS: Final = 50

PAGE_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "by": ("month", "quarter", "year"),
    "measure": ("count", "share"),
    "names": ("top", "default", "fine", "none"),
    "group": ("topic",),
    "size": ("20", "50", "100"),
}
"""Choices that belong to one page, each with its values; the first is not the default, pages choose that."""

Params = Mapping[str, Sequence[str]]
"""Query parameters, each with all its values."""


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL says, without the page."""

    atlas: str = ""
    view: View = field(default_factory=View)
    open_topic: int | None = None
    paper: str = ""
    by: str = ""
    measure: str = ""
    names: str = ""
    group: str = ""
    size: str = ""
    """How lists of papers are parted, and how many papers stand on a page of them."""
    color: str = ""
    """Key of the field by which the map is coloured, or `date` or `match`; "" is by topic."""
    sort: str = ""
    one: str = ""
    other: str = ""
    """The two groups of papers that are compared."""
    number: int = 1
    """Page of a list, from 1."""


def read(params: Params) -> tuple[Address, list[str]]:
    """Read query parameters; returns the address and a sentence on each part that was left out."""
    problems: list[str] = []
    level = _last(params, "level")
    if level and level not in LEVELS:
        problems.append(f"The link asks for a level {cut(level, 30)!r}, which there is not; topics are shown instead.")
    known_level: Level = next((known for known in LEVELS if known == level), "default")
    undated = _last(params, "undated")
    if undated not in ("", "in", "out"):
        problems.append(f"The link's undated={cut(undated, 30)!r} is neither in nor out; undated papers are kept.")
    search = _last(params, "search")
    if search not in ("", *SEARCH_MODES):
        problems.append(
            f"The link's search={cut(search, 30)!r} is none of words, meaning and both; words are searched."
        )
    view = View(
        level=known_level,
        topics=_topics(params, problems),
        date_from=_date(params, "from", problems),
        date_to=_date(params, "to", problems),
        undated="out" if undated == "out" else "in",
        query=squeeze(_last(params, "q"))[:_QUERY_LENGTH].rstrip(),
        search=next((known for known in SEARCH_MODES if known == search), "words"),
        where=_conditions(params, problems),
        between=_between(params, problems),
    )
    if view.date_from and view.date_to and view.date_from.first > view.date_to.last:
        problems.append("The link's first date is after its last, so dates are not filtered.")
        view = replace(view, date_from=None, date_to=None)
    options = {name: _option(params, name, problems) for name in PAGE_OPTIONS}
    number = _last(params, "n")
    if number and not _whole(number):
        problems.append(f"The link's page {cut(number, 30)!r} is none; the first is shown.")
    address = Address(
        atlas=_last(params, "atlas"),
        view=view,
        open_topic=_whole(_last(params, "open")),
        paper=_last(params, "paper"),
        number=max(1, _whole(number) or 1),
        color=_last(params, "color"),
        sort=_last(params, "sort"),
        one=_last(params, "a"),
        other=_last(params, "b"),
        **options,
    )
    if _last(params, "open") and address.open_topic is None:
        problems.append(f"The link opens a topic {cut(_last(params, 'open'), 30)!r}, which there is not.")
    return address, problems


def write(address: Address) -> dict[str, list[str]]:
    """Turn an address into query parameters; what is as by default is not written."""
    view = address.view
    params: dict[str, list[str]] = {
        "atlas": [address.atlas],
        "level": [view.level] if view.level != "default" else [],
        "topic": [NO_TOPIC if topic == UNASSIGNED else str(topic) for topic in view.topics],
        "from": [str(view.date_from)] if view.date_from else [],
        "to": [str(view.date_to)] if view.date_to else [],
        "undated": ["out"] if view.undated == "out" else [],
        "q": [view.query],
        "search": [view.search] if view.search != "words" else [],
        **dict(map(_written, view.where)),
        "between": [str(topic) for topic in view.between or ()],
        "open": [str(address.open_topic)] if address.open_topic is not None else [],
        "paper": [address.paper],
        "by": [address.by],
        "measure": [address.measure],
        "names": [address.names],
        "group": [address.group],
        "size": [address.size],
        "color": [address.color],
        "a": [address.one],
        "b": [address.other],
        "sort": [address.sort],
        "n": [str(address.number)] if address.number > 1 else [],
    }
    return {name: [value for value in values if value] for name, values in params.items() if any(values)}


def check(address: Address, store: Store) -> tuple[Address, list[str]]:
    """Leave out what the open atlas does not have; returns a sentence on each such part."""
    problems = []
    view = address.view
    unknown = [topic for topic in view.topics if topic != UNASSIGNED and topic not in store.topic_by_id]
    if unknown:
        names = ", ".join(str(topic) for topic in unknown[:5])
        problems.append(f"This atlas has no topic {names}; the rest of the link is shown.")
        view = replace(view, topics=tuple(topic for topic in view.topics if topic not in unknown))
    if view.between and not all(_is_default(store, topic) for topic in view.between):
        problems.append("This atlas does not have the two topics between which the link looks; the rest is shown.")
        view = replace(view, between=None)
    view = replace(view, where=_known_conditions(view.where, store, problems))
    color, sort = address.color, address.sort
    if color not in ("", "date", "match", *fields_of(store)):
        problems.append(f"This atlas has no field {cut(color, 30)!r} to colour by; topics are coloured.")
        color = ""
    if sort and sort not in orders_of(store, is_search=True):
        problems.append(f"The link's sort={cut(sort, 30)!r} is no order that this atlas has; the usual one is shown.")
        sort = ""
    open_topic = address.open_topic
    if open_topic is not None and open_topic not in store.topic_by_id:
        problems.append(f"This atlas has no topic {open_topic}; here are the topics that it has.")
        open_topic = None
    paper = address.paper
    if paper and store.index_of(paper) is None:
        problems.append(f"This atlas has no paper {cut(paper, 60)!r}; search for it by words of its title.")
        paper = ""
    return replace(address, view=view, open_topic=open_topic, paper=paper, color=color, sort=sort), problems


def for_another_page(address: Address) -> Address:
    """What goes along to another page: the atlas, the view, the page's choices; not the place in a list."""
    return replace(address, open_topic=None, paper="", number=1)


def _last(params: Params, name: str) -> str:
    values = params.get(name) or [""]
    return values[-1].strip()


def _option(params: Params, name: str, problems: list[str]) -> str:
    value = _last(params, name)
    if value in ("", *PAGE_OPTIONS[name]):
        return value
    known = ", ".join(PAGE_OPTIONS[name])
    problems.append(f"The link's {name}={cut(value, 30)!r} is none of {known}; what is usual is shown.")
    return ""


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _topics(params: Params, problems: list[str]) -> tuple[int, ...]:
    values = list(dict.fromkeys(params.get("topic", ())))
    topics = [UNASSIGNED if value == NO_TOPIC else _whole(value) for value in values]
    strange = [cut(value, 30) for value, topic in zip(values, topics, strict=True) if topic is None]
    if strange:
        more = f" and {len(strange) - 3:,} more" if len(strange) > 3 else ""
        names = ", ".join(map(repr, strange[:3])) + more
        problems.append(f"The link names topics that there are not, {names}; the rest is shown.")
    return tuple(dict.fromkeys(topic for topic in topics if topic is not None))


def _conditions(params: Params, problems: list[str]) -> tuple[Where, ...]:
    found: dict[str, Where] = {}
    for name in list(params)[:_MOST_CONDITIONS]:
        field = name[len(_IS) :][:_VALUE_LENGTH]
        if not field or field in found:
            continue
        if name.startswith(_IS):
            values = dict.fromkeys(_read_value(value)[:_VALUE_LENGTH] for value in params[name] if value)
            found[field] = Where(field, tuple(values))
        elif name.startswith(_IN):
            where = _read_range(field, params[name])
            if where is None:
                problems.append(f"The link's {cut(name, 30)} is no range such as 10..50, so it is not filtered by.")
            else:
                found[field] = where
    return tuple(where for where in found.values() if where != Where(where.field))


def _read_range(field: str, values: Sequence[str]) -> Where | None:
    """Read `10..50`, `10..`, `..50` and `none`, in any number; None where one is none of these."""
    where = Where(field)
    for value in values:
        low, dots, high = value.partition("..")
        try:
            if value == _NOT_KNOWN:
                where = replace(where, values=(UNKNOWN,))
            elif dots:
                where = replace(where, low=_read_number(low), high=_read_number(high))
            else:
                return None
        except ValueError:
            return None
    return where


def _read_number(text: str) -> float | None:
    if not text:
        return None
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _read_value(value: str) -> str:
    """A category; one that is itself called `none`, or begins with the sign, has an `=` before it."""
    return UNKNOWN if value == _NOT_KNOWN else value.removeprefix("=")


def _written(where: Where) -> tuple[str, list[str]]:
    if where.low is None and where.high is None:
        values = [
            _NOT_KNOWN if value == UNKNOWN else f"={value}" if value == _NOT_KNOWN or value.startswith("=") else value
            for value in where.values
        ]
        return f"{_IS}{where.field}", values
    # Whole numbers without a point; of others as many digits as it takes to be the same number when read.
    low, high = ("" if bound is None else repr(float(bound)).removesuffix(".0") for bound in (where.low, where.high))
    return f"{_IN}{where.field}", [f"{low}..{high}", *([_NOT_KNOWN] if UNKNOWN in where.values else [])]


def _known_conditions(conditions: Sequence[Where], store: Store, problems: list[str]) -> tuple[Where, ...]:
    """Leave out what the atlas has no field, no category or no numbers for."""
    kept = []
    for where in conditions:
        field = fields_of(store).get(where.field)
        if field is None:
            problems.append(f"This atlas has no field {cut(where.field, 40)!r}; the rest of the link is shown.")
        elif isinstance(field, NumberField):
            kept.append(replace(where, values=tuple(value for value in where.values if value == UNKNOWN)))
        else:
            if where.low is not None or where.high is not None:
                problems.append(f"{field.title} cannot be filtered by a range, since it has no numbers.")
            meant = {value: _meant(value, field) for value in where.values}
            known = tuple(dict.fromkeys(value for values in meant.values() for value in values))
            absent = [cut(value, 30) for value, values in meant.items() if not values]
            if absent:
                names = ", ".join(absent[:5])
                problems.append(f"This atlas has no paper with {field.title} {names}; the rest of the link is shown.")
            kept.append(Where(where.field, known))
    return tuple(where for where in kept if where != Where(where.field))


def _meant(value: str, field: CategoryField) -> list[str]:
    """The field's values that a link names: one, or where it was cut all that begin so."""
    if value == UNKNOWN or value in field.values:
        return [value]
    return [known for known in field.values if known.startswith(value)] if len(value) == _VALUE_LENGTH else []


def _between(params: Params, problems: list[str]) -> tuple[int, int] | None:
    values = params.get("between", ())
    topics = [topic for topic in map(_whole, values) if topic is not None]
    if len(values) == len(topics) == 2 and topics[0] != topics[1]:
        return topics[0], topics[1]
    if values:
        problems.append("The link's between does not name two topics, so it is not filtered by.")
    return None


def _is_default(store: Store, topic_id: int) -> bool:
    topic = store.topic_by_id.get(topic_id)
    return topic is not None and topic.level == "default"


def _date(params: Params, name: str, problems: list[str]) -> PartialDate | None:
    text = _last(params, name)
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        problems.append(f"The link's date {cut(text, 30)!r} is none such as 2024-03, so it is not filtered by.")
        return None

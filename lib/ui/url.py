"""The only place that turns what one looks at into a URL and back.

`?atlas=sample&level=fine&topic=12&topic=none&from=2023-01&to=2024-06&undated=out&lang=en&q=...` is the view; `open`
is the topic and `paper` the paper that is shown; the rest belongs to single pages. Reading never fails: what cannot be
understood is left out and said in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lib.core.dates import PartialDate
from lib.core.languages import language_name
from lib.core.text import cut, squeeze
from lib.core.topic import LEVELS, UNASSIGNED, Level
from lib.core.view import View
from lib.explore.store import Store

NO_TOPIC: Final = "none"
UNKNOWN_LANGUAGE: Final = "none"
_LANGUAGE_LENGTH: Final = 200
"""Characters read of a language: where it has no code it is what the record says, a sentence at times."""

PAGE_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "by": ("month", "quarter", "year"),
    "measure": ("count", "share"),
    "sort": ("surest", "newest", "oldest", "title"),
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
    sort: str = ""
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
    view = View(
        level=known_level,
        topics=_topics(params, problems),
        date_from=_date(params, "from", problems),
        date_to=_date(params, "to", problems),
        undated="out" if undated == "out" else "in",
        words=squeeze(_last(params, "q"))[:500].rstrip(),
        languages=_languages(params),
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
        "lang": [code or UNKNOWN_LANGUAGE for code in view.languages],
        "q": [view.words],
        "open": [str(address.open_topic)] if address.open_topic is not None else [],
        "paper": [address.paper],
        "by": [address.by],
        "measure": [address.measure],
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
    absent = [code for code in view.languages if code not in store.language_names]
    if absent:
        names = ", ".join(cut(language_name(code), 30) for code in absent[:5])
        problems.append(f"This atlas has no paper in {names}; the rest of the link is shown.")
        view = replace(view, languages=tuple(code for code in view.languages if code not in absent))
    open_topic = address.open_topic
    if open_topic is not None and open_topic not in store.topic_by_id:
        problems.append(f"This atlas has no topic {open_topic}; here are the topics that it has.")
        open_topic = None
    paper = address.paper
    if paper and store.index_of(paper) is None:
        problems.append(f"This atlas has no paper {cut(paper, 60)!r}; search for it by words of its title.")
        paper = ""
    return replace(address, view=view, open_topic=open_topic, paper=paper), problems


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


def _languages(params: Params) -> tuple[str, ...]:
    codes = (squeeze(value)[:_LANGUAGE_LENGTH].rstrip() for value in params.get("lang", ()))
    return tuple(dict.fromkeys("" if code == UNKNOWN_LANGUAGE else code for code in codes if code))


def _date(params: Params, name: str, problems: list[str]) -> PartialDate | None:
    text = _last(params, name)
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        problems.append(f"The link's date {cut(text, 30)!r} is none such as 2024-03, so it is not filtered by.")
        return None

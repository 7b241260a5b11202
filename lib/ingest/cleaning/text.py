"""The one way that the texts of all formats go: repaired, freed of markup and boilerplate, each step written down.

A text without any sign of what is cleaned away, as most are, costs one look.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final, NamedTuple

from lib.core.text import cut, squeeze
from lib.ingest.cleaning import boilerplate
from lib.ingest.cleaning.characters import join_lines, without_unseen
from lib.ingest.cleaning.latex import latex_to_text, may_hold_latex
from lib.ingest.cleaning.markup import entities, tags_to_text
from lib.ingest.cleaning.mojibake import repair

LONGEST: Final = 300
"""Characters of what is shown of a change."""

_SHORT: Final = 200
"""Characters that may be cut from a text even if they are more than half of it: a copyright line behind a sentence."""

_ROUNDS: Final = 6
"""What one step uncovers another one cleans, such as tags that were escaped. Texts that do not come to rest in so many
rounds are none that a person wrote."""

_BLANKS = re.compile(r"[^\S\n]+")
# Each match begins with one of a set of characters, which is searched for several times as fast as alternatives are.
_ODD = re.compile(
    r"[\\&<{$~`\-\x00-\x08\x0e-\x1b\x7f-\uffff\U00010000-\U0010ffff](?:(?<![`-])|(?<=`)`|(?<=-)(?:-|[ \t]*\n))"
)
"""Any character that a step but those for boilerplate looks for."""


class Done(NamedTuple):
    """One kind of cleaning that changed a text: the piece taken away, or before -> after, and why."""

    what: str
    why: str


class Cleaned(NamedTuple):
    """A text on one line, and what was done to it; joined lines and doubled blanks are not told."""

    text: str
    done: tuple[Done, ...] = ()


class _Step(NamedTuple):
    clean: Callable[[str], str]
    why: str
    cuts: bool = False
    """Whether it cuts prose away, which must not be half of the text."""
    may_empty: bool = False
    """Whether nothing may remain: where nothing could be seen."""


_CHARACTERS: Final = (
    _Step(repair, "letters that a wrong encoding had garbled were repaired"),
    _Step(without_unseen, "characters that cannot be seen were taken out", may_empty=True),
    _Step(join_lines, "a word parted at the end of a line was joined"),
)
_MARKUP: Final = (
    _Step(entities, "HTML entities were written as characters"),
    _Step(tags_to_text, "tags of HTML, JATS or MathML were written as text"),
    _Step(lambda text: latex_to_text(text) if may_hold_latex(text) else text, "LaTeX was written as text"),
)
_FEED: Final = (_Step(boilerplate.without_feed_tail, "the mark of arXiv's feed was taken away", cuts=True),)
_SERVICES: Final = (
    _Step(boilerplate.without_markers, "markers of the preprint server were taken out"),
    _Step(boilerplate.without_head, "a heading that only says abstract was taken away", cuts=True),
    _Step(boilerplate.part_headings, "a heading was parted from the text that it was glued to"),
    _Step(boilerplate.without_rights, "a copyright line was taken away", cuts=True),
)
_OF_ALL: Final = _CHARACTERS + _MARKUP
_OF_TITLES: Final = _OF_ALL + _FEED
_BRACES: Final = str.maketrans("", "", "{}")
_OF_NAMES: Final = (*_OF_ALL, _Step(lambda text: text.translate(_BRACES), "braces around a name were taken away"))


def clean_title(text: str) -> Cleaned:
    """Clean a title, or the name of a journal."""
    if not _ODD.search(text) and "(arXiv:" not in text:
        return Cleaned(squeeze(text))
    return _cleaned(text, _OF_TITLES)


def clean_name(text: str) -> Cleaned:
    """Clean a person's name; braces around parts of it say that these are not to be split, and go."""
    return _cleaned(text, _OF_NAMES) if _ODD.search(text) else Cleaned(squeeze(text))


def clean_abstract(text: str) -> Cleaned:
    """Clean an abstract; one that says only that there is none, or that the paper was withdrawn, becomes ""."""
    if why := boilerplate.says_nothing(text):
        return Cleaned("", (_none(text, why),))
    steps: list[_Step] = [*_OF_ALL] if _ODD.search(text) else []
    if "_LI" in text or "_ST_ABS" in text or "_FIG" in text or "_SC" in text or "_TBL" in text:
        steps.append(_SERVICES[0])
    steps += _SERVICES[1:]
    if "(arXiv:" in text:
        steps += _FEED
    cleaned = _cleaned(text, tuple(steps))
    if why := boilerplate.says_nothing(cleaned.text):
        return Cleaned("", (*cleaned.done, _none(cleaned.text, why)))
    return cleaned


def _none(text: str, why: str) -> Done:
    return Done(cut(squeeze(text), LONGEST), f"{why}, so it is none")


def _cleaned(text: str, steps: tuple[_Step, ...]) -> Cleaned:
    """Go through the steps again and again, until nothing changes: then line ends go too, which some steps look at."""
    done: dict[str, Done] = {}
    start = text
    for _ in range(_ROUNDS):
        before = text
        for step in steps:
            text = _after(text, step, done)
        text = _single_blanks(text)
        if text == before:
            text = squeeze(text)
            if text == before:
                return Cleaned(text, tuple(done.values()))
    return Cleaned(squeeze(without_unseen(start)))


def _single_blanks(text: str) -> str:
    """The text with one blank for several, its line ends as they are."""
    # Most have neither line ends nor blanks in a row, which a look tells.
    return text if text.isprintable() and "  " not in text else _BLANKS.sub(" ", text)


def _after(text: str, step: _Step, done: dict[str, Done]) -> str:
    """The text after a step, which is written down, or as it was if too little of it would remain."""
    after = step.clean(text)
    if after == text:
        return text
    nothing = text.strip() and not after.strip() and not step.may_empty
    if nothing or (step.cuts and _takes_too_much(text, after)):
        why = f"left as it is, since little would remain: {step.why}"
        done.setdefault(why, Done(_difference(text, after), why))
        return text
    done.setdefault(step.why, Done(_difference(text, after), step.why))
    return after


def _takes_too_much(before: str, after: str) -> bool:
    n_before, n_after = len(before.strip()), len(after.strip())
    return 2 * n_after < n_before and n_before - n_after > _SHORT


def _difference(before: str, after: str) -> str:
    """The piece that was taken away, or what it was and became; without what is the same on both sides."""
    most = min(len(before), len(after))
    # Looked for by halves: letter by letter, this took longer than much of the cleaning itself.
    first = bisect_left(range(most), True, key=lambda place: before[: place + 1] != after[: place + 1])
    last = bisect_left(range(most - first), True, key=lambda place: before[-1 - place :] != after[-1 - place :])
    if first == len(after) or last == len(after):
        return cut(squeeze(before[first:] if first == len(after) else before[: len(before) - last]), LONGEST)
    first = before.rfind(" ", 0, first) + 1
    behind = before.find(" ", len(before) - last)
    last = len(before) - behind if behind >= 0 else 0
    old, new = squeeze(before[first : len(before) - last]), squeeze(after[first : len(after) - last])
    return cut(f"{cut(old, LONGEST // 2 - 2)} -> {cut(new, LONGEST // 2 - 2)}" if new else old, LONGEST)

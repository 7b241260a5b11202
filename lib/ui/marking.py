"""Text of a paper as Markdown in which some of its words stand out."""

from __future__ import annotations

from collections.abc import Sequence

from lib.explore.why import Span
from lib.ui.context import Context
from lib.ui.words import md


def marked(context: Context, text: str, terms: Sequence[Span] = ()) -> str:  # noqa: ARG001 - the view's search is to be marked too
    """Escape a text, with the words of its topic on a grey ground; `terms` has their places, in order, none twice."""
    parts = []
    place = 0
    for start, end in terms:
        parts += [_plain(text[place:start]), f":gray-background[{md(text[start:end])}]"]
        place = end
    return "".join([*parts, _plain(text[place:])]).strip()


def _plain(text: str) -> str:
    """Escape a part of a text; blanks at its ends stay, and a colon at its end is none of a mark that follows."""
    before = " " if text[:1].isspace() else ""
    behind = " " if text[-1:].isspace() and text.strip() else ""
    escaped = md(text)
    if escaped.endswith(":") and not escaped.endswith("\\:"):
        escaped = f"{escaped[:-1]}\\:"
    return f"{before}{escaped}{behind}"

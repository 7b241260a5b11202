"""HTML, JATS and MathML to text: entities are read, tags taken out, and what stands above and below the line is kept.

Only tags with a known name count: `a < b` and `p<0.05` are none, and neither is the mean value `<k>`.
"""

from __future__ import annotations

import html
import re
from typing import Final

from lib.ingest.cleaning.mathml import DROPPED, ELEMENTS, written
from lib.ingest.cleaning.scripts import lowered, raised
from lib.ingest.cleaning.words import words

_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"<(/?)(?:(?:jats|mml|m|xhtml|ce|sb):)?([A-Za-z][A-Za-z0-9-]{0,30})"
    r"((?:\s+[A-Za-z_][\w:.-]{0,60}\s{0,3}=\s{0,3}(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|[^\s\"'<>]{1,300})){0,12})\s{0,9}(/?)>"
)
_COMMENT = re.compile(r"<!--[^<>]{0,1000}-->|<!\[CDATA\[|\]\]>")
_OPENS_MATHML = re.compile(r"<(?:\w{1,5}:)?math[\s>]")

_BLOCKS: Final = words(
    "p div br hr ul ol li dl dt dd table thead tbody tr td th title sec section abstract abstracttext list "
    "list-item disp-formula h1 h2 h3 h4 h5 h6 blockquote pre break para simple-para body article"
)
_INLINE: Final = words(
    "a b i u s q em strong small big span font code tt cite label center strike del ins mark abbr dfn var kbd samp "
    "img italic bold sc monospace underline overline roman sans-serif inline-formula inline-graphic alternatives "
    "tex-math xref ext-link uri email named-content styled-content formula inf sub sup scp bibr graphic fn"
)
_KNOWN: Final = _BLOCKS | _INLINE | ELEMENTS
_HEADS: Final = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6", "label"})
_BELOW: Final = frozenset({"sub", "inf"})
_BUILT: Final = ELEMENTS | _BELOW | {"sup", "tex-math"}
"""Elements whose text is put together when they end."""

# In angle brackets these letters are more often a mean value or a variable than a tag, so they need their other half.
_NEED_PAIR: Final = frozenset(
    {"a", "b", "i", "u", "s", "q", "p", "em", "tt", "th", "td", "tr", "sc", "big", "none", "ms"}
)
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:])\s*$")


def entities(text: str) -> str:
    """Read entities, also those that were escaped twice; an ampersand that begins none stays."""
    return _ENTITY.sub(lambda match: _entity(match), text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    short = f"&{match[1]};"
    char = html.unescape(short)
    # "&ampx;" is no entity with a name of its own, and what is read as two things is none either.
    return char if not char.endswith(";") or char == ";" else match[0]


def tags_to_text(text: str) -> str:
    """Take out the tags of HTML and JATS, and write formulas of MathML in one line."""
    if "<" not in text:
        return text
    return _Taken(_COMMENT.sub("", text)).text()


class _Taken:
    """One pass over a text's tags; open elements lie on a stack, so that time is linear in the text's length."""

    def __init__(self, text: str) -> None:
        self._source = text
        self._closed = {match[1].lower() for match in re.finditer(r"</(?:\w{1,5}:)?([A-Za-z][\w-]{0,30})\s*>", text)}
        self._stack: list[tuple[str, list[str]]] = [("", [])]
        self._open: dict[str, int] = {}
        self._has_mathml = bool(_OPENS_MATHML.search(text))

    def text(self) -> str:
        end = 0
        for match in _TAG.finditer(self._source):
            name = match[2].lower()
            if name not in _KNOWN or not self._is_tag(match, name):
                continue
            self._add(self._source[end : match.start()])
            end = match.end()
            if match[1]:
                self._close(name)
            elif match[4]:
                self._add(" " if name in _BLOCKS or name == "mspace" else "")
            else:
                self._begin(name)
        self._add(self._source[end:])
        while len(self._stack) > 1:
            self._end_last()
        return "".join(self._stack[0][1])

    def _is_tag(self, match: re.Match[str], name: str) -> bool:
        if match[1] or match[3] or match[4] or name not in _NEED_PAIR or name in self._closed:
            return True
        return name == "p" and bool(_ENDS_SENTENCE.search(self._source[max(0, match.start() - 20) : match.start()]))

    def _add(self, piece: str) -> None:
        if piece:
            name, parts = self._stack[-1]
            # Between the elements of a formula white space says nothing.
            parts.append(piece if name not in ELEMENTS or name in {"mtext", "ms"} else piece.strip())

    def _begin(self, name: str) -> None:
        if name in _BUILT:
            self._stack.append((name, []))
            self._open[name] = self._open.get(name, 0) + 1
        elif name in _BLOCKS:
            self._add("\n")

    def _close(self, name: str) -> None:
        if name in _BUILT:
            if self._open.get(name):
                while self._end_last() != name:
                    pass
        elif name in _HEADS:
            self._head()
        elif name in _BLOCKS:
            self._add("\n")

    def _head(self) -> None:
        """A heading ends: a colon parts it from its text, unless it has a sign of its own."""
        parts = self._stack[-1][1]
        last = parts[-1].rstrip() if parts else ""
        if last:
            parts[-1] = last + (": " if last[-1].isalnum() or last[-1] in ")]" else " ")

    def _end_last(self) -> str:
        name, parts = self._stack.pop()
        self._open[name] -= 1
        _, around = self._stack[-1]
        if name in _BELOW:
            around.append(lowered(_tail(around), "".join(parts)))
        elif name == "sup":
            around.append(raised(_tail(around), "".join(parts)))
        elif name == "tex-math":
            if not self._has_mathml:
                around.append("".join(parts))
        elif name not in DROPPED:
            around.append(written(name, parts))
        return name


def _tail(parts: list[str]) -> str:
    return next((part for part in reversed(parts[-3:]) if part), "")

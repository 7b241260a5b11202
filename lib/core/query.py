"""The language of keyword search, as a value and its parser.

    dense retrieval            both words          title:word  abstract:word  author:name  venue:name
    "dense retrieval"          the phrase          year:2023  year:2023..2025  year:2023..  year:..2025
    retriev*                   a beginning         topic:words-of-its-label  topic:12
    a OR b, a AND b, NOT a, -a, (a OR b) c         title:(a OR b)

Operators are in capitals; NOT binds before AND, AND before OR. Any text is a query: what cannot be understood is read
as words or left out, and a sentence says so. What a word is, `lib.core.tokens` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple, get_args

from lib.core.plurals import number_forms
from lib.core.text import cut
from lib.core.tokens import is_unspaced, words_in

TextField = Literal["title", "abstract", "author", "venue"]
TEXT_FIELDS: Final[tuple[TextField, ...]] = get_args(TextField)
EVERYWHERE: Final[tuple[TextField, ...]] = ("title", "abstract", "author")
"""The fields in which words without a field are looked for."""

MOST_WORDS: Final = 100
"""Words of a query that are searched for."""

_FIELDS: Final = (*TEXT_FIELDS, "year", "topic")
_DEEPEST: Final = 20
_MOST_PROBLEMS: Final = 5
_SHORTEST_PREFIX: Final = 2
"""Letters; what begins with one letter is nearly everything, and slow to gather."""

_QUOTES: Final = '"“”„‟'
_FIELD: Final = re.compile(r"([^\W\d_]+):")
_RUN: Final = re.compile(rf"[^\s(){_QUOTES}]+")
_QUOTED: Final = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]\*?)?")
_YEARS: Final = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row, one or more, folded; with `is_prefix` the last may go on. `field` None: any of EVERYWHERE.

    A word alone stands for its singular and plural too, but for one in quotation marks (`is_exact`) and in names.
    `written` is how they stand in the query.
    """

    words: tuple[str, ...]
    field: TextField | None = None
    is_prefix: bool = False
    is_exact: bool = False
    written: str = dataclass_field(default="", compare=False, repr=False)

    @property
    def is_name(self) -> bool:
        """Whether they are looked for in names, which mean nothing themselves."""
        return self.field in ("author", "venue")

    @property
    def forms(self) -> tuple[Words, ...]:
        """What is looked for, each exactly; any of them will do."""
        if len(self.words) > 1 or self.is_prefix or self.is_exact or self.is_name:
            return (self,)
        return tuple(replace(self, words=(form,), is_exact=True) for form in number_forms(self.words[0]))

    @property
    def fields(self) -> tuple[TextField, ...]:
        """Where they are looked for."""
        return EVERYWHERE if self.field is None else (self.field,)


@dataclass(frozen=True, slots=True)
class InTopic:
    """Papers of topics whose label has all of these words, or whose number is the only one."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class InYears:
    """Papers whose date overlaps these years, both included; None is no bound."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    """Papers in all of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Papers in any of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that are not in the part."""

    part: Node


Node = Words | InTopic | InYears | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; `root` is None where nothing is. `problems` are sentences for people."""

    root: Node | None
    problems: tuple[str, ...] = ()

    def leaves(self) -> Iterator[Words | InTopic | InYears]:
        """What papers are to have: the conditions that stand under no NOT, in their order."""
        if self.root is not None:
            yield from _leaves(self.root)

    def split(self) -> tuple[Query, Query]:
        """The free words, and the conditions that all papers are to meet besides: years, topics, names and NOT."""
        parts = _parts(self.root)
        free = [part for part in parts if not _is_condition(part)]
        conditions = [part for part in parts if _is_condition(part)]
        return Query(_joined(And, free)), Query(_joined(And, conditions))


def free_text(text: str) -> str:
    """What a search by meaning beside one by words understands of a query: its free words, as they are written.

    A text without conditions and operators is understood as a whole; where conditions are all, nothing is left.

    >>> free_text("What is a graph?"), free_text("graph -title:walk year:2023"), free_text("author:moor")
    ('What is a graph?', 'graph', '')
    """
    free, conditions = parse(text).split()
    leaves = [leaf for leaf in free.leaves() if isinstance(leaf, Words) and not leaf.is_name]
    has_operators = conditions.root is not None or any(
        isinstance(part, Or) or (isinstance(part, Words) and part.field is not None) for part in _parts(free.root)
    )
    return " ".join(leaf.written for leaf in leaves) if has_operators else text.strip()


def parse(text: str) -> Query:
    """Read a query; linear in its length, whatever it is."""
    problems: list[str] = []
    tokens = _without_loose_operators(_balanced(list(_tokens(text, problems)), problems), problems)
    root = _Parser(tokens, problems).parse()
    return Query(root, tuple(dict.fromkeys(problems))[:_MOST_PROBLEMS])


def _leaves(node: Node) -> Iterator[Words | InTopic | InYears]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part)
    elif not isinstance(node, Not):
        yield node


def _parts(node: Node | None) -> tuple[Node, ...]:
    """What a query joins by AND, also within parentheses."""
    if node is None:
        return ()
    return tuple(inner for part in node.parts for inner in _parts(part)) if isinstance(node, And) else (node,)


def _is_condition(node: Node) -> bool:
    """Whether it is one that a paper meets or does not, with nothing in it to be understood."""
    if isinstance(node, And | Or):
        return all(map(_is_condition, node.parts))
    return node.is_name if isinstance(node, Words) else True


def _joined(kind: type[And] | type[Or], parts: Sequence[Node]) -> Node | None:
    return kind(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


class _Token(NamedTuple):
    """A word, phrase, parenthesis or operator as it stands; `field` is what stands before it with a colon."""

    kind: Literal["word", "phrase", "(", ")", "AND", "OR", "NOT"]
    text: str
    field: str = ""


def _tokens(text: str, problems: list[str]) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
        elif text[place] == ")":
            yield _Token(")", ")")
            place += 1
        elif _is_minus(text, place):
            yield _Token("NOT", "-")
            place += 1
        else:
            field = _field(text, place, problems)
            place += len(field) + 1 if field else 0
            token, place = _operand(text, place, field.lower(), problems)
            yield token


def _is_minus(text: str, place: int) -> bool:
    """Whether a minus means NOT: before a word and behind a blank. One before a digit belongs to the number."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    starts = not before or before.isspace() or before == "("
    return text[place] == "-" and starts and bool(after) and not (after.isspace() or after.isdigit() or after in "-)")


def _field(text: str, place: int, problems: list[str]) -> str:
    """The name of the field at this place, as it is written; empty where there is none."""
    match = _FIELD.match(text, place)
    if match is None:
        return ""
    name, after = match[1], text[match.end() : match.end() + 1]
    if name.lower() in _FIELDS:
        if after and not after.isspace() and after != ")":
            return name
        problems.append(f"“{name}:” has nothing right behind it and is read as a word; write {name.lower()}:word.")
    elif after and not after.isspace() and (near := get_close_matches(name.lower()[:20], _FIELDS, n=1, cutoff=0.75)):
        problems.append(f"There is no field “{name}:”, so it is read as a word; did you mean {near[0]}:?")
    return ""


def _operand(text: str, place: int, field: str, problems: list[str]) -> tuple[_Token, int]:
    """What stands at a place that is neither a blank nor a closing parenthesis, and the place behind it."""
    if text[place] == "(":
        return _Token("(", "(", field), place + 1
    quoted = _QUOTED.match(text, place)
    if quoted is not None:
        inner, end = quoted[1], quoted[2]
        if end is None:
            problems.append(
                f"The quotation mark at “{_shown(inner)}” is not closed; it is read as if it ended the query."
            )
        return _Token("phrase", inner + (end or "")[1:], field), quoted.end()
    run = _RUN.match(text, place)
    assert run is not None
    word = run[0]
    if not field and word in ("AND", "OR", "NOT"):
        kind: Literal["AND", "OR", "NOT"] = word  # type: ignore[assignment]  # one of the three, as just seen
        return _Token(kind, word), run.end()
    return _Token("word", word, field), run.end()


def _balanced(tokens: list[_Token], problems: list[str]) -> list[_Token]:
    """Leave out parentheses without a partner, and those that stand too deep."""
    dropped: set[int] = set()
    open_at: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "(":
            open_at.append(place)
            if len(open_at) > _DEEPEST:
                problems.append(f"Parentheses stand more than {_DEEPEST} deep; the inner ones are left out.")
        elif token.kind == ")":
            if not open_at:
                dropped.add(place)
                before = f"behind “{_shown(tokens[place - 1].text)}”" if place else "at the beginning"
                problems.append(f"The closing parenthesis {before} has no opening one; it is left out.")
            elif len(open_at) > _DEEPEST:
                dropped |= {open_at.pop(), place}
            else:
                open_at.pop()
    for place in open_at:
        dropped.add(place)
        after = f"before “{_shown(tokens[place + 1].text)}”" if place + 1 < len(tokens) else "at the end"
        problems.append(f"The parenthesis {after} is not closed; it is left out.")
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _without_loose_operators(tokens: list[_Token], problems: list[str]) -> list[_Token]:
    """Leave out operators that lack what they join."""
    before_end: list[_Token] = []
    for token in reversed(tokens):
        after = before_end[-1].kind if before_end else ")"
        if token.kind in ("AND", "OR", "NOT") and after in (")", "AND", "OR"):
            problems.append(f"“{token.text}” has nothing behind it that it could apply to; it is left out.")
        else:
            before_end.append(token)
    kept: list[_Token] = []
    for token in reversed(before_end):
        before = kept[-1].kind if kept else "("
        if token.kind in ("AND", "OR") and before in ("(", "AND", "OR"):
            problems.append(f"“{token.text}” has nothing before it that it could join; it is left out.")
        else:
            kept.append(token)
    return kept


class _Parser:
    """Reads tokens whose parentheses and operators fit."""

    def __init__(self, tokens: list[_Token], problems: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._problems = problems
        self._n_words = 0

    def parse(self) -> Node | None:
        return self._either("")

    @property
    def _next(self) -> str:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else ")"

    def _take(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _either(self, field: str) -> Node | None:
        parts = [self._all(field)]
        while self._next == "OR":
            self._take()
            parts.append(self._all(field))
        return _joined(Or, [part for part in parts if part is not None])

    def _all(self, field: str) -> Node | None:
        parts: list[Node | None] = []
        while self._next not in ("OR", ")"):
            if self._next == "AND":
                self._take()
            parts.append(self._one(field))
        return _joined(And, [part for part in parts if part is not None])

    def _one(self, field: str) -> Node | None:
        is_wanted = True
        while self._next == "NOT":
            self._take()
            is_wanted = not is_wanted
        token = self._take()
        if token.kind == "(":
            node = self._either(token.field or field)
            self._take()
        else:
            node = self._leaf(token, token.field or field)
        return node if is_wanted or node is None else Not(node)

    def _leaf(self, token: _Token, field: str) -> Node | None:
        if field == "year":
            return self._years(token.text)
        text = token.text.rstrip("*")
        words = tuple(words_in(text))
        if not words:
            # A dash or an ampersand between words is no mistake.
            if token.kind == "phrase" or token.field:
                self._problems.append(f"There is no word in “{_shown(token.text)}”; it is left out.")
            return None
        self._n_words += len(words)
        if self._n_words > MOST_WORDS:
            self._problems.append(
                f"Only the first {MOST_WORDS} words are searched for; long texts are better searched for by meaning."
            )
            return None
        is_prefix = self._is_prefix(token, text, words[-1])
        if field == "topic":
            return InTopic(words, is_prefix)
        text_field = next((known for known in TEXT_FIELDS if known == field), None)
        is_exact = token.kind == "phrase" and len(words) == 1 and not is_prefix
        return Words(words, text_field, is_prefix, is_exact, text)

    def _is_prefix(self, token: _Token, text: str, last: str) -> bool:
        """Whether the star at the end, if there is one, stands for more letters."""
        if re.search(r"\w\*\w", text):
            self._problems.append(
                f"The star within “{_shown(token.text)}” is left out; it can only stand at a word's end, as in word*."
            )
        if text == token.text or not words_in(text[-1]) or is_unspaced(last):
            return False
        if len(last) < _SHORTEST_PREFIX:
            self._problems.append(
                f"“{_shown(token.text)}” is read without its star; put at least {_SHORTEST_PREFIX} letters before it."
            )
            return False
        return True

    def _years(self, text: str) -> Node | None:
        match = _YEARS.fullmatch(text.strip())
        if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            self._problems.append(
                f"“{_shown(text)}” is no year and is left out; write year:2023, year:2023..2025, year:2023.. or "
                "year:..2025."
            )
            return None
        first, last = (int(part) if part else None for part in (match[1], match[3]))
        if not match[2]:
            year = last if first is None else first
            return InYears(year, year)
        if first is not None and last is not None and first > last:
            self._problems.append(f"The years {first} to {last} are read as {last} to {first}.")
            first, last = last, first
        return InYears(first, last)


def _shown(text: str) -> str:
    return cut(" ".join(text[:200].split()), 40)

r"""LaTeX to text: accents, commands and formulas.

Formulas become a line that can be read and searched: `$O(n^{2}\log n)$` is O(n^2 log n), `$\alpha\leq\frac{1}{2}$` is
α≤1/2. One that cannot be told so, such as a matrix, stays as it stands. Outside formulas a command counts only if it is
known, so paths of Windows and code keep their backslashes. Letters of `mathcal`, `mathfrak` and the like become plain
ones, which every font has and every keyboard finds. pylatexenc, which knows more of LaTeX, takes 3.5 milliseconds for
an abstract, sixty times as long where there is LaTeX in it (2,000 of arXiv's), and knows no code beside it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Final

from lib.ingest.cleaning.scripts import grouped, lowered, raised
from lib.ingest.cleaning.symbols import (
    ACCENTS,
    ACCENTS_OF_FORMULAS,
    BLACKBOARD,
    DROPPED,
    ESCAPED,
    LETTERS,
    LOOKS,
    NAMES,
    NOTHING,
    OF_FORMULAS_ALONE,
    ONLY_IN_FORMULAS,
    SIGNS,
    SPACES,
    SWITCHES,
)
from lib.ingest.cleaning.words import words

_DEPTH: Final = 30
"""Groups within groups that are read; deeper ones stay as they stand."""

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\[^\s\"'<>|*?{}$^\\]+(?:\\[^\s\"'<>|*?{}$^\\]*)*|\\\\[\w.-]+\\[^\s{}$^]*")
# Each match begins with one of a set of characters, which is searched for several times as fast as alternatives are.
_SPECIAL = re.compile(
    r"[\\{}$~_^`-](?:(?<=[\\{}$~])|(?<=[_^])(?=\{)|(?<=`)`"
    r"|(?<=\w-)-(?=\w)|(?<=\w-)--(?=[\w\s])|(?<=\s-)--(?=\s))"
)
_IN_FORMULA = re.compile(r"[\\{}$~^_\s]")
_FORMULA = re.compile(r"\$\$((?:[^$\\]|\\.){1,3000})\$\$|\$((?:[^$\\]|\\.){1,2000})\$", re.DOTALL)
_BRACKETED = {"(": "\\)", "[": "\\]"}
_SCRIPT = re.compile(r"([_^])(?:\(([^()]+)\)|([^\s_^(]+))")
_MOLECULE = re.compile(r"(?:[A-Z][a-z]?(?:_\d+)?){1,12}")
_WORDS = re.compile(r"[A-Za-z]{3,}[,.]?\s+[A-Za-z]{2,}")
_PROTECTED = re.compile(r"[^\W_](?:[\w .'’/+&–-]{0,200}[^\W_.]|[.'’+])?")
_QUOTED = re.compile(r"``([^`]{1,300}?)''")
_ESCAPED_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')
_IN_WORD = re.compile(r"[A-Za-z-]\\[/-][A-Za-z]")
_OPTION = re.compile(r"\s{0,3}\[[^\[\]{}]{0,100}\]")
_DOCUMENT = re.compile(r"\\documentclass[^$]{0,1500}?\\begin\{document\}(.{1,1000}?)\\end\{document\}", re.DOTALL)
_ENVIRONMENT = re.compile(r"\{([A-Za-z]{1,20}\*?)\}")
_TEXT_ENVIRONMENTS: Final = words(
    "itemize enumerate description abstract quote quotation center document flushleft thm theorem lemma proof"
)
_GREEK: Final = {name: sign for name, sign in SIGNS.items() if len(sign) == 1 and "Α" <= sign <= "ϖ"} | {
    **{"degrees": "°", "approx": "≈", "+/-": "±", "micro": "μ", "middle dot": "·", "infty": "∞", "le": "≤", "ge": "≥"},
    **{"leq": "≤", "geq": "≥", "times": "×", "pm": "±", "+-": "±", "degree": "°", "\\deg": "°"},
}
"""Signs that medRxiv writes as words in braces, and arXiv's own degree."""
_WITH_ARGUMENT: Final = ACCENTS_OF_FORMULAS | {"frac", "sqrt"}
_UMLAUTS: Final = frozenset("aeiouyAEIOUYı")


class _Unreadable(Exception):
    """A formula that one line cannot hold; it never leaves this file."""


def may_hold_latex(text: str) -> bool:
    """Whether there is any sign that LaTeX needs."""
    return "\\" in text or "{" in text or "$" in text or "~" in text or "``" in text or "--" in text


def latex_to_text(text: str) -> str:
    """Write LaTeX as text; what is no LaTeX, or cannot be told from code, stays."""
    if "\\documentclass" in text:
        text = _DOCUMENT.sub(lambda match: match[1], text)
    parser = _Parser(text)
    return parser.prose(0, len(text), 0)


class _Parser:
    """Reads a text by position; `prose` is text and `formula` what stands between dollars."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.close = _braces(text) if "{" in text else {}
        self.code_quotes = '\\"' in text and bool(_ESCAPED_QUOTE.search(text))
        may_hold_path = ":\\" in text or "\\\\" in text
        self.paths = [match.span() for match in _PATH.finditer(text)] if may_hold_path else []

    # --- text ----------------------------------------------------------------------------------------------------

    def prose(self, start: int, end: int, depth: int) -> str:
        """The text between two positions, outside formulas."""
        if depth > _DEPTH:
            return self.text[start:end]
        text = self.text
        out: list[str] = []
        place = start
        while (match := _SPECIAL.search(text, place, end)) is not None:
            out.append(text[place : match.start()])
            if stop := self._end_of_path(match.start()):
                place = min(stop, end)
                out.append(text[match.start() : place])
            else:
                place = self._special(match, out, end, depth)
        out.append(text[place:end])
        return "".join(out)

    def _end_of_path(self, place: int) -> int:
        """Where the path ends that a position lies in; 0 if it lies in none."""
        nearest = bisect_right(self.paths, place, key=lambda path: path[0]) - 1
        return self.paths[nearest][1] if nearest >= 0 and self.paths[nearest][1] > place else 0

    def _special(self, match: re.Match[str], out: list[str], end: int, depth: int) -> int:
        sign, place = match[0], match.start()
        if sign == "\\":
            return self._command(place, out, end, depth)
        if sign == "$":
            return self._dollar(place, out, end, depth)
        if sign == "{":
            return self._group(place, out, end, depth)
        if sign in "_^":
            return self._script(place, out, end, depth)
        if sign == "~":
            out.append(" " if self._is_tie(place) else "~")
        elif sign == "``":
            if (quoted := _QUOTED.match(self.text, place, end)) is not None:
                out.append("“" + self.prose(quoted.start(1), quoted.end(1), depth + 1) + "”")
                return quoted.end()
            out.append(sign)
        elif sign.startswith("--"):
            out.append("–" if len(sign) == 2 else "—")
        else:
            out.append(sign)
        return match.end()

    def _is_tie(self, place: int) -> bool:
        """Whether a tilde is a blank: after "Fig." and before "cm" it is, in "T~300" and "/~name" it is not."""
        before, after = self.text[max(0, place - 2) : place], self.text[place + 1 : place + 2]
        if not before or not (after.isalnum() or after in ("\\", "$", "(")):
            return False
        last = before[-1]
        if last in ".,;)}$":
            return True
        if last.isdigit():
            return after.isalpha() or after in ("\\", "$")
        if not last.isalpha():
            return False
        return (before.isalpha() and len(before) == 2) or (last in "aAI" and after.isalpha())

    def _dollar(self, place: int, out: list[str], end: int, depth: int) -> int:
        match = _FORMULA.match(self.text, place, end)
        if match is None:
            out.append("$")
            return place + 1
        inside = match[1] if match[1] is not None else match[2]
        following = self.text[match.end() : match.end() + 1]
        if match[1] is None and not _is_formula(inside, following):
            out.append("$")
            return place + 1
        which = 1 if match[1] is not None else 2
        self._add_formula(match.start(which), match.end(which), match[0], out, depth)
        return match.end()

    def _add_formula(self, start: int, end: int, source: str, out: list[str], depth: int) -> None:
        try:
            written = self.formula(start, end, depth + 1).strip()
        except _Unreadable:
            out.append(source)
            return
        while (script := _SCRIPT.match(written)) is not None:
            # The base stands in the text: CO$_2$, s$^{-1}$.
            inside = script[2] or script[3]
            out.append(raised(_last(out), inside) if script[1] == "^" else lowered(_last(out), inside))
            written = written[script.end() :]
        out.append(written)

    def _script(self, place: int, out: list[str], end: int, depth: int) -> int:
        stop = self.close.get(place + 1, end)
        if stop >= end:
            out.append(self.text[place])
            return place + 1
        base = _last(out)
        inside = self.prose(place + 2, stop, depth + 1)
        out.append(raised(base, inside) if self.text[place] == "^" else lowered(base, inside))
        return stop + 1

    def _group(self, place: int, out: list[str], end: int, depth: int) -> int:
        stop = self.close.get(place, end)
        if stop >= end:
            out.append("{")
            return place + 1
        inside = self.text[place + 1 : stop]
        if inside in _GREEK:
            out.append(_GREEK[inside])
            return stop + 1
        written = self.prose(place + 1, stop, depth + 1)
        begins = inside.lstrip()[:1]
        touches = self.text[place - 1 : place].isalpha() or self.text[stop + 1 : stop + 2].isalpha()
        bare = begins == "\\" and written != inside
        bare = bare or (begins == "{" and inside.rstrip()[-1:] == "}" and not written.startswith("{"))
        if not bare and _PROTECTED.fullmatch(written):
            bare = touches or written != inside or any(map(str.isupper, inside))
        out.append(written.strip() if bare else "{" + written + "}")
        return stop + 1

    def _command(self, place: int, out: list[str], end: int, depth: int) -> int:
        match = _COMMAND.match(self.text, place, end)
        if match is None:
            out.append("\\")
            return place + 1
        name, after = match[1] or match[2], match.end()
        if name in ACCENTS and name not in ACCENTS_OF_FORMULAS:
            return self._accent(name, place, after, out, end, depth)
        if match[2] is not None:
            return self._sign(name, place, after, out, end, depth)
        braced = self.text[after : after + 1] == "{" and self.close.get(after, end) < end
        if name in DROPPED:
            return self._drop(match[0], after, out, end)
        if name in {"begin", "end"}:
            return self._environment(place, after, out, end)
        if name in LOOKS and braced:
            return self._look(name, after, out, depth)
        if name in SWITCHES and name not in OF_FORMULAS_ALONE:
            return _over_blank(self.text, after, end)
        if name in SIGNS and name not in ONLY_IN_FORMULAS:
            out.append(SIGNS[name])
            if self.text[after : after + 2] == "{}":
                return after + 2
            return _over_blank(self.text, after, end) if name in LETTERS else after
        with_argument = name in _WITH_ARGUMENT and self.text[after : after + 1] not in ("\\", "")
        if name in ONLY_IN_FORMULAS or name in NAMES or with_argument:
            # Formulas without their dollars: "{\theta \in R}", "\hat{x}".
            try:
                written, after = self._in_formula(name, after, end, depth, "".join(out[-1:]))
            except _Unreadable:
                written = match[0]
            out.append(written)
            return after
        out.append(match[0])
        return after

    def _accent(self, name: str, place: int, after: int, out: list[str], end: int, depth: int) -> int:
        text = self.text
        start = after
        before = text[place - 1 : place]
        blank = name.isalpha() and text[after : after + 1] == " " and (before.isalpha() or before == "{")
        if blank or (text[after : after + 1] == " " and name in "'`\"^~"):
            start += 1
        quote = name == '"' and self.code_quotes and not text[place - 1 : place].isalpha()
        if start < end and not quote:
            if text[start] == "{":
                stop = self.close.get(start, end)
                if stop < end:
                    base = self.prose(start + 1, stop, depth + 1).strip()
                    if len(base) <= 2 and (written := _accented(base, name)):
                        out.append(written)
                        return stop + 1
            elif text[start] == "\\":
                match = _COMMAND.match(text, start, end)
                if (
                    match
                    and match[1] in {"i", "j", "ae", "AE", "o", "O", "aa"}
                    and (written := _accented(SIGNS[match[1]], name))
                ):
                    out.append(written)
                    stop = match.end()
                    return stop + 2 if text[stop : stop + 2] == "{}" else _over_blank(text, stop, end)
            elif (not name.isalpha() or blank) and (written := _accented(text[start], name)):
                out.append(written)
                return start + 1
        if not name.isalpha():
            return self._sign(name, place, after, out, end, depth)
        out.append("\\" + name)
        return after

    def _sign(self, name: str, place: int, after: int, out: list[str], end: int, depth: int) -> int:
        """A command of one sign: an escaped one, a space, or the beginning of a formula."""
        if name in ESCAPED:
            out.append(name)
        elif name in _BRACKETED:
            stop = self.text.find(_BRACKETED[name], after, min(end, after + 2000))
            if stop >= 0:
                self._add_formula(after, stop, self.text[place : stop + 2], out, depth)
                return stop + 2
            out.append("\\" + name)
        elif name in {" ", ","} or (name == ";" and self.text[after : after + 1] == " "):
            out.append(" ")
        elif name in {"/", "-"} and _IN_WORD.match(self.text, max(0, place - 1)):
            pass
        elif name == "\\" and (after == end or self.text[after] in " \n"):
            out.append(" ")
        else:
            out.append("\\" + name)
        return after

    def _look(self, name: str, after: int, out: list[str], depth: int) -> int:
        stop = self.close[after]
        if name in {"mathbb", "Bbb", "mathds", "mathbbm"} and stop == after + 2:
            out.append(BLACKBOARD.get(self.text[after + 1], self.text[after + 1]))
            return stop + 1
        inside = self.prose(after + 1, stop, depth + 1)
        if name in {"textsuperscript", "textsubscript"}:
            base = _last(out)
            inside = raised(base, inside) if name == "textsuperscript" else lowered(base, inside)
        elif name == "footnote":
            inside = f" ({inside})"
        out.append(inside)
        if name in {"href", "texorpdfstring"} and self.text[stop + 1 : stop + 2] == "{":
            second = self.close.get(stop + 1)
            if second is not None:
                out.append(" " + self.prose(stop + 2, second, depth + 1))
                return second + 1
        return stop + 1

    def _drop(self, source: str, after: int, out: list[str], end: int) -> int:
        """Leave out a command with its arguments, and the empty brackets and the blank that it would leave."""
        place = after
        for _ in range(2):
            if (option := _OPTION.match(self.text, place, end)) is not None:
                place = option.end()
        if self.text[place : place + 1] != "{" or self.close.get(place, end) >= end:
            out.append(source)
            return after
        place = self.close[place] + 1
        before = out[-1] if out else ""
        following = self.text[place : place + 1]
        if before[-1:] in ("(", "[") and following in (")", "]"):
            out[-1] = before[:-1].rstrip()
            return place + 1
        if out and before[-1:] in (" ", "\n") and (not following or following in ",.;:)]"):
            out[-1] = before.rstrip()
        return place

    def _environment(self, place: int, after: int, out: list[str], end: int) -> int:
        match = _ENVIRONMENT.match(self.text, after, end)
        if match is not None and match[1] in _TEXT_ENVIRONMENTS:
            out.append(" ")
            return match.end()
        out.append(self.text[place:after])
        return after

    # --- formulas ------------------------------------------------------------------------------------------------

    def formula(self, start: int, end: int, depth: int) -> str:
        """A formula between two positions, in one line."""
        if depth > _DEPTH:
            raise _Unreadable
        text = self.text
        out: list[str] = []
        place = start
        while place < end:
            match = _IN_FORMULA.search(text, place, end)
            if match is None:
                out.append(text[place:end])
                break
            out.append(text[place : match.start()])
            place = match.end()
            sign = match[0]
            if sign == "\\":
                command = _COMMAND.match(text, match.start(), end)
                if command is None:
                    raise _Unreadable
                before = _last(out)
                written, place = self._in_formula(command[1] or command[2], command.end(), end, depth, before)
                blank_before = not before or before[-1].isspace()
                _join(out, written)
                if len(written) == 1 and not (written.isalnum() or written.isspace() or blank_before):
                    # "n\\times n" needs its blank to end the command.
                    place = _over_blank(text, place, end)
            elif sign in "^_":
                inside, place = self._argument(place, end, depth)
                base = _last(out)
                if sign == "^" and inside.strip("′'") == "":
                    out.append(inside)
                elif sign == "^" and inside.strip() in {"∘", "°"}:
                    out.append("°")
                elif base[-1:].isspace() or not base:
                    out.append(sign + grouped(inside.strip()) if inside.strip() else "")
                elif inside.strip():
                    out.append(sign + grouped(inside.strip()))
            elif sign == "{":
                stop = self.close.get(match.start(), end)
                if stop >= end:
                    raise _Unreadable
                _join(out, self.formula(place, stop, depth + 1))
                place = stop + 1
            elif sign in "}$":
                raise _Unreadable
            elif out and not out[-1].endswith(" "):
                out.append(" ")
        return "".join(out)

    def _argument(self, place: int, end: int, depth: int) -> tuple[str, int]:
        """The argument of a command, written, and where it ends."""
        text = self.text
        while place < end and text[place].isspace():
            place += 1
        if place >= end:
            raise _Unreadable
        if text[place] == "{":
            stop = self.close.get(place, end)
            if stop >= end:
                raise _Unreadable
            return self.formula(place + 1, stop, depth + 1).strip(), stop + 1
        if text[place] == "\\":
            command = _COMMAND.match(text, place, end)
            if command is None:
                raise _Unreadable
            # Commands without braces as each other's arguments are rare, and thousands of them are no formula.
            return self._in_formula(command[1] or command[2], command.end(), end, depth + 5, "")
        if text[place] in "}$^_":
            raise _Unreadable
        return text[place], place + 1

    def _in_formula(self, name: str, after: int, end: int, depth: int, before: str) -> tuple[str, int]:
        """A command of a formula, written, and where it ends with its arguments."""
        if depth > _DEPTH:
            raise _Unreadable
        if name in SIGNS:
            return SIGNS[name], after
        if name in ESCAPED:
            return name, after
        if name in {"frac", "tfrac", "dfrac", "nicefrac", "sfrac", "cfrac"}:
            above, after = self._argument(after, end, depth)
            below, after = self._argument(after, end, depth)
            return f"{grouped(above) if above else ''}/{grouped(below) if below else ''}", after
        if name in {"binom", "tbinom", "dbinom"}:
            above, after = self._argument(after, end, depth)
            below, after = self._argument(after, end, depth)
            return f"C({above},{below})", after
        if name == "sqrt":
            if (option := _OPTION.match(self.text, after, end)) is not None:
                after = option.end()
                root = option[0].strip()[1:-1]
                inside, after = self._argument(after, end, depth)
                return f"{grouped(inside) if inside else ''}^(1/{root})", after
            inside, after = self._argument(after, end, depth)
            return "√" + (grouped(inside) if inside else ""), after
        if name in {"mathbb", "Bbb", "mathds", "mathbbm"}:
            inside, after = self._argument(after, end, depth)
            return BLACKBOARD.get(inside, inside), after
        if name in SWITCHES and not (name in LOOKS and self.text[after : after + 1] == "{"):
            return "", _over_blank(self.text, after, end)
        if name in {"text", "mbox", "hbox", "textrm", "textit", "textbf", "textsf", "textnormal"}:
            return self._text_in_formula(after, end, depth)
        if name in {"operatorname", "mathop"}:
            inside, after = self._argument(after, end, depth)
            return _apart(inside, before, self.text[after : after + 1]), after
        if name in ACCENTS or name in {"underline", "overbrace", "underbrace"}:
            inside, after = self._argument(after, end, depth)
            return _accented(inside, name) or inside, after
        if name in LOOKS:
            inside, after = self._argument(after, end, depth)
            molecule = name in {"mathrm", "rm"} and _MOLECULE.fullmatch(inside)
            return inside.replace("_", "") if molecule else inside, after
        if name in NAMES:
            return _apart(name, before, self.text[after : after + 1]), after
        if name in SPACES:
            return " ", after
        if name in NOTHING:
            return "", after
        if name in DROPPED:
            _, after = self._argument(after, end, depth)
            return "", after
        if name in {
            "stackrel",
            "overset",
            "underset",
            "xrightarrow",
            "xleftarrow",
            "substack",
            "begin",
            "end",
            "over",
            "choose",
            "atop",
            "array",
            "matrix",
            "cases",
            "hline",
            "def",
            "newcommand",
            "not",
            "\\",
        } or (len(name) == 1 and not name.isalpha()):
            raise _Unreadable
        # A macro of the paper: its name is all that is known of it.
        return _apart(name, before, self.text[after : after + 1]) if len(name) > 2 else name, after

    def _text_in_formula(self, after: int, end: int, depth: int) -> tuple[str, int]:
        stop = self.close.get(after, end) if self.text[after : after + 1] == "{" else end
        if stop >= end:
            return self._argument(after, end, depth)
        return self.prose(after + 1, stop, depth + 1), stop + 1


def _braces(text: str) -> dict[int, int]:
    """Where each brace that is opened is closed; escaped ones do not count."""
    close: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            close[opened.pop()] = match.start()
    return close


def _is_formula(inside: str, following: str) -> bool:
    """Whether what stands between two dollars is a formula, rather than text between two prices."""
    if "\\" in inside:
        return True
    number_first = inside[:1].isdigit()
    if not inside.strip() or (number_first and (inside[-1].isspace() or following.isdigit())):
        return False
    if _WORDS.search(inside):
        return False
    if any(sign in inside for sign in "^_{"):
        return True
    return not inside[0].isspace() and not inside[-1].isspace() and not following.isdigit() and len(inside) <= 200


def _accented(base: str, name: str) -> str:
    """A letter with its accent, or "" where there is none of the kind."""
    accent = ACCENTS.get(name, "")
    if not accent or not base or not base[0].isalpha():
        return ""
    letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
    if name == '"' and letter not in _UMLAUTS:
        return ""
    joined = unicodedata.normalize("NFC", letter + accent)
    if len(name) == 1 and len(joined) > 1:
        return ""
    return joined + base[1:] if len(base) == 1 or len(name) == 1 else ""


def _last(out: list[str]) -> str:
    return next((piece for piece in reversed(out[-3:]) if piece), "")


def _join(out: list[str], written: str) -> None:
    if written == " " and (not out or out[-1].endswith(" ")):
        return
    if written:
        out.append(written)


def _apart(name: str, before: str, following: str) -> str:
    """An operator's name, with a blank where a letter or digit would run into it."""
    first = " " if before[-1:].isalnum() else ""
    last = " " if following.isalnum() or following == "\\" else ""
    return first + name + last


def _over_blank(text: str, place: int, end: int) -> int:
    return place + 1 if place < end and text[place] in " \n" else place

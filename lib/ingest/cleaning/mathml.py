"""Formulas in MathML, written in one line: `msup` of x and 2 is x^2, `mfrac` of a and b is a/b."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lib.ingest.cleaning.scripts import grouped, lowered, raised
from lib.ingest.cleaning.words import words

ELEMENTS: Final = words(
    "math mrow mi mn mo mtext ms mspace msup msub msubsup munder mover munderover mfrac msqrt mroot mfenced mstyle "
    "mpadded mphantom menclose mtable mtr mtd mlabeledtr mmultiscripts mprescripts none merror maction semantics "
    "annotation annotation-xml"
)
"""The elements that are formulas or parts of them."""

DROPPED: Final = frozenset({"annotation", "annotation-xml", "mphantom"})
"""Elements that say again what others said, or are not to be seen."""

_SPACED: Final = frozenset("=<>≤≥≈∼≃≅≡≠∈∉⊂⊆→⟶↦⇒∝≪≫±")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))


def written(name: str, parts: Sequence[str]) -> str:
    """The text of an element, made of its children's."""
    if name == "mo":
        sign = "".join(parts).strip().translate(_INVISIBLE)
        return f" {sign} " if sign in _SPACED else sign
    if name in {"mi", "mn", "mtext", "ms"}:
        return "".join(parts)
    parts = [part for part in parts if part.strip()]
    make = _MAKERS.get(name)
    try:
        return make(parts) if make else "".join(parts)
    except IndexError:  # fewer children than the element needs
        return "".join(parts)


def _both(parts: Sequence[str]) -> str:
    low, high = parts[1], parts[2]
    return parts[0] + "_" + grouped(low.strip()) + raised(parts[0], high)


def _under(parts: Sequence[str]) -> str:
    return parts[0] + "_" + grouped(parts[1].strip())


_MAKERS: Final[dict[str, Callable[[Sequence[str]], str]]] = {
    "msup": lambda parts: parts[0] + raised(parts[0], parts[1]),
    "msub": lambda parts: parts[0] + lowered(parts[0], parts[1]),
    "msubsup": _both,
    "munder": _under,
    "munderover": _both,
    "mover": lambda parts: parts[0] if parts[1].strip() in {"¯", "^", "~", "˜", "→", "ˆ", "‾"} else "".join(parts),
    "mfrac": lambda parts: grouped(parts[0].strip()) + "/" + grouped(parts[1].strip()),
    "msqrt": lambda parts: "√" + grouped("".join(parts).strip()),
    "mroot": lambda parts: grouped(parts[0].strip()) + "^(1/" + parts[1].strip() + ")",
    "mfenced": lambda parts: "(" + ",".join(parts) + ")",
    "mtd": lambda parts: "".join(parts) + " ",
    "mspace": lambda _: " ",
}

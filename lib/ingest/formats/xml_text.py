"""The text in an XML element: that of its children put together, formulas so that they can be read.

Names are without namespaces, as xml_reading.py gives them.
Formulas come out in one line: a fraction as `(a + 1)/b`, an index as `a_i`, a power as `x²` or `x^(n+1)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element as _Element

from lib.core.text import squeeze

Element: TypeAlias = _Element

_RAISED: Final = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_RAISABLE: Final = frozenset("0123456789+-−–")
_BLOCKS: Final = frozenset(("p", "br", "break", "title", "sec", "list", "list-item", "li", "ul", "ol", "disp-formula"))
"""Elements that words on their two sides do not run together across."""
_OPERATORS: Final = frozenset("=≠<>≤≥≈≃∼≪≫+±×·∈∉⊂⊆→←↔⇒⇔∝≡∪∩")
_MEANINGS: Final = {"infinity": "∞", "pi": "π", "sep": ", ", "in": "∈", "complexes": "ℂ", "reals": "ℝ", "integers": "ℤ"}
"""Elements of content markup that are empty and mean a sign."""


def children(element: Element | None, *names: str) -> list[Element]:
    """The elements at the end of a path of names."""
    return [] if element is None else element.findall("/".join(names))


def child(element: Element | None, *names: str) -> Element | None:
    """The first element at the end of a path of names."""
    return None if element is None else element.find("/".join(names))


def text(element: Element | None, *names: str) -> str:
    """The text of the first element at the end of a path, in one line; "" where there is none."""
    found = child(element, *names) if names else element
    if found is None:
        return ""
    return squeeze("".join(_inner(found)) if len(found) else found.text or "")


def texts(element: Element | None, *names: str) -> list[str]:
    """The texts of all elements at the end of a path, without the empty ones."""
    return list(filter(None, (text(found) for found in children(element, *names))))


def _inner(element: Element) -> Iterator[str]:
    yield element.text or ""
    for member in element:
        yield from _whole(member)
        yield member.tail or ""


def _whole(element: Element) -> Iterator[str]:
    name = element.tag
    if name == "math":
        yield f" {squeeze(_formula(element))} "
    elif name == "sup" or (name == "style" and element.get("face") == "superscript"):
        yield _raised("".join(_inner(element)))
    elif name in _BLOCKS:
        yield " "
        yield from _inner(element)
        yield " "
    else:
        yield from _inner(element)


def _raised(inner: str) -> str:
    """Numbers as small figures, since 10 to the power of -3 is not 10-3; other signs as they stand."""
    return inner.translate(_RAISED) if inner and _RAISABLE.issuperset(inner) else inner


def _formula(element: Element) -> str:
    name = element.tag
    parts = [_formula(member) for member in element]
    match name, parts:
        case _, [] if name in _MEANINGS:
            return _MEANINGS[name]
        case "mfrac", [over, under]:
            return f"{_grouped(over)}/{_grouped(under)}"
        case "msup" | "mover", [base, over]:
            return f"{base}{_power(over)}"
        case "msub" | "munder", [base, under]:
            return f"{base}_{_grouped(under)}"
        case "msubsup" | "munderover", [base, under, over]:
            return f"{base}_{_grouped(under)}{_power(over)} "
        case "msqrt", _:
            return f"√({''.join(parts)})"
        case "mroot", [base, degree]:
            return f"{_raised(degree)}√({base})"
        case "mfenced", _:
            sign = element.get("separators", ",").strip()[:1]
            inside = (f"{sign} " if sign else "").join(parts)
            return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"
        case (("mtable" | "matrix"), _):
            return f"[{'; '.join(parts)}]"
        case (("mtr" | "matrixrow"), _):
            return ", ".join(filter(None, parts))
        case "semantics", [first, *_]:
            return first  # what follows says the same in another way
        case "mo", _:
            operator = (element.text or "").strip()
            return f" {operator} " if operator in _OPERATORS else operator
        case (("apply" | "mtext"), _):
            return " ".join(filter(None, (squeeze(element.text or ""), *parts)))
    # White space between the elements of a formula means nothing.
    tails = [squeeze(member.tail or "") for member in element]
    inside = "".join(part + tail for part, tail in zip(parts, tails, strict=True))
    return squeeze(element.text or "") + inside


def _grouped(part: str) -> str:
    part = part.strip()
    return part if len(part) == 1 or part.isalnum() else f"({part})"


def _power(part: str) -> str:
    part = part.strip()
    return _raised(part) if part and _RAISABLE.issuperset(part) else f"^{_grouped(part)}"

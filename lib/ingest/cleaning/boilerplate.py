"""What publishers and services add to abstracts: copyright lines, headings, markers; and texts that say nothing.

Each is known by its whole form and its place. What might be the authors' own text stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TAIL: Final = 900
"""Characters at the end of an abstract among which a copyright line is looked for."""

# From the beginning of a run of white space: begun at every blank of it, it would take the square of its length.
_GAP = r"(?:(?<!\s)\s+)?"
_YEAR = r"(?:1[89]|20)\d{2}"
_SIGN = (
    r"(?:Copyright\s*[:,]?\s*)?"
    rf"(?:©|\(c\)(?=\s*(?:{_YEAR}|The\sAuthor|by\sthe\sauthor|Copyright))|\[copyright\]|&copy;)"
)
_PROPERTY = r"of\s[^.]{1,150}\sis\sthe\sproperty\sof\s"
_COPYRIGHT = re.compile(
    rf"(?i)(?:^|(?<=[.!?)\]\"”'’;:>])\s*|(?<=\s)|\n)(?P<tail>(?:{_SIGN}|Copyright\s*(?:{_YEAR}|{_PROPERTY})).{{0,800}})$",
    re.DOTALL,
)
_RESERVED = re.compile(
    r"(?:^|(?<=[.!?)\]]))\s*(?P<tail>(?:(?:Crown\s|Published\sby\s|[A-Z])[^!?]{0,100}?[\s,])?All\s[Rr]ights\s[Rr]eserved\.?)\s*$"
)
_PUBLISHED = re.compile(
    r"(?<=[.!?)\]])\s*(?P<tail>Published\sby\s[A-Z][\w&.,' -]{1,60}?"
    r"(?:B\.V|Ltd|Inc|GmbH|LLC|Press|Society|Sons|Group)\.{0,2})\s*$"
)
_PSYCINFO = re.compile(rf"(?i){_GAP}\(Psyc(?:INFO|ARTICLES|EXTRA)\sDatabase\sRecord(?:\s\(c\))?[^()]{{0,120}}\)\s*$")
_RIGHTS: Final = ("©", "(c)", "copyright", "&copy;", "rights reserved", "published by")
"""One of these is in each of the lines above, in lower case."""

_EBSCO = re.compile(rf"{_GAP}\[ABSTRACT FROM (?:AUTHOR|PUBLISHER)\](?P<more>.{{0,900}})$", re.DOTALL)
_SENTENCE = re.compile(
    r"[.!?][\s)]+(?:We|Our|This (?:study|paper|work)|In this|The results|Results|Methods?|Conclusions?)\b"
)
_FRONT = re.compile(
    rf"(?i:^\s*(?:Copyright\s*)?(?:©|\(c\))\s*{_YEAR},?\s*(?:by\s)?(?:published\sby\s)?(?:"
    r"(?-i:(?:The\s)?Authors?(?:\(s\))?)|Elsevier\s(?:B\.V|Ltd|Inc|GmbH|Masson\sSAS)|IEEE|ACM|Springer[\w\s-]{0,40}?|"
    r"(?:John\s)?Wiley[\w\s&,-]{0,40}?|Taylor\s(?:&|and)\sFrancis[\w\s]{0,20}?)"
    r"(?:\.?,?\s*Published\sby\sElsevier\s(?:B\.V|Ltd|Inc)|\.?,?\s*All\srights\sreserved)?)\.{1,2}\s*(?=[A-Z])"
)

_HEAD = re.compile(
    r"^\s*(?:(?:Abstract|ABSTRACT|Summary|SUMMARY|Zusammenfassung|Résumé|Resumen|Resumo|Riassunto)"
    r"\s*(?:[:.—–]|-(?=\s)|\n)\s*|ABSTRACT\s+(?=[A-Z])|A\s?b\s?s\s?t\s?r\s?a\s?c\s?t(?=[A-Z][a-z]+\s)"
    r"|Abstract\s+(?=(?:This|These|We|Our|In|The|Here|Background|Objective|Introduction|Purpose)\s))(?=\S)"
)
_ANNOUNCED = re.compile(r"^\s*arXiv:\S{1,30}\s{1,3}Announce Type: [a-z-]{1,20}\s{1,3}(?:Abstract:\s*)?(?=\S)")
_FEED = re.compile(rf"(?:\.\s*|{_GAP})\(arXiv:[\w./-]{{1,30}}\s\[[\w.-]{{1,20}}\](?:\s[A-Z ]{{1,30}})?\)\s*$")

_HEADINGS: Final = (
    *("Background", "Introduction", "Objective", "Objectives", "Rationale", "Methods", "Methodology", "Results"),
    *("Findings", "Discussion", "Interpretation", "Conclusion", "Conclusions", "Limitations", "Funding", "Hypothesis"),
)
_WITH_OTHERS: Final = (
    *("Aim", "Aims", "Purpose", "Importance", "Context", "Design", "Setting", "Settings", "Participants", "Patients"),
    *("Interventions", "Measurements", "Method", "Result", "Significance", "Implications", "Trial registration"),
)
"""Headings only where another one is: names of programs begin so too, such as ContextCite."""


def _glued(headings: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted((*headings, *map(str.upper, headings)), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})" + r"(?=[A-Z][a-z]|(?:[AI]|[A-Z]{2,8}|\d[\d,]*)\s[a-z])")


_GLUED = _glued(_HEADINGS)
_GLUED_TOO = _glued(_HEADINGS + _WITH_OTHERS)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_STEM = re.compile(
    "|".join(word for heading in sorted({heading[:6] for heading in _HEADINGS}) for word in (heading, heading.upper()))
)
"""What is looked for first, since it is quick."""

_SECTION = re.compile(rf"{_GAP}O_ST_ABS(.{{1,80}}?)C_ST_ABS\s*", re.DOTALL)
_MARKER = re.compile(
    _GAP + r"[OC]_(?:ST_ABS|INLINEFIG|TEXTBOX|FLOATNO|TABLECAPTION|FIGCAP|FIG|TBL|UL|OL|LI|QD|BOX|CAP)(?![a-z_])\s*"
)
_SMALL_CAPITALS = re.compile(r"[OC]_SC(?:PLOW|PCAP)")

_NOTHING = re.compile(
    r"(?i)[\s\[(\"'*-]*(?:(?:there\s+is\s+)?no\s+abstracts?(?:\s+(?:is\s+|was\s+)?(?:available|provided|given|supplied|found|present))?"
    r"(?:\s+for\s+this\s+(?:article|paper|item|document|record))?|(?:the\s+)?abstracts?\s+(?:is\s+)?(?:not\s+(?:available|provided|found|given"
    r"|supplied)|unavailable|missing|n/?a)|not\s+available|n\.?/?a\.?|none|null|nan|nil|tba|tbd|\?+|-+|\.+|abstract|unknown|pending|undefined"
    r"|abstract\s+withheld|no\s+description(?:\s+(?:available|provided))?|this\s+(?:article|paper)\s+has\s+no\s+abstract"
    r"|international\s+audience|peer\s*reviewed|without\s+abstract|ohne\s+zusammenfassung|kein\s+abstract|sin\s+resumen|sem\s+resumo"
    r"|(?:pas\s+de|sans)\s+r[ée]sum[ée]|resumen\s+no\s+disponible|no\s+aplica)[\s\])\"'.!*-]*"
)
_WITHDRAWN = re.compile(
    r"(?i)\s*(?:\*+\s*)?(?:(?:this|the)\s+)?(?:paper|article|manuscript|submission|preprint|work|note|version|publication)s?\s+"
    r"(?:has\s+been|have\s+been|is|was|is\s+being|has\s+now\s+been)?\s*(?:temporarily\s+|now\s+)?(?:withdrawn|retracted|removed)\b"
    r"(?P<why>[^.!?]{0,250}(?:\.[^\s.][^.!?]{0,100}){0,6})[.!?]?\s*"
)
_AUTHOR_WITHDREW = re.compile(r"(?i)\s*(?:the\s+)?authors?\s+(?:has|have)\s+withdrawn\s+this\s+\w+[^.!?]{0,150}\.?\s*")
_ONLY_RIGHTS = re.compile(
    r"(?i)\s*(?:copyright\s+of\s.{1,200}\sis\sthe\sproperty\sof\s.{1,600}|(?:copyright\s*)?(?:©|\(c\))[^.]{0,100}\.?)\s*",
    re.DOTALL,
)


def says_nothing(text: str) -> str:
    """Why a whole text is no abstract, or "" if it may be one."""
    if len(text) > 900:
        return ""
    if _NOTHING.fullmatch(text):
        return "says that there is no abstract"
    if _WITHDRAWN.fullmatch(text) or _AUTHOR_WITHDREW.fullmatch(text):
        return "says only that the paper was withdrawn"
    only_rights = _ONLY_RIGHTS.fullmatch(text) and not _SENTENCE.search(text)
    return "holds nothing but a copyright line" if only_rights else ""


def without_rights(text: str) -> str:
    """Take away copyright lines at the end, and those of the largest publishers at the beginning."""
    end = text[-_TAIL:]
    low = end.lower()
    if "©" in text[:40] or text[:4].lower() == "(c) ":
        text = _FRONT.sub("", text)
    if "[abstract from" in low and (match := _EBSCO.search(text)) and not _SENTENCE.search(match["more"]):
        text = text[: match.start()]
    if "psyc" in low:
        text = _PSYCINFO.sub("", text)
    if not any(map(low.__contains__, _RIGHTS)):
        return text
    for pattern in (_COPYRIGHT, _RESERVED, _PUBLISHED):
        text = _without(text, pattern)
    return text


def _without(text: str, pattern: re.Pattern[str]) -> str:
    start = max(0, len(text) - _TAIL)
    match = pattern.search(text[start:])
    if match is None:
        return text
    tail, place = match["tail"], start + match.start("tail")
    # The authors' text may go on after a copyright line in the midst of it, and mention one itself.
    if _SENTENCE.search(tail) or not _ends_a_sentence(text[:place], tail):
        return text
    return text[:place].rstrip()


def _ends_a_sentence(before: str, tail: str) -> bool:
    before = before.rstrip(" ")
    return not before or before[-1] in ".!?)]\"”'’;:>%\n" or tail[0] == "©" or tail[:11].lower() == "copyright ©"


def without_head(text: str) -> str:
    """Take away "Abstract:" and the like, and the line that arXiv's feed begins with."""
    if text[:12].lstrip()[:6] == "arXiv:":
        text = _ANNOUNCED.sub("", text)
    return _HEAD.sub("", text)


def without_feed_tail(text: str) -> str:
    """Take away what arXiv's feed puts behind titles, such as "(arXiv:2101.00001v1 [cs.LG] UPDATED)"."""
    return _FEED.sub("", text) if "(arXiv:" in text else text


def part_headings(text: str) -> str:
    """Part headings from the text that they are glued to: "BackgroundThe" is "Background: The"."""
    if not _STEM.search(text) or not any(_glued_headings(text, _GLUED)):
        return text
    parts: list[str] = []
    end = 0
    for begin, heading in _glued_headings(text, _GLUED_TOO):
        parts += [text[end:begin], " " if begin else "", heading[0], ": "]
        end = heading.end()
    return "".join(parts) + text[end:]


def _glued_headings(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Headings that stand where one may begin: at the text's beginning, behind a sentence or a blank line.

    With each comes the place where the white space before it begins.
    """
    end = 0
    for heading in pattern.finditer(text):
        begin = end + len(text[end : heading.start()].rstrip())
        if not begin or text[begin - 1] in ".!?)]:":
            yield begin, heading
        elif (line := _BLANK_LINE.search(text, begin, heading.start())) is not None:
            yield line.start(), heading
        end = heading.end()


def without_markers(text: str) -> str:
    """Take out the markers of bioRxiv and medRxiv: O_LI and C_LI of lists, O_ST_ABS and C_ST_ABS of headings."""
    if "O_" not in text and "C_" not in text:
        return text
    text = _SECTION.sub(
        lambda match: f" {match[1].strip().rstrip(':')}{'' if match[1].strip()[-1:] in '.?!' else ':'} ", text
    )
    return _SMALL_CAPITALS.sub("", _MARKER.sub(" ", text))

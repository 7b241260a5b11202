"""Keys by which BibTeX cites: `smith2023deep`, in ASCII, the same for a paper in every export."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from lib.core.paper import Paper
from lib.core.text import digest
from lib.export.citation import Citation

_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
"""Letters that Unicode does not take apart into an ASCII letter and a mark."""

_SMALL_WORD: Final = re.compile(
    "an?|and|are|as|at|be|by|can|does?|for|from|how|in|into|its?|is|of|on|or|the|to|towards?|using|via|what|when|where"
    "|which|why|with"
)
_LONGEST: Final = 24


def citation_keys(papers: Sequence[Paper], citations: Sequence[Citation]) -> list[str]:
    """Make a key for each paper: first author, year, and the title's first word that says something.

    A paper without authors has up to three words of its title instead. Papers that would share a key each have a hash
    of their `paper_id` behind it, so that keys do not depend on the order of papers.

    Returns
    -------
    Keys of lower-case ASCII letters, digits and hyphens, all different, in the order of `papers`.
    """
    short = [_key(paper, citation) for paper, citation in zip(papers, citations, strict=True)]
    shared = Counter(short)
    keys: list[str] = []
    taken: set[str] = set()
    for paper, key in zip(papers, short, strict=True):
        long_key = f"{key}-{digest(paper.paper_id, length=4)}" if shared[key] > 1 else key
        unique, number = long_key, 2
        # The same paper twice, or two of the same short hash.
        while unique in taken:
            unique, number = f"{long_key}-{number}", number + 1
        taken.add(unique)
        keys.append(unique)
    return keys


def _key(paper: Paper, citation: Citation) -> str:
    author = _ascii(citation.authors[0].family) if citation.authors else ""
    words = [word for word in map(_ascii, re.split(r"[\s–—/:]+", citation.title)) if word]
    telling = [word for word in words if not _SMALL_WORD.fullmatch(word)] or words
    year = str(paper.date.year) if paper.date else ""
    if author:
        return author + year + "".join(telling[:1])
    return "".join(telling[:3]) + year or "paper"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]", "", plain)[:_LONGEST]

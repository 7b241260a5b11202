"""Kinds of works: what services call them, made into the types of CSL (citation styles know no others)."""

from __future__ import annotations

from typing import Final

from lib.core.text import fold

TYPES: Final = frozenset(
    (
        *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast"),
        *("chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary"),
        *("entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation"),
        *("manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent"),
        *("performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report"),
        *("review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
    )
)
"""All types of CSL 1.0.2."""

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "article-journal": (
        *("article", "journal article", "journalarticle", "journal", "review", "review article", "article in press"),
        *("systematic review", "meta analysis", "case reports", "clinical trial", "randomized controlled trial"),
        *("letter", "editorial", "note", "comment", "short survey", "erratum", "original article", "original paper"),
        *("research article", "research support", "early access", "article early access", "brief report", "jour"),
    ),
    "paper-conference": (
        *("conference paper", "conference", "conferencepaper", "proceedings paper", "proceedings article"),
        *("article proceedings paper", "conference proceeding", "conference proceedings", "inproceedings"),
        *("proceedings", "meeting abstract", "conference abstract", "conf", "cpaper"),
    ),
    "chapter": ("book chapter", "book section", "booksection", "bookchapter", "chapter", "incollection", "inbook"),
    "book": ("book", "monograph", "edited book", "books", "e book", "ebook"),
    "thesis": ("thesis", "dissertation", "phd thesis", "phdthesis", "masters thesis", "mastersthesis"),
    "report": ("report", "technical report", "techreport", "working paper", "government document"),
    "article": ("preprint", "posted content", "e print", "eprint", "unpublished work"),
    "dataset": ("dataset", "data set", "data paper"),
    "webpage": ("web page", "webpage", "web site", "website", "electronic source"),
    "article-newspaper": ("newspaper article", "newspaperarticle", "newspaper"),
    "article-magazine": ("magazine article", "magazinearticle", "magazine"),
    "entry-encyclopedia": ("reference entry", "encyclopedia article", "encyclopediaarticle"),
    "review-book": ("book review",),
    "patent": ("patent",),
    "software": ("software", "computer program", "computerprogram"),
    "speech": ("presentation", "talk", "speech"),
    "standard": ("standard",),
}
"""What services write, by CSL type; compared without case and signs."""

_TYPE_OF: Final = {word: name for name, words in _WORDS.items() for word in words}


def csl_type(text: str) -> str:
    """Find the CSL type that a text names, "" if it names none.

    Of several, parted by semicolons or bars, the first that is known counts. "article" is one in a journal, as nearly
    all mean it: a preprint is "preprint".

    >>> csl_type("Proceedings Paper"), csl_type("article-journal"), csl_type("blue")
    ('paper-conference', 'article-journal', '')
    """
    for part in (text, *text.replace("|", ";").split(";")):
        if part != "article" and part in TYPES:
            return part
        if found := _TYPE_OF.get(fold(part)):
            return found
    return ""

"""Records that are one paper, made into it field by field. Every choice is by value: their order plays no part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lib.core.dates import DateSource, PartialDate
from lib.core.paper import AttributeValue, Flag, Paper
from lib.core.text import fold
from lib.ingest.drafts import Draft, text_id
from lib.ingest.language import guess

_PRECISIONS: Final = {"day": 0, "month": 1, "year": 2, "unknown": 3}
_SOURCES: Final[dict[DateSource, int]] = {"given": 0, "implied": 1, "arxiv_id": 2, "none": 3}


def combine(drafts: Sequence[Draft]) -> Paper:
    """Make one paper of one or more records; its `paper_id` is still empty, see `identify`."""
    best_first = sorted(drafts, key=lambda draft: (-len(draft.abstract), -len(draft.authors), draft.content))
    abstract = max((draft.abstract for draft in drafts), key=lambda text: (len(text), text))
    titled = [draft for draft in drafts if not draft.title_is_made]
    title = max((draft.title for draft in titled or drafts), key=_title_rank)
    date, date_source = _best_date(drafts)
    flags: list[Flag] = []
    if not titled:
        flags.append("title_from_abstract")
    if not abstract:
        flags.append("no_abstract")
    return Paper(
        paper_id="",
        title=title,
        abstract=abstract,
        authors=max((draft.authors for draft in drafts), key=lambda names: (len(names), len("".join(names)), names)),
        date=date,
        date_source=date_source,
        categories=_union(draft.categories for draft in best_first),
        venue=_first(draft.venue for draft in best_first),
        doi=_first(draft.doi for draft in best_first),
        arxiv_id=_first(draft.arxiv_id for draft in best_first),
        pmid=_first(draft.pmid for draft in best_first),
        url=_first(draft.url for draft in best_first),
        language=_first(draft.language for draft in best_first) or _guessed(drafts, title, abstract),
        sources=tuple(sorted({source for draft in drafts for source in draft.sources})),
        flags=tuple(flags),
        attributes=_attributes(best_first),
    )


def _guessed(drafts: Sequence[Draft], title: str, abstract: str) -> str:
    """The language that the texts seem to be in; of a record with these very texts it is known already."""
    same = next((draft for draft in drafts if (draft.title, draft.abstract) == (title, abstract)), None)
    return guess(title, abstract) if same is None else same.guessed_language


def text_id_of(paper: Paper, drafts: Sequence[Draft]) -> str:
    """The `t:` id of a paper; with one record it is the record's own."""
    if len(drafts) == 1:
        return drafts[0].text_id
    return text_id(fold(paper.title), paper.authors, paper.abstract)


def details_of(drafts: Sequence[Draft]) -> dict[str, str]:
    """What records know of a paper for its CSL item alone."""
    details: dict[str, str] = {}
    for draft in sorted(drafts, key=lambda draft: draft.content):
        for name, text in draft.details.items():
            details.setdefault(name, text)
    return details


def _title_rank(title: str) -> tuple[bool, int, str]:
    """Titles in capitals last, then the longest: it has lost the least."""
    return (not title.isupper(), len(title), title)


def _best_date(drafts: Sequence[Draft]) -> tuple[PartialDate | None, DateSource]:
    """The most exact date, a given one before an implied one; the month of an arXiv id only if there is no other."""
    dated = [draft for draft in drafts if draft.date is not None]
    if not dated:
        return None, "none"

    def rank(draft: Draft) -> tuple[bool, int, int, str]:
        assert draft.date is not None
        return (
            draft.date_source == "arxiv_id",
            _PRECISIONS[draft.date.precision],
            _SOURCES[draft.date_source],
            str(draft.date),
        )

    best = min(dated, key=rank)
    return best.date, best.date_source


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _union(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for members in lists for member in members))


def _attributes(drafts: Iterable[Draft]) -> dict[str, AttributeValue]:
    found: dict[str, AttributeValue] = {}
    for draft in drafts:
        for name, value in draft.attributes.items():
            found.setdefault(name, value)  # type: ignore[arg-type]  # Attributes.typed made them so
    return {name: found[name] for name in sorted(found)}

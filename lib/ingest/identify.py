"""Every paper gets an id of its own, and every id that its records have leads to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lib.core.paper import Paper
from lib.ingest.combine import details_of, text_id_of
from lib.ingest.csl import csl_item
from lib.ingest.drafts import Draft


def identify(papers: Sequence[Paper], drafts: Sequence[Sequence[Draft]]) -> list[Paper]:
    """Give each paper its `paper_id` and its CSL item.

    It is the first of DOI, arXiv id and PMID that no other paper has (two papers share one where another id keeps them
    apart), else a hash of its text; papers that this cannot tell apart are numbered.

    Parameters
    ----------
    papers
        Combined papers.
    drafts
        The records of each.
    """
    named = [_ids(paper) for paper in papers]
    uses = Counter(name for names in named for name in names)
    chosen = [
        next((name for name in names if uses[name] == 1), "") or text_id_of(paper, records)
        for names, paper, records in zip(named, papers, drafts, strict=True)
    ]
    by_id: dict[str, list[int]] = {}
    for place, name in enumerate(chosen):
        by_id.setdefault(name, []).append(place)
    for name, places in by_id.items():
        if len(places) > 1:
            in_order = sorted(places, key=lambda place: sorted(draft.content for draft in drafts[place]))
            for number, place in enumerate(in_order[1:], start=2):
                chosen[place] = f"{name}-{number}"
    return [
        replace(paper, paper_id=name, csl=csl_item(name, paper, details_of(records)))
        for paper, name, records in zip(papers, chosen, drafts, strict=True)
    ]


def aliases_of(papers: Sequence[Paper], drafts: Sequence[Sequence[Draft]]) -> tuple[tuple[str, str], ...]:
    """Pairs of an id and the `paper_id` that it leads to, sorted, each id once.

    An id that several papers have leads to the one that goes by it, else to the first of them.
    """
    targets = {paper.paper_id: paper.paper_id for paper in papers}
    for paper, records in sorted(zip(papers, drafts, strict=True), key=lambda pair: pair[0].paper_id):
        names = {text_id_of(paper, records), *_ids(paper)}
        for draft in records:
            names.add(draft.text_id)
            names.update(draft.other_ids)
        for name in names:
            targets.setdefault(name, paper.paper_id)
    return tuple(sorted(targets.items()))


def _ids(paper: Paper) -> list[str]:
    ids = (("doi", paper.doi), ("arxiv", paper.arxiv_id), ("pmid", paper.pmid))
    return [f"{kind}:{value}" for kind, value in ids if value]

"""How many near copies are found, and what is found besides: `python -m benchmarks.near_copies [--show N]`.

Copies of several kinds are planted among the papers of arxiv_dev_3k, each of another paper, and looked for twice: as
reading does it, and by comparing all papers with all, whose result is what the sketches could find at best. Then the
120,000 papers of arxiv_part0 show what it takes, and ten thousand copies of one abstract that it takes no more.
The files are those of $TOPIC_ATLAS_SHARED. Seconds are the processor's.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
from scipy import sparse

from lib.core.paper import Paper
from lib.ingest import read_corpus
from lib.ingest.names import split_name
from lib.ingest.near import SHORTEST, Groups, Link, compare_pairs, near_copies
from lib.ingest.shingles import shingles, words_of

CORPORA = Path(os.environ.get("TOPIC_ATLAS_SHARED", "../shared")) / "data" / "corpora"
SMALL, LARGE = CORPORA / "arxiv_dev_3k.csv.gz", CORPORA / "arxiv_part0.csv.xz"
OF_EACH = 250
LEAST_IN_COMMON = 0.1
"""Share of the shorter abstract's shingles that a pair must have in common to be compared; the rule needs more."""

Planter: TypeAlias = Callable[[Paper, Paper, random.Random], Paper]
"""Makes a copy of the first paper; the second is a stranger that lends its words."""

_Made = TypeVar("_Made")


def main() -> None:
    """Plant, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many of the real pairs found")
    show = parser.parse_args().show
    real = read_corpus([SMALL]).papers
    planted, kinds = plant(real)
    papers = sorted([*real, *planted], key=lambda paper: paper.paper_id)
    found, seconds = timed(lambda: pairs_of(papers, near_copies(papers)))
    exact, exact_seconds = timed(lambda: pairs_of(papers, compare_pairs(papers, all_pairs(papers))))
    print_planted(kinds, found, exact)
    print(f"\n{len(papers):,} papers: {seconds / len(papers) * 1000:.3f} s for 1,000; ", end="")
    print(f"all with all {exact_seconds / len(papers) * 1000:.3f} s")

    large, read_seconds = timed(lambda: read_corpus([LARGE]).papers)
    links, seconds = timed(lambda: near_copies(large))
    print(f"\n{len(large):,} papers of {LARGE.name}: {seconds:.1f} s of the {read_seconds:.1f} s that reading takes, ")
    print(f"{len(links):,} pairs")
    alike = [replace(large[0], paper_id=f"t:{n}", abstract=f"{large[0].abstract} Copy {n}.") for n in range(10_000)]
    links, seconds = timed(lambda: near_copies(alike))
    groups = Groups()
    for link in links:
        groups.join(link.one, link.other)
    print(f"\n10,000 copies of one abstract: {seconds:.1f} s, {len({groups.find(n) for n in range(10_000)})} group")
    if show:
        print_real(large, show)


def plant(papers: Sequence[Paper]) -> tuple[list[Paper], dict[str, tuple[str, str]]]:
    """Make copies of random papers, each of another one; with them, by its id, of which paper and kind each is."""
    random_ = random.Random(20)  # noqa: S311 - seeded on purpose
    sources = [paper for paper in papers if len(words_of(paper.abstract)) >= SHORTEST]
    random_.shuffle(sources)
    planted: list[Paper] = []
    kinds: dict[str, tuple[str, str]] = {}
    for place, (kind, planter) in enumerate(PLANTERS.items()):
        for source in sources[place * OF_EACH : (place + 1) * OF_EACH]:
            copy = planter(source, random_.choice(sources), random_)
            paper_id = f"t:{kind}-{source.paper_id}"
            planted.append(replace(copy, paper_id=paper_id, arxiv_id="", doi="", url=""))
            kinds[paper_id] = source.paper_id, kind
    return planted, kinds


def words_changed(share: float) -> Planter:
    """Change a share of the words, one at least, into a stranger's."""

    def change(paper: Paper, stranger: Paper, random_: random.Random) -> Paper:
        words = paper.abstract.split()
        others = stranger.abstract.split()
        for place in random_.sample(range(len(words)), max(1, round(share * len(words)))):
            words[place] = random_.choice(others)
        return replace(paper, abstract=" ".join(words))

    return change


def cut_off(paper: Paper, _stranger: Paper, _random: random.Random) -> Paper:
    """Keep the first 60 % of an abstract."""
    words = paper.abstract.split()
    return replace(paper, abstract=" ".join(words[: round(0.6 * len(words))]))


def sentences_added(paper: Paper, stranger: Paper, _random: random.Random) -> Paper:
    """Put two sentences of a stranger behind an abstract."""
    added = re.split(r"(?<=\.) ", stranger.abstract)[:2]
    return replace(paper, abstract=" ".join([paper.abstract, *added]))


def title_changed(paper: Paper, stranger: Paper, _random: random.Random) -> Paper:
    """Give a paper the words of a stranger's title."""
    return replace(paper, title=stranger.title)


def title_and_words_changed(paper: Paper, stranger: Paper, random_: random.Random) -> Paper:
    """Change the title, and 5 % of the abstract's words."""
    return title_changed(words_changed(0.05)(paper, stranger, random_), stranger, random_)


def journal_version(paper: Paper, stranger: Paper, random_: random.Random) -> Paper:
    """Write it as a journal would: names turned round, a subtitle gone or come, a first sentence less, 5 % changed."""
    names = [split_name(name) for name in paper.authors]
    title, colon, _ = paper.title.partition(": ")
    sentences = re.split(r"(?<=\.) ", paper.abstract)
    changed = words_changed(0.05)(replace(paper, abstract=" ".join(sentences[len(sentences) > 4 :])), stranger, random_)
    return replace(
        changed,
        title=title if colon else f"{title}: theory and applications",
        authors=tuple(f"{name.family}, {name.given[:1]}." for name in names),
        venue="Journal of Planted Copies",
    )


def next_part(paper: Paper, stranger: Paper, random_: random.Random) -> Paper:
    """Make the second part of a series: no copy."""
    return replace(words_changed(0.1)(paper, stranger, random_), title=f"{paper.title}, Part II")


def same_blurb(paper: Paper, stranger: Paper, _random: random.Random) -> Paper:
    """Give another paper of other authors the same text: no copy."""
    return replace(paper, title=stranger.title, authors=stranger.authors)


PLANTERS: dict[str, Planter] = {
    "one word changed": words_changed(0.0),
    "5 % of the words changed": words_changed(0.05),
    "10 %": words_changed(0.1),
    "20 %": words_changed(0.2),
    "cut off at 60 %": cut_off,
    "two sentences added": sentences_added,
    "another title": title_changed,
    "another title and 5 %": title_and_words_changed,
    "as a journal has it": journal_version,
    "no copy: Part II, 10 %": next_part,
    "no copy: the same text, other title and authors": same_blurb,
}


def all_pairs(papers: Sequence[Paper]) -> list[tuple[int, int]]:
    """All pairs of papers that have something in common, by comparing all with all."""
    numbers: dict[str, int] = {}
    rows, columns = [], []
    for row, paper in enumerate(papers):
        words = words_of(paper.abstract)
        for shingle in set(shingles(words)) if len(words) >= SHORTEST else ():
            rows.append(row)
            columns.append(numbers.setdefault(shingle, len(numbers)))
    matrix = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(len(papers), len(numbers)))
    sizes = np.maximum(matrix.sum(axis=1), 1)
    common = sparse.triu(matrix @ matrix.T, k=1).tocoo()
    one, other = common.coords
    shares = common.data / np.minimum(sizes[one], sizes[other])
    # The likest first, as the sketches give them: only so is the bound on comparisons no loss.
    order = np.argsort(-shares, kind="stable")
    return [(int(one[place]), int(other[place])) for place in order if shares[place] >= LEAST_IN_COMMON]


@dataclass(frozen=True)
class Counts:
    """Pairs of one kind."""

    planted: int
    found: int
    at_best: int
    others: int


def pairs_of(papers: Sequence[Paper], links: Sequence[Link]) -> set[frozenset[str]]:
    """Links as pairs of ids."""
    return {frozenset((papers[link.one].paper_id, papers[link.other].paper_id)) for link in links}


def print_planted(kinds: dict[str, tuple[str, str]], found: set[frozenset[str]], exact: set[frozenset[str]]) -> None:
    """Print precision and recall by kind, and which real pairs were found."""
    print("| | pairs | recall | all with all | precision |\n| --- | --- | --- | --- | --- |")
    totals = Counts(0, 0, 0, 0)
    for kind in PLANTERS:
        copies = {paper_id: source for paper_id, (source, its_kind) in kinds.items() if its_kind == kind}
        wanted = {frozenset(pair) for pair in copies.items()}
        others = sum(1 for pair in found - wanted if any(paper_id in copies for paper_id in pair))
        counts = Counts(len(wanted), len(wanted & found), len(wanted & exact), others)
        if kind.startswith("no copy"):
            print(f"| {kind} | {counts.planted} | {counts.found} linked | {counts.at_best} linked | |")
            totals = replace(totals, others=totals.others + counts.found + counts.others)
            continue
        print_row(kind, counts)
        totals = Counts(*(getattr(totals, name) + getattr(counts, name) for name in Counts.__annotations__))
    print_row("all copies, and all pairs planted", totals)
    real = [pair for pair in found if not any(paper_id in kinds for paper_id in pair)]
    print(f"\nPairs of real papers: {len(real)} {sorted(map(sorted, real))}")


def print_row(what: str, counts: Counts) -> None:
    """Print one row."""
    precision = counts.found / (counts.found + counts.others)
    recall, at_best = counts.found / counts.planted, counts.at_best / counts.planted
    print(f"| {what} | {counts.planted:,} | {recall:.3f} | {at_best:.3f} | {precision:.3f} |")


def print_real(papers: Sequence[Paper], n: int) -> None:
    """Print some of the pairs found among real papers, to be looked at."""
    links = near_copies(papers)
    for link in random.Random(1).sample(links, min(n, len(links))):  # noqa: S311 - as above
        print(f"\n{link.similarity:.2f}")
        for paper in (papers[link.one], papers[link.other]):
            print(f"  {paper.paper_id} {paper.date} {'; '.join(paper.authors)[:60]}: {paper.title}")


def timed(make: Callable[[], _Made]) -> tuple[_Made, float]:
    """Make something; what was made, and the processor seconds that it took."""
    began = time.process_time()
    made = make()
    return made, time.process_time() - began


if __name__ == "__main__":
    main()

"""Which authors and categories are more among some papers than chance would have them.

Each is tested by Fisher's exact test, one-sided: drawing as many papers at random from the corpus, how often would as
many of them be this author's? What stands out is chosen by the procedure of Benjamini and Hochberg (1995), which holds
the share of false ones among those named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.explore.caching import kept_with_store
from lib.explore.store import Mask, Store

Named = Literal["authors", "categories"]

FEWEST_PAPERS: Final = 3
"""An author or a category with fewer papers in the corpus is not tested: too few to tell anything."""
FALSE_SHARE: Final = 0.05
"""Of what is named this share at most is expected to be there by chance."""
_NEGLIGIBLE: Final = 1e-12
"""A term of a sum that is this much smaller than the sum so far ends it: those behind it are smaller still."""


@dataclass(frozen=True, slots=True)
class Standout:
    """An author or a category that stands out among some papers."""

    name: str
    here: int
    """Papers among them."""
    in_all: int
    """Papers in the corpus."""
    p: float
    """Of the one-sided Fisher's exact test, before the correction for how many were tested."""


@dataclass(frozen=True, slots=True)
class Standouts:
    """What stands out, the least likely by chance first, and how many authors or categories were tested."""

    found: tuple[Standout, ...]
    n_tested: int


@dataclass(frozen=True, slots=True, eq=False)
class _Members:
    """Who or what each paper names: paper `rows[i]` names `names[codes[i]]`, none twice."""

    names: pa.Array
    rows: NDArray[np.int32]
    codes: NDArray[np.int32]
    in_all: NDArray[np.int64]
    """Papers of each name, shape (n_names,)."""


def standing_out(store: Store, mask: Mask, which: Named) -> Standouts:
    """Find the authors or categories that some papers have more of than the corpus, with at least FEWEST_PAPERS here.

    Names are compared as they are written: one person in two spellings is two.
    """
    members = _members(store, which)
    here = np.bincount(members.codes[mask[members.rows]], minlength=len(members.in_all))
    # Chosen by what the whole corpus has, which the test takes as given; by what is here, it would be biased.
    tested = np.flatnonzero(members.in_all >= FEWEST_PAPERS)
    p = fisher_greater(here[tested], members.in_all[tested], int(mask.sum()), store.n_papers)
    found = tested[passes(p) & (here[tested] >= FEWEST_PAPERS)]
    p_of = np.ones(len(members.in_all))
    p_of[tested] = p
    order = found[np.lexsort((found, -here[found], p_of[found]))]
    names = members.names.take(pa.array(order)).to_pylist()
    return Standouts(
        tuple(
            Standout(name, int(here[code]), int(members.in_all[code]), float(p_of[code]))
            for name, code in zip(names, order, strict=True)
        ),
        len(tested),
    )


def fisher_greater(
    here: NDArray[np.integer], in_all: NDArray[np.integer], n_here: int, n_all: int
) -> NDArray[np.float64]:
    """Chances that at least `here` of `n_here` papers, drawn from `n_all`, are among the `in_all` of a kind.

    The tail of the hypergeometric distribution, which is Fisher's exact test against "more". What is here no more often
    than expected is given 1, since its chance is about a half or more.

    Returns
    -------
    Shape (n_kinds,), 0..1.
    """
    # A third of a second of imports that pages without it do not need.
    from scipy.special import gammaln

    p = np.ones(len(here))
    more = np.flatnonzero(here * n_all > in_all * n_here)
    if not len(more):
        return p
    count, kind = here[more].astype(np.float64), in_all[more].astype(np.float64)

    def log_choose(n: NDArray[np.float64], k: NDArray[np.float64]) -> NDArray[np.float64]:
        chosen: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        return chosen

    drawn, total = np.full(len(more), float(n_here)), np.full(len(more), float(n_all))
    chance = np.exp(log_choose(kind, count) + log_choose(total - kind, drawn - count) - log_choose(total, drawn))
    tail = chance.copy()
    # Above the mean each next chance is smaller than the one before, by the ratio of the two.
    while (chance > _NEGLIGIBLE * tail).any():
        chance *= (kind - count) * (drawn - count) / ((count + 1) * (total - kind - drawn + count + 1))
        count += 1
        tail += chance
    p[more] = np.minimum(tail, 1.0)
    return p


def passes(p: NDArray[np.float64], false_share: float = FALSE_SHARE) -> NDArray[np.bool_]:
    """Choose by the step-up procedure of Benjamini and Hochberg (1995), doi 10.1111/j.2517-6161.1995.tb02031.x."""
    order = np.sort(p)
    below = np.flatnonzero(order <= false_share * np.arange(1, len(p) + 1) / max(1, len(p)))
    chosen: NDArray[np.bool_] = p <= (order[below[-1]] if len(below) else -1.0)
    return chosen


@kept_with_store(maxsize=4)
def _members(store: Store, which: Named) -> _Members:
    lists = store.atlas.papers[which].combine_chunks()
    rows = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    encoded = pc.list_flatten(lists).dictionary_encode()
    names = encoded.dictionary
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    # A paper may name somebody twice, and a name may be blank.
    filled = np.append(pc.not_equal(pc.utf8_trim_whitespace(names), "").to_numpy(zero_copy_only=False), False)[codes]
    pairs = np.unique(rows[filled] * max(1, len(names)) + codes[filled])
    papers, named = np.divmod(pairs, max(1, len(names)))
    in_all = np.bincount(named, minlength=len(names))
    return _Members(names, papers.astype(np.int32), named.astype(np.int32), in_all)

"""Whether a topic grows, in words: its share of the earlier half of the dated papers, and of the later one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from lib.core.text import count_of
from lib.explore.quality import percent
from lib.explore.trends import Trends

Direction = Literal["growing", "shrinking", "steady"]

_LEAST_Z: Final = 1.96
"""Of shares that are the same, 19 of 20 differ by fewer standard errors than this."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A topic's papers and all dated papers before and after the corpus's middle."""

    direction: Direction
    earlier: tuple[int, int]
    later: tuple[int, int]
    """Papers of the topic, and all."""
    turn: str
    """The period with which the later half begins."""

    @property
    def sentence(self) -> str:
        """`40 of 1,900 papers dated before 2022 are of this topic (2%), and 86 of 2,000 from then on (4%).`"""
        (own, everything), (own_later, all_later) = self.earlier, self.later
        steady = " Chance alone may make that difference." if self.direction == "steady" else ""
        return (
            f"{own:,} of {count_of(everything, 'paper')} dated before {self.turn} "
            f"{'is' if own == 1 else 'are'} of this topic ({percent(own / everything)}), and {own_later:,} of "
            f"{all_later:,} from then on ({percent(own_later / all_later)}).{steady}"
        )


def growths(trends: Trends) -> list[Growth]:
    """Compare topics' shares before and after the period that parts the dated papers of the corpus in halves.

    Parameters
    ----------
    trends
        Those of the topics, over all of their papers. The last period counts, finished or not: shares are compared.

    Returns
    -------
    One for each topic; none at all where all papers are of one period. The direction is that of the log-odds ratio of
    the two halves where it is at least 1.96 standard errors from 0 (Woolf 1955, with Haldane's and Anscombe's half
    added to each count).
    """
    before = trends.all_papers.cumsum()
    if not len(before) or trends.all_papers.max() == before[-1]:
        return []
    # The boundary nearest to the middle, with papers on both sides.
    inner = [place for place in range(1, len(before)) if 0 < before[place - 1] < before[-1]]
    turn = min(inner, key=lambda place: abs(2 * int(before[place - 1]) - int(before[-1])))
    halves = []
    for part in (slice(None, turn), slice(turn, None)):
        n_all = int(trends.all_papers[part].sum())
        halves.append([(n_own, n_all) for n_own in trends.counts[:, part].sum(axis=1).tolist()])
    return [
        Growth(_direction(earlier, later), earlier, later, trends.names[turn])
        for earlier, later in zip(*halves, strict=True)
    ]


def _direction(earlier: tuple[int, int], later: tuple[int, int]) -> Direction:
    cells = [own + 0.5 for own, _ in (later, earlier)], [everything - own + 0.5 for own, everything in (later, earlier)]
    log_odds = math.log(cells[0][0] / cells[1][0]) - math.log(cells[0][1] / cells[1][1])
    error = math.sqrt(sum(1 / cell for row in cells for cell in row))
    if abs(log_odds) < _LEAST_Z * error:
        return "steady"
    return "growing" if log_odds > 0 else "shrinking"

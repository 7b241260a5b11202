"""How true the map is at each paper."""

import numpy as np

from lib.explore.keeping import is_misplaced, kept_of, neighbors_kept
from lib.explore.store import Store
from tests.atlas_maker import Made, Placed, paper, store_of


def line_of(*near: tuple[int, ...]) -> Store:
    """Papers at 0, 1, 4, 9 ... on a line, each with those that are nearest in meaning."""
    papers = (
        Placed(
            paper(f"t:{n}", f"Title {n}"),
            place=(float(n * n), 0.0),
            near=tuple((f"t:{other}", 0.5) for other in others),
        )
        for n, others in enumerate(near)
    )
    return store_of(Made(tuple(papers), ()))


def test_share_of_neighbours_kept() -> None:
    """Of the nearest in meaning those count that are among the three nearest on the map."""
    kept = neighbors_kept(line_of((1, 2), (0, 4), (4, 5), (2, 4, 5), (3,), (4, 3)))

    # On the line: 0 has 1, 2, 3; 1 has 0, 2, 3; 2 has 1, 0, 3; 3 has 2, 4, 1; 4 has 3, 5, 2; 5 has 4, 3, 2.
    np.testing.assert_allclose(kept, [1, 0.5, 0, 2 / 3, 1, 1], rtol=1e-6)


def test_a_paper_without_neighbours() -> None:
    """Where there is nothing to keep there is no share."""
    kept = neighbors_kept(line_of((1, 2), (), (1,)))

    assert np.isnan(kept[1])
    assert kept[2] == 1


def test_like_a_plain_count(tiny_store: Store) -> None:
    """The same as by looking at one pair after another; papers at one place have a distance of their own."""
    layout, neighbors = tiny_store.layout.astype(np.float64), tiny_store.atlas.neighbors
    kept = neighbors_kept(tiny_store)
    for index in range(tiny_store.n_papers):
        wanted = {int(other) for other in neighbors[index] if other >= 0}
        if not wanted:
            continue
        distances = np.hypot(*(layout - layout[index]).T)
        distances[index] = np.inf
        reach = np.sort(distances)[neighbors.shape[1] - 1]
        surely = sum(distances[other] < reach for other in wanted) / len(wanted)
        perhaps = sum(distances[other] <= reach for other in wanted) / len(wanted)

        assert surely - 1e-6 <= kept[index] <= perhaps + 1e-6


def test_of_one_paper() -> None:
    """Looked at alone a paper keeps what it keeps among all; it is said of how many."""
    store = line_of((1, 2), (0, 4), (4, 5), (2, 4, 5), (3,), ())

    assert [kept_of(store, index) for index in range(6)] == [(2, 2), (1, 2), (0, 2), (2, 3), (1, 1), None]
    for index, share in enumerate(neighbors_kept(store)[:5]):
        kept = kept_of(store, index)
        assert kept is not None
        np.testing.assert_allclose(kept[0] / kept[1], share, rtol=1e-6)


def test_misplaced_papers() -> None:
    """A paper is misplaced where more papers than the k nearest lie between it and half of its neighbours."""
    store = line_of((1, 2), (5,), (0, 3), (), (1, 3), (0, 1))

    assert [is_misplaced(store, index) for index in range(6)] == [False, True, False, False, False, True]

"""Places of names on the map and of topics in the palette."""

import numpy as np
import pytest

from lib.pipeline.places import hues, label_place, shades, spread_hues


def test_a_name_stands_where_most_papers_are() -> None:
    """Between a dense and a thin group the name is on the dense one, not in the empty middle."""
    random = np.random.default_rng(1)
    dense, thin = random.normal(0.8, 0.02, (50, 2)), random.normal(-0.8, 0.02, (20, 2))
    x, y = label_place(np.vstack([dense, thin]).astype(np.float32))

    assert (x, y) == pytest.approx((0.8, 0.8), abs=0.1)


def test_a_name_of_one_paper_stands_on_it() -> None:
    """One point is enough."""
    assert label_place(np.array([[0.25, -0.5]], dtype=np.float32)) == (0.25, -0.5)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5, 6, 8, 13, 20])
def test_hues_are_all_different(n: int) -> None:
    """Each topic has a hue of its own, evenly spaced."""
    angles = np.linspace(0, 2 * np.pi, n, endpoint=False)
    found = hues([(float(np.cos(angle)), float(np.sin(angle))) for angle in angles])

    assert sorted(found) == pytest.approx(np.arange(n) / max(n, 1))


def test_hues_of_neighbors_are_far_apart() -> None:
    """Topics next to each other around the map differ by a quarter of the ring at least."""
    angles = np.linspace(0, 2 * np.pi, 13, endpoint=False)
    found = hues([(float(np.cos(angle)), float(np.sin(angle))) for angle in angles])
    steps = np.abs(np.diff([*found, found[0]]))

    assert np.minimum(steps, 1 - steps).min() > 0.25


def test_shades_tell_siblings_apart() -> None:
    """Siblings differ, fine topics stay close to their parent, all are within 0..1."""
    parents = {0: None, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2}
    found = shades([0], [1, 2], [3, 4, 5], parents)

    assert found == {0: 0.5, 1: 0.25, 2: 0.75, 3: 0.125, 4: 0.375, 5: 0.75}


def test_hues_of_an_area_stay_near_it() -> None:
    """Children spread around their area by their shade, and two areas' children never meet."""
    top = {10: 0.0, 11: 0.5}
    parent_of = {10: None, 11: None, 0: 10, 1: 10, 2: 11, 20: 0}
    shade = {10: 0.5, 11: 0.5, 0: 0.25, 1: 0.75, 2: 0.5, 20: 0.2}

    assert spread_hues(top, shade, parent_of) == pytest.approx({0: 0.97, 1: 0.03, 2: 0.5, 20: 0.964})


def test_many_areas_leave_less_room() -> None:
    """With twenty areas a child's hue is within half of the way to the next."""
    top = {area: area / 20 for area in range(20)}
    hue = spread_hues(top, {99: 1.0}, {99: 3} | dict.fromkeys(top))

    assert hue == pytest.approx({99: 3 / 20 + 0.0125})

"""Groups of papers by their short texts, as the URL names them."""

import numpy as np
import pytest

from lib.core.dates import PartialDate
from lib.core.errors import UnknownGroup
from lib.core.topic import LEVELS
from lib.explore.groups import dates_text, find_groups, kind_of, topic_text
from tests.atlas_maker import TINY, store_of

STORE = store_of(TINY)
VIEW, SELECTED = np.arange(12) < 3, np.arange(12) == 7


def papers(one: str, other: str) -> list[list[int]]:
    """The papers of both groups."""
    groups = find_groups(STORE, one, other, level="default", in_view=VIEW, selected=SELECTED)
    return [np.flatnonzero(group.mask).tolist() for group in groups]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("topic:0", "retrieval, search", [0, 1, 2, 3]),
        ("topic:11", "batteries, cells", [7, 8, 11]),
        ("topic:21", "query rewriting", [2, 3]),
        ("topic:none", "the papers without a topic", [9, 10, 11]),
        # Paper 5 is dated 2023, so it may be of any month of that year.
        ("dates:2023-05..2023-07", "May 2023 to Jul 2023", [5, 6, 7]),
        ("dates:2023..2023", "2023", [0, 1, 2, 3, 4, 5, 6, 7, 9]),
        ("dates:2024..", "from 2024", [11]),
        ("dates:..2023-01-31", "until 31 Jan 2023", [0, 1, 5]),
        ("view", "the papers in view", [0, 1, 2]),
        ("selection", "the selection", [7]),
    ],
)
def test_groups(text: str, name: str, found: list[int]) -> None:
    """Each text names its papers, and the rest are all others, on either side."""
    others = [row for row in range(12) if row not in found]
    group, rest = find_groups(STORE, text, "rest", level="default", in_view=VIEW, selected=SELECTED)

    assert (group.name, rest.name) == (name, "all other papers")
    assert papers(text, "rest") == [found, others]
    assert papers("rest", text) == [others, found]
    assert papers(text, text) == [found, found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topic:77", "no topic '77'"),
        ("topic:²", "no topic '²'"),
        ("topic:" + "9" * 5000, "no topic '99"),
        ("topic:-1", "no topic '-1'"),
        ("dates:..", "is no time such as"),
        ("dates:2020", "is no time such as"),
        ("dates:2024..2020", "is no time such as"),
        ("dates:soon..later", "is no time such as"),
        ("view:3", "names no group of papers"),
        ("", "names no group of papers"),
        ("<b>", "names no group of papers"),
    ],
)
def test_what_is_no_group(text: str, said: str) -> None:
    """What names no group is said in a sentence with what to do."""
    with pytest.raises(UnknownGroup, match=said) as error:
        papers(text, "rest")
    assert "choose" in str(error.value)
    assert len(str(error.value)) < 200


def test_the_rest_of_nothing() -> None:
    """Two rests are of nothing."""
    with pytest.raises(UnknownGroup, match="Both groups are the rest"):
        papers("rest", "rest")


def test_texts_of_groups() -> None:
    """Texts are made as they are read."""
    assert [topic_text(12), topic_text(-1)] == ["topic:12", "topic:none"]
    assert dates_text(PartialDate(2020), PartialDate(2022, 3)) == "dates:2020..2022-03"
    assert dates_text(None, PartialDate(2022)) == "dates:..2022"
    assert [kind_of(text) for text in ("topic:1", "rest", "odd", "")] == ["topic", "rest", None, None]


def test_without_a_topic_of_the_level_in_view() -> None:
    """Paper 6 has a topic but none of the fine level, paper 11 one of the top level alone."""
    found = [
        np.flatnonzero(
            find_groups(STORE, "topic:none", "rest", level=level, in_view=VIEW, selected=SELECTED)[0].mask
        ).tolist()
        for level in LEVELS
    ]

    assert found == [[9, 10], [9, 10, 11], [6, 9, 10, 11]]

"""Own papers are found in an atlas, placed beside its papers, and lead to those not read yet."""

import dataclasses

import numpy as np
import pytest

from lib.core.config import BUNDLED_MODEL
from lib.core.dates import PartialDate
from lib.core.own_list import OwnList, OwnPaper
from lib.explore import own_comparing
from lib.explore.own_comparing import compared
from lib.explore.own_list import compare, nearest_unread, topics_read
from lib.explore.own_matching import matched
from lib.explore.store import Store
from tests.atlas_maker import TINY, atlas_in_memory, paper, store_of
from tests.atlas_maker import Placed as MadePaper

MODEL = f"{BUNDLED_MODEL}|"
RETRIEVAL, CELLS, ODD = (1, 0, 0, 0), (0, 0, 1, 0), (0, 0.6, 0, -0.8)


def own_list(*papers: tuple[OwnPaper, tuple[float, ...]], model: str = MODEL) -> OwnList:
    """A list of papers with their vectors."""
    vectors = np.array([vector for _, vector in papers], dtype=np.float16).reshape(len(papers), -1)
    return OwnList("mine.bib", tuple(paper for paper, _ in papers), vectors, model)


def new(title: str = "Something quite new") -> OwnPaper:
    """A paper that the atlas has not."""
    return OwnPaper(title, ("t:new",))


@pytest.mark.parametrize(
    ("own", "index"),
    [
        (OwnPaper("", ("doi:10.48550/arxiv.2301.00001",)), 0),
        (OwnPaper("Quite another title", ("t:x", "pmid:99")), 4),
        (OwnPaper("SPARSE  and dense retrieval, compared!", ("t:x",), "Oduya, F.", PartialDate(2024)), 1),
        (OwnPaper("Sparse and dense retrieval compared", ("t:x",), "Oduya, F.", PartialDate(2025)), -1),
        (OwnPaper("Sparse and dense retrieval compared", ("t:x",), "Ada Moor"), -1),
        (OwnPaper("Sparse and dense retrieval compared", ("arxiv:2301.99999",), "Fay Oduya"), -1),
        (OwnPaper("Sparse and dense retrieval compared", ("doi:10.9/journal",), "Fay Oduya"), 1),
        (OwnPaper("Sulfide electrolytes at room temperature", ("t:x",)), 7),
        (OwnPaper("Queries that ask back", ("t:x",)), -1),
        (OwnPaper("", ("t:x",)), -1),
    ],
)
def test_matched(tiny_store: Store, own: OwnPaper, index: int) -> None:
    """By any id; by title where author, year and ids do not say otherwise; a short title alone is not enough."""
    assert matched(tiny_store, own_list((own, RETRIEVAL))).tolist() == [index]


def test_a_paper_of_the_atlas_lies_where_it_lies(tiny_store: Store) -> None:
    """Its own place and topics, whatever vector the list has; itself is not among its nearest."""
    own = OwnPaper("Cracks in solid electrolytes", ("doi:10.5555/b2",))
    (found,) = compare(tiny_store, own_list((own, RETRIEVAL))).papers

    assert (found.nearness, found.index, found.place) == ("in the atlas", 8, (10.0, 1.0))
    assert found.topics == {"top": 11, "default": 2, "fine": 23}
    assert [index for index, _ in found.nearest[:2]] == [7, 11]
    assert found.nearest[0][1] == pytest.approx(1)
    assert len(found.nearest) == 10


def test_another_one_lies_among_its_nearest(tiny_store: Store) -> None:
    """Three papers are alike: their median place, and the topic that most of them have, level by level."""
    (found,) = compare(tiny_store, own_list((new(), CELLS))).papers

    assert (found.nearness, found.index, found.place) == ("near", None, (10.0, 1.0))
    assert [index for index, _ in found.nearest[:3]] == [7, 8, 11]
    assert found.topics == {"top": 11, "default": 2, "fine": 23}


def test_what_is_like_nothing_is_far(tiny_store: Store) -> None:
    """It gets a place, and the word that this says little."""
    (found,) = compare(tiny_store, own_list((new(), ODD))).papers

    assert found.nearness == "far"
    assert found.nearest[0][1] < 0.5


@pytest.mark.parametrize("own", [own_list((new(), CELLS), model="another|f00"), own_list((new(), ()))])
def test_without_the_atlas_s_model(tiny_store: Store, own: OwnList) -> None:
    """Where it lies is not known, and it counts nowhere; papers of the atlas are found all the same."""
    (found,) = compare(tiny_store, own).papers

    assert (found.nearness, found.place, found.nearest) == ("unknown", None, ())
    assert set(found.topics.values()) == {-1}
    assert nearest_unread(tiny_store, compare(tiny_store, own)) == ()
    assert {read.n_own for read in topics_read(tiny_store, compare(tiny_store, own))} == {0}


def test_topics(tiny_store: Store) -> None:
    """A paper named twice counts once, one far from everything not at all; those not read come last, largest first."""
    first = OwnPaper("", ("arxiv:2301.00001",))
    own = own_list((first, RETRIEVAL), (first, RETRIEVAL), (new(), RETRIEVAL), (new(), ODD))
    read = topics_read(tiny_store, compare(tiny_store, own))

    assert [(entry.topic.topic_id, entry.n_in_atlas, entry.n_beside) for entry in read] == [
        (0, 1, 1),
        (1, 0, 0),
        (2, 0, 0),
    ]
    top = topics_read(tiny_store, compare(tiny_store, own), "top")
    assert [(entry.topic.topic_id, entry.n_own) for entry in top] == [(10, 2), (11, 0)]


def test_nearest_unread(tiny_store: Store) -> None:
    """The mean of the two best similarities: near to both own papers comes first, with the one that is nearest."""
    own = own_list((OwnPaper("", ("arxiv:2301.00001",)), RETRIEVAL), (new(), (0.8, 0.6, 0, 0)))
    unread = nearest_unread(tiny_store, compare(tiny_store, own), 6)

    # Along retrieval: (1 + .8) / 2; along graphs, which is the new one's direction: the same; in canonical order.
    assert [entry.index for entry in unread] == [1, 2, 3, 4, 5, 6]
    assert [entry.nearest_own for entry in unread] == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose([entry.score for entry in unread], 0.9, atol=1e-3)
    np.testing.assert_allclose([entry.similarity for entry in unread], 1, atol=1e-3)


def test_nearest_unread_in_view(tiny_store: Store) -> None:
    """Only papers that count; a list of one paper goes by that one."""
    within = np.zeros(12, dtype=bool)
    within[[0, 5, 8]] = True
    own = own_list((OwnPaper("", ("arxiv:2301.00001",)), RETRIEVAL))
    unread = nearest_unread(tiny_store, compare(tiny_store, own), 5, within)

    assert [entry.index for entry in unread] == [5, 8]
    assert unread[0].score == pytest.approx(0.8, abs=1e-3)


def test_an_empty_list(tiny_store: Store) -> None:
    """Nothing is placed, nothing is near."""
    own = OwnList("mine.bib", (), np.zeros((0, 4), dtype=np.float16), MODEL)

    assert compare(tiny_store, own).papers == ()
    assert nearest_unread(tiny_store, compare(tiny_store, own)) == ()


def test_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared block by block, many own papers with many others, it is what one large product would say."""
    monkeypatch.setattr(own_comparing, "_OWN_TOGETHER", 7)
    rng = np.random.default_rng(3)
    papers = tuple(MadePaper(paper(f"t:{number:05d}", f"paper {number}")) for number in range(4300))
    atlas = store_of(dataclasses.replace(TINY, papers=papers, topics=(), aliases=())).atlas
    embeddings = rng.normal(size=(4300, 16)).astype(np.float16)
    store = Store("made", dataclasses.replace(atlas, embeddings=embeddings))
    vectors = rng.normal(size=(30, 16)).astype(np.float16)
    own = OwnList("x", tuple(OwnPaper(f"own {n}") for n in range(30)), vectors, MODEL)

    found = compared(store, own, matched(store, own))

    rows, mine = (array.astype(np.float64) for array in (embeddings, vectors))
    all_of_them = (mine / np.linalg.norm(mine, axis=1)[:, None]) @ (rows / np.linalg.norm(rows, axis=1)[:, None]).T
    in_order = np.sort(all_of_them, axis=0)[::-1]
    np.testing.assert_allclose(found.score, in_order[:2].mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(found.best, in_order[0], atol=1e-5)
    assert found.nearest_own.tolist() == all_of_them.argmax(axis=0).tolist()
    for number in range(30):
        indices, values = zip(*found.nearest[number], strict=True)
        assert list(indices) == np.argsort(-all_of_them[number])[:10].tolist()
        np.testing.assert_allclose(values, all_of_them[number, list(indices)], atol=1e-5)


def test_an_atlas_without_neighbours() -> None:
    """What is usual there is not known, so nothing is far from it."""
    atlas = atlas_in_memory(TINY)
    store = Store(
        "lone", dataclasses.replace(atlas, neighbors=np.empty((12, 0), np.int32), similarities=np.empty((12, 0), "f2"))
    )
    (found,) = compare(store, own_list((new(), CELLS))).papers

    assert found.nearness == "near"

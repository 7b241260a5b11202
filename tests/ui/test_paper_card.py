"""The open paper: why it is where it is, what is like it, and how far the map can be believed there."""

from dataclasses import replace
from pathlib import Path

import pytest

from lib.atlas.workspace import Workspace
from tests.atlas_maker import TINY, Made, Placed, paper, write_atlas
from tests.ui.visits import ME, button, is_well, texts, visit


@pytest.fixture(autouse=True)
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    return tiny_home


def test_why_it_is_here() -> None:
    """The topic's terms that the paper has are named with their weights and marked in title and abstract."""
    app = visit("papers", paper="arxiv:2302.00003")

    assert "1 of its topic's 2 terms stand in it: queries (0.300)." in texts(app)
    assert "## Rewriting :gray-background[queries] with few examples" in [one.value for one in app.markdown]
    assert ":gray-background[Queries] get better." in [one.value.replace("\\", "") for one in app.markdown]
    typical = [one.label for one in app.button if str(one.key).startswith("typical_")]
    assert typical == ["1.00 · Dense retrieval for long questions"]


def test_a_typical_paper() -> None:
    """A paper that is typical itself is said to be so."""
    shown = texts(visit("papers", paper="arxiv:2301.00001"))

    assert "It is itself one of the topic's typical papers." in shown


def test_a_paper_without_its_topic_s_terms(home: Path) -> None:
    """Where it has none of them, that is said; a paper without a topic has no such part."""
    topic = replace(TINY.topics[0], terms=(("gardens", 0.5),))
    write_atlas(home / "other", replace(TINY, topics=(topic, *TINY.topics[1:])))

    assert "None of its topic's 1 term stand in it" in texts(visit("papers", atlas="other", paper="arxiv:2302.00003"))
    assert "Why it is here" not in texts(visit("papers", paper="t:aaaa"))


def test_more_like_this(home: Path) -> None:
    """The nearest papers come with their similarity, open at a click, and are selected together."""
    app = visit("papers", atlas="tiny", paper="arxiv:2301.00001")
    near = [one for one in app.button if str(one.key).startswith("near_")]
    assert [one.label for one in near] == [
        "0.95 · Sparse and dense retrieval compared",
        "0.90 · Rewriting queries with few examples",
        "0.70 · Graph search without training",
    ]
    button(app, "Select these 3").click().run()
    assert Workspace(home, ME).selection("tiny") == ["arxiv:2301.00002", "arxiv:2302.00003", "doi:10.5555/a3"]
    near[0].click().run()

    assert app.query_params["paper"] == "arxiv:2301.00002"


def test_the_map_at_this_paper(home: Path) -> None:
    """It is said how many of its nearest papers the map keeps near it; where they lie far off, it is misplaced."""
    shown = texts(visit("papers", paper="arxiv:2301.00001"))
    assert "2 of its 3 nearest papers in meaning are among its 3 nearest on the map." in shown
    assert "misplaces" not in shown

    places = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (50.0, 0.0), (51.0, 0.0))
    near = (("t:4", 0.9), ("t:5", 0.8))
    papers = tuple(
        Placed(paper(f"t:{number}", f"Paper {number}"), place=place, near=near if number == 0 else ())
        for number, place in enumerate(places)
    )
    write_atlas(home / "torn", Made(papers, ()))
    shown = texts(visit("papers", atlas="torn", paper="t:0"))
    assert "**The map misplaces it:** at least half of its nearest papers in meaning lie far from it there." in shown
    assert "0 of its 2 nearest papers in meaning are among its 2 nearest on the map." in shown
    assert "among its" not in texts(visit("papers", atlas="torn", paper="t:1"))


def test_links_apart(home: Path) -> None:
    """Each place at which a paper lies is a link of its own; an address that is none of the web's is no link."""
    papers = (
        Placed(paper("arxiv:2301.00009", "Everywhere", doi="10.5555/z", pmid="77", url="https://example.org/z")),
        Placed(paper("t:x", "Nowhere", url="javascript:alert(1)")),
    )
    write_atlas(home / "linked", Made(papers, ()))
    app = visit("papers", atlas="linked", paper="arxiv:2301.00009")

    assert {link.proto.label: link.proto.url for link in app.get("link_button")} == {
        "DOI": "https://doi.org/10.5555/z",
        "arXiv": "https://arxiv.org/abs/2301.00009",
        "PubMed": "https://pubmed.ncbi.nlm.nih.gov/77/",
        "Web page": "https://example.org/z",
    }
    app = visit("papers", atlas="linked", paper="t:x")
    assert is_well(app)
    assert not app.get("link_button")

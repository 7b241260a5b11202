"""Lists of papers: how they are arranged and narrowed, read in place, and worked by keys."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.workspace import Workspace
from lib.ui.paper_keys import KEYS
from tests.atlas_maker import JUDGED, Made, Placed, paper, write_atlas
from tests.ui.visits import ME, button, go, is_well, numbers, texts, titles, visit


@pytest.fixture(autouse=True)
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas and one of which more is known, and the browser keeps a cookie."""
    write_atlas(tiny_home / "judged", JUDGED)
    return tiny_home


@pytest.fixture
def many(home: Path) -> str:
    """The name of an atlas of 130 papers without a topic."""
    papers = tuple(Placed(paper(f"t:{number:03d}", f"Paper {number:03d}")) for number in range(130))
    write_atlas(home / "many", Made(papers, ()))
    return "many"


def widget(elements: Any, label: str) -> Any:
    """The one with this label."""
    return next(one for one in elements if one.label == label)


def keys_data(app: AppTest) -> dict[str, Any]:
    """What is sent to the part that listens for keys."""
    component = next(one for one in app.get("bidi_component") if one.proto.component_name == "topic_atlas_paper_keys")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def captions(app: AppTest) -> list[str]:
    """The lines under the titles."""
    return [one.value.replace("\\", "") for one in app.main.caption if " · " in one.value]


def test_every_order_is_offered() -> None:
    """A list is sorted by any field of numbers, and by how well a search is matched where there is one."""
    orders = widget(visit("papers", atlas="tiny").main.selectbox, "Order").options
    assert orders[:4] == ["Surest first", "Newest first", "Oldest first", "By title"]
    assert "Citations: most" in orders

    app = visit("papers", atlas="tiny", q="queries")
    assert widget(app.main.selectbox, "Order").options[0] == "Best match first"
    app = visit("papers", atlas="tiny", sort="most:citations")
    assert titles(app)[:2] == ["Dense retrieval for long questions", "Sparse and dense retrieval compared"]


def test_the_usual_order_is_not_in_the_url() -> None:
    """Going back to it cleans the address."""
    app = visit("papers", atlas="tiny", sort="title")
    widget(app.main.selectbox, "Order").set_value("surest").run()

    assert app.query_params == {"atlas": "tiny"}


def test_pages_of_another_length(many: str) -> None:
    """A page of the list holds as many as one likes; changing it keeps the place."""
    app = visit("papers", atlas=many, n="4")
    assert titles(app)[0] == "Paper 060"
    widget(app.button_group, "Papers a page").set_value(50).run()
    assert app.query_params == {"atlas": many, "size": "50", "n": "2"}
    assert titles(app) == [f"Paper {number:03d}" for number in range(50, 100)]
    widget(app.button_group, "Papers a page").set_value(20).run()

    assert app.query_params == {"atlas": many, "n": "3"}
    assert titles(app)[0] == "Paper 040"


def test_groups() -> None:
    """Papers of one topic stand under its name with their number, the largest first, each group in the list's order."""
    app = visit("papers", atlas="tiny", sort="title")
    widget(app.main.checkbox, "Group by topic").check().run()

    assert app.query_params == {"atlas": "tiny", "sort": "title", "group": "topic"}
    assert [one.value.replace("\\", "") for one in app.main.header] == [
        "retrieval, search (4 papers)",
        "graphs, networks (3 papers)",
        "solid electrolytes (2 papers)",
        "Unassigned (3 papers)",
    ]
    assert titles(app)[:5] == [
        "Dense retrieval for long questions",
        "Queries that ask back",
        "Rewriting queries with few examples",
        "Sparse and dense retrieval compared",
        "Graph networks for molecules",
    ]
    assert not [caption for caption in captions(app) if "retrieval, search" in caption]


def test_a_group_that_goes_on(many: str) -> None:
    """On its second page a group is said to be continued; all of it can be selected from there."""
    app = visit("papers", atlas=many, group="topic", n="2")
    assert [one.value.replace("\\", "") for one in app.main.header] == ["Unassigned (130 papers, continued)"]
    button(app, "Select 130").click().run()

    assert "<b>130 selected" in numbers(app)


def test_threshold() -> None:
    """Papers that belong less surely are left out, by the same condition as that of the sidebar."""
    app = visit("papers", atlas="tiny")
    widget(app.main.select_slider, "Confidence at least").set_value(0.85).run()

    assert app.query_params == {"atlas": "tiny", "in.confidence": "0.85.."}
    assert len(titles(app)) == 4
    assert button(app, "Confidence 85% or more")
    widget(app.main.select_slider, "Confidence at least").set_value(0.0).run()
    assert app.query_params == {"atlas": "tiny"}


def test_a_threshold_keeps_the_other_bound() -> None:
    """What the link says of the upper bound stays; a bound between two steps shows as the lower one."""
    app = visit("papers", atlas="tiny", **{"in.confidence": "0.43..0.9"})
    slider = widget(app.main.select_slider, "Confidence at least")
    assert slider.value == 0.4
    slider.set_value(0.5).run()

    assert app.query_params["in.confidence"] == "0.5..0.9"


def test_only_some() -> None:
    """Bridge papers, unassigned and undated ones are shown alone, together, and beside other marks of the link."""
    app = visit("papers", atlas="judged")
    only = widget(app.button_group, "Only")
    assert only.options == ["bridge paper (1)", "unassigned (3)", "without a date (2)"]
    only.set_value(["bridge"]).run()
    assert titles(app) == ["Graph search without training"]
    assert captions(app)[0].endswith("bridge paper")

    app = visit("papers", atlas="judged", **{"is.mark": ["no_abstract", "bridge"]})
    widget(app.button_group, "Only").set_value(["bridge", "undated"]).run()
    assert app.query_params["is.mark"] == ["no_abstract", "bridge", "undated"]
    assert len(titles(app)) == 3


def test_marks_are_counted_in_view() -> None:
    """The numbers are those of the view without this filter."""
    app = visit("papers", atlas="judged", topic=["1", "none"], **{"is.mark": "bridge"})

    assert widget(app.button_group, "Only").options == [
        "bridge paper (1)",
        "unassigned (3)",
        "without a date (1)",
    ]


def test_abstracts_in_place() -> None:
    """An abstract, its links and its topic are there once they are asked for, and not before."""
    app = visit("papers", atlas="tiny")
    assert "Molecules are graphs." not in texts(app)
    app.session_state["abstract_4"] = True
    app.run()

    assert is_well(app)
    assert "Molecules are graphs." in texts(app)
    assert [link.proto.url for link in app.get("link_button")] == ["https://doi.org/10.5555/a1"]
    topic = next(link for link in app.main.get("page_link") if link.proto.label == "graphs, networks")
    assert topic.proto.query_string == "atlas=tiny&open=1"


def test_selecting_none_of_these() -> None:
    """What of the list is selected can be taken out at once, and all else instead."""
    app = visit("papers", atlas="tiny")
    button(app, "Select these 12").click().run()
    app = go(app, "papers", atlas="tiny", topic="0")
    button(app, "Remove 4").click().run()
    assert "<b>8 selected" in numbers(app)
    assert not [one.label for one in app.button if one.label.startswith(("Remove", "Keep only"))]

    app = go(app, "papers", atlas="tiny", topic="1")
    button(app, "Keep only these").click().run()
    assert "<b>3 selected" in numbers(app)


def test_the_open_paper_s_line() -> None:
    """The keys know which lines there are and which paper is open."""
    app = visit("papers", atlas="tiny", topic="2", paper="doi:10.5555/b1")

    assert keys_data(app) == {
        "actions": {key.name: key.action for key in KEYS},
        "lines": [7, 8],
        "opened": 7,
        "picked": 0,
    }


def test_keys_are_named_and_can_be_switched_off() -> None:
    """The list of keys stands above the list; without them the browser's half listens for nothing."""
    app = visit("papers", atlas="tiny")
    assert all(f"**{key.label}**: {key.words}" in texts(app) for key in KEYS)
    widget(app.checkbox, "Use these keys").uncheck().run()

    assert keys_data(app)["actions"] == {}
    assert not {"c", "r"} & {key.name for key in KEYS}


def test_order_and_groups_of_the_selection(home: Path) -> None:
    """The selection comes as picked, in any other order, or by topic, where a whole topic can be taken out."""
    Workspace(home, ME).add("tiny", ["t:bbbb", "doi:10.5555/b1", "arxiv:2304.00004", "arxiv:2301.00001"])
    app = visit("selection", atlas="tiny")
    assert titles(app)[:2] == ["zinc anodes for cheap cells", "Sulfide electrolytes at room temperature"]
    widget(app.main.selectbox, "Order").set_value("oldest").run()
    assert titles(app)[0] == "Dense retrieval for long questions"

    app = go(app, "selection", atlas="tiny", group="topic")
    assert titles(app)[:2] == ["Queries that ask back", "Dense retrieval for long questions"]
    assert is_well(app)
    button(app, "Remove 2").click().run()
    assert Workspace(home, ME).selection("tiny") == ["t:bbbb", "doi:10.5555/b1"]
    button(app, "Undo").click().run()
    assert titles(app)[:2] == ["Queries that ask back", "Dense retrieval for long questions"]


def test_topics_of_the_selection(home: Path) -> None:
    """How many papers of the selection each topic has stands in a table, the most first."""
    Workspace(home, ME).add("tiny", ["t:bbbb", "doi:10.5555/b1", "arxiv:2304.00004", "arxiv:2301.00001"])
    table = visit("selection", atlas="tiny").dataframe[0].value

    assert table.to_dict("list") == {
        "Topic": ["retrieval, search", "solid electrolytes", "Unassigned"],
        "Selected": [2, 1, 1],
        "Share": [50.0, 25.0, 25.0],
    }

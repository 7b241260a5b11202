"""What the controls at the side and beside the map say and offer."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.atlas_maker import Made, Placed, paper, write_atlas
from tests.ui.visits import as_read, is_well, texts, visit


@pytest.fixture(autouse=True)
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    return tiny_home


def labels(app: AppTest) -> list[str]:
    """Names of the sliders and boxes at the side, as they are read."""
    return [as_read(one.label) for one in [*app.sidebar.select_slider, *app.sidebar.multiselect]]


@pytest.mark.parametrize("page", ["trends", "papers", "compare", "map"])
def test_every_control_has_help(page: str) -> None:
    """Each choice that changes what is shown says what it does."""
    app = visit(page, **{"in.citations": "10..", "a": "dates:2023..2024"})
    kinds = (app.selectbox, app.multiselect, app.select_slider, app.button_group, app.text_input)
    choices = [one for kind in kinds for one in kind]

    assert len(choices) >= 7
    assert [one.label for one in choices if not one.help] == []
    # A topic's box beside the map is named by the topic, and a paper's by the paper.
    named = ("ta-topic-", "tick_")
    assert [box.label for box in app.checkbox if not box.help and not str(box.key).startswith(named)] == []


def test_the_search_box_explains_the_search_that_is_chosen() -> None:
    """Operators are explained where they count."""
    said = {mode: visit("papers", search=mode).sidebar.text_input[0].help for mode in ("words", "meaning", "both")}

    assert "retriev*" in said["words"]
    assert "retriev*" not in said["meaning"]
    assert "nearest in meaning" in said["meaning"]
    assert "retriev*" in said["both"]


def test_a_field_that_was_chosen_stays_while_it_filters_nothing() -> None:
    """A slider that is moved out to its whole range again does not vanish beneath the hand."""
    app = visit("papers")
    app.sidebar.selectbox(key="f_field").set_value("citations").run()
    app.sidebar.select_slider(key="f_field_citations").set_range(7, 7).run()
    app.sidebar.select_slider(key="f_field_citations").set_range(7, 1200).run()

    assert "in.citations" not in app.query_params
    assert "Citations" in labels(app)


def test_papers_without_a_number_are_kept_or_seen_alone_in_plain_words() -> None:
    """The box beneath a range says what ticking it does in either case."""
    without = [box.label for box in visit("papers", **{"in.citations": "10.."}).sidebar.checkbox]
    app = visit("papers", **{"in.citations": "none"})

    assert any(label.startswith("Also the ") for label in without)
    assert app.sidebar.checkbox(key="f_field_citations_unknown").value
    assert app.sidebar.checkbox(key="f_field_citations_unknown").label.startswith("Only the ")


def test_a_column_s_name_is_no_markdown(home: Path) -> None:
    """The name of a column of the user's own is shown as it stands."""
    name = "*my* `score`"
    made = tuple(Placed(paper(f"t:{n}", f"Paper {n}", attributes={name: n * 10})) for n in range(4))
    write_atlas(home / "own-columns", Made(papers=made, topics=()))
    app = visit("papers", atlas="own-columns", **{f"in.{name}": "10.."})
    shown = [one.label for one in app.sidebar.select_slider if "score" in one.label]

    assert [as_read(label).lower() for label in shown] == [name]
    assert all("\\*" in label for label in shown)


def test_an_atlas_without_topics_has_papers_beside_the_map(home: Path) -> None:
    """Papers that fit no topic are in view, so nothing is said of filters, and all can be selected."""
    write_atlas(home / "loose", Made(papers=(Placed(paper("t:1", "One")), Placed(paper("t:2", "Two"))), topics=()))
    app = visit("map", atlas="loose")

    assert is_well(app)
    assert "take a filter off" not in texts(app)
    assert "Unassigned (2 of 2)" in texts(app)
    assert "Select all 2 in view" in [one.label for one in app.button]


def test_files_of_one_kind_are_told_apart_by_name() -> None:
    """The pictures of a topic's terms are named by the topic, those of a comparison by its groups."""
    assert _pictures(visit("topics", open="0"))["terms"] == "Terms of retrieval, search"
    assert _pictures(visit("topics", open="1"))["terms"] == "Terms of graphs, networks"
    assert (
        "retrieval, search and graphs, networks per "
        in _pictures(visit("compare", a="topic:0", b="topic:1"))["compare-dates"]
    )


def _pictures(app: AppTest) -> dict[str, str]:
    """The titles of the pictures that a page offers, by chart."""
    told = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    return {data["chart"]: data["title"] for data in told if "chart" in data}

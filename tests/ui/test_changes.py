"""Changes that meet: callbacks that run before a page was drawn anew, and widgets that change only what was moved."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.dates import PartialDate
from tests.ui.visits import button, is_well, visit


@pytest.fixture(autouse=True)
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    return tiny_home


def params(app: AppTest) -> dict[str, list[str]]:
    """What the address says, the atlas left out."""
    return {
        name: [value] if isinstance(value, str) else value
        for name, value in app.query_params.items()
        if name != "atlas"
    }


def test_two_topics_at_once() -> None:
    """Of two topics ticked before the page is drawn anew, none is lost."""
    app = visit("map")
    app.checkbox(key="ta-topic-0").check()
    app.checkbox(key="ta-topic-2").check()
    app.run()

    assert params(app) == {"topic": ["0", "2"]}
    assert app.checkbox(key="ta-topic-0").value
    assert app.checkbox(key="ta-topic-2").value


def test_topics_in_two_places_at_once() -> None:
    """A topic chosen at the side and another unticked beside the map are two changes of one view."""
    app = visit("map", topic="0")
    app.sidebar.multiselect(key="f_topics").set_value([0, 2])
    app.checkbox(key="ta-topic-0").uncheck()
    app.run()

    assert params(app) == {"topic": ["2"]}


def test_words_and_the_way_of_search_at_once() -> None:
    """Words that were typed stay when the way of search is pressed right after them."""
    app = visit("papers")
    app.sidebar.text_input(key="f_query").set_value("dense questions")
    app.sidebar.button_group(key="f_search").set_value("both")
    app.run()

    assert params(app) == {"q": ["dense questions"], "search": ["both"]}


def test_order_and_filter_at_once() -> None:
    """What belongs to a page and what belongs to the view do not undo each other."""
    app = visit("papers")
    app.selectbox(key="sort").set_value("oldest")
    app.checkbox(key="list_group").check()
    app.sidebar.multiselect(key="f_topics").set_value([0])
    app.run()

    assert params(app) == {"topic": ["0"], "sort": ["oldest"], "group": ["topic"]}


def test_a_paper_and_a_filter_at_once() -> None:
    """A paper opens in the view that was just chosen."""
    app = visit("papers")
    app.sidebar.multiselect(key="f_topics").set_value([0])
    app.button(key="open_0").click()
    app.run()

    assert params(app) == {"topic": ["0"], "paper": ["arxiv:2301.00001"]}


def test_two_groups_at_once() -> None:
    """Both groups that are compared can be chosen before the page is drawn anew."""
    app = visit("compare")
    app.selectbox(key="group_0").set_value("topic:1")
    app.selectbox(key="group_1").set_value("topic:2")
    app.run()

    assert params(app) == {"a": ["topic:1"], "b": ["topic:2"]}


def test_a_link_to_no_atlas_is_left_by_the_first_change() -> None:
    """Where another atlas is shown in place of one that there is not, a change is one of the atlas shown."""
    app = visit("papers", atlas="no such", topic="0")
    assert not is_well(app)
    app.sidebar.multiselect(key="f_topics").set_value([2]).run()

    assert is_well(app)
    assert app.query_params["atlas"] in ("tiny", ["tiny"])
    assert params(app) == {"topic": ["2"]}


def test_a_chip_takes_off_its_own_filter_alone() -> None:
    """A chip pressed right after another change leaves that change."""
    app = visit("papers", topic="0", q="questions")
    app.sidebar.multiselect(key="f_topics").set_value([0, 2])
    button(app, "“questions”").click()
    app.run()

    assert params(app) == {"topic": ["0", "2"]}


# --- bounds that were not moved --------------------------------------------------------------------------------------


def test_a_bound_of_a_field_that_was_not_moved_stays() -> None:
    """A link may name a bound between two steps of the slider; moving the other one leaves it."""
    app = visit("papers", **{"in.confidence": "0.33..0.91"})
    assert app.sidebar.select_slider(key="f_field_confidence").value == (0.3, 0.95)
    app.sidebar.select_slider(key="f_field_confidence").set_range(0.3, 0.8).run()
    assert params(app) == {"in.confidence": ["0.33..0.8"]}

    app.sidebar.select_slider(key="f_field_confidence").set_range(0.5, 0.8).run()
    assert params(app) == {"in.confidence": ["0.5..0.8"]}


def test_bounds_do_not_cross() -> None:
    """An end that is moved onto the other takes it along: the range is what the slider shows."""
    app = visit("papers", **{"in.confidence": "0.33..0.91"})
    app.sidebar.select_slider(key="f_field_confidence").set_range(0.3, 0.3).run()

    assert params(app) == {"in.confidence": ["0.3..0.3"]}


def test_a_bound_of_a_time_that_was_not_moved_stays() -> None:
    """A group of papers of a time keeps the day that a link named."""
    app = visit("compare", a="dates:2023-01-05..", b="rest")
    app.select_slider(key="group_0_time").set_range(PartialDate(2023), PartialDate(2023)).run()

    assert params(app)["a"] == ["dates:2023-01-05..2023"]

"""All topics in view as boxes and side by side, run by Streamlit's own test harness."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.explore import likeness
from tests.atlas_maker import TINY, write_atlas

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder holds the tiny atlas."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    write_atlas(tmp_path / "tiny", TINY)


def visit(**params: str) -> AppTest:
    """Open the table of topics by its address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = {"atlas": "tiny", **params}
    app = app.switch_page("pages/explore/topics.py").run()
    assert not [*app.exception, *app.error, *app.warning]
    return app


def click(app: AppTest, box: str) -> AppTest:
    """Click on a box, as the browser reports it."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = next(chart.proto.id for chart in app.get("plotly_chart") if "as boxes" in chart.proto.alt)
    state.string_value = json.dumps(
        {"selection": {"points": [{"id": box, "parent": ""}], "point_indices": [1], "box": [], "lasso": []}}
    )
    return app._run(widget_state=states)


def captions(app: AppTest) -> str:
    """All captions, without the backslashes that keep them from being Markdown."""
    return "\n".join(caption.value for caption in app.caption).replace("\\", "")


def test_boxes() -> None:
    """Under the boxes stands of how many papers they are, and the same as a table, with what lies above each."""
    app = visit()
    table = next(one.value for one in app.dataframe if "Level" in one.value)

    assert "9 of 12 papers in view; 3 without a topic left out. A click on a topic opens its page" in captions(app)
    assert table["Topic"].tolist()[:3] == ["learning machines", "batteries, cells", "retrieval, search"]
    assert table["In view"].tolist() == [7, 3, 4, 3, 2]
    assert table["Part of"].tolist()[2:] == ["learning machines", "learning machines", "batteries, cells"]


def test_a_click_opens_a_topic() -> None:
    """A click on a box of the view's level opens its page; one around it stays on the page."""
    app = visit()
    assert click(app, "10").query_params == {"atlas": "tiny"}
    assert click(app, "all").query_params == {"atlas": "tiny"}
    app = click(app, "1")

    assert app.query_params == {"atlas": "tiny", "open": "1"}
    assert app.header[0].value.replace("\\", "") == "graphs, networks"


@pytest.mark.parametrize("box", ["77", "<b>", ""])
def test_a_box_that_there_is_not(box: str) -> None:
    """What the browser sends is not believed."""
    assert click(visit(), box).query_params == {"atlas": "tiny"}


def test_side_by_side() -> None:
    """Every pair of topics has its cosine, the nearest first."""
    app = visit()
    table = next(one.value for one in app.dataframe if "Cosine" in one.value)

    assert table["Cosine"].tolist() == pytest.approx([0.8, 0, 0], abs=1e-3)
    assert (table["One"][0], table["Other"][0]) == ("retrieval, search", "graphs, networks")
    assert "Cosine of the mean embeddings of 3 topics, from all of their 9 papers, in view or not" in captions(app)
    assert "Lines part the areas." in captions(app)


def test_too_many_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many, their areas are compared, and it is said why."""
    monkeypatch.setattr(likeness, "MOST_TOPICS", 2)
    app = visit()

    assert "mean embeddings of 2 areas" in captions(app)
    assert "3 topics are more than the" in captions(app)


def test_a_single_topic_is_like_nothing() -> None:
    """One topic in view is not compared."""
    assert "How like they are" not in [one.value for one in visit(topic="2").header]

"""Two groups side by side, as a person meets them, run by Streamlit's own test harness."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies
from streamlit.testing.v1 import AppTest

from lib.atlas.workspace import Workspace
from lib.core.dates import PartialDate
from lib.server.middleware import COOKIE_NAME
from lib.ui import nav
from tests.atlas_maker import TINY, Made, MadeTopic, Placed, paper, write_atlas

ROOT = Path(__file__).resolve().parents[2]
ME = "c" * 43
FILE = "pages/explore/compare.py"

REEFS = Made(
    papers=tuple(
        Placed(
            paper(f"t:{row:03d}", f"{title} water {row}", f"{2020 + row % 4}"),
            (30, topic, -1),
            margin=row / 100,
            second=1 - topic if row % 10 == 0 else None,
            vector=vector,
        )
        for row, (title, topic, vector) in enumerate(
            [("coral reefs", 0, (1.0, 0.0, 0.0, 0.0))] * 20 + [("glacier", 1, (0.0, 1.0, 0.0, 0.0))] * 20
        )
    ),
    topics=(
        MadeTopic(0, "default", 30, "corals"),
        MadeTopic(1, "default", 30, "*glaciers*"),
        MadeTopic(30, "top", None, "water"),
    ),
)


@pytest.fixture(autouse=True)
def atlases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder has an atlas with words, one that is tiny, and one from before there was a word index."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: StreamlitCookies({COOKIE_NAME: ME})))
    write_atlas(tmp_path / "reefs", REEFS)
    write_atlas(tmp_path / "tiny", TINY)
    old = write_atlas(tmp_path / "old")
    for file in ("words.parquet", "word_starts.npy", "word_ids.npy", "word_counts.npy"):
        (old / file).unlink()
    if all(spec.file != FILE for spec in nav.PAGES):
        page = replace(nav.PAGES[0], key="compare", title="Compare", file=FILE)
        monkeypatch.setattr(nav, "PAGES", (*nav.PAGES, page))
    return tmp_path


def visit(**params: str) -> AppTest:
    """Open the page by its address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = params
    return app.switch_page(FILE).run()


def texts(app: AppTest) -> str:
    """All words of the page's own elements, without the backslashes that keep them from being Markdown."""
    parts = [*app.markdown, *app.caption, *app.header, *app.info, *app.warning]
    return "\n".join([*(part.value for part in parts), *(one.label for one in app.button)]).replace("\\", "")


def is_well(app: AppTest) -> bool:
    """Whether nothing on the page failed and nothing is warned of."""
    return not [*app.exception, *app.error, *app.warning]


def test_two_topics() -> None:
    """Sizes, words with their papers, dates, typical papers, and the papers between, the smallest margin first."""
    app = visit(atlas="reefs", a="topic:0", b="topic:1")
    shown = texts(app)
    words, dates = (table.value for table in app.dataframe)

    assert is_well(app)
    assert "**corals** (20 papers) beside ***glaciers*** (20 papers). No paper is in both." in shown
    assert words["Word or phrase"].tolist() == ["coral", "reefs", "glacier"]
    assert words["More in"].tolist() == ["First group", "First group", "Second group"]
    assert words["Papers of 20 (first)"].tolist() == [20, 20, 0]
    assert words["Papers of 20 (second)"].tolist() == [0, 0, 20]
    assert dates["First group: papers"].tolist() == dates["Second group: papers"].tolist() == [5, 5, 5, 5]
    assert "3 of 4 words and phrases, from 20 papers of the first group and 20 of the second." in shown
    assert "4 papers of either topic have the other one as second-best" in shown
    between = [one.label for one in app.button if str(one.key).startswith("between_")]
    assert between == ["coral reefs water 0", "coral reefs water 10", "glacier water 20", "glacier water 30"]
    assert "in *glaciers*, the other 30 points behind" in shown
    assert app.get("plotly_chart")[0].proto.alt.startswith("Words that tell apart. First group: coral ")


def test_between_on_the_map() -> None:
    """A link shows the papers between two topics alone on the map."""
    app = visit(atlas="reefs", a="topic:1", b="topic:0", q="coral")
    queries = [one.proto.query_string for one in app.main.get("page_link")]

    assert queries == ["atlas=reefs&between=1&between=0&a=topic%3A1&b=topic%3A0"] * 2


def test_what_is_compared_without_a_word() -> None:
    """At first it is the largest topic and the rest, or with a filter the view and the rest."""
    assert "**retrieval, search** (4 papers) beside **all other papers** (8 papers)." in texts(visit(atlas="tiny"))
    assert "**the papers in view** (2 papers) beside **all other papers** (10 papers)." in texts(
        visit(atlas="tiny", q="dense")
    )


def test_choosing() -> None:
    """A choice is in the URL; a time begins as a half of the span and is narrowed by its slider."""
    app = visit(atlas="tiny")
    app.selectbox(key="group_0").select("topic:2").run()
    assert app.query_params == {"atlas": "tiny", "a": "topic:2", "b": "rest"}
    app.selectbox(key="group_1").select("dates").run()
    assert app.query_params["b"] == "dates:2024..2024"
    app.selectbox(key="group_0").select("dates").run()
    assert app.query_params["a"] == "dates:2023..2023"
    assert "**2023** (9 papers) beside **2024** (1 paper)." in texts(app)
    app.select_slider(key="group_0_time").set_range(PartialDate(2023), PartialDate(2024)).run()

    assert is_well(app)
    assert app.query_params["a"] == "dates:2023..2024"
    assert "**2023 to 2024** (10 papers) beside **2024** (1 paper). 1 paper in both, counted on both sides." in texts(
        app
    )


def test_nothing_in_view() -> None:
    """Where the view is a group and empty, a filter is to be taken off."""
    assert "The first group has no papers: take a filter off, or choose another one." in texts(
        visit(atlas="tiny", q="no such word")
    )


def test_the_selection(atlases: Path) -> None:
    """The selection is a group; an empty one is said to be."""
    assert "The first group has no papers: choose another one." in texts(visit(atlas="tiny", a="selection"))
    Workspace(atlases, ME).add("tiny", ["arxiv:2301.00001"])
    assert "**the selection** (1 paper)" in texts(visit(atlas="tiny", a="selection"))


@pytest.mark.parametrize(
    ("a", "said"),
    [
        ("topic:77", "This atlas has no topic '77' to compare"),
        ("dates:soon", "'soon' is no time such as"),
        ("dates:2024..2020", "is no time such as"),
        ("<b>*odd*</b>", "'<b>*odd*</b>' names no group of papers"),
        ("rest", "Both groups are the rest"),
    ],
)
def test_odd_groups(a: str, said: str) -> None:
    """What a link names and the atlas lacks is said, and the boxes to choose anew are there."""
    app = visit(atlas="tiny", a=a)

    assert not app.exception
    assert said in texts(app)
    app.selectbox(key="group_0").select("topic:0").run()
    assert is_well(app)


def test_an_atlas_from_before() -> None:
    """Without a word index all but the words is there, and the cure is said."""
    app = visit(atlas="old", a="topic:0", b="topic:1")

    assert is_well(app)
    assert "build it again from its files to compare words" in texts(app)
    assert "Typical papers" in texts(app)


@pytest.mark.parametrize("groups", [("topic:10", "topic:0"), ("topic:none", "view"), ("topic:20", "dates:..2023-02")])
def test_any_two_groups(groups: tuple[str, str]) -> None:
    """Groups of every kind and level are shown beside one another; topics of each stand where they say something."""
    app = visit(atlas="tiny", a=groups[0], b=groups[1])

    assert is_well(app)
    assert ("Topics of each" in texts(app)) == (groups[1] != "topic:1")

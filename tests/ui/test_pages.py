"""The pages of the dashboard as a person meets them, run by Streamlit's own test harness, without a browser."""

import base64
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.runtime.context import ContextProxy, StreamlitCookies
from streamlit.testing.v1 import AppTest

from lib.atlas.workspace import Workspace
from lib.core.config import BuildConfig
from lib.server.middleware import COOKIE_NAME
from lib.ui.nav import PAGES, PageSpec
from tests.atlas_maker import JUDGED, NASTY_TITLE, TINY, Made, Placed, paper, store_of, write_atlas
from tests.ui.visits import ME, button, go, is_well, key_of, numbers, texts, titles, visit

EXPLORE = [spec for spec in PAGES if spec.needs_atlas]
IN_VIEW = [spec for spec in EXPLORE if spec.follows_view]


@pytest.fixture(autouse=True)
def home(tiny_home: Path) -> Path:
    """The data folder holds the tiny atlas, and the browser keeps a cookie."""
    return tiny_home


def links(app: AppTest) -> dict[str, str]:
    """The query of each link at the side, by its label."""
    return {link.proto.label: link.proto.query_string for link in app.sidebar.get("page_link")}


def map_data(app: AppTest) -> dict[str, Any]:
    """What is sent to the map."""
    component = next(one for one in app.get("bidi_component") if one.proto.component_name == "topic_atlas_map")
    return json.loads(component.proto.json)


def act_on_map(app: AppTest, **result: Any) -> AppTest:
    """Do something on the map, as its browser half reports it: `region` is kept, `click` is a moment."""
    component = next(one for one in app.get("bidi_component") if one.proto.component_name == "topic_atlas_map")
    states = app._tree.get_widget_states()
    version = json.loads(component.proto.json)["version"]
    state = states.widgets.add()
    if "click" in result:
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{component.proto.id}__events"
        state.json_trigger_value = json.dumps([{"event": "click", "value": {"version": version, **result["click"]}}])
    else:
        state.id = component.proto.id
        state.json_value = json.dumps({"region": {"version": version, **result["region"]}})
    return app._run(widget_state=states)


def mask(bits: str | None) -> list[int]:
    """Paper numbers in a mask as it is sent."""
    numbers = np.frombuffer(base64.b64decode(bits or ""), np.uint8)
    return np.flatnonzero(np.unpackbits(numbers, bitorder="little")).tolist()


# --- every page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("atlas", ["tiny", "sample"])
@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
def test_every_page_runs(spec: PageSpec, atlas: str) -> None:
    """Each page shows its title and no failure, on either atlas."""
    app = visit(spec.key, atlas=atlas)

    assert is_well(app)
    assert [title.value for title in app.title] == [spec.title]


@pytest.mark.parametrize("spec", IN_VIEW, ids=lambda spec: spec.key)
def test_the_same_numbers_everywhere(spec: PageSpec) -> None:
    """Papers in view, topics in view and the selection are counted on each page alike, and the head says of what."""
    app = visit(spec.key, topic=["0", "2"], q="question")

    assert is_well(app)
    assert "<b>3 of 12 papers in view" in numbers(app)
    assert "<b>1 of 3 topics" in numbers(app)
    assert "<b>0 selected" in numbers(app)
    assert "3 of 12 papers on retrieval, search and 1 more topic with “question”." in texts(app)


@pytest.mark.parametrize("spec", IN_VIEW, ids=lambda spec: spec.key)
@pytest.mark.parametrize(("level", "topics"), [("top", "2 of 2 areas"), ("fine", "4 of 4 fine topics")])
def test_levels(spec: PageSpec, level: str, topics: str) -> None:
    """At each level its own topics are counted."""
    app = visit(spec.key, level=level)

    assert is_well(app)
    assert f"<b>{topics}" in numbers(app)


@pytest.mark.parametrize("spec", IN_VIEW, ids=lambda spec: spec.key)
def test_nothing_in_view(spec: PageSpec) -> None:
    """A view without papers is said to be empty, with what to do; no page fails."""
    app = visit(spec.key, q="no such word")

    assert is_well(app)
    assert "<b>0 of 12 papers in view" in numbers(app)
    # Without a list of one's own, that page says what one is for.
    assert ("take a filter off" if spec.key != "own" else "give the papers that you know") in texts(app).lower()


def test_links_keep_the_view() -> None:
    """Each page's link holds the atlas and the view, not what is open on this page."""
    app = visit("topics", topic="0", open="1", q="graph", sort="title")

    assert set(links(app).values()) == {"atlas=tiny&topic=0&q=graph&sort=title"}


# --- what a link may get wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", EXPLORE, ids=lambda spec: spec.key)
@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"topic": "77"}, "This atlas has no topic 77; the rest of the link is shown."),
        ({"open": "77"}, "This atlas has no topic 77; here are the topics that it has."),
        ({"paper": "t:nobody"}, "This atlas has no paper 't:nobody'; search for it by words of its title."),
        ({"level": "huge"}, "The link asks for a level 'huge', which there is not; topics are shown instead."),
        ({"atlas": "nobody"}, "There is no atlas called 'nobody' here; another one is shown."),
        ({"from": "soon"}, "The link's date 'soon' is none such as 2024-03, so it is not filtered by."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_link(spec: PageSpec, params: dict[str, str], sentence: str) -> None:
    """What a link asks for in vain is one sentence, and the page goes on."""
    app = visit(spec.key, **params)

    assert [warning.value.replace("\\", "") for warning in app.warning] == [sentence]
    assert not [*app.exception, *app.error]
    if spec.key == "selection":
        assert "Nothing is selected yet" in texts(app)
    elif spec.key == "records":
        assert "12 records were read from 1 file" in texts(app)
    else:
        assert "<b>12 of 12 papers in view" in numbers(app)


def test_an_unknown_atlas_takes_its_view_along() -> None:
    """Topics of an atlas that is not there are not looked for in another."""
    app = visit("papers", atlas="nobody", topic="77", q="graph")

    assert len(app.warning) == 1
    assert "All 12 papers." in texts(app)


@pytest.mark.parametrize("file", ["manifest.json", "papers.parquet", "embeddings.npy"])
@pytest.mark.parametrize("spec", EXPLORE, ids=lambda spec: spec.key)
def test_a_damaged_atlas(home: Path, spec: PageSpec, file: str) -> None:
    """A damaged atlas is one sentence with the cure, and another one can be chosen."""
    write_atlas(home / "bad")
    (home / "bad" / file).write_bytes(b"broken")
    app = visit(spec.key, atlas="bad")

    assert not [*app.exception, *app.error]
    assert len(app.warning) == 1
    assert f"{file} is damaged" in app.warning[0].value.replace("\\", "")
    assert "build the atlas again" in app.warning[0].value.replace("\\", "")
    assert "Choose another atlas" in texts(app)
    assert list(app.sidebar.selectbox[0].options) == ["bad", "tiny", "sample"]
    app.sidebar.selectbox[0].set_value("tiny").run()
    assert is_well(app)
    assert app.query_params == {"atlas": "tiny"}


def test_a_damaged_atlas_is_not_opened_unasked(home: Path) -> None:
    """Without a name in the link the newest atlas that can be read is opened."""
    write_atlas(home / "newer", replace(TINY, manifest={"built_at": "2026-06-01T00:00:00Z"}))
    write_atlas(home / "newest", replace(TINY, manifest={"built_at": "2026-07-01T00:00:00Z"}))
    (home / "newest" / "manifest.json").write_text("{}", encoding="utf-8")

    app = visit()

    assert is_well(app)
    assert app.sidebar.selectbox[0].value == "newer"


def test_a_new_atlas_takes_no_open_one_s_place(home: Path) -> None:
    """What was opened by an address without a name stays open in its session when a newer atlas is built."""
    app = visit()
    write_atlas(home / "newer", replace(TINY, manifest={"built_at": "2026-06-01T00:00:00Z"}))

    assert go(app, "papers").sidebar.selectbox[0].value == "tiny"
    assert visit().sidebar.selectbox[0].value == "newer"


def test_the_sample_without_an_own_atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a fresh machine the sample is open, and says that it is invented."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path / "empty"))
    app = visit()

    assert is_well(app)
    assert app.sidebar.selectbox[0].value == "sample"
    assert any("invented" in caption.value for caption in app.sidebar.caption)


# --- filters ---------------------------------------------------------------------------------------------------------


def test_words() -> None:
    """Words typed at the side are in the URL, and the page shows what they leave."""
    app = visit("papers")
    app.sidebar.text_input[0].set_value("  dense   retrieval ").run()

    assert "<b>2 of 12 papers in view" in numbers(app)
    assert "1 to 2 of 2 papers" in texts(app)
    app = visit("papers", **app.query_params)
    assert app.sidebar.text_input[0].value == "dense retrieval"


def test_topics_and_level() -> None:
    """Topics and the level chosen at the side are in the URL; topics of another level stay chosen."""
    app = visit("papers")
    app.sidebar.multiselect[0].set_value([0]).run()
    assert app.query_params == {"atlas": "tiny", "topic": "0"}
    next(choice for choice in app.sidebar.button_group if choice.label == "Level").set_value("fine").run()

    assert app.query_params == {"atlas": "tiny", "level": "fine", "topic": "0"}
    assert app.sidebar.multiselect[0].options[-2:] == ["retrieval, search (4, topics)", "Unassigned (4)"]
    assert "<b>4 of 12 papers in view" in numbers(app)
    assert "<b>2 of 4 fine topics" in numbers(app)


def test_topics_of_one_label(home: Path) -> None:
    """Topics of two levels that have one label and size are two topics, at the side and among the chips."""
    same = tuple(replace(topic, label="the same") if topic.topic_id in (2, 23) else topic for topic in TINY.topics)
    write_atlas(home / "same", replace(TINY, topics=same))
    app = visit("papers", atlas="same", topic=["2", "23"])

    assert is_well(app)
    app.sidebar.text_input[0].set_value("ions").run()
    assert app.query_params == {"atlas": "same", "topic": ["2", "23"], "q": "ions"}
    button(app, "the same").click().run()
    assert app.query_params == {"atlas": "same", "topic": "23", "q": "ions"}


def test_written_labels(home: Path) -> None:
    """A label that a model wrote stands everywhere in place of that of the terms, and on the topic's page above it."""
    topics = (replace(TINY.topics[0], written_label="Finding *texts*"), *TINY.topics[1:])
    write_atlas(home / "written", replace(TINY, topics=topics))
    for spec in IN_VIEW:
        app = visit(spec.key, atlas="written", topic="0")

        assert is_well(app)
        assert "Finding *texts*" in texts(app)
        assert "retrieval, search" not in texts(app)
    page = visit("topics", atlas="written", open="0")
    assert page.header[0].value.replace("\\", "") == "Finding *texts*"
    assert "written by a language model. That of its terms: retrieval, search" in texts(page)
    assert "language model" not in texts(visit("topics", atlas="written", open="1"))


def test_dates() -> None:
    """A range of months is a view; the whole span is no filter."""
    app = visit("papers")
    slider = app.sidebar.select_slider[0]
    assert slider.value == ("2023-01", "2024-02")
    slider.set_range("2023-04", "2023-05").run()

    assert app.query_params == {"atlas": "tiny", "from": "2023-04", "to": "2023-05"}
    assert "<b>6 of 12 papers in view" in numbers(app)
    app.sidebar.select_slider[0].set_range("2023-01", "2024-02").run()
    assert app.query_params == {"atlas": "tiny"}


def test_a_date_that_was_not_moved() -> None:
    """Moving one end of the range leaves the other as exact as the link gave it."""
    app = visit("papers", **{"from": "2023-04-20", "to": "2023-12-05"})
    app.sidebar.select_slider[0].set_range("2023-04", "2023-06").run()

    assert app.query_params == {"atlas": "tiny", "from": "2023-04-20", "to": "2023-06"}


def test_undated() -> None:
    """Papers without a date are left out on purpose only."""
    app = visit("papers")
    keep = next(box for box in app.sidebar.checkbox if box.label == "Keep 2 without a date")
    keep.uncheck().run()

    assert app.query_params == {"atlas": "tiny", "undated": "out"}
    assert "<b>10 of 12 papers in view" in numbers(app)


def test_chips() -> None:
    """Each part of the view is a chip that takes it off; one button takes them all off and keeps the level."""
    params = {"level": "top", "topic": ["10", "none"], "from": "2023-02", "to": "2023", "undated": "out", "q": "graph"}
    app = visit("papers", atlas="tiny", **params)
    for chip in ("Unassigned", "“graph”", "from Feb 2023", "until 2023", "dated papers only", "learning machines"):
        button(app, chip).click().run()

    assert app.query_params == {"atlas": "tiny", "level": "top"}
    app = visit("papers", atlas="tiny", **params)
    button(app, "Clear").click().run()
    assert app.query_params == {"atlas": "tiny", "level": "top"}


def test_another_atlas_begins_anew() -> None:
    """Choosing another atlas leaves the view of this one behind: its topics mean nothing there."""
    app = visit("papers", atlas="tiny", topic="0", q="graph")
    app.sidebar.selectbox[0].set_value("sample").run()

    assert is_well(app)
    assert app.query_params == {"atlas": "sample"}
    assert "All 296 papers." in texts(app)


# --- the map ---------------------------------------------------------------------------------------------------------


def test_map_data() -> None:
    """The map is sent the level, all topics in the order of their rows, and who is in view."""
    data = map_data(visit("map", topic=["1", "none"], level="default", paper="doi:10.5555/a1"))

    assert data["level"] == "default"
    assert [topic[0] for topic in data["topics"]] == [topic.label for topic in TINY.topics]
    assert mask(data["in_view"]) == [4, 5, 6, 9, 10, 11]
    assert data["focus"] == 4
    assert data["selected"] is None
    assert "12 papers, 6 in view" in data["alt"]


def test_map_without_filters() -> None:
    """Without filters no mask is sent."""
    assert map_data(visit("map"))["in_view"] is None


def test_topics_beside_the_map() -> None:
    """Beside the map are the topics with what of them is in view; ticking one filters."""
    app = visit("map", q="question")
    line = next(box for box in app.checkbox if box.label.startswith("retrieval"))

    assert "3 of 4" in line.label
    line.check().run()
    assert app.query_params == {"atlas": "tiny", "topic": "0", "q": "question"}


def test_a_click_opens_the_paper() -> None:
    """A paper clicked on the map is shown beside it, and is in the URL."""
    app = act_on_map(visit("map"), click={"index": 0})

    assert is_well(app)
    assert app.query_params["paper"] == "arxiv:2301.00001"
    assert "## Dense retrieval for long questions" in texts(app)
    assert map_data(app)["focus"] == 0


@pytest.mark.parametrize("index", [12, -1, 10**12, "0", None])
def test_a_click_on_nobody(index: object) -> None:
    """A click on a paper that is not there opens nothing."""
    app = act_on_map(visit("map"), click={"index": index})

    assert is_well(app)
    assert "paper" not in app.query_params


def test_a_lasso_catches_papers_in_view(home: Path) -> None:
    """What a region holds is listed, and can be selected at once; papers outside the view are not caught."""
    region = {"polygons": [{"adds": True, "xs": [-0.5, 2.5, 2.5, -0.5], "ys": [-0.5, -0.5, 0.5, 0.5]}]}
    app = act_on_map(visit("map", q="retrieval"), region=region)

    assert is_well(app)
    assert "2 papers caught" in texts(app)
    button(app, "Select 2").click().run()
    assert Workspace(home, ME).selection("tiny") == ["arxiv:2301.00002", "arxiv:2301.00001"], "the best match first"
    assert mask(map_data(app)["selected"]) == [0, 1]


# --- trends and topics -----------------------------------------------------------------------------------------------


def test_trends_table() -> None:
    """Under the chart is the table that it is drawn from: by topic and period, papers and all dated papers."""
    app = visit("trends", by="quarter")
    (table,) = [frame.value for frame in app.dataframe]
    quarters = ["Q1 2023", "Q2 2023", "Q3 2023", "Q4 2023", "Q1 2024"]
    papers = {topic: part["Papers"].tolist() for topic, part in table.groupby("Topic")}

    assert table["Quarter"].tolist() == quarters * 3
    assert papers["retrieval, search"] == [3, 1, 0, 0, 0]
    assert papers["graphs, networks"] == [0, 2, 0, 0, 0]
    assert table["All dated papers"].tolist() == [4, 3, 1, 0, 1] * 3
    assert "7 papers of the 3 largest topics in view." in texts(app)
    assert "2 papers of these topics left out: no date, or one known only to the year." in texts(app)


def test_shares() -> None:
    """Shares name their denominator and stand beside their counts."""
    app = visit("trends", by="quarter", measure="share", topic="0")
    (table,) = [frame.value for frame in app.dataframe]

    assert table["Share"].tolist()[:3] == pytest.approx([0.75, 1 / 3, 0])
    assert table["Papers"].tolist()[:3] == [3, 1, 0]
    assert "A share is of all papers of the corpus dated in that quarter" in texts(app)
    assert "4 papers of the topics chosen." in texts(app)


def test_choices_of_a_page_are_in_the_url() -> None:
    """The period and the measure chosen are in the URL and so in a copied link."""
    app = visit("trends")
    app.main.button_group[0].set_value("month").run()
    app.main.button_group[1].set_value("share").run()

    assert app.query_params == {"atlas": "tiny", "by": "month", "measure": "share"}


def test_only_undated_papers() -> None:
    """Trends of papers without a date say so."""
    app = visit("trends", q="cracks")

    assert is_well(app)
    assert "no paper in view has a date exact enough" in texts(app)


def test_languages(home: Path) -> None:
    """Where papers are in several languages they can be chosen; the choice is in the URL, the head and a chip."""
    spoken = [("One", "en"), ("Zwei", "de"), ("Drei", "de"), ("?", "")]
    made = tuple(Placed(paper(f"t:{n}", title, language=code)) for n, (title, code) in enumerate(spoken))
    write_atlas(home / "spoken", Made(papers=made, topics=()))
    app = visit("papers", atlas="spoken")
    (languages,) = (box for box in app.sidebar.multiselect if box.label == "Language")
    assert languages.options == ["German (2)", "English (1)", "not known (1)"]

    languages.select("de").select("").run()

    assert app.query_params == {"atlas": "spoken", "is.language": ["de", "none"]}
    assert "3 of 4 papers, Language German or not known." in texts(app)
    assert "Language German or not known" in [button.label for button in app.button]
    (warning,) = visit("papers", atlas="spoken", **{"is.language": "fr"}).warning
    assert warning.value == "This atlas has no paper with Language fr; the rest of the link is shown."
    assert "Language" not in [box.label for box in visit("papers", atlas="tiny").sidebar.multiselect]


def test_an_atlas_without_dates(home: Path) -> None:
    """Trends do not ask to take filters off where no paper has a date at all."""
    write_atlas(home / "undated", Made(papers=(Placed(paper("t:a", "One")), Placed(paper("t:b", "Two"))), topics=()))

    assert "no paper of this atlas has a date" in texts(visit("trends", atlas="undated"))


def test_one_topic_is_no_plural() -> None:
    """Where a view holds one topic of its level, it is not called the largest."""
    assert "2 papers of the only fine topic in view." in texts(visit("trends", level="fine", topic="1"))


def topic_table(app: AppTest) -> Any:
    """The table of topics, which stands between two charts with tables of their own."""
    return next(table for table in app.dataframe if "Activity" in table.value)


def test_topic_table() -> None:
    """The table has each topic's size, what of it is in view, its dates and its area."""
    app = visit("topics", q="question")
    table = topic_table(app).value

    assert table["Topic"].tolist() == ["retrieval, search"]
    assert (table["In view"].tolist(), table["Papers"].tolist()) == ([3], [4])
    assert (table["First"].tolist(), table["Last"].tolist()) == ([date(2023, 1, 1)], [date(2023, 4, 1)])
    assert table["Part of"].tolist() == ["learning machines"]
    # Of all its papers, whatever is in view: 4 of 12, too few for a trend.
    assert table["Share"].tolist() == [0.333]
    assert table["Trend"].tolist() == ["steady"]


@pytest.mark.parametrize(("words", "shown"), [("question", "MMM YYYY"), ("étude", "YYYY")])
def test_dates_of_topics(words: str, shown: str) -> None:
    """First and last are days, so that they sort by time; no more is shown of them than is known."""
    columns = json.loads(topic_table(visit("topics", q=words)).proto.columns)

    assert [columns[name]["type_config"]["format"] for name in ("First", "Last")] == [shown, shown]


def test_a_topic_s_page() -> None:
    """A topic's page has its place among the topics, its typical papers, those near it and all its papers."""
    app = visit("topics", open="0")
    shown = texts(app)

    assert is_well(app)
    assert app.header[0].value.replace("\\", "") == "retrieval, search"
    for words in (
        "A topic of 4 papers, 33% of all 12; 4 of them in view.",
        "**Steady:** 4 of 9 papers dated before 2024 are of this topic (44%)",
        "Part of learning machines",
        "graphs, networks (0.80)",
        "solid electrolytes (0.00)",
        "dense retrieval (2)",
        "1 to 4 of 4 papers",
    ):
        assert words in shown
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert alts[0] == "Terms with their c-TF-IDF weights: retrieval 0.400, queries 0.300"
    assert alts[1].startswith("Papers per ")


@pytest.mark.parametrize("topic", [str(topic.topic_id) for topic in TINY.topics])
def test_every_topic_has_a_page(topic: str) -> None:
    """The page of any topic runs, at any level, also with no paper of it in view."""
    assert is_well(visit("topics", open=topic))
    assert is_well(visit("topics", open=topic, q="no such word"))


def test_from_topic_to_topic() -> None:
    """Buttons lead to the topics around one, and back to the table."""
    app = visit("topics", open="0")
    button(app, "dense retrieval (2)").click().run()
    assert app.query_params == {"atlas": "tiny", "open": "20"}
    button(app, "Show only this topic").click().run()
    assert app.query_params == {"atlas": "tiny", "level": "fine", "topic": "20", "open": "20"}
    button(app, "All topics").click().run()

    assert is_well(app)
    assert app.query_params == {"atlas": "tiny", "level": "fine", "topic": "20"}


# --- whether to believe it -------------------------------------------------------------------------------------------


@pytest.fixture
def judged(home: Path) -> str:
    """The name of an atlas of which everything was measured."""
    write_atlas(home / "judged", JUDGED)
    return "judged"


def page_links(app: AppTest) -> dict[str, str]:
    """The query of each link in the page itself, by its label."""
    return {link.proto.label: link.proto.query_string for link in app.main.get("page_link")}


@pytest.mark.parametrize("spec", EXPLORE, ids=lambda spec: spec.key)
def test_notes(judged: str, spec: PageSpec) -> None:
    """What the build noted stands once above the map and the topics, those on topics first, and nowhere else."""
    app = visit(spec.key, atlas=judged)
    shown = texts(app)

    assert is_well(app)
    expected = 1 if spec.key in ("map", "topics") else 0
    for note in JUDGED.manifest["warnings"]:
        assert shown.count(note) == expected
    if expected:
        assert shown.index("fit no topic: they are *unassigned*") < shown.index("The files were short.")


def test_many_notes(home: Path) -> None:
    """Of many notes the last four stand open and the others behind a line."""
    notes = tuple(f"Note {number}." for number in range(9))
    write_atlas(home / "noted", replace(TINY, manifest={"warnings": notes}))
    app = visit("map", atlas="noted")

    assert [box.label for box in app.main.expander] == ["5 more notes"]
    inside = [element.value.replace("\\", "") for element in app.main.expander[0].markdown]
    assert inside == [f"Note {number}." for number in (4, 3, 2, 1, 0)]


def test_quality(judged: str) -> None:
    """Above the table stands how good the topics are, in short, and in it every measure with what it means."""
    app = visit("topics", atlas=judged)
    box = app.main.expander[0]

    assert box.label == "**How good are these topics?** Stable (0.78), 75% of the papers have a topic"
    assert len(box.markdown) == 8
    assert all(element.proto.help for element in box.markdown)
    assert "not measured" in texts(visit("topics", atlas="tiny"))


def test_stability_in_the_table(judged: str) -> None:
    """The column holds numbers, by which it sorts; an atlas without them has no such column."""
    table = topic_table(visit("topics", atlas=judged)).value

    assert dict(zip(table["Topic"], table["Stability"], strict=True)) == pytest.approx(
        {"retrieval, search": 0.8, "graphs, networks": 0.5, "solid electrolytes": 0.95}
    )
    assert "Stability" not in topic_table(visit("topics", atlas="tiny")).value


def test_a_topic_s_evidence(judged: str) -> None:
    """A topic's page says how stable it is, what that means, and what its label is worth."""
    shown = texts(visit("topics", atlas=judged, open="1"))

    assert "**Unstable (0.50):** When topics were made anew" in shown
    assert "it and the topic most like it shared 50% of the papers" in shown
    assert "75% of its papers contain one of the label's words; 12% of the others do." in shown
    assert "made anew" not in texts(visit("topics", atlas="tiny", open="1"))


def test_how_surely_a_paper_belongs(judged: str) -> None:
    """A card words confidence as the chance that it is, names the second-best topic, and links to both."""
    app = visit("papers", atlas=judged, paper="arxiv:2301.00001")
    shown = texts(app)

    assert "this paper would land here in about 9 of 10." in shown
    assert "Second-best topic, 60 points behind:" in shown
    assert "Bridge paper" not in shown
    found = {label.replace("\\", ""): query for label, query in page_links(app).items()}
    assert found["retrieval, search"] == "atlas=judged&open=0"
    assert found["graphs, networks"] == "atlas=judged&open=1"


def test_a_bridge_paper(judged: str) -> None:
    """A paper with a small margin is called a bridge paper, on its card and in the list."""
    shown = texts(visit("papers", atlas=judged, paper="doi:10.5555/a3"))

    assert "**Bridge paper:** it lies between two topics. The other one, 10 points behind:" in shown
    assert shown.count("confidence 40% · bridge paper") == 1


def test_a_paper_without_a_topic(judged: str) -> None:
    """It names the nearest topic as a suggestion, with a link."""
    app = visit("papers", atlas=judged, paper="pmid:1234567")

    assert "it fits no topic well. The nearest one, as a suggestion:" in texts(app)
    assert "atlas=judged&open=0" in page_links(app).values()


def test_membership(home: Path) -> None:
    """With HDBSCAN confidence is its strength of membership, and called no chance."""
    write_atlas(home / "hdb", replace(JUDGED, manifest={"config": BuildConfig(method="hdbscan")}))
    shown = texts(visit("papers", atlas="hdb", paper="arxiv:2301.00001"))

    assert "HDBSCAN's strength of membership is 90%" in shown
    assert "chance" not in shown


def test_unassigned_papers_are_counted() -> None:
    """Papers without a topic are counted, and shown alone at a click, on the page of papers and beside the map."""
    app = visit("papers")
    only = next(one for one in app.button_group if one.label == "Only")
    assert only.options == ["unassigned (3)", "without a date (2)"]
    only.set_value(["unassigned"]).run()
    assert app.query_params == {"atlas": "tiny", "is.mark": "unassigned"}
    assert len(titles(app)) == 3

    app = visit("map")
    app.checkbox(key="ta-topic-none").check().run()
    assert app.query_params == {"atlas": "tiny", "topic": "none"}
    assert "Unassigned (3 of 3)" in texts(app)
    assert page_links(visit("topics"))["Papers without a topic"] == "atlas=tiny&topic=none"


# --- papers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("surest", "Sulfide electrolytes at room temperature"),
        ("newest", "zinc anodes for cheap cells"),
        ("oldest", "Sparse and dense retrieval compared"),
        ("title", "A survey that fits nowhere"),
    ],
)
def test_order(sort: str, first: str) -> None:
    """Papers come in the order that the link asks for."""
    app = visit("papers", sort=sort)

    assert titles(app)[0] == first
    assert len(titles(app)) == 12


def test_choosing_an_order() -> None:
    """The order chosen is in the URL."""
    app = visit("papers")
    app.main.selectbox[0].set_value("title").run()

    assert app.query_params == {"atlas": "tiny", "sort": "title"}
    assert titles(app)[0] == "A survey that fits nowhere"


@pytest.mark.parametrize("key", ["map", "papers", "topics"])
@pytest.mark.parametrize("placed", TINY.papers, ids=lambda placed: placed.paper.paper_id)
def test_every_paper_can_be_opened(key: str, placed: Placed) -> None:
    """Any paper opens on any page that has papers, with title, date and what to do."""
    params = {"open": "0"} if key == "topics" else {}
    app = visit(key, paper=placed.paper.paper_id, **params)

    assert is_well(app)
    assert f"## {placed.paper.title}" in texts(app)
    assert [one.label for one in app.button if one.label == "Close"] == ["Close"]


def test_an_open_paper() -> None:
    """A paper shows its authors, its date and where that is from, its topic, its links and those like it."""
    app = visit("papers", paper="arxiv:2301.00002")
    shown = texts(app)

    assert "Fay Oduya · Jan 2023 (the month is that of the arXiv id)" in shown
    assert "80% of its nearest papers, weighted by similarity, are in this topic too." in shown
    assert [link.proto.url for link in app.get("link_button")] == ["https://arxiv.org/abs/2301.00002"]
    app = visit("papers", paper="doi:10.48550/arxiv.2301.00001")
    shown = texts(app)
    assert "## Dense retrieval for long questions" in shown
    assert "Second-best topic:" in shown
    assert "citations: 1,200" in shown
    assert "keywords: search, questions" in shown
    assert sum(str(one.key).startswith("near_") for one in app.button) == 3


def test_a_paper_of_which_little_is_known() -> None:
    """What is missing is said in words."""
    shown = texts(visit("papers", paper="t:aaaa"))

    assert "authors not known · no date" in shown
    assert "No abstract." in shown
    assert "it fits no topic well" in shown


def test_a_typical_paper_opens_beside_its_topic() -> None:
    """On a topic's page a paper opens beside the whole page, wherever on it it was chosen."""
    app = visit("topics", open="0", atlas="tiny")
    next(one for one in app.button if str(one.key).startswith("exemplar_")).click().run()
    beside = app.columns[1]

    assert app.query_params["open"] == "0"
    assert [one.label for one in beside.button if one.label == "Close"] == ["Close"]
    assert "What it is about" in [one.value for one in app.columns[0].subheader]


def test_an_open_paper_that_is_not_in_view() -> None:
    """A paper stays open where the filters leave nothing of the list."""
    app = visit("papers", paper="t:aaaa", q="no such word")

    assert "No paper is in view" in texts(app)
    assert button(app, "Close")


def test_closing_a_paper() -> None:
    """Closing keeps the view and the place in the list."""
    app = visit("papers", paper="t:aaaa", sort="title", atlas="tiny")
    button(app, "Close").click().run()

    assert app.query_params == {"atlas": "tiny", "sort": "title"}


def test_text_is_data() -> None:
    """A title full of marks is shown by every mark, never as Markdown or HTML."""
    app = visit("papers", paper="doi:10.5555/a2")
    raw = [element.value for element in app.markdown] + [one.label for one in app.button]

    assert f"## {NASTY_TITLE}" in texts(app)
    assert not [text for text in raw if "<b>" in text or ":red[" in text or "$walks$" in text]


def test_pages_of_a_long_list(home: Path) -> None:
    """A long list comes in pages of twenty; a page beyond the last is the last."""
    many = tuple(Placed(paper(f"t:{number:03d}", f"Paper {number:03d}")) for number in range(45))
    write_atlas(home / "many", Made(many, ()))

    assert titles(visit("papers", atlas="many", n="2"))[0] == "Paper 020"
    last = visit("papers", atlas="many", n="99")
    assert titles(last) == [f"Paper {number:03d}" for number in range(40, 45)]
    assert "41 to 45 of 45 papers" in texts(last)


# --- the selection ---------------------------------------------------------------------------------------------------


def test_picking_stays() -> None:
    """A paper picked is selected on every page and in a new session of the same browser."""
    app = visit("papers")
    app.checkbox(key="tick_4").check().run()

    assert "<b>1 selected" in numbers(app)
    for spec in IN_VIEW:
        assert "<b>1 selected" in numbers(go(app, spec.key, q="retrieval"))
    later = visit("selection")
    assert is_well(later)
    assert titles(later) == ["Graph networks for molecules"]


def test_another_browser_sees_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The selection belongs to one browser; a copied link carries nobody's."""
    visit("papers").checkbox(key="tick_4").check().run()
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: StreamlitCookies({COOKIE_NAME: "y" * 43})))

    assert "<b>0 selected" in numbers(visit("papers"))


def test_without_a_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the browser keeps no cookie the selection lasts as long as the session."""
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: StreamlitCookies({})))
    app = visit("papers")
    app.checkbox(key="tick_4").check().run()

    assert "<b>1 selected" in numbers(go(app, "map"))
    assert "<b>0 selected" in numbers(visit("map"))


def test_unpicking() -> None:
    """Taking the tick away takes the paper out."""
    app = visit("papers")
    app.checkbox(key="tick_4").check().run()
    app.checkbox(key="tick_4").uncheck().run()

    assert "<b>0 selected" in numbers(app)
    assert "Nothing is selected yet" in texts(go(app, "selection"))


def test_selecting_all_in_view() -> None:
    """All papers in view are selected at once, in the order of the list; the filters do not touch them later."""
    app = visit("papers", topic="0", sort="title")
    button(app, "Select these 4").click().run()
    app = go(app, "selection", topic="2")

    assert titles(app) == [
        "Dense retrieval for long questions",
        "Queries that ask back",
        "Rewriting queries with few examples",
        "Sparse and dense retrieval compared",
    ]


def test_selecting_an_open_paper() -> None:
    """The open paper has a button that selects it, then one that takes it out."""
    app = visit("papers", paper="t:aaaa")
    app.button(key=key_of(app, "Select")).click().run()
    assert "<b>1 selected" in numbers(app)
    app.button(key=key_of(app, "Remove from selection")).click().run()

    assert "<b>0 selected" in numbers(app)


def test_downloads(home: Path) -> None:
    """The selection can be taken away in five formats."""
    Workspace(home, ME).add("tiny", ["t:aaaa", "doi:10.5555/a2"])
    app = visit("selection")

    assert is_well(app)
    assert len(app.get("download_button")) == 5


def test_clearing(home: Path) -> None:
    """The selection is cleared after a question."""
    Workspace(home, ME).add("tiny", ["t:aaaa", "t:bbbb"])
    app = visit("selection")
    button(app, "Yes, clear it").click().run()

    assert "Nothing is selected yet" in texts(app)
    assert Workspace(home, ME).selection("tiny") == []


def test_ids_of_old(home: Path) -> None:
    """A paper stored under an old id is selected under its new one, and can be taken out; unknown ids stay stored."""
    Workspace(home, ME).add("tiny", ["doi:10.48550/arxiv.2301.00001", "t:gone"])
    app = visit("papers")

    assert "<b>1 selected" in numbers(app)
    app.checkbox(key="tick_0").uncheck().run()
    assert Workspace(home, ME).selection("tiny") == ["t:gone"]


def test_a_selection_that_cannot_be_stored(home: Path) -> None:
    """Where nothing can be stored it is said, and one can still look."""
    (home / ".workspace.sqlite").write_bytes(b"not a database" * 100)
    app = visit("papers")

    assert not [*app.exception, *app.error]
    assert ["The selection cannot be read or stored" in warning.value for warning in app.warning] == [True]
    assert len(titles(app)) == 12
    app.checkbox(key="tick_4").check().run()
    assert not [*app.exception, *app.error]
    assert "The selection cannot be read or stored" in app.toast[0].value


# --- small atlases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", EXPLORE, ids=lambda spec: spec.key)
@pytest.mark.parametrize(
    "made",
    [
        Made((Placed(paper("t:a", "One", "2024")),), ()),
        Made((Placed(paper("t:a", "One")), Placed(paper("t:b", "Two"))), ()),
        replace(TINY, papers=TINY.papers[:1]),
    ],
    ids=["one", "no dates", "one topic"],
)
def test_small_atlases(home: Path, spec: PageSpec, made: Made) -> None:
    """An atlas of a paper or two, without topics or without dates, shows on every page."""
    write_atlas(home / "small", made)
    app = visit(spec.key, atlas="small")

    assert is_well(app)
    assert store_of(made).n_papers == len(made.papers)

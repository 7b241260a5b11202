"""What stands on a topic's page beside its terms and papers, run by Streamlit's own test harness."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.atlas_maker import JUDGED, Made, MadeTopic, Placed, paper, write_atlas

ROOT = Path(__file__).resolve().parents[2]

WRITERS = Made(
    papers=tuple(
        Placed(
            paper(f"t:{row:03d}", f"Paper {row}", authors=("*Ada*",) if row < 8 else (), categories=("cs.IR",)),
            (2, 0, -1) if row < 10 else (2, 1, -1),
        )
        for row in range(60)
    ),
    topics=(
        MadeTopic(0, "default", 2, "retrieval"),
        MadeTopic(1, "default", 2, "graphs"),
        MadeTopic(2, "top", None, "machines"),
    ),
)


@pytest.fixture(autouse=True)
def atlases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder has an atlas with an author of one topic, and one with a bridge paper."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    write_atlas(tmp_path / "writers", WRITERS)
    papers = [replace(placed, margin=0.1, second=1) if row == 2 else placed for row, placed in enumerate(JUDGED.papers)]
    write_atlas(tmp_path / "judged", replace(JUDGED, papers=tuple(papers)))


def visit(**params: str) -> AppTest:
    """Open a topic's page by its address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = params
    app = app.switch_page("pages/explore/topics.py").run()
    assert not [*app.exception, *app.error, *app.warning]
    return app


def texts(app: AppTest) -> str:
    """All words of the page's own elements, without the backslashes that keep them from being Markdown."""
    parts = [*app.markdown, *app.caption, *app.subheader, *app.info]
    return "\n".join(part.value for part in parts).replace("\\", "")


def test_who_stands_out() -> None:
    """An author with all of her papers in a topic stands out there, with what of how many; what all have does not."""
    shown = texts(visit(atlas="writers", open="0"))

    assert "*Ada*: 8 of 10 papers here, 8 of 60 in all" in shown
    assert "Tested were 1 author and 1 category with 3 papers or more" in shown
    assert "Benjamini" in shown
    assert shown.count("None.") == 1


def test_nobody_stands_out_elsewhere() -> None:
    """In the other topic nobody does, and it is said."""
    assert texts(visit(atlas="writers", open="1")).count("None.") == 2


def test_bridge_papers() -> None:
    """Bridge papers stand under the topic that they lie near, how far behind it is beside them."""
    app = visit(atlas="judged", open="0")
    shown = texts(app)

    assert "1 of its 4 papers lie between it and another topic" in shown
    assert "1 paper towards" in shown
    assert "the other 10 points behind" in shown
    bridges = [one for one in app.button if str(one.key).startswith("bridge1_")]
    assert [one.label for one in bridges] == ["Rewriting queries with few examples"]
    next(one for one in app.button if one.key == "bridge_to_1").click().run()
    assert app.query_params["open"] == "1"


def test_no_bridges() -> None:
    """A topic without bridge papers says nothing of them."""
    assert "Bridge papers" not in texts(visit(atlas="judged", open="2"))

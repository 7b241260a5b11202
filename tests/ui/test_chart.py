"""What goes into the menu of a chart's files."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def home(tiny_atlas: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder holds the tiny atlas."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tiny_atlas.parent))
    return tiny_atlas.parent


def pictures_of(page: str, **params: str) -> dict[str, Any]:
    """What the browser is told of the pictures of a page's only chart."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = {"atlas": "tiny", **params}
    app.switch_page(f"pages/explore/{page}.py").run()
    assert not [*app.exception, *app.error, *app.warning]
    told = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    (pictures,) = [data for data in told if "chart" in data]
    return pictures


def test_title_and_notes() -> None:
    """A picture says what it shows, of which papers, and what is left out."""
    pictures = pictures_of("trends", by="quarter", topic="0")

    assert pictures["chart"] == "trends"
    assert pictures["title"] == "Papers per quarter"
    assert pictures["notes"][0].startswith("4 papers of the topics chosen.")
    assert pictures["notes"][1] == "Atlas tiny: 4 of 12 papers on retrieval, search."


def test_files_of_other_numbers_have_another_name() -> None:
    """The name of the files changes with the numbers in them, and with nothing else."""
    names = [
        pictures_of("trends", **params)["file"] for params in ({}, {"color": "date"}, {"topic": "0"}, {"by": "month"})
    ]

    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_records_are_not_about_the_view() -> None:
    """The chart of the records says that it is of all of them, whatever the filters."""
    assert "read from" in pictures_of("records", topic="0")["notes"][1]

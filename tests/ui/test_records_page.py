"""The page "Records" as a person meets it, run by Streamlit's own test harness, without a browser."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.schema import TABLES
from lib.core.paper import Change, RecordFate
from lib.ui.records_page import N_SHOWN
from tests.atlas_maker import TINY, write_atlas
from tests.ui.visits import as_read

ROOT = Path(__file__).resolve().parents[2]
IDS = [placed.paper.paper_id for placed in TINY.papers]
RECORDS = (
    *(RecordFate("b.csv", n, f"x{n}", "kept", paper_id) for n, paper_id in enumerate(IDS, 1)),
    RecordFate("c <i>.ris", 1, "", "merged", IDS[4], "same DOI"),
    RecordFate("c <i>.ris", 2, "", "merged", IDS[5], "same *PMID*"),
    RecordFate("d.bib", 0, "", "rejected", "", "cut off"),
)
CHANGES = (
    Change("b.csv", 5, "title", "<b>Graph</b> -> Graph", "tags were *taken* away"),
    Change("b.csv", 6, "title", "a -> b", "tags were *taken* away"),
    Change("c <i>.ris", 1, "date", "2023-02-31", "no such day"),
)


def write_rows(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Put rows into a table of an atlas in place of those it has."""
    pq.write_table(pa.Table.from_pylist([asdict(row) for row in rows], schema=TABLES[name]), folder / f"{name}.parquet")


@pytest.fixture
def atlas(tiny_atlas: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny atlas, the only one, with records that ended in all ways and three changes."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tiny_atlas.parent))
    write_rows(tiny_atlas, "records", RECORDS)
    write_rows(tiny_atlas, "changes", CHANGES)
    return tiny_atlas


def visit(page: str = "records", **params: str) -> AppTest:
    """Open a page of the explore folder."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params = {"atlas": "tiny", **params}
    return checked(app.switch_page(f"pages/explore/{page}.py").run())


def checked(app: AppTest) -> AppTest:
    """The page, if nothing on it failed."""
    assert not [*app.exception, *app.error, *app.warning]
    return app


def texts(app: AppTest) -> str:
    """What the page says, as it is read."""
    return as_read("\n".join(element.value for element in [*app.markdown, *app.caption]))


def table(app: AppTest, *columns: str) -> Any:
    """The one table that has these columns, in their order."""
    (found,) = [frame.value for frame in app.dataframe if list(frame.value.columns) == list(columns)]
    return found


def rows(app: AppTest) -> Any:
    """The records behind the number chosen; columns that are empty in all of them are left out."""
    (found,) = [frame.value for frame in app.dataframe if list(frame.value.columns)[:2] == ["file", "record"]][:1]
    return found


def choose(app: AppTest, label: str, option: str) -> AppTest:
    """Choose in the first list of that label the option that begins so."""
    box = next(box for box in app.selectbox if box.label == label)
    return checked(box.select(next(one for one in box.options if one.startswith(option))).run())


def test_the_numbers(atlas: Path) -> None:
    """The sentence and both tables count each record once."""
    app = visit()

    assert "15 records were read from 3 files: 12 papers, 2 merged into another, 1 rejected." in texts(app)
    assert "filters do not count here" in texts(app)
    files = table(app, "File", "Read", "Kept", "Merged", "Rejected")
    assert files.to_numpy().tolist() == [["b.csv", 12, 12, 0, 0], ["c <i>.ris", 2, 0, 2, 0], ["d.bib", 1, 0, 0, 1]]
    reasons = table(app, "Records", "Ended", "Reason")
    assert reasons.to_numpy().tolist() == [
        [1, "Merged", "same *PMID*"],
        [1, "Merged", "same DOI"],
        [1, "Rejected", "cut off"],
    ]
    assert len(app.get("plotly_chart")) == 1


def test_filters_do_not_count(atlas: Path) -> None:
    """The view of the link changes nothing, neither numbers nor rows nor fields."""
    plain, filtered = visit(), visit(q="zinc")

    assert "15 records were read" in texts(filtered)
    assert "Of 12 papers." in texts(filtered)
    assert [box.options for box in filtered.main.selectbox] == [box.options for box in plain.main.selectbox]
    assert len(filtered.dataframe) == len(plain.dataframe) > 0
    for ours, theirs in zip(filtered.dataframe, plain.dataframe, strict=True):
        assert ours.value.equals(theirs.value)


def test_texts_that_begin_alike(atlas: Path) -> None:
    """Files and reasons of one beginning are told apart: each choice shows its own rows."""
    long = "An export of all works on moss and on fern that were found on the twelfth of March, part"
    write_rows(atlas, "records", [RecordFate(f"{long} {n}", n, "", "rejected", "", f"{long} {n}") for n in (1, 2, 3)])
    app = visit()

    for label in ("File", "Reason"):
        for n in (1, 2, 3):
            box = next(box for box in app.selectbox if box.label == label)
            assert len(set(box.options)) == 4
            app = checked(box.select_index(n).run())
            assert rows(app)["record"].tolist() == [n]
        app = checked(next(box for box in app.selectbox if box.label == label).select_index(0).run())


def test_the_rows_behind_a_number(atlas: Path) -> None:
    """What was rejected stands first; how records ended, their file and the reason can be chosen."""
    app = visit()

    # A file that could not be read has no number of a record.
    assert rows(app).isna()["record"].tolist() == [True]
    assert rows(app)["reason"].tolist() == ["cut off"]
    app = choose(app, "How they ended", "Merged into another record's paper (2)")
    assert rows(app)["title"].tolist() == [TINY.papers[4].paper.title, TINY.papers[5].paper.title]
    app = choose(app, "Reason", "same DOI")
    assert rows(app)["record"].tolist() == [1]
    app = choose(app, "How they ended", "All records (15)")
    assert len(rows(app)) == 15
    reasons = next(box for box in app.selectbox if box.label == "Reason")
    assert reasons.options[:2] == ["All (15)", "no reason (12)"]
    assert len(rows(choose(app, "Reason", "no reason"))) == 12
    assert len(rows(choose(app, "Reason", "All"))) == 15
    app = choose(app, "File", "b.csv (12)")
    assert rows(app)["source_id"].tolist() == [f"x{n}" for n in range(1, 13)]


def test_what_cleaning_changed(atlas: Path) -> None:
    """Changes are counted by field and reason, with the papers behind."""
    app = visit()

    counts = table(app, "Records", "Field", "Why")
    assert counts.to_numpy().tolist() == [[2, "Title", "tags were *taken* away"], [1, "Date", "no such day"]]
    changes = table(app, "file", "record", "field", "what", "why", "title")
    assert changes["what"].tolist() == [change.what for change in CHANGES]
    assert changes["title"].tolist() == [TINY.papers[place].paper.title for place in (4, 5, 4)]
    app = choose(app, "Field", "Date")
    assert table(app, "file", "record", "field", "what", "why", "title")["record"].tolist() == [1]


def test_many_rows(atlas: Path) -> None:
    """Of many rows the first are shown, the file has all."""
    write_rows(atlas, "records", [RecordFate("a.csv", n, "", "rejected", "", "no text") for n in range(1, 1001)])
    app = visit()

    assert len(rows(app)) == N_SHOWN
    assert f"The first {N_SHOWN} of 1,000 records." in texts(app)
    assert "All 1,000 as CSV" in [button.proto.label for button in app.get("download_button")]


def test_nothing_to_say(atlas: Path) -> None:
    """Without changes, merges and rejections that is said in words."""
    write_rows(atlas, "records", RECORDS[:12])
    write_rows(atlas, "changes", ())
    app = visit()

    assert "12 records were read from 1 file: 12 papers, 0 merged into another, 0 rejected." in texts(app)
    assert "No record was merged, none rejected" in texts(app)
    assert "Nothing: all texts, dates and ids were taken as they stand" in texts(app)
    assert [box.label for box in app.main.selectbox] == ["How they ended", "Open a paper"]


def test_fields(atlas: Path) -> None:
    """The profile of all papers, what else the files say included."""
    app = visit()
    (fields,) = [frame.value for frame in app.dataframe if "Most frequent" in frame.value.columns]

    assert "Of 12 papers." in texts(app)
    assert fields["Field"].tolist()[:3] == ["Title", "Abstract", "Authors"]
    assert fields["Field"].tolist()[-2:] == ["citations", "keywords"]
    assert "Journal or venue" in app.text[0].value


def test_a_paper_is_opened_without_a_mouse(atlas: Path) -> None:
    """The papers of the rows stand in a box too, each once; the box is free again then."""
    app = choose(visit(), "How they ended", "All records")
    box = next(box for box in app.selectbox if box.label == "Open a paper")
    assert len(box.options) == 12
    app = choose(app, "Open a paper", TINY.papers[4].paper.title)

    assert app.query_params["paper"] in (IDS[4], [IDS[4]])
    assert f"## {TINY.papers[4].paper.title}" in texts(app)
    assert next(box for box in app.selectbox if box.label == "Open a paper").value is None


def test_an_open_paper(atlas: Path) -> None:
    """A paper named by the link stands beside its rows."""
    app = visit(paper=IDS[4])

    assert f"## {TINY.papers[4].paper.title}" in texts(app)


def test_how_a_paper_was_read(atlas: Path) -> None:
    """Wherever a paper is open, its records stand with it, and what was changed in each; all of it as data."""
    app = visit("papers", paper=IDS[4])
    (expander,) = [one for one in app.expander if one.label.startswith("How this paper was read")]

    assert expander.label == "How this paper was read: 2 records, 2 changes"
    assert [line.value.replace("\\", "") for line in expander.markdown] == [
        "**b.csv**, record 5, there called x5 (kept)",
        "- Title: tags were *taken* away. <b>Graph</b> -⁠> Graph",
        "**c <i>.ris**, record 1 (merged: same DOI)",
        "- Date: no such day. 2023-02-31",
    ]
    assert r"\*taken\*" in expander.markdown[1].value
    assert [one.label for one in visit("papers", paper=IDS[0]).expander if "was read" in one.label] == [
        "How this paper was read: 1 record"
    ]


def test_a_paper_of_many_records(atlas: Path) -> None:
    """Of very many records the first are listed."""
    write_rows(atlas, "records", [RecordFate("a.csv", n, "", "merged", IDS[4], "same DOI") for n in range(1, 31)])
    (expander,) = [one for one in visit("papers", paper=IDS[4]).expander if "was read" in one.label]

    assert expander.label == "How this paper was read: 30 records"
    assert len(expander.markdown) == 20
    assert expander.caption[0].value == "And 10 more."


def test_a_paper_without_records(atlas: Path) -> None:
    """Of which nothing is known nothing is said."""
    write_rows(atlas, "records", ())

    assert not [one for one in visit("papers", paper=IDS[4]).expander if "was read" in one.label]


def test_a_damaged_file(atlas: Path) -> None:
    """Records that cannot be read are one sentence, and no other page minds."""
    (atlas / "records.parquet").write_bytes(b"broken")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app = app.switch_page("pages/explore/records.py").run()

    assert not app.exception
    assert "records.parquet is damaged" in app.error[0].value.replace("\\", "")
    assert checked(visit("papers", paper=IDS[4]))


def test_an_atlas_built_again(atlas: Path) -> None:
    """After a build under the same name the new records are shown."""
    assert "15 records" in texts(visit())
    write_atlas(atlas, replace(TINY, manifest={"built_at": "2026-06-01T00:00:00Z"}), replace=True)

    assert "12 records were read from 1 file" in texts(visit())

"""The profile of fields in words, and on the page New atlas."""

from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.papers import papers_table
from lib.explore.profile import profile_column, profile_papers
from lib.ui.field_profile import range_words
from tests.atlas_maker import paper
from tests.ui.test_building import ROOT, checked, read_job


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["a", "bcd"], "1 to 3 characters"),
        (["a", "b"], "1 character"),
        ([["a"], ["b", "c"]], "1 to 2 members"),
        ([1, 1200], "1 to 1,200"),
        ([2019, 2021], "2019 to 2021"),
        ([2019, 3000], "2,019 to 3,000"),
        ([0.5, 1e308], "0.5 to 1e+308"),
        ([0.5, 0.25], "0.25 to 0.5"),
        ([1, 1, 1, 100], "1 to 100 (log)"),
        ([True, False], ""),
        ([""], ""),
    ],
    ids=str,
)
def test_ranges(values: list, words: str) -> None:
    """Ranges have their unit, and say where the bars' steps grow."""
    assert range_words(profile_column("x", pa.chunked_array([values]))) == words


def test_years_by_their_name() -> None:
    """What is called a year is one, also where one of them is none."""
    assert range_words(profile_column("Year of the print", pa.chunked_array([[0, 2021]]))) == "0 to 2021"


@pytest.mark.parametrize(
    ("dates", "words"),
    [(["2023", "2024-03-12"], "2023 to 12 Mar 2024"), (["2023-01", "2023-01"], "Jan 2023"), ([""], "")],
    ids=str,
)
def test_ranges_of_dates(dates: list[str], words: str) -> None:
    """Dates are said as exactly as they are known."""
    papers = papers_table([paper(f"t:{n}", f"Title {n}", date) for n, date in enumerate(dates)])
    (field,) = [field for field in profile_papers(papers) if field.name == "Date"]

    assert range_words(field) == words


def test_what_was_read(home: Path) -> None:
    """The page New atlas shows the fields of what was read, before anything is built."""
    job = read_job(home)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.switch_page("pages/manage/build.py")
    app.query_params["job"] = job.job_id
    app = checked(app.run())
    (fields,) = [frame.value for frame in app.dataframe if "Most frequent" in frame.value.columns]

    assert any(expander.label.startswith("The fields of the papers") for expander in app.expander)
    assert fields["Field"].tolist() == ["Title", "Abstract", "Date", "Date exact to the"]
    assert fields["Papers"].tolist() == [3, 3, 2, 2]
    assert fields["Range"].tolist()[:3] == ["16 characters", "", "12 Mar 2024"]

"""The profile of fields: each statistic against pandas or NumPy, and by hand where they have no word for it."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.atlas.papers import attributes_table, papers_table
from lib.core.dates import PartialDate
from lib.core.errors import InputError
from lib.explore.profile import (
    N_BINS,
    N_FREQUENT,
    DateSpan,
    FieldProfile,
    Span,
    histogram,
    profile_attributes,
    profile_column,
    profile_papers,
    profile_papers_file,
)
from tests.atlas_maker import TINY, paper

PAPERS = papers_table([placed.paper for placed in TINY.papers])
TEXTS = (
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["a", "b", " \u3000"])
)
NUMBERS = st.none() | st.integers(-(2**53), 2**53) | st.integers(0, 9)
FLOATS = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 1000)


def chunked(values: list, kind: pa.DataType) -> pa.ChunkedArray:
    """A column in two chunks, as files with several row groups give it."""
    middle = len(values) // 2
    return pa.chunked_array([pa.array(part, type=kind) for part in (values[:middle], values[middle:])])


def named(profiles: tuple[FieldProfile, ...]) -> dict[str, FieldProfile]:
    """The profiles by name."""
    return {profile.name: profile for profile in profiles}


def check_frequent(profile: FieldProfile, counts: "Counter[str]") -> None:
    """The most frequent values are those of a plain count; equals may come in any order."""
    assert profile.distinct == len(counts)
    expected = sorted((n for n in counts.values() if n > 1), reverse=True)[:N_FREQUENT]
    assert [n for _, n in profile.frequent] == expected
    assert all(counts[value] == n for value, n in profile.frequent)


@given(st.lists(TEXTS, max_size=60))
@settings(max_examples=200)
def test_texts(values: list[str | None]) -> None:
    """Texts are counted as pandas counts them; blank ones are none."""
    profile = profile_column("x", chunked(values, pa.string()))
    filled = pd.Series([text for text in values if text and text.strip()], dtype=object)

    assert (profile.n, profile.filled) == (len(values), len(filled))
    check_frequent(profile, Counter(filled))
    if profile.kind == "text" and len(filled):
        lengths = filled.map(len)
        assert profile.span == Span(lengths.min(), lengths.median(), lengths.max())
        assert profile.histogram is not None
        assert sum(profile.histogram.counts) == len(filled)
    else:
        assert profile.span is profile.histogram is None
    assert (profile.kind == "category") == bool(len(filled) and filled.nunique() <= min(N_BINS, len(filled) // 2))


@given(st.lists(st.none() | st.lists(st.none() | st.sampled_from("abcdef"), max_size=5), max_size=40))
@settings(max_examples=100)
def test_lists(values: list[list[str | None] | None]) -> None:
    """Of lists the members are counted over all papers, and how many each paper has; one without any is none."""
    profile = profile_column("x", chunked(values, pa.list_(pa.string())))
    members = [[one for one in value or [] if one is not None] for value in values]
    sizes = pd.Series([len(value) for value in members if value], dtype=float)

    assert (profile.kind, profile.n, profile.filled) == ("list", len(values), len(sizes))
    check_frequent(profile, Counter(one for value in members for one in value))
    if len(sizes):
        assert profile.span == Span(sizes.min(), sizes.median(), sizes.max())


@given(st.lists(NUMBERS, max_size=60))
@settings(max_examples=200)
def test_whole_numbers(values: list[int | None]) -> None:
    """Range, median and distinct numbers are those of pandas."""
    check_numbers(values, pa.int64())


@given(st.lists(FLOATS, max_size=60))
@settings(max_examples=200)
def test_broken_numbers(values: list[float | None]) -> None:
    """So are they of broken numbers; what is not finite is none."""
    check_numbers(values, pa.float64())


def check_numbers(values: list, kind: pa.DataType) -> None:
    """Compare the profile of numbers with pandas."""
    profile = profile_column("x", chunked(values, kind))
    numbers = pd.Series([value for value in values if value is not None and np.isfinite(value)], dtype=float)

    assert (profile.kind, profile.n, profile.filled) == ("number", len(values), len(numbers))
    assert profile.distinct == numbers.nunique()
    if not len(numbers):
        assert profile.span is profile.histogram is None
        return
    assert isinstance(profile.span, Span)
    assert profile.span.median == pytest.approx((numbers / 2).median() * 2)
    assert (profile.span.low, profile.span.high) == (numbers.min(), numbers.max())
    bins = profile.histogram
    assert bins is not None
    assert sum(bins.counts) == len(numbers)
    assert len(bins.counts) == len(bins.edges) - 1 <= N_BINS
    assert (np.diff(bins.edges) >= 0).all()
    # The last bin has both its ends.
    inside = np.searchsorted(bins.edges[1:-1], numbers, side="right")
    assert np.bincount(inside, minlength=len(bins.counts)).tolist() == list(bins.counts)


def test_truth_values() -> None:
    """Truth values are counted as yes and no, however few there are."""
    profile = profile_column("x", chunked([True, None, False, True, True], pa.bool_()))

    assert (profile.kind, profile.n, profile.filled, profile.distinct) == ("truth value", 5, 4, 2)
    assert profile.frequent == (("yes", 3), ("no", 1))
    assert profile.span is profile.histogram is None
    assert profile_column("x", chunked([False, False], pa.bool_())).frequent == (("no", 2), ("yes", 0))
    assert profile_column("x", chunked([None, None], pa.bool_())).frequent == ()


def test_few_whole_numbers_have_a_bin_each() -> None:
    """A bin holds one whole number where there is room for all."""
    bins = histogram(np.array([1, 1, 2, 5], dtype=float))

    assert bins is not None
    assert bins.edges == (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)
    assert bins.counts == (2, 1, 0, 0, 1)
    assert not bins.is_log


def test_many_whole_numbers_have_as_many_in_each_bin() -> None:
    """No bin stands out for its width: 1 to 100 evenly gives bins of 7."""
    bins = histogram(np.arange(1, 101, dtype=float))

    assert bins is not None
    assert bins.counts == (7,) * 14 + (2,)
    assert not bins.is_log


@pytest.mark.parametrize(("largest", "is_log"), [(59, False), (61, True)])
def test_skewed_values_have_growing_bins(largest: float, is_log: bool) -> None:
    """From 20 times the median on, one added to both, bins widen by one factor of 1 + value."""
    bins = histogram(np.array([0, 1, 2, 2, 2, 3, largest], dtype=float))

    assert bins is not None
    assert bins.is_log is is_log
    if is_log:
        steps = np.diff(np.log1p(bins.edges))
        assert steps == pytest.approx(np.full(N_BINS, np.log1p(largest) / N_BINS))


@pytest.mark.parametrize(
    "values", [[-1e308, 1e308], [1e308, 1e308], [2.0**60, 2.0**60 + 4096], [5e-324, 1e-320], [0.1]]
)
def test_bins_of_strange_numbers(values: list[float]) -> None:
    """Huge and tiny numbers lose none of themselves."""
    bins = histogram(np.array(values))

    assert bins is not None
    assert sum(bins.counts) == len(values)


def test_dates() -> None:
    """First, middle and last date with their precision, and papers by year."""
    date = named(profile_papers(PAPERS))["Date"]

    assert (date.kind, date.n, date.filled, date.distinct) == ("date", 12, 10, 9)
    # In order: 2023 and 2023-01 begin on one day, the paper of the arXiv id comes first in the atlas.
    assert date.span == DateSpan(PartialDate(2023, 1), PartialDate(2023, 3, 5), PartialDate(2024, 2))
    assert date.histogram is not None
    assert date.histogram.edges == (2022.5, 2023.5, 2024.5)
    assert date.histogram.counts == (9, 1)


def test_the_fields_of_papers() -> None:
    """What stands for a missing value is not counted as one, and our own words are said in words."""
    fields = named(profile_papers(PAPERS))

    assert (fields["Title"].filled, fields["Title"].distinct) == (12, 12)
    assert (fields["Abstract"].filled, fields["Authors"].filled, fields["Authors"].distinct) == (11, 2, 6)
    assert fields["Date exact to the"].frequent == (("day", 6), ("month", 3))
    assert fields["Date exact to the"].filled == 10
    assert fields["Date comes from"].frequent == (("the record", 9),)
    assert fields["Read from"].frequent == (("made.csv", 12),)
    assert (fields["Marks"].filled, fields["Marks"].distinct) == (1, 1)
    assert fields["Journal or venue"] == FieldProfile("Journal or venue", "text", 12, 0, 0, None, (), None)


def test_marks_are_said_in_words() -> None:
    """No name of a column or mark of ours is shown as it is stored."""
    papers = papers_table([paper(f"t:{n}", f"Title {n}", flags=("no_abstract",)) for n in range(2)])

    assert named(profile_papers(papers))["Marks"].frequent == (("no abstract", 2),)


def test_languages_are_said_by_their_names() -> None:
    """A code says little; what is none stays as it is."""
    papers = papers_table([paper(f"t:{n}", f"Title {n}", language=("de", "x_y")[n % 2]) for n in range(4)])

    assert named(profile_papers(papers))["Language"].frequent == (("German", 2), ("x_y", 2))


def test_attributes() -> None:
    """What else the input said, under its own names."""
    fields = named(profile_attributes(attributes_table([placed.paper for placed in TINY.papers])))

    assert list(fields) == ["citations", "keywords"]
    assert fields["citations"].span == Span(7, 603.5, 1200)
    assert (fields["citations"].n, fields["citations"].filled) == (12, 2)
    assert (fields["keywords"].kind, fields["keywords"].distinct) == ("list", 2)


def test_a_file_is_the_same(tmp_path: Path) -> None:
    """A file looked at column by column gives what the table in memory gives, in however many row groups."""
    pq.write_table(PAPERS, tmp_path / "papers.parquet", row_group_size=5)

    assert profile_papers_file(tmp_path / "papers.parquet") == profile_papers(PAPERS)


@pytest.mark.parametrize("content", [None, b"no Parquet"])
def test_a_broken_file(tmp_path: Path, content: bytes | None) -> None:
    """A file that is gone or broken is one sentence."""
    if content is not None:
        (tmp_path / "papers.parquet").write_bytes(content)

    with pytest.raises(InputError, match="read the files again"):
        profile_papers_file(tmp_path / "papers.parquet")


def test_no_papers() -> None:
    """A table without rows has fields without values."""
    assert {(field.n, field.filled, field.distinct) for field in profile_papers(PAPERS.slice(0, 0))} == {(0, 0, 0)}

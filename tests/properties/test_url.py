"""Whatever one looks at goes into a URL and comes back; whatever stands in a URL can be read."""

from urllib.parse import parse_qs, urlencode

from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from lib.core.text import squeeze
from lib.core.topic import LEVELS, UNASSIGNED
from lib.core.view import SEARCH_MODES, UNKNOWN, View, Where
from lib.ui.url import PAGE_OPTIONS, Address, read, write

NAMES = (
    *("atlas", "level", "topic", "from", "to", "undated", "q", "search", "is.language", "is.x y", "in.citations"),
    *("in.x y", "between", "open", "paper", "color", "sort", "a", "b", "n", *PAGE_OPTIONS),
)

topic_ids = st.integers(0, 10**9 - 1)
dates = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]),
    st.dates(PartialDate(FIRST_YEAR).first, PartialDate(LAST_YEAR).last),
    st.integers(1, 3),
)
keys = st.text(min_size=1, max_size=40)
categories = st.sampled_from((UNKNOWN, "en", "none", "=", "=none", "1..2")) | st.text(min_size=1, max_size=199)
numbers = st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.12g}"))
conditions = st.builds(Where, keys, st.lists(categories, min_size=1, max_size=3, unique=True).map(tuple)) | st.builds(
    Where, keys, st.sampled_from(((), (UNKNOWN,))), numbers, st.none() | numbers
)
ids = st.text(min_size=1, max_size=40).map(str.strip)


@st.composite
def views(draw: st.DrawFn) -> View:
    """Any view that the program itself can make."""
    first, last = draw(st.none() | dates), draw(st.none() | dates)
    if first and last and first.first > last.last:
        first, last = last, first
    return View(
        level=draw(st.sampled_from(LEVELS)),
        topics=tuple(draw(st.lists(topic_ids | st.just(UNASSIGNED), unique=True, max_size=8))),
        date_from=first,
        date_to=last,
        undated=draw(st.sampled_from(("in", "out"))),
        query=squeeze(draw(st.text(max_size=200))),
        search=draw(st.sampled_from(SEARCH_MODES)),
        where=tuple(draw(st.lists(conditions, unique_by=lambda where: where.field, max_size=3))),
        between=draw(st.none() | st.lists(topic_ids, min_size=2, max_size=2, unique=True).map(tuple)),
    )


addresses = st.builds(
    Address,
    atlas=ids,
    view=views(),
    open_topic=st.none() | topic_ids,
    paper=ids,
    number=st.integers(1, 10**9 - 1),
    color=ids,
    sort=ids,
    one=ids,
    other=ids,
    **{name: st.sampled_from(("", *values)) for name, values in PAGE_OPTIONS.items()},
)
# Half of the values look right, so that more than the first check is reached.
values = st.text(max_size=30) | st.sampled_from(
    (
        "none",
        "0",
        "12",
        "-1",
        "2024",
        "2024-02-30",
        "2023-07",
        "fine",
        "out",
        "share",
        "x" * 600,
        "\x00",
        "²",
        "１２",
        "",
    )
)


@given(addresses)
def test_there_and_back(address: Address) -> None:
    """What is written is read again as the same address, without a word."""
    assert read(write(address)) == (address, [])


@given(addresses)
def test_through_a_browser(address: Address) -> None:
    """So it is when the parameters have been written out in a link."""
    assert read(parse_qs(urlencode(write(address), doseq=True), keep_blank_values=True)) == (address, [])


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=10), st.lists(values, max_size=4), max_size=12))
def test_anything_can_be_read(params: dict[str, list[str]]) -> None:
    """Any query is read without an error, in sentences that stay short, to something that can be written and read."""
    address, problems = read(params)

    assert len(problems) <= len(params)
    assert all(problem.endswith(".") and len(problem) < 250 for problem in problems)
    assert read(write(address)) == (address, [])

"""The view and its URL."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.core.topic import UNASSIGNED
from lib.core.view import UNKNOWN, View, Where
from lib.explore.store import Store
from lib.ui.url import Address, check, for_another_page, read, write
from tests.atlas_maker import Made, Placed, paper, store_of

FULL = Address(
    atlas="my papers",
    view=View(
        level="fine",
        topics=(12, UNASSIGNED),
        date_from=PartialDate(2023, 1),
        date_to=PartialDate(2024, 6, 30),
        undated="out",
        query="dense retrieval",
        search="both",
        where=(Where("language", ("de", UNKNOWN)), Where("citations", low=10), Where("my score", (UNKNOWN,), 0.5, 1)),
        between=(3, 7),
    ),
    open_topic=3,
    paper="arxiv:2311.08526",
    by="quarter",
    measure="share",
    sort="newest",
    color="citations",
    names="fine",
    group="topic",
    size="50",
    one="topic:3",
    other="topic:4",
    number=4,
)
PARAMS = {
    "atlas": ["my papers"],
    "level": ["fine"],
    "topic": ["12", "none"],
    "from": ["2023-01"],
    "to": ["2024-06-30"],
    "undated": ["out"],
    "q": ["dense retrieval"],
    "search": ["both"],
    "is.language": ["de", "none"],
    "in.citations": ["10.."],
    "in.my score": ["0.5..1", "none"],
    "between": ["3", "7"],
    "open": ["3"],
    "paper": ["arxiv:2311.08526"],
    "by": ["quarter"],
    "measure": ["share"],
    "sort": ["newest"],
    "color": ["citations"],
    "names": ["fine"],
    "group": ["topic"],
    "size": ["50"],
    "a": ["topic:3"],
    "b": ["topic:4"],
    "n": ["4"],
}


def test_write() -> None:
    """Everything that is not as by default stands in the URL, under the documented names."""
    assert write(FULL) == PARAMS


def test_read() -> None:
    """What was written is read, without a word."""
    assert read(PARAMS) == (FULL, [])


def test_defaults() -> None:
    """An address without anything special is an empty query, and the other way round."""
    assert write(Address()) == {}
    assert read({}) == (Address(), [])
    assert read({"undated": ["in"], "q": [""], "n": ["1"], "open": [""], "topic": []}) == (Address(), [])


def test_topic_zero() -> None:
    """Topic 0 is a topic."""
    address = Address(view=View(topics=(0,)), open_topic=0)

    assert write(address) == {"topic": ["0"], "open": ["0"]}
    assert read(write(address)) == (address, [])


def test_the_last_counts() -> None:
    """Of a part that is there twice the last one counts, but for topics, which may be many."""
    address, problems = read({"level": ["top", "fine"], "from": ["x", "2024"], "topic": ["2", "1", "2", "none", "01"]})

    assert address.view == View(level="fine", date_from=PartialDate(2024), topics=(2, 1, UNASSIGNED))
    assert problems == []


def test_blanks() -> None:
    """Blanks around a value do not count."""
    assert read({"q": ["  a   b "], "atlas": [" mine "], "from": [" 2024 "]})[0] == Address(
        atlas="mine", view=View(query="a b", date_from=PartialDate(2024))
    )


def test_unknown_parts() -> None:
    """Parameters that mean nothing here, such as a newsletter's, are passed over without a word."""
    assert read({"utm_source": ["x"], "job": ["1234"]}) == (Address(), [])


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"level": ["huge"]}, "level 'huge'"),
        ({"topic": ["x"]}, "topics that there are not, 'x'; the rest"),
        ({"topic": ["-1"]}, "'-1'"),
        ({"topic": ["1.5"]}, "'1.5'"),
        ({"topic": ["9" * 31]}, "9…'"),
        ({"from": ["soon"]}, "date 'soon'"),
        ({"to": ["2024-13"]}, "date '2024-13'"),
        ({"to": ["2023-02-29"]}, "date '2023-02-29'"),
        ({"from": ["0007"]}, "date '0007'"),
        ({"from": ["2024-06"], "to": ["2023"]}, "first date is after its last"),
        ({"undated": ["maybe"]}, "undated='maybe'"),
        ({"open": ["x"]}, "opens a topic 'x'"),
        ({"by": ["week"]}, "by='week' is none of month, quarter, year"),
        ({"measure": ["%"]}, "measure='%'"),
        ({"search": ["best"]}, "search='best' is none of words, meaning and both"),
        ({"in.citations": ["many"]}, "in.citations is no range such as 10..50"),
        ({"in.citations": ["nan.."]}, "in.citations is no range"),
        ({"between": ["3"]}, "between does not name two topics"),
        ({"between": ["3", "3"]}, "between does not name two topics"),
        ({"between": ["3", "x"]}, "between does not name two topics"),
        ({"n": ["many"]}, "page 'many'"),
        ({"n": ["0"]}, "page '0'"),
        ({"n": ["-2"]}, "page '-2'"),
    ],
)
def test_what_cannot_be_understood(params: dict[str, list[str]], sentence: str) -> None:
    """What cannot be understood is left out with one sentence, and the rest counts."""
    address, problems = read({**params, "q": ["graphs"]})

    assert address == Address(view=View(query="graphs"))
    assert len(problems) == 1
    assert sentence in problems[0]
    assert problems[0].endswith(".")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_the_same(number: float) -> None:
    """A bound is read as the number that was written, to the last digit."""
    address = Address(view=View(where=(Where("citations", low=number),)))

    assert read(write(address)) == (address, [])


def test_whole_numbers_have_no_point() -> None:
    """Numbers stand in the address as a person would write them."""
    address = Address(view=View(where=(Where("id", low=15, high=123_456_789_012_345),)))

    assert write(address)["in.id"] == ["15..123456789012345"]


def test_a_long_category_is_known_by_its_beginning() -> None:
    """Of a category longer than is read of an address the beginning stands for the whole."""
    long = "Institute of " + "very " * 60 + "long names"
    made = tuple(Placed(paper(f"t:{n}", f"P {n}", attributes={"place": (long, "elsewhere")[n % 2]})) for n in range(4))
    store = store_of(Made(papers=made, topics=()))
    address = Address(view=View(where=(Where("place", (long,)),)))

    read_again, problems = read(write(address))

    assert problems == []
    assert check(read_again, store) == (address, [])


def test_a_good_topic_beside_a_bad_one() -> None:
    """One topic that is none does not take the others with it."""
    address, problems = read({"topic": ["3", "x", "none"]})

    assert address.view.topics == (3, UNASSIGNED)
    assert len(problems) == 1


def test_many_bad_topics() -> None:
    """A thousand topics that are none are one sentence of bearable length."""
    address, problems = read({"topic": [f"topic {number} " + "x" * 500 for number in range(1000)]})

    assert address == Address()
    assert len(problems) == 1
    assert "and 997 more" in problems[0]
    assert len(problems[0]) < 250


def test_long_words() -> None:
    """A flood of words is cut, and read again as it was cut."""
    address, _ = read({"q": ["words " * 1000]})

    assert len(address.view.query) == 2999
    assert read(write(address)) == (address, [])


def test_dates_in_one_year() -> None:
    """A first date inside the last date's interval is not after it."""
    address, problems = read({"from": ["2024-06"], "to": ["2024"]})

    assert (address.view.date_from, address.view.date_to) == (PartialDate(2024, 6), PartialDate(2024))
    assert problems == []


def test_check_what_is_there(tiny_store: Store) -> None:
    """What the atlas has stays as it is; an id under which a paper was known is good too."""
    for paper_id in ("arxiv:2301.00001", "doi:10.48550/arxiv.2301.00001"):
        address = Address(view=View(topics=(0, 11, 20, UNASSIGNED)), open_topic=10, paper=paper_id)

        assert check(address, tiny_store) == (address, [])


@pytest.mark.parametrize(
    ("address", "left", "sentence"),
    [
        (
            Address(view=View(topics=(0, 77, 78), query="x")),
            Address(view=View(topics=(0,), query="x")),
            "no topic 77, 78;",
        ),
        (Address(view=View(topics=(77,))), Address(), "no topic 77;"),
        (Address(open_topic=77, sort="title"), Address(sort="title"), "no topic 77; here are the topics"),
        (Address(paper="t:nobody"), Address(), "no paper 't:nobody'; search for it"),
        (Address(sort="best"), Address(), "sort='best' is no order"),
        (Address(color="mood"), Address(), "no field 'mood' to colour by"),
        (Address(view=View(where=(Where("mood", ("x",)),))), Address(), "no field 'mood'"),
        (
            Address(view=View(where=(Where("keywords", ("search", "x", UNKNOWN)),))),
            Address(view=View(where=(Where("keywords", ("search", UNKNOWN)),))),
            "no paper with Keywords x;",
        ),
        (Address(view=View(where=(Where("keywords", (), 1.0),))), Address(), "Keywords cannot be"),
        (Address(view=View(between=(0, 77))), Address(), "two topics between which"),
        (Address(view=View(between=(0, 10))), Address(), "two topics between which"),
    ],
)
def test_check_what_is_not(tiny_store: Store, address: Address, left: Address, sentence: str) -> None:
    """What the atlas has not is left out with one sentence."""
    checked, problems = check(address, tiny_store)

    assert checked == left
    assert len(problems) == 1
    assert sentence in problems[0]


def test_for_another_page() -> None:
    """To another page go the atlas, the view and its choices; what was open and the place in a list stay behind."""
    assert for_another_page(FULL) == replace(FULL, open_topic=None, paper="", number=1)

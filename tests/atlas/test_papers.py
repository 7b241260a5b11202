"""Papers as rows of an atlas, and back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from lib.atlas.papers import attributes_table, papers_at, papers_table
from lib.atlas.schema import TABLES
from lib.core.dates import PartialDate
from lib.core.paper import Paper
from tests.atlas_maker import TINY, paper

PAPERS = [placed.paper for placed in TINY.papers]

FULL = Paper(
    paper_id="doi:10.1/x",
    title="Title",
    abstract="Abstract.",
    authors=("A, B.", "C; D."),
    date=PartialDate(2024, 2, 29),
    date_source="implied",
    categories=("cs.CL",),
    venue="Venue",
    doi="10.1/x",
    arxiv_id="1607.00390",
    pmid="007",
    url="https://example.org",
    language="en",
    sources=("a.csv", "b.ris"),
    flags=("title_from_abstract",),
    csl='{"volume": "3"}',
    attributes={"citations": 3, "tags": ("x", "y"), "score": 0.5, "included": True, "note": "ä"},
)


def back(papers: Sequence[Paper], indices: Sequence[int] | None = None) -> list[Paper]:
    """Papers written to tables and read again."""
    indices = range(len(papers)) if indices is None else indices
    return papers_at(papers_table(papers), attributes_table(papers), indices)


def attribute(*values: Any) -> pa.ChunkedArray:
    """The column that papers make whose attribute has these values; None: they have none."""
    papers = [
        paper(f"t:{number}", "Title", attributes={} if value is None else {"x": value})
        for number, value in enumerate(values)
    ]
    return attributes_table(papers)["x"]


def test_there_and_back() -> None:
    """All that is known of a paper comes back, with its type."""
    assert back([FULL, *PAPERS]) == [FULL, *PAPERS]


def test_dates() -> None:
    """A date is kept as its first day and its precision."""
    table = papers_table([paper("t:a", "A", "2024"), paper("t:b", "B", "2024-02"), paper("t:c", "C")])

    assert [str(day) for day in table["date"].to_pylist()] == ["2024-01-01", "2024-02-01", "None"]
    assert table["date_precision"].to_pylist() == ["year", "month", "unknown"]


def test_schema() -> None:
    """The table has the columns of format 1, also without a single paper."""
    assert papers_table(PAPERS).schema == papers_table([]).schema == TABLES["papers"]


def test_order() -> None:
    """Papers come in the order asked for, also twice."""
    assert [one.paper_id for one in back(PAPERS, [9, 0, 9])] == ["pmid:1234567", "arxiv:2301.00001", "pmid:1234567"]
    assert back(PAPERS, []) == []


def test_without_attributes() -> None:
    """Papers of which the input says nothing else have no attributes."""
    assert attributes_table(PAPERS[2:4]).column_names == ["paper_id"]
    assert back(PAPERS[2:4]) == PAPERS[2:4]


def test_an_attribute_of_some() -> None:
    """A paper without an attribute that others have does not get an empty one."""
    one, two = back(PAPERS[:2])

    assert one.attributes == {"citations": 1200, "keywords": ("search", "questions")}
    assert two.attributes == {"citations": 7}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([date(2024, 5, 1)]), "2024-05-01"),
        (pa.array([Decimal("1.50")]), "1.50"),
        (pa.array([[1, None, 2]]), ("1", "2")),
        (pa.array([{"a": 1}]), "{'a': 1}"),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_attributes_that_other_tools_wrote(column: pa.Array, value: object) -> None:
    """A column of a type that no build writes is read as text, so that each page and format can hold it."""
    attributes = pa.table({"paper_id": [FULL.paper_id], "it": column})

    (read,) = papers_at(papers_table([FULL]), attributes, [0])
    assert read.attributes == {"it": value}


def test_an_attribute_called_paper_id() -> None:
    """A column of the input cannot take the place of the papers' ids."""
    assert attributes_table([paper("t:a", "A", attributes={"paper_id": "x"})]).to_pydict() == {"paper_id": ["t:a"]}


@pytest.mark.parametrize(
    ("values", "kind", "stored"),
    [
        ((1, None, -3), pa.int64(), [1, None, -3]),
        ((2**63 - 1,), pa.int64(), [2**63 - 1]),
        ((1, 2.5), pa.float64(), [1.0, 2.5]),
        ((0.5, None), pa.float64(), [0.5, None]),
        ((True, False, None), pa.bool_(), [True, False, None]),
        (("a", None, ""), pa.string(), ["a", None, ""]),
        ((("a", "b"), None, ()), pa.list_(pa.string()), [["a", "b"], None, []]),
        # Mixed values are text, and so is what a column of numbers would round or could not hold.
        ((1, "1"), pa.string(), ["1", "1"]),
        ((True, 1), pa.string(), ["True", "1"]),
        ((("a", "b"), "c", 3), pa.string(), ["a; b", "c", "3"]),
        ((2**63, 1), pa.string(), ["9223372036854775808", "1"]),
        ((10**400, 1.5), pa.string(), ["1" + "0" * 400, "1.5"]),
        ((2**53 + 1, 0.5), pa.string(), ["9007199254740993", "0.5"]),
    ],
)
def test_types(values: tuple[Any, ...], kind: pa.DataType, stored: list[Any]) -> None:
    """A column has the one type of its values."""
    column = attribute(*values)

    assert column.type == kind
    assert column.to_pylist() == stored


def test_columns_by_name() -> None:
    """Columns stand in the order of their names, so that the same attributes make the same file."""
    papers = [paper("t:a", "A", attributes={"b": 1, "a": 2}), paper("t:b", "B", attributes={"c": 1})]

    assert attributes_table(papers).column_names == ["paper_id", "a", "b", "c"]

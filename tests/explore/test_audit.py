"""The audit: every record counted once, and the rows behind each number."""

from typing import get_args

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.atlas.schema import TABLES
from lib.core.paper import Fate
from lib.explore.audit import (
    FATES,
    ChangeCount,
    Ending,
    FileAudit,
    by_file,
    by_reason,
    change_counts,
    describe_records,
    endings,
    grouped,
    rows_of,
)


def records_table(*rows: tuple[str, str, str]) -> pa.Table:
    """Records of file, fate and reason."""
    return pa.Table.from_pylist(
        [
            {"file": file, "record": n, "source_id": "", "fate": fate, "paper_id": "", "reason": reason}
            for n, (file, fate, reason) in enumerate(rows, 1)
        ],
        schema=TABLES["records"],
    )


def changes_table(*rows: tuple[str, str, str]) -> pa.Table:
    """Changes of file, field and reason."""
    return pa.Table.from_pylist(
        [{"file": file, "record": 1, "field": field, "what": "x", "why": why} for file, field, why in rows],
        schema=TABLES["changes"],
    )


RECORDS = records_table(
    ("b.csv", "kept", ""),
    ("b.csv", "merged", "same DOI"),
    ("a.csv", "rejected", "no text"),
    ("b.csv", "merged", "same DOI"),
    ("b.csv", "merged", "same PMID"),
    ("a.csv", "kept", ""),
    ("a.csv", "merged", "same PMID"),
)
CHANGES = changes_table(("a.csv", "title", "tags"), ("b.csv", "title", "tags"), ("b.csv", "date", "no such day"))


def test_counts_by_hand() -> None:
    """By file in the order of reading, by fate, by reason."""
    lines = endings(RECORDS)

    assert lines[:3] == [
        Ending("b.csv", "kept", "", 1),
        Ending("b.csv", "merged", "same DOI", 2),
        Ending("b.csv", "merged", "same PMID", 1),
    ]
    assert by_file(lines) == [FileAudit("b.csv", 4, 1, 3, 0), FileAudit("a.csv", 3, 1, 1, 1)]
    assert by_reason(lines, "merged") == [("same DOI", 2), ("same PMID", 2)]
    assert change_counts(CHANGES) == [ChangeCount("title", "tags", 2), ChangeCount("date", "no such day", 1)]


def test_rows_by_hand() -> None:
    """The rows behind a number, in the order of reading."""
    assert rows_of(RECORDS, CHANGES, "merged", file="b.csv")["record"].to_pylist() == [2, 4, 5]
    assert rows_of(RECORDS, CHANGES, "merged", reason="same PMID")["record"].to_pylist() == [5, 7]
    assert rows_of(RECORDS, CHANGES, "read", file="b.csv")["record"].to_pylist() == [1, 2, 4, 5]
    assert rows_of(RECORDS, CHANGES, "changed", reason="tags")["file"].to_pylist() == ["a.csv", "b.csv"]
    assert rows_of(RECORDS, CHANGES, "changed", field="date")["file"].to_pylist() == ["b.csv"]


def test_the_sentence() -> None:
    """All records in one sentence; one record of one file is said as one."""
    assert (
        describe_records(by_file(endings(RECORDS)))
        == "7 records were read from 2 files: 2 papers, 4 merged into another, 1 rejected."
    )
    one = by_file(endings(records_table(("a.csv", "kept", ""))))
    assert describe_records(one) == "1 record was read from 1 file: 1 paper, 0 merged into another, 0 rejected."


def test_groups_by_hand() -> None:
    """Small files and rare reasons are put together, come last, and are called what they are."""
    table = records_table(
        *[("a", "kept", "")] * 2,
        *[("b", "merged", "x")] * 3,
        ("c", "merged", "y"),
        ("c", "merged", "z"),
        *[("d", "kept", "")] * 4,
        ("e", "rejected", "x"),
    )

    assert grouped(endings(table), n_files=3, n_reasons=2) == [
        Ending("b", "merged", "x", 3),
        Ending("d", "kept", "", 4),
        Ending("3 other files", "kept", "", 2),
        Ending("3 other files", "rejected", "x", 1),
        Ending("3 other files", "merged", "2 other reasons", 2, is_rest=True),
    ]
    assert grouped(endings(table), n_files=5, n_reasons=3) == endings(table)


def test_the_rest_comes_last() -> None:
    """However many there are of it, after the largest single reason; and files keep their order."""
    table = records_table(
        *[("a", "rejected", f"rare {n}") for n in range(9)], *[("b", "rejected", "common")] * 5, ("b", "kept", "")
    )
    lines = grouped(endings(table), n_files=2, n_reasons=2)

    assert by_reason(lines, "rejected") == [("common", 5), ("9 other reasons", 9)]
    assert [file.file for file in by_file(lines)] == ["a", "b"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(get_args(Fate)), st.sampled_from(["", "x", "y"]))))
@settings(max_examples=100)
def test_all_adds_up(rows: list[tuple[str, str, str]]) -> None:
    """Every record is counted once, whichever way; behind each number are as many rows."""
    table = records_table(*rows)
    lines = endings(table)

    assert sum(line.n for line in lines) == len(rows)
    for file in by_file(lines):
        assert file.read == file.kept + file.merged + file.rejected == sum(row[0] == file.file for row in rows)
    for line in lines:
        found = rows_of(table, CHANGES, line.fate, file=line.file, reason=line.reason)
        assert found.num_rows == line.n
    drawn = grouped(lines, n_files=2, n_reasons=2)
    assert {fate: sum(line.n for line in drawn if line.fate == fate) for fate in FATES} == {
        fate: sum(line.n for line in lines if line.fate == fate) for fate in FATES
    }
    assert len({line.file for line in drawn}) <= 2
    assert all(len({line.reason for line in drawn if line.fate == fate}) <= 2 for fate in FATES)

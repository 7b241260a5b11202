"""Any table as CSV."""

import csv
import io

import pyarrow as pa

from lib.export.table_csv import write_table


def test_texts_are_no_formulas() -> None:
    """Numbers stay numbers; a text that a spreadsheet would run gets an apostrophe; nothing is an empty cell."""
    table = pa.table({"file": ["=cmd", "a,b", None], "n": [1, 2, 3], "=x": ["line\nbreak", "@", "é"]})
    written = write_table(table)

    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["file", "n", "'=x"]
    assert [row[:2] for row in rows[1:]] == [["'=cmd", "1"], ["a,b", "2"], ["", "3"]]
    assert rows[2][2] == "'@"

"""CSV, read back by pandas and by the standard library."""

import csv
import io
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.paper import Paper
from lib.export.as_csv import write_csv
from lib.export.fields import FIELDS
from lib.export.plain import block
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def read(*rows: ExportRow) -> list[dict[str, str]]:
    """Write papers and read them back as texts."""
    return list(csv.DictReader(io.StringIO(write_csv(rows).decode("utf-8-sig"), newline="")))


def test_article(article: ExportRow, bare: ExportRow) -> None:
    """A paper is a row with its fields, lists as one text, topics by name, attributes as columns."""
    one, other = read(article, bare)

    assert list(one) == [*FIELDS, "included", "tags", "upvotes"]
    assert one["title"] == article.paper.title
    assert one["authors"].startswith("Ludwig van Beethoven; The ATLAS Collaboration; ")
    assert (one["date"], one["date_precision"], one["date_source"]) == ("2023-03-12", "day", "given")
    assert (one["topic"], one["topic_fine"], one["confidence"]) == ("Learning, deep", "", "0.75")
    assert (one["volume"], one["pages"], one["type"]) == ("3", "12-34", "article-journal")
    assert (one["included"], one["tags"], one["upvotes"]) == ("true", "a; b", "-3")
    assert one["abstract"] == "First line.\nSecond line with a stray } and \\command{x}."
    assert (other["title"], other["date"], other["confidence"], other["upvotes"]) == ("结构与功能", "", "", "")


def test_excel_knows_the_encoding(bare: ExportRow) -> None:
    """The file begins with a byte order mark and its lines end as RFC 4180 has it."""
    written = write_csv([bare])

    assert written.startswith(b"\xef\xbb\xbfpaper_id,title,")
    assert written.endswith(b"\r\n")


def test_pandas_reads_it(article: ExportRow, preprint: ExportRow) -> None:
    """A data frame has the papers and keeps ids as text where it is told to."""
    frame = pd.read_csv(io.BytesIO(write_csv([article, preprint])), dtype={"arxiv_id": str})

    assert frame.shape[0] == 2
    assert frame.loc[1, "arxiv_id"] == "2311.08526"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝"])
def test_no_cell_is_a_formula(make_row: MakeRow, start: str) -> None:
    """A text that a spreadsheet would run gets an apostrophe in front: in any field, list, attribute or its name."""
    attack = f"{start}cmd|'/c calc'!A1"
    (found,) = read(make_row(attack, abstract=attack, authors=attack, attributes={attack: attack}))

    assert found["title"] == found["abstract"] == found["authors"] == f"'{attack}"
    assert found[f"'{attack}"] == f"'{attack}"


def test_an_attribute_named_like_a_field(make_row: MakeRow) -> None:
    """An attribute never takes the place of a field."""
    (found,) = read(make_row("Ours", attributes={"title": "theirs", "attribute_title": "also"}))

    assert (found["title"], found["attribute_title"], found["attribute_attribute_title"]) == ("Ours", "also", "theirs")


def test_nothing_makes_a_header(bare: ExportRow) -> None:
    """No papers are a header alone, the same as with papers."""
    assert write_csv([]).decode("utf-8-sig") == ",".join(FIELDS) + "\r\n"


def test_what_is_no_number_is_empty(make_row: MakeRow) -> None:
    """A missing number of an attribute is an empty cell."""
    assert read(make_row(attributes={"score": float("nan")}))[0]["score"] == ""


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=5))
def test_any_text_comes_back(texts: list[tuple[str, str]]) -> None:
    """Whatever texts hold, as many rows come back, the same but for control characters and the apostrophe."""
    rows = [
        ExportRow(Paper(paper_id=f"t:{n}", title=title, abstract=abstract)) for n, (title, abstract) in enumerate(texts)
    ]
    found = read(*rows)

    assert [(row["title"].removeprefix("'"), row["abstract"].removeprefix("'")) for row in found] == [
        (block(title).removeprefix("'"), block(abstract).removeprefix("'")) for title, abstract in texts
    ]

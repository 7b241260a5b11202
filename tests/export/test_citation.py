"""What is cited of a paper."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lib.core.dates import PartialDate
from lib.export.citation import cite
from lib.export.names import Name
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def test_article(article: ExportRow) -> None:
    """The details of CSL-JSON are found, numbers as text and pages apart."""
    cited = cite(article)

    assert (cited.kind, cited.container, cited.volume, cited.issue) == ("article-journal", "Journal of X & Y", "3", "4")
    assert (cited.first_page, cited.last_page, cited.pages) == ("12", "34", "12-34")
    assert cited.authors[0] == Name("van Beethoven", "Ludwig")


def test_authors_follow_the_paper(article: ExportRow) -> None:
    """Where CSL-JSON has other authors than the paper, the paper is right."""
    row = replace(article, paper=replace(article.paper, authors=("Ada Lovelace",)))

    assert cite(row).authors == (Name("Lovelace", "Ada"),)


@pytest.mark.parametrize("csl", ["", "null", "[1]", "{", '"text"', '{"author": 3, "volume": {}, "type": null}'])
def test_odd_csl_is_passed_over(bare: ExportRow, csl: str) -> None:
    """Whatever stands in the place of CSL-JSON, the paper can be cited."""
    cited = cite(replace(bare, paper=replace(bare.paper, csl=csl)))

    assert (cited.title, cited.kind, cited.volume, cited.authors) == ("结构与功能", "document", "", ())


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"arxiv_id": "2311.08526"}, "article"),
        ({"venue": "Nature"}, "article-journal"),
        ({"csl": {"type": "article"}}, "document"),
        ({"csl": {"type": "posted-content"}}, "article"),
        ({"csl": {"type": "thesis"}}, "thesis"),
    ],
)
def test_kind(make_row: MakeRow, parts: dict[str, Any], kind: str) -> None:
    """The kind is the given one, else what venue or archive say; only what is known to be a preprint is one."""
    assert cite(make_row(**parts)).kind == kind


@pytest.mark.parametrize(
    ("page", "parts"),
    [("12-34", ("12", "34")), ("e17", ("e17", "")), ("S1--S9", ("S1", "S9")), ("1-2-9", ("1-2-9", "")), (7, ("7", ""))],
)
def test_pages(make_row: MakeRow, page: object, parts: tuple[str, str]) -> None:
    """A range is taken apart, anything else stays as it is."""
    cited = cite(make_row(csl={"page": page}))

    assert (cited.first_page, cited.last_page) == parts


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        ({"doi": "10.1/a#b?c;d<e>"}, "https://doi.org/10.1/a%23b%3Fc%3Bd%3Ce%3E"),
        ({"arxiv_id": "2311.08526"}, "https://arxiv.org/abs/2311.08526"),
        ({"url": "https://example.org/a_b?c=1&d={x}"}, "https://example.org/a_b?c=1&d=%7Bx%7D"),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "file:///etc/passwd"}, ""),
        ({}, ""),
    ],
)
def test_address(make_row: MakeRow, parts: dict[str, str], address: str) -> None:
    """The address is a link by http or https with nothing in it that ends a field, or none."""
    assert cite(make_row(**parts)).address == address


def test_what_was_worked_out_is_said(make_row: MakeRow) -> None:
    """That a year or a title was worked out, not given, goes with the paper."""
    date = PartialDate(2025, 3, 12)
    made = make_row(date=date, date_source="implied", flags=("title_from_abstract",))

    assert cite(make_row(date=date, date_source="implied")).remark == "The year is implied, not given."
    assert cite(made).remark == "The title is made from the abstract. The year is implied, not given."
    assert cite(make_row(date_source="given", flags=("no_abstract",))).remark == ""


def test_the_atlas_notice_goes_with_each_paper(bare: ExportRow) -> None:
    """What an atlas says of all its papers stands with each of them when they leave it."""
    assert cite(replace(bare, notice="Invented,\n all of it.")).remark == "Invented, all of it."

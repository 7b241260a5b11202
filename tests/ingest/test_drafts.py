"""Records become papers: ids told apart by their form, dates chosen, titles made where there are none."""

from collections.abc import Callable
from typing import Any

import pytest

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.ingest import read_text
from lib.ingest.attributes import Attributes
from lib.ingest.drafts import categories_of, made_title, make_draft, with_types, work_ahead
from lib.ingest.formats.delimited import READER
from lib.ingest.reader import RawRecord

ReadOne = Callable[..., Paper]


@pytest.mark.parametrize(
    ("values", "paper_id"),
    [
        ({"id": "1607.00390"}, "arxiv:1607.00390"),
        ({"id": "math.AG/0505639v2"}, "arxiv:math/0505639"),
        ({"id": "https://doi.org/10.1000/ABC"}, "doi:10.1000/abc"),
        ({"id": "PMID:36631152"}, "pmid:36631152"),
        ({"id": "https://pubmed.ncbi.nlm.nih.gov/36631152/"}, "pmid:36631152"),
        ({"url": "http://arxiv.org/abs/2311.08526v2"}, "arxiv:2311.08526"),
        ({"link": "https://dx.doi.org/10.1000/abc"}, "doi:10.1000/abc"),
        ({"doi": "10.48550/arXiv.2311.08526"}, "arxiv:2311.08526"),
        ({"pmid": "36631152.0"}, "pmid:36631152"),
        ({"pmid": 36631152}, "pmid:36631152"),
        ({"doi": "10.1000/abc", "arxiv_id": "2311.08526", "pmid": "1"}, "doi:10.1000/abc"),
    ],
)
def test_an_id_is_known_by_its_form(read_one: ReadOne, values: dict[str, Any], paper_id: str) -> None:
    """Wherever it stands, and in whichever wrapping."""
    assert read_one(**values).paper_id == paper_id


@pytest.mark.parametrize("given", ["12", 12, "1607.0039", "business/001", "10.5", "20240312"])
def test_other_numbers_and_names_are_the_files_own_ids(read_one: ReadOne, given: object) -> None:
    """A small number is no PMID, and a decimal that could not be an arXiv id is none."""
    paper = read_one(id=given)

    assert (paper.doi, paper.arxiv_id, paper.pmid) == ("", "", "")
    assert paper.paper_id.startswith("t:")


def test_the_id_that_the_file_gave_is_kept_verbatim() -> None:
    """In CSV as in JSON, where a number is not read as a number."""
    table = read_text("a.csv", "id,title\n1607.00390,One\n007,Two\n")
    lines = read_text("a.jsonl", '{"id": 1607.00390, "title": "One"}\n{"id": "007", "title": "Two"}\n')

    for corpus in (table, lines):
        assert [record.source_id for record in corpus.records] == ["1607.00390", "007"]
        assert {paper.arxiv_id for paper in corpus.papers} == {"1607.00390", ""}


def test_an_id_that_is_none_is_written_down(read_records: Callable[..., Any]) -> None:
    """What stands in a column of DOIs and is no DOI is not used, and not lost in silence."""
    corpus = read_records({"title": "A", "doi": "n. d.", "arxiv_id": "x", "pmid": "PMC1"})

    assert [(change.field, change.what) for change in corpus.changes] == [
        ("doi", "n. d."),
        ("arxiv_id", "x"),
        ("pmid", "PMC1"),
    ]


@pytest.mark.parametrize(
    ("values", "date", "source"),
    [
        ({"updated": "2024-01-01", "created": "2020-02-03"}, PartialDate(2020, 2, 3), "given"),
        ({"dailyDate": "2024-01-01", "publishedAt": "2023-12-30T10:00:00.000Z"}, PartialDate(2023, 12, 30), "given"),
        ({"created": "", "updated": "2024-01-01"}, PartialDate(2024, 1, 1), "given"),
        ({"created": "2020-02-31", "year": 2020}, PartialDate(2020, 2), "given"),
        ({"created": "20155", "year": 2020}, PartialDate(2020), "given"),
        ({"date": "2020-03-01", "date_precision": "month"}, PartialDate(2020, 3), "given"),
        ({"year": "2020", "arxiv_id": "1912.00001"}, PartialDate(2020), "given"),
        ({"date": "soon", "arxiv_id": "1912.00001"}, PartialDate(2019, 12), "arxiv_id"),
        ({}, None, "none"),
    ],
)
def test_the_date_is_the_first_that_can_be_read(
    read_one: ReadOne, values: dict[str, Any], date: PartialDate | None, source: str
) -> None:
    """The day of publication before that of a change, and the month of the arXiv id where there is none."""
    paper = read_one(**values)

    assert (paper.date, paper.date_source) == (date, source)


def test_an_impossible_date_is_written_down(read_records: Callable[..., Any]) -> None:
    """What was there, and why it is no date."""
    (change,) = read_records({"title": "A", "date": "2023-02-31"}).changes

    assert (change.record, change.field, change.what, change.why) == (
        1,
        "date",
        "2023-02-31",
        "no such day in the calendar, so only the month was taken",
    )


def test_hard_line_breaks_are_joined(read_one: ReadOne) -> None:
    """Titles and abstracts are single lines."""
    paper = read_one(title="Two\n  lines", summary="First line\nsecond line.")

    assert (paper.title, paper.abstract) == ("Two lines", "First line second line.")


def test_a_missing_title_is_made_from_the_abstract_and_said_so(read_records: Callable[..., Any]) -> None:
    """The paper is marked, and the change is written down."""
    corpus = read_records({"abstract": "We show that maps help. More follows."})
    (paper,) = corpus.papers

    assert paper.title == "We show that maps help."
    assert paper.flags == ("title_from_abstract",)
    assert [change.field for change in corpus.changes] == ["title"]


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    """A made title is no longer than a hundred characters."""
    title = made_title("word " * 50)

    assert len(title) <= 100
    assert title.endswith("word…")


def test_a_missing_abstract_is_marked(read_one: ReadOne) -> None:
    """The paper stays, clustered on its title."""
    assert read_one(abstract="NaN").flags == ("no_abstract",)


def test_a_record_without_words_is_rejected(read_records: Callable[..., Any]) -> None:
    """With its reason and its id; the others stay."""
    corpus = read_records({"title": "A"}, {"id": "x7", "title": " ", "abstract": None, "year": 2020})

    assert [(fate.record, fate.source_id, fate.fate, fate.reason) for fate in corpus.records] == [
        (1, "", "kept", ""),
        (2, "x7", "rejected", "neither a title nor an abstract"),
    ]


def test_what_else_is_said_becomes_an_attribute(read_one: ReadOne) -> None:
    """Typed, under the name of its column; empty ones are left out."""
    paper = read_one(upvotes=7, ai_keywords=["maps", "topics"], theme="cells", note=None, paper_id="x", id="y")

    assert paper.attributes == {
        "ai_keywords": ("maps", "topics"),
        "paper_id (input)": "x",
        "theme": "cells",
        "upvotes": 7,
    }


@pytest.mark.parametrize(
    ("value", "categories"),
    [
        ("math.NA,physics.comp-ph", ("math.NA", "physics.comp-ph")),
        ("cs.LG cs.AI stat.ML", ("cs.LG", "cs.AI", "stat.ML")),
        ("hep-th math.AG", ("hep-th", "math.AG")),
        ("Computer Science; Mathematics", ("Computer Science", "Mathematics")),
        ("Computer Science", ("Computer Science",)),
        ("Dr. Who studies", ("Dr. Who studies",)),
        (["a", "b", "a"], ("a", "b")),
        ("", ()),
        (None, ()),
    ],
)
def test_categories_are_split(value: object, categories: tuple[str, ...]) -> None:
    """By the separators in use, and by blanks only where all are codes."""
    assert categories_of(value) == categories


@pytest.mark.parametrize(("value", "attributes"), [("3", {"stars": 3}), ("three", {"stars": "three"})])
def test_types_of_attributes_change_nothing_that_the_texts_tell(value: str, attributes: dict[str, Any]) -> None:
    """What was worked out of title and abstract while reading is not worked out again; what the record says is."""
    learned = Attributes()
    raw = RawRecord(1, {"title": "Tides of the North", "abstract": "We measure tides.", "stars": value})
    draft = make_draft(raw, "a.csv", READER, learned, lambda _: None)
    assert draft is not None
    work_ahead(draft)
    as_read = draft.content

    typed = with_types(draft, learned)

    assert typed.attributes == attributes
    assert typed.text_id is draft.text_id
    assert typed.title_key is draft.title_key
    assert (typed.content == as_read) == (value == "three")

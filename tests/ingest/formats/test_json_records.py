"""JSON Lines and JSON."""

import json

import pytest

from lib.core.errors import InputError
from lib.ingest import read_text

RECORDS = [{"title": "One", "summary": "We."}, {"title": "Two", "summary": "They."}]


@pytest.mark.parametrize(
    "text",
    [
        "".join(json.dumps(record) + "\n" for record in RECORDS),
        "\n\n" + "\r\n\r\n".join(json.dumps(record) for record in RECORDS),
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"count": 2, "results": RECORDS}),
        json.dumps({"status": "ok", "message": {"items": RECORDS, "facets": {}}}, indent=1),
    ],
    ids=["lines", "blank lines", "list", "indented list", "wrapped list", "list two levels deep"],
)
def test_records_are_found_wherever_they_stand(text: str) -> None:
    """A line each, in a list, or in a list inside an object."""
    corpus = read_text("a.json", text)

    assert {paper.title for paper in corpus.papers} == {"One", "Two"}
    assert [fate.record for fate in corpus.records] == [1, 2]


def test_one_record_alone_is_a_record() -> None:
    """On one line or on several, also where it holds a list of objects."""
    record = {"title": "One", "authors": [{"name": "Marie Curie"}, {"name": "Niels Bohr"}]}

    for text in (json.dumps(record), json.dumps(record, indent=2)):
        (paper,) = read_text("a.json", text).papers
        assert paper.authors == ("Marie Curie", "Niels Bohr")


def test_a_broken_line_is_rejected_and_the_others_stay() -> None:
    """With its number, and the place of the fault."""
    corpus = read_text("a.jsonl", '{"title": "One"}\n{"title": "Tw\n\n[1]\n{"title": "Three"}\n')

    assert [(fate.record, fate.fate) for fate in corpus.records] == [
        (1, "kept"),
        (2, "rejected"),
        (3, "rejected"),
        (4, "kept"),
    ]
    assert "not valid JSON (" in corpus.records[1].reason
    assert corpus.records[2].reason == "not an object with named values"


def test_nesting_without_end_is_refused() -> None:
    """A text made to exhaust the parser gives a sentence."""
    with pytest.raises(InputError, match=r"^a\.json is not valid JSON \(it is nested too deeply\)"):
        read_text("a.json", '{"a":' * 100_000)


def test_halves_of_surrogate_pairs_are_taken_out() -> None:
    """They are valid JSON and cannot be stored as UTF-8."""
    (paper,) = read_text("a.jsonl", '{"title": "One \\ud83d two", "theme": "x\\udc00"}').papers

    assert paper.title == "One two"
    assert paper.attributes == {"theme": "x"}


def test_a_broken_first_line_is_one_record() -> None:
    """The lines below it are read all the same."""
    corpus = read_text("a.jsonl", '{"title": "One", \n{"title": "Two"}\n{"title": "Three"}\n')

    assert [paper.title for paper in sorted(corpus.papers, key=lambda paper: paper.title)] == ["Three", "Two"]
    assert [fate.fate for fate in corpus.records] == ["rejected", "kept", "kept"]


def test_numbers_beyond_all_measure_are_text() -> None:
    """A number that no type holds stays as it stands, and costs no record."""
    digits = "9" * 5000
    (paper,) = read_text("a.jsonl", f'{{"title": "One", "whole": {digits}, "far": 1e400}}\n').papers

    assert paper.attributes == {"whole": digits, "far": "1e400"}

"""The JSON of each service: what is where, and that other services' files are not taken for it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest.formats import (
    csl_json,
    json_arxiv,
    json_biorxiv,
    json_crossref,
    json_daily_papers,
    json_europe_pmc,
    json_lens,
    json_openalex,
    json_records,
    json_semantic_scholar,
)
from lib.ingest.formats.inverted_index import text_of_index
from lib.ingest.reader import Reader
from tests.ingest.formats.outcome import outcome, sniffs
from tools import fuzz_samples

OPENALEX = {
    **fuzz_samples.OPENALEX,
    "primary_location": {
        "landing_page_url": "https://example.org/a",
        "source": {"display_name": "Ice", "issn_l": "1234-5678", "host_organization_name": "Cold Press"},
    },
    "type": "article",
    "topics": [{"display_name": "Glaciers", "field": {"display_name": "Earth"}}],
    "concepts": [{"display_name": "Geology"}],
    "related_works": ["https://openalex.org/W2"],
}
CROSSREF = {
    **fuzz_samples.CROSSREF,
    "ISSN": ["1234-5678", "8765-4321"],
    "event": {"name": "Ice Days"},
}
SCHOLAR = {
    **fuzz_samples.SCHOLAR,
    "s2FieldsOfStudy": [{"category": "Geology", "source": "a"}, {"category": "Geology", "source": "b"}],
}
MEDRXIV = {
    **fuzz_samples.MEDRXIV,
    "type": "new results",
}
DAILY = {
    **fuzz_samples.DAILY,
    "submittedBy": {"name": "x"},
}
ARXIV = {
    **fuzz_samples.ARXIV,
    "authors": "Ada Frost Jr and B. Snow",
    "versions": [{"version": "v1", "created": "Thu, 2 Jan 2020 16:08:07 GMT"}, {"version": "v2", "created": "x"}],
    "journal-ref": None,
}
CSL = {
    **fuzz_samples.CSL,
    "number": "arXiv:2001.00001",
}
EUROPE = {
    **fuzz_samples.EUROPE,
    "citedByCount": 5,
}
LENS = {
    **fuzz_samples.LENS,
    "scholarly_citations_count": 5,
}

SERVICES: list[tuple[Reader, dict[str, Any], dict[str, Any]]] = [
    (
        json_openalex.READER,
        OPENALEX,
        {
            "title": "On ice",
            "abstract": "Ice melts and melts",
            "authors": ["Ada Frost", "B. Snow"],
            "date": "2020-05-01",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/123",
            "venue": "Ice",
            "publisher": "Cold Press",
            "page": "3-9",
            "categories": ["Glaciers"],
            "concepts": ["Geology"],
            "keywords": ["ice"],
            "citations": 5,
        },
    ),
    (
        json_crossref.READER,
        CROSSREF,
        {
            "title": "On ice: A study",
            "authors": ["Frost, Ada, Jr", "Ice Group"],
            "date": "2020-05-01",
            "abstract": "<jats:p>Ice melts.</jats:p>",
            "venue": "Ice",
            "ISSN": "1234-5678",
            "event-title": "Ice Days",
            "citations": 5,
        },
    ),
    (
        json_semantic_scholar.READER,
        SCHOLAR,
        {
            "doi": "10.5555/a",
            "arxiv_id": "2001.00001",
            "pmid": "123",
            "date": 2020,
            "authors": ["Ada Frost"],
            "venue": "Ice",
            "page": "3-9",
            "categories": ["Geology"],
            "type": "JournalArticle; Review",
            "citations": 5,
        },
    ),
    (
        json_biorxiv.READER,
        MEDRXIV,
        {
            "doi": "10.1101/1",
            "authors": "Frost, A.; Snow, B.",
            "categories": "geology",
            "type": "preprint",
            "publisher": "bioRxiv",
            "article type": "new results",
        },
    ),
    (
        json_daily_papers.READER,
        DAILY,
        {
            "arxiv_id": "2001.00001",
            "title": "On\nice",
            "abstract": "Ice melts.",
            "authors": ["Ada Frost"],
            "date": "2020-05-01T00:00:00.000Z",
            "upvotes": 7,
            "numComments": 2,
        },
    ),
    (
        json_arxiv.READER,
        ARXIV,
        {
            "arxiv_id": "2001.00001",
            "authors": ["Frost, Ada, Jr", "Snow, B."],
            "date": "Thu, 2 Jan 2020 16:08:07 GMT",
            "categories": "physics.geo-ph cs.LG",
            "versions": 2,
        },
    ),
    (
        csl_json.READER,
        CSL,
        {
            "title": "On ice",
            "authors": ["van Gogh, Ada"],
            "date": "2020-05",
            "venue": "Ice",
            "doi": "10.5555/a",
            "type": "paper-conference",
            "keywords": ["ice", "snow"],
            "arxiv_id": "arXiv:2001.00001",
        },
    ),
    (
        json_europe_pmc.READER,
        EUROPE,
        {
            "pmid": "123",
            "authors": ["Frost, Ada"],
            "date": "2020",
            "venue": "Ice",
            "volume": "1",
            "abstract": "Ice melts.",
            "keywords": ["ice"],
            "citations": 5,
        },
    ),
    (
        json_lens.READER,
        LENS,
        {
            "doi": "10.5555/a",
            "pmid": "123",
            "authors": ["Frost, Ada"],
            "date": "2020-05-01",
            "venue": "Ice",
            "ISSN": "1234-5678",
            "page": "3-9",
            "citations": 5,
        },
    ),
]
BY_NAME = pytest.mark.parametrize(
    ("reader", "sample", "values"), SERVICES, ids=[case[0].format.name for case in SERVICES]
)


@BY_NAME
@pytest.mark.parametrize(
    "form", ["[{}, {}]", "{}\n{}\n", '{{"total": 2, "results": [{}, {}]}}', '{{"a": {{"b": [{}, {}]}}}}']
)
def test_what_a_service_knows_is_where_it_belongs(
    reader: Reader, sample: dict[str, Any], values: dict[str, Any], form: str
) -> None:
    """In a list, in lines, and in what its API puts around them."""
    text = form.format(json.dumps(sample), json.dumps(sample))
    found = outcome(reader, text)

    assert sniffs(reader, text)
    assert len(found.records) == 2
    assert {name: found.records[1].values.get(name) for name in values} == values


@BY_NAME
def test_one_record_alone_is_a_record(reader: Reader, sample: dict[str, Any], values: dict[str, Any]) -> None:
    """As one asks for a single work, indented or not."""
    for indent in (None, 2):
        (record,) = outcome(reader, json.dumps(sample, indent=indent)).records
        assert {name: record.values.get(name) for name in values} == values


@BY_NAME
def test_each_service_knows_its_own_files_alone(reader: Reader, sample: dict[str, Any], values: dict[str, Any]) -> None:
    """But that Crossref's are CSL-JSON too, which the registry asks later."""
    known = [other.format.name for other, *_ in SERVICES if sniffs(other, json.dumps([sample]))]

    assert reader.format.name in known
    assert set(known) - {reader.format.name} <= {"csl-json"}
    assert not sniffs(reader, '[{"title": "A", "abstract": "B", "doi": "10.5555/a"}]')


@BY_NAME
def test_records_of_others_are_read_by_their_names(
    reader: Reader, sample: dict[str, Any], values: dict[str, Any]
) -> None:
    """Where a file was put together of several."""
    (record,) = outcome(reader, '[{"name": "x", "headline": "A"}]').records

    assert record.values["headline"] == "A"


keys = st.sampled_from(["name", "title", "family", "date-parts", "author", "value", "type", "display_name", "a"])
members = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
)


@given(st.sampled_from(SERVICES), st.data())
def test_no_member_of_another_type_breaks_a_service(
    case: tuple[Reader, dict[str, Any], Any], data: st.DataObject
) -> None:
    """Whatever stands where a list, an object or a text is expected, the record is one."""
    reader, sample, _ = case
    name = data.draw(st.sampled_from(sorted(sample)))
    record = {**sample, name: data.draw(members), "headline": "x"}
    found = outcome(reader, json.dumps([record]))

    assert found.numbers == [1]
    assert not found.error


def test_older_forms_of_two_services() -> None:
    """Names without capitals at Semantic Scholar, names with rel_ at bioRxiv."""
    scholar = {"corpusid": 1, "externalids": {"DOI": "10.5555/a"}, "title": "A", "citationcount": 2, "authors": []}
    biorxiv = {"rel_doi": "10.1101/1", "rel_title": "A", "rel_abs": "B", "rel_authors": [{"author_name": "Frost, A"}]}
    (one,) = outcome(json_semantic_scholar.READER, json.dumps([scholar])).records
    (other,) = outcome(json_biorxiv.READER, json.dumps({"collection": [biorxiv]})).records

    assert (one.values["doi"], one.values["citations"]) == ("10.5555/a", 2)
    assert (other.values["title"], other.values["abstract"], other.values["authors"]) == ("A", "B", ["Frost, A"])


@given(st.lists(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=4), max_size=20))
def test_an_inverted_index_is_put_together(words: list[str]) -> None:
    """Every word at each of its places."""
    index: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place)

    assert text_of_index(index) == text_of_index(json.dumps(index)) == " ".join(words)


@pytest.mark.parametrize("index", [None, 5, "x", [], {"a": 5, "b": [10**15], "c": ["x"]}])
def test_what_is_no_index_is_no_text(index: object) -> None:
    """A place beyond all measure takes no memory."""
    assert text_of_index(index) in ("", "b")


def test_unknown_json_is_read_by_the_names_of_its_members() -> None:
    """The last in the table takes what no service's reader knows."""
    assert sniffs(json_records.READER, '[{"title": "A"}]')

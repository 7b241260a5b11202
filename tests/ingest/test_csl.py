"""CSL-JSON."""

import json

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.ingest.csl import csl_item


def test_an_article_has_all_that_is_known() -> None:
    """Names in parts, the date by its precision, ids, address and journal; not the abstract."""
    paper = Paper(
        paper_id="doi:10.1000/a",
        title="On maps",
        abstract="We show.",
        authors=("Curie, Marie", "ATLAS Collaboration"),
        date=PartialDate(2024, 3),
        date_source="given",
        venue="Nature",
        doi="10.1000/a",
        language="en",
    )

    assert json.loads(csl_item(paper.paper_id, paper, {"volume": "7"})) == {
        "DOI": "10.1000/a",
        "URL": "https://doi.org/10.1000/a",
        "author": [{"family": "Curie", "given": "Marie"}, {"literal": "ATLAS Collaboration"}],
        "container-title": "Nature",
        "id": "doi:10.1000/a",
        "issued": {"date-parts": [[2024, 3]]},
        "language": "en",
        "title": "On maps",
        "type": "article-journal",
        "volume": "7",
    }


def test_kind_and_editors_are_taken_over() -> None:
    """What the record said of its kind wins over what could be guessed, and editors are names in parts too."""
    details = {"type": "chapter", "editor": "Noether, Emmy; Bohr N.", "publisher-place": "Berlin"}
    item = json.loads(csl_item("t:1", Paper("", "A", venue="Maps"), details))

    assert item["type"] == "chapter"
    assert item["editor"] == [{"family": "Noether", "given": "Emmy"}, {"family": "Bohr", "given": "N."}]
    assert item["publisher-place"] == "Berlin"


def test_one_editor_is_one_person() -> None:
    """A comma within a name parts it into family and given name, and not into two people."""
    item = json.loads(csl_item("t:1", Paper("", "A"), {"editor": "García Márquez, Gabriel"}))
    assert item["editor"] == [{"family": "García Márquez", "given": "Gabriel"}]


def test_a_preprint_says_where_it_is() -> None:
    """An arXiv paper without a journal is an article of arXiv, with its number."""
    item = json.loads(csl_item("arxiv:2311.08526", Paper("", "A", arxiv_id="2311.08526"), {}))

    assert item == {
        "URL": "https://arxiv.org/abs/2311.08526",
        "id": "arxiv:2311.08526",
        "number": "arXiv:2311.08526",
        "publisher": "arXiv",
        "title": "A",
        "type": "article",
    }


def test_nothing_but_web_addresses_becomes_a_link() -> None:
    """A script in the url column stays out."""
    assert "URL" not in json.loads(csl_item("t:1", Paper("", "A", url="javascript:alert(1)"), {}))


def test_the_text_is_the_same_for_the_same_paper() -> None:
    """Keys are sorted, letters are written as they are."""
    assert csl_item("t:1", Paper("", "Größe"), {"volume": "1", "issue": "2"}) == (
        '{"id":"t:1","issue":"2","title":"Größe","type":"article-journal","volume":"1"}'
    )

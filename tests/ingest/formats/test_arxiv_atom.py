"""arXiv's Atom."""

from pathlib import Path

from lib.ingest.formats.arxiv_atom import READER
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs

ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<id>http://arxiv.org/abs/cond-mat/0207270v2</id><updated>2003-01-02T00:00:00Z</updated><published>2002-07-10T00:00:00Z</published>
<title>Maps of
  topics</title><summary>  We ask.
</summary><author><name>Marie Curie</name><arxiv:affiliation>Paris</arxiv:affiliation></author>
<author><name>Niels Bohr</name></author><arxiv:comment>3 pages</arxiv:comment>
<arxiv:primary_category term="cond-mat.soft"/><category term="math.NA"/><category term="cond-mat.soft"/></entry>"""


def test_an_entry_by_itself() -> None:
    """The version is told from the id; the main category comes first."""
    assert sniffs(READER, ENTRY)
    (record,) = outcome(READER, ENTRY).records

    assert record.values == {
        "title": "Maps of topics",
        "abstract": "We ask.",
        "authors": ["Marie Curie", "Niels Bohr"],
        "affiliations": ["Paris"],
        "date": "2002-07-10T00:00:00Z",
        "updated": "2003-01-02T00:00:00Z",
        "arxiv_id": "cond-mat/0207270",
        "id": "http://arxiv.org/abs/cond-mat/0207270v2",
        "url": "http://arxiv.org/abs/cond-mat/0207270v2",
        "version": 2,
        "categories": ["cond-mat.soft", "math.NA"],
        "comments": "3 pages",
        "type": "preprint",
    }


def test_an_error_of_the_service_is_no_paper() -> None:
    """It comes as an entry; what the service says is the reason."""
    error = (
        "<entry><id>http://arxiv.org/api/errors#bad_id</id><title>Error</title><summary>incorrect id</summary></entry>"
    )
    found = outcome(READER, f"<feed>{ENTRY}{error}</feed>")

    assert found.numbers == [1, 2]
    assert found.rejections[0].reason == "no paper but an error that arXiv reports: incorrect id"


def test_an_answer_without_papers_says_so() -> None:
    """A query that found nothing."""
    assert "has no element <entry>" in outcome(READER, "<feed><title>http://arxiv.org/</title></feed>").error


def test_a_real_answer(shared: Path) -> None:
    """Title and summary over several lines, a DOI, LaTeX left for later."""
    path = shared / "data" / "formats" / "arxiv_atom_one_entry.xml"
    found = outcome(READER, path)
    (record,) = found.records
    values = record.values

    assert find_reader(Source("x", path).head(), "x.xml") is READER
    assert (found.rejections, found.warnings, found.error) == ([], [], "")
    assert values["title"] == "Inelastic effects in molecular transport junctions: The probe technique at high bias"
    assert str(values["abstract"]).startswith('We extend the Landauer-B\\"uttiker probe formalism')
    assert values["authors"] == ["Michael Kilgour", "Dvira Segal"]
    assert (values["arxiv_id"], values["version"], values["doi"]) == ("1601.00001", 1, "10.1063/1.4944470")
    assert values["date"] == "2015-12-26T21:19:45Z"
    assert values["journal-ref"] == "J. Chem. Phys. 144, 124107 (2016)"

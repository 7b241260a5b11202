"""arXiv's OAI-PMH."""

from pathlib import Path

from lib.ingest.formats.arxiv_oai import READER
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome, sniffs

HEADER = "<header{status}><identifier>oai:arXiv.org:0704.000{n}</identifier><setSpec>math</setSpec></header>"
PARTED = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created>
<updated>2008-01-01</updated>
<authors><author><keyname>Curie</keyname><forenames>Marie</forenames><suffix>Jr</suffix>
<affiliation>Paris</affiliation></author>
<author><keyname>Map Group</keyname></author></authors><title>Maps</title><categories>math.NA cs.LG</categories>
<doi>10.1000/x</doi><abstract>  We ask.
</abstract></arXiv>"""
DUBLIN = """<oai_dc:dc xmlns:oai_dc="urn:oai" xmlns:dc="urn:dc">
<dc:title>Maps</dc:title><dc:creator>Curie, Marie</dc:creator>
<dc:creator>Bohr, Niels</dc:creator>
<dc:subject>Mathematics - Numerical Analysis</dc:subject>
<dc:description>We ask.</dc:description>
<dc:description>Comment: 3 pages</dc:description><dc:date>2008-01-01</dc:date><dc:date>2007-04-02</dc:date>
<dc:identifier>http://arxiv.org/abs/0704.0002</dc:identifier><dc:identifier>J. Maps 7 (2007) 5</dc:identifier>
<dc:identifier>doi:10.1000/y</dc:identifier></oai_dc:dc>"""
RAW = """<arXivRaw><id>0704.0003</id><version version="v1"><date>Mon, 2 Apr 2007 00:00:00 GMT</date></version>
<title>Maps</title><authors>M. Curie (Paris (1) and Warsaw), N. Bohr</authors><categories>math.NA</categories>
<abstract>We ask.</abstract></arXivRaw>"""


def answer(*forms: str) -> str:
    """What the service gives: a record for each form of metadata, a deleted one for ""."""
    records = []
    for n, form in enumerate(forms, start=1):
        header = HEADER.format(n=n, status="" if form else ' status="deleted"')
        metadata = f"<metadata>{form}</metadata>" if form else ""
        records.append(f"<record>{header}{metadata}</record>")
    return f'<OAI-PMH xmlns="urn:o"><ListRecords>{"".join(records)}</ListRecords></OAI-PMH>'


def test_all_forms_are_read() -> None:
    """Names in parts, as a list, and in one text with affiliations in brackets."""
    parted, dublin, raw = (record.values for record in outcome(READER, answer(PARTED, DUBLIN, RAW)).records)

    assert parted["authors"] == ["Curie, Marie, Jr", "Map Group"]
    assert (parted["date"], parted["updated"], parted["doi"]) == ("2007-04-02", "2008-01-01", "10.1000/x")
    assert (parted["categories"], parted["abstract"]) == (["math.NA", "cs.LG"], "We ask.")
    assert dublin["authors"] == ["Curie, Marie", "Bohr, Niels"]
    assert (dublin["arxiv_id"], dublin["doi"], dublin["journal-ref"]) == (
        "0704.0002",
        "10.1000/y",
        "J. Maps 7 (2007) 5",
    )
    assert (dublin["date"], dublin["abstract"], dublin["comments"]) == ("2007-04-02", "We ask.", "3 pages")
    assert (raw["authors"], raw["version"]) == ("M. Curie, N. Bohr", 1)
    assert raw["authors as given"] == "M. Curie (Paris (1) and Warsaw), N. Bohr"


def test_records_without_metadata_are_rejections() -> None:
    """Deleted ones, and forms that hold no titles."""
    found = outcome(READER, answer(PARTED, "", "<rfc1807/>"))

    assert [entry.number for entry in found.rejections] == [2, 3]
    assert found.rejections[0].reason == "oai:arXiv.org:0704.0002 was deleted by arXiv"
    assert "in the form rfc1807" in found.rejections[1].reason


def test_sniffing_by_content() -> None:
    """Other libraries' answers are not arXiv's."""
    assert sniffs(READER, answer(PARTED))
    assert not sniffs(READER, "<OAI-PMH><record><identifier>oai:zenodo.org:1</identifier></record></OAI-PMH>")


def test_a_real_answer(shared: Path) -> None:
    """Its first version's date counts."""
    path = shared / "data" / "formats" / "arxiv_oai_raw.xml"
    found = outcome(READER, path)
    (record,) = found.records
    values = record.values

    assert find_reader(Source("x", path).head(), "x.xml") is READER
    assert (found.rejections, found.warnings, found.error) == ([], [], "")
    assert (values["title"], values["arxiv_id"]) == ("Martingale theory for housekeeping heat", "1810.09584")
    assert values["authors"] == "Raphael Chetrite, Shamik Gupta, Izaak Neri and \\'Edgar Rold\\'an"
    assert (values["date"], values["version"]) == ("Mon, 22 Oct 2018 22:41:50 GMT", 2)
    assert values["categories"] == ["cond-mat.stat-mech", "physics.bio-ph", "physics.data-an"]
    assert values["doi"] == "10.1209/0295-5075/124/60006"

"""EndNote's refer and that of AIS eLibrary."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.endnote_refer import READER
from tests.ingest.formats.tagged_files import (
    assert_all_kept,
    broken_texts,
    lost_words,
    one_of,
    reads_whatever,
    records_of,
)


def test_a_record_of_ais(shared: Path) -> None:
    """The title may stand above the type, or there is none; empty lines part the six records."""
    file = shared / "data/formats/endnote_refer_aisel.txt"
    records = records_of(READER, file)
    values = records[0].values

    assert len(records) == 6
    assert str(values["title"]).startswith("How Trust Leads to Commitment on Microsourcing Platforms: Unraveling")
    assert values["authors"] == ["Guo, Wenbo", "Straub, Detmar W.", "Zhang, Pengzhu", "Cai, Zhao"]
    assert (values["type"], values["venue"]) == ("article-journal", "Management Information Systems Quarterly")
    assert (values["date"], values["page"]) == ("September  1, 2021", "1309-1348")
    assert values["url"] == "https://aisel.aisnet.org/misq/vol45/iss3/13"
    assert records[2].values["title"] == "Subject Index for Volume 45"
    assert lost_words(READER, file) == set()


def test_records_that_touch(shared: Path) -> None:
    """Thirteen begin with a type, the first with an empty one."""
    file = shared / "data/formats/endnote_refer.enw"
    records = records_of(READER, file)

    assert len(records) == 13
    assert records[0].values == {"title": "testT", "authors": ["testA0", "testA1"], "editor": ["testE0", "testE1"]}
    assert records[3].values["type"] == "book"
    assert records[12].values["type"] == "thesis"
    assert lost_words(READER, file) == set()


def test_paragraphs_belong_to_the_abstract() -> None:
    """Empty lines within a value do not end it; the DOI is recognised, the day is put to the year."""
    values = one_of(
        READER,
        "%0 Journal Article\n%T One\n%A Curie, Marie\n%D 2020\n%8 May 3\n%X First.\n\n100% of it\n\n%R doi:10.1234/x\n"
        "%@ 1234-5678\n%K a\nb\n%} odd\n",
    )

    assert (values["abstract"], values["doi"]) == ("First. 100% of it", "10.1234/x")
    assert (values["date"], values["ISSN"], values["keywords"]) == ("May 3 2020", "1234-5678", ["a", "b"])
    assert values["refer }"] == "odd"


@given(st.lists(st.sampled_from("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&()*+<>?@[]^~"), min_size=3, max_size=20))
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes."""
    assert_all_kept(READER, "%0 Book\n%T One", [f"%{tag}" for tag in tags], " ", "")


LINES = ("%0 Book", "%0", "%T A", "%A B, C", "%X D", "%D 2020", "%8 May 3", "%@ 1", "%K a", "100% of it")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)

"""Ovid tagged."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.ovid import READER
from tests.ingest.formats.tagged_files import assert_all_kept, broken_texts, lost_words, reads_whatever, records_of


def test_a_record_of_embase(shared: Path) -> None:
    """All of the real file."""
    file = shared / "data/formats/ovid_embase_tagged.ovd"
    first, second = records_of(READER, file)
    values = first.values

    assert values["title"] == "Quality of life in patients with primary ciliary dyskinesia: A systematic review."
    assert values["authors"] == ["Behan L.", "Rubbo B.", "Lucas J.S.", "Galvin A.D."]
    assert str(values["abstract"]).startswith("Background: As in most rare diseases, little is known")
    assert (values["doi"], values["id"]) == ("http://dx.doi.org/10.1186/s12919-018-0099-8", "621381829")
    assert (values["type"], values["date"], values["venue"]) == ("paper-conference", "2018", "BMC Proceedings")
    assert str(second.values["title"]).startswith("Development of a bioinformatics analysis method")
    assert lost_words(READER, file) == set()


def test_records_without_their_number() -> None:
    """Begin with the vendor; lines without a tag go on with the value above."""
    text = (
        "VN  - Ovid Technologies\nTI  - One\nAB  - First\n\nsecond part\nVN  - Ovid Technologies\nTI  - Two\nQQ  - x\n"
    )
    one, two = records_of(READER, text)

    assert (one.values["title"], one.values["abstract"]) == ("One", "First second part")
    assert (two.values["title"], two.values["Ovid QQ"]) == ("Two", "x")


def test_records_that_begin_with_their_number() -> None:
    """As in Ovid's export for reference managers, without vendor and brackets."""
    one, two = records_of(READER, "UI  - 1\nTI  - One\nJN  - Nature\n\nUI  - 2\nTI  - Two\n")

    assert (one.values["id"], one.values["venue"], two.values["title"]) == ("1", "Nature", "Two")


@given(
    st.lists(
        st.from_regex(r"[A-Z][A-Z0-9]", fullmatch=True).filter(lambda tag: tag not in ("TY", "ER", "VN", "UI")),
        min_size=3,
        max_size=20,
    )
)
@settings(max_examples=200)
def test_no_value_is_lost(tags: list[str]) -> None:
    """Whatever the tags are, known or not, and however often each comes."""
    assert_all_kept(READER, "<1. >\nVN  - Ovid", tags, "  - ", "")


LINES = ("<1. >", "VN  - Ovid", "UI  - 1", "TI  - A", "AU  - B C", "AB  - D", "      more", "IS  - 1234-5678")


@given(st.one_of(st.binary(max_size=300), broken_texts(*LINES)))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No other error, no gap in the numbers."""
    reads_whatever(READER, data)

"""What the tagged formats share: lines to records, tags to values, one date of several, numbers told apart."""

import time

import pytest

from lib.core.errors import InputError
from lib.ingest.columns import map_columns
from lib.ingest.formats import cochrane, endnote_refer, medline, ovid, ovid_labelled, refworks, ris, wos, wos_tags
from lib.ingest.formats.pages import page_range
from lib.ingest.formats.serials import put_serials
from lib.ingest.formats.tagged import put_date
from lib.ingest.reader import NO_OPTIONS, Reader
from lib.ingest.source import Head, Source

READERS = [reader.READER for reader in (ris, medline, wos, refworks, ovid, ovid_labelled, cochrane, endnote_refer)]
SAMPLES = {
    "ris": "TY  - JOUR\nTI  - One\nER  - \n",
    "medline": "PMID- 12345\nOWN - NLM\nTI  - One\n",
    "wos": "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Silva, M\nTI One\nER\n\nEF\n",
    "refworks": "RT Journal\nID 1\nT1 One\nA1 Silva, M.\n",
    "ovid": "<1. >\nVN  - Ovid Technologies\nUI  - 1\nTI  - One\n",
    "ovid-labelled": "<1>\nAccession Number\n  1.\nTitle\n  One\nAbstract\n  Two\n",
    "cochrane": "Record #1 of 1\nID: CN-1\nTI: One\n",
    "endnote-refer": "%0 Journal Article\n%T One\n",
}
OTHERS = {
    "prose": "TY is a river - JOUR has nothing to do with it.\n\nPMID- numbers are given to papers.\nRecord #1 of 2\n",
    "csv": 'title,abstract\n"One","TY  - a, ER  - b"\n',
    "bibtex": "@article{wrong2020,\n  title = {A BibTeX entry in a file named .ris},\n  year = {2020}\n}\n",
    "json": '{"title": "TY  - JOUR"}\n',
    "markdown": "# Title\n\nAbstract\n\n- one - two\n%T is a tag\n",
    "letter": "PT was here\n\nDear AU,\n\nTI - see below. RT if you agree\n",
    "table": "PT\tAU\tTI\tPY\tER\nJ\tSilva, M\tOne\t2020\t\n",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_is_known_by_its_reader_alone(name: str) -> None:
    """Also behind some lines of rubbish, which cost no record."""
    for rubbish in ("", "Exported on Monday\nby a person: me\n\n"):
        text = rubbish + SAMPLES[name]
        head = Head(text.encode(), text)

        assert [reader.format.name for reader in READERS if reader.sniff(head)] == [name]
        (reader,) = (reader for reader in READERS if reader.format.name == name)
        source = Source("a.txt", text.encode())
        assert [record.values["title"] for record in reader.read(source, NO_OPTIONS)] == ["One"]  # type: ignore[union-attr]
        assert len(source.warnings) == (1 if rubbish else 0)


@pytest.mark.parametrize("name", OTHERS)
def test_other_texts_are_none_of_them(name: str) -> None:
    """Neither tables nor other formats nor prose with letters and hyphens in it."""
    head = Head(OTHERS[name].encode(), OTHERS[name])

    assert [reader.format.name for reader in READERS if reader.sniff(head)] == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.format.name)
def test_a_file_without_records_says_so(reader: Reader) -> None:
    """In one sentence with its name; what stands in it is named too."""
    source = Source("a.txt", b"nothing of the kind\n")

    with pytest.raises(InputError, match=r"a\.txt holds no records"):
        list(reader.read(source, NO_OPTIONS))
    assert "nothing of the kind" in source.warnings[0]


@pytest.mark.parametrize(
    "names", [*(module._NAMES for module in (ris, medline, refworks, ovid, cochrane, endnote_refer)), wos_tags.NAMES]
)
def test_names_of_attributes_are_no_fields(names: dict[str, str]) -> None:
    """But for the type of a document, by which papers are filtered too."""
    assert set(map_columns(tuple(dict.fromkeys(names.values()))).fields) <= {"type"}


@pytest.mark.parametrize("name", SAMPLES)
def test_long_files_take_no_more_than_their_length(name: str) -> None:
    """A value over 100,000 lines, and one line of a million blanks, are read in no time."""
    (reader,) = (reader for reader in READERS if reader.format.name == name)
    text = SAMPLES[name].split("ER")[0] + "  more of it\n" * 100_000 + "  a" + " " * 1_000_000 + "b;" + "1" * 100_000

    started = time.monotonic()
    source = Source("a.txt", text.encode())
    assert reader.sniff(source.head())
    assert len(list(reader.read(source, NO_OPTIONS))) == 1
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("candidates", "date", "rest"),
    [
        ([("y", "2013"), ("y1", "2013/07/22"), ("da", "2013/07/28")], "2013/07/22", {"da": "2013/07/28"}),
        ([("y", "2020 May"), ("e", "20200414")], "2020 May", {"e": "20200414"}),
        ([("y", "2020"), ("e", "20190414")], "2020", {"e": "20190414"}),
        ([("y", "no date"), ("e", "MAR 2024")], "MAR 2024", {"y": "no date"}),
        ([("y", "10 15")], "10 15", {}),
        ([("y", "in press"), ("e", "03/04/2024")], "03/04/2024", {"y": "in press"}),
        ([("y", ""), ("e", "")], None, {}),
    ],
)
def test_one_date_of_several(candidates: list[tuple[str, str]], date: str | None, rest: dict[str, str]) -> None:
    """The most exact one that the first allows; others that say something else are kept."""
    values: dict[str, object] = {}
    put_date(values, candidates)

    assert values == {**({"date": date} if date else {}), **rest}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1932-6203 (Electronic)", {"ISSN": "1932-6203"}),
        ("0964-6906 (Print)0964-6906", {"ISSN": "0964-6906"}),
        ("01678809", {"ISSN": "0167-8809"}),
        ("21111112, 2777777X", {"ISSN": "2111-1112, 2777-777X"}),
        ("978-131750096-4 (ISBN); 978-113888701-5 (ISBN)", {"ISBN": "978-131750096-4, 978-113888701-5"}),
        ("0-599-73664-X", {"ISBN": "0-599-73664-X"}),
        ("see cover", {"serial number": "see cover"}),
    ],
)
def test_issn_and_isbn_are_told_apart(text: str, numbers: dict[str, str]) -> None:
    """By their length, whatever is written around them."""
    values: dict[str, object] = {}
    put_serials(values, [text])

    assert {name: value for name, value in values.items() if value} == numbers


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [("206", "217", "206-217"), ("349-69", "", "349-69"), ("pp 37-64", "", "37-64"), ("5", "5", "5"), ("", "9", "9")],
)
def test_pages(first: str, last: str, pages: str) -> None:
    """From two tags or one."""
    assert page_range(first, last) == pages

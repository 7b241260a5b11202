"""BibTeX and BibLaTeX."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.bibtex import READER
from lib.ingest.formats.bibtex_names import split_names
from lib.ingest.reader import NO_OPTIONS, RawRecord
from lib.ingest.registry import find_reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import Outcome, outcome, sniffs


def values(text: str) -> list[dict[str, object]]:
    """The values of each record of a text without faults."""
    found = outcome(READER, text)
    assert (found.rejections, found.error) == ([], "")
    return [dict(record.values) for record in found.records]


def test_an_article_is_read_whole() -> None:
    """LaTeX and protecting braces stay as they are; the file on a disk is named in a note and not opened."""
    text = r"""@article{curie, author = {Curie, Marie AND {Barnes and Noble} and others}, title = {{M}aps of {\"o}},
      journal = {J. Maps}, year = 2020, month = "10~" # jan, volume = 7, number = {2}, pages = {1--9},
      issn = {12345678},
      doi = {10.1000/x}, url = {https://example.org}, urldate = {2024-01-01}, keywords = {maps, {a, b}, topics},
      note = {Cited by: 3; All Open Access}, language = {english}, publisher = {P}, address = {Paris},
      file = {Full Text:C\:\\a.pdf:application/pdf}, abstract = {We ask.}, rating = {5}}"""
    found = outcome(READER, text)
    (record,) = found.records

    assert record.values == {
        "id": "curie",
        "authors": ["Curie, Marie", "Barnes and Noble"],
        "title": r"{M}aps of {\"o}",
        "venue": "J. Maps",
        "date": "2020-01-10",
        "volume": "7",
        "issue": "2",
        "page": "1--9",
        "ISSN": "1234-5678",
        "doi": "10.1000/x",
        "url": "https://example.org",
        "urldate": "2024-01-01",
        "keywords": ["maps", "{a, b}", "topics"],
        "citations": 3,
        "note": "All Open Access",
        "language": "english",
        "publisher": "P",
        "publisher-place": "Paris",
        "abstract": "We ask.",
        "rating": "5",
        "type": "article-journal",
    }
    assert [note[0] for note in record.notes] == ["authors", "file"]
    assert found.warnings == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bird, R.B. and Armstrong, R.C. AND\n Hassager, O.", ["Bird, R.B.", "Armstrong, R.C.", "Hassager, O."]),
        (
            "{World Health Organization and Others} and Anders Andsson",
            ["World Health Organization and Others", "Anders Andsson"],
        ),
        ("{W.M.P. van der} Aalst", ["{W.M.P. van der} Aalst"]),
        ("Sherry, Jr., John F.", ["Sherry, John F., Jr."]),
        ("given=Hans, family=Harman, prefix=van, useprefix=true", ["van Harman, Hans"]),
        ("Li, W.; Dou, Z.", ["Li, W.", "Dou, Z."]),
        ("", []),
    ],
)
def test_names_are_parted_at_and(text: str, names: list[str]) -> None:
    """In any case, outside braces."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("fields", "arxiv_id", "categories"),
    [
        ("eprint={1706.03762v5}, archivePrefix={arXiv}, primaryClass={cs.CL}", "1706.03762", ["cs.CL"]),
        ("eprint={0412083}, eprinttype={arxiv}, eprintclass={physics}", "physics/0412083", ["physics"]),
        ("eprint={hep-th/9901001}", "hep-th/9901001", None),
        ("arxivId={1402.6711}", "1402.6711", None),
        ("journal={arXiv preprint arXiv:1706.03762}", "1706.03762", None),
        ("journal={CoRR}, volume={abs/1706.03762}", "1706.03762", None),
        ("eprint={123456}, eprinttype={jstor}", None, None),
    ],
)
def test_arxiv_ids_are_found(fields: str, arxiv_id: str | None, categories: list[str] | None) -> None:
    """Wherever arXiv, INSPIRE, Mendeley, Google Scholar and dblp write them."""
    (record,) = values(f"@article{{k, title={{x}}, {fields}}}")

    assert (record.get("arxiv_id"), record.get("categories")) == (arxiv_id, categories)
    assert record["type"] == ("preprint" if arxiv_id else "article-journal")


@pytest.mark.parametrize(
    ("fields", "date", "n_notes"),
    [
        ("date={2011-12}", "2011-12", 0),
        ("date={1984/1986}", "1984", 1),
        ("date={2004-05/}", "2004-05", 0),
        ("year={2010}, month={JUL 15}", "2010-07-15", 0),
        ("year={2010}, month=jul, day={3}", "2010-07-03", 0),
        ("year={2014}, month={22--24 Jun}", "2014-06", 1),
        ("year={2014}, month={Spring}", "2014", 1),
        ("year={n.d.}", "n.d.", 0),
        ("urldate={2024-01-01}", None, 0),
    ],
)
def test_dates(fields: str, date: str | None, n_notes: int) -> None:
    """The day on which somebody looked at a page is no date of publication."""
    (record,) = outcome(READER, f"@misc{{k, title={{x}}, {fields}}}").records

    assert (record.values.get("date"), len(record.notes)) == (date, n_notes)


@pytest.mark.parametrize(
    ("head", "fields", "expected"),
    [
        ("phdthesis", "school={ETH}", {"type": "thesis", "publisher": "ETH"}),
        ("conference", "booktitle={Proc.}", {"type": "paper-conference", "venue": "Proc."}),
        ("article", "type={Conference paper}", {"type": "paper-conference", "document type": "Conference paper"}),
        ("techreport", "number={7}", {"type": "report", "number": "7"}),
        ("inbook", "booktitle={B}, booksubtitle={C}", {"type": "chapter", "venue": "B: C"}),
        ("inproceedings", "venue={Espoo}, eventtitle={E}", {"event place": "Espoo", "event-title": "E"}),
        ("article", "journaltitle={J}, subtitle={S}", {"venue": "J", "title": "T: S"}),
    ],
)
def test_types_and_what_a_work_stands_in(head: str, fields: str, expected: dict[str, str]) -> None:
    """By entry type; where that says little, as the service calls it."""
    (record,) = values(f"@{head}{{k, title={{T}}, {fields}}}")

    assert {name: record.get(name) for name in expected} == expected


def test_a_volume_without_a_title_goes_by_its_booktitle() -> None:
    """As collections and proceedings do that JabRef wrote."""
    (record,) = values("@collection{k, booktitle={Special issue}}")

    assert (record["title"], record["type"]) == ("Special issue", "book")


def test_children_inherit_as_in_biblatex() -> None:
    """A parent's title is the child's booktitle; its DOI, pages and abstract stay its own; it may come later."""
    child, main, parent = values(
        """@inproceedings{c, crossref={P}, title={Child}, date={2021}}
        @inbook{m, crossref={mv}, title={Chapter}}
        @proceedings{P, title={Volume}, subtitle={Sub}, year={2020}, month=jan, doi={10.1000/p}, editor={E, D},
          publisher={ACM}, pages={1--99}, abstract={Of the volume}}
        @mvbook{mv, title={Works}, author={Kant, I.}}"""
    )[:3]

    assert child == {
        "id": "c",
        "title": "Child",
        "venue": "Volume: Sub",
        "date": "2021",
        "editor": ["E, D"],
        "publisher": "ACM",
        "type": "paper-conference",
        "crossref": "P",
    }
    assert (main["venue"], main["authors"]) == ("Works", ["Kant, I."])
    assert (parent["doi"], parent["title"]) == ("10.1000/p", "Volume: Sub")


def test_a_parent_that_is_not_there_is_noted_and_circles_end() -> None:
    """Nothing is inherited, nothing lost."""
    found = outcome(READER, "@misc{a, title={x}, crossref={b}}@misc{b, title={y}, crossref={a}}@misc{c, crossref={zz}}")

    assert found.numbers == [1, 2, 3]
    assert found.records[2].notes[0][:2] == ("crossref", "zz")


def test_a_field_that_comes_twice() -> None:
    """The first title counts and the second is noted; what becomes an attribute has both; the same twice is one."""
    (record,) = outcome(
        READER, "@misc{a, title={x}, title={y}, grant={1}, grant={2}, doi={10.1/x}, doi={10.1/x}}"
    ).records

    assert (record.values["title"], record.values["grant"]) == ("x", ["1", "2"])
    assert [note[:2] for note in record.notes] == [("title", "y")]


def test_data_for_other_entries_are_no_paper() -> None:
    """An @xdata entry is a rejection, its fields are with those who name it."""
    found = outcome(READER, "@xdata{x, publisher={ACM}, doi={10.1/no}}\n@book{b, title={B}, xdata={x}}")

    assert [entry.number for entry in found.rejections] == [1]
    assert found.records[0].values["publisher"] == "ACM"


def test_text_between_entries_is_told_in_one_sentence() -> None:
    """Headers of services are not worth one."""
    quiet = outcome(READER, "Scopus\nEXPORT DATE: 13 May 2024\n% Encoding: UTF-8\n@misc{a, title={x}}\n")
    loud = outcome(READER, "@misc{a, title={x}}\nsome text\nmore\n")

    assert quiet.warnings == []
    assert len(loud.warnings) == 1
    assert "2 pieces of text between the entries" in loud.warnings[0]
    assert 'at line 2 ("some text")' in loud.warnings[0]


def test_a_file_without_entries_says_so() -> None:
    """Macros and comments alone."""
    assert outcome(READER, "@string{a = {b}}\n% nothing\n").error.startswith("x has no entry such as @article{...}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@article{wrong2020,\n  title = {A}\n}", True),
        ("\n\n@article{ WOS:1,\nAuthor = {A}}", True),
        ("Scopus\nEXPORT DATE: 1\n\n@ARTICLE{Yang2024,\n\tauthor = {Y}}", True),
        ("@wrong{foo,\n author = {x}}", True),
        ("% Encoding: UTF-8\n@Article{,\n  author = {T}\n}", True),
        ("@string{jx = {Journal}}\n", True),
        ("@ARTICLE{Cesar2013\n , author = {J}}", True),
        ("@article(Smith2020, title = {T})", True),
        ("import os\n\n@dataclass(frozen=True, slots=True)\nclass A:\n", False),
        ("@media print { a { color: red } }", False),
        ("title,abstract\n@home,b\n", False),
        ('{"bibtex": "@article{a, title={b}}"}', False),
        ("TY  - JOUR\nTI  - @article\nER  - \n", False),
    ],
)
def test_sniffing_by_content(text: str, expected: bool) -> None:
    """Whatever the file is called."""
    assert sniffs(READER, text) is expected


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_bytes_do_harm(data: bytes) -> None:
    """Before, in and behind an entry; numbers go up by one."""
    for content in (data, b"@misc{k, title={" + data + b"}}\n@misc{l, title={x}}", b"@misc{k,\n" + data + b"}"):
        found = outcome(READER, content)

        assert found.numbers == list(range(1, len(found.numbers) + 1))
        assert found.numbers or found.error


FIELD = st.tuples(
    st.sampled_from(("author", "title", "year", "month", "date", "eprint", "crossref", "xdata", "keywords", "note")),
    st.text('k01aà{}",;= \n\\#%@&/-', max_size=12),
)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(("misc", "book", "inbook", "xdata", "article")), st.lists(FIELD, max_size=5)))
)
def test_no_fields_do_harm(entries: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Sound in form, whatever the values; no entry is lost."""
    text = ""
    for number, (kind, fields) in enumerate(entries):
        balanced = [(name, value.replace("{", "").replace("}", "")) for name, value in fields]
        text += f"@{kind}{{k{number}, " + ", ".join(f"{name} = {{{value}}}" for name, value in balanced) + "}\n"
    found = outcome(READER, text)

    assert found.numbers == list(range(1, len(entries) + 1))


REAL_FILES = {
    "formats/bib_acl_arxiv_citations.bib": 24,
    "formats/bib_acm.bib": 2,
    "formats/bib_biblatex_examples.bib": 118,
    "formats/bib_dblp.bib": 2,
    "formats/bib_ebsco.bib": 2,
    "formats/bib_europe_pmc.bib": 2,
    "formats/bib_jabref_authors_latex.bib": 212,
    "formats/bib_jabref_mixed.bib": 156,
    "formats/bib_scopus.bib": 3,
    "formats/bib_scopus_2024_excerpt.bib": 78,
    "formats/bib_string_macros.bib": 1,
    "formats/bib_web_of_science.bib": 29,
    "formats/bib_zotero_excerpt.bib": 137,
    "awkward/bibtexparser_bom.bib": 1,
    "awkward/bibtexparser_capital_and.bib": 1,
    "awkward/bibtexparser_comma_first.bib": 2,
    "awkward/bibtexparser_encoding.bib": 1,
    "awkward/bibtexparser_gbk.bib": 1,
    "awkward/bibtexparser_messy_excerpt.bib": 254,
    "awkward/bibtexparser_missing_comma.bib": 4,
    "awkward/bibtexparser_string_features.bib": 1,
    "awkward/bibtexparser_traps.bib": 1,
    "awkward/bibtexparser_wrong.bib": 2,
    "awkward/jabref_complex.bib": 20,
    "awkward/jabref_cp1252_declared_utf8.bib": 1,
    "awkward/jabref_cp1252_no_header.bib": 1,
    "awkward/jabref_mixed_content.bib": 1,
    "awkward/jabref_utf16be_no_bom.bib": 1,
    "awkward/jabref_utf16be_with_bom.bib": 1,
    "awkward/jabref_utf16le_with_bom.bib": 1,
    "awkward/jabref_utf8_bom.bib": 2,
    "awkward/made_duplicate_keys.bib": 4,
    "awkward/made_unbalanced_braces.bib": 3,
    "awkward/made_wrong_suffix_is_bibtex.ris": 1,
    "awkward/zotero_bibtex_oddities.bib": 7,
}


@pytest.mark.parametrize("name", REAL_FILES)
def test_real_files_are_read_whole(shared: Path, name: str) -> None:
    """Every entry is a record, and the file is known by its content, also where its name says RIS."""
    path = shared / "data" / name
    found = outcome(READER, path)

    assert find_reader(Source(name, path).head(), path.name) is READER
    assert found.numbers == list(range(1, REAL_FILES[name] + 1))
    assert (found.rejections, found.error) == ([], "")


def entry(shared: Path, name: str, key: str) -> dict[str, object]:
    """The values of the first entry with a key in a real file."""
    found: Outcome = outcome(READER, shared / "data" / name)
    record: RawRecord = next(record for record in found.records if record.values.get("id", "") == key)
    return dict(record.values)


ONE_OF_EACH = [
    (
        "formats/bib_acl_arxiv_citations.bib",
        "turftopic",
        {"doi": "10.21105/joss.08183", "issue": "111", "date": "2025"},
    ),
    (
        "formats/bib_acm.bib",
        "10.1111/7777777",
        {"date": "1900-03", "article number": "4", "title": "This is a dummy article"},
    ),
    (
        "formats/bib_biblatex_examples.bib",
        "westfahl:space",
        {"venue": "Space and Beyond: The Frontier Theme in Science Fiction", "date": "2000", "page": "55--65"},
    ),
    (
        "formats/bib_dblp.bib",
        "DBLP:conf/shortconferencename/Articlewriter19",
        {"editor": ["Editorowner, Lisa"], "type": "paper-conference", "page": "465:1--465:20"},
    ),
    ("formats/bib_ebsco.bib", "13362467620181001", {"title": "When sharing fixes prices.", "authors": ["Tom Cruise"]}),
    ("formats/bib_europe_pmc.bib", "PMID:18888888", {"date": "2023-02", "doi": "10.1111/s5555-333-55555-1"}),
    (
        "formats/bib_jabref_authors_latex.bib",
        "GustafssonJohansson2015",
        {"authors": ["Oscar Gustafsson", r"H{\aa}kan Johansson"], "date": "2015", "doi": "10.1109/ISCAS.2015.7169119"},
    ),
    (
        "formats/bib_jabref_mixed.bib",
        "Aziz2009256-ChannelNeuralRecordingandDeltaCompressionMicrosystemWith3DElectrodesIEEEJOURNALOFSOLID-STATECIRCUITS",
        {"date": "2009-03", "venue": "IEEE JOURNAL OF SOLID-STATE CIRCUITS", "page": "995-1005", "volume": "44"},
    ),
    ("formats/bib_scopus.bib", "Li2020", {"citations": 0, "ISSN": "2096-4129", "doi": "10.1080/20964129.2020.1722034"}),
    (
        "formats/bib_scopus_2024_excerpt.bib",
        "Yang2024",
        {"note": "All Open Access, Gold Open Access", "citations": 0, "doi": "10.1186/s12877-024-05003-3"},
    ),
    (
        "formats/bib_web_of_science.bib",
        "WOS:000278542800018",
        {
            "authors": ["Antonio Gomez-Ruiz, Jose", "Karanik, Marcelo", "Ignacio Pelaez, Jose"],
            "date": "2010-07-15",
            "venue": "APPLIED MATHEMATICS AND COMPUTATION",
        },
    ),
    (
        "formats/bib_zotero_excerpt.bib",
        "larsen_microangiography_1999",
        {"date": "1999-08", "page": "134--137", "issue": "3", "language": "English"},
    ),
    ("awkward/bibtexparser_gbk.bib", "凯撒2013", {"authors": ["凯撒"], "venue": "测试期刊"}),
    ("awkward/bibtexparser_encoding.bib", "Cesar_2013", {"authors": ["Jean César"], "date": "2013-01"}),
    ("awkward/bibtexparser_string_features.bib", "mykey", {"venue": "My International Conference", "date": "2014"}),
    ("awkward/jabref_cp1252_no_header.bib", "", {"abstract": "25° C"}),
    ("awkward/jabref_utf8_bom.bib", "Hsu1993", {"title": "Special issue on workflow and extented transaction systems"}),
    ("awkward/made_duplicate_keys.bib", "smith2020", {"venue": "Journal of X (Series B)", "date": "2020-01"}),
    ("awkward/made_unbalanced_braces.bib", "two2021", {"title": "The next, sound entry", "authors": ["Roe, Richard"]}),
    (
        "awkward/made_wrong_suffix_is_bibtex.ris",
        "wrong2020",
        {"title": "A BibTeX entry in a file named .ris", "date": "2020"},
    ),
    ("awkward/zotero_bibtex_oddities.bib", "mendeleyFilePaths2", {"title": "Mendeley: escaped characters"}),
]


@pytest.mark.parametrize(("name", "key", "expected"), ONE_OF_EACH, ids=[name for name, *_ in ONE_OF_EACH])
def test_one_entry_of_each_real_file(shared: Path, name: str, key: str, expected: dict[str, object]) -> None:
    """As it stands in its bytes."""
    found = entry(shared, name, key)

    assert {field: found.get(field) for field in expected} == expected


def test_macros_of_a_real_file(shared: Path) -> None:
    """67 of them, and one entry whose authors are nothing else."""
    (record,) = outcome(READER, shared / "data" / "formats" / "bib_string_macros.bib").records

    assert [note[1] for note in record.notes] == ["Patterson06.pdf"]
    assert all(", " in name or name == "Arvind" for name in record.values["authors"])  # type: ignore[attr-defined]


def test_looking_for_parents_gives_signs_of_life() -> None:
    """The look through a large file beforehand is told of, though it counts for nothing."""
    entries = "".join(f"@article{{k{n}, title = {{T{n}}}, crossref = {{p}}}}\n" for n in range(20_000))
    told: list[int] = []
    source = Source("x.bib", entries.encode())
    source.on_bytes = told.append
    next(READER.read(source, NO_OPTIONS))

    assert len(told) > 2 * len(entries) // (1 << 18)
    assert sum(told) <= len(entries)


def test_an_entry_as_nasa_writes_it() -> None:
    """Braces within quotation marks around whole texts, a macro for the journal."""
    (record,) = outcome(
        READER,
        '@ARTICLE{2020ApJ, author = {{Frost}, Ada}, title = "{On {Ice}}", journal = {\\apj},\n'
        'publisher = {{X} and {Y}}, year = 2020, month = mar, abstract = "{Ice melts.}", eprint = {2003.00001},\n'
        "archivePrefix = {arXiv}, primaryClass = {astro-ph.GA}}\n",
    ).records

    assert record.values["abstract"] == "Ice melts."
    assert record.values["venue"] == "The Astrophysical Journal"
    assert record.values["publisher"] == "{X} and {Y}"
    assert (record.values["arxiv_id"], record.values["categories"]) == ("2003.00001", ["astro-ph.GA"])


def test_very_many_blanks_between_names_take_no_time() -> None:
    """A line that a program has filled up, say."""
    begun = time.process_time()

    assert split_names("Ada Frost" + " " * 100_000 + "x and Bo Snow") == ["Ada Frost x", "Bo Snow"]
    assert time.process_time() - begun < 10


def test_blanks_in_a_note_take_linear_time() -> None:
    """Though Scopus' count of citations might begin at each of them."""
    begun = time.process_time()
    note = " ;" * 50_000 + "; Cited by: 3; green"
    (record,) = outcome(READER, f"@article{{a, title = {{Ice}}, note = {{{note}}}}}").records

    assert record.values["citations"] == 3
    assert str(record.values["note"]) == "green"
    assert time.process_time() - begun < 10

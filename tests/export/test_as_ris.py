"""RIS, read back by rispy."""

from collections.abc import Callable
from typing import Any

import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.export.as_ris import write_ris
from lib.export.plain import line
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def read(*rows: ExportRow) -> list[dict[str, Any]]:
    """Write papers and read them back."""
    records: list[dict[str, Any]] = rispy.loads(write_ris(rows).decode("utf-8"))
    return records


def test_article(article: ExportRow) -> None:
    """All fields of an article come back."""
    assert read(article) == [
        {
            "type_of_reference": "JOUR",
            "title": article.paper.title,
            "authors": [
                "van Beethoven, Ludwig",
                "The ATLAS Collaboration",
                "Knuth, Donald E., Jr.",
                "Smith and Sons, Ltd",
            ],
            "year": "2023",
            "date": "2023/03/12/",
            "secondary_title": "Journal of X & Y",
            "volume": "3",
            "number": "4",
            "start_page": "12",
            "end_page": "34",
            "publisher": "Y Press",
            "issn": "1234-5678",
            "doi": "10.1002/(sici)1:2#3;4",
            "name_of_database": "PubMed",
            "accession_number": "123",
            "urls": ["https://doi.org/10.1002/(sici)1:2%233%3B4"],
            "language": "en",
            "keywords": ["cs.CL", "Tones, high"],
            "abstract": "First line. Second line with a stray } and \\command{x}.",
        }
    ]


def test_preprint(preprint: ExportRow) -> None:
    """A paper on arXiv is unpublished work with its number there, known to the month."""
    (record,) = read(preprint)

    assert (record["type_of_reference"], record["type_of_work"]) == ("UNPB", "Preprint")
    assert (record["name_of_database"], record["accession_number"]) == ("arXiv", "arXiv:2311.08526")
    assert (record["year"], record["date"]) == ("2023", "2023/11//")


def test_bare_paper(bare: ExportRow) -> None:
    """What is not known is no line."""
    assert write_ris([bare]).decode() == "TY  - GEN\r\nTI  - 结构与功能\r\nER  - \r\n"


def test_a_year_alone(make_row: MakeRow) -> None:
    """A date known to the year has no month and no day, and one that was implied says so."""
    (record,) = read(make_row(date=PartialDate(2023), date_source="implied"))

    assert (record["year"], record["date"]) == ("2023", "2023///")
    assert "implied" in record["notes"][0]


def test_types(make_row: MakeRow) -> None:
    """Kinds of CSL become types of reference."""
    kinds = ["article-journal", "paper-conference", "chapter", "thesis", "report", "book", "dataset", "nonsense"]
    types = [record["type_of_reference"] for record in read(*(make_row(csl={"type": kind}) for kind in kinds))]

    assert types == ["JOUR", "CPAPER", "CHAP", "THES", "RPRT", "BOOK", "DATA", "GEN"]


def test_nothing_makes_an_empty_file() -> None:
    """No papers are no records."""
    assert write_ris([]) == b""


def test_a_record_within_a_text_stays_text(make_row: MakeRow) -> None:
    """A text that would end its record and begin another does neither, whatever ends a line in it."""
    for end in ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"]:
        attack = f"x{end}ER  - {end}TY  - JOUR{end}TI  - Evil"
        written = write_ris([make_row(attack, abstract=attack, authors=attack, venue=attack, categories=(attack,))])

        assert len(written.decode("utf-8").splitlines()) == 7
        assert rispy.loads(written.decode("utf-8"))[0]["title"] == line(attack)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=20))), max_size=5))
def test_any_text_comes_back(texts: list[tuple[str, str, list[str]]]) -> None:
    """Whatever titles, abstracts and names hold, the library reads the same papers."""
    rows = [
        ExportRow(Paper(paper_id=f"t:{n}", title=title, abstract=abstract, authors=tuple(names)))
        for n, (title, abstract, names) in enumerate(texts)
    ]
    records = read(*rows)

    assert len(records) == len(rows)
    for record, (title, abstract, names) in zip(records, texts, strict=True):
        assert record.get("title", "") == line(title)
        assert record.get("abstract", "") == line(abstract)
        assert len(record.get("authors", [])) == sum(bool(line(name).strip(" ,")) for name in names)

"""What tables of papers have in common."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ingest import read_text
from lib.ingest.columns import map_columns
from lib.ingest.formats.table import Table, part_joined_names, part_list
from lib.ingest.reader import RawRecord


def record(**row: Any) -> RawRecord:
    """The record of a row, its columns named with blanks for underscores."""
    cells = {name.replace("_", " "): value for name, value in row.items()}
    return Table(list(cells), "t").record(1, cells)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a; b;c;", ["a", "b", "c"]),
        ("a||b", ["a", "b"]),
        ("rats, mice, cyst (kidney, liver)", ["rats", "mice", "cyst (kidney, liver)"]),
        ("Diabetes Mellitus, Type 2", ["Diabetes Mellitus, Type 2"]),
        ("['a', 'b']", ["a", "b"]),
        ("alone", ["alone"]),
        (" ", []),
    ],
)
def test_keywords_are_parted(text: str, parts: list[str]) -> None:
    """By the sign that parts them; one comma may be the word's own."""
    assert part_list(text) == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane DoeJohn Roe", ["Jane Doe", "John Roe"]),
        ("Prof. Rafik A. AlievProf. Dr. Janusz Kacprzyk", ["Rafik A. Aliev", "Janusz Kacprzyk"]),
        ("Ronald McDonaldAnna MacKay", ["Ronald McDonald", "Anna MacKay"]),
        ("Jiří BednářØrjan Öst", ["Jiří Bednář", "Ørjan Öst"]),
        ("", []),
    ],
)
def test_names_that_run_together_are_parted(text: str, names: list[str]) -> None:
    """Where a capital follows a small letter, but not within a name."""
    assert part_joined_names(text) == names


def test_full_names_stand_for_those_with_initials() -> None:
    """Without the numbers of Scopus; where a record has none, the short ones stay."""
    full = record(Title="A", Authors="Liu F.", Author_full_names="Liu, Fengyuan (60410297700)").values

    assert full == {"Title": "A", "authors": "Liu, Fengyuan"}
    assert record(Title="A", Authors="Liu F.", Author_full_names="").values["Authors"] == "Liu F."


@pytest.mark.parametrize(
    ("row", "page"),
    [
        ({"Start_Page": "16", "End_Page": "26"}, "16-26"),
        ({"Page_start": 16, "Page_end": None, "Art._No.": "x"}, "16"),
        ({"First_Page": "", "Last_Page": "", "Article_Number": "e7"}, "e7"),
        ({"Pages": "1-2", "Start_Page": "1"}, None),
    ],
)
def test_two_columns_of_pages_are_one(row: dict[str, Any], page: str | None) -> None:
    """An article's number stands in where there are none."""
    assert record(Title="A", **row).values.get("page") == page


@pytest.mark.parametrize(
    ("text", "year", "date"),
    [
        ("1-Dec-25", "2025", "1 Dec 2025"),
        ("Dec-25", "2025", "Dec 2025"),
        ("MAR 15", "2021", "2021-03-15"),
        ("SPR", "2021", "2021"),
        ("2022 Jan-Dec", "", "2022"),
        ("6/11/25", "2025", "6/11/25"),
        ("1-Dec-25", "1925", "1 Dec 1925"),
        ("2024-05-01", "2024", "2024-05-01"),
    ],
)
def test_a_date_takes_its_year_from_the_other_column(text: str, year: str, date: str) -> None:
    """What cannot be told is left as it is."""
    assert record(Title="A", Publication_Date=text, Publication_Year=year).values["Publication Date"] == date


@pytest.mark.parametrize(
    ("source", "values"),
    [
        (
            "Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004",
            {"venue": "Cancer", "date": "25 Aug 2004", "volume": "102", "issue": "4", "page": "253-258"},
        ),
        (
            "Medicine (United States) (2025) 104:26 (e43065). Date of Publication: 27 Jun 2025",
            {
                "venue": "Medicine (United States)",
                "date": "27 Jun 2025",
                "volume": "104",
                "issue": "26",
                "page": "e43065",
            },
        ),
        (
            "Medicine in Microecology (2025) 25 Article Number: 100128. Date of Publication: 2025",
            {"venue": "Medicine in Microecology", "date": "2025", "volume": "25", "page": "100128"},
        ),
        ("No source at all", {}),
    ],
)
def test_the_source_of_embase_is_taken_apart(source: str, values: dict[str, str]) -> None:
    """Into journal, date, volume, issue and pages, where there are no columns for them."""
    found = record(Title="A", Author_Names="Liu R.", Source=source).values

    assert {name: value for name, value in found.items() if name not in ("Title", "Author Names", "Source")} == values


def test_ids_are_found_where_services_keep_them() -> None:
    """Zotero's "Extra", Cochrane's "PUBMED 38507184", PubMed's "[doi]", and OpenAlex's index for an abstract."""
    zotero = record(Title="A", Extra="Place: US PMID: 35319117 arXiv: 2401.00001").values
    cochrane = record(Title="A", PubMed_ID="PUBMED 38507184").values
    pubmed = record(Title="A", Article_Identifier="S0092 [pii]||10.1016/j.cell.2021.05.030 [doi]").values
    openalex = record(title="A", abstract_inverted_index='{"the": [0, 2], "end": [1]}').values

    assert (zotero["pmid"], zotero["arxiv_id"]) == ("35319117", "2401.00001")
    assert cochrane["PubMed ID"] == "38507184"
    assert pubmed["doi"] == "10.1016/j.cell.2021.05.030"
    assert openalex == {"title": "A", "abstract": "the end the"}


def test_serial_numbers_are_written_in_one_way() -> None:
    """However the service has them; what is none stays as it is."""
    row = record(Title="A", ISSN="15232867 15206890", ISBN="ISBN 978-3-86680-192-9 (print)").values

    assert (row["ISSN"], row["ISBN"]) == ("1523-2867, 1520-6890", "978-3-86680-192-9")
    assert record(Title="A", ISSN=15232867).values["ISSN"] == "1523-2867"
    assert record(Title="A", ISSN="see cover").values["ISSN"] == "see cover"


def test_columns_of_older_and_other_exports() -> None:
    """Dimensions' pages and fields, Embase's old ids, bibliometrix's tags, a month in a column of its own."""
    dimensions = map_columns(
        tuple(record(Title="A", Pagination="1-9", Fields_of_Research_ANZSRC_2020="37 Ice", Dimensions_URL="u").values)
    )
    embase = record(Title="A", Embase_Accession_ID="2010", Medline_PMID="123").values
    tags = record(AU="FROST A", TI="A", SO="ICE", PY=2020, AB="B", DI="10.5555/a").values
    rayyan = record(title="A", year="2020", month="3", day="4").values
    covidence = record(Title="A", Published_Year=2020, Published_Month="March").values

    assert {"page", "categories"} <= set(dimensions.fields)
    assert (embase["id"], embase["pmid"]) == ("2010", "123")
    assert (tags["title"], tags["abstract"], tags["venue"], tags["doi"]) == ("A", "B", "ICE", "10.5555/a")
    assert (rayyan["year"], covidence["Published Year"]) == ("2020-03-04", "2020-03")


@pytest.mark.parametrize(
    ("header", "service"),
    [
        ("Authors,Title,Year,Source title,Volume,Cited by,DOI,Link,EID", "Scopus"),
        ("PT,AU,TI,SO,PY,UT", "Web of Science"),
        ("Authors,Article Title,Source Title,UT (Unique WOS ID)", "Web of Science"),
        ("Lens ID,Title,Date Published", "Lens"),
        ("PMID,Title,Authors,Citation,Journal/Book", "PubMed"),
        ("Key,Item Type,Author,Title,Abstract Note", ""),
        ("title,abstract,source", ""),
    ],
)
def test_a_service_is_known_by_its_columns(header: str, service: str) -> None:
    """It becomes the paper's source; a reference manager is none."""
    row = dict.fromkeys(header.split(","), "x")

    assert Table([*row], "t").record(1, row).service == service
    (paper,) = read_text("t.csv", f"{header}\n{','.join(row.values())}\n").papers
    assert paper.sources == ((service,) if service else ())


cells = (
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from(["[1", "a; b", "2022 Jan-Dec", "MAR", "(12345)"])
)
names = st.sampled_from(
    (
        *(
            "Title",
            "PT",
            "TI",
            "SO",
            "Authors",
            "Author full names",
            "Source",
            "Author Names",
            "Citation",
            "Extra",
            "DOI",
        ),
        *("Journal/Book", "PubMed ID", "Start Page", "End Page", "Keywords", "Year", "Publication Date", "Item Title"),
        *("Item DOI", "Key", "Item Type", "Abstract Note", "abstract_inverted_index", "Article Identifier"),
    )
)


@given(st.dictionaries(names, cells, max_size=15))
def test_no_row_breaks_a_table(row: dict[str, Any]) -> None:
    """Whatever columns come together, and whatever stands in them."""
    found = Table([*row, "headline"], "t").record(3, {**row, "headline": "x"})

    assert found.number == 3
    assert "x" in found.values.values()

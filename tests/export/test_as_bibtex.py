"""BibTeX, read back by bibtexparser."""

import re
from collections.abc import Callable

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.dates import PartialDate
from lib.core.paper import Paper
from lib.export.as_bibtex import write_bibtex
from lib.export.plain import line
from lib.export.rows import ExportRow

MakeRow = Callable[..., ExportRow]


def read(*rows: ExportRow) -> list[Entry]:
    """Write papers and read them back as they stand in the file."""
    library = bibtexparser.parse_string(write_bibtex(rows).decode("utf-8"))
    assert not library.failed_blocks
    assert not library.comments
    return library.entries


def decoded(*rows: ExportRow) -> list[Entry]:
    """Write papers and read them back with LaTeX turned into text."""
    text = write_bibtex(rows).decode("utf-8")
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    return library.entries


def as_latex_reads(text: str) -> str:
    """A text on one line with what pylatexenc makes of quotes, dashes and the circumflex."""
    text = line(text)
    for ligature, sign in [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("^", "ˆ"), ("?`", "¿"), ("!`", "¡")]:
        text = text.replace(ligature, sign)
    return text


def test_article(article: ExportRow) -> None:
    """All fields of an article come back."""
    (entry,) = decoded(article)
    values = {name: field.value for name, field in entry.fields_dict.items()}

    assert (entry.entry_type, entry.key) == ("article", "vanbeethoven2023deep")
    assert values["title"] == article.paper.title
    assert values["journal"] == "Journal of X & Y"
    assert (values["volume"], values["number"], values["pages"]) == ("3", "4", "12–34")
    assert (values["year"], values["month"], values["date"]) == ("2023", "mar", "2023-03-12")
    assert values["doi"] == "10.1002/(sici)1:2#3;4"
    assert values["abstract"] == "First line. Second line with a stray } and \\command{x}."
    assert (values["publisher"], values["issn"], values["language"], values["pmid"]) == (
        "Y Press",
        "1234-5678",
        "en",
        "123",
    )
    assert values["keywords"] == "cs.CL, Tones, high"


def test_names(article: ExportRow) -> None:
    """Names come back in their parts; groups and names with "and" or a comma are one name each."""
    text = write_bibtex([article]).decode("utf-8")
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    names = library.entries[0]["author"]

    assert [(" ".join(n.von), n.last, n.jr, n.first) for n in names] == [
        ("van", ["Beethoven"], [], ["Ludwig"]),
        ("", ["{The ATLAS Collaboration}"], [], []),
        ("", ["Knuth"], ["Jr."], ["Donald", "E."]),
        ("", ["{Smith and Sons, Ltd}"], [], []),
    ]


def test_preprint(preprint: ExportRow) -> None:
    """A paper on arXiv has its number there, and a month without a day."""
    (entry,) = read(preprint)

    assert entry.entry_type == "misc"
    assert entry["eprint"] == "2311.08526"
    assert entry["archiveprefix"] == "arXiv"
    assert entry["url"] == "https://arxiv.org/abs/2311.08526"
    assert (entry["year"], entry["month"]) == ("2023", "nov")
    assert "date" not in entry.fields_dict
    assert entry["author"] == "Lovelace, Ada and Turing, Alan"


def test_bare_paper_has_a_title_alone(bare: ExportRow) -> None:
    """What is not known is no field."""
    (entry,) = read(bare)

    assert (entry.entry_type, entry.key) == ("misc", "paper")
    assert {name: field.value for name, field in entry.fields_dict.items()} == {"title": "结构与功能"}


def test_a_year_alone(make_row: MakeRow) -> None:
    """A date known to the year is a year, and one that was implied says so."""
    (entry,) = read(make_row(date=PartialDate(2023), date_source="implied"))

    assert entry["year"] == "2023"
    assert "month" not in entry.fields_dict
    assert "implied" in entry["note"]


def test_entry_types(make_row: MakeRow) -> None:
    """Kinds of CSL become entry types, with the field that each has for where it appeared."""
    kinds = ["article-journal", "paper-conference", "chapter", "thesis", "report", "book", "dataset", "nonsense"]
    rows = [make_row(kind, csl={"type": kind, "publisher": "P", "container-title": "C"}) for kind in kinds]
    entries = read(*rows)

    assert [entry.entry_type for entry in entries] == [
        "article",
        "inproceedings",
        "incollection",
        "phdthesis",
        "techreport",
        "book",
        "misc",
        "misc",
    ]
    assert entries[0]["journal"] == entries[1]["booktitle"] == entries[6]["howpublished"] == "C"
    assert (entries[3]["school"], entries[4]["institution"], entries[5]["publisher"]) == ("P", "P", "P")


def test_addresses_are_verbatim(make_row: MakeRow) -> None:
    """An address keeps its signs, and loses only what would break the file."""
    (entry,) = read(make_row(url="https://example.org/~a_b/%20?c=1&d=2#e", doi=""))
    (odd,) = read(make_row(doi="10.1/a{b\\c"))

    assert entry["url"] == "https://example.org/~a_b/%20?c=1&d=2#e"
    assert odd["doi"] == "10.1/a%7Bb%5Cc"


def test_nothing_makes_an_empty_file() -> None:
    """No papers are no entries."""
    assert write_bibtex([]) == b""


def test_an_entry_within_a_text_stays_text(make_row: MakeRow) -> None:
    """A text that would close its field and open an entry of its own does neither."""
    attack = "x}\n}\n@article{evil,\n title = {Evil}\n}\n@comment{"
    (entry,) = decoded(make_row(attack, abstract=attack, authors=attack, venue=attack, url="https://a.b/}}@x{y,"))

    assert entry["title"] == as_latex_reads(attack)
    assert entry["abstract"] == as_latex_reads(attack)


text = st.text(max_size=80) | st.text(alphabet="{}\\\"@,=%&$#_^~<>|`'-aA \n", max_size=60)


@settings(deadline=None)
@given(st.lists(st.tuples(text, text, st.lists(text, max_size=3)), max_size=5))
def test_any_text_comes_back(texts: list[tuple[str, str, list[str]]]) -> None:
    """Whatever titles, abstracts and names hold, the library reads the same papers, titles and abstracts."""
    rows = [
        ExportRow(Paper(paper_id=f"t:{n}", title=title, abstract=abstract, authors=tuple(names)))
        for n, (title, abstract, names) in enumerate(texts)
    ]
    entries = decoded(*rows)

    assert len(entries) == len(rows)
    for entry, (title, abstract, _) in zip(entries, texts, strict=True):
        values = {name: field.value for name, field in entry.fields_dict.items()}
        # LaTeX reads any run of blanks as one, and a reader may put one behind a command.
        assert values.get("title", "").split() == as_latex_reads(title).split()
        assert values.get("abstract", "").split() == as_latex_reads(abstract).split()


@settings(deadline=None)
@given(st.lists(st.text(alphabet='aAzé{}\\,~ &"', min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_names_are_as_many(names: list[str]) -> None:
    """As many names come back as went in, whatever they hold."""
    row = ExportRow(Paper(paper_id="t:1", title="x", authors=tuple(names)))
    wanted = [name for name in names if line(name).strip(" ,")]
    library = bibtexparser.parse_string(
        write_bibtex([row]).decode("utf-8"), append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    assert not library.failed_blocks
    read_names = library.entries[0].fields_dict.get("author")

    assert len(read_names.value if read_names else []) == len(wanted)


def test_braces_are_balanced_for_bibtex_too(make_row: MakeRow) -> None:
    """BibTeX counts an escaped brace as well: each field is balanced when all braces are counted."""
    for title in ["a { b", "a } b", "}{", "{{}", "\\{", "{a} b}"]:
        written = write_bibtex([make_row(title, abstract=title, authors=title)]).decode("utf-8")
        for value in re.findall(r"= (\{.*\}),$", written, flags=re.MULTILINE):
            depths = [value[: end + 1].count("{") - value[: end + 1].count("}") for end in range(len(value))]

            assert min(depths[:-1]) > 0
            assert depths[-1] == 0

"""Real papers, read from the shared data, written in every format and read back."""

import csv
import io
import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from markdown_it import MarkdownIt

from lib.core.paper import Paper
from lib.export.formats import format_named
from lib.export.plain import block, line
from lib.export.rows import ExportRow
from lib.ingest import read_corpus


@pytest.fixture(scope="module", params=["captures", "corpora/arxiv_dev_3k.csv.gz"])
def papers(request: pytest.FixtureRequest, shared: Path) -> tuple[Paper, ...]:
    """The papers of the five captures, and 3,000 of arXiv with names, formulas and dates."""
    path = shared / "data" / request.param
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    corpus = read_corpus(files)
    assert len(corpus.papers) == {"captures": 299, "arxiv_dev_3k.csv.gz": 3000}[path.name]
    return corpus.papers


def written(papers: tuple[Paper, ...], name: str) -> str:
    """The papers as a file of one format."""
    return format_named(name).write([ExportRow(paper) for paper in papers]).decode("utf-8-sig")


def ids(paper: Paper) -> tuple[str, str]:
    """What a reference manager knows a paper by."""
    return paper.doi, paper.arxiv_id


def test_bibtex(papers: tuple[Paper, ...]) -> None:
    """A BibTeX library reads the same papers: ids and years, and of every fifth title and abstract letter by letter."""
    library = bibtexparser.parse_string(written(papers, "bibtex"))
    assert not library.failed_blocks
    assert len({entry.key for entry in library.entries}) == len(papers)
    found = [{name: field.value for name, field in entry.fields_dict.items()} for entry in library.entries]

    assert [(entry.get("doi", ""), entry.get("eprint", "")) for entry in found] == [ids(paper) for paper in papers]
    assert [entry.get("year") for entry in found] == [str(p.date.year) if p.date else None for p in papers]

    some = papers[::5]
    decoded = bibtexparser.parse_string(written(some, "bibtex"), append_middleware=[LatexDecodingMiddleware()])
    texts = [(entry["title"], entry.fields_dict["abstract"].value) for entry in decoded.entries]

    assert [(_typeset(title), _typeset(abstract)) for title, abstract in texts] == [
        (_typeset(line(paper.title)), _typeset(line(paper.abstract))) for paper in some
    ]


def test_bibtex_names(papers: tuple[Paper, ...]) -> None:
    """Every author is one name for bibtexparser, in parts."""
    library = bibtexparser.parse_string(
        written(papers, "bibtex"), append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    assert not library.failed_blocks
    counts = [len(entry["author"]) if "author" in entry.fields_dict else 0 for entry in library.entries]

    assert counts == [len(paper.authors) for paper in papers]


def test_ris(papers: tuple[Paper, ...]) -> None:
    """A RIS library reads the same papers: titles, abstracts, ids, years and as many authors."""
    records = rispy.loads(written(papers, "ris"))

    assert [
        (r["title"], r.get("abstract", ""), r.get("doi", ""), r.get("year", ""), len(r.get("authors", ())))
        for r in records
    ] == [(line(p.title), line(p.abstract), p.doi, str(p.date.year) if p.date else "", len(p.authors)) for p in papers]


def test_csv(papers: tuple[Paper, ...]) -> None:
    """A CSV reader finds the same papers, ids as text."""
    found = list(csv.DictReader(io.StringIO(written(papers, "csv"), newline="")))

    assert [(row["paper_id"], row["arxiv_id"]) for row in found] == [(p.paper_id, p.arxiv_id) for p in papers]
    assert [row["abstract"].removeprefix("'") for row in found] == [block(p.abstract) for p in papers]


def test_jsonl(papers: tuple[Paper, ...]) -> None:
    """Each line is a paper, with nothing lost."""
    found = [json.loads(text) for text in written(papers, "jsonl").splitlines()]

    assert [(row["paper_id"], row["title"], tuple(row["authors"]), row["abstract"]) for row in found] == [
        (p.paper_id, p.title, p.authors, p.abstract) for p in papers
    ]
    assert [row["csl"] for row in found] == [json.loads(paper.csl) for paper in papers]


def test_jsonl_is_read_as_the_same_papers(papers: tuple[Paper, ...], tmp_path: Path) -> None:
    """What was exported can be read again by the program itself, as the same papers."""
    path = tmp_path / "papers.jsonl"
    path.write_bytes(format_named("jsonl").write([ExportRow(paper) for paper in papers]))
    again = read_corpus([path]).papers

    assert [(paper.title, ids(paper), paper.date) for paper in again] == [(p.title, ids(p), p.date) for p in papers]


def test_markdown(papers: tuple[Paper, ...]) -> None:
    """A CommonMark parser finds each title as it is, and no markup but ours."""
    tokens = MarkdownIt("commonmark").parse(written(papers, "markdown"))
    items = [token for token in tokens if token.type == "inline" and token.level == 3]
    titles = []
    for item in items:
        assert item.children is not None
        kinds = {child.type for child in item.children}
        assert kinds <= {"text", "strong_open", "strong_close", "link_open", "link_close", "hardbreak", "em_open"} | {
            "em_close"
        }
        end = next(place for place, child in enumerate(item.children) if child.type == "strong_close")
        titles.append("".join(child.content for child in item.children[:end]))

    assert titles == [line(paper.title) for paper in papers]


def _typeset(text: str) -> str:
    """A text without what LaTeX sets otherwise than it is typed: dashes, quotes, the circumflex, runs of blanks."""
    for typed, sign in [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("ˆ", "^"), (" ", "")]:
        text = text.replace(typed, sign)
    return text

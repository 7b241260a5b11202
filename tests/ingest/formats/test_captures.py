"""Copied web pages in their three layouts: the real ones, and others of the same kind."""

from pathlib import Path

import pytest

from lib.core.dates import PartialDate
from lib.core.errors import InputError
from lib.core.paper import Corpus, Paper
from lib.ingest import ReadOptions, read_corpus, read_text

ABSTRACT = "We study how papers lie on a map, and show that a reader finds her way with it. " * 5
PARAGRAPH = (
    "We study how papers lie on a map.\n" + "A reader finds her way with it, as several trials in libraries show. " * 3
)

HEAD = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\n"
    "byAK and the research community\n\n"
)


def daily(*papers: tuple[str, str, str], head: str = HEAD + "Mar 3\n\n") -> str:
    """A page of daily papers: title, line of authors, line of the date."""
    return head + "\n\n".join(
        "\n\n".join([title, f"{ABSTRACT}{title}"]) + (f"\n\n  • {authors}\n·\n{date}" if authors else "")
        for title, authors, date in papers
    )


def by_title(corpus: Corpus) -> dict[str, Paper]:
    """Papers by their titles."""
    return {paper.title: paper for paper in corpus.papers}


def test_a_date_may_lack_its_year_and_have_comments_behind_it() -> None:
    """The year is the one after the latest that is written, and said to be implied."""
    text = daily(
        ("One", "3 authors", "May 12, 2021 10"),
        ("Two", "1 author", "Aug 5 2"),
        ("Three", "12 authors", "Jan 31"),
        ("Four", "2 authors", "Nov 19, 2019"),
    )
    corpus = read_text("page.txt", text)
    papers = by_title(corpus)

    assert {title: (paper.date, paper.date_source, paper.attributes) for title, paper in papers.items()} == {
        "One": (PartialDate(2021, 5, 12), "given", {"author_count": 3, "comment_count": 10}),
        "Two": (PartialDate(2022, 8, 5), "implied", {"author_count": 1, "comment_count": 2}),
        "Three": (PartialDate(2022, 1, 31), "implied", {"author_count": 12}),
        "Four": (PartialDate(2019, 11, 19), "given", {"author_count": 2}),
    }
    assert corpus.warnings == (
        "page.txt: 2 dates have no year, and 2022 was taken since later than 2021 is none on the page; "
        "if it was copied in another year, give that as the capture year.",
    )


def test_a_number_that_counts_nothing_costs_nothing() -> None:
    """Thousands of digits are no number of authors or comments; the papers are read."""
    text = daily(("One", "9" * 5000 + " authors", "May 12, 2021 " + "1" * 5000), ("Two", "1 author", "Aug 5, 2021 2"))

    assert by_title(read_text("page.txt", text))["Two"].attributes == {"author_count": 1, "comment_count": 2}


def test_the_year_of_the_capture_can_be_given() -> None:
    """Then it is taken, and needs no warning; it is implied all the same."""
    text = daily(("One", "3 authors", "May 12, 2021"), ("Two", "1 author", "Aug 5"))
    corpus = read_text("page.txt", text, ReadOptions(capture_year=2024))

    assert (by_title(corpus)["Two"].date, by_title(corpus)["Two"].date_source) == (PartialDate(2024, 8, 5), "implied")
    assert not corpus.warnings


def test_a_page_that_tells_no_year_at_all_leaves_the_date_open() -> None:
    """One pasted paper: its day is written down as not used, and the cure is told."""
    corpus = read_text("pasted", daily(("One", "3 authors", "Jul 14 7"), head=""))
    (paper,) = corpus.papers

    assert (paper.date, paper.attributes) == (None, {"author_count": 3, "comment_count": 7})
    assert [(change.field, change.what) for change in corpus.changes] == [("date", "Jul 14")]
    assert "give the year" in corpus.warnings[0]


def test_a_day_that_the_implied_year_has_not_is_no_date() -> None:
    """29 February of a year without one."""
    corpus = read_text("page", daily(("One", "1 author", "Feb 29"), ("Two", "1 author", "May 1, 2024")))

    assert by_title(corpus)["One"].date is None
    assert [change.why for change in corpus.changes] == ["no such day in 2025"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_paper_without_authors_and_date_does_not_swallow_the_next(ends: str) -> None:
    """The next title follows its abstract directly, whatever the line ends."""
    text = daily(("One", "3 authors", "May 1, 2021"), ("Two: a title?", "", ""), ("Three", "1 author", "May 2, 2021"))
    papers = by_title(read_text("page", text.replace("\n", ends).encode()))

    assert {title: str(paper.date) for title, paper in papers.items()} == {
        "One": "2021-05-01",
        "Two: a title?": "None",
        "Three": "2021-05-02",
    }


def test_an_abstract_of_several_paragraphs_stays_one() -> None:
    """A paragraph that is a sentence is no title."""
    (paper,) = read_text("page", f"A title\n\n{PARAGRAPH}\n\n• 3 authors\n·\nMay 2, 2021\n").papers

    assert paper.abstract == " ".join(PARAGRAPH.split())


def test_authors_and_date_may_stand_on_one_line() -> None:
    """As some browsers copy them."""
    (paper,) = read_text("page", f"A title\n{ABSTRACT}\n• 3 authors · May 2, 2021 4\n").papers

    assert (paper.date, paper.attributes) == (PartialDate(2021, 5, 2), {"author_count": 3, "comment_count": 4})


def test_the_head_and_the_foot_of_a_page_are_no_papers() -> None:
    """Neither the day that the page is for, nor its buttons."""
    corpus = read_text("page", daily(("One", "3 authors", "May 1, 2021")) + "\n\nPrevious\n\nNext\n")

    assert [paper.title for paper in corpus.papers] == ["One"]
    assert len(corpus.records) == 1


def test_a_line_left_over_is_rejected_not_lost() -> None:
    """A title copied without its abstract."""
    corpus = read_text("page", daily(("One", "3 authors", "May 1, 2021")) + "\n\nA title that was cut off\n")

    assert [(fate.fate, fate.reason) for fate in corpus.records] == [
        ("kept", ""),
        ("rejected", "a line by itself, with no abstract below it"),
    ]


def test_a_list_loses_the_word_that_is_glued_to_its_first_title() -> None:
    """`Subscribe` is a button of the page, unless the title goes on with it."""
    head = "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\n"
    text = f"{head}SubscribeOn maps\n{ABSTRACT}\nSubscribers of journals\n{ABSTRACT}more\n"

    assert set(by_title(read_text("page", text))) == {"On maps", "Subscribers of journals"}


def test_a_list_may_be_one_paper_and_end_its_titles_as_it_likes() -> None:
    """Also with a full stop."""
    one = read_text("pasted", f"On maps.\n{ABSTRACT}\n")
    two = read_text("pasted", f"On maps.\n{ABSTRACT}\nOn charts Inc.\n{ABSTRACT}\n")

    assert [paper.title for paper in one.papers] == ["On maps."]
    assert {paper.title for paper in two.papers} == {"On maps.", "On charts Inc."}


def test_a_list_finds_its_step_again_after_a_missing_line() -> None:
    """An abstract without a title gets one of its own, and does not turn titles into abstracts."""
    text = "".join(f"Title {n}\n{ABSTRACT}{n}\n" for n in range(20))
    text = text.replace(f"Title 7\n{ABSTRACT}7\n", f"{ABSTRACT}7\n")
    papers = by_title(read_text("pasted", text))

    assert {f"Title {n}" for n in range(20) if n != 7} < set(papers)
    assert len(papers) == 20
    assert all(paper.abstract.endswith(title[6:]) for title, paper in papers.items() if title.startswith("Title"))


def test_a_title_left_over_in_a_list_is_rejected() -> None:
    """Whether another title follows it or nothing."""
    text = f"On maps\n{ABSTRACT}\nOn nothing\nOn charts\n{ABSTRACT}\nOn trees\n{ABSTRACT}\nThe last\n"
    corpus = read_text("pasted", text)

    assert [fate.fate for fate in corpus.records] == ["kept", "rejected", "kept", "kept", "rejected"]
    assert set(by_title(corpus)) == {"On maps", "On charts", "On trees"}


def test_prose_under_headings_is_no_list() -> None:
    """A README of long paragraphs is skipped, not read."""
    with pytest.raises(InputError, match="holds no papers"):
        read_text("README.md", f"# On maps\n\n{ABSTRACT}\n\n## On charts\n\n{ABSTRACT}\n")


def viewer(columns: str, *rows: str) -> str:
    """A data set's viewer."""
    return columns + "\n" + "\n".join(rows)


def test_a_viewer_has_cells_over_several_lines() -> None:
    """Lines are joined, bars in the text stay, statistics are no names."""
    text = viewer(
        "Search\narxiv_id\nstringlengths 10\n12\n| title\nstringlengths\n3\n9\n| abstract\nstringlengths 4\n9\n|",
        "---|---|---|",
        "2311.08526 | On maps | We study |x| and",
        "show |",
        "that it helps. |",
        "",
        "0704.0291v2 | On charts | They too. |",
    )
    corpus = read_text("page", text)
    papers = {paper.arxiv_id: paper for paper in corpus.papers}

    assert papers["2311.08526"].title == "On maps"
    assert (papers["2311.08526"].date, papers["2311.08526"].date_source) == (PartialDate(2023, 11), "arxiv_id")
    assert papers["0704.0291"].abstract == "They too."
    assert len(corpus.records) == 2


def test_a_plain_markdown_table_is_read() -> None:
    """With bars on both sides."""
    corpus = read_text("page", "| title | year |\n| --- | :---: |\n| On maps | 2020 |\n| On charts | 2021 |\n")

    assert {(paper.title, str(paper.date)) for paper in corpus.papers} == {("On maps", "2020"), ("On charts", "2021")}


def test_a_row_that_breaks_off_is_rejected_not_lost() -> None:
    """What was copied may end within a row."""
    corpus = read_text("page", "| id | title |\n|---|---|\n| 1 | On maps |\n| 2")

    assert [fate.fate for fate in corpus.records] == ["kept", "rejected"]


def test_a_viewer_without_rows_is_named() -> None:
    """The head of a table is no paper."""
    with pytest.raises(InputError, match=r"^page has a table's head but no rows"):
        read_text("page", "title\nstringlengths\n1\n2\n| abstract\nstringlengths\n1\n2\n|\n---|---|\n")


@pytest.fixture(scope="module")
def captures(shared: Path) -> Corpus:
    """The five real pages, and the README beside them."""
    return read_corpus([shared / "data" / "captures"])


def test_the_five_captures_are_299_papers(captures: Corpus) -> None:
    """316 records, 17 of them in another file too; the README beside them is skipped."""
    per_file = [sum(fate.file.startswith(f"00{n}_") for fate in captures.records) for n in range(5)]

    assert per_file == [22, 119, 39, 93, 43]
    assert (captures.count("kept"), captures.count("merged"), captures.count("rejected")) == (299, 17, 0)
    assert len(captures.papers) == 299
    assert any(warning.startswith("README.md was skipped") for warning in captures.warnings)


def test_the_five_captures_are_dated_as_far_as_they_say(captures: Corpus) -> None:
    """64 to the day, 18 of them by an implied year, 39 to the month by their arXiv ids, 196 not at all."""
    found = [(paper.date.precision if paper.date else "unknown", paper.date_source) for paper in captures.papers]

    assert found.count(("day", "given")) == 46
    assert found.count(("day", "implied")) == 18
    assert found.count(("month", "arxiv_id")) == 39
    assert found.count(("unknown", "none")) == 196


def test_the_five_captures_hold_no_page_heads(captures: Corpus) -> None:
    """Titles are titles, abstracts are whole."""
    papers = by_title(captures)

    assert not any(
        word in paper.text for paper in captures.papers for word in ("Subscribe", "Daily Papers", "email inbox", " | ")
    )
    assert min(len(paper.abstract) for paper in captures.papers) > 300
    assert max(len(paper.title) for paper in captures.papers) <= 169
    assert "How connectivity structure shapes rich and lazy learning in neural circuits" in papers
    bridging = "Bridging Reasoning to Learning: Unmasking Illusions using Complexity Out of Distribution Generalization"
    assert papers[bridging].date is None
    provenance = papers["Blackbox Model Provenance via Palimpsestic Membership Inference"]
    assert (str(provenance.date), provenance.attributes) == ("2025-10-22", {"author_count": 6})
    search = next(paper for paper in captures.papers if paper.arxiv_id == "2404.03683")
    assert search.title == "Language models are rarely shown fruitful mistakes while training."
    assert search.flags == ("title_from_abstract",)
    assert search.abstract.endswith("https://github.com/kanishkg/stream-of-search")

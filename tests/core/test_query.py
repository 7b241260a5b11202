"""The language of keyword search."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.core.query import MOST_WORDS, And, InTopic, InYears, Node, Not, Or, Query, Words, free_text, parse
from lib.core.tokens import words_in

A, B, C, D = (Words((letter,)) for letter in "abcd")
SIGNS = '"“”()-*:. \n'


def words(text: str, **parts: object) -> Words:
    """A leaf."""
    return Words(tuple(text.split()), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a and b", And((A, words("and"), B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("NOT NOT a", A),
        ('-"a b"', Not(words("a b"))),
        ('"a b" c', And((words("a b"), C))),
        ("“a b”", words("a b")),
        ("state-of-the-art", words("state of the art")),
        ("it is -5 degrees - or more", And(tuple(map(words, ["it", "is", "5", "degrees", "or", "more"])))),
        ("retriev*", words("retriev", is_prefix=True)),
        ('"dense retriev*"', words("dense retriev", is_prefix=True)),
        ('"dense retriev"*', words("dense retriev", is_prefix=True)),
        ('"a *"', Words(("a",), is_exact=True)),
        ("title:graph Author:Étude", And((words("graph", field="title"), words("etude", field="author")))),
        ("abstract:a venue:b", And((words("a", field="abstract"), words("b", field="venue")))),
        ('title:"a b"', words("a b", field="title")),
        ("title:(a OR b)", Or((words("a", field="title"), words("b", field="title")))),
        ("-title:a", Not(words("a", field="title"))),
        ("year:2023", InYears(2023, 2023)),
        ("year:0000", InYears(0, 0)),
        ("year:2023..2025", InYears(2023, 2025)),
        ("year:2023..", InYears(2023, None)),
        ("year:..2025", InYears(None, 2025)),
        ("year:(2020 OR 2022)", Or((InYears(2020, 2020), InYears(2022, 2022)))),
        ("topic:12", InTopic(("12",))),
        ('topic:"dense retriev*"', InTopic(("dense", "retriev"), is_prefix=True)),
        ("arXiv:2301.00001", words("arxiv 2301 00001")),
        ("https://example.org/a", words("https example org a")),
        ("検索*", words("検 索")),
        ("a & b", And((A, B))),
        ("", None),
        (" \n", None),
        ("& —", None),
    ],
)
def test_reading(text: str, root: Node | None) -> None:
    """What is written so means this, and there is nothing to say about it."""
    assert parse(text) == Query(root)


@pytest.mark.parametrize(
    ("text", "root", "said"),
    [
        ("a “b c", And((A, words("b c"))), "The quotation mark at “b c” is not closed; it is read as if it ended"),
        ('a ""', A, "There is no word in “”"),
        ("a (b", And((A, B)), "The parenthesis before “b” is not closed"),
        ("a) b", And((A, B)), "The closing parenthesis behind “a” has no opening one"),
        (") a", A, "The closing parenthesis at the beginning has"),
        ("a (", A, "The parenthesis at the end is not closed"),
        ("a AND", A, "“AND” has nothing behind it"),
        ("OR a", A, "“OR” has nothing before it"),
        ("a AND OR b", Or((A, B)), "“AND” has nothing behind it"),
        ("(a OR) b", And((A, B)), "“OR” has nothing behind it"),
        ("NOT", None, "“NOT” has nothing behind it"),
        ("author: a", And((words("author"), A)), "“author:” has nothing right behind it and is read as a word"),
        ("titel:a", words("titel a"), "There is no field “titel:”, so it is read as a word; did you mean title:?"),
        ("authors:a", words("authors a"), "did you mean author:?"),
        ("title:& a", A, "There is no word in “&”"),
        ("a year:soon", A, "“soon” is no year and is left out; write year:2023"),
        ("year:20232025", None, "“20232025” is no year"),
        ("year:..", None, "“..” is no year"),
        ("year:2025..2023", InYears(2023, 2025), "The years 2025 to 2023 are read as 2023 to 2025."),
        ("re*val", words("re val"), "The star within “re*val” is left out"),
        ("s*", words("s"), "“s*” is read without its star; put at least 2 letters before it."),
        ("(" * 40 + "a" + ")" * 40, A, "Parentheses stand more than 20 deep"),
        ("a " * (MOST_WORDS + 9), And((A,) * MOST_WORDS), "Only the first 100 words are searched for"),
    ],
)
def test_errors(text: str, root: Node | None, said: str) -> None:
    """A mistake is said in one sentence, and the best reading is kept."""
    query = parse(text)

    assert query.root == root
    assert len(query.problems) == 1
    assert said in query.problems[0]


def test_leaves() -> None:
    """What papers are to have, without what they are not to have."""
    assert list(parse("a -b (c OR year:2023) NOT (d topic:1)").leaves()) == [A, C, InYears(2023, 2023)]
    assert list(parse("").leaves()) == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (" What is a graph (of words), and why? ", "What is a graph (of words), and why?"),
        ('"dense retrieval" of Étude', '"dense retrieval" of Étude'),
        ("Étude of walks year:2023..", "Étude of walks"),
        ("(graphs year:2023) topic:1 -survey", "graphs"),
        ("graphs NOT (walks OR paths)", "graphs"),
        ('"Dense Retrieval" author:moor', "Dense Retrieval"),
        ("title:graphs venue:nature", "graphs"),
        ("graphs OR walks", "graphs walks"),
        ("graphs (walks OR author:moor)", "graphs walks"),
        ("year:2023 OR author:moor", ""),
        ("-survey", ""),
        ("", ""),
    ],
)
def test_free_text(query: str, text: str) -> None:
    """What has a meaning, as it is written: no condition, and no operator."""
    assert free_text(query) == text


@given(
    st.text()
    | st.text(SIGNS + "ab12")
    | st.lists(
        st.sampled_from(
            [
                "a",
                "AND",
                "OR",
                "NOT",
                "-",
                "(",
                ")",
                '"',
                "title:",
                "year:",
                "2020",
                "..",
                "*",
                "topic:",
                "x:",
                " ",
                "é",
            ]
        )
    ).map("".join)
)
@example("(" * 5000)
@example('-"' * 3000)
@example("NOT " * 5000 + "a")
@example("a OR " * 5000)
@example("title:" * 3000)
def test_any_text_is_a_query(text: str) -> None:
    """Nothing is refused; few sentences, one line each, say what was amiss."""
    query = parse(text)

    assert len(query.problems) <= 5
    assert all(problem == " ".join(problem.split()) and len(problem) < 200 for problem in query.problems)
    assert len(repr(query)) < 50_000


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1), min_size=1, max_size=8))
def test_plain_words(parts: list[str]) -> None:
    """Words side by side are all searched for, as they are."""
    text = " ".join(part.lower() for part in parts)
    query = parse(text)

    assert query.problems == ()
    assert [word for leaf in query.leaves() if isinstance(leaf, Words) for word in leaf.words] == words_in(text)

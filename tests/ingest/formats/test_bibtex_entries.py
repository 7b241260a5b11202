"""BibTeX parted into entries and fields."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.formats.bibtex_blocks import Fault
from lib.ingest.formats.bibtex_entries import Entry, read_entries


def parse(text: str) -> tuple[list[Entry | Fault], list[tuple[int, str]]]:
    """The entries of a text, and what stands between them."""
    loose: list[tuple[int, str]] = []
    return list(read_entries(text.splitlines(keepends=True), loose)), loose


def fields(text: str) -> list[dict[str, str]]:
    """The fields of each entry of a text in which there is nothing else."""
    entries, loose = parse(text)
    assert loose == []
    assert all(isinstance(entry, Entry) for entry in entries)
    return [dict(entry.fields) for entry in entries if isinstance(entry, Entry)]


@pytest.mark.parametrize(
    "text",
    [
        "@article{k, title = {A {B} C}, year = 2020}",
        "@article{k,\n  title = {A {B} C},\n  year = {2020},\n}\n",
        '@Article{k, Title = "A {B} C", YEAR = "2020"}',
        "@article(k, title = {A {B} C}, year = {2020})",
        "@article{k\n , title = {A {B} C}\n , year = {2020}\n}",
        "@article{k, title = {A {B} C}\n year = {2020}\n}",
        "@article\n{k, title = {A {B} C}, year = {2020}}",
        "@article {k,\n% a comment, } with a brace\ntitle = {A {B} C}, year = {2020}}",
        '@string{a = "A {B}"}\n@STRING(b = {20})@article{k, title = A # { C}, year = b # 20}',
        '@comment{ @article{no, title = {x}} }\n@preamble{ "\\@x{url}" }\n% Encoding\n'
        "@article{k, title = {A {B} C}, year = {2020}}",
        "@article{k, title = {A {B} C}, year = {2020}},\n",
    ],
)
def test_all_ways_to_write_an_entry(text: str) -> None:
    """Brackets of both kinds, commas in any place or missing, macros, comments."""
    assert fields(text) == [{"title": "A {B} C", "year": "2020"}]


def test_several_entries_on_one_line() -> None:
    """An "@" inside a value begins none, nor one at the start of a line that is no entry."""
    text = "@misc{a, title={x @ y, me@x.org @misc}, url={\n@home}}@misc{b, title={z}} @misc{, title={no key}}"

    assert [entry.get("title") for entry in fields(text)] == ["x @ y, me@x.org @misc", "z", "no key"]
    assert [entry.key for entry in parse(text)[0] if isinstance(entry, Entry)] == ["a", "b", ""]


@pytest.mark.parametrize(
    ("head", "key"),
    [("{ WOS:1,", "WOS:1"), ("{Smith 2020,", "Smith 2020"), ("{10.1/a(b),", "10.1/a(b)"), ("{", ""), ("{,", "")],
)
def test_keys(head: str, key: str) -> None:
    """With blanks around or in them, or none."""
    (entry,), _ = parse(f"@misc{head} title = {{x}}}}")

    assert isinstance(entry, Entry)
    assert (entry.key, entry.fields) == (key, [("title", "x")])


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        ("@article{a,\n  title = {One {brace too many},\n  year = {2020}\n}\n", "One {brace too many"),
        ("@article{a,\n  title = {One brace} too many},\n  year = {2020}\n}\n", "One brace} too many"),
        ("@article{a,\n  title = {One brace too many}},\n  year = {2020}\n}\n", "One brace too many"),
        ('@article{a,\n  title = "A "quoted" word",\n  year = {2020}\n}\n', 'A "quoted" word'),
        ("@article{a,\n  title = {No end},\n  year = {2020}\n", "No end"),
        ("@article{a,\n  title = {Text} behind it,\n  year = {2020}\n}\n", "Text} behind it"),
    ],
)
def test_a_broken_entry_is_read_line_by_line(broken: str, title: str) -> None:
    """And those before and after it are as they would be without it."""
    sound = "@misc{s, title = {Sound}}\n"

    assert fields(sound + broken + sound) == [{"title": "Sound"}, {"title": title, "year": "2020"}, {"title": "Sound"}]


def test_an_entry_cut_off_keeps_what_is_there() -> None:
    """With a note."""
    (entry,), _ = parse("@article{a,\n  title = {Cut off in the mid")

    assert isinstance(entry, Entry)
    assert entry.fields == [("title", "Cut off in the mid")]
    assert "line by line" in entry.notes[0][2]


def test_what_is_no_entry_is_told() -> None:
    """A type without a brace, and fields that cannot be told apart, are faults; text between entries is loose."""
    entries, loose = parse("@article foo, title={x}\n@misc{b, c d e\nf}\n\nsome text}}}\n@misc{c, title={x}}")

    assert [(entry.line, type(entry)) for entry in entries] == [(1, Fault), (2, Fault), (6, Entry)]
    assert loose == [(5, "some text}}}")]


def test_a_comment_without_an_end_takes_no_entries_with_it() -> None:
    """Its first line alone is passed over."""
    entries, _ = parse("@comment{ never ended\n@misc{a, title={x}}\n@comment{ again\n@misc{b, title={y}}\n")

    assert [entry.key for entry in entries if isinstance(entry, Entry)] == ["a", "b"]


def test_unknown_macros_stand_for_themselves() -> None:
    """With a note; months are known."""
    (entry,), _ = parse("@misc{a, month = jan, journal = jtb # { B}}")

    assert isinstance(entry, Entry)
    assert entry.fields == [("month", "jan"), ("journal", "jtb B")]
    assert [note[1] for note in entry.notes] == ["jtb"]


def test_macros_of_macros_do_not_grow_without_end() -> None:
    """Sixty lines could make more text than any machine holds."""
    bomb = '@string{a0 = "aaaaaaaaaa"}\n' + "".join(f"@string{{a{i + 1} = a{i} # a{i} # a{i}}}\n" for i in range(60))
    (entry,), _ = parse(bomb + "@misc{k, title = a60 # a60}")

    assert isinstance(entry, Entry)
    assert len(entry.fields[0][1]) < 300_000


@pytest.mark.parametrize(
    "text",
    [
        "@article{k,\n title={a {b},\n year=2020\n}\n" * 20_000,
        "@article{k, title={a b}, year=2020} " * 20_000,
        "@article{k,\n title=" + "{" * 1_000_000,
        '@article{k, title="' + 'a" "' * 300_000,
        "@article{" + " " * 1_000_000,
        "@comment{ a\n" * 50_000,
        "@aa " * 300_000,
        "@article{k, title={x}},\n" + "year=2020}\n" * 50_000,
        "@article{k" + ", " * 500_000 + "title={x}}",
    ],
    ids=["unbalanced", "one line", "braces", "quotes", "blanks", "comments", "types", "too many ends", "commas"],
)
def test_time_grows_with_the_length_alone(text: str) -> None:
    """Half a second each here; a minute and more if any step were taken anew for every sign."""
    start = time.perf_counter()
    parse(text)

    assert time.perf_counter() - start < 20


PIECES = st.sampled_from(
    (
        *("@article{", "@misc(", "@string{", "@comment{", "@preamble{", "@", "k,", "title = ", "year=", "{", "}", '"'),
        *(
            "(",
            ")",
            "#",
            ",",
            "=",
            "\n",
            " ",
            "a",
            "m",
            "2020",
            "%",
            "\\",
            "é",
            "\x00",
            "and",
            "@article{b, title={x}}\n",
        ),
    )
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=50).map("".join))
def test_no_text_does_harm(text: str) -> None:
    """Whatever stands before it, an entry at the start of a line is read, unless it stands in a comment or value."""
    parse(text)
    entries, _ = parse(text.replace("@comment", "@misc") + "\n@article{last, title={x}}\n@misc{end, title={y}}\n")

    assert [entry.key for entry in entries if isinstance(entry, Entry)][-1] == "end"


@given(
    st.lists(st.sampled_from(["@misc{a,\n title={x}\n}\n", "@misc{b,\n title={x{}\n}\n", "@misc{c,\n title={x}}\n}\n"]))
)
def test_every_entry_is_accounted_for(blocks: list[str]) -> None:
    """Sound or broken, in any order."""
    entries, _ = parse("".join(blocks))

    assert [entry.key for entry in entries if isinstance(entry, Entry)] == [block[6] for block in blocks]

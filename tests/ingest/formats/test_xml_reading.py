"""What the XML formats share."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import InputError
from lib.ingest.formats.xml_reading import XmlRecord, read_records
from lib.ingest.formats.xml_text import text
from lib.ingest.reader import Rejection
from lib.ingest.source import Source


def read(content: str | bytes) -> tuple[list[str], list[str], list[str]]:
    """The records as texts, or why they are none; the warnings; the error."""
    source = Source("x.xml", content if isinstance(content, bytes) else content.encode())
    found: list[str] = []
    numbers: list[int] = []
    error: list[str] = []
    try:
        for record in read_records(source, ("r", "s")):
            numbers.append(record.number)
            found.append(text(record.element) if isinstance(record, XmlRecord) else record.reason)
    except InputError as err:
        error = [str(err)]
    assert numbers == list(range(1, len(numbers) + 1))
    return found, source.warnings, error


@pytest.mark.parametrize(
    "content",
    [
        "<all><r>One</r><s>Two</s></all>",
        '<a:all xmlns:a="urn:a"><a:r>One</a:r><a:s>Two</a:s></a:all>',
        '<?xml version="1.0"?>\n<!DOCTYPE all SYSTEM "https://example.org/a.dtd">\n<all><r>One</r> <s>Two</s></all>',
        "<r>One</r><s>Two</s>",
        "\ufeff<all><r>One</r><s>Two</s></all>",
        "<all><!-- </r> --><r>On<!-- </r> -->e</r><s><![CDATA[Two]]></s></all>",
    ],
    ids=["plain", "namespace", "DTD that is not fetched", "no root", "mark", "comments"],
)
def test_records_are_found(content: str) -> None:
    """With or without namespaces, declarations and an element around all."""
    assert read(content) == (["One", "Two"], [], [])


def test_names_lose_their_namespaces() -> None:
    """Inside records too, so that nobody has to know them."""
    content = b'<b:r xmlns="urn:a" xmlns:b="urn:b"><b:c><d>One</d></b:c><c/></b:r>'
    (record,) = read_records(Source("x.xml", content), ("r",))

    assert isinstance(record, XmlRecord)
    assert [element.tag for element in record.element.iter()] == ["r", "c", "d", "c"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", "utf-16"), ("utf-16-be", "utf-16"), ("iso-8859-1", "ISO-8859-1"), ("gbk", "GBK"), ("utf-8", "utf-16")],
)
def test_the_declared_encoding_counts(encoding: str, declared: str) -> None:
    """Unless the first bytes say otherwise; the letters of GBK are those that both know."""
    word = "黄花" if encoding == "gbk" else "Müller"
    content = f'<?xml version="1.0" encoding="{declared}"?><all><r>{word}</r></all>'.encode(encoding)

    assert read(content) == ([word], [], [])


def test_what_is_not_in_the_declared_encoding_is_read_and_told() -> None:
    """A file that says UTF-8 and is Windows-1252."""
    found, (warning,), error = read("<all><r>Müller “x” é</r><r>naïve</r></all>".encode("cp1252"))

    assert (found, error) == (["Müller “x” é", "naïve"], [])
    assert warning.startswith("x.xml is not in the encoding that it declares")


@pytest.mark.parametrize("encoding", ["zip", "rot13", "hex", "idna", "no-such-thing"])
def test_a_declared_encoding_that_is_none_does_no_harm(encoding: str) -> None:
    """Python knows encodings that are no texts."""
    assert read(f'<?xml version="1.0" encoding="{encoding}"?><all><r>é</r></all>')[0] == ["é"]


def test_a_broken_record_costs_itself_alone() -> None:
    """Those before and after it are read, and its number and place are told."""
    found, warnings, error = read("<all>\n<r>One</r>\n<r>Two<b></r>\n<r>Three</r>\n<r>4 & 5</r>\n<r>Six</r>\n</all>\n")

    assert found == [
        "One",
        "it is no sound XML (mismatched tag at line 3, column 12)",
        "Three",
        "it is no sound XML (not well-formed (invalid token) at line 5, column 7)",
        "Six",
    ]
    assert (warnings, error) == ([], [])


def test_a_record_without_an_end_is_one_rejection() -> None:
    """The next one is read."""
    assert [name[:6] for name in read("<all><r>One<r>Two</r></all><all><s>T</s></all>")[0]] == ["it is ", "Two", "T"]
    assert read("<all><r>One</r><junk></all><r>Two</r>")[0] == ["One", "Two"]


def test_files_put_behind_each_other_are_read() -> None:
    """Each has its own declaration; that it stands in the middle is told."""
    one = '<?xml version="1.0"?><all><r>One</r></all>\n'
    found, warnings, error = read(one * 3)

    assert found == ["One"] * 3
    assert warnings
    assert not error


@pytest.mark.parametrize(
    ("content", "n_found", "expected"),
    [
        (
            "<all><r>One</r><r>Tw",
            1,
            "x.xml breaks off in record 2, or is no sound XML there (no element found at line 1, ",
        ),
        ("<all><r>One</r><r>Two</r>", 2, "x.xml breaks off behind record 2: the rest is missing, get it again."),
        ("<all></all>", 0, "x.xml has no element <r> or <s>: there are no papers in it to read."),
        ("<all><b", 0, "x.xml is no sound XML (unclosed token at line 1, column 6)"),
        ("plain", 0, "x.xml is no sound XML (syntax error at line 1, column 1)"),
    ],
)
def test_a_file_cut_off_says_where(content: str, n_found: int, expected: str) -> None:
    """What was whole before the cut is read."""
    found, _, (error,) = read(content)

    assert len(found) == n_found
    assert error.startswith(expected)


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;">]><a><r>&y;</r></a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><r>&x;</r></a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><a><r>One</r></a>',
    ],
    ids=["bomb", "external", "parameter"],
)
def test_entities_of_its_own_are_refused(content: str) -> None:
    """By one sentence, before any is looked at."""
    found, _, (error,) = read(content)

    assert found == []
    assert error.startswith("x.xml declares entities,")


def test_entities_of_html_and_signs_that_xml_forbids() -> None:
    """They stand in files that were put together by hand; every other reader stops there."""
    found, (warning,), error = read("<all><r>a&nbsp;b &eacute; &lt;p&gt; &LT; &#x1f;&#65;\x0b</r></all>")

    assert (found, error) == (["a b é <p> < A"], [])
    assert "1 control character that XML forbids" in warning


def test_nesting_without_end_is_refused() -> None:
    """Before Python's own limit is reached."""
    assert "more than 150 deep" in read("<all><r>" + "<a>" * 100_000)[2][0]


def test_memory_does_not_grow_with_the_file() -> None:
    """20 MB of records, and of elements that are none, in a few MB."""
    source = Source(
        "x.xml", b"<all>" + (b"<r>" + b"word " * 60 + b"</r><t>" + b"other " * 60 + b"</t>\n") * 30_000 + b"</all>"
    )
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]

    n = sum(1 for _ in read_records(source, ("r",)))
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()

    assert n == 30_000
    assert peak < 6_000_000


def test_time_grows_with_the_file_alone() -> None:
    """One record without an end, and many broken ones, take as long a letter as sound ones."""
    for content in ("<all><r>" + "word " * 400_000, "<all>" + "<r>a</b></r>" * 20_000 + "</all>"):
        start = time.perf_counter()
        read(content)

        assert time.perf_counter() - start < 10


PIECES = st.sampled_from(
    (
        *("<all>", "</all>", "<r>", "</r>", "<r/>", "<s a='b'>", "</s>", "&amp;", "&", "&nbsp;", "<", ">", "<!--", "é"),
        *("-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE a>", "<x:r>", "\x00", "w ", "&#0;", "&#x41;"),
    )
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_does_harm(content: str) -> None:
    """Numbers go up by one (`read` asserts it) and nothing but InputError is raised."""
    read(content)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_do_harm(data: bytes) -> None:
    """At the beginning and inside a record."""
    read(data)
    read(b"<all><r>" + data + b"</r><r>Two</r></all>")


@given(st.lists(st.sampled_from(["<r>One</r>", "<r>T<b></r>", "<s>x</s>", "\n", "junk"]), min_size=1))
def test_every_begun_record_is_accounted_for(parts: list[str]) -> None:
    """Sound ones as records, broken ones as rejections."""
    n_records = sum(part.startswith(("<r>", "<s>")) for part in parts)
    source = Source("x.xml", f"<all>{''.join(parts)}</all>".encode())
    try:
        found = list(read_records(source, ("r", "s")))
    except InputError:
        assert n_records == 0
        return

    assert len(found) == n_records
    assert sum(isinstance(record, Rejection) for record in found) == parts.count("<r>T<b></r>")

"""Files as they come: packed, in any encoding, with any line ends, or broken."""

import codecs
import gzip
import lzma
from pathlib import Path

import pytest
import zstandard

from lib.core.errors import InputError
from lib.ingest.source import HEAD_BYTES, Source

TEXT = "Größe, naïveté\nzweite Zeile\n深度\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32", "crlf", "cr"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, zstandard.compress])
def test_text_is_the_same_however_it_is_stored(data: bytes, pack: type[bytes]) -> None:
    """Encoding mark, line ends and packing are found out from the bytes; the name plays no part."""
    source = Source("a file", pack(data))

    assert list(source.lines()) == TEXT.splitlines(keepends=True)
    assert source.head().text == TEXT
    assert not source.warnings


def test_what_is_not_utf8_is_read_as_windows_1252_with_a_warning() -> None:
    """A file saved by an old program keeps its accents, and the person learns of it."""
    source = Source("old.csv", TEXT[:15].encode("cp1252") + b" \x93quoted\x94")

    assert source.text() == TEXT[:15] + " “quoted”"
    assert source.warnings == [
        "old.csv is not in UTF-8: it was read as Windows-1252, so letters with accents may be wrong; "
        "save it as UTF-8 to be sure."
    ]


def test_letters_and_line_ends_may_lie_across_the_pieces_in_which_a_file_is_read() -> None:
    """Neither a letter of several bytes nor a line end of two is torn where a piece of the file ends."""
    line = "ä" * 99_999 + "x\r\n"
    source = Source("long.txt", (line * 9).encode())

    assert list(source.lines()) == [line.replace("\r\n", "\n")] * 9
    assert not source.warnings


def test_one_line_may_be_very_long() -> None:
    """20 MB without a line end are one line, put together once."""
    source = Source("long.txt", b"a" * 20_000_000)

    assert [len(line) for line in source.lines()] == [20_000_000]


def test_the_head_of_a_long_text_is_no_fallback_for_a_cut_letter() -> None:
    """A head that ends within a letter leaves it out."""
    text = Source("a", b"a" + "ä".encode() * HEAD_BYTES).head().text

    assert set(text) == {"a", "ä"}


def test_bytes_are_counted_as_they_lie_on_disk(tmp_path: Path) -> None:
    """Progress of a packed file adds up to its size."""
    path = tmp_path / "a.xz"
    path.write_bytes(lzma.compress(b"text\n" * 100_000))
    source = Source("a", path)
    counts: list[int] = []
    source.on_bytes = counts.append

    source.text()

    assert sum(counts) == source.size == path.stat().st_size


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress])
def test_a_file_that_breaks_off_is_named(pack: type[bytes]) -> None:
    """What was not copied whole gives one sentence with the cure."""
    text = "".join(f"{TEXT}{number * number}" for number in range(3000))
    source = Source("part.gz", pack(text.encode())[:-30])

    with pytest.raises(InputError, match=r"^part.gz breaks off before its end: .* get it again\.$"):
        source.text()


def test_frames_one_behind_another() -> None:
    """Files of Zstandard may be put together, as those of gzip and xz."""
    parts = [zstandard.compress(f"part {number}\n".encode() * 5000) for number in range(3)]
    text = Source("a.zst", b"".join(parts)).text()

    assert text == "".join(f"part {number}\n" * 5000 for number in range(3))


def test_a_damaged_packed_file_is_named() -> None:
    """Bytes that changed on the way give one sentence too."""
    packed = bytearray(gzip.compress(TEXT.encode() * 1000))
    packed[20:40] = b"\xff" * 20

    with pytest.raises(InputError, match=r"^bad.gz is a damaged compressed file .* get it again\.$"):
        Source("bad.gz", bytes(packed)).text()


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_named(data: bytes) -> None:
    """Nothing, nothing but a mark, and nothing packed are all empty."""
    with pytest.raises(InputError, match=r"^nothing.csv is empty: "):
        Source("nothing.csv", data).head()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What the operating system refuses is said in its words, with the cure."""
    with pytest.raises(InputError, match=r"^here cannot be read \(.+\): check that it is a file"):
        Source("here", tmp_path).head()


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(300), b"a\x00b\xff\x01" * 50])
def test_what_is_no_text_has_no_text(data: bytes) -> None:
    """Pictures and programs are not taken for text."""
    assert not Source("a.bin", data).head().is_text

"""Packed files and archives, sound, damaged and made to trap."""

import gzip
import io
import lzma
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from lib.core.errors import InputError
from lib.ingest import packing
from lib.ingest.corpus import read_corpus
from lib.ingest.inputs import find_inputs, unpack
from lib.ingest.source import Source

TABLE = b"title,abstract\nMaps,We draw maps.\nTides,We measure tides.\n"


def archive(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return made.getvalue()


def read_whole(source: Source, pieces: list[int]) -> None:
    """Read a source to its end, noting how much came."""
    with source.open() as stream:
        while piece := stream.read(1 << 16):
            pieces.append(len(piece))


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    """Its files are read one by one under the archive's name, packed ones too; hidden ones are left out."""
    path = tmp_path / "export.zip"
    path.write_bytes(
        archive(
            {
                "b/two.csv": TABLE,
                "one.csv.gz": gzip.compress(TABLE.replace(b"Maps", b"Charts")),
                "__MACOSX/._two.csv": b"x",
                ".hidden.csv": TABLE,
                "b/": b"",
            }
        )
    )
    found = find_inputs([path])

    assert [entry.source.name for entry in found] == ["export.zip/b/two.csv", "export.zip/one.csv.gz"]
    assert [entry.source.data() for entry in found] == [TABLE, TABLE.replace(b"Maps", b"Charts")]
    corpus = read_corpus([path])
    assert {paper.title for paper in corpus.papers} == {"Charts", "Maps", "Tides"}
    assert {fate.file for fate in corpus.records} == {"export.zip/b/two.csv", "export.zip/one.csv.gz"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    """Both are read, under names of their own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for title in ("Maps", "Charts", "Waves"):
            file.writestr("in/a.csv", TABLE.replace(b"Maps", title.encode()))
        file.writestr("in/a (2).csv", TABLE)
    path = tmp_path / "export.zip"
    path.write_bytes(made.getvalue())

    assert [entry.source.name for entry in find_inputs([path])] == [
        "export.zip/in/a (2).csv",
        "export.zip/in/a (3).csv",
        "export.zip/in/a (4).csv",
        "export.zip/in/a.csv",
    ]
    assert {paper.title for paper in read_corpus([path]).papers} == {"Maps", "Charts", "Waves", "Tides"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_without_a_name_cost_no_other(tmp_path: Path) -> None:
    """What a broken program packed so is read under a name that says it, and left out where it is empty."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, title in (("x", "Maps"), (".", "Charts"), (".", "Waves"), ("./.", ""), ("a.csv", "Roads")):
            entry = zipfile.ZipInfo(name)
            entry.filename = "" if name == "x" else name
            file.writestr(entry, TABLE.replace(b"Maps", title.encode()) if title else b"")
    path = tmp_path / "export.zip"
    path.write_bytes(made.getvalue())

    assert [entry.source.name for entry in find_inputs([path])] == [
        "export.zip/(no name)",
        "export.zip/(no name) (2)",
        "export.zip/(no name) (3)",
        "export.zip/a.csv",
    ]
    assert {paper.title for paper in read_corpus([path]).papers} == {"Maps", "Charts", "Waves", "Roads", "Tides"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_many_members_of_one_name_are_told_apart() -> None:
    """Twenty thousand of them at once; were each looked for among those before it, that would take minutes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for _ in range(20_000):
            file.writestr("a.csv", b"")
    began = time.process_time()

    names = [entry.source.name for entry in unpack("many.zip", made.getvalue())]

    assert len(set(names)) == 20_000
    assert time.process_time() - began < 60


def test_bytes_of_a_member_add_up_to_its_packed_size() -> None:
    """Progress is told in bytes as they lie in the archive."""
    (entry,) = unpack("a.zip", archive({"a.csv": TABLE * 5000}))
    counts: list[int] = []
    entry.source.on_bytes = counts.append

    assert len(entry.source.data()) == len(TABLE) * 5000
    assert sum(counts) == entry.source.size < len(TABLE) * 500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive({"a.csv": TABLE})[:-30], "damaged zip archive"),
        (archive({}), "has no files in it"),
        (archive({"a/": b"", ".b": b"x"}), "has no files in it"),
    ],
)
def test_archives_that_cannot_be_read(data: bytes, said: str, tmp_path: Path) -> None:
    """One sentence, when the file is read and not before, so that other files go on."""
    path = tmp_path / "bad.zip"
    path.write_bytes(data)
    good = tmp_path / "good.csv"
    good.write_bytes(TABLE)
    corpus = read_corpus([path, good])

    assert len(corpus.papers) == 2
    (problem,) = [warning for warning in corpus.warnings if "bad.zip" in warning]
    assert said in problem


def test_a_locked_archive() -> None:
    """A password is not asked for; what to do is said."""
    locked = bytearray(archive({"a.csv": TABLE}))
    # The bit that says so stands in both headers of the file.
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (entry,) = unpack("locked.zip", bytes(locked))

    with pytest.raises(InputError, match=r"locked\.zip is locked by a password: unpack it"):
        entry.source.head()


def test_a_document_is_no_archive_of_papers() -> None:
    """A spreadsheet is a zip archive technically; it is read as what it is."""
    (entry,) = unpack("table.xlsx", archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
    assert entry.source.name == "table.xlsx"


def test_a_damaged_member_is_told_apart() -> None:
    """One file of an archive that does not unpack is named; its neighbour is read."""
    data = bytearray(archive({"a.csv": TABLE * 20, "b.csv": TABLE}))
    data[60] ^= 0xFF
    first, second = unpack("half.zip", bytes(data))

    with pytest.raises(InputError, match=r"half\.zip/a\.csv is a damaged compressed file"):
        first.source.data()
    assert second.source.data() == TABLE


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress, lambda data: archive({"a": data})])
def test_a_bomb_is_not_unpacked(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to very many times its size is left, long before it fills the memory."""
    monkeypatch.setattr(packing, "_FREE", 1 << 20)
    (entry,) = unpack("bomb", pack(bytes(50_000_000)))
    pieces: list[int] = []
    with pytest.raises(InputError, match=r"bomb\S* unpacks to more than 200 times its size"):
        read_whole(entry.source, pieces)

    assert sum(pieces) < 20_000_000


def test_usual_texts_are_no_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same table again and again packs well, and is still read."""
    monkeypatch.setattr(packing, "_FREE", 1 << 20)
    rows = b"".join(b"Maps %d,We draw map %d of %d.\n" % (n, n * 7, n * 13) for n in range(60_000))
    assert Source("big.csv.xz", lzma.compress(rows, preset=1)).data() == rows


def test_patterns_stand_for_files(tmp_path: Path) -> None:
    """A pattern that the shell left alone is every file that fits; a file of such a name is itself."""
    for name in ("a.csv", "b.csv", "c.txt"):
        (tmp_path / name).write_bytes(TABLE)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "d.csv").write_bytes(TABLE)
    (tmp_path / "odd[1].csv").write_bytes(TABLE)

    assert [entry.source.name for entry in find_inputs([str(tmp_path / "[ab].csv")])] == ["a.csv", "b.csv"]
    assert len(find_inputs([str(tmp_path / "**" / "*.csv")])) == 4
    assert [entry.source.name for entry in find_inputs([tmp_path / "odd[1].csv"])] == ["odd[1].csv"]
    with pytest.raises(InputError, match="No file is called like"):
        find_inputs([str(tmp_path / "*.ris")])

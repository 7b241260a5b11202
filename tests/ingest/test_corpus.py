"""Files -> Corpus: the fate of every record, one bad file among good ones, and what is said when nothing is left."""

import gzip
import hashlib
from pathlib import Path

import pytest

from lib.core.errors import InputError
from lib.ingest import ReadOptions, read_corpus, read_text

GOOD = "title,abstract\nOne,We show this.\nTwo,We show that.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path


def test_every_record_of_every_file_has_a_fate(folder: Path) -> None:
    """In the order of the files; the first of several records of one paper is the one that is kept."""
    (folder / "a.csv").write_text(GOOD, encoding="utf-8")
    (folder / "b.csv").write_text(GOOD.replace("Two", "Three") + ",\n ,  \nFour,\n", encoding="utf-8")

    corpus = read_corpus([folder])

    assert [(fate.file, fate.record, fate.fate, fate.reason) for fate in corpus.records] == [
        ("a.csv", 1, "kept", ""),
        ("a.csv", 2, "kept", ""),
        ("b.csv", 1, "merged", "same title and abstract"),
        ("b.csv", 2, "kept", ""),
        ("b.csv", 3, "kept", ""),
    ]


def test_a_bad_file_is_rejected_and_the_others_go_on(folder: Path) -> None:
    """It counts as one rejected record with number 0, and is named in the warnings."""
    (folder / "a.csv").write_text("name,size\na,b\n", encoding="utf-8")
    (folder / "b.csv").write_text(GOOD, encoding="utf-8")

    corpus = read_corpus([folder / "a.csv", folder / "b.csv"])
    rejected = corpus.records[0]

    assert len(corpus.papers) == 2
    assert (rejected.file, rejected.record, rejected.fate) == ("a.csv", 0, "rejected")
    assert corpus.warnings == (rejected.reason,)
    assert rejected.reason.startswith("a.csv has no column for titles or abstracts (its columns are: name, size): ")


def test_files_of_a_folder_without_papers_are_named_and_skipped(folder: Path) -> None:
    """A README beside the data is no bad input."""
    (folder / "README.md").write_text("# Data\n\nSome tables.\n", encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "papers.csv").write_text(GOOD, encoding="utf-8")

    corpus = read_corpus([folder])

    assert [fate.file for fate in corpus.records] == ["deep/papers.csv"] * 2
    assert corpus.warnings == ("README.md was skipped: it holds no papers in a form that is known here.",)


def test_a_file_that_breaks_off_gives_what_it_has(folder: Path) -> None:
    """The records before the break are papers, the rest is one rejection behind them, and a warning says so."""

    def random(n: int) -> str:
        # Nothing that packs well, so that the half of the bytes is about the half of the rows.
        return hashlib.sha512(str(n).encode()).hexdigest()

    rows = "".join(f"Title {n},{random(n)}\n" for n in range(12_000))
    packed = gzip.compress(("title,abstract\n" + rows).encode())
    (folder / "part.csv.gz").write_bytes(packed[: len(packed) // 2])

    corpus = read_corpus([folder / "part.csv.gz"])
    last = corpus.records[-1]

    assert 1_000 < len(corpus.papers) < 11_000
    assert (last.record, last.fate) == (len(corpus.papers) + 1, "rejected")
    assert "breaks off before its end" in last.reason
    assert corpus.warnings == (f"Only {len(corpus.papers):,} records were read: {last.reason}",)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", r"^a\.csv is empty: there is nothing to read in it; .*\.$"),
        ("a.csv", b"title,abstract\n", r"^a\.csv has a header but no rows: .*\.$"),
        (
            "a.csv",
            b"name,size\n1,2\n",
            r"^a\.csv has no column .*: name one of them .* \(--map title=\.\.\.\), then try again\.$",
        ),
        ("a.csv", bytes(range(256)) * 9, r"^a\.csv holds no papers in a form that is known here: save them as .*\.$"),
        ("a.txt", b"Some prose.\n", r"^a\.txt holds no papers in a form that is known here: save them as .*\.$"),
        ("a.csv.gz", gzip.compress(GOOD.encode(), mtime=0)[:-9], r"^a\.csv\.gz breaks off before its end: .*\.$"),
        ("a.json", b'{"papers": [{"title": "A", ', r"^a\.json is not valid JSON \(.* line 1, column \d+\): .*\.$"),
        ("a.json", b'{"papers": []}', r"^a\.json: the only record cannot be used as a paper .*\.$"),
        ("a.parquet", b"PAR1 and no more", r"^a\.parquet is no sound Parquet file \(.*\): write it again\.$"),
        ("a.csv", b"title,abstract\n,\n , \n", r"^a\.csv has a header but no rows: .*\.$"),
        (
            "a.csv",
            b"id,title\n1,\n2,nan\n",
            r"^a\.csv: none of the 2 records can be used as a paper \(neither",
        ),
    ],
)
def test_what_cannot_be_used_is_one_sentence(name: str, data: bytes, message: str) -> None:
    """Which file, what is wrong with it, and what to do."""
    with pytest.raises(InputError, match=message) as caught:
        read_text(name, data)
    assert "\n" not in str(caught.value)


def test_several_files_without_papers_are_one_sentence(folder: Path) -> None:
    """How many they are, and what is wrong with the first."""
    (folder / "a.txt").write_text("Prose.", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")

    with pytest.raises(
        InputError, match=r"^None of the 2 files could be used; the first problem: a\.txt holds no papers"
    ):
        read_corpus([folder])


def test_a_path_that_is_not_there_stops_everything(folder: Path) -> None:
    """A slip in a name is told before hours are spent on the rest."""
    (folder / "a.csv").write_text(GOOD, encoding="utf-8")

    with pytest.raises(InputError, match=r"^There is no file or folder "):
        read_corpus([folder / "a.csv", folder / "b.csv"])


def test_progress_is_told_in_bytes_then_in_records(folder: Path) -> None:
    """Both stages are begun, and what is told adds up to what was announced."""

    class Listener:
        def __init__(self) -> None:
            self.stages: dict[str, list[object]] = {}

        def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None:
            self.stages[stage] = [total, unit, 0]

        def advance(self, n: int = 1) -> None:
            list(self.stages.values())[-1][2] += n  # type: ignore[operator]

        def note(self, text: str) -> None:
            raise AssertionError(text)

    path = folder / "a.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode()))
    listener = Listener()

    read_corpus([path], ReadOptions(), listener)

    size = path.stat().st_size
    assert listener.stages == {"read": [size, "bytes", size], "merge": [2, "records", 2]}


def test_ctrl_c_passes_through(folder: Path) -> None:
    """It is no bad file."""

    class Interrupting:
        def begin(self, stage: str, total: int | None = None, unit: str = "papers") -> None: ...

        def advance(self, n: int = 1) -> None:
            raise KeyboardInterrupt

        def note(self, text: str) -> None: ...

    (folder / "a.csv").write_text(GOOD, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        read_corpus([folder], ReadOptions(), Interrupting())


def test_types_of_attributes_are_those_of_all_files_together(folder: Path) -> None:
    """A column that is a number here and a word there is text in both."""
    (folder / "a.csv").write_text("title,score\nOne,1\n", encoding="utf-8")
    (folder / "b.csv").write_text("title,score\nTwo,high\n", encoding="utf-8")

    corpus = read_corpus([folder])

    assert sorted(str(paper.attributes["score"]) for paper in corpus.papers) == ["1", "high"]
    assert all(isinstance(paper.attributes["score"], str) for paper in corpus.papers)


def test_records_that_repeat_each_other_are_all_accounted_for(tmp_path: Path) -> None:
    """Copies of a record, in one file or two, are merged into it each with its own fate, and weigh nothing."""
    row = '{"id": %d, "doi": "10.1000/a", "title": "Maps", "abstract": "We draw maps."}\n'
    (tmp_path / "a.jsonl").write_text(row % 1 + row % 1 + '{"title": "Maps"}\n' * 2 + row % 2)
    (tmp_path / "b.jsonl").write_text(row % 1)
    corpus = read_corpus([tmp_path])

    fates = [(fate.file, fate.record, fate.source_id, fate.fate, fate.reason) for fate in corpus.records]
    assert fates == [
        ("a.jsonl", 1, "1", "kept", ""),
        ("a.jsonl", 2, "1", "merged", "same DOI"),
        ("a.jsonl", 3, "", "kept", ""),
        ("a.jsonl", 4, "", "kept", ""),
        ("a.jsonl", 5, "2", "merged", "same DOI"),
        ("b.jsonl", 1, "1", "merged", "same DOI"),
    ]
    # Equal titles alone never make one paper of two records.
    assert len(corpus.papers) == 3


def test_what_only_looks_like_csl_keeps_its_own_names(tmp_path: Path) -> None:
    """Objects with a type and names in parts, but `authors` and `date`: nothing of them is lost."""
    path = tmp_path / "own.json"
    path.write_text(
        '[{"title": "Maps", "type": "article", "date": "2019-05-02", "authors": [{"family": "Curie", "given": "M"}]}]'
    )
    (paper,) = read_corpus([path]).papers

    assert paper.authors == ("M Curie",)
    assert str(paper.date) == "2019-05-02"

"""The table of formats and the names of files."""

import re
import time

import pytest

from lib.core.dates import PartialDate
from lib.core.errors import UsageError
from lib.core.paper import Paper
from lib.export.formats import FORMATS, Format, file_name, format_named
from lib.export.rows import ExportRow


def test_formats() -> None:
    """Names and suffixes are different, and each format says who uses it."""
    assert [known.name for known in FORMATS] == ["csv", "jsonl", "bibtex", "ris", "markdown"]
    assert len({known.suffix for known in FORMATS}) == len(FORMATS)
    assert all(known.note and "\n" not in known.note for known in FORMATS)


def test_a_format_by_its_name() -> None:
    """A format is found by its name; for another name the known ones are listed."""
    assert format_named("bibtex").title == "BibTeX"
    with pytest.raises(UsageError, match=r"'endnote'.*csv, jsonl, bibtex, ris, markdown"):
        format_named("endnote")


def test_file_name_tells_contents_apart() -> None:
    """Other papers, another order, another version or another atlas make another name."""
    bibtex = format_named("bibtex")
    names = [
        file_name("sample", bibtex, ["a", "b"], "v1"),
        file_name("sample", bibtex, ["b", "a"], "v1"),
        file_name("sample", bibtex, ["ab"], "v1"),
        file_name("sample", bibtex, ["a", "b"], "v2"),
        file_name("Sample", bibtex, ["a", "b"], "v1"),
    ]

    assert len(set(names)) == len(names)
    assert file_name("sample", bibtex, ["a", "b"], "v1") == names[0]
    assert re.fullmatch(r"sample-selection-2-papers-[0-9a-f]{8}\.bib", names[0])
    assert "-1-paper-" in names[2]


@pytest.mark.parametrize(
    "atlas", ["../../etc/passwd", "CON", "a\\b:c*?", "", "Müller & Co", "中文", "x" * 300, "a\r\nb"]
)
def test_file_name_is_safe(atlas: str) -> None:
    """Whatever an atlas is called, the file can be stored on every system."""
    name = file_name(atlas, FORMATS[0], ["a"], "v")

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-selection-1-paper-[0-9a-f]{8}\.csv", name)
    assert len(name) < 100


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
def test_two_thousand_papers_take_no_time(fmt: Format) -> None:
    """A large selection is written while one waits."""
    abstract = "Some {words} on R&D, $x_1$ and <more>. " * 40
    rows = [
        ExportRow(
            Paper(
                paper_id=f"t:{n}",
                title=f"Paper {n % 50} on Something With BERT",
                abstract=abstract,
                authors=tuple(f"Name{n} Family{m}" for m in range(8)),
                date=PartialDate(2000 + n % 20, 1 + n % 12),
                attributes={"upvotes": n},
            ),
            topic=f"topic {n % 12}",
        )
        for n in range(2000)
    ]
    start = time.perf_counter()
    written = fmt.write(rows)

    assert time.perf_counter() - start < 5
    assert written == fmt.write(rows)
    assert len(written) > 100_000

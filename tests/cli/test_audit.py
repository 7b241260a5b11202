"""`audit`: what became of every record, and the rows behind the numbers."""

import csv
import io
import json
from pathlib import Path

import pytest

from lib.atlas.home import SAMPLE_ATLAS
from lib.cli.main import main


def audit(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Call the command on the sample."""
    capsys.readouterr()
    try:
        code = main(["audit", str(SAMPLE_ATLAS), *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    return code, *capsys.readouterr()


def test_numbers_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """All records, how they ended and why, and the same file by file."""
    code, out, _ = audit(capsys)

    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "299 records read from 1 file"
    assert lines[1].split() == ["kept", "296"]
    assert lines[2].split() == ["merged", "3"]
    assert lines[3].split(maxsplit=1)[0] == "1"
    assert ["rejected", "0"] in [line.split() for line in lines]
    assert any(line.split()[:4] == ["299", "296", "3", "0"] for line in lines)


def test_numbers_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, with every reason."""
    code, out, _ = audit(capsys, "--json")

    (file,) = json.loads(out)["files"]
    assert code == 0
    assert (file["read"], file["kept"], file["merged"], file["rejected"]) == (299, 296, 3, 0)
    assert sum(ending["n"] for ending in file["endings"]) == 3


def test_rows_behind_a_number(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The rows come as CSV, narrowed by reason; their number is the number that was told."""
    main(["audit", str(SAMPLE_ATLAS), "--json"])
    (file,) = json.loads(capfdbinary.readouterr().out)["files"]
    for ending in file["endings"]:
        main(["audit", str(SAMPLE_ATLAS), "--rows", ending["fate"], "--reason", ending["reason"]])
        text = capfdbinary.readouterr().out.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == ending["n"]
        assert {row["fate"] for row in rows} == {ending["fate"]}
    main(["audit", str(SAMPLE_ATLAS), "--rows", "read"])
    text = capfdbinary.readouterr().out.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == file["read"]
    main(["audit", str(SAMPLE_ATLAS), "--rows", "kept", "--file", "another"])
    assert capfdbinary.readouterr().out.decode("utf-8-sig").count("\n") == 1


@pytest.mark.parametrize("arguments", [["--rows", "lost"], ["--file", "a.csv"], ["--reason", "none"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Which rows must be said, by their names."""
    code, out, err = audit(capsys, *arguments)

    assert code == 2
    assert not out
    assert "--rows" in err


def test_no_atlas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without an atlas is one sentence."""
    assert main(["audit", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err

"""What a browser calls a file becomes a plain file's name, and nothing else."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.jobs.names import LONGEST, safe_name, safe_names

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


@pytest.mark.parametrize(
    ("original", "stored"),
    [
        ("papers.csv", "papers.csv"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\me\export.ris", "export.ris"),
        (r"..\..\boot.ini", "boot.ini"),
        (".hidden.csv", "hidden.csv"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("what? <now>.csv", "what_ _now_.csv"),
        ("con.csv", "_con.csv"),
        ("LPT1", "_LPT1"),
        ("ends with dots...", "ends with dots"),
        ("evil\u202evsc.exe", "evil_vsc.exe"),
        ("Müller 论文.jsonl.gz", "Müller 论文.jsonl.gz"),
        ("--out=x.csv", "--out=x.csv"),
    ],
)
def test_a_name_keeps_what_is_harmless(original: str, stored: str) -> None:
    """Parts of a path, hidden names, devices' names and control characters go; the rest stays."""
    assert safe_name(original) == stored


def test_a_long_name_keeps_the_ending_by_which_it_is_read() -> None:
    """However long a name is, `.csv.gz` is still there."""
    name = safe_name("a" * 300 + ".csv.gz")

    assert len(name) == LONGEST
    assert name.endswith("a.csv.gz")


def test_equal_names_are_told_apart() -> None:
    """Two files of one name are both kept, also where case does not count."""
    assert safe_names(["a.csv.gz", "A.CSV.gz", "x/a.csv.gz", "a (2).csv.gz"]) == [
        "a.csv.gz",
        "A (2).CSV.gz",
        "a (3).csv.gz",
        "a (2) (2).csv.gz",
    ]


@given(st.lists(st.text(max_size=120), min_size=1, max_size=6))
def test_any_names_are_safe(originals: list[str]) -> None:
    """Whatever names come, the stored ones differ and are one visible part of a path."""
    names = safe_names(originals)

    assert len({name.casefold() for name in names}) == len(originals)
    for name in names:
        assert Path(name).name == name
        assert not set(name) & set('/\\<>:"|?*\x00')
        assert name[0] not in ". "
        assert name[-1] not in ". "
        assert name.split(".")[0].casefold() not in RESERVED
        assert len(os.fsencode(name)) < 255

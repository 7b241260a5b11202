"""What columns were taken for, by the files that have the same ones, and what is said of them after a choice."""

import json
from pathlib import Path

import pytest

from lib.core.mapping import Column, FileColumns, columns_to_json
from lib.jobs.job import Job, new_job
from lib.jobs.mapping import Layout, also_changed, columns_file, read_layouts, remapped


def column(name: str, field: str = "", rank: int = 0, filled: int = 1, *samples: str) -> Column:
    """A column of a file."""
    return Column(name, field, rank, filled, samples)


OURS = Layout(("a.csv",), 2, (column("title", "title"), column("text", "abstract"), column("Notiz")))
OTHERS = Layout(("b.csv",), 2, (column("Titel", "title"), column("abstract", "abstract"), column("tldr")))


def job_with(home: Path, *files: FileColumns) -> Job:
    """A job that read these files."""
    job = new_job(home, [("my papers?.csv", b""), ("b.csv", b"")])
    columns_file(job).write_text(json.dumps(columns_to_json(files)), encoding="utf-8")
    return job


def test_files_of_the_same_columns_stand_together(tmp_path: Path) -> None:
    """With their sums, a value of each in turn, and the names with which they came; tables without titles first."""
    one = FileColumns("b.csv", 3, True, (column("title", "title", 0, 3, "A", "B", "C"),))
    two = FileColumns("c.csv", 5, True, (column("title", "title", 0, 4, "A", "D"),))
    unknown = FileColumns("my papers_.csv", 1, True, (column("Werk"),))
    tagged = FileColumns("d.ris", 9, False, (column("title", "title"),))
    layouts = read_layouts(job := job_with(tmp_path, one, two, unknown, tagged))

    assert [layout.files for layout in layouts] == [(job.uploads[0].shown,), ("b.csv", "c.csv")]
    assert [layout.has_text for layout in layouts] == [False, True]
    assert (layouts[1].records, layouts[1].columns) == (8, (column("title", "title", 0, 7, "A", "B", "D"),))


@pytest.mark.parametrize("text", [None, "", "{", "[1]", '[{"file": 1}]', '{"a": 1}'])
def test_what_is_damaged_cannot_be_changed(tmp_path: Path, text: str | None) -> None:
    """Then there is no table, and the rest of the page is there."""
    job = job_with(tmp_path)
    columns_file(job).unlink()
    if text is not None:
        columns_file(job).write_text(text, encoding="utf-8")

    assert read_layouts(job) == ()


def test_only_what_is_changed_is_said() -> None:
    """What is as it was read stays a guess."""
    assert remapped((), [OURS], 0, {"title": "title", "abstract": "Notiz"}) == (("abstract", "Notiz"),)
    assert remapped((), [OURS], 0, {"title": "title", "abstract": "text"}) == ()


def test_a_second_choice_takes_the_place_of_the_first() -> None:
    """And what was said of other fields stays."""
    said = (("doi", "Kennung"), ("abstract", "Notiz"))
    read = Layout(OURS.files, 2, (column("title", "title"), column("text"), column("Notiz", "abstract")))

    assert remapped(said, [read], 0, {"abstract": "text"}) == (("doi", "Kennung"), ("abstract", "text"))


def test_none_for_some_files_is_not_none_for_others() -> None:
    """What the others have is said with it; and is still there when these get a column later."""
    none = remapped((), [OURS, OTHERS], 0, {"abstract": ""})
    read = Layout(OURS.files, 2, (column("title", "title"), column("text"), column("Notiz")))
    later = remapped(none, [read, OTHERS], 0, {"abstract": "Notiz"})

    assert none == (("abstract", "abstract"), ("abstract", ""))
    assert later == (("abstract", "Notiz"), ("abstract", "abstract"))


def test_what_was_said_for_other_files_stays() -> None:
    """Each has a column of its own for the same field."""
    said = (("abstract", "tldr"),)
    others = Layout(OTHERS.files, 2, (column("Titel", "title"), column("abstract"), column("tldr", "abstract")))

    assert remapped(said, [OURS, others], 0, {"abstract": "Notiz"}) == (("abstract", "Notiz"), ("abstract", "tldr"))


def test_a_column_is_said_to_be_one_thing() -> None:
    """Its new meaning takes the place of the old one."""
    read = Layout(OURS.files, 2, (column("title"), column("text"), column("Notiz", "title")))

    assert remapped((("title", "Notiz"),), [read], 0, {"title": "title", "abstract": "Notiz"}) == (
        ("title", "title"),
        ("abstract", "Notiz"),
    )


NAMED = Layout(("a.csv",), 1, (column("Name"), column("Inhalt")))
TITLED = Layout(("b.csv",), 1, (column("Title", "title"), column("name"), column("Abstract", "abstract")))


def test_files_that_have_the_chosen_column_too_keep_their_own() -> None:
    """Theirs comes first, in whatever writing they have the chosen one: the files in question do not have it."""
    mapping = remapped((), [NAMED, TITLED], 0, {"title": "Name"})

    assert mapping == (("title", "Title"), ("title", "Name"))
    assert also_changed((), mapping, [NAMED, TITLED], 0) == ()


def test_files_that_change_too_are_named() -> None:
    """Where they have no other column for the field, use the chosen one for another, or both have both."""
    bare = Layout(("b.csv", "c.csv"), 1, (column("Name"), column("Abstract", "abstract")))
    authored = Layout(("b.csv",), 1, (column("Title", "title"), column("Name", "authors")))
    ours = Layout(("a.csv",), 1, (column("Name"), column("Title", "title")))

    for layouts, files in (((NAMED, bare), bare.files), ((NAMED, authored), ("b.csv",)), ((ours, TITLED), ("b.csv",))):
        mapping = remapped((), layouts, 0, {"title": "Name"})
        assert also_changed((), mapping, layouts, 0) == files


def test_files_of_which_nothing_is_said_any_more_change() -> None:
    """What was said for them falls where its column becomes another field; what stays said changes nothing."""
    said = (("doi", "Kennung"), ("title", "Name"))
    read = Layout(("b.csv",), 1, (column("Name", "title"), column("Abstract", "abstract")))
    mapping = remapped(said, [NAMED, read], 0, {"abstract": "Name"})

    assert also_changed(said, mapping, [NAMED, read], 0) == ("b.csv",)
    assert also_changed(said, (*said, ("venue", "Inhalt")), [NAMED, read], 0) == ()

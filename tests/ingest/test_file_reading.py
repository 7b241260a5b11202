"""One file, read into drafts: a record that cannot be understood costs no other one."""

import json
from pathlib import Path

import pytest

from lib.ingest import file_reading, read_corpus, read_text
from lib.ingest.reader import RawRecord


def nested(depth: int) -> str:
    """A list in a list, so deep."""
    return "[" * depth + "1" + "]" * depth


@pytest.mark.parametrize("depth", [50, 300, 500, 900])
def test_a_record_of_lists_in_lists_costs_no_other(depth: int, tmp_path: Path) -> None:
    """It is kept or rejected with a reason, and the records behind it are read, in the process of its own too."""
    lines = [json.dumps({"title": title, "abstract": "We measure."}) for title in ("Maps", "Tides", "Winds")]
    lines[1] = lines[1][:-1] + f', "a": {nested(depth)}}}'
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")

    for corpus in (read_text("a.jsonl", "\n".join(lines)), read_corpus([tmp_path / "a.jsonl"])):
        assert [record.record for record in corpus.records] == [1, 2, 3]
        assert {"Maps", "Winds"} <= {paper.title for paper in corpus.papers}
        for record in corpus.records:
            assert record.fate == "kept" or record.reason


def test_what_nobody_thought_of_is_the_fault_of_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is rejected with a sentence, and nothing is said of what cleaning had changed in it."""

    def draft(raw: RawRecord, *rest: object, **others: object) -> object:
        result = plain(raw, *rest, **others)  # type: ignore[arg-type]
        if raw.number == 2:
            raise ArithmeticError("odd \ud800")
        return result

    plain = file_reading.make_draft
    monkeypatch.setattr(file_reading, "make_draft", draft)
    corpus = read_text("a.csv", "title\nOne &amp; one\nTwo &amp; two\nThree &amp; three\n")

    assert [(record.record, record.fate, record.reason) for record in corpus.records] == [
        (1, "kept", ""),
        (2, "rejected", r"it could not be made into a paper (ArithmeticError: odd \ud800)"),
        (3, "kept", ""),
    ]
    assert [change.record for change in corpus.changes if change.field == "title"] == [1, 3]

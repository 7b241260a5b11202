"""What the tests of the tagged formats share: records of a text or a shared file, and texts to break parsers with."""

import re
from pathlib import Path

from hypothesis import strategies as st

from lib.core.errors import InputError
from lib.ingest.columns import FIELDS
from lib.ingest.formats.tagged import LISTS
from lib.ingest.reader import NO_OPTIONS, RawRecord, Reader
from lib.ingest.source import Source

_LOOSE_WORDS = re.compile(r"\w{5,}")


def records_of(reader: Reader, content: str | bytes | Path) -> list[RawRecord]:
    """All records of a text, bytes or a file; the reader must know it and number what it reads."""
    data = content.encode() if isinstance(content, str) else content
    source = Source("a.txt", data)
    assert reader.sniff(source.head())
    records = list(reader.read(source, NO_OPTIONS))
    assert [record.number for record in records] == list(range(1, len(records) + 1))
    assert all(isinstance(record, RawRecord) for record in records)
    return [record for record in records if isinstance(record, RawRecord)]


def one_of(reader: Reader, content: str | bytes) -> dict[str, object]:
    """The values of the only record of a text."""
    (record,) = records_of(reader, content)
    return dict(record.values)


def lost_words(reader: Reader, file: Path, *, known: str = "") -> set[str]:
    """Words of a file, of five letters and more, that no record has; `known` are words of the format itself."""
    records = records_of(reader, file)
    kept = " ".join(
        str(part).lower() for record in records for part in (*record.values, *record.values.values(), *record.notes)
    )
    known_words = set(known.lower().split())
    words = {word.lower() for word in _LOOSE_WORDS.findall(Source(file.name, file).text())}
    return {word for word in words - known_words if word not in kept}


def reads_whatever(reader: Reader, data: bytes) -> None:
    """Check that bytes are read or refused, never anything else, and that the records are numbered."""
    source = Source("a.txt", data)
    records: list[object] = []
    refused = ""
    try:
        reader.sniff(source.head())
        records += reader.read(source, NO_OPTIONS)
    except InputError as err:
        refused = str(err)

    assert refused.startswith("a.txt") or records
    for number, record in enumerate(records, start=1):
        assert isinstance(record, RawRecord)
        assert record.number == number
        assert all(isinstance(record.values.get(field, ""), str) for field in FIELDS if field not in LISTS)


def assert_all_kept(reader: Reader, first: str, tags: list[str], between: str, last: str) -> None:
    """Check that a record with these tags, each with a word of its own on two lines, keeps every word."""
    lines = [f"{tag}{between}kept{place}a\n      kept{place}b" for place, tag in enumerate(tags)]
    (read,) = records_of(reader, "\n".join([first, *lines, last]))
    kept = " ".join(str(value) for value in read.values.values())

    assert [word for place in range(len(tags)) for word in (f"kept{place}a", f"kept{place}b") if word not in kept] == []


def broken_texts(*lines: str) -> st.SearchStrategy[bytes]:
    """Lines of a format and odd ones in any order, joined by any line end, cut anywhere."""
    odd = st.text(max_size=30)
    line = st.one_of(st.sampled_from(lines), odd, st.sampled_from(["", "   more of it", "ER", "\ufeff", "\x00", "  "]))
    texts = st.tuples(st.lists(line, max_size=25), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    joined = texts.map(lambda pair: pair[1].join(pair[0]).encode("utf-8", "surrogatepass"))
    return st.tuples(joined, st.integers(0, 400)).map(lambda pair: pair[0][pair[1] % 7 :])

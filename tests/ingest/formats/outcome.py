"""What a reader makes of a file, gathered: records, rejections, warnings and the error that ended it."""

from dataclasses import dataclass
from pathlib import Path

from lib.core.errors import InputError
from lib.ingest.reader import NO_OPTIONS, RawRecord, Reader, Rejection
from lib.ingest.source import Source


@dataclass(frozen=True)
class Outcome:
    """All that came of one file."""

    records: list[RawRecord]
    rejections: list[Rejection]
    warnings: list[str]
    error: str

    @property
    def numbers(self) -> list[int]:
        """The numbers of records and rejections, sorted."""
        return sorted(entry.number for entry in (*self.records, *self.rejections))


def outcome(reader: Reader, content: str | bytes | Path) -> Outcome:
    """Read a file, or a text, to its end or to the error that ends it."""
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    source = Source(content.name if isinstance(content, Path) else "x", content)
    records: list[RawRecord] = []
    rejections: list[Rejection] = []
    error = ""
    try:
        for entry in reader.read(source, NO_OPTIONS):
            if isinstance(entry, Rejection):
                rejections.append(entry)
            else:
                records.append(entry)
    except InputError as err:
        error = str(err)
    return Outcome(records, rejections, source.warnings, error)


def sniffs(reader: Reader, content: str | bytes) -> bool:
    """Whether a reader knows a file by its beginning."""
    return reader.sniff(Source("x", content.encode() if isinstance(content, str) else content).head())

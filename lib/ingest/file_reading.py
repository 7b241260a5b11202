"""One file, read into drafts in batches; whatever is wrong with it stays with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from lib.core.errors import InputError
from lib.core.mapping import FileColumns
from lib.core.paper import Change, RecordFate
from lib.core.text import cut, storable
from lib.ingest.attributes import Attributes
from lib.ingest.column_samples import ColumnSamples
from lib.ingest.columns import NoTextError
from lib.ingest.drafts import NO_TEXT, Draft, make_draft, source_id
from lib.ingest.inputs import Input
from lib.ingest.reader import Reader, ReadOptions, Rejection
from lib.ingest.registry import find_reader

_RECORDS: Final = 256
"""Records of a batch."""
_ADVICE: Final = "save them as CSV, JSON Lines or Parquet, with a column for titles or abstracts, then try again"


@dataclass(slots=True)
class Batch:
    """Some of what reading a file has brought, in the order of its records."""

    drafts: list[Draft] = field(default_factory=list)
    rejected: list[RecordFate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """Sentences that a person should read."""
    problems: list[str] = field(default_factory=list)
    """Why the file, or the rest of it, is of no use."""
    attributes: Attributes = field(default_factory=Attributes)
    """What was learned of the columns so far, in all batches of the file."""
    columns: FileColumns | None = None
    """What the columns were taken for and hold; in the last batch of a file of which something could be read."""


def read_file(entry: Input, options: ReadOptions) -> Iterator[Batch]:
    """Read a file; at least one batch comes, and no error but those of the program's own end."""
    source, columns, samples = entry.source, Attributes(), ColumnSamples(options.mapping)
    batch = Batch(attributes=columns)
    number = n_drafts = 0
    today = datetime.now(UTC).date()
    reader: Reader | None = None
    counted, source.on_bytes = source.on_bytes, lambda _: None
    try:
        reader = find_reader(replace(source.head(), mapping=options.mapping), source.name)
        # Only the reading itself counts, not the look at the beginning.
        source.on_bytes = counted
        if reader is None:
            raise _UnknownFormatError(f"{source.name} holds no papers in a form that is known here")
        for raw in reader.read(source, options):
            number = raw.number
            if isinstance(raw, Rejection):
                batch.rejected.append(_rejected(source.name, number, raw.reason))
            else:
                notes: list[Change] = []
                mapping, note = options.mapping, notes.append
                try:
                    samples.note(raw.values)
                    draft = make_draft(raw, source.name, reader, columns, note, today=today, mapping=mapping)
                    reason, own_id = (NO_TEXT, source_id(raw, mapping)) if draft is None else ("", "")
                # What nobody had thought of in one record, such as lists in lists in lists, costs no other one.
                except Exception as err:  # noqa: BLE001
                    draft, reason, own_id = None, f"it could not be made into a paper ({_said(err)})", ""
                    notes.clear()
                batch.changes += notes
                if draft is None:
                    batch.rejected.append(_rejected(source.name, number, reason, own_id))
                else:
                    batch.drafts.append(draft)
                    n_drafts += 1
            if len(batch.drafts) + len(batch.rejected) >= _RECORDS:
                yield batch
                batch = Batch(attributes=columns)
        if number and not n_drafts:
            which = "its only record has no" if number == 1 else f"none of its {number:,} records has a"
            batch.warnings.append(f"{source.name}: {which} title or abstract.")
    except _UnknownFormatError as err:
        batch.problems.append(f"{err}: {_ADVICE}.")
        if entry.in_folder:
            batch.warnings.append(f"{source.name} was skipped: it holds no papers in a form that is known here.")
        else:
            add_problem(batch, source.name, 0, batch.problems.pop())
    except NoTextError as err:
        for row in err.rows:
            samples.note(row)
        add_problem(batch, source.name, 0, str(err))
    except InputError as err:
        add_problem(batch, source.name, number, str(err))
    # A reader, or a library that it uses, met what nobody had thought of: that is no reason to lose the other files.
    except Exception as err:  # noqa: BLE001
        beyond = f" beyond record {number:,}" if number else ""
        why = f"{source.name} could not be read{beyond} ({_said(err)}): save it in another form, then try again."
        add_problem(batch, source.name, number, why)
    batch.warnings += source.warnings
    if reader is not None:
        found = samples.columns(source.name, guessed=reader.own_columns)
        batch.columns = found if found.columns else None
    yield batch


def add_problem(batch: Batch, file: str, number: int, why: str) -> None:
    """Write down that a file cannot be used beyond its record `number`, 0 for not at all."""
    batch.rejected.append(_rejected(file, number + 1 if number else 0, why))
    batch.warnings.append(why if not number else f"Only {number:,} records were read: {why}")
    batch.problems.append(why)


def _said(err: Exception) -> str:
    return storable(cut(f"{type(err).__name__}: {err}", 200))


class _UnknownFormatError(InputError):
    """No reader knows the file."""


def _rejected(file: str, record: int, reason: str, own_id: str = "") -> RecordFate:
    return RecordFate(file, record, own_id, "rejected", "", reason)

"""Papers as rows of papers.parquet and attributes.parquet, both ways, and what else is known of them as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import pyarrow as pa

from lib.atlas.schema import TABLES
from lib.core.dates import from_parts
from lib.core.paper import AttributeValue, Change, Paper, RecordFate, Version

_LISTS: Final = ("authors", "categories", "sources", "flags")


def papers_table(papers: Sequence[Paper]) -> pa.Table:
    """Make the table papers.parquet, a row for each paper in the order given."""
    rows = []
    for paper in papers:
        row = {name: getattr(paper, name) for name in TABLES["papers"].names if name not in ("date", "date_precision")}
        row["date"] = paper.date.first if paper.date else None
        row["date_precision"] = paper.date.precision if paper.date else "unknown"
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=TABLES["papers"])


def records_table(records: Sequence[RecordFate]) -> pa.Table:
    """Make the table records.parquet, a row for each record in the order given."""
    return pa.Table.from_pylist([asdict(record) for record in records], schema=TABLES["records"])


def changes_table(changes: Sequence[Change]) -> pa.Table:
    """Make the table changes.parquet, a row for each change in the order given."""
    return pa.Table.from_pylist([asdict(change) for change in changes], schema=TABLES["changes"])


def versions_table(versions: Sequence[Version]) -> pa.Table:
    """Make the table versions.parquet, a row for each paper that has other versions, in the order given."""
    return pa.Table.from_pylist([asdict(version) for version in versions], schema=TABLES["versions"])


def attributes_table(papers: Sequence[Paper]) -> pa.Table:
    """Make the table attributes.parquet: `paper_id`, then a typed column for each attribute by name.

    A column has the one type of its values; whole and broken numbers together are broken, all else together is text,
    and so are whole numbers that a column of numbers would not hold exactly.
    """
    names = sorted({name for paper in papers for name in paper.attributes} - {"paper_id"})
    columns: dict[str, pa.Array] = {"paper_id": pa.array([paper.paper_id for paper in papers], type=pa.string())}
    for name in names:
        columns[name] = _typed([paper.attributes.get(name) for paper in papers])
    return pa.table(columns)


def papers_at(papers: pa.Table, attributes: pa.Table, indices: Sequence[int]) -> list[Paper]:
    """Read papers from both tables by row number, in the order asked for."""
    rows = pa.array(indices, type=pa.int64())
    extras = attributes.drop_columns(["paper_id"]).take(rows).to_pylist() if attributes.num_columns > 1 else []
    return [_paper(row, extras[place] if extras else {}) for place, row in enumerate(papers.take(rows).to_pylist())]


def _paper(row: dict[str, Any], extra: dict[str, Any]) -> Paper:
    values: dict[str, Any] = {name: tuple(row[name] or ()) if name in _LISTS else row[name] for name in row}
    values["date"] = from_parts(values["date"], values.pop("date_precision"))
    values["attributes"] = {name: _attribute(value) for name, value in extra.items() if value is not None}
    return Paper(**values)


def _attribute(value: object) -> AttributeValue:
    """A value of any column; what other tools wrote as days, decimals or structures is its text."""
    if isinstance(value, list):
        return tuple(str(part) for part in value if part is not None)
    return value if isinstance(value, str | int | float) else str(value)


def _typed(values: Sequence[AttributeValue | None]) -> pa.Array:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {tuple}:
        return pa.array(values, type=pa.list_(pa.string()))
    if kinds == {bool}:
        return pa.array(values, type=pa.bool_())
    if kinds == {int} and all(abs(value) < 2**63 for value in values if isinstance(value, int)):
        return pa.array(values, type=pa.int64())
    if float in kinds and kinds <= {int, float} and all(abs(v) <= 2**53 for v in values if isinstance(v, int)):
        numbers = [float(value) if isinstance(value, int | float) else None for value in values]
        return pa.array(numbers, type=pa.float64())
    texts = ["; ".join(value) if isinstance(value, tuple) else value for value in values]
    return pa.array([None if text is None else str(text) for text in texts], type=pa.string())

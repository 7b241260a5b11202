"""Tables written as one JSON object, as data frames write themselves: by columns, by rows, or cells apart from names.

    {"title": {"0": "A", "1": "B"}, "year": {"0": 2020, "1": 2021}}
    {"0": {"title": "A", "year": 2020}, "1": {"title": "B", "year": 2021}}
    {"columns": ["title", "year"], "index": [0, 1], "data": [["A", 2020], ["B", 2021]]}

Rows go by numbers; other names of rows could as well be languages of one title.
"""

from __future__ import annotations

from collections.abc import Mapping

from lib.ingest.formats.json_values import HasText, at


def rows(value: Mapping[str, object], has_text: HasText) -> list[object]:
    """The rows of a table with titles or abstracts, each by the names of its columns; none if it is no table.

    A row with more or fewer cells than there are columns stays a list.
    """
    columns, cells = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(cells, list):
        names = [name for name in columns if isinstance(name, str)]
        if len(names) < len(columns) or not has_text(dict.fromkeys(names)):
            return []
        fits = (isinstance(row, list) and len(row) == len(names) for row in cells)
        return [dict(zip(names, row, strict=True)) if fit else row for row, fit in zip(cells, fits, strict=True)]
    inner = [member for member in value.values() if isinstance(member, dict)]
    if not inner or len(inner) < len(value):
        return []
    if not has_text(value):
        return list[object](inner) if _are_numbers(value) and any(map(has_text, inner)) else []
    if not _are_numbers(inner[0]) or any(column.keys() != inner[0].keys() for column in inner):
        return []
    return [{name: at(column, number) for name, column in value.items()} for number in inner[0]]


def _are_numbers(names: Mapping[str, object]) -> bool:
    return bool(names) and all(name.isdecimal() for name in names)

"""JSONL: one object a paper and line, for programs; nothing of a paper is left out.

Lists are lists, `csl` is an object, attributes are members of `attributes`. What is not known is "", null or [].
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Final

from lib.core.paper import AttributeValue
from lib.export.citation import read_csl
from lib.export.fields import fields
from lib.export.plain import encoded
from lib.export.rows import ExportRow

_LINE_ENDS: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"})
"""JSON lets them stand in a text, but readers that go by Python's line ends would break there."""


def write_jsonl(rows: Sequence[ExportRow]) -> bytes:
    """Write papers as JSONL in UTF-8, every line ended by a line feed."""
    return encoded("".join(f"{_object(row)}\n" for row in rows))


def _object(row: ExportRow) -> str:
    value = {
        **{name: _known(value) for name, value in fields(row).items()},
        "csl": read_csl(row.paper.csl),
        "attributes": {name: _known(value) for name, value in sorted(row.paper.attributes.items())},
    }
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


def _known(value: AttributeValue | None) -> AttributeValue | None:
    # JSON has no NaN and no infinity.
    return None if isinstance(value, float) and not math.isfinite(value) else value

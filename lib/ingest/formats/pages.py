"""Pages, from the first to the last."""

from __future__ import annotations

import re

from lib.ingest.values import text_of


def page_range(first: object, last: object) -> str:
    """The pages from first to last, as one text; the first alone may hold the whole range ("349-69", "pp 37-64")."""
    begin, end = re.sub(r"^pp?\.?\s+(?=\S*\d)", "", text_of(first)), text_of(last)
    if not begin or not end:
        return begin or end
    inner = re.split(r"[-‐–]", begin)[-1]
    return begin if end.endswith(inner) and (inner != begin or end == begin) else f"{begin}-{end}"

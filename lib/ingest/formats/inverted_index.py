"""OpenAlex's abstracts: for legal reasons not as text but as an index, each word with its places."""

from __future__ import annotations

import json
from collections.abc import Mapping


def text_of_index(index: object) -> str:
    """Put an inverted index together, `{"the": [0, 2], "end": [1]}` to "the end the"; "" for anything else.

    The index may be written as JSON text, as it is in tables.
    """
    if isinstance(index, str):
        try:
            index = json.loads(index)
        except (ValueError, RecursionError):
            return ""
    if not isinstance(index, Mapping):
        return ""
    words = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(words))

"""What the search box says of the language of keyword search; the guide says the same at length."""

from __future__ import annotations

from typing import Final

QUERY_HELP: Final = """
Papers that have all of the words in their title, abstract or authors, the best matches first.

- `"dense retrieval"` the words in a row
- `retriev*` words that begin so
- `graph OR network`, `graph NOT survey`, `-survey`, `(a OR b) c`: operators in capitals
- `title:graph`, `abstract:`, `author:`, `venue:` in that part alone
- `year:2023`, `year:2023..2025`, `year:2023..`
- `topic:retrieval` words of a topic's label, or its number
"""
"""Markdown."""

"""What the search box says of each way of search; the guide says the same at length."""

from __future__ import annotations

from typing import Final

from lib.core.view import SearchMode

QUERY_HELP: Final = """
Papers that have all of the words in their title, abstract or authors, the best matches first.

- `"dense retrieval"` the words in a row
- `retriev*` words that begin so
- `graph OR network`, `graph NOT survey`, `-survey`, `(a OR b) c`: operators in capitals
- `title:graph`, `abstract:`, `author:`, `venue:` in that part alone
- `year:2023`, `year:2023..2025`, `year:2023..`
- `topic:retrieval` words of a topic's label, or its number
"""
"""The language of search by words, in Markdown."""

SEARCH_HELP: Final[dict[SearchMode, str]] = {
    "words": QUERY_HELP,
    "meaning": "Papers nearest in meaning to what you write: a question, a sentence, a pasted abstract. Operators are "
    "read as text.",
    "both": f"Papers found by words and papers found by meaning, as one list.\n\nFor the words:\n{QUERY_HELP}",
}
"""What the search box says of each way of search, in Markdown."""

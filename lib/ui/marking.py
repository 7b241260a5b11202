"""Text of a paper as it is shown: what is searched for stands out, and what is said of its topic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lib.core.query import Query, TextField, parse
from lib.explore.highlight import Span, highlights
from lib.ui.context import Context
from lib.ui.highlighted import highlighted

_parsed = lru_cache(maxsize=8)(parse)


def marked(context: Context, text: str, field: TextField, terms: Sequence[Span] = ()) -> str:
    """Escape a field's text, with what the view's search finds in it on a yellow ground and `terms` on a grey one."""
    return highlighted(text, highlights(text, _searched(context), field), terms)


def _searched(context: Context) -> Query:
    """The words that are searched for; none where the search is by meaning alone."""
    view = context.view
    return _parsed("" if view.search == "meaning" else view.query)

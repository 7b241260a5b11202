"""What a search finds: the papers that match its words, those near it in meaning, or both."""

from __future__ import annotations

from lib.core.meaning import Meaning
from lib.core.query import parse
from lib.core.view import SearchMode
from lib.explore.by_meaning import found_by_meaning
from lib.explore.caching import kept_with_store
from lib.explore.found import Found
from lib.explore.fuse import fused
from lib.explore.keywords import find
from lib.explore.store import Store


@kept_with_store(maxsize=32)
def found_by(store: Store, query: str, search: SearchMode, meaning: Meaning | None) -> Found | None:
    """Search the papers; None where nothing is searched for. The last searches are kept.

    `meaning` is the query's, beside words that of its `free_text`; without it nothing is searched by meaning. Where
    both are searched their ranks are added, and the query's conditions bind both.
    """
    if not query.strip():
        return None
    if search == "meaning":
        return None if meaning is None else found_by_meaning(store, meaning)
    parsed = parse(query)
    words = find(store, parsed)
    if meaning is None or search == "words":
        return words
    _, conditions = parsed.split()
    return fused([words, found_by_meaning(store, meaning, within=find(store, conditions).mask)])

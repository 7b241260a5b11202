"""Results that are worked out once for a store and are given up with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    # The store asks for some of these results itself.
    from lib.explore.store import Store

P = ParamSpec("P")
T = TypeVar("T")


def kept_with_store(
    maxsize: int,
) -> Callable[[Callable[Concatenate[Store, P], T]], Callable[Concatenate[Store, P], T]]:
    """Keep the last results of a function of a store and of other values that can be keys, `maxsize` for each store.

    A cache of all stores would hold them, and each of an atlas that was built again or that nobody looks at any more
    holds all its papers.
    """

    def keep(function: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
        @wraps(function)
        def kept(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> T:
            cache = store.kept.get(function)
            if cache is None:
                cache = store.kept.setdefault(function, lru_cache(maxsize)(partial(function, store)))
            result: T = cache(*args, **kwargs)
            return result

        return kept

    return keep

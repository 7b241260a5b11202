"""Own lists are compared in the background, once each, and the results kept within a limit."""

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from lib.core.config import BUNDLED_MODEL
from lib.core.meaning import Refused, Waiting
from lib.core.own_list import OwnList, OwnPaper
from lib.explore import own_comparisons
from lib.explore.own_comparisons import Comparisons
from lib.explore.own_list import Comparison, compare
from lib.explore.store import Store


def own_list(title: str = "Something quite new") -> OwnList:
    """A list of one paper."""
    vectors = np.array([[0, 0, 1, 0]], dtype=np.float16)
    return OwnList("mine.bib", (OwnPaper(title, ("t:new",)),), vectors, f"{BUNDLED_MODEL}|")


def settled(comparisons: Comparisons, store: Store, own: OwnList) -> Comparison | Refused:
    """Ask until there is an answer."""
    end = time.monotonic() + 60
    while isinstance(answer := comparisons.ask(store, own), Waiting):
        assert time.monotonic() < end
    return answer


def test_nobody_waits(tiny_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a list is compared a page is told how far that is; then it is known, also to an equal list."""
    go_on, n_begun = threading.Event(), 0

    def slowly(store: Store, own: OwnList, report: Callable[[int], None]) -> Comparison:
        nonlocal n_begun
        n_begun += 1
        report(0)
        go_on.wait(60)
        return compare(store, own, report)

    monkeypatch.setattr(own_comparisons, "compare", slowly)
    comparisons = Comparisons()
    for _ in range(3):
        waiting = comparisons.ask(tiny_store, own_list(), wait_seconds=0)
        assert isinstance(waiting, Waiting)
        assert (waiting.n_done, waiting.n_texts) == (0, 1)
    go_on.set()
    found = settled(comparisons, tiny_store, own_list())

    assert isinstance(found, Comparison)
    assert found.papers[0].topics == {"top": 11, "default": 2, "fine": 23}
    assert comparisons.ask(tiny_store, own_list(), wait_seconds=0) is found
    assert n_begun == 1


def test_known_within_a_limit(tiny_store: Store) -> None:
    """Of more lists than there is room for, those asked for of late stay."""
    lists = [own_list(f"Paper {number}") for number in range(3)]
    first = settled(Comparisons(), tiny_store, lists[0])
    assert isinstance(first, Comparison)
    comparisons = Comparisons(most_bytes=2 * first.n_bytes)
    found = [settled(comparisons, tiny_store, own) for own in lists]

    assert comparisons.ask(tiny_store, lists[2], wait_seconds=0) is found[2]
    assert comparisons.ask(tiny_store, lists[1], wait_seconds=0) is found[1]
    assert isinstance(comparisons.ask(tiny_store, lists[0], wait_seconds=0), Waiting)


def test_what_cannot_be_compared(tiny_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says so; the next list is compared all the same."""

    def broken(store: Store, own: OwnList, report: Callable[[int], None]) -> Comparison:
        if own.papers[0].title == "odd":
            raise MemoryError
        return compare(store, own, report)

    monkeypatch.setattr(own_comparisons, "compare", broken)
    comparisons = Comparisons()

    refused = settled(comparisons, tiny_store, own_list("odd"))
    assert isinstance(refused, Refused)
    assert "could not be compared" in refused.sentence
    assert isinstance(settled(comparisons, tiny_store, own_list()), Comparison)

"""Papers that seem to be versions of one work: a preprint and what came of it, a talk and the article."""

from __future__ import annotations

from lib.explore.store import Store


def other_versions(store: Store, index: int) -> list[int]:
    """The other versions of a paper that the atlas has, the oldest first, the undated last."""
    dates = {other: store.date_of(other) for other in store.versions.get(index, ()) if other != index}
    return sorted(dates, key=lambda other: (dates[other] is None, str(dates[other])))

"""Times in words."""

from __future__ import annotations

from datetime import UTC, datetime

from lib.core.text import count_of


def ago_words(then: str, now: datetime | None = None) -> str:
    """How long ago a moment in ISO 8601 was: `just now`, `5 minutes ago`, `3 days ago`; "" if it is none."""
    try:
        moment = datetime.fromisoformat(then)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{count_of(int(seconds // size), noun)} ago"
    return "just now"


def day_words(moment: str) -> str:
    """The day of a moment in ISO 8601: `12 Mar 2026`; "" if it is none."""
    try:
        day = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return f"{day.day} {day:%b %Y}"

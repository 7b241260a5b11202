"""Progress."""

from lib.core.progress import Progress, Silent


def test_silence_is_a_listener() -> None:
    """It takes all that a build says, and does nothing."""
    listener: Progress = Silent()

    assert listener.begin("read", 10, "bytes") is None  # type: ignore[func-returns-value]
    assert listener.advance(3) is None  # type: ignore[func-returns-value]
    assert listener.note("Hello.") is None  # type: ignore[func-returns-value]

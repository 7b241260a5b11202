"""Settings of a build."""

import json

import pytest

from lib.core.config import BuildConfig


def test_settings_come_back_from_their_values() -> None:
    """What the manifest holds makes the same settings, and what it does not know is passed over."""
    config = BuildConfig(n_neighbors=20, min_topic_size=5, capture_year=2025, mapping=(("title", "Document"),))
    values = json.loads(json.dumps(config.to_dict()))

    assert BuildConfig.from_dict({**values, "of a later version": 1}) == config
    assert BuildConfig.from_dict({"seed": 1}).mapping == ()


@pytest.mark.parametrize(
    "values", [{"n_neighbors": 1}, {"n_neighbors": 201}, {"min_topic_size": 1}, {"seed": -1}, {"seed": 2**32}]
)
def test_numbers_out_of_range_are_refused(values: dict[str, int]) -> None:
    """A setting that cannot work is refused before anything is read."""
    with pytest.raises(ValueError, match="must be"):
        BuildConfig(**values)  # type: ignore[arg-type]

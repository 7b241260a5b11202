"""The view."""

import pytest

from lib.core.dates import PartialDate
from lib.core.view import View


def test_a_new_view_leaves_nothing_out() -> None:
    """Without filters, and at any level, everything is in."""
    assert View().is_everything
    assert View(level="fine").is_everything


@pytest.mark.parametrize(
    "view",
    [View(topics=(1,)), View(date_from=PartialDate(2020)), View(date_to=PartialDate(2020)), View(query="cell")],
)
def test_each_filter_leaves_something_out(view: View) -> None:
    """Any one filter makes it less than everything, until it is cleared."""
    assert not view.is_everything
    assert view.cleared().is_everything


def test_one_topic_can_be_taken_off() -> None:
    """The others stay."""
    assert View(topics=(1, 2, 3), query="x").without_topic(2) == View(topics=(1, 3), query="x")

"""A first start on an empty data folder."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tools.smoke import check_draws


def test_the_first_start_draws_the_sample(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    """Without any atlas of one's own, the first page is a map with topics in their colours."""
    check_draws(page, serve(tmp_path))

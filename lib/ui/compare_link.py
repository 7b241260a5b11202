"""Links to the page on which two groups of papers are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lib.ui import nav
from lib.ui.context import Context
from lib.ui.url import for_another_page

_PAGE: Final[str] = "compare"


def compare_link(context: Context, one: str, other: str, label: str) -> None:
    """Draw a link that compares two groups, named as in the URL; the label may have Markdown."""
    address = replace(for_another_page(context.address), one=one, other=other)
    for spec in nav.PAGES:
        if spec.key == _PAGE:
            nav.link(spec.key, label, address, icon=":material/compare_arrows:")

"""Links to the page on which two groups of papers are compared."""

from __future__ import annotations

from dataclasses import replace

from lib.ui import nav
from lib.ui.context import Context
from lib.ui.url import for_another_page


def compare_link(context: Context, one: str, other: str, label: str) -> None:
    """Draw a link that compares two groups, named as in the URL; the label may have Markdown."""
    address = replace(for_another_page(context.address), one=one, other=other)
    nav.link("compare", label, address, icon=":material/compare_arrows:")

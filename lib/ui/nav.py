"""The pages in one table, and links to them that keep the view.

Links are `st.page_link` with query parameters: one entry in the browser's history, Back and Forward both right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from lib.ui import url

PageKey = Literal["map", "trends", "topics", "compare", "papers", "selection", "own", "records", "build", "atlases"]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: where its script lies, what it is called, and whether it needs an open atlas."""

    key: PageKey
    title: str
    icon: str
    file: str
    needs_atlas: bool = True
    follows_view: bool = True
    """Whether the view decides what the page shows, so that its sentence and filters stand on top."""

    @property
    def path(self) -> str:
        """Its address; the first page of the table lives at the root, as Streamlit wants it."""
        return "" if self.key == PAGES[0].key else self.key

    def page(self) -> st.Page:
        """Its Streamlit page. Without the icon: the browser would fetch it from another machine for its tab."""
        return st.Page(self.file, title=self.title, url_path=self.path or "map", default=self.key == PAGES[0].key)


PAGES: Final = (
    PageSpec("map", "Map", ":material/scatter_plot:", "pages/explore/map.py"),
    PageSpec("trends", "Trends", ":material/show_chart:", "pages/explore/trends.py"),
    PageSpec("topics", "Topics", ":material/category:", "pages/explore/topics.py"),
    PageSpec("compare", "Compare", ":material/compare_arrows:", "pages/explore/compare.py"),
    PageSpec("papers", "Papers", ":material/article:", "pages/explore/papers.py"),
    PageSpec("selection", "Selection", ":material/bookmarks:", "pages/explore/selection.py", follows_view=False),
    PageSpec("own", "My list", ":material/menu_book:", "pages/explore/own.py"),
    PageSpec("records", "Records", ":material/fact_check:", "pages/explore/records.py", follows_view=False),
    PageSpec(
        "build", "New atlas", ":material/add_circle:", "pages/manage/build.py", needs_atlas=False, follows_view=False
    ),
    PageSpec(
        "atlases", "Atlases", ":material/folder_open:", "pages/manage/atlases.py", needs_atlas=False, follows_view=False
    ),
)

_REGISTERED: Final = "_pages"


def register() -> dict[PageKey, st.Page]:
    """Make this run's page objects; links of the same run go to them."""
    pages = {spec.key: spec.page() for spec in PAGES}
    st.session_state[_REGISTERED] = pages
    return pages


def spec_of(page: st.Page) -> PageSpec:
    """Find the line of the table that a running page belongs to."""
    return next(spec for spec in PAGES if spec.title == page.title)


def link(key: PageKey, label: str, address: url.Address, *, icon: str | None = None, help: str | None = None) -> None:  # noqa: A002 - Streamlit's own name for it
    """Draw a link to a page that shows an address there."""
    page = st.session_state[_REGISTERED][key]
    params = {name: values if len(values) > 1 else values[0] for name, values in url.write(address).items()}
    st.page_link(page, label=label, icon=icon, help=help, query_params=params)

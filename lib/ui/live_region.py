"""What changed on the page, said to those who hear it: a place that stays while its words change.

What Streamlit draws anew, a screen reader takes for something that was always there.
"""

from __future__ import annotations

import streamlit as st

_HTML = '<p role="status"></p>\n'
_CSS = """
p { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
"""
_JS = """
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("p");
  if (place.textContent !== data.words) place.textContent = data.words;
}
"""

_component = st.components.v2.component("topic_atlas_live_region", html=_HTML, css=_CSS, js=_JS)


def say(words: str) -> None:
    """Have a sentence read out when it differs from the last one; draws nothing that is seen."""
    _component(key="live_region", data={"words": words})

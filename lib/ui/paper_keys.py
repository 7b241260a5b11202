"""Keys for a list of papers: next, previous, select, open, close, turn the page.

They move the focus over the titles, so that the current line is the one with the ring and a screen reader says it, and
press the buttons that stand there. Streamlit's own shortcuts are no way: each is a run of the page, and none of them
works while a box that was just ticked has the focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import streamlit as st

_JS = (Path(__file__).parent / "paper_keys.js").read_text(encoding="utf-8")
_component = st.components.v2.component("topic_atlas_paper_keys", html="<span></span>\n", js=_JS)

_ON: Final = "use_paper_keys"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, as the browser and as people call it, and what it does."""

    name: str
    label: str
    action: Literal["next", "previous", "select", "open", "abstract", "forward", "back", "close"]
    words: str


KEYS: Final = (
    Key("j", "J", "next", "next paper"),
    Key("k", "K", "previous", "previous paper"),
    Key("x", "X", "select", "select the paper or take it out"),
    Key("o", "O or Enter", "open", "open the paper"),
    Key("e", "E", "abstract", "show or hide its abstract here"),
    Key("Escape", "Esc", "close", "close the open paper"),
    Key("n", "N", "forward", "next page of the list"),
    Key("p", "P", "back", "previous page of the list"),
)
"""C and R are Streamlit's own."""


def show_keys_help() -> None:
    """Draw the list of the keys, with a way to switch them off."""
    with st.popover("Keys", icon=":material/keyboard:", type="tertiary", help="Read the list without a mouse."):
        st.markdown("\n".join(f"- **{key.label}**: {key.words}" for key in KEYS))
        st.checkbox(
            "Use these keys",
            value=True,
            key=_ON,
            persist_state="session",
            help="Switch them off if they get in the way of those of your screen reader or browser.",
        )


def listen_for_keys(lines: Sequence[int], *, opened: int | None, n_picked: int) -> None:
    """Let the keys work on the lines that are shown; draws nothing.

    A change of any argument tells the browser's half that the list was drawn anew, and the focus goes back to its line.
    """
    with st.container(key="ta-keys"):
        _component(
            key="paper_keys",
            data={
                "actions": {key.name: key.action for key in KEYS} if st.session_state.get(_ON, True) else {},
                "lines": list(lines),
                "opened": opened,
                "picked": n_picked,
            },
        )

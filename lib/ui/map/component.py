"""Mounts the topic map in a page.

The browser's half is JavaScript of its own in `js/`: the parts share one module and are joined here in an order in
which each uses only what stands before it.
"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from lib.ui.map.payload import MapEvent, MapPayload, event_from_json, payload_to_json, region_from_json

_HERE = Path(__file__).parent
JS_PARTS = (
    "colors",
    "sources",
    "dates",
    "points",
    "coloring",
    "geometry",
    "tint",
    "renderer",
    "placing",
    "labels",
    "dom",
    "hover",
    "menu",
    "toolbar",
    "player",
    "timeline",
    "legend",
    "own",
    "plot",
    "region",
    "pointer",
    "keyboard",
    "frame",
    "export",
    "topic_map",
    "main",
)


def read_script() -> str:
    """Join the parts of the map's script to one ES module."""
    parts = (_HERE / "js" / f"{part}.js" for part in JS_PARTS)
    return "\n".join(path.read_text(encoding="utf-8") for path in (_HERE.parent / "plotly_script.js", *parts))


# Styles are not isolated: plotly.js writes its own into the page's head, where a shadow root would not see them.
_mount = st.components.v2.component(
    "topic_atlas_map",
    css=(_HERE / "map.css").read_text(encoding="utf-8"),
    js=read_script(),
    isolate_styles=False,
)


def topic_map(payload: MapPayload, *, key: str) -> MapEvent:
    """Show the topic map and tell what was done on it.

    Parameters
    ----------
    payload
        What to show. Zoom, mode and region outlive its changes; zoom and region also a change of page.
    key
        Names the map within the page and, with the atlas's version, the zoom that is kept over page changes.

    Returns
    -------
    The region drawn on the map, and what was clicked or chosen just now, if anything.
    """
    held = st.session_state.get(key)
    # Streamlit forgets a component's state with the page that it was on.
    kept = st.session_state.get(f"{key}_region")
    drawn = held.get("region", kept) if isinstance(held, Mapping) else kept
    result = _mount(
        key=key,
        data=payload_to_json(payload, key=key, region=region_from_json(drawn, payload.version)),
        default={"region": kept},
        on_region_change=_rerun_only,
        on_click_change=_rerun_only,
        on_dates_change=_rerun_only,
        on_names_change=_rerun_only,
    )
    st.session_state[f"{key}_region"] = result.get("region")
    return event_from_json(result, payload)


def _rerun_only() -> None:
    """Let Streamlit know the state's name; a change reruns the page, which reads it from the result."""

"""The topic map: a Streamlit component of our own around plotly.js.

Pages make a `MapPayload` and call `topic_map`, which gives back a `MapEvent`.
"""

from lib.ui.map.component import topic_map
from lib.ui.map.payload import (
    DateRange,
    MapDates,
    MapEvent,
    MapLabel,
    MapPayload,
    MapTopic,
    Names,
    OwnPaper,
    Region,
)

__all__ = [
    "DateRange",
    "MapDates",
    "MapEvent",
    "MapLabel",
    "MapPayload",
    "MapTopic",
    "Names",
    "OwnPaper",
    "Region",
    "topic_map",
]

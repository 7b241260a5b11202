"""The topic map: a Streamlit component of our own around plotly.js.

Pages make a `MapPayload` and call `topic_map`, which gives back a `MapEvent`.
"""

from lib.ui.map.coloring import MapColoring, map_coloring
from lib.ui.map.component import topic_map
from lib.ui.map.payload import (
    DateRange,
    MapDates,
    MapEvent,
    MapLabel,
    MapPayload,
    MapPicture,
    MapTopic,
    Names,
    OwnPaper,
    Region,
)

__all__ = [
    "DateRange",
    "MapColoring",
    "MapDates",
    "MapEvent",
    "MapLabel",
    "MapPayload",
    "MapPicture",
    "MapTopic",
    "Names",
    "OwnPaper",
    "Region",
    "map_coloring",
    "topic_map",
]

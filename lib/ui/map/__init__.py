"""The topic map: a Streamlit component of our own around plotly.js.

Pages make a `MapPayload` and call `topic_map`, which gives back a `MapEvent`.
"""

from lib.ui.map.component import topic_map
from lib.ui.map.payload import MapEvent, MapLabel, MapPayload, MapTopic, Region

__all__ = ["MapEvent", "MapLabel", "MapPayload", "MapTopic", "Region", "topic_map"]

"""Tables to Plotly figures, for light and dark."""

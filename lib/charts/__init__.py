"""Tables to Plotly figures, and the colours of topics for light and dark. Knows no Streamlit."""

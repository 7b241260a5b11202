"""Questions to an open atlas; knows neither Plotly nor Streamlit."""

"""Questions to an open atlas: papers in a view, topics, trends, nearest papers. Knows no Plotly and no Streamlit."""

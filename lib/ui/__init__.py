"""What the Streamlit pages share: view and URL, sidebar, state, components."""

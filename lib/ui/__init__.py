"""What Streamlit needs: the view and its URL, the frame around every page, parts of pages, the map component."""

"""The one entry: `streamlit run app.py` imports this file for its server, then runs it as the script of every page."""

import streamlit as st

if __name__ == "__main__":
    from lib.ui.shell import run

    run()
else:
    from lib.server.middleware import MIDDLEWARE
    from lib.ui.startup import prepare

    app = st.App(__file__, routes=prepare(), middleware=MIDDLEWARE)

"""What stands behind `--` on the command line that starts the dashboard."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def atlas_argument() -> Path | None:
    """The folder given by `streamlit run app.py -- --atlas PATH`, if any."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--atlas", type=Path)
    folder: Path | None = parser.parse_known_args(sys.argv[1:])[0].atlas
    return folder

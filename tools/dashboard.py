"""Starts the dashboard as a person does, as a process of its own, and ends it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEALTH = "/_stcore/health"
START_SECONDS = 60.0


@contextmanager
def running_dashboard(
    home: Path, log: Path, *arguments: str, script: Path = ROOT / "app.py", port: int = 0
) -> Iterator[str]:
    """Serve the dashboard for as long as the context lasts.

    Parameters
    ----------
    home
        The data folder that it shows.
    log
        File for what the server prints.
    arguments
        What would stand after ``--`` on the command line, such as ``"--atlas", path``.
    script
        The Streamlit script to run; another than the dashboard to compare it with.
    port
        Where it answers; 0 is any free port.

    Yields
    ------
    The address, without a slash at its end; the server answers there.

    Raises
    ------
    RuntimeError
        If it has not answered after a minute or has ended; the message has the end of its log.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += ["--server.headless=true", "--", *arguments]
    environment = {**os.environ, "TOPIC_ATLAS_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(url + HEALTH):
            if process.poll() is not None or time.monotonic() > deadline:
                end = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"The dashboard did not start at {url}; {log} ends with:\n{end}")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Whether a GET of this address gives 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  always http, made above
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False

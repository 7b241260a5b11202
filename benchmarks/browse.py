"""What browsing costs the server: `python -m benchmarks.browse ATLAS... [--users N] [--interactions N]`.

The dashboard is started as a person does. Visitors without a browser speak Streamlit's own protocol to it: each
interaction is a rerun under another address, as a click on a filter, a topic or a paper makes one, since the whole
view stands in the URL. Seconds are from the request to the end of the run; bytes are those of all messages of the run,
as they go over the line. Visitors keep what a browser keeps: a message that the server knows to be there comes as its
hash.

First one visitor after another interaction, then all visitors at once, each with interactions of its own.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from lib.atlas.reader import Atlas, open_atlas
from tools.dashboard import running_dashboard

INTERACTIONS: Final = 60
USERS: Final = 10
_LARGEST_MESSAGE: Final = 200 * 2**20

Params = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One interaction: what was done, how long it took and what it sent."""

    what: str
    seconds: float
    n_bytes: int


class Visitor:
    """One session of the dashboard, without a browser."""

    def __init__(self, socket: ClientConnection, atlas: str) -> None:
        self._socket = socket
        self._atlas = atlas
        self._pages: dict[str, str] = {}
        self._hashes: set[str] = set()

    def visit(self, what: str, page: str, params: Params) -> Run:
        """Show an address; `page` is its path, "" the first page."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode({"atlas": self._atlas, **params}, doseq=True)
        state.page_script_hash = self._pages.get(page, "")
        state.cached_message_hashes.extend(self._hashes)
        began = time.perf_counter()
        self._socket.send(message.SerializeToString())
        n_bytes = 0
        while True:
            data = self._socket.recv()
            assert isinstance(data, bytes)
            n_bytes += len(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if answer.hash and answer.metadata.cacheable:
                self._hashes.add(answer.hash)
            if kind == "navigation":
                self._pages = {one.url_pathname: one.page_script_hash for one in answer.navigation.app_pages}
            if answer.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{what}: {answer.delta.new_element.exception.message}")
            if kind == "script_finished":
                return Run(what, time.perf_counter() - began, n_bytes)


@contextmanager
def visitor_of(url: str, atlas: str) -> Iterator[Visitor]:
    """A new visitor of the dashboard at an address."""
    stream = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=_LARGEST_MESSAGE) as socket:
        yield Visitor(socket, atlas)


def interactions(atlas: Atlas, n: int, seed: int) -> list[tuple[str, str, Params]]:
    """What somebody does: filters, words, topics, papers and pages, in a random order that a seed fixes."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    topics = atlas.topics.to_pylist()
    default = [topic for topic in topics if topic["level"] == "default"]
    paper_ids = atlas.papers["paper_id"]
    years = sorted({date.year for date in atlas.papers["date"].to_pylist() if date}) or [2020]

    def paper() -> str:
        return str(paper_ids[dice.randrange(atlas.n_papers)].as_py())

    def words() -> str:
        terms = dice.choice(default or [{"terms": [{"term": "learning"}]}])["terms"]
        return str(dice.choice(terms)["term"])

    def topic() -> str:
        return str(dice.choice(default)["topic_id"]) if default else "none"

    makers: Sequence[tuple[str, Callable[[], tuple[str, Params]]]] = (
        ("map, one topic", lambda: ("", {"topic": topic()})),
        ("map, words", lambda: ("", {"q": words()})),
        ("map, dates", lambda: ("", {"from": str(dice.choice(years))})),
        ("map, a paper opened", lambda: ("", {"paper": paper()})),
        ("map, another level", lambda: ("", {"level": dice.choice(("top", "fine"))})),
        ("map, confidence", lambda: ("", {"in.confidence": f"{dice.random():.2f}.."})),
        ("map, coloured by date", lambda: ("", {"color": "date"})),
        ("papers", lambda: ("papers", {"n": str(dice.randrange(1, 6))})),
        ("papers, by title", lambda: ("papers", {"sort": "title", "topic": topic()})),
        ("papers, words", lambda: ("papers", {"q": words()})),
        ("papers, one opened", lambda: ("papers", {"paper": paper()})),
        ("topics", lambda: ("topics", {"q": words()})),
        ("a topic", lambda: ("topics", {"open": topic()} if default else {})),
        ("trends", lambda: ("trends", {"level": dice.choice(("top", "default"))})),
    )
    done = []
    for place in range(n):
        what, make = makers[place % len(makers)]
        done.append((what, *make()))
    dice.shuffle(done)
    return done


def measure(folder: Path, n: int, users: int) -> None:
    """Measure one atlas and print its lines."""
    atlas = open_atlas(folder)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with (
            running_dashboard(home / "home", home / "log.txt", "--atlas", str(folder)) as url,
            visitor_of(url, folder.name) as visitor,
        ):
            server = _server(url)
            first = visitor.visit("first view", "", {})
            # What is made once for all visitors is no part of an interaction.
            for what, page, params in interactions(atlas, 14, seed=99):
                visitor.visit(what, page, params)
            runs = [visitor.visit(*one) for one in interactions(atlas, n, seed=1)]
            alone_mb = _memory_mb(server)
            together: list[Run] = []
            threads = [
                threading.Thread(target=_browse, args=(url, folder.name, interactions(atlas, n, 2 + user), together))
                for user in range(users)
            ]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - began
            all_mb = _memory_mb(server)
    cells = (
        f"{atlas.n_papers:,}",
        *(f"{first.seconds:.2f}", f"{first.n_bytes / 1e3:,.0f}"),
        *(*_spread(runs), f"{alone_mb:,.0f}"),
        *(*_spread(together), f"{len(together) / seconds:.1f}", f"{all_mb:,.0f}"),
    )
    print(f"| {' | '.join(cells)} |")
    slowest = sorted(_by_kind(runs).items(), key=lambda kind: -kind[1])[:5]
    print("<!-- slowest: " + "; ".join(f"{what} {1000 * seconds:.0f} ms" for what, seconds in slowest) + " -->")


def _browse(url: str, atlas: str, todo: Sequence[tuple[str, str, Params]], runs: list[Run]) -> None:
    with visitor_of(url, atlas) as visitor:
        visitor.visit("first view", "", {})
        runs += [visitor.visit(*one) for one in todo]


def _spread(runs: Sequence[Run]) -> tuple[str, ...]:
    """Median and 95th percentile of milliseconds, median and most of kilobytes."""
    seconds, sizes = sorted(run.seconds for run in runs), sorted(run.n_bytes for run in runs)
    late = seconds[min(int(0.95 * len(seconds)), len(seconds) - 1)]
    times = (1000 * statistics.median(seconds), 1000 * late)
    return tuple(f"{value:,.0f}" for value in (*times, statistics.median(sizes) / 1e3, sizes[-1] / 1e3))


def _by_kind(runs: Sequence[Run]) -> dict[str, float]:
    kinds: dict[str, list[float]] = {}
    for run in runs:
        kinds.setdefault(run.what, []).append(run.seconds)
    return {what: statistics.median(seconds) for what, seconds in kinds.items()}


def _server(url: str) -> psutil.Process:
    """The process that serves an address; it is a child of ours."""
    port = int(url.rsplit(":", 1)[1])
    for child in psutil.Process().children(recursive=True):
        if f"--server.port={port}" in child.cmdline():
            return child
    raise RuntimeError(f"no process of ours serves {url}")


def _memory_mb(server: psutil.Process) -> float:
    """Memory of the server and its children, in MB."""
    return sum(process.memory_info().rss for process in (server, *server.children(recursive=True))) / 1e6


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", nargs="+", type=Path)
    parser.add_argument("--interactions", type=int, default=INTERACTIONS)
    parser.add_argument("--users", type=int, default=USERS)
    given = parser.parse_args()
    one = "p50, ms | p95 | kB, p50 | most"
    print(f"| papers | first, s | kB | {one} | MB | {given.users} at once: {one} | runs/s | MB |")
    print("|" + " --- |" * 14)
    for folder in given.atlas:
        measure(folder.resolve(), given.interactions, given.users)


if __name__ == "__main__":
    main()

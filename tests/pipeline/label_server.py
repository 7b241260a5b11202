"""A real server on this machine that speaks the protocol of label endpoints, or misbehaves in a chosen way."""

import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lib.core.text import digest

Behaviour = Callable[["Reply"], None]
"""Answers one request."""


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: Any

    @property
    def topic(self) -> dict[str, Any]:
        """The data on the topic that the label is asked for."""
        (user,) = (message for message in self.body["messages"] if message["role"] == "user")
        return json.loads(user["content"])


@dataclass
class LabelServer:
    """What the server was asked so far, and its base address."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make it the endpoint."""
        return {"TOPIC_ATLAS_LABELS_URL": self.url, "TOPIC_ATLAS_LABELS_MODEL": "tiny-model"}


class Reply:
    """One request under way: what was asked, and the means to answer."""

    def __init__(self, handler: BaseHTTPRequestHandler, asked: Asked, number: int, closing: threading.Event) -> None:
        self.asked = asked
        self.number = number
        """The request's place among all, from 1."""
        self._handler = handler
        self._closing = closing

    def send(self, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Send a whole response."""
        raw = body.encode() if isinstance(body, str) else body
        self._handler.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **headers}.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(raw)

    def label(self, text: Any) -> None:
        """Answer as a model would."""
        self.send(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}))

    def stall(self) -> None:
        """Say nothing until the server is closed."""
        self._closing.wait()
        self._handler.close_connection = True

    def drip(self) -> None:
        """Begin well, and go on with a byte now and then, so that no single read takes long."""
        self._handler.send_response(200)
        self._handler.end_headers()
        while not self._closing.wait(0.02):
            self._handler.wfile.write(b" ")
            self._handler.wfile.flush()

    def flood(self) -> None:
        """Send without end."""
        self._handler.send_response(200)
        self._handler.end_headers()
        while not self._closing.is_set():
            self._handler.wfile.write(b'{"choices": [' + b" " * 65536)

    def hang_up(self) -> None:
        """Close the connection in the middle of a response."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Length", "1000")
        self._handler.end_headers()
        self._handler.wfile.write(b'{"cho')
        self._handler.close_connection = True


@contextmanager
def serving(behaviour: Behaviour) -> Generator[LabelServer]:
    """Run a server for the block."""
    closing = threading.Event()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw))
            with lock:
                server.asked.append(asked)
                number = len(server.asked)
            try:
                behaviour(Reply(self, asked, number, closing))
            except OSError:
                # The other side has hung up, as it should on some of these.
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = LabelServer(f"http://127.0.0.1:{httpd.server_address[1]}/v1")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        closing.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def slowly(reply: Reply) -> None:
    """Answer well after a moment."""
    time.sleep(0.15)
    well(reply)


def well(reply: Reply) -> None:
    """Answer as a good model would: with a label of its own for each topic."""
    reply.label(f"The field of {reply.asked.topic['terms'][0]} and {reply.asked.topic['terms'][-1]}")


def each_its_own(reply: Reply) -> None:
    """Answer with a label that no other topic has, also where topics have the same terms."""
    reply.label(f"The field of {reply.asked.topic['terms'][0]} {digest(str(reply.asked.topic), length=6)}")

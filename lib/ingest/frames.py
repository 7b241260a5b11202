"""What the process that reads files and the one that started it say to each other, over pipes.

Both are this program; nothing that stands in a file is ever taken for such a frame.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from typing import IO, Any, Final

from lib.ingest.file_reading import Batch

_SIZE: Final = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Told:
    """What the process says: bytes read since the last time, a batch if there is one, and whether the file is done."""

    n_bytes: int = 0
    batch: Batch | None = None
    done: bool = False


def send(stream: IO[bytes], value: object) -> None:
    """Write a value, its length before it."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value that `send` wrote; EOFError where there is none. The other side is a process of ours."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    data = stream.read(_SIZE.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - never bytes of a file: what this program itself has sent

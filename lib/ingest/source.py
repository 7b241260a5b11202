"""A file, or what came through standard input or was pasted: opened, unpacked and decoded while it is read."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Final

from lib.core.errors import InputError
from lib.core.mapping import Pairs
from lib.ingest.encodings import WINDOWS, TextDecoder
from lib.ingest.packing import DAMAGED, Member, packing, unpacked

HEAD_BYTES: Final = 1 << 16
"""How much of a file is looked at to tell its format."""

_CHUNK: Final = 1 << 18
_LONGEST_LINE: Final = 1 << 26
"""Characters; a line of more is none of a record, and would fill the memory."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: as bytes, and as text ("" where it is no text) with plain line feeds."""

    data: bytes
    text: str
    mapping: Pairs = ()
    """What a person says of columns, by which a table may be known."""

    @property
    def is_text(self) -> bool:
        """Whether it can be read as text."""
        return bool(self.text.strip())


def _ignore(_: int) -> None:
    """Nobody wants to know how many bytes were read."""


class Source:
    """One file. It can be opened again and again; only `on_bytes` cares how often.

    Parameters
    ----------
    name
        What the file is called in records and messages.
    content
        A path, the bytes themselves, or a file of an archive.
    problem
        Why there is no content to be read, in a sentence; then opening raises it.
    """

    def __init__(self, name: str, content: Path | bytes | Member, *, problem: str = "") -> None:
        self.name = name
        self.problem = problem
        self._content = content
        self.on_bytes: Callable[[int], None] = _ignore
        """Told how many bytes of the file, as it lies on disk, were read since the last call."""
        self.warnings: list[str] = []
        """Sentences about the file that a person should read."""

    def __reduce__(self) -> tuple[Callable[..., Source], tuple[object, ...]]:
        """For another process: the file alone, not who listens here."""
        return partial(Source, problem=self.problem), (self.name, self._content)

    @property
    def size(self) -> int:
        """Bytes on disk; 0 where that cannot be known."""
        if isinstance(self._content, bytes):
            return len(self._content)
        if isinstance(self._content, Member):
            return self._content.packed_size
        try:
            return self._content.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the file, unpacked, for reading bytes.

        Raises
        ------
        InputError
            If it cannot be opened, or inside the block, if it is damaged or breaks off.
        """
        if self.problem:
            raise InputError(self.problem)
        try:
            # A file of an archive counts for itself.
            count = _ignore if isinstance(self._content, Member) else self._count
            with self._raw() as raw, unpacked(raw, self.name, count) as stream:
                yield stream
        except EOFError as err:
            raise InputError(
                f"{self.name} breaks off before its end: it was not copied or downloaded whole; get it again."
            ) from err
        except DAMAGED as err:
            raise InputError(f"{self.name} is a damaged compressed file ({err}): get it again.") from err
        except OSError as err:
            why = err.strerror or str(err)
            raise InputError(
                f"{self.name} cannot be read ({why}): check that it is a file you may open, then try again."
            ) from err

    def head(self) -> Head:
        """The first HEAD_BYTES of the unpacked content.

        Raises
        ------
        InputError
            If there is nothing in it, or it cannot be opened.
        """
        with self.open() as stream:
            data = stream.read(HEAD_BYTES)
        if not data.strip(codecs.BOM_UTF8):
            raise InputError(f"{self.name} is empty: there is nothing to read in it; check where it came from.")
        return Head(data, _as_text(data))

    def lines(self) -> Iterator[str]:
        """The lines of a text, each with a line feed at its end (but the last); any kind of line end is understood."""
        decoder = TextDecoder()
        # It turns \r\n and \r into \n, also where a chunk ends between them.
        newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
        pending: list[str] = []
        n_pending = 0
        with self.open() as stream:
            while True:
                chunk = stream.read(_CHUNK)
                first, *rest = newlines.decode(chunk, final=not chunk).split("\n")
                pending.append(first)
                n_pending += len(first)
                if rest:
                    yield "".join(pending) + "\n"
                    for line in rest[:-1]:
                        yield line + "\n"
                    pending, n_pending = [rest[-1]], len(rest[-1])
                elif n_pending > _LONGEST_LINE:
                    raise InputError(
                        f"{self.name} has a line of more than {_LONGEST_LINE:,} characters, and no record is so long: "
                        "check what kind of file it is, and get it again."
                    )
                if not chunk:
                    break
        if decoder.guessed:
            why = "so letters with accents may be wrong" if decoder.guessed == WINDOWS else "which is a guess"
            self.warnings.append(
                f"{self.name} is not in UTF-8: it was read as {decoder.guessed}, {why}; save it as UTF-8 to be sure."
            )
        if last := "".join(pending):
            yield last

    def text(self) -> str:
        """The whole text, with plain line feeds."""
        return "".join(self.lines())

    def data(self) -> bytes:
        """The whole unpacked content."""
        with self.open() as stream:
            return stream.read()

    @cached_property
    def seekable(self) -> Path | io.BytesIO:
        """What a library that jumps about in a file can be given: the file itself, or its unpacked bytes."""
        if isinstance(self._content, Path):
            with self._content.open("rb") as raw:
                if not packing(raw.read(6)):
                    self.on_bytes(self.size)
                    return self._content
        return io.BytesIO(self.data())

    def _raw(self) -> io.BufferedReader:
        if isinstance(self._content, Member):
            return self._content.open(self.name, self._count)
        if isinstance(self._content, Path):
            return self._content.open("rb")
        return io.BufferedReader(io.BytesIO(self._content))

    def _count(self, n_bytes: int) -> None:
        self.on_bytes(n_bytes)


def _as_text(data: bytes) -> str:
    """Decode the beginning of a file, or return "" if it is no text."""
    # A head that fills its bytes may end inside a letter, which is then left out.
    text = TextDecoder(waits=False).decode(data, final=len(data) < HEAD_BYTES)
    # Texts hold a stray control character now and then; programs, pictures and archives hold many.
    odd = sum(map(text.count, map(chr, (*range(9), *range(14, 27), *range(28, 32)))))
    if odd > len(text) * 0.002:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

"""A file, or what came through standard input or was pasted: opened, unpacked and decoded while it is read.

What is compressed and how is told by the first bytes, never by the name. Text that is not UTF-8 is read as
Windows-1252, byte by byte where it has to be, and a warning says so.
"""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from lib.core.errors import InputError

HEAD_BYTES: Final = 1 << 16
"""How much of a file is looked at to tell its format."""

_CHUNK = 1 << 18
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the longer before the shorter ones that they begin with."""
_FALLBACK = "topic-atlas-cp1252"


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: as bytes, and as text ("" where it is no text) with plain line feeds."""

    data: bytes
    text: str

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
        A path, or the bytes themselves.
    """

    def __init__(self, name: str, content: Path | bytes) -> None:
        self.name = name
        self._content = content
        self.on_bytes: Callable[[int], None] = _ignore
        """Told how many bytes of the file, as it lies on disk, were read since the last call."""
        self.warnings: list[str] = []
        """Sentences about the file that a person should read."""

    @property
    def size(self) -> int:
        """Bytes on disk; 0 where that cannot be known."""
        if isinstance(self._content, bytes):
            return len(self._content)
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
        try:
            with self._raw() as raw, self._unpacked(raw) as stream:
                yield stream
        except EOFError as err:
            raise InputError(
                f"{self.name} breaks off before its end: it was not copied or downloaded whole; get it again."
            ) from err
        except (gzip.BadGzipFile, zlib.error, lzma.LZMAError) as err:
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
        decoder = _Decoder()
        # It turns \r\n and \r into \n, also where a chunk ends between them.
        newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
        pending: list[str] = []
        with self.open() as stream:
            while True:
                chunk = stream.read(_CHUNK)
                first, *rest = newlines.decode(chunk, final=not chunk).split("\n")
                pending.append(first)
                if rest:
                    yield "".join(pending) + "\n"
                    for line in rest[:-1]:
                        yield line + "\n"
                    pending = [rest[-1]]
                if not chunk:
                    break
        if decoder.fallback:
            self.warnings.append(
                f"{self.name} is not in UTF-8: it was read as Windows-1252, so letters with accents may be wrong; "
                "save it as UTF-8 to be sure."
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
        with self._raw() as raw:
            packed = _packing(raw.read(6))
        if packed or isinstance(self._content, bytes):
            return io.BytesIO(self.data())
        self.on_bytes(self.size)
        return self._content

    def _raw(self) -> IO[bytes]:
        return io.BytesIO(self._content) if isinstance(self._content, bytes) else self._content.open("rb")

    def _unpacked(self, raw: IO[bytes]) -> IO[bytes]:
        packing = _packing(raw.read(6))
        raw.seek(0)
        counted = io.BufferedReader(_Counted(raw, lambda n: self.on_bytes(n)), _CHUNK)
        if packing == "gz":
            return gzip.GzipFile(fileobj=counted)  # type: ignore[return-value]  # it reads as IO[bytes] does
        if packing == "xz":
            return lzma.LZMAFile(counted)
        return counted


def _packing(first: bytes) -> str:
    if first.startswith(b"\x1f\x8b"):
        return "gz"
    return "xz" if first.startswith(b"\xfd7zXZ\x00") else ""


class _Counted(io.RawIOBase):
    """Passes bytes on and says how many."""

    def __init__(self, raw: IO[bytes], on_bytes: Callable[[int], None]) -> None:
        self._raw = raw
        self._on_bytes = on_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower, as BufferedReader calls it
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._on_bytes(len(data))
        return len(data)


class _Decoder(codecs.IncrementalDecoder):
    """Decodes by the byte order mark, else as UTF-8, else, for what is not UTF-8, as Windows-1252."""

    def __init__(self) -> None:
        super().__init__()
        self.fallback = False
        self._begin = b""
        self._marked: codecs.IncrementalDecoder | None = None
        self._rest = b""
        self._begun = False

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]  # bytes are all that TextIOWrapper gives
        if not self._begun:
            data = self._begin + data
            if len(data) < 4 and not final:
                self._begin = data
                return ""
            self._begun = True
            for mark, encoding in _MARKS:
                if data.startswith(mark):
                    self._marked = codecs.getincrementaldecoder(encoding)("replace")
                    break
        if self._marked is not None:
            return self._marked.decode(data, final)
        data = self._rest + data
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError:
            self.fallback = True
            codecs.register_error(_FALLBACK, _as_cp1252)
            text, used = codecs.utf_8_decode(data, _FALLBACK, final)
        self._rest = data[used:]
        return text


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What the codecs module calls for bytes that are not UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _as_text(data: bytes) -> str:
    """Decode the beginning of a file, or return "" if it is no text."""
    # A head that fills its bytes may end inside a letter, which is then left out.
    text = _Decoder().decode(data, final=len(data) < HEAD_BYTES)
    # Texts hold a stray control character now and then; programs, pictures and archives hold many.
    odd = sum(map(text.count, map(chr, (*range(9), *range(14, 27), *range(28, 32)))))
    if odd > len(text) * 0.002:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")

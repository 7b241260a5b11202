"""Packed files: what is packed and how, told by the first bytes, and its content, unpacked while it is read.

gzip, xz and Zstandard pack one file; a zip archive holds many (`members`). What unpacks to very many times its size
is a trap, and is not read to its end.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

import zstandard

from lib.core.errors import InputError
from lib.core.text import storable

DAMAGED: Final = (gzip.BadGzipFile, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile)
"""What reading a damaged packed file raises."""

SUFFIXES: Final = (".gz", ".xz", ".zst", ".zip")
"""Endings of packed files' names."""

_CHUNK: Final = 1 << 18
_ZSTANDARD_PIECE: Final = 1 << 10
"""Packed bytes that are unpacked at once, all of what they hold: of a trap some 30 MB."""
_FREE: Final = 1 << 28
"""Bytes that anything may unpack to."""
_MOST_TIMES: Final = 200
"""Times its size that a file may unpack to beyond that; tables of papers pack to a third or a tenth."""
_MOST_MEMBERS: Final = 20_000
_OFFICE: Final = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
"""Members of documents that are zip archives only technically."""
_NO_NAME: Final = "(no name)"

OnBytes = Callable[[int], None]


def packing(first: bytes) -> str:
    """Name how a file is packed by its first six bytes, "" if it is not."""
    if first.startswith(b"\x1f\x8b"):
        return "gz"
    if first.startswith(b"\x28\xb5\x2f\xfd"):
        return "zst"
    return "xz" if first.startswith(b"\xfd7zXZ\x00") else ""


def unpacked(raw: io.BufferedReader, name: str, on_bytes: OnBytes) -> io.BufferedReader:
    """Give the content of an open file; `on_bytes` is told of bytes as they lie in it.

    Raises
    ------
    InputError
        While reading, if it unpacks to more than anyone has packed.
    """
    how = packing(raw.peek(6)[:6])
    counted = _Counted(raw, on_bytes)
    buffered: io.BufferedReader = io.BufferedReader(counted, _CHUNK)
    if not how:
        return buffered
    return io.BufferedReader(_Guarded(_OPENERS[how](buffered), name, lambda: counted.n_bytes), _CHUNK)


_OPENERS: Final[dict[str, Callable[[IO[bytes]], Any]]] = {
    "gz": lambda file: gzip.GzipFile(fileobj=file),
    "xz": lzma.LZMAFile,
    "zst": lambda file: _Zstandard(file),
}


class _Zstandard(io.RawIOBase):
    """The content of frames one behind another; the library's own stream takes one that breaks off for whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower, as BufferedReader calls it
        while not self._ready:
            packed = b""
            if self._frame.eof:
                packed = self._frame.unused_data
                self._frame, self._begun = zstandard.ZstdDecompressor().decompressobj(), False
            packed = packed or self._file.read(_ZSTANDARD_PIECE)
            if not packed:
                if self._begun:
                    raise EOFError
                return 0
            self._begun = True
            self._ready = memoryview(self._frame.decompress(packed))
        n_bytes = min(len(buffer), len(self._ready))
        buffer[:n_bytes], self._ready = self._ready[:n_bytes], self._ready[n_bytes:]
        return n_bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip archive."""

    archive: Path | bytes
    place: int
    """Among all that the archive holds: two files in it may have one path."""
    path: str
    """What it is called, within the archive; a second one of the same path has a number."""
    packed_size: int
    size: int

    def open(self, name: str, on_bytes: OnBytes) -> io.BufferedReader:
        """Open it, unpacked, under the name by which messages call it."""
        archive = zipfile.ZipFile(io.BytesIO(self.archive) if isinstance(self.archive, bytes) else self.archive)
        try:
            stream = archive.open(archive.infolist()[self.place])
        except BaseException:
            archive.close()
            raise
        guarded = _Guarded(stream, name, lambda: self.packed_size, beside=archive)
        share = self.packed_size / max(self.size, 1)
        return io.BufferedReader(_Counted(cast("IO[bytes]", guarded), on_bytes, share), _CHUNK)


def members(archive: Path | bytes, name: str) -> list[Member] | None:
    """List the files of a zip archive, sorted by their paths, or None for what is no archive of files.

    Hidden files and what macOS adds are left out, as in a folder.

    Raises
    ------
    InputError
        If the archive is damaged, locked by a password, or has no files or too many of them.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(archive) if isinstance(archive, bytes) else archive)
    # Besides its own, a damaged directory raises what a wrong version or a wrong name may.
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as err:
        raise InputError(f"{name} is a damaged zip archive ({err}): get it again.") from err
    with opened:
        entries = opened.infolist()
    if any(entry.filename in _OFFICE for entry in entries):
        return None
    files = [
        (place, entry) for place, entry in enumerate(entries) if _is_file(entry) and not _is_hidden(entry.filename)
    ]
    if not files:
        raise InputError(f"The archive {name} has no files in it: name one with papers.")
    if len(files) > _MOST_MEMBERS:
        raise InputError(
            f"The archive {name} has {len(files):,} files in it, more than {_MOST_MEMBERS:,}: unpack it and name the "
            "folder, then try again."
        )
    if any(entry.flag_bits & 1 for _, entry in files):
        raise InputError(f"The archive {name} is locked by a password: unpack it, then name what was in it.")
    paths = _told_apart([storable(entry.filename) if _is_named(entry) else _NO_NAME for _, entry in files])
    found = [
        Member(archive, place, path, entry.compress_size, entry.file_size)
        for (place, entry), path in zip(files, paths, strict=True)
    ]
    return sorted(found, key=lambda member: member.path)


def is_archive(first: bytes) -> bool:
    """Whether a file begins as a zip archive does, which some documents are too."""
    return first.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def member_name(archive: str, member: Member) -> str:
    """What a file of an archive is called in records and messages."""
    return f"{archive}/{member.path}"


def _told_apart(paths: Sequence[str]) -> list[str]:
    """The paths, a second "a.csv" as "a (2).csv"."""
    result: list[str] = []
    # With the last number that each was given: a broken archive may have one path a thousand times.
    numbers = dict.fromkeys(paths, 0)
    for path in paths:
        name, n = path, numbers[path] + 1
        while n > 1 and (name := _numbered(path, n)) in numbers:
            n += 1
        numbers[path] = n
        numbers.setdefault(name, 1)
        result.append(name)
    return result


def _numbered(path: str, n: int) -> str:
    parts = PurePosixPath(path)
    return str(parts.with_name(f"{parts.stem} ({n}){parts.suffix}"))


def _is_named(entry: zipfile.ZipInfo) -> bool:
    """Whether there is more to its path than dots that stand for the archive itself."""
    return bool(PurePosixPath(entry.filename).name)


def _is_file(entry: zipfile.ZipInfo) -> bool:
    """Whether it is no folder; what broken programs pack without a name is a file if it holds something."""
    return not entry.is_dir() if _is_named(entry) else entry.file_size > 0


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(path).parts)


class _Passing(io.RawIOBase):
    """Passes on what another stream gives, and tells `_passed` how much it was."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower, as BufferedReader calls it
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.n_bytes += len(data)
        self._passed()
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _passed(self) -> None:
        """`n_bytes` has grown."""
        raise NotImplementedError


class _Counted(_Passing):
    """Tells how many bytes were passed on, or what share of them."""

    def __init__(self, stream: IO[bytes], on_bytes: OnBytes, share: float = 1.0) -> None:
        super().__init__(stream)
        self._on_bytes = on_bytes
        self._share = share
        self._told = 0

    def _passed(self) -> None:
        due = round(self.n_bytes * self._share) - self._told
        self._told += due
        self._on_bytes(due)


class _Guarded(_Passing):
    """Passes unpacked bytes on as long as they are not too many for the packed ones."""

    def __init__(
        self, stream: IO[bytes], name: str, packed_bytes: Callable[[], int], beside: zipfile.ZipFile | None = None
    ) -> None:
        super().__init__(stream)
        self._name = name
        self._packed_bytes = packed_bytes
        self._beside = beside

    def close(self) -> None:
        super().close()
        if self._beside is not None:
            self._beside.close()

    def _passed(self) -> None:
        if self.n_bytes > _FREE and self.n_bytes > _MOST_TIMES * self._packed_bytes():
            raise InputError(
                f"{self._name} unpacks to more than {_MOST_TIMES} times its size, as no table of papers does: it was "
                "not read beyond that; unpack it yourself if you trust it."
            )

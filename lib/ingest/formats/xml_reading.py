"""What the XML formats share: a file read record by record, never as a whole, and safely.

defusedxml parses. It is fed the text up to the end of one record at a time, so that a record that is no sound XML
costs itself alone: the next one is parsed anew, inside the elements that stand around the first. Entities are never
expanded and nothing outside the file is opened; a file that declares entities of its own is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import Final, NamedTuple
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from lib.core.errors import InputError
from lib.core.text import count_of
from lib.ingest.formats.xml_text import Element
from lib.ingest.reader import Rejection
from lib.ingest.source import Source

_CHUNK: Final = 1 << 18
_LARGEST: Final = 1 << 26
"""Characters of one record: far more than any paper's, so that a file made to fill the memory does not."""
_DEEPEST: Final = 150
"""Elements inside each other; formulas, the deepest there are, need some twenty."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BARE: Final = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_TEXT_ENCODING = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-125[0-8]|cp125[0-8]|cp437|cp850|koi8-[ru]|gb2312|gbk|gb18030|"
    r"big5|shift_jis|euc-jp|euc-kr"
)
"""What a file may declare: Python knows encodings that are no texts, too."""
_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes that were no text in the encoding, as Python's error handler surrogateescape gives them."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML file may hold, and some do."""
_REFERENCE = re.compile(r"&(#\d{1,9}|#x[0-9A-Fa-f]{1,8}|[A-Za-z]\w{1,31});")
_LONGEST_REFERENCE: Final = 40
_LONGEST_TAG: Final = 100
_OWN: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})


class XmlRecord(NamedTuple):
    """One record's element, all names in it without namespaces, and its number in the file."""

    number: int
    element: Element


def read_records(source: Source, names: tuple[str, ...]) -> Iterator[XmlRecord | Rejection]:
    """Read the outermost elements of some names, one by one.

    Parameters
    ----------
    source
        The file.
    names
        What records are called, without a namespace; none of them stands inside another.

    Raises
    ------
    InputError
        If the file declares entities, breaks off, or holds no record; the message names the record.
    """
    yield from _Reading(source, names).records()


class _TooDeep(Exception):
    """Elements are nested deeper than any paper needs."""


class _Reading:
    """One pass over a file."""

    def __init__(self, source: Source, names: tuple[str, ...]) -> None:
        self._source = source
        self._names = frozenset(names)
        any_name = "|".join(map(re.escape, names))
        self._opening = re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{any_name})(?=[\s/>])")
        self._closing = re.compile(rf"</(?:[\w.-]{{1,40}}:)?(?:{any_name})\s*>")
        self._head: str | None = None
        """What stands before the first record: the elements around all of them."""
        self._number = 0
        self._line = 1
        """The line of the file that the next piece begins on."""
        self._target, self._parser = self._fresh()
        self._lines_before = 0
        """Lines of the file that the parser was not given."""

    def records(self) -> Iterator[XmlRecord | Rejection]:
        file = self._source.name
        try:
            for piece, is_whole in self._pieces():
                starts = [match.start() for match in self._opening.finditer(piece)]
                if self._head is None and starts:
                    self._head = piece[: starts[0]]
                yield from self._whole(piece, starts) if is_whole else self._last(piece, starts)
                self._line += piece.count("\n")
        except DefusedXmlException as err:
            raise InputError(
                f"{file} declares entities, which no export of papers needs and which can be made to do harm: get the "
                "file again from where it came, or take the lines with <!ENTITY out of it."
            ) from err
        except _TooDeep as err:
            raise InputError(
                f"{file}, record {self._number + 1:,}, has elements inside each other more than {_DEEPEST} deep, which "
                "no paper needs: take the record out, then try again."
            ) from err
        if not self._number:
            elements = " or ".join(f"<{name}>" for name in sorted(self._names))
            raise InputError(f"{file} has no element {elements}: there are no papers in it to read.")

    def _whole(self, piece: str, starts: list[int]) -> Iterator[XmlRecord | Rejection]:
        """Parse up to the end of a record; where that fails, the record once more by itself."""
        try:
            self._parser.feed(piece)
            # A record inside another: the outer one was never ended.
            why = "it has no end" if len(starts) > 1 and self._target.is_open else ""
        except ParseError as err:
            why = self._why(err)
        if why:
            # Records that were begun before the one that ends here have no end; or the fault lies between two records.
            yield from self._rejected(len(starts) - 1, why)
            start = starts[-1] if starts else len(piece)
            if len(starts) == 1 and piece[:start].strip() and self._number:
                self._passed_over(why)
            self._begin_anew(piece[:start])
            try:
                self._parser.feed(piece[start:])
            except ParseError as second:
                yield from self._rejected(1, self._why(second))
                self._begin_anew(piece)
        yield from self._done()

    def _last(self, piece: str, starts: list[int]) -> Iterator[XmlRecord | Rejection]:
        """Parse what stands behind the last record that has an end."""
        try:
            self._parser.feed(piece)
            broken = False
        except ParseError as err:
            broken, why = True, self._why(err)
        yield from self._done()
        if not broken:
            try:
                self._parser.close()
                return
            except ParseError as err:
                why = self._why(err)
        file = self._source.name
        if starts:
            yield from self._rejected(len(starts) - 1, why)
            raise InputError(
                f"{file} breaks off in record {self._number + 1:,}, or is no sound XML there ({why}): get it again."
            )
        if not self._number:
            raise InputError(f"{file} is no sound XML ({why}): get it again, or correct it at that place.")
        if not broken:
            raise InputError(f"{file} breaks off behind record {self._number:,}: the rest is missing, get it again.")
        self._passed_over(why)

    def _done(self) -> Iterator[XmlRecord]:
        for element in self._target.done:
            self._number += 1
            yield XmlRecord(self._number, element)
        self._target.done.clear()

    def _rejected(self, n_records: int, why: str) -> Iterator[Rejection]:
        for _ in range(n_records):
            self._number += 1
            yield Rejection(self._number, f"it is no sound XML ({why})")

    def _passed_over(self, why: str) -> None:
        self._source.warnings.append(
            f"{self._source.name}: what stands behind record {self._number:,} is no sound XML ({why}) and was passed "
            "over; check whether records are missing."
        )

    def _begin_anew(self, passed: str) -> None:
        """Begin with a fresh parser, inside the elements around all records, behind some text that is passed over."""
        self._target, self._parser = self._fresh()
        try:
            self._parser.feed(self._head or "")
        except ParseError:
            # What stands before the first record was the fault.
            self._head = ""
            self._target, self._parser = self._fresh()
        self._lines_before = self._line - 1 + passed.count("\n") - (self._head or "").count("\n")

    def _fresh(self) -> tuple[_Records, DefusedXMLParser]:
        target = _Records(self._names)
        parser = DefusedXMLParser(target=target)
        # Past its own methods for trees of any kind, which take half as long again; what it refuses, it still refuses.
        expat = parser.parser
        expat.ordered_attributes = False
        expat.StartElementHandler = target.start
        expat.CharacterDataHandler = target.data
        expat.EndElementHandler = target.end
        return target, parser

    def _why(self, err: ParseError) -> str:
        line, column = err.position
        fault = str(err).rsplit(": line", 1)[0]
        return f"{fault} at line {line + self._lines_before:,}, column {column + 1:,}"

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces that end behind a record's end, and whether they do: all but the last."""
        rest, searched = "", 0
        for text in self._texts():
            rest += text
            begin = 0
            for match in self._closing.finditer(rest, searched):
                yield rest[begin : match.end()], True
                begin = match.end()
            rest = rest[begin:]
            # An end may lie across the border of two texts.
            searched = max(0, len(rest) - _LONGEST_TAG)
            if len(rest) > _LARGEST:
                raise InputError(
                    f"{self._source.name}, record {self._number + 1:,}, has more than {_LARGEST:,} letters, which no "
                    "paper has: check that the file is what it should be."
                )
        yield rest, False

    def _texts(self) -> Iterator[str]:
        """The file's text, without the signs that XML forbids, entities of HTML as the letters that they mean."""
        rest, n_unfit, guessed = "", 0, False
        for text in self._decoded():
            if _ESCAPED.search(text):
                guessed = True
                text = _ESCAPED.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
            text, n = _UNFIT.subn(" ", rest + text)
            n_unfit += n
            begun = text.rfind("&", max(0, len(text) - _LONGEST_REFERENCE))
            text, rest = (text[:begun], text[begun:]) if begun >= 0 else (text, "")
            yield _REFERENCE.sub(_resolved, text)
        yield rest
        file = self._source.name
        if guessed:
            self._source.warnings.append(
                f"{file} is not in the encoding that it declares: what did not fit was read as Windows-1252, so "
                "letters with accents may be wrong; save it as UTF-8 to be sure."
            )
        if n_unfit:
            self._source.warnings.append(
                f"{file} holds {count_of(n_unfit, 'control character')} that XML forbids; a blank was read for each."
            )

    def _decoded(self) -> Iterator[str]:
        with self._source.open() as stream:
            data = stream.read(_CHUNK)
            encoding, skip = _encoding(data)
            data = data[skip:]
            errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
            decoder = codecs.getincrementaldecoder(encoding)(errors)
            while data:
                yield decoder.decode(data)
                data = stream.read(_CHUNK)
            yield decoder.decode(b"", final=True)


class _Records:
    """What the parser calls: it keeps elements that are records, and nothing else."""

    def __init__(self, names: frozenset[str]) -> None:
        self.done: list[Element] = []
        self._names = names
        self._depth = 0
        self._outermost = 0
        self._builder: TreeBuilder | None = None

    @property
    def is_open(self) -> bool:
        """Whether a record has begun and not ended."""
        return self._builder is not None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        name = tag.rpartition("}")[2]
        if self._builder is None and name in self._names:
            self._builder, self._outermost = TreeBuilder(), self._depth
        if self._builder is not None:
            self._builder.start(name, attributes)

    def data(self, text: str) -> None:
        """Text stands in an element."""
        if self._builder is not None:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._builder is not None:
            self._builder.end(tag.rpartition("}")[2])
            if self._depth == self._outermost:
                self.done.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def close(self) -> None:
        """The file ends."""


def _encoding(data: bytes) -> tuple[str, int]:
    """The encoding of a file by its first bytes, else as it says, else UTF-8; and how many bytes only tell that."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    for begin, encoding in _BARE:
        if data.startswith(begin):
            return encoding, 0
    declared = _DECLARED.match(data.lstrip())
    name = declared[1].decode().lower() if declared else ""
    return (name if _TEXT_ENCODING.fullmatch(name) else "utf-8"), 0


def _resolved(match: re.Match[str]) -> str:
    """A reference to a letter that XML does not know by this name, or forbids."""
    name = match[1]
    if not name.startswith("#"):
        return match[0] if name in _OWN or f"{name};" not in html5 else escape(html5[f"{name};"], quote=False)
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    fit = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return match[0] if fit else " "

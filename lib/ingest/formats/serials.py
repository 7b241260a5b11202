"""ISSN and ISBN, told apart and written in one way, in whatever manner services mix them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lib.ingest.columns import map_columns
from lib.ingest.reader import Value
from lib.ingest.values import text_of

_SERIAL = re.compile(r"\d[\d-]*[\dXx]")
_SERIAL_WORDS = re.compile(r"(?i)\b(?:[ep]?-?issn|[ep]?-?isbn|print|electronic|linking|online|undefined)\b")


def put_serials(values: dict[str, Value], texts: Iterable[str]) -> None:
    """Tell ISSN and ISBN apart by their length, in texts such as "1234-5679 (Print); 978-3-86680-192-9".

    A text in which something else stands, too, is kept under the name "serial number".
    """
    odd: list[str] = []
    for text in texts:
        serials = [(serial, serial.replace("-", "").upper()) for serial in _SERIAL.findall(text)]
        issns = [f"{bare[:4]}-{bare[4:]}" for _, bare in serials if len(bare) == 8]
        isbns = [serial for serial, bare in serials if len(bare) in (10, 13)]
        if len(issns) + len(isbns) < len(serials) or re.search(r"\w", _SERIAL_WORDS.sub("", _SERIAL.sub("", text))):
            odd.append(text)
        for name, found in (("ISSN", issns), ("ISBN", isbns)):
            known = str(values.get(name, "")).split(", ")
            values[name] = ", ".join(dict.fromkeys(filter(None, (*known, *found))))
    if odd:
        values["serial number"] = odd[0] if len(odd) == 1 else odd


def tidy_serials(values: dict[str, Value]) -> None:
    """Write the ISSN and ISBN of a row or an object as those of other formats; what is neither stays as it is."""
    for field, columns in map_columns(tuple(values)).fields.items():
        for column in columns if field in ("ISSN", "ISBN") else ():
            found: dict[str, Value] = {}
            put_serials(found, [text_of(values[column])])
            if "serial number" not in found and (text := found[field]):
                values[column] = text

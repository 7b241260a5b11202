"""The formats that papers can be taken away in: one table for the Selection page, the command line, help and docs.

A new format is a file `as_NAME.py` with its writer and a line in FORMATS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from lib.core.errors import UsageError
from lib.core.text import digest
from lib.export.as_bibtex import write_bibtex
from lib.export.as_csv import write_csv
from lib.export.as_jsonl import write_jsonl
from lib.export.as_markdown import write_markdown
from lib.export.as_ris import write_ris
from lib.export.rows import ExportRow


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what it is called, and the function that writes papers in it."""

    name: str
    """What a command or URL calls it."""
    title: str
    """What people call it."""
    suffix: str
    mime: str
    write: Callable[[Sequence[ExportRow]], bytes]
    note: str
    """Who uses it, in one line."""


FORMATS: Final[tuple[Format, ...]] = (
    Format("csv", "CSV", ".csv", "text/csv", write_csv, "Spreadsheets such as Excel, and data frames"),
    Format("jsonl", "JSONL", ".jsonl", "application/jsonl", write_jsonl, "Programs: every field, one object a line"),
    Format("bibtex", "BibTeX", ".bib", "application/x-bibtex", write_bibtex, "LaTeX, JabRef, Zotero, Overleaf"),
    Format(
        "ris",
        "RIS",
        ".ris",
        "application/x-research-info-systems",
        write_ris,
        "EndNote, Zotero, Mendeley, and screening tools such as Rayyan",
    ),
    Format("markdown", "Markdown", ".md", "text/markdown", write_markdown, "People: a reading list by topic"),
)


def format_named(name: str) -> Format:
    """Find a format by its name.

    Raises
    ------
    UsageError
        If there is none of that name; the message names the known ones.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise UsageError(f"There is no format {name!r} to export to: choose one of {names}.")


def file_name(atlas: str, fmt: Format, paper_ids: Sequence[str], version: str) -> str:
    """Name a file of papers: `sample-selection-12-papers-3fa2c1d0.bib`.

    The digest tells files of other papers, in another order or of another version of the atlas, apart: a server that
    keeps downloads by name and a part of their content must never take one for another.

    Parameters
    ----------
    atlas
        Name of the atlas.
    fmt
        Format of the file.
    paper_ids
        The papers in it, in order.
    version
        Fingerprint of the atlas.

    Returns
    -------
    A name in lower-case ASCII that is allowed on every system.
    """
    papers = f"{len(paper_ids)}-paper{'' if len(paper_ids) == 1 else 's'}"
    return f"{slug(atlas)}-selection-{papers}-{digest(atlas, version, *paper_ids, length=8)}{fmt.suffix}"


def slug(atlas: str) -> str:
    """An atlas's name as part of a file name: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", atlas).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or "atlas"

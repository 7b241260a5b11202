"""The readers of all formats, in one table.

A new format is a file in lib/ingest/formats, a line here, and one in lib/core/formats.py for people. Where two readers
know a beginning, the name of the file decides, then the order of the table: put the more particular format first.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from lib.ingest.formats import (
    arrow,
    arxiv_atom,
    arxiv_oai,
    bibtex,
    capture_daily,
    capture_list,
    capture_viewer,
    cochrane,
    csl_json,
    delimited,
    endnote_refer,
    endnote_xml,
    json_arxiv,
    json_biorxiv,
    json_crossref,
    json_daily_papers,
    json_europe_pmc,
    json_lens,
    json_openalex,
    json_records,
    json_semantic_scholar,
    medline,
    ovid,
    ovid_labelled,
    parquet,
    pubmed_text,
    pubmed_xml,
    refworks,
    ris,
    wos,
    xlsx,
)
from lib.ingest.packing import SUFFIXES as PACKED
from lib.ingest.reader import Reader
from lib.ingest.source import Head

READERS: Final[tuple[Reader, ...]] = (
    parquet.READER,
    arrow.READER,
    xlsx.READER,
    json_openalex.READER,
    json_crossref.READER,
    json_semantic_scholar.READER,
    json_biorxiv.READER,
    json_daily_papers.READER,
    json_arxiv.READER,
    json_europe_pmc.READER,
    json_lens.READER,
    csl_json.READER,
    json_records.READER,
    ris.READER,
    medline.READER,
    pubmed_text.READER,
    wos.READER,
    refworks.READER,
    ovid.READER,
    ovid_labelled.READER,
    cochrane.READER,
    endnote_refer.READER,
    bibtex.READER,
    pubmed_xml.READER,
    endnote_xml.READER,
    arxiv_atom.READER,
    arxiv_oai.READER,
    capture_viewer.READER,
    delimited.READER,
    capture_daily.READER,
    capture_list.READER,
)


def find_reader(head: Head, name: str) -> Reader | None:
    """Find the reader for a file by its beginning, else, if that tells nothing, by its name."""
    by_content = [reader for reader in READERS if reader.sniff(head)]
    suffix = _suffix(name)
    by_both = [reader for reader in by_content if suffix in reader.format.suffixes]
    by_name = [reader for reader in READERS if suffix in reader.format.suffixes and (reader.binary or head.is_text)]
    # Of a file that only its name tells of nobody knows which service it is from.
    by_name.sort(key=lambda reader: bool(reader.service))
    return next(iter(by_both or by_content or by_name), None)


def _suffix(name: str) -> str:
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    while suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""

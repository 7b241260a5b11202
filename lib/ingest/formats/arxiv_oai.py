"""arXiv's OAI-PMH, as harvesters get it, in three of its forms: arXivRaw, arXiv and oai_dc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lib.core.formats import format_named
from lib.core.ids import normal_arxiv, normal_doi
from lib.core.text import squeeze
from lib.ingest.formats.xml_reading import read_records
from lib.ingest.formats.xml_text import Element, child, children, text, texts
from lib.ingest.reader import RawRecord, Reader, ReadOptions, Rejection, Value
from lib.ingest.source import Head, Source

_BEGIN = re.compile(r"<(\w{1,20}:)?record[\s>]")
_ARXIV: Final = ("oai:arXiv.org:", "arxiv.org/OAI/")
_COMMENT: Final = "Comment:"
_DEEPEST_BRACKETS: Final = 3
_AFFILIATION = re.compile(r"\s*\([^()]*\)")


def sniff(head: Head) -> bool:
    """Whether a record begins, and arXiv's repository is named in it."""
    return _BEGIN.search(head.text) is not None and any(name in head.text for name in _ARXIV)


def read(source: Source, _: ReadOptions) -> Iterator[RawRecord | Rejection]:
    """Read the records one by one; those that arXiv has deleted are rejections."""
    for record in read_records(source, ("record",)):
        yield record if isinstance(record, Rejection) else _record(record.number, record.element)


def _record(number: int, element: Element) -> RawRecord | Rejection:
    header = child(element, "header")
    identifier = text(header, "identifier")
    if header is not None and header.get("status") == "deleted":
        return Rejection(number, f"{identifier} was deleted by arXiv")
    metadata = next((form for holder in children(element, "metadata") for form in holder), None)
    readers = {"arXivRaw": _raw, "arXiv": _parted, "dc": _dublin_core}
    if metadata is None or metadata.tag not in readers:
        form = "none" if metadata is None else f"in the form {metadata.tag}"
        return Rejection(number, f"{identifier}: its metadata are {form}; arXivRaw, arXiv and oai_dc can be read")
    arxiv_id = text(metadata, "id") or identifier.rpartition(":")[2]
    values: dict[str, Value] = {
        "title": text(metadata, "title"),
        "arxiv_id": normal_arxiv(arxiv_id) or arxiv_id,
        "type": "preprint",
        **readers[metadata.tag](metadata),
        "OAI sets": texts(header, "setSpec"),
    }
    return RawRecord(number, {name: value for name, value in values.items() if value})


def _raw(metadata: Element) -> dict[str, Value]:
    """The form with every version; the paper is as old as the first of them."""
    versions = children(metadata, "version")
    dates = texts(metadata, "version", "date")
    # Affiliations stand in brackets behind the names, one pair inside the other now and then.
    authors = text(metadata, "authors")
    for _ in range(_DEEPEST_BRACKETS):
        authors = _AFFILIATION.sub("", authors)
    last = versions[-1].get("version", "").lstrip("v") if versions else ""
    return {
        **_common(metadata),
        "authors": squeeze(authors),
        "date": next(iter(dates), ""),
        "updated": dates[-1] if len(dates) > 1 else "",
        "version": int(last) if last.isdecimal() else None,
        "authors as given": text(metadata, "authors") if authors != text(metadata, "authors") else "",
        "submitter": text(metadata, "submitter"),
    }


def _parted(metadata: Element) -> dict[str, Value]:
    """The form with names in parts."""
    authors = children(metadata, "authors", "author")
    names = [
        ", ".join(filter(None, (text(author, "keyname"), text(author, "forenames"), text(author, "suffix"))))
        for author in authors
    ]
    affiliations = texts(metadata, "authors", "author", "affiliation")
    return {
        **_common(metadata),
        "authors": names,
        "date": text(metadata, "created"),
        "updated": text(metadata, "updated"),
        "affiliations": list(dict.fromkeys(affiliations)),
    }


def _common(metadata: Element) -> dict[str, Value]:
    names = ("comments", "journal-ref", "report-no", "license", "msc-class", "acm-class", "proxy")
    return {
        "abstract": text(metadata, "abstract"),
        "doi": text(metadata, "doi"),
        "categories": text(metadata, "categories").split(),
        **{name: text(metadata, name) for name in names},
    }


def _dublin_core(metadata: Element) -> dict[str, Value]:
    """The form that every repository knows: the comments are a second description, ids and links are alike."""
    descriptions = texts(metadata, "description")
    abstracts = [words for words in descriptions if not words.startswith(_COMMENT)]
    comments = [words.removeprefix(_COMMENT).strip() for words in descriptions if words.startswith(_COMMENT)]
    dates = sorted(texts(metadata, "date"))
    identifiers = texts(metadata, "identifier")
    links = [identifier for identifier in identifiers if identifier.startswith(("http://", "https://"))]
    dois = [doi for identifier in identifiers if not normal_arxiv(identifier) and (doi := normal_doi(identifier))]
    return {
        "abstract": "\n".join(abstracts),
        "comments": "; ".join(comments),
        "authors": texts(metadata, "creator"),
        "categories": texts(metadata, "subject"),
        "date": next(iter(dates), ""),
        "updated": dates[-1] if len(dates) > 1 else "",
        "url": next(iter(links), ""),
        "doi": next(iter(dois), ""),
        "journal-ref": "; ".join(
            words for words in identifiers if words not in links and not normal_doi(words) and not normal_arxiv(words)
        ),
        "language": text(metadata, "language"),
        "rights": texts(metadata, "rights"),
    }


READER: Final = Reader(
    format=format_named("arxiv-oai"),
    sniff=sniff,
    read=read,
    service="arXiv",
)

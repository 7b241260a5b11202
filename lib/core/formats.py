"""The formats of files that can be read, in words: one table for help, the page New atlas, the guide and the readers.

How each is recognised and read stands with its reader, in lib/ingest/formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ReadFormat:
    """One format."""

    name: str
    """Short name, by which its reader asks for it."""
    title: str
    """What it is called for people."""
    remark: str
    """Which services write it, or what of it is read."""
    suffixes: tuple[str, ...] = ()
    """Endings of file names, with the dot, in lower case, that tell the format where the content does not."""
    usual: tuple[str, ...] = ()
    """Endings that files of this format have, and others too."""

    @property
    def endings(self) -> tuple[str, ...]:
        """All endings that its files have."""
        return (*self.suffixes, *self.usual)


_JSON: Final = (".jsonl", ".ndjson", ".json")
_TEXT: Final = (".txt",)
_XML: Final = (".xml",)

FORMATS: Final[tuple[ReadFormat, ...]] = (
    ReadFormat(
        "csv",
        "CSV and other delimited text",
        "commas, semicolons or tabs, as Scopus, Web of Science, Lens, Embase, IEEE, Dimensions, PubMed, Zotero, "
        "Publish or Perish and others write it",
        (".csv", ".tsv", ".tab"),
        _TEXT,
    ),
    ReadFormat("xlsx", "Excel", "all sheets with titles or abstracts", (".xlsx", ".xlsm")),
    ReadFormat(
        "json",
        "JSON and JSON Lines",
        "records one after the other, a list of them, or an object that holds such a list",
        _JSON,
    ),
    ReadFormat("openalex", "OpenAlex JSON", "works, abstracts from their inverted index", _JSON),
    ReadFormat("crossref", "Crossref JSON", "works", _JSON),
    ReadFormat("semantic-scholar", "Semantic Scholar JSON", "papers of its search and its data sets", _JSON),
    ReadFormat("europe-pmc", "Europe PMC JSON", "results of its search", _JSON),
    ReadFormat("lens", "Lens JSON", "scholarly works", _JSON),
    ReadFormat("biorxiv", "bioRxiv and medRxiv JSON", "preprints, all versions one paper", _JSON),
    ReadFormat("arxiv-json", "arXiv metadata, JSON Lines", "as Kaggle has them", _JSON),
    ReadFormat("daily-papers", "Hugging Face daily papers, JSON", "with upvotes", _JSON),
    ReadFormat("csl-json", "CSL-JSON", "as Zotero, pandoc and others write it", _JSON),
    ReadFormat("parquet", "Parquet", "also what `python -m lib read` writes", (".parquet", ".pq")),
    ReadFormat("arrow", "Arrow and Feather", "files and streams", (".arrow", ".arrows", ".feather", ".ipc")),
    ReadFormat(
        "ris",
        "RIS",
        "as EndNote, Zotero, Scopus, Embase, Ovid, ProQuest, JSTOR, IEEE, Rayyan, ASReview and others write it, also "
        "without ends of records",
        (".ris",),
        _TEXT,
    ),
    ReadFormat(
        "bibtex",
        "BibTeX and BibLaTeX",
        "as Zotero, JabRef, Mendeley, Scopus, Web of Science, dblp and others write it; a broken entry costs itself "
        "alone",
        (".bib", ".bibtex"),
    ),
    ReadFormat("medline", "MEDLINE", "as PubMed and ERIC write it", (".nbib",), _TEXT),
    ReadFormat("pubmed-text", "PubMed abstracts", "as PubMed saves them with `Abstract (text)`", (), _TEXT),
    ReadFormat("pubmed-xml", "PubMed XML", "articles and books", (), _XML),
    ReadFormat(
        "wos", "Web of Science", "plain text, of the Core Collection and of other databases", (".ciw", ".isi"), _TEXT
    ),
    ReadFormat("endnote-xml", "EndNote XML", "as EndNote and Zotero write it", (), _XML),
    ReadFormat("endnote-refer", "EndNote refer", "as EndNote and AIS eLibrary write it", (".enw",), _TEXT),
    ReadFormat("refworks", "RefWorks tagged", "references that begin with `RT`", (), _TEXT),
    ReadFormat("ovid", "Ovid tagged", "with two letters before each field", (".ovd",), _TEXT),
    ReadFormat("ovid-labelled", "Ovid citations", "with the names of the fields written out", (), _TEXT),
    ReadFormat("cochrane", "Cochrane Library", "plain text, with `Record #1 of ...`", (), _TEXT),
    ReadFormat("arxiv-atom", "arXiv Atom", "answers of its search", (), (".xml", ".atom")),
    ReadFormat("arxiv-oai", "arXiv OAI-PMH", "the forms `arXivRaw`, `arXiv` and `oai_dc`", (), _XML),
    ReadFormat("capture-daily", "Hugging Face daily papers, copied", "from the browser, or pasted", (), _TEXT),
    ReadFormat("capture-list", "lists of papers, copied", "titles and abstracts on alternate lines", (), _TEXT),
    ReadFormat(
        "capture-viewer",
        "tables, copied",
        "of Hugging Face's viewer of data sets, and other Markdown tables",
        (),
        (".txt", ".md"),
    ),
)

PACKED: Final = ".gz, .xz, .zst and .zip"
"""Endings of compressed files, in words; what is in them may be in any of the formats."""

_BY_NAME: Final = {one.name: one for one in FORMATS}


def format_named(name: str) -> ReadFormat:
    """Find a format by its short name; KeyError if there is none."""
    return _BY_NAME[name]

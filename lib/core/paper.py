"""Records, papers and corpora: what reading makes and a build takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from lib.core.dates import DateSource, PartialDate
from lib.core.mapping import FileColumns

Fate = Literal["kept", "merged", "rejected"]
"""How a record ended: as a paper, in a paper that another record made, or left out with a reason."""

Flag = Literal["title_from_abstract", "no_abstract"]
FLAG_NAMES: Final[dict[str, str]] = {
    "title_from_abstract": "title made from the abstract",
    "no_abstract": "no abstract",
}
"""What is unusual about a paper; shown wherever the paper is."""

NEAR_COPIES: Final = "near copies without a common id"
"""What versions are called in the sentence that says how many there are."""

AttributeValue = str | int | float | bool | tuple[str, ...]
"""A value of attributes.parquet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One work, made of one or more records. Empty text and None mean "not known"."""

    paper_id: str
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    date_source: DateSource = "none"
    categories: tuple[str, ...] = ()
    venue: str = ""
    doi: str = ""
    arxiv_id: str = ""
    pmid: str = ""
    url: str = ""
    language: str = ""
    sources: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    csl: str = "{}"
    """One CSL-JSON item as text: all that a reference manager can use."""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    """What else the input said of the paper, by column name."""

    @property
    def text(self) -> str:
        """What is embedded and counted: title and abstract."""
        return f"{self.title}\n{self.abstract}".strip()


@dataclass(frozen=True, slots=True)
class RecordFate:
    """How one record of one file ended; a row of records.parquet.

    `record` counts the file's records from 1; 0 stands for the file itself, when nothing in it could be read.
    """

    file: str
    record: int
    source_id: str
    fate: Fate
    paper_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning changed in one field of one record; a row of changes.parquet."""

    file: str
    record: int
    field: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A paper that has near copies among the others: another version of it, as far as the texts tell."""

    paper_id: str
    group: str
    """The first `paper_id` of those that belong together, in canonical order; it may be the paper's own."""
    similarity: float
    """Jaccard similarity of its abstract's word threes and those of its likest other version, 0..1."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The papers of one atlas in canonical order (by `paper_id`), and what became of every record."""

    papers: tuple[Paper, ...]
    records: tuple[RecordFate, ...]
    changes: tuple[Change, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """Pairs of an id under which a paper is known (`doi:...`, `arxiv:...`) and its `paper_id`."""
    columns: tuple[FileColumns, ...] = ()
    """What the columns of each file were taken for; files of which nothing could be read have none."""
    warnings: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    """The papers that seem to be versions of others, by `paper_id`."""

    def count(self, fate: Fate) -> int:
        """Count the records that ended in one way."""
        return sum(record.fate == fate for record in self.records)

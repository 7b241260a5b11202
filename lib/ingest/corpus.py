"""Files -> Corpus: read every record, match those that are one paper, and write down what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from lib.core.errors import InputError, NoPapersError
from lib.core.paper import Change, Corpus, Paper, RecordFate
from lib.core.progress import Progress, Silent
from lib.core.text import cut
from lib.ingest.attributes import Attributes
from lib.ingest.combine import combine
from lib.ingest.drafts import NO_TEXT, Draft, make_draft, source_id, with_types
from lib.ingest.identify import aliases_of, identify
from lib.ingest.inputs import Input, find_inputs, unpack
from lib.ingest.merge import group_records
from lib.ingest.reader import NO_OPTIONS, Reader, ReadOptions, Rejection
from lib.ingest.registry import find_reader
from lib.ingest.source import Source

_Row = TypeVar("_Row", RecordFate, Change)

_SILENT: Final = Silent()
_ADVICE: Final = "save them as CSV, JSON Lines or Parquet, with a column for titles or abstracts, then try again"


def read_corpus(paths: Sequence[Path | str], options: ReadOptions = NO_OPTIONS, progress: Progress = _SILENT) -> Corpus:
    """Read files, folders and standard input into one corpus.

    Parameters
    ----------
    paths
        Files, folders (their files one by one; those without papers are named in the warnings) or "-".
    options
        What the person who has the files says about them.
    progress
        Told of the stages "read", in bytes, and "merge", in records.

    Returns
    -------
    The papers in canonical order and the fate of every record. A file that cannot be read is a rejected record with
    number 0, and a warning. The papers do not depend on the order of records or files.

    Raises
    ------
    InputError
        If a path does not exist; NoPapersError if there is no paper in any of the files.
    """
    return _read(find_inputs(paths), options, progress)


def read_text(name: str, text: str | bytes, options: ReadOptions = NO_OPTIONS, progress: Progress = _SILENT) -> Corpus:
    """Read a text that was pasted, or the content of a file that was uploaded, as `read_corpus` reads a file.

    `name` is what it is called in records and messages; its ending helps where the content does not tell the format.
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return _read(unpack(name, content), options, progress)


@dataclass(slots=True)
class _Gathered:
    """What reading has brought so far."""

    drafts: list[Draft] = field(default_factory=list)
    rejected: list[RecordFate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    attributes: Attributes = field(default_factory=Attributes)

    def last_record(self, file: str) -> int:
        """The number of a file's last record so far, 0 if there is none."""
        kept = max((draft.record for draft in self.drafts if draft.file == file), default=0)
        return max(kept, *(fate.record for fate in self.rejected if fate.file == file), 0)

    def reject(self, file: str, record: int, reason: str, source_id: str = "") -> None:
        """Write down a record that does not become a paper."""
        self.rejected.append(RecordFate(file, record, source_id, "rejected", "", reason))


def _read(inputs: Sequence[Input], options: ReadOptions, progress: Progress) -> Corpus:
    gathered = _Gathered()
    progress.begin("read", total=sum(entry.source.size for entry in inputs) or None, unit="bytes")
    for entry in inputs:
        entry.source.on_bytes = progress.advance
        _read_input(entry, options, gathered)
    if not gathered.drafts:
        raise NoPapersError(_no_papers(gathered), _in_order(gathered.rejected, inputs))
    drafts = [with_types(draft, gathered.attributes) for draft in gathered.drafts]
    progress.begin("merge", total=len(drafts), unit="records")
    members = [[drafts[place] for place in group] for group in group_records(drafts)]
    papers = []
    for records in members:
        papers.append(combine(records))
        progress.advance(len(records))
    return _corpus(identify(papers, members), members, gathered, inputs)


def _read_input(entry: Input, options: ReadOptions, gathered: _Gathered) -> None:
    """Read one file; what is wrong with it is written down, and the next one is not concerned."""
    source = entry.source
    counted, source.on_bytes = source.on_bytes, lambda _: None
    try:
        reader = find_reader(source.head(), source.name)
        source.on_bytes = counted
        if reader is None:
            problem = f"{source.name} holds no papers in a form that is known here: {_ADVICE}."
            if entry.in_folder:
                gathered.warnings.append(f"{source.name} was skipped: it holds no papers in a form that is known here.")
                gathered.problems.append(problem)
                return
            raise InputError(problem)
        n_before = len(gathered.drafts)
        number = _read_records(source, reader, options, gathered)
        if number and len(gathered.drafts) == n_before:
            gathered.warnings.append(f"{source.name}: none of its {number:,} records has a title or an abstract.")
    except InputError as err:
        number = gathered.last_record(source.name)
        gathered.reject(source.name, number + 1 if number else 0, str(err))
        gathered.warnings.append(str(err) if not number else f"Only {number:,} records were read: {err}")
        gathered.problems.append(str(err))
    gathered.warnings += source.warnings


def _read_records(source: Source, reader: Reader, options: ReadOptions, gathered: _Gathered) -> int:
    """Read all records of a file; return how many there are."""
    number = 0
    for raw in reader.read(source, options):
        number = raw.number
        if isinstance(raw, Rejection):
            gathered.reject(source.name, raw.number, raw.reason)
            continue
        draft = make_draft(raw, source.name, reader, gathered.attributes, gathered.changes.append)
        if draft is None:
            gathered.reject(source.name, raw.number, NO_TEXT, source_id(raw))
        else:
            gathered.drafts.append(draft)
    return number


def _no_papers(gathered: _Gathered) -> str:
    """One sentence that says why there is nothing to work with."""
    if len(gathered.problems) == 1:
        return gathered.problems[0]
    if gathered.problems:
        return f"None of the {len(gathered.problems)} files could be used; the first problem: {gathered.problems[0]}"
    files = sorted({fate.file for fate in gathered.rejected})
    reasons = Counter(fate.reason for fate in gathered.rejected)
    reason, n = reasons.most_common(1)[0]
    return (
        f"{cut(', '.join(files), 200)}: none of the {len(gathered.rejected):,} records can be used as a paper "
        f"({n:,} times: {reason}); give them titles or abstracts, then try again."
    )


def _corpus(papers: list[Paper], members: list[list[Draft]], gathered: _Gathered, inputs: Sequence[Input]) -> Corpus:
    """Put papers and fates into their order; `members` are the records of each paper, as they were read."""
    aliases = aliases_of(papers, members)
    fates = list(gathered.rejected)
    for paper, records in zip(papers, members, strict=True):
        for draft in records:
            kept = draft is records[0]
            reason = "" if kept else _why_merged(draft, records)
            fates.append(
                RecordFate(
                    draft.file, draft.record, draft.source_id, "kept" if kept else "merged", paper.paper_id, reason
                )
            )
    return Corpus(
        papers=tuple(sorted(papers, key=lambda paper: paper.paper_id)),
        records=tuple(_in_order(fates, inputs)),
        changes=tuple(_in_order(gathered.changes, inputs)),
        aliases=aliases,
        warnings=tuple(dict.fromkeys(gathered.warnings)),
    )


def _in_order(rows: Iterable[_Row], inputs: Sequence[Input]) -> list[_Row]:
    """Sort what was written down of records: by file as the files were read, then by number."""
    place = {entry.source.name: n for n, entry in enumerate(inputs)}
    return sorted(rows, key=lambda row: (place[row.file], row.record))


def _why_merged(draft: Draft, records: Sequence[Draft]) -> str:
    """What a record shares with another one of the same paper."""
    others = [other for other in records if other is not draft]
    for name, kind in (("DOI", "doi"), ("arXiv id", "arxiv_id"), ("PMID", "pmid")):
        value = getattr(draft, kind)
        if value and any(getattr(other, kind) == value for other in others):
            return f"same {name}"
    if draft.abstract and any(other.abstract and other.title_key == draft.title_key for other in others):
        return "same title and abstract"
    return "same title and first author"

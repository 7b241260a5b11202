"""Files -> Corpus: read every record, match those that are one paper, and write down what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from lib.core.collecting import uncollected
from lib.core.errors import NoPapersError
from lib.core.mapping import FileColumns
from lib.core.paper import Change, Corpus, Fate, Paper, RecordFate, Version
from lib.core.progress import Progress, Silent
from lib.core.text import cut, digest, storable
from lib.ingest.attributes import Attributes
from lib.ingest.boilerplate import boilerplate
from lib.ingest.column_samples import not_found
from lib.ingest.combine import combine
from lib.ingest.drafts import Draft, with_types, work_ahead
from lib.ingest.file_reading import Batch, read_file
from lib.ingest.identify import aliases_of, identify
from lib.ingest.inputs import Input, find_inputs, unpack
from lib.ingest.merge import group_records, join_papers
from lib.ingest.names import author_key
from lib.ingest.near import Groups, Link, near_copies
from lib.ingest.reader import NO_OPTIONS, ReadOptions

_Row = TypeVar("_Row", RecordFate, Change)

ReadFile: TypeAlias = Callable[[Input, ReadOptions], Iterator[Batch]]
"""How one file is read: in this process, or in one of its own."""

_SILENT: Final = Silent()
_IDS: Final = (("DOI", "doi"), ("arXiv id", "arxiv_id"), ("PMID", "pmid"))
_NEAR_COPY: Final = "near copy"


def read_corpus(
    paths: Sequence[Path | str],
    options: ReadOptions = NO_OPTIONS,
    progress: Progress = _SILENT,
    *,
    read: ReadFile = read_file,
    merge_near: bool = False,
) -> Corpus:
    """Read files, folders and standard input into one corpus.

    Parameters
    ----------
    paths
        Files, folders (their files one by one; those without papers are named in the warnings) or "-".
    options
        What the person who has the files says about them.
    progress
        Told of the stages "read", in bytes, and "merge", in records.
    read
        How each file is read; `Isolated.read_file` does it in a process of its own, with limits.
    merge_near
        Whether near copies are made one paper where their ids allow it; else they are linked as versions.

    Returns
    -------
    The papers in canonical order and the fate of every record. A file that cannot be read is a rejected record with
    number 0, and a warning. The papers do not depend on the order of records or files.

    Raises
    ------
    InputError
        If a path does not exist; NoPapersError if there is no paper in any of the files.
    """
    return _read(find_inputs(paths), options, progress, read, merge_near=merge_near)


def read_text(name: str, text: str | bytes, options: ReadOptions = NO_OPTIONS, progress: Progress = _SILENT) -> Corpus:
    """Read a text that was pasted, or the content of a file that was uploaded, as `read_corpus` reads a file.

    `name` is what it is called in records and messages; its ending helps where the content does not tell the format.
    """
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return _read(unpack(name, content), options, progress, read_file)


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A record that says just what an earlier one of the same paper said: it need not be kept whole."""

    file: str
    record: int
    source_id: str
    reason: str


@dataclass(slots=True)
class _Gathered:
    """What reading has brought so far."""

    drafts: list[Draft] = field(default_factory=list)
    repeats: dict[int, list[_Repeat]] = field(default_factory=dict)
    """By the place in `drafts` of the record that they repeat."""
    rejected: list[RecordFate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    columns: list[FileColumns] = field(default_factory=list)
    attributes: Attributes = field(default_factory=Attributes)
    _places: dict[str, int] = field(default_factory=dict)

    def take(self, batch: Batch) -> None:
        """Add a batch."""
        for draft in batch.drafts:
            work_ahead(draft)
            self._take_draft(draft)
        self.rejected += batch.rejected
        self.changes += batch.changes
        self.warnings += batch.warnings
        self.problems += batch.problems
        self.columns += [] if batch.columns is None else [batch.columns]
        self.attributes.learn(batch.attributes)

    def _take_draft(self, draft: Draft) -> None:
        reason = _same_as_itself(draft)
        place = self._places.setdefault(digest(*draft.content, length=32), len(self.drafts)) if reason else None
        if place is None or place == len(self.drafts):
            self.drafts.append(draft)
        else:
            self.repeats.setdefault(place, []).append(_Repeat(draft.file, draft.record, draft.source_id, reason))


@dataclass(slots=True)
class _Group:
    """The records of one paper, in the order in which they were read, and the paper that they make."""

    drafts: list[Draft]
    reasons: list[str]
    """Why each record was merged; that of the first is "", since it made the paper."""
    repeats: list[_Repeat]
    stripped: list[Draft]
    """The records without what is no abstract: the paper is made of these, and called by the others."""
    paper: Paper
    first: int
    """Place of the first record among all that were read."""


def _read(
    inputs: Sequence[Input], options: ReadOptions, progress: Progress, read: ReadFile, *, merge_near: bool = False
) -> Corpus:
    gathered = _Gathered()
    progress.begin("read", total=sum(entry.source.size for entry in inputs) or None, unit="bytes")
    for entry in inputs:
        entry.source.on_bytes = progress.advance
        for batch in read(entry, options):
            gathered.take(batch)
    gathered.warnings += not_found(options.mapping, gathered.columns)
    if not gathered.drafts:
        raise NoPapersError(_no_papers(gathered), _in_order(gathered.rejected, inputs), gathered.columns)
    with uncollected():
        drafts = [with_types(draft, gathered.attributes) for draft in gathered.drafts]
        progress.begin("merge", total=len(drafts), unit="records")
        groups = _groups(drafts, gathered)
        sizes = (len(group.drafts) for group in groups)
        links = near_copies([group.paper for group in groups], lambda n: progress.advance(sum(islice(sizes, n))))
        if merge_near:
            groups, links = _merged(groups, links)
        return _corpus(groups, links, gathered, inputs)


def _groups(drafts: list[Draft], gathered: _Gathered) -> list[_Group]:
    """Match the records that are one paper by the sure rule, and make the papers, without what is no abstract."""
    places_of = group_records(drafts)
    shared = boilerplate(drafts, places_of)
    bare = [replace(draft, abstract="") if place in shared else draft for place, draft in enumerate(drafts)]
    if shared:
        # What is no abstract is no reason either to be one paper.
        places_of = group_records(bare)
    groups = []
    for places in places_of:
        members = [drafts[place] for place in places]
        repeats = [repeat for place in places for repeat in gathered.repeats.get(place, ())]
        for place in places:
            if n_titles := shared.get(place):
                gathered.changes += _no_abstract(drafts[place], gathered.repeats.get(place, ()), n_titles)
        stripped = [bare[place] for place in places]
        reasons = ["", *(_why_merged(draft, stripped) for draft in stripped[1:])]
        groups.append(_Group(members, reasons, repeats, stripped, combine(stripped), places[0]))
    return groups


def _no_abstract(draft: Draft, repeats: Iterable[_Repeat], n_titles: int) -> list[Change]:
    """What is written down where the text that stands as a record's abstract is that of many."""
    what, why = storable(cut(draft.abstract, 300)), f"the same text stands under {n_titles:,} titles"
    places = [(draft.file, draft.record), *((repeat.file, repeat.record) for repeat in repeats)]
    return [Change(file, record, "abstract", what, why) for file, record in places]


def _merged(groups: list[_Group], links: Sequence[Link]) -> tuple[list[_Group], list[Link]]:
    """Make near copies one where their ids allow it; give with them the links that are left, by new places."""
    joined = join_papers([group.paper for group in groups], [(link.one, link.other) for link in links])
    place_of = {old: new for new, places in enumerate(joined) for old in places}
    left = [replace(link, one=place_of[link.one], other=place_of[link.other]) for link in links]
    return [_as_one([groups[place] for place in places]) for places in joined], [
        link for link in left if link.one != link.other
    ]


def _as_one(groups: list[_Group]) -> _Group:
    """Put the records of several groups into one; the record that was read first made the paper."""
    if len(groups) == 1:
        return groups[0]
    kept, *others = sorted(groups, key=lambda group: group.first)
    stripped = [draft for group in (kept, *others) for draft in group.stripped]
    return _Group(
        drafts=[draft for group in (kept, *others) for draft in group.drafts],
        reasons=kept.reasons + [reason or _NEAR_COPY for group in others for reason in group.reasons],
        repeats=[repeat for group in (kept, *others) for repeat in group.repeats],
        stripped=stripped,
        paper=combine(stripped),
        first=kept.first,
    )


def _no_papers(gathered: _Gathered) -> str:
    """One sentence that says why there is nothing to work with."""
    if len(gathered.problems) == 1:
        return gathered.problems[0]
    if gathered.problems:
        return f"None of the {len(gathered.problems)} files could be used; the first problem: {gathered.problems[0]}"
    files = sorted({fate.file for fate in gathered.rejected})
    reasons = Counter(fate.reason for fate in gathered.rejected)
    reason, n = reasons.most_common(1)[0]
    total = len(gathered.rejected)
    which = "the only record cannot" if total == 1 else f"none of the {total:,} records can"
    why = reason if n == total else f"{n:,} of them: {reason}"
    return (
        f"{cut(', '.join(files), 200)}: {which} be used as a paper ({why}); "
        "give the records titles or abstracts, then try again."
    )


def _corpus(groups: list[_Group], links: Iterable[Link], gathered: _Gathered, inputs: Sequence[Input]) -> Corpus:
    """Put papers and fates into their order."""
    members = [group.drafts for group in groups]
    papers = identify([group.paper for group in groups], members)
    fates = list(gathered.rejected)
    for paper, group in zip(papers, groups, strict=True):
        fates += [
            RecordFate(one.file, one.record, one.source_id, "merged", paper.paper_id, one.reason)
            for one in group.repeats
        ]
        for draft, reason in zip(group.drafts, group.reasons, strict=True):
            fate: Fate = "merged" if reason else "kept"
            fates.append(RecordFate(draft.file, draft.record, draft.source_id, fate, paper.paper_id, reason))
    return Corpus(
        papers=tuple(sorted(papers, key=lambda paper: paper.paper_id)),
        records=tuple(_in_order(fates, inputs)),
        changes=tuple(_in_order(gathered.changes, inputs)),
        aliases=aliases_of(papers, members),
        columns=tuple(gathered.columns),
        warnings=tuple(dict.fromkeys(gathered.warnings)),
        versions=_versions([paper.paper_id for paper in papers], links),
    )


def _versions(paper_ids: Sequence[str], links: Iterable[Link]) -> tuple[Version, ...]:
    """Say of each paper that has near copies to which group it belongs."""
    groups = Groups()
    similarity: dict[int, float] = {}
    for link in links:
        groups.join(link.one, link.other)
        for place in (link.one, link.other):
            similarity[place] = max(similarity.get(place, 0.0), link.similarity)
    first: dict[int, str] = {}
    for place in sorted(similarity, key=paper_ids.__getitem__):
        first.setdefault(groups.find(place), paper_ids[place])
    found = (Version(paper_ids[place], first[groups.find(place)], near) for place, near in similarity.items())
    return tuple(sorted(found, key=lambda version: version.paper_id))


def _in_order(rows: Iterable[_Row], inputs: Sequence[Input]) -> list[_Row]:
    """Sort what was written down of records: by file as the files were read, then by number."""
    place = {entry.source.name: n for n, entry in enumerate(inputs)}
    return sorted(rows, key=lambda row: (place[row.file], row.record))


def _same_as_itself(draft: Draft) -> str:
    """Why a record and another of just the same content are one paper, "" if they need not be."""
    for name, kind in _IDS:
        if getattr(draft, kind):
            return f"same {name}"
    if draft.abstract:
        return "same title and abstract"
    return "same title and first author" if author_key(draft.authors) else ""


def _why_merged(draft: Draft, records: Sequence[Draft]) -> str:
    """What a record shares with another one of the same paper."""
    others = [other for other in records if other is not draft]
    for name, kind in _IDS:
        value = getattr(draft, kind)
        if value and any(getattr(other, kind) == value for other in others):
            return f"same {name}"
    if draft.abstract and any(other.abstract and other.title_key == draft.title_key for other in others):
        return "same title and abstract"
    return "same title and first author"

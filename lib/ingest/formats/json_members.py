"""Where the records of a JSON text stand: a line each, in a list, in an object around such a list, or one behind the
other. They are given one by one, broken ones as the fault that they have.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial
from typing import Final

from lib.core.errors import InputError
from lib.ingest.columns import folded, map_columns
from lib.ingest.formats.json_tables import rows
from lib.ingest.formats.json_text import BrokenJson, Found, JsonText, open_json, parse
from lib.ingest.formats.json_values import HasText, at
from lib.ingest.source import Source

ENVELOPES: Final = (
    "paper",
    "_source",
    "work",
    "article",
    "attributes",
    "record",
    "message",
    "data",
    "metadata",
    "info",
)
"""Members that hold the record, where what is around it is about the record."""

_DEEPEST: Final = 3
"""Objects around a list of records, as in dblp's `{"result": {"hits": {"hit": [...]}}}`."""
_LINES_TRIED: Final = 10
_NO_RECORDS: Final = frozenset(
    (
        *("references", "reference", "citations", "related", "versions", "cited_by", "citedBy"),
        *("authors", "author", "sections", "chapters", "figures", "tables", "journals"),
    )
)
"""Lists that belong to one record, though their members have titles."""
_RECORDS: Final = frozenset(
    (
        *("articles", "data", "documents", "entries", "hits", "items", "papers", "preprints", "publications"),
        *("records", "results", "studies", "works"),
    )
)
"""Lists of records, also where the object around them has a title or a description, which is then the data set's."""
_OF_A_PAPER: Final = frozenset({"authors", "doi", "pmid", "arxiv_id", "venue"})
"""Fields that a paper has and a data set, a chapter or a picture has not."""


def members(source: Source, has_text: HasText) -> Iterator[object]:
    """All records of a file, in its order."""
    is_in_lines = _is_in_lines(source.head().text, has_text)
    return _line_members(source, has_text) if is_in_lines else _members(source, has_text)


def _line_members(source: Source, has_text: HasText) -> Iterator[object]:
    """A member a line; a broken line is one, and the next is read all the same."""
    for place, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        try:
            yield from _opened(parse(line), has_text)
        except BrokenJson as err:
            why = str(err).replace("line 1, ", f"line {place:,}, ")
            yield BrokenJson(f"the line is not valid JSON ({why})")


def _is_in_lines(text: str, has_text: HasText) -> bool:
    """Whether the beginning of a text is that of JSON Lines."""
    lines = text.lstrip("\n").split("\n", _LINES_TRIED)
    if _is_record(lines[0], has_text):
        return True
    if lines[0].lstrip()[:1] != "{" or not any(_is_record(line, has_text) for line in lines[1:_LINES_TRIED]):
        return False
    # The first line of JSON Lines may be the broken one; an object over several lines is not broken there.
    try:
        parse("\n".join(lines))
    except BrokenJson as err:
        return not err.is_cut
    return False


def _is_record(line: str, has_text: HasText) -> bool:
    """Whether a line is an object, and none around a list of records."""
    try:
        value = parse(line)
    except BrokenJson:
        return False
    return isinstance(value, dict) and not (_record_lists(value, has_text) if has_text(value) else _lists_in(value))


def _members(source: Source, has_text: HasText) -> Iterator[object]:
    """The records of one JSON text, or of several in a row."""
    text = JsonText(open_json(source))
    n_found = 0
    try:
        for member in _in_a_row(text, has_text):
            n_found += 1
            yield member
    except BrokenJson as err:
        if not n_found:
            raise InputError(
                f"{source.name} is not valid JSON ({err}): get the file again, or correct it at that place."
            ) from err
        source.warnings.append(
            f"{source.name} breaks off before its end: it was not copied or downloaded whole; get it again."
            if err.is_cut
            else f"{source.name} is not valid JSON to its end ({err}): what stands there was not read; correct it, or "
            "get the file again."
        )


def _in_a_row(text: JsonText, has_text: HasText) -> Iterator[object]:
    """The records of all values: of lists and the first object one by one, of the objects behind it each held whole."""
    while text.take("["):
        for member in _list(text, "]"):
            yield from _opened(member, has_text)
        text.take(",")
    if text.peek():
        yield from _in_object(text, has_text)
    for value in _list(text, ""):
        yield from _inside(value, has_text)


def _list(text: JsonText, closing: str) -> Iterator[object]:
    """The members of a list whose bracket is open; broken ones as the fault that they have.

    `closing` is the bracket, "" for values in a row to the end.
    """
    like: dict[str, object] | None = None
    n_members = 0
    while True:
        while text.take(","):
            pass
        if not closing and not text.peek():
            return
        if closing and text.take(closing):
            return
        name = text.first_name()
        try:
            member: object = text.value()
        except BrokenJson as err:
            if not n_members and (err.is_cut or not name):
                raise
            if err.is_cut:
                yield BrokenJson(f"the file breaks off within it ({err})")
                text.give_up()
                raise
            if like:
                name = f'"{next(iter(like), "")}"'
            found = text.next_like(name, frozenset(like or ()), err) if name else Found(None, "", [])
            *faults, last = err, *found.faults
            for fault in faults:
                yield BrokenJson(f"not valid JSON ({fault})")
            n_members += len(faults) + 1
            if found.value is None:
                unknown = "no further record was found behind it, so how many there are cannot be known"
                yield BrokenJson(f"not valid JSON ({last}); {unknown}")
                raise BrokenJson(f"from the fault on, {last}") from err
            yield BrokenJson(f"not valid JSON ({last}), so what stands before {found.place} was passed over")
            member = found.value
        if like is None and isinstance(member, dict):
            like = member
        n_members += 1
        yield member


def _in_object(text: JsonText, has_text: HasText) -> Iterator[object]:
    """The records inside an object, or the object itself as the only one."""
    n_found = 0
    value: dict[str, object] = {}
    for member in _object(text, value, has_text, depth=_DEEPEST):
        n_found += 1
        yield member
    if not n_found:
        yield from _wrapped(value, has_text)


def _object(
    text: JsonText, value: dict[str, object], has_text: HasText, depth: int, *, titled: bool = False
) -> Iterator[object]:
    """Read an object into `value`, but for lists of records in it, whose members are given one by one.

    Where it, or the one around it, has a title, it may be a record itself.
    """
    if not text.take("{"):
        raise BrokenJson(f"no object at {text.place()}")
    while not text.take("}"):
        name = text.value()
        if not isinstance(name, str) or not text.take(":"):
            raise BrokenJson(f"no name and colon at {text.place()}", is_cut=not text.peek())
        titled = titled or has_text(value)
        if name in _NO_RECORDS or (titled and _is_of_a_paper(value)):
            value[name] = text.value()
        elif text.peek() == "[":
            text.take("[")
            listed = yield from _records_of_list(text, partial(_is_of_records, name, has_text, titled=titled))
            if listed is not None:
                value[name] = listed
        elif text.peek() == "{" and depth > 1:
            inner: dict[str, object] = {}
            value[name] = inner
            yield from _object(text, inner, has_text, depth - 1, titled=titled)
        else:
            value[name] = text.value()
        if not text.take(",") and text.peek() != "}":
            raise BrokenJson(f"no comma at {text.place()}", is_cut=not text.peek())


def _records_of_list(
    text: JsonText, is_of_records: Callable[[object], bool]
) -> Generator[object, None, list[object] | None]:
    """Give the members of a list whose bracket is open, if one of them is of a list of records; else return them.

    Those before the first such are held until it comes: a list of records may begin with what is none.
    """
    held: list[object] = []
    members = _list(text, "]")
    for member in members:
        held.append(member)
        if is_of_records(member):
            yield from held
            yield from members
            return None
    for member in held:
        if isinstance(member, BrokenJson):
            raise member
    return held


def _opened(member: object, has_text: HasText) -> list[object]:
    """The records in a member of a list that is none itself, but one answer of a service among several; else itself."""
    if _is_like_record(member, has_text) or (isinstance(member, dict) and _is_of_a_paper(member)):
        return [member]
    return _inside(member, has_text)


def _inside(value: object, has_text: HasText) -> list[object]:
    """The records in a value; itself if there are none."""
    lists: list[list[object]] = []
    if isinstance(value, dict):
        lists = _record_lists(value, has_text)
    elif isinstance(value, list) and any(isinstance(member, dict) for member in value):
        lists = [value]
    return [member for members in lists for member in members] or [value]


def _record_lists(
    value: dict[str, object], has_text: HasText, depth: int = _DEEPEST, *, titled: bool = False
) -> list[list[object]]:
    """The lists of records in an object that is none itself, and in the objects in it; of a table its rows."""
    if not titled and (table := rows(value, has_text)):
        return [table]
    titled = titled or has_text(value)
    if titled and _is_of_a_paper(value):
        return []
    found: list[list[object]] = []
    for name, member in value.items():
        if name in _NO_RECORDS:
            continue
        if isinstance(member, dict) and depth > 1:
            found += _record_lists(member, has_text, depth - 1, titled=titled)
        elif isinstance(member, list) and any(_is_of_records(name, has_text, item, titled=titled) for item in member):
            found.append(member)
    return found


def _is_of_a_paper(value: dict[str, object]) -> bool:
    """Whether an object says what only a paper has; a description, which counts as an abstract, data sets have too."""
    fields = map_columns(tuple(value)).fields
    has_abstract = any(folded(name).startswith("abstract") for name in fields.get("abstract", ()))
    return (has_abstract and "title" in fields) or not _OF_A_PAPER.isdisjoint(fields)


def _is_of_records(name: str, has_text: HasText, value: object, *, titled: bool) -> bool:
    """Whether a list with this member is one of records; within what has a title more has to say so."""
    if not _is_like_record(value, has_text):
        return False
    return not titled or folded(name) in _RECORDS or (isinstance(value, dict) and _is_of_a_paper(value))


def _is_like_record(value: object, has_text: HasText) -> bool:
    if isinstance(value, str):
        return value.startswith(("{'", '{"'))
    return isinstance(value, dict) and (
        has_text(value) or any(has_text(at(value, name)) for name in ENVELOPES if name in value)
    )


def _wrapped(value: dict[str, object], has_text: HasText) -> list[object]:
    """The records inside an object: the rows of a table, itself, an object in it, or its longest list of objects."""
    if lists := _record_lists(value, has_text):
        return [member for members in lists for member in members]
    if has_text(value) or not value:
        return [value] if value else []
    if any(has_text(value.get(name)) for name in ENVELOPES):
        return [value]
    lists = _lists_in(value)
    return [inner for member in max(lists, key=len) for inner in _opened(member, has_text)] if lists else [value]


def _lists_in(value: Mapping[str, object], depth: int = _DEEPEST) -> list[list[object]]:
    """The lists with objects in an object and in the objects in it, as in `{"message": {"items": [...]}}`."""
    found: list[list[object]] = []
    for member in value.values():
        if isinstance(member, list) and any(isinstance(item, dict) for item in member):
            found.append(member)
        elif isinstance(member, dict) and depth > 1:
            found += _lists_in(member, depth - 1)
    return found

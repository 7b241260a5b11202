"""JSON Lines and JSON."""

import json
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import InputError
from lib.ingest import read_text
from lib.ingest.formats import json_records
from lib.ingest.reader import NO_OPTIONS
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome

RECORDS = [{"title": "One", "summary": "We."}, {"title": "Two", "summary": "They."}]


@pytest.mark.parametrize(
    "text",
    [
        "".join(json.dumps(record) + "\n" for record in RECORDS),
        "\n\n" + "\r\n\r\n".join(json.dumps(record) for record in RECORDS),
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"count": 2, "results": RECORDS}),
        json.dumps({"status": "ok", "message": {"items": RECORDS, "facets": {}}}, indent=1),
    ],
    ids=["lines", "blank lines", "list", "indented list", "wrapped list", "list two levels deep"],
)
def test_records_are_found_wherever_they_stand(text: str) -> None:
    """A line each, in a list, or in a list inside an object."""
    corpus = read_text("a.json", text)

    assert {paper.title for paper in corpus.papers} == {"One", "Two"}
    assert [fate.record for fate in corpus.records] == [1, 2]


def test_one_record_alone_is_a_record() -> None:
    """On one line or on several, also where it holds a list of objects."""
    record = {"title": "One", "authors": [{"name": "Marie Curie"}, {"name": "Niels Bohr"}]}

    for text in (json.dumps(record), json.dumps(record, indent=2)):
        (paper,) = read_text("a.json", text).papers
        assert paper.authors == ("Marie Curie", "Niels Bohr")


def test_a_broken_line_is_rejected_and_the_others_stay() -> None:
    """With its number, and the place of the fault."""
    corpus = read_text("a.jsonl", '{"title": "One"}\n{"title": "Tw\n\n[1]\n{"title": "Three"}\n')

    assert [(fate.record, fate.fate) for fate in corpus.records] == [
        (1, "kept"),
        (2, "rejected"),
        (3, "rejected"),
        (4, "kept"),
    ]
    assert "not valid JSON (" in corpus.records[1].reason
    assert corpus.records[2].reason == "not an object with named values"


def test_nesting_without_end_is_refused() -> None:
    """A text made to exhaust the parser gives a sentence."""
    with pytest.raises(InputError, match=r"^a\.json is not valid JSON \(it is nested too deeply\)"):
        read_text("a.json", '{"a":' * 100_000)


def test_halves_of_surrogate_pairs_are_taken_out() -> None:
    """They are valid JSON and cannot be stored as UTF-8."""
    (paper,) = read_text("a.jsonl", '{"title": "One \\ud83d two", "theme": "x\\udc00"}').papers

    assert paper.title == "One two"
    assert paper.attributes == {"theme": "x"}


def test_a_broken_first_line_is_one_record() -> None:
    """The lines below it are read all the same."""
    corpus = read_text("a.jsonl", '{"title": "One", \n{"title": "Two"}\n{"title": "Three"}\n')

    assert [paper.title for paper in sorted(corpus.papers, key=lambda paper: paper.title)] == ["Three", "Two"]
    assert [fate.fate for fate in corpus.records] == ["rejected", "kept", "kept"]


def test_numbers_beyond_all_measure_are_text() -> None:
    """A number that no type holds stays as it stands, and costs no record."""
    digits = "9" * 5000
    (paper,) = read_text("a.jsonl", f'{{"title": "One", "whole": {digits}, "far": 1e400}}\n').papers

    assert paper.attributes == {"whole": digits, "far": "1e400"}


def titles(text: str | bytes) -> list[object]:
    """What each member of a JSON text was read as: its title, or None where it was rejected."""
    found = outcome(json_records.READER, text)
    assert not found.error
    by_number = {record.number: record.values["title"] for record in found.records}
    return [by_number.get(number) for number in found.numbers]


PRETTY = json.dumps([{"title": f"T{n}", "authors": [{"name": "A"}]} for n in range(4)], indent=1)
COMPACT = json.dumps({"meta": {}, "results": [{"title": f"T{n}", "authors": [{"title": "Dr"}]} for n in range(4)]})


@pytest.mark.parametrize("text", [PRETTY, COMPACT])
@pytest.mark.parametrize(
    ("broken", "instead"), [('"T1"', '"T1'), ('"T1"', 'T1"'), ('"T1",', '"T1"'), ('"T1"', "\\x"), (': "T1"', "")]
)
def test_a_broken_record_costs_itself_alone(text: str, broken: str, instead: str) -> None:
    """Those behind it are found by what they begin with, and no object within one is taken for a record."""
    assert titles(text.replace(broken, instead)) == ["T0", None, "T2", "T3"]


@pytest.mark.parametrize("text", [PRETTY, COMPACT])
def test_several_broken_records_are_counted(text: str) -> None:
    """Each is a rejection with its own place; the last says up to where nothing was read."""
    broken = text.replace('"T1"', "T1").replace('"T2"', '"T2" "x"')
    found = outcome(json_records.READER, broken)

    assert titles(broken) == ["T0", None, None, "T3"]
    first, second = (rejection.reason for rejection in found.rejections)
    assert first.startswith("not valid JSON (Expecting value at line ")
    assert first.endswith(")")
    assert second.startswith("not valid JSON (Expecting ',' delimiter at line ")
    assert re.search(r", so what stands before line \d+, column \d+ was passed over$", second)


def test_broken_records_to_the_end_are_counted_as_far_as_can_be() -> None:
    """Those that are seen, and it is said that there may be more."""
    found = outcome(json_records.READER, PRETTY.replace('"T1"', "T1").replace('"T2"', "T2").replace('"T3"', "T3"))

    assert found.numbers == [1, 2, 3, 4]
    assert [rejection.number for rejection in found.rejections] == [2, 3, 4]
    assert found.rejections[-1].reason.endswith("so how many there are cannot be known")
    assert len(found.warnings) == 1


def test_a_text_that_breaks_off_gives_its_whole_records() -> None:
    """Wherever it is cut; the one that it is cut in is rejected with the place, and the person is told."""
    text = json.dumps([{"title": f"T{n}", "n": n} for n in range(3)])
    for length in range(text.index("T1") + 6, len(text)):
        found = outcome(json_records.READER, text[:length])
        kept = [record.values["title"] for record in found.records]

        assert kept in (["T0"], ["T0", "T1"], ["T0", "T1", "T2"])
        assert found.numbers == list(range(1, len(found.numbers) + 1))
        assert found.warnings == ["x breaks off before its end: it was not copied or downloaded whole; get it again."]
        assert all("breaks off within it (" in rejection.reason for rejection in found.rejections)
        assert all("line 1, column" in rejection.reason for rejection in found.rejections)


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A",\n "n": 1}\n{"title": "B",\n "n": 2}\n',
        '[{"title": "A"}\n{"title": "B"}]',
        '[{"paper": {"title": "A"}}, {"paper": {"title": "B"}}]',
        "[\"{'title': 'A'}\", \"{'title': 'B'}\"]",
        '{"hits": {"hits": [{"_source": {"title": "A"}}, {"_source": {"title": "B"}}]}}',
        '{"kept": [{"title": "A"}], "left": [{"title": "B"}]}',
        '\ufeff[{"title": "A", "x": NaN}, {"title": "B"}]',
    ],
    ids=["in a row", "no comma", "envelopes", "as Python writes", "search engine", "two lists", "mark and NaN"],
)
def test_what_programs_make_of_json_is_read(text: str) -> None:
    """Objects in a row, a comma left out, records inside of something else or as texts."""
    assert titles(text) == ["A", "B"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"articles": [{"id": 1}, {"title": "A"}, {"title": "B"}], "preprints": [{"title": "C"}]}, [None, *"ABC"]),
        ({"results": [None, {"title": "A"}, {"title": "B"}]}, [None, *"AB"]),
        ({"results": ["bad", [], {"title": "A"}, 5, {"title": "B"}]}, [None, None, "A", None, "B"]),
        ({"description": "x", "results": [{"id": 1}, {"title": "A"}]}, [None, "A"]),
        ({"facets": [{"name": "x"}, {"name": "y"}], "results": [{"title": "A"}], "notes": ["{x}", "y"]}, ["A"]),
        ({"results": [None, {"id": 1}, {"id": 2}], "next": None}, [None, None, None]),
    ],
)
def test_a_list_may_begin_with_what_is_no_record(value: object, expected: list[object], indent: int | None) -> None:
    """One record is enough to tell a list of them; its other members are rejections, those of other lists nothing."""
    found = outcome(json_records.READER, json.dumps(value, indent=indent))
    by_number = {record.number: record.values.get("title") for record in found.records}

    assert [by_number.get(number) for number in found.numbers] == expected


def test_a_list_may_begin_with_a_broken_record() -> None:
    """It costs itself alone."""
    assert titles('{"results": [{"title": oops, "n": 1}, {"title": "A", "n": 2}, {"title": "B", "n": 3}]}') == [
        None,
        "A",
        "B",
    ]


@pytest.mark.parametrize(
    "page",
    [
        '{{"meta": {{"count": 6}}, "results": [{}, {}]}}',
        '{{"status": "ok", "message": {{"items": [{}, {}], "facets": {{}}}}}}',
        '{{"resultList": {{"result": [{}, {}]}}, "request": {{"query": "x"}}}}',
        '{{"description": "Papers on maps", "papers": [{}, {}]}}',
        "[{}, {}]",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", ",", ""])
def test_answers_of_a_service_in_a_row_are_all_read(page: str, between: str) -> None:
    """Every further one as the first; a line each or not; records are numbered through."""
    pages = [page.format(*(f'{{"title": "{title}", "n": 1}}' for title in pair)) for pair in ("AB", "CD", "EF")]

    assert titles(between.join(pages)) == [*"ABCDEF"]
    lost = [None, "D"] if page.startswith("[") else [None]
    assert titles(between.join(pages).replace('"C", "n"', '"C", n')) == ["A", "B", *lost, "E", "F"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("{}", '{{"total": 4, "data": [{}]}}'),
        ("{}", '{{"message": {{"items": [{}]}}}}'),
        ("{}", "[{}]"),
        ('{{"pages": {}}}', '{{"total": 4, "data": [{}]}}'),
    ],
)
def test_a_list_of_answers_is_read(form: str, page: str, indent: int | None) -> None:
    """What a program writes that gathers them."""
    pages = [page.format(f'{{"title": "{one}"}}, null, {{"title": "{two}"}}') for one, two in ("AB", "CD")]
    text = json.dumps(json.loads(form.format(f"[{', '.join(pages)}]")), indent=indent)

    assert titles(text) == ["A", None, "B", "C", None, "D"]


@pytest.mark.parametrize("form", ["{}\n", "{},"])
def test_a_record_without_a_title_is_no_answer_of_a_service(form: str) -> None:
    """What it lists are its own files; it is one record, which is rejected for what it lacks."""
    record = {"doi": "10.5555/a", "files": [{"title": "B"}, {"title": "C"}]}
    text = form.format('{"title": "A"}') + form.format(json.dumps(record))
    found = outcome(json_records.READER, f"[{text[:-1]}]" if form.endswith(",") else text)

    assert [record.values.get("title") for record in found.records] == ["A", None]


TABLE = {"title": ["A", None, "C"], "abstract": ["We.", "They.", None], "authors": [["Frost, A", "Snow, B"], [], []]}
ROWS = [dict(zip(TABLE, cells, strict=True)) for cells in zip(*TABLE.values(), strict=True)]
BY_COLUMNS = {name: {str(7 * n): cell for n, cell in enumerate(cells)} for name, cells in TABLE.items()}
SPLIT = {"columns": list(TABLE), "index": [0, 1, 2], "data": [list(row.values()) for row in ROWS]}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("form", ["{}", '{{"count": 3, "result": {}}}', "{}\n"])
@pytest.mark.parametrize("table", [BY_COLUMNS, {str(n): row for n, row in enumerate(ROWS)}, SPLIT])
def test_a_data_frame_is_its_rows(table: object, form: str, indent: int | None) -> None:
    """By columns, by rows, or with the cells apart; alone, in an object, or on a line."""
    found = outcome(json_records.READER, form.format(json.dumps(table, indent=indent)))

    assert [record.values for record in found.records] == ROWS


def test_a_row_with_too_few_cells_costs_itself_alone() -> None:
    """It cannot be known which is missing."""
    assert titles(json.dumps({**SPLIT, "data": [["A", "We.", []], ["B"], ["C", "", []]]})) == ["A", None, "C"]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_title_of_named_values_is_none(indent: int | None) -> None:
    """Rows without numbers could be languages: what is meant cannot be known, and a person is told."""
    values = [{"title": {"en": "Ice", "de": "Eis"}, "abstract": {"en": "We.", "de": "Wir."}}, {"title": "A"}]
    for text in (json.dumps(values, indent=indent), "\n".join(json.dumps(value, indent=indent) for value in values)):
        found = outcome(json_records.READER, text)

        assert titles(text) == [None, "A"]
        assert [rejection.reason for rejection in found.rejections] == [
            "its title is no text, but several named values (en, de): give each paper one title"
        ]


def test_one_record_with_lists_of_others_is_one() -> None:
    """References have titles too, and stand before the title here."""
    assert titles('{"references": [{"title": "R"}], "title": "A", "related": [{"title": "S"}]}') == ["A"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "value",
    [
        {"description": "Papers on maps", "papers": [{"title": "A"}, {"title": "B"}]},
        {"title": "My list", "date": "2020", "results": [{"title": "A"}, {"title": "B"}]},
        {"title": "My list", "chosen": [{"title": "A", "doi": "10.5555/a"}, {"title": "B", "doi": ""}]},
        {"description": "x", "data": {"count": 2, "papers": [{"title": "A"}, {"title": "B"}]}},
        {"description": "x", "hits": [{"_source": {"title": "A"}}, {"_source": {"title": "B"}}]},
    ],
)
def test_a_data_set_may_have_a_title_of_its_own(value: dict[str, object], indent: int | None) -> None:
    """Its records are read, and it is none itself."""
    assert titles(json.dumps(value, indent=indent)) == ["A", "B"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "record",
    [
        {"title": "A", "sections": [{"title": "Introduction", "text": "We."}], "authors": ["Ada Frost"]},
        {"title": "A", "authors": [{"title": "Dr", "name": "Ada Frost", "doi": ""}]},
        {"title": "A", "doi": "10.5555/a", "data": [{"title": "Table 1"}]},
        {"title": "A", "slides": [{"title": "Overview"}]},
        {"title": "A", "slides": {"1": {"title": "Overview"}, "2": {"title": "End"}}},
        {"title": "A", "year": 2020, "related": {"papers": [{"title": "B", "doi": "10.5555/b"}]}},
    ],
)
def test_a_record_with_lists_of_what_has_titles_is_one(record: dict[str, object], indent: int | None) -> None:
    """Chapters, people, tables, related papers."""
    assert titles(json.dumps(record, indent=indent)) == ["A"]


@pytest.mark.parametrize("form", ["{}\n", "{},"])
def test_a_paper_with_an_abstract_is_no_data_set(form: str) -> None:
    """Though it lists the studies in it; a description alone would not tell."""
    record = {"title": "A", "abstract": "We pool.", "year": 2020, "studies": [{"title": "B"}, {"title": "C"}]}

    assert titles(form.format(json.dumps(record)) * 3) == ["A"] * 3
    assert titles(form.format(json.dumps(record, indent=1)) * 3) == ["A"] * 3


def test_a_text_in_another_encoding_is_read() -> None:
    """UTF-16 with its mark; Windows-1252 with a warning."""
    assert titles('[{"title": "Größe"}]'.encode("utf-16")) == ["Größe"]
    found = outcome(json_records.READER, '[{"title": "Größe"}]'.encode("cp1252"))

    assert (found.records[0].values["title"], len(found.warnings)) == ("Größe", 1)


def test_journals_that_are_objects_have_their_names() -> None:
    """Whether they call them name or title."""
    text = '[{"title": "A", "journal": {"title": "J", "issn": "1"}}, {"title": "B", "journal": {"name": "K"}}]'

    assert [record.values["journal"] for record in outcome(json_records.READER, text).records] == ["J", "K"]


def test_a_large_list_is_never_held() -> None:
    """Of 40 MB in one line the first record is there at once, and no more than some pieces are held."""
    text = b"[" + b",".join(b'{"title": "T", "abstract": "%s"}' % (b"w" * 10_000) for _ in range(4_000)) + b"]"
    source = Source("x", text)
    tracemalloc.start()
    n_read = sum(1 for _ in json_records.READER.read(source, NO_OPTIONS))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert n_read == 4_000
    assert most < 8e6


signs = st.sampled_from(["{", "}", "[", "]", ",", ":", '"title"', '"', "1", "null", "\\", "\n", "é", "-", "{'a': 1}"])


@given(
    st.lists(signs, max_size=50).map("".join), st.sampled_from(["", "[", '[{"title": "A"},', '{"a": [{"title": "A"},'])
)
def test_nothing_breaks_the_reader(text: str, before: str) -> None:
    """Whatever stands there, it ends with records, numbered through, or with a sentence."""
    found = outcome(json_records.READER, before + text)

    assert found.numbers == list(range(1, len(found.numbers) + 1))
    assert found.numbers or found.error.startswith("x ")
    if "title" in before:
        assert found.numbers


@given(st.lists(st.dictionaries(st.text(max_size=5), st.none() | st.text(max_size=5), max_size=3)), st.integers(0, 3))
def test_what_json_writes_is_read_back(records: list[dict[str, object]], indent: int) -> None:
    """Every member of every record, indented or not."""
    records = [{"title": "A", **record} for record in records]
    found = outcome(json_records.READER, json.dumps(records, indent=indent or None))

    assert [record.values for record in found.records] == records


def values_of(value: object) -> dict[str, object]:
    """The values of the first record of a JSON text."""
    return dict(outcome(json_records.READER, json.dumps(value)).records[0].values)


def test_records_as_dblp_has_them() -> None:
    """Three objects deep, in an envelope, one author without a list, people of one name with a number."""
    hits = [
        {"@id": "1", "info": {"authors": {"author": [{"text": "Ada Frost"}, {"text": "Bo Snow 0001"}]}, "title": "A."}},
        {"@id": "2", "info": {"authors": {"author": {"text": "Ada Frost"}}, "title": "B.", "venue": "J. Ice"}},
    ]
    found = outcome(json_records.READER, json.dumps({"result": {"hits": {"@total": "2", "hit": hits}}})).records

    assert [record.values["title"] for record in found] == ["A.", "B."]
    assert [record.values["authors"] for record in found] == [["Ada Frost", "Bo Snow"], ["Ada Frost"]]


def test_records_as_zoteros_server_has_them() -> None:
    """In an envelope; people have what they did beside their names."""
    ada, ed = ({"creatorType": kind, "firstName": "F", "lastName": kind} for kind in ("author", "editor"))
    values = values_of([{"key": "A", "data": {"title": "A", "creators": [ada, ed], "DOI": "10.5555/a"}}])

    assert (values["title"], values["creators"], values["editor"]) == ("A", [ada], [ed])


def test_records_as_zenodo_core_and_publish_or_perish_have_them() -> None:
    """What is known of a record in "metadata", a language with its name, journals under another name."""
    zenodo = values_of({"hits": {"hits": [{"id": 1, "metadata": {"title": "A", "creators": [{"name": "Frost, A"}]}}]}})
    core = values_of({"results": [{"title": "A", "language": {"code": "en", "name": "English"}}]})
    perish = values_of([{"title": "A", "gsrank": 1, "source": "Ice"}])

    assert (zenodo["title"], core["language"], perish["journal"]) == ("A", "en", "Ice")

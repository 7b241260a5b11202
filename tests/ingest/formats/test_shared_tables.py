"""Real tables and JSON: as many records as the bytes hold, and one whole record of each, looked up by eye."""

from pathlib import Path
from typing import Any

import pytest

from lib.ingest.columns import map_columns
from lib.ingest.formats import (
    csl_json,
    delimited,
    json_arxiv,
    json_biorxiv,
    json_crossref,
    json_daily_papers,
    json_openalex,
    json_records,
    json_semantic_scholar,
    parquet,
    xlsx,
)
from lib.ingest.reader import RawRecord, Reader
from lib.ingest.source import Source
from tests.ingest.formats.outcome import outcome

FORMATS, AWKWARD = "formats", "awkward"
JSON = (
    json_openalex.READER,
    json_crossref.READER,
    json_semantic_scholar.READER,
    json_biorxiv.READER,
    json_daily_papers.READER,
    json_arxiv.READER,
    csl_json.READER,
    json_records.READER,
)
"""In the order of the registry: the more particular before the more general."""


def mapped(record: RawRecord) -> dict[str, Any]:
    """The fields and attributes of a record, the better column before the others."""
    columns = map_columns(tuple(record.values))
    filled = {
        field: next((record.values[name] for name in names if record.values[name]), None)
        for field, names in columns.fields.items()
    }
    return {**{name: record.values[column] for column, name in columns.attributes}, **filled}


CASES: list[tuple[Reader, str, str, int, int, int, dict[str, Any]]] = [
    (
        delimited.READER, FORMATS, "scopus_export.csv", 8, 0, 1,
        {
            "title": "Quantitative analysis of studies that use artificial intelligence on spinal diseases: "
            "A bibliometric analysis",
            "authors": "Liu, Fengyuan; Li, Chunyun; Liu, Yong; Li, Yufei",
            "date": "2026", "venue": "Digital Health", "volume": "12", "doi": "10.1177/20552076261415846",
            "id": "2-s2.0-105030721984", "citations": "0", "language": "English",
            "keywords": ["Artificial intelligence", "bibliometrics", "citeSpace", "spinal diseases", "VOSviewer"],
        },
    ),
    (
        delimited.READER, FORMATS, "scopus_resaved_excerpt.csv", 48, 0, 1,
        {
            "authors": "Bradley, Elizabeth A.; Lockaby, B. Graeme; Madere, Steven S.; Brown, Vienna R.; "
            "Steury, Todd D.",
            "pmid": "40447705", "page": "19055", "venue": "Scientific Reports",
        },
    ),
    (
        delimited.READER, FORMATS, "embase.csv", 6, 0, 2,
        {"venue": "Cancer", "date": "25 Aug 2004", "volume": "102", "issue": "4", "page": "253-258"},
    ),
    (
        delimited.READER, FORMATS, "embase_2025_excerpt.csv", 102, 0, 1,
        {
            "title": "Probiotic treatment in an intensive care unit: a narrative review", "authors": "Takeaki S.",
            "date": "1 Dec 2025", "venue": "Journal of Intensive Care", "volume": "13", "issue": "1", "page": "31",
            "doi": "10.1186/s40560-025-00803-0", "keywords": ["Critically ill patients", "Diarrhea", "Probiotics"],
        },
    ),
    (
        delimited.READER, FORMATS, "ieee_xplore.csv", 10, 0, 1,
        {
            "title": "Exascale Computing Trends: Adjusting to the \"New Normal\"' for Computer Architecture",
            "authors": "P. Kogge; J. Shalf", "page": "16-26", "date": "2013", "citations": "51",
            "venue": "Computing in Science & Engineering",
        },
    ),
    (
        delimited.READER, FORMATS, "lens.csv", 8, 0, 1,
        {"id": "000-360-106-493-122", "pmid": "33251087", "page": "1-12", "date": "2020-11-22", "citations": "10"},
    ),
    (
        delimited.READER, FORMATS, "springer_link.csv", 18, 0, 8,
        {
            "authors": ["Loris Belcastro", "Riccardo Cantini", "Fabrizio Marozzo", "Alessio Orsino", "Domenico Talia",
                        "Paolo Trunfio"],
            "venue": "Journal of Big Data", "type": "Article",
        },
    ),
    (
        delimited.READER, FORMATS, "zotero_excerpt.csv", 119, 0, 1,
        {
            "id": "ACSRAG7N", "authors": "Rotter, Carina; Whittaker, Danielle; Rusbridge, Clare", "date": "2022-05",
            "pmid": "35319117", "doi": "10.1111/jvim.16404", "type": "journalArticle",
        },
    ),
    (
        delimited.READER, FORMATS, "openalex_flattened.csv", 8, 0, 1,
        {
            "title": "bibliometrix : An R-tool for comprehensive science mapping analysis",
            "authors": "Massimo Aria|Corrado Cuccurullo", "venue": "Journal of Informetrics", "citations": "13235",
            "date": "2017-09-12", "categories": "Data Analysis with R",
        },
    ),
    (
        delimited.READER, FORMATS, "pubmed_summary.csv", 6, 0, 2,
        {"venue": "JMIR Cancer", "date": "2021 Nov 29", "volume": "7", "issue": "4", "page": "e27850"},
    ),
    (
        delimited.READER, FORMATS, "cochrane_central_excerpt.csv", 53, 0, 1,
        {"id": "CN-02757110", "pmid": "38507184", "venue": "Journal of epidemiology and global health", "date": "2024"},
    ),
    (
        delimited.READER, FORMATS, "publish_or_perish_scholar.csv", 200, 0, 1,
        {"authors": "YZ Hsieh, SS Lin, FX Xu", "citations": "24", "venue": "Multimedia Tools and Applications"},
    ),
    (delimited.READER, FORMATS, "review_selection_flags.csv", 1215, 0, 1, {"source": "Hubbard et al 2025"}),
    (
        delimited.READER, FORMATS, "asreview_labelled.csv", 6, 0, 1,
        {"authors": ["Marx, Karl", "Lindgren, Astrid"], "keywords": ["Pippi", "Nordwind", "Piraten"],
         "page": "e0815", "issue": "3", "label_included": "1"},
    ),
    (delimited.READER, FORMATS, "generic_semicolon.csv", 2, 0, 1, {"authors": ["Marx, Karl", "Lindgren, Astrid"]}),
    (delimited.READER, FORMATS, "generic_tab.tsv", 2, 0, 1, {"authors": ["Marx, Karl", "Lindgren, Astrid"]}),
    (
        delimited.READER, FORMATS, "arxiv_1993_excerpt.tsv", 176, 0, 1,
        {"arxiv_id": "cond-mat/9301001", "date": "1993-01-01", "authors": "Hisao Nakanishi", "categories": "cond-mat"},
    ),
    (delimited.READER, AWKWARD, "asreview_bad_record_id.csv", 6, 0, 1, {"id": "12345", "record_id": "0"}),
    (delimited.READER, AWKWARD, "asreview_column_names_with_spaces.csv", 2, 0, 1, {"page": "e0815"}),
    (delimited.READER, AWKWARD, "asreview_duplicate_records.csv", 14, 0, 1, {"title": "a", "abstract": "lorem"}),
    (delimited.READER, AWKWARD, "asreview_embase_newpage.csv", 6, 0, 1, {"venue": "Endoscopic Ultrasound"}),
    (delimited.READER, AWKWARD, "asreview_labels_no_title.csv", 6, 0, 1, {"label_included": "1", "issue": "3"}),
    (delimited.READER, AWKWARD, "asreview_missing_values.csv", 4, 0, 1, {"title": "Title of reference"}),
    (
        delimited.READER, AWKWARD, "core_api_undoubled_quotes_excerpt.csv", 216, 0, 43,
        {
            "id": "129968086", "doi": "10.17762/ijritcc.v4i3.1908",
            "title": "Secure Navigation System for Visually Impaired",
            "authors": [", Mrs.S.S.Lavhate, Mr.Mandar Joshi, Mr.Akash Chheda, Ms.Divya Sawant"],
            "oaiID": ["oai:ojs2.ijritcc.com:article/1908"], "createdDate": "2022-10-20T16:05:24",
        },
    ),
    (
        delimited.READER, AWKWARD, "made_cp1252_semicolon_sep_line.csv", 2, 0, 1,
        {"title": "Küstenschutz; ein Überblick", "abstract": "Deiche, Dünen und „weiche“ Maßnahmen", "date": "2018"},
    ),
    (delimited.READER, AWKWARD, "made_html_and_jats_abstracts.csv", 3, 0, 3, {"title": "Number refs"}),
    (
        delimited.READER, AWKWARD, "made_quoted_newlines_and_quotes.csv", 3, 0, 2,
        {"title": 'Unclosed "inner" quotes', "abstract": "Plain abstract", "date": "2021"},
    ),
    (delimited.READER, AWKWARD, "made_ragged_rows.csv", 3, 0, 3, {"title": "Fine", "doi": "10.5555/made.4"}),
    (delimited.READER, AWKWARD, "made_utf16le_bom.csv", 2, 0, 1, {"title": "Größe und Form", "date": "2020"}),
    (
        delimited.READER, AWKWARD, "made_wos_tab_delimited.txt", 2, 0, 1,
        {
            "title": 'Flow, form and "function" in rivers', "authors": "Silva, M; Costa, R", "venue": "RIVER RESEARCH",
            "abstract": 'Tabs separate; quotes are not doubled: 5" pipes.', "date": "2021", "doi": "10.5555/made.9",
            "id": "WOS:000000000000003",
        },
    ),
    (delimited.READER, AWKWARD, "made_wos_tab_delimited.txt", 2, 0, 2, {"title": "Early one", "date": "MAR 2024"}),
    (
        xlsx.READER, FORMATS, "api_results.xlsx", 55, 0, 1,
        {"doi": "https://doi.org/10.3390/s19214670", "date": "2019-10-28", "type": "article", "Year": 2019},
    ),
    (
        xlsx.READER, FORMATS, "pubmed_review.xlsx", 299, 0, 1,
        {
            "title": "Bifidobacteria-mediated immune system imprinting early in life.", "pmid": "34143954",
            "doi": "10.1016/j.cell.2021.05.030", "venue": "Cell", "volume": "184", "issue": "15",
            "page": "3884-3898.e11", "date": "2021 Jul 22", "language": "eng",
        },
    ),
    (
        parquet.READER, FORMATS, "openalex_candidates.parquet", 2288, 0, 1,
        {"title": "A CONTRIBUTION TO THE STUDY OF SHELL SHOCK.", "date": 1915, "id": "W1980176620", "era": "<1920",
         "doi": "https://doi.org/10.1016/s0140-6736(00)52916-x", "in_foras": False},
    ),
    (
        json_openalex.READER, FORMATS, "openalex_api_page.json", 5, 0, 1,
        {
            "title": "On the audibility of amplifier phase distortion", "authors": ["G. Wentworth"],
            "date": "1965-07-01", "venue": "IEEE Transactions on Audio", "volume": "AU-13", "issue": "4", "page": "99",
            "ISSN": "0096-1620", "citations": 2, "keywords": ["amplifier phase distortion", "audibility"],
        },
    ),
    (
        json_openalex.READER, FORMATS, "openalex_works_excerpt.json", 8, 0, 1,
        {
            "title": "Coronavirus Disease (COVID-19): A Machine Learning Bibliometric Analysis",
            "authors": ["Francesca De Felice", "Antonella Polimeni"], "page": "1613-1617", "citations": 124,
        },
    ),
    (
        json_crossref.READER, FORMATS, "crossref_api_works.json", 3, 0, 1,
        {
            "title": "Inside SSL: accelerating secure transactions", "authors": ["Chou, W."], "date": "2002-09",
            "venue": "IT Professional", "volume": "4", "issue": "5", "page": "37-41", "ISSN": "1520-9202",
            "doi": "10.1109/mitp.2002.1041177", "citations": 12,
        },
    ),
    (
        json_crossref.READER, FORMATS, "crossref_dump.jsonl", 14, 0, 1,
        {
            "title": "Progressive generalized alopecia due to systemic amyloidosis",
            "authors": ["Lutz, Michael E.", "Pittelkow, Mark R."], "date": "2002-03", "categories": ["Dermatology"],
        },
    ),
    (
        json_semantic_scholar.READER, FORMATS, "semantic_scholar_search.json", 100, 0, 1,
        {
            "arxiv_id": "2201.11990", "date": "2022-01-28", "citations": 476, "categories": ["Computer Science"],
            "title": "Using DeepSpeed and Megatron to Train Megatron-Turing NLG 530B, A Large-Scale Generative "
            "Language Model",
        },
    ),
    (
        json_biorxiv.READER, FORMATS, "medrxiv_api.json", 3, 0, 1,
        {
            "doi": "10.64898/2026.09.13.26362948", "authors": "Kumar, P.; Aurange, A.; Keshari, S.; Nalwad, S.",
            "date": "2026-09-15", "categories": "nephrology", "publisher": "medRxiv",
        },
    ),
    (
        json_daily_papers.READER, FORMATS, "hf_daily_papers.json", 12, 0, 1,
        {
            "arxiv_id": "2503.07677", "authors": ["Kwanyoung Kim", "Byeongsu Sim"], "upvotes": 46, "numComments": 1,
            "date": "2025-03-10T07:23:19.000Z",
        },
    ),
    (
        json_daily_papers.READER, AWKWARD, "hf_daily_python_repr.json", 9, 0, 1,
        {
            "title": "The GAN is dead; long live the GAN! A Modern GAN Baseline", "arxiv_id": "2501.05441",
            "authors": ["Yiwen Huang", "Aaron Gokaslan", "Volodymyr Kuleshov", "James Tompkin"], "upvotes": 51,
        },
    ),
    (
        json_arxiv.READER, FORMATS, "arxiv_kaggle_snapshot.jsonl", 4, 0, 1,
        {
            "arxiv_id": "solv-int/9806004", "authors": ["Liu, Q. P.", "Manas, Manuel"],
            "date": "Thu, 11 Jun 1998 16:08:07 GMT", "categories": "solv-int nlin.SI", "versions": 1,
        },
    ),
    (
        csl_json.READER, FORMATS, "csl_item.json", 1, 0, 1,
        {
            "title": "Stochastic biomathematical models: With applications to neuronal modeling", "type": "book",
            "authors": ["Bachar, Mostafa"], "date": "2013-01-01", "ISBN": "978-3-642-32156-6", "volume": "2058",
            "collection-title": "Lecture notes in mathematics", "publisher-place": "Heidelberg",
        },
    ),
    (json_records.READER, AWKWARD, "made_jsonl_one_bad_line.jsonl", 3, 1, 1, {"title": "Good line", "date": 2020}),
    (
        json_openalex.READER, AWKWARD, "made_truncated.json", 2, 1, 1,
        {"title": "Whole", "abstract": "A b A", "id": "https://openalex.org/W1"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "folder", "name", "n_entries", "n_rejected", "number", "values"),
    CASES,
    ids=[f"{name}-{number}" for _, _, name, _, _, number, _ in CASES],
)
def test_every_record_of_a_real_file_is_read(
    shared: Path,
    reader: Reader,
    folder: str,
    name: str,
    n_entries: int,
    n_rejected: int,
    number: int,
    values: dict[str, Any],
) -> None:
    """None is lost, and what stands in one of them is where it belongs."""
    found = outcome(reader, shared / "data" / folder / name)

    assert not found.error
    assert found.numbers == list(range(1, n_entries + 1))
    assert len(found.rejections) == n_rejected
    (record,) = [record for record in found.records if record.number == number]
    got = mapped(record)
    assert {name: got.get(name) for name in values} == values


@pytest.mark.parametrize(
    ("folder", "name", "message"),
    [
        (FORMATS, "synergy_ids_labelled.csv", "holds ids alone; look the titles and abstracts up"),
        (AWKWARD, "synergy_ids_missing_ragged.csv", "holds ids alone; look the titles and abstracts up"),
        (AWKWARD, "made_header_only.csv", "has a header but no rows"),
    ],
)
def test_what_holds_no_papers_is_refused_with_the_cure(shared: Path, folder: str, name: str, message: str) -> None:
    """Lists of ids without titles, and a header alone."""
    found = outcome(delimited.READER, shared / "data" / folder / name)

    assert message in found.error
    assert not found.numbers


def test_the_json_of_a_service_is_known_by_its_content(shared: Path) -> None:
    """For each file the first reader that knows it is the service's, whatever its name is."""
    cases = [case for case in CASES if case[0] in JSON]

    assert len(cases) >= 10
    for reader, folder, name, *_ in cases:
        head = Source("x", shared / "data" / folder / name).head()
        assert next(known.format.name for known in JSON if known.sniff(head)) == reader.format.name

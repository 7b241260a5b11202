"""Every file of the shared data, read whole: how many records it holds, and how each of them ended.

The numbers of records were counted on the raw bytes by simple rules first (the README beside the files has them).
Where ours differ the bytes were looked at, and the remark says why.
"""

from collections import Counter
from pathlib import Path

import pytest

from lib.core.errors import NoPapersError
from lib.core.paper import RecordFate
from lib.ingest import read_corpus

# file: records, kept, merged, rejected
EXPECTED = {
    "formats/api_results.xlsx": (55, 54, 1, 0),
    "formats/arxiv_1993_excerpt.tsv": (176, 176, 0, 0),
    "formats/arxiv_atom_one_entry.xml": (1, 1, 0, 0),
    "formats/arxiv_kaggle_snapshot.jsonl": (4, 4, 0, 0),
    "formats/arxiv_oai_raw.xml": (1, 1, 0, 0),
    "formats/asreview_labelled.csv": (6, 2, 4, 0),
    "formats/bib_acl_arxiv_citations.bib": (24, 24, 0, 0),
    "formats/bib_acm.bib": (2, 2, 0, 0),
    # 18 have neither title nor abstract; 13 are volumes of one work under one id or title
    "formats/bib_biblatex_examples.bib": (118, 87, 13, 18),
    "formats/bib_dblp.bib": (2, 2, 0, 0),
    "formats/bib_ebsco.bib": (2, 2, 0, 0),
    "formats/bib_europe_pmc.bib": (2, 2, 0, 0),
    "formats/bib_jabref_authors_latex.bib": (212, 212, 0, 0),
    "formats/bib_jabref_mixed.bib": (156, 156, 0, 0),
    "formats/bib_scopus.bib": (3, 3, 0, 0),
    "formats/bib_scopus_2024_excerpt.bib": (78, 78, 0, 0),
    "formats/bib_string_macros.bib": (1, 1, 0, 0),
    "formats/bib_web_of_science.bib": (29, 29, 0, 0),
    "formats/bib_zotero_excerpt.bib": (137, 137, 0, 0),
    "formats/cochrane_central_excerpt.csv": (53, 52, 1, 0),
    "formats/cochrane_citation_export.txt": (151, 149, 2, 0),
    "formats/crossref_api_works.json": (3, 3, 0, 0),
    "formats/crossref_dump.jsonl": (14, 13, 1, 0),
    "formats/csl_item.json": (1, 1, 0, 0),
    "formats/embase.csv": (6, 6, 0, 0),
    "formats/embase_2025_excerpt.csv": (102, 102, 0, 0),
    # the first %0 has no blank behind it, so a rule on "%0 " counts 12; 11 say nothing but their kind or a name
    "formats/endnote_refer.enw": (13, 2, 0, 11),
    "formats/endnote_refer_aisel.txt": (6, 6, 0, 0),  # six titles; only two of the records begin with %0
    "formats/endnote_xml_from_zotero_excerpt.xml": (60, 60, 0, 0),
    "formats/endnote_xml_library.xml": (9, 9, 0, 0),
    "formats/endnote_xml_styles.xml": (3, 3, 0, 0),
    "formats/eric.nbib": (1, 1, 0, 0),  # one record: the rule counts its OWN and its TI line
    "formats/generic_semicolon.csv": (2, 2, 0, 0),
    "formats/generic_tab.tsv": (2, 2, 0, 0),
    "formats/hf_daily_papers.json": (12, 12, 0, 0),
    "formats/ieee_xplore.csv": (10, 10, 0, 0),
    "formats/lens.csv": (8, 8, 0, 0),
    "formats/medrxiv_api.json": (3, 3, 0, 0),
    "formats/openalex_api_page.json": (5, 5, 0, 0),
    "formats/openalex_candidates.parquet": (2288, 2276, 9, 3),  # three rows without any text
    "formats/openalex_flattened.csv": (8, 8, 0, 0),
    "formats/openalex_works_excerpt.json": (8, 8, 0, 0),
    "formats/ovid_citation_text.txt": (1, 1, 0, 0),
    "formats/ovid_embase_tagged.ovd": (2, 1, 1, 0),
    "formats/publish_or_perish_scholar.csv": (200, 200, 0, 0),
    "formats/pubmed_articleset_2019_excerpt.xml": (40, 40, 0, 0),
    "formats/pubmed_articleset_mathml.xml": (1, 1, 0, 0),
    "formats/pubmed_book.xml": (1, 1, 0, 0),
    "formats/pubmed_medline_mcda.txt": (10, 10, 0, 0),
    "formats/pubmed_medline_small.txt": (3, 3, 0, 0),
    "formats/pubmed_review.xlsx": (299, 299, 0, 0),
    "formats/pubmed_single.nbib": (1, 1, 0, 0),
    "formats/pubmed_summary.csv": (6, 6, 0, 0),
    "formats/refworks_tagged.txt": (1, 1, 0, 0),
    "formats/review_selection_flags.csv": (1215, 1214, 0, 1),  # the title of one is "NA", and there is nothing else
    "formats/ris_academic_search_premier.ris": (4, 4, 0, 0),
    "formats/ris_embase.ris": (6, 6, 0, 0),
    "formats/ris_endnote_bom.txt": (69, 42, 27, 0),
    "formats/ris_endnote_from_pubmed.txt": (6, 6, 0, 0),
    "formats/ris_ieee.ris": (2, 2, 0, 0),
    "formats/ris_jstor.ris": (4, 4, 0, 0),
    "formats/ris_mixed_litstudy.ris": (25, 25, 0, 0),
    "formats/ris_ovid_psycinfo.ris": (6, 6, 0, 0),
    "formats/ris_proquest.ris": (6, 6, 0, 0),
    "formats/ris_scopus.ris": (92, 92, 0, 0),
    "formats/ris_trid.ris": (3, 1, 2, 0),
    "formats/ris_web_of_science.txt": (10, 10, 0, 0),
    "formats/ris_zotero_from_pubmed.ris": (6, 6, 0, 0),
    "formats/scopus_export.csv": (8, 8, 0, 0),
    "formats/scopus_resaved_excerpt.csv": (48, 48, 0, 0),
    "formats/semantic_scholar_search.json": (100, 100, 0, 0),
    "formats/springer_link.csv": (18, 18, 0, 0),
    "formats/synergy_ids_labelled.csv": (1, 0, 0, 1),  # 273 rows of ids alone: the file is refused, with what to do
    "formats/wos_export_excerpt.ciw": (46, 46, 0, 0),
    "formats/wos_plain_sample.txt": (8, 8, 0, 0),
    "formats/wos_plain_savedrecs.txt": (32, 31, 1, 0),
    "formats/wos_zoological_record.txt": (134, 134, 0, 0),
    "formats/zotero_excerpt.csv": (119, 119, 0, 0),
    "awkward/asreview_bad_record_id.csv": (6, 2, 4, 0),
    "awkward/asreview_column_names_with_spaces.csv": (2, 2, 0, 0),
    "awkward/asreview_duplicate_records.csv": (14, 9, 1, 4),  # cells of blanks only in four
    "awkward/asreview_embase_newpage.csv": (6, 6, 0, 0),
    "awkward/asreview_empty_values.ris": (4, 3, 1, 0),
    "awkward/asreview_faulty_year.ris": (1, 1, 0, 0),
    "awkward/asreview_issue_1099.ris": (7, 6, 1, 0),
    "awkward/asreview_issue_992_keyword_lines.ris": (19, 19, 0, 0),
    "awkward/asreview_labels_no_title.csv": (6, 2, 4, 0),
    "awkward/asreview_many_authors.ris": (1, 1, 0, 0),
    "awkward/asreview_missing_values.csv": (4, 3, 1, 0),
    "awkward/asreview_tag_notes_labels.ris": (32, 32, 0, 0),
    "awkward/bibtexparser_bom.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_capital_and.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_comma_first.bib": (2, 2, 0, 0),
    "awkward/bibtexparser_encoding.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_gbk.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_messy_excerpt.bib": (254, 252, 2, 0),
    "awkward/bibtexparser_missing_comma.bib": (4, 4, 0, 0),
    "awkward/bibtexparser_string_features.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_traps.bib": (1, 1, 0, 0),
    "awkward/bibtexparser_wrong.bib": (2, 0, 0, 2),  # neither has a title or an abstract
    "awkward/core_api_undoubled_quotes_excerpt.csv": (216, 213, 2, 1),  # one row has no title and no abstract
    "awkward/hf_daily_python_repr.json": (9, 9, 0, 0),
    "awkward/jabref_complex.bib": (20, 19, 1, 0),
    "awkward/jabref_corrupted.ris": (1, 1, 0, 0),  # a whole record but for its TY line
    "awkward/jabref_cp1252_declared_utf8.bib": (1, 0, 0, 1),  # an author and nothing else
    "awkward/jabref_cp1252_no_header.bib": (1, 1, 0, 0),
    "awkward/jabref_empty_er.ris": (1, 1, 0, 0),
    "awkward/jabref_malformed_medline.xml": (1, 0, 0, 1),  # an article is begun and not ended
    "awkward/jabref_medline_multi_abstract.txt": (1, 1, 0, 0),  # a record without PMID
    # two of seven records have no PMID line; four have no text
    "awkward/jabref_medline_multiple_entries.txt": (7, 3, 0, 4),
    "awkward/jabref_mixed_content.bib": (1, 1, 0, 0),
    "awkward/jabref_ovid_invalid.txt": (2, 2, 0, 0),  # two records without their number
    "awkward/jabref_utf16be_no_bom.bib": (1, 1, 0, 0),
    "awkward/jabref_utf16be_with_bom.bib": (1, 1, 0, 0),
    "awkward/jabref_utf16le_with_bom.bib": (1, 1, 0, 0),
    "awkward/jabref_utf8_bom.bib": (2, 2, 0, 0),
    "awkward/made_cp1252.ris": (1, 1, 0, 0),
    "awkward/made_cp1252_semicolon_sep_line.csv": (2, 2, 0, 0),
    "awkward/made_cr_only_line_ends.ris": (2, 2, 0, 0),
    "awkward/made_duplicate_keys.bib": (4, 4, 0, 0),
    "awkward/made_empty.ris": (1, 0, 0, 1),  # 0 bytes
    "awkward/made_header_only.csv": (1, 0, 0, 1),  # no rows
    "awkward/made_html_and_jats_abstracts.csv": (3, 3, 0, 0),
    "awkward/made_jsonl_one_bad_line.jsonl": (3, 2, 0, 1),  # the second line is broken
    "awkward/made_missing_er.ris": (3, 3, 0, 0),
    "awkward/made_mixed_line_ends.ris": (2, 2, 0, 0),
    "awkward/made_quoted_newlines_and_quotes.csv": (3, 3, 0, 0),
    "awkward/made_ragged_rows.csv": (3, 3, 0, 0),
    "awkward/made_truncated.json": (2, 1, 0, 1),  # one whole record and one that is cut off
    "awkward/made_unbalanced_braces.bib": (3, 3, 0, 0),
    "awkward/made_utf16le_bom.csv": (2, 2, 0, 0),
    "awkward/made_wos_early_access.txt": (2, 2, 0, 0),
    "awkward/made_wos_tab_delimited.txt": (2, 2, 0, 0),
    "awkward/made_wrong_suffix_is_bibtex.ris": (1, 1, 0, 0),
    "awkward/metaknowledge_bad_wos.isi": (32, 31, 1, 0),
    "awkward/rispy_bom.ris": (1, 0, 0, 1),  # a DOI and nothing else
    "awkward/rispy_empty_tag.ris": (1, 1, 0, 0),
    "awkward/rispy_extraneous_lines.ris": (2, 2, 0, 0),
    "awkward/rispy_multiline_values.ris": (3, 1, 2, 0),
    "awkward/rispy_no_space_after_dash.ris": (2, 2, 0, 0),
    "awkward/rispy_starting_newlines.ris": (1, 1, 0, 0),
    "awkward/rispy_unknown_tags.ris": (1, 1, 0, 0),
    "awkward/rispy_urls.ris": (4, 1, 3, 0),
    "awkward/synergy_ids_missing_ragged.csv": (1, 0, 0, 1),  # 2,019 rows of ids alone
    "awkward/synthesisr_citesource_issue_24.ris": (17, 17, 0, 0),
    "awkward/zotero_bibtex_oddities.bib": (7, 7, 0, 0),
    "captures/000_1af394c91cb943dc.txt": (22, 22, 0, 0),
    "captures/001_5b037e8a8a4215a1.txt": (119, 119, 0, 0),
    "captures/002_3ed5e3014f54c171.txt": (39, 39, 0, 0),
    "captures/003_37e7bd881c9c53f4.txt": (93, 93, 0, 0),
    "captures/004_8d3ac697b747adc8.txt": (43, 43, 0, 0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_record_is_accounted_for(shared: Path, name: str) -> None:
    """As many records as the file holds, numbered without a gap, each with its fate; the papers are the kept ones."""
    path = shared / "data" / name
    records: tuple[RecordFate, ...]
    try:
        corpus = read_corpus([path])
        records, n_papers = corpus.records, len(corpus.papers)
    except NoPapersError as err:
        records, n_papers = err.records, 0
    fates = Counter(fate.fate for fate in records)

    assert (len(records), fates["kept"], fates["merged"], fates["rejected"]) == EXPECTED[name]
    assert n_papers == fates["kept"]
    numbers = [fate.record for fate in records]
    assert numbers in (list(range(1, len(records) + 1)), [0])
    assert all(fate.reason for fate in records if fate.fate != "kept")
    assert all(fate.paper_id for fate in records if fate.fate != "rejected")


def test_no_file_is_left_out(shared: Path) -> None:
    """The table has every file of these folders."""
    folders = [shared / "data" / name for name in ("formats", "awkward", "captures")]
    there = {
        f"{folder.name}/{file.name}" for folder in folders for file in folder.iterdir() if file.name != "README.md"
    }

    assert there == set(EXPECTED)

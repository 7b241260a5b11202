"""Papers and corpora as types."""

from lib.core.paper import Corpus, Paper, RecordFate


def test_text_is_title_and_abstract() -> None:
    """What is embedded is both, and one of them where there is no other."""
    assert Paper("t:1", "Title", "Abstract").text == "Title\nAbstract"
    assert Paper("t:1", "Title").text == "Title"


def test_a_corpus_counts_its_records_by_fate() -> None:
    """Kept, merged and rejected records add up to all."""
    fates = ("kept", "kept", "merged", "rejected")
    corpus = Corpus((), tuple(RecordFate("f", n, "", fate, "") for n, fate in enumerate(fates, start=1)))

    assert [corpus.count(fate) for fate in ("kept", "merged", "rejected")] == [2, 1, 1]

"""Labels: terms that tell siblings apart, one of its kind in its level, unlike the parent's, and their evidence."""

import numpy as np
import pytest

from lib.core.topic import Term
from lib.pipeline.counting import count_terms
from lib.pipeline.labels import Label, make_labels

SEA = "coral. reef. ocean. algae. heat"


def labels_of(
    papers: dict[int, list[str]],
    terms: dict[int, str] | None = None,
    parent_of: dict[int, int] | None = None,
    others: list[str] | None = None,
) -> dict[int, Label]:
    """Labels of topics given by their papers.

    The finest topics have papers; those above have the papers of all below. Terms stand best first, the first of
    five with the weight 5.
    """
    parents = parent_of or {}
    texts = [text for found in papers.values() for text in found] + (others or [])
    counts = count_terms(texts, fewest_papers=1)
    ends = np.cumsum([len(found) for found in papers.values()])
    rows = {topic: np.arange(end - len(papers[topic]), end) for topic, end in zip(papers, ends, strict=True)}
    for child, parent in parents.items():
        rows[parent] = np.sort(np.concatenate([rows.get(parent, np.empty(0, dtype=np.intp)), rows[child]]))
    listed = {topic: (terms or {}).get(topic, ". ".join(papers.get(topic, []))).split(". ") for topic in rows}
    known = {
        topic: [Term(term, float(len(found) - place)) for place, term in enumerate(dict.fromkeys(found)) if term]
        for topic, found in listed.items()
    }
    top = sorted(set(rows) - set(parents))
    return make_labels(
        known,
        rows,
        counts,
        parent_of={topic: parents.get(topic) for topic in rows},
        levels=[top, sorted(parents)],
        titles={topic: texts[members[0]] for topic, members in rows.items()},
    )


def test_three_terms_name_a_topic() -> None:
    """Three terms are the name where they cover the topic, the best first."""
    found = labels_of({0: [SEA] * 4}, others=["snow"] * 4)

    assert found[0].text == "coral, reef, ocean"


def test_a_fourth_term_where_three_say_too_little() -> None:
    """Where three terms stand in few of the papers, a fourth is added."""
    found = labels_of({0: [*SEA.split(". "), "sand", "salt"]}, {0: SEA}, others=["snow"] * 4)

    assert len(found[0].text.split(", ")) == 4


def test_terms_add_papers() -> None:
    """A term for papers that have none yet goes before a better one for the same papers again."""
    found = labels_of({0: ["coral. reef"] * 6 + ["algae"] * 4}, {0: "coral. reef. algae"}, others=["snow"] * 9)

    assert found[0].text == "coral, algae, reef"


def test_siblings_are_told_apart() -> None:
    """What both topics under one parent say stands behind what one of them says."""
    found = labels_of(
        {0: ["coral. reef. algae"] * 5, 1: ["coral. reef. heat"] * 5},
        {0: "coral. reef. algae", 1: "coral. reef. heat", 2: "coral. reef"},
        {0: 2, 1: 2},
        others=["snow"] * 20,
    )

    assert found[2].text.startswith("coral")
    assert found[0].text.startswith("algae")
    assert found[1].text.startswith("heat")


def test_a_broad_topic_is_not_named_by_one_of_its_parts() -> None:
    """The best term of one sub-topic stands behind terms that papers of all sub-topics have."""
    papers = {0: ["qubit. circuit. sand"] * 6, 1: ["grammar. sand"] * 6, 2: ["melody. sand"] * 6}
    found = labels_of(papers, {9: "qubit. circuit. grammar. melody"}, {0: 9, 1: 9, 2: 9}, others=["snow"] * 20)

    assert set(found[9].text.split(", ")) == {"qubit", "grammar", "melody"}


def test_siblings_with_the_same_terms_differ() -> None:
    """Another last term makes a name a new one; at last a number tells them apart."""
    found = labels_of({topic: ["coral. reef. ocean. algae"] * 3 for topic in range(3)})
    names = [label.text for label in found.values()]

    assert names[0] == "coral, reef, ocean"
    assert len(set(names)) == 3
    assert all(set(name.removesuffix(" (2)").split(", ")) <= {"coral", "reef", "ocean", "algae"} for name in names)


def test_the_same_terms_in_another_order_are_no_other_name() -> None:
    """Two topics of a level do not share all terms, and a number stands where nothing else is left."""
    found = labels_of({0: ["coral. reef"] * 3, 1: ["reef. coral"] * 3})

    assert found[0].text == "coral, reef"
    assert found[1].text.endswith("(2)")


def test_an_only_child_says_one_word_more_than_its_parent() -> None:
    """It has the same papers, so its name may be much the same, but not the same."""
    found = labels_of({0: [SEA] * 3}, {0: SEA, 1: SEA}, {0: 1}, others=["snow"] * 3)

    assert found[1].text == "coral, reef, ocean"
    assert found[0].text == "coral, reef, ocean, algae"


def test_a_child_begins_with_another_word_than_its_parent() -> None:
    """One of two children has a name of its own, which begins with another word where there is one."""
    papers = {0: [SEA] * 3, 2: ["coral. storm. wave"] * 3}
    found = labels_of(papers, {0: SEA, 1: SEA, 2: "coral. storm. wave"}, {0: 1, 2: 1}, others=["snow"] * 3)

    first = found[1].text.split(", ")[0]
    assert not found[0].text.startswith(first)
    assert not found[2].text.startswith(first)


def test_words_are_not_repeated_where_others_are_to_be_had() -> None:
    """A term that says a word again comes after those that say something new."""
    terms = "instruction tuning. instruction data. languages. translation"
    found = labels_of({0: [terms] * 4}, others=["snow"] * 4)

    assert found[0].text == "instruction tuning, languages, translation"


def test_evidence() -> None:
    """The share of the topic's papers that have one of the label's terms, and of all others."""
    found = labels_of({0: ["coral", "reef", "sand"], 1: ["snow"] * 3}, {0: "coral. reef", 1: "snow"}, others=["reef"])

    assert found[0] == Label("coral, reef", pytest.approx(2 / 3), pytest.approx(1 / 4))
    assert found[1] == Label("snow", 1.0, 0.0)


def test_without_other_papers_there_is_no_outside() -> None:
    """Where a topic has all papers nothing can be said of others."""
    assert labels_of({0: ["coral"] * 3})[0] == Label("coral", 1.0, None)


def test_topics_without_terms() -> None:
    """A topic whose papers share no words is called by a typical title, which is no claim on its papers."""
    found = labels_of({0: ["of the and"], 1: ["of the and"], 2: [""]}, dict.fromkeys(range(3), ""))

    assert found[0] == Label("of the and", None, None)
    assert found[1] == Label("of the and (2)", None, None)
    assert found[2].text == "Papers without title"


def test_labels_do_not_depend_on_the_order_of_papers() -> None:
    """The same papers in another order have the same labels."""
    papers = {0: ["coral. reef", "algae. reef", "coral"], 1: ["snow. ice", "firn", "snow"]}
    terms = {0: "coral. reef. algae", 1: "snow. ice. firn"}

    assert labels_of(papers, terms) == labels_of({topic: found[::-1] for topic, found in papers.items()}, terms)

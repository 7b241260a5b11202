"""Labels: three terms, one of its kind, unlike the parent's."""

from lib.pipeline.labels import make_labels

SEA = ["coral", "reef", "ocean", "algae", "heat"]


def test_three_terms_name_a_topic() -> None:
    """The first three terms are the name."""
    assert make_labels({0: SEA}, {0: None}, [[0]]) == {0: "coral, reef, ocean"}


def test_siblings_with_the_same_terms_differ() -> None:
    """The next term is added until the name is a new one; at last a number tells them apart."""
    labels = make_labels({0: SEA[:4], 1: SEA[:4], 2: SEA[:4]}, dict.fromkeys(range(3)), [[0, 1, 2]])

    assert labels == {0: "coral, reef, ocean", 1: "coral, reef, ocean, algae", 2: "coral, reef, ocean (2)"}


def test_a_child_is_not_named_as_its_parent() -> None:
    """The only child of a topic has a name of its own."""
    labels = make_labels({0: SEA, 1: SEA}, {0: None, 1: 0}, [[0], [1]])

    assert labels[0] != labels[1]


def test_levels_may_share_a_name() -> None:
    """Another level's topic, unless it is the parent, does not take a name away."""
    labels = make_labels({0: ["ice"], 1: SEA, 2: SEA}, {0: None, 1: None, 2: 0}, [[0, 1], [2]])

    assert labels[1] == labels[2]


def test_words_are_not_repeated_where_others_are_to_be_had() -> None:
    """A term that says a word again comes after those that say something new."""
    terms = ["instruction tuning", "instruction data", "languages", "translation"]

    assert make_labels({0: terms}, {0: None}, [[0]]) == {0: "instruction tuning, languages, translation"}


def test_topics_without_terms() -> None:
    """Topics without common words have names too, each another."""
    labels = make_labels({0: [], 1: []}, {0: None, 1: 0}, [[0], [1]])

    assert labels == {0: "Topic without common words", 1: "Topic without common words (2)"}

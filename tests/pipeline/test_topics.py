"""Numbers of topics over all levels."""

import numpy as np

from lib.pipeline.topics import fewest_papers, number_topics


def test_numbers_by_level_size_and_first_paper() -> None:
    """The default level comes first, then the top one, then the fine one; large before small, early before late."""
    numbered = number_topics(
        {
            "top": np.array([0, 0, 0, 0, 0, -1], dtype=np.int32),
            "default": np.array([1, 0, 0, 0, 1, -1], dtype=np.int32),
            "fine": np.array([2, 0, 1, 0, 2, -1], dtype=np.int32),
        }
    )

    assert numbered["default"].tolist() == [1, 0, 0, 0, 1, -1]
    assert numbered["top"].tolist() == [2, 2, 2, 2, 2, -1]
    assert numbered["fine"].tolist() == [3, 4, 5, 4, 3, -1]


def test_no_topics_at_all() -> None:
    """Where every paper is unassigned there are no numbers."""
    nobody = np.full(4, -1, dtype=np.int32)
    numbered = number_topics({"top": nobody, "default": nobody, "fine": nobody})

    assert all((level == -1).all() for level in numbered.values())


def test_a_term_needs_more_papers_in_a_larger_corpus() -> None:
    """One in a handful, two in hundreds, forty in 120,000."""
    assert [fewest_papers(n) for n in (10, 300, 5_000, 120_000)] == [1, 2, 2, 40]

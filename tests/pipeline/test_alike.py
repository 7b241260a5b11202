"""When two terms say the same."""

import pytest

from lib.pipeline.alike import abbreviates, overlap, related, same_stem, says_new


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("language model", "model", True),
        ("zero-shot", "zero shot", True),
        ("zeroshot", "zero-shot", True),
        ("graph", "graphene", False),
        ("state space", "space model", False),
        ("量子", "量子计算", True),
        ("量子", "神经网络", False),
    ],
)
def test_related(one: str, other: str, expected: bool) -> None:
    """Terms are related when one holds the other or both are one term in two spellings."""
    assert related(one, other) is expected
    assert related(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("LLMs", "large language models", True),
        ("CoT", "chain-of-thought", True),
        ("VLA", "vision-language-action models", True),
        ("On", "oxygen network", False),
        ("LoRA", "low-rank adaptation", False),
        ("MRI", "language models", False),
        ("MRI", "medicine", False),
    ],
)
def test_abbreviates(one: str, other: str, expected: bool) -> None:
    """A name of initials says what the phrase says."""
    assert abbreviates(one, other) is expected


def test_says_new() -> None:
    """A term made of forms of words that were said brings nothing, though no other term is like it."""
    assert not says_new("translation models", ["machine translation", "language model"])
    assert says_new("translation quality", ["machine translation", "language model"])


def test_overlap() -> None:
    """Phrases that share two words say much the same; one word is shared by many."""
    assert overlap("medical image segmentation", "image segmentation model")
    assert not overlap("medical image", "image segmentation")


def test_short_words_are_alike_only_when_equal() -> None:
    """Three letters have no ending."""
    assert same_stem("cat", "cat")
    assert not same_stem("cat", "cats")

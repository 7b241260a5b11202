"""What a build can be told. One table serves the command line's help, validation and the manifest."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

from lib.core.mapping import Pairs

Method = Literal["consensus", "hdbscan"]
METHODS: Final[dict[Method, str]] = {
    "consensus": "communities of the neighbour graph on which many runs agree",
    "hdbscan": "UMAP and HDBSCAN, as BERTopic has them",
}
"""How papers are clustered, each way in a few words."""

Detail = Literal["less", "normal", "more"]
DETAILS: Final[tuple[Detail, ...]] = get_args(Detail)
"""How many topics the program looks for where no number is given."""

BUNDLED_MODEL = "all-MiniLM-L6-v2"
"""The embedding model that is installed with the program and needs no network."""

LABELS_URL: Final = "TOPIC_ATLAS_LABELS_URL"
"""The environment variable that makes a build send texts to a language model: the base address of an endpoint, such as
http://localhost:11434/v1. Without it nothing is sent. No setting of a build: the atlas does not depend on it."""


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """The settings of a build; with the papers they decide the atlas.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    model: str = BUNDLED_MODEL
    """Embedding model: the bundled one, or any sentence-transformers name or folder."""
    n_neighbors: int = 30
    """Nearest papers kept for each paper in the neighbour graph, itself not counted."""
    method: Method = "consensus"
    """How papers are clustered."""
    topics: int | None = None
    """Topics of the default level; None chooses by the papers and `detail`."""
    detail: Detail = "normal"
    """Whether to look for fewer or more topics than usual, at all levels."""
    min_topic_size: int | None = None
    """Fewest papers in a topic of the finest level; None chooses by the size of the corpus."""
    seed: int = 42
    """Seed of everything that draws random numbers."""
    mapping: Pairs = ()
    """Which column of the files holds which field, where a person said so; of the others it is guessed."""
    capture_year: int | None = None
    """Year of a copied web page whose dates lack one; None works it out from the page's other dates."""
    merge_near: bool = False
    """Whether near copies without a common id are made one paper; else they are linked as versions."""

    def __post_init__(self) -> None:
        if not 2 <= self.n_neighbors <= 200:
            raise ValueError("n_neighbors must be between 2 and 200")
        if self.method not in METHODS:
            raise ValueError(f"method must be one of {', '.join(METHODS)}")
        if self.detail not in DETAILS:
            raise ValueError(f"detail must be one of {', '.join(DETAILS)}")
        if self.topics is not None and not 2 <= self.topics <= 2000:
            raise ValueError("topics must be between 2 and 2000")
        if self.min_topic_size is not None and self.min_topic_size < 2:
            raise ValueError("min_topic_size must be 2 or more")
        if not 0 <= self.seed < 2**32:
            raise ValueError("seed must be between 0 and 4294967295")

    def to_dict(self) -> dict[str, Any]:
        """The settings as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> BuildConfig:
        """Read what `to_dict` wrote; settings of later versions are passed over."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in values.items() if name in known}
        # JSON knows no tuples.
        given["mapping"] = tuple((str(name), str(column)) for name, column in given.get("mapping", ()))
        return cls(**given)

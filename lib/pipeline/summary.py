"""What a build says of itself in the manifest: counts, measured quality, and what a reader of the map should know."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from lib.core.config import BUNDLED_MODEL
from lib.core.paper import Corpus
from lib.core.quality import LEAST_STRUCTURE, Quality
from lib.core.topic import LEVELS, UNASSIGNED
from lib.pipeline.reduce import FEWEST_FOR_UMAP
from lib.pipeline.refits import Refits
from lib.pipeline.topics import Topics

_MANY_UNASSIGNED: Final = 0.3
_MANY_FOREIGN: Final = 0.2


def counts(corpus: Corpus, topics: Topics) -> dict[str, int]:
    """Count records, papers and topics."""
    found = {
        "records": len(corpus.records),
        "papers": len(corpus.papers),
        "merged": corpus.count("merged"),
        "rejected": corpus.count("rejected"),
        "undated": sum(paper.date is None for paper in corpus.papers),
    }
    for level in LEVELS:
        found[f"topics_{level}"] = sum(topic.level == level for topic in topics.topics)
        found[f"unassigned_{level}"] = int((topics.topic_of[level] == UNASSIGNED).sum())
    return found


def quality(topics: Topics, refits: Refits, structure: float | None) -> Quality:
    """Sum up what was measured of the topics."""
    judged = [topic for topic in topics.topics if topic.level == "default" and topic.stability is not None]
    stability = (
        float(np.average([topic.stability for topic in judged], weights=[topic.size for topic in judged]))
        if judged
        else None
    )
    calibration = topics.calibration
    return Quality(
        refits=refits.landed.shape[1],
        coverage=_rounded(float((topics.topic_of["default"] != UNASSIGNED).mean())) or 0.0,
        stability=_rounded(stability),
        agreement=_rounded(refits.agreement),
        calibration_error=_rounded(calibration.error if calibration else None),
        auc=_rounded(calibration.auc if calibration else None),
        coherence=_rounded(topics.coherence),
        diversity=_rounded(topics.diversity),
        structure=_rounded(structure),
    )


def warnings(
    corpus: Corpus,
    topics: Topics,
    structure: float | None,
    *,
    wished: int | None = None,
    model: str = BUNDLED_MODEL,
) -> list[str]:
    """Say what a reader of the map should know, the most important last; `wished` topics were asked for."""
    n_papers = len(corpus.papers)
    n_topics = sum(topic.level == "default" for topic in topics.topics)
    found = []
    empty = sum(not paper.abstract for paper in corpus.papers)
    if empty:
        which = "paper has" if empty == 1 else "papers have"
        found.append(f"{empty:,} {which} no abstract, so the title alone decides on the topic.")
    if model == BUNDLED_MODEL and (foreign := other_languages(corpus)):
        found.append(foreign)
    share = float((topics.topic_of["default"] == UNASSIGNED).mean())
    if share > _MANY_UNASSIGNED:
        found.append(f"{share:.0%} of the papers fit no topic and stay unassigned.")
    if wished is not None and 1 < n_topics < wished:
        found.append(
            f"{wished:,} topics were asked for and {n_topics:,} made: no more could be told apart. Where a fewest "
            "number of papers in a topic is set, a smaller one makes room for more."
        )
    if n_papers < FEWEST_FOR_UMAP:
        found.append(
            f"With fewer than {FEWEST_FOR_UMAP} papers no topics can be told apart: they stand together in one."
        )
    elif structure is not None and structure < LEAST_STRUCTURE:
        found.append(
            "These papers fall into no groups: they are as near to each other as chance would have it, so they stand "
            "together in one topic. Texts of many fields at random, or copies of one text, look like this."
        )
    elif n_topics == 1:
        found.append("No groups of papers could be told apart: they stand together in one topic.")
    return found


def other_languages(corpus: Corpus) -> str:
    """A sentence where many papers are in a language that the bundled model does not know, or ""."""
    # Of a name that is not known it cannot be said whether it is English.
    languages = Counter(
        paper.language for paper in corpus.papers if len(paper.language) == 2 and paper.language != "en"
    )
    share = languages.total() / len(corpus.papers)
    if share <= _MANY_FOREIGN:
        return ""
    shares = ", ".join(f"{name} {n / len(corpus.papers):.0%}" for name, n in languages.most_common(4))
    return (
        f"{share:.0%} of the papers are in another language than English ({shares}), which the model {BUNDLED_MODEL} "
        "does not know, so their topics may be of languages rather than themes: build again with --model and a "
        "multilingual model, such as paraphrase-multilingual-MiniLM-L12-v2."
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

"""Labels that a language model writes, beside those made of terms: only where a person set an endpoint.

Off unless the environment variable TOPIC_ATLAS_LABELS_URL is set. Before texts leave, one sentence says which and where
to. What was answered is kept like a stage's result, so the same topics are not asked for twice and the next build gives
the same atlas. Whatever goes wrong, the build goes on with the labels made of terms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lib.core.config import LABELS_URL
from lib.core.errors import BuildError
from lib.core.paper import Paper
from lib.core.progress import Progress
from lib.core.text import count_of, digest, storable
from lib.core.topic import Topic
from lib.pipeline.label_endpoint import AskLimits, Endpoint, ask_all, find_endpoint
from lib.pipeline.label_texts import VERSION, Prompt, choose_labels, make_prompts, read_label
from lib.pipeline.stages import StageResult, StageStore, stage_key

_LIMITS: Final = AskLimits()


@dataclass(frozen=True, slots=True)
class Written:
    """Topics with what was written for them, and one sentence on it for the manifest."""

    topics: tuple[Topic, ...]
    warning: str
    n_asked: int
    """Topics that were asked for; the others' answers were kept from an earlier build."""


def is_on(environment: Mapping[str, str]) -> bool:
    """Whether labels are to be asked for."""
    return bool(environment.get(LABELS_URL, "").strip())


def write_labels(
    topics: Sequence[Topic],
    papers: Sequence[Paper],
    environment: Mapping[str, str],
    *,
    store: StageStore,
    seed: int,
    progress: Progress,
    limits: AskLimits = _LIMITS,
) -> Written:
    """Have a label written for each topic, as far as the endpoint gives any.

    Parameters
    ----------
    topics, papers
        All of an atlas.
    environment
        Where `is_on` finds the endpoint set.
    store
        Keeps the answers.

    Returns
    -------
    The topics in their order; those without a fit label as they were.
    """
    prompts = make_prompts(topics, papers)
    progress.begin("labels", len(prompts), "topics")
    try:
        endpoint = find_endpoint(environment)
        assert endpoint is not None
    except BuildError as err:
        warning = f"No labels were asked for: {err}"
        progress.note(warning)
        progress.advance(len(prompts))
        return Written(tuple(topics), warning, 0)

    keys = {prompt.topic_id: _key(endpoint, prompt, seed) for prompt in prompts}
    written = {}
    for topic_id, key in keys.items():
        kept = store.load(key)
        if kept is not None:
            written[topic_id] = str(kept.values["label"])
    missing = [prompt for prompt in prompts if prompt.topic_id not in written]
    progress.advance(len(written))
    trouble = ""
    if missing:
        progress.note(_what_leaves(endpoint, missing))

        def on_answer(prompt: Prompt, text: str) -> None:
            label = written[prompt.topic_id] = read_label(text)
            store.save(keys[prompt.topic_id], StageResult(values={"label": label}))
            progress.advance(1)

        trouble = ask_all(endpoint, missing, seed=seed, limits=limits, on_answer=on_answer)
        progress.advance(len(prompts) - len(written))
    chosen = choose_labels(topics, written)
    return Written(chosen, _outcome(endpoint, chosen, trouble), len(missing))


def _key(endpoint: Endpoint, prompt: Prompt, seed: int) -> str:
    # The address as a hash: its query may hold what is not to be written down.
    return stage_key(
        "labels", VERSION, url=digest(endpoint.url), model=endpoint.model, seed=seed, messages=prompt.messages
    )


def _what_leaves(endpoint: Endpoint, prompts: Sequence[Prompt]) -> str:
    """Say which texts go where, before they go."""
    titles = len({paper_id for prompt in prompts for paper_id in prompt.titles})
    abstracts = len({paper_id for prompt in prompts for paper_id in prompt.abstracts})
    model = storable(endpoint.model)
    texts = (
        f"to be given labels by {model}, {count_of(titles, 'title')} of papers, the beginnings of "
        f"{count_of(abstracts, 'abstract')} and the terms of {count_of(len(prompts), 'topic')} go to"
    )
    if endpoint.is_local:
        return f"Texts are sent: {texts} a server on this machine ({endpoint.host})."
    open_line = "" if endpoint.is_encrypted else " The connection is not encrypted."
    return f"Texts leave this machine: {texts} {endpoint.host}.{open_line}"


def _outcome(endpoint: Endpoint, topics: Sequence[Topic], trouble: str) -> str:
    """Say how many topics have a written label, and why the others have none."""
    who = f"{storable(endpoint.model)} at {endpoint.host}"
    n_given = sum(bool(topic.written_label) for topic in topics)
    if n_given == len(topics):
        return f"All {count_of(n_given, 'topic')} were given a label by {who}; those made of terms stand beside them."
    if n_given:
        why = f" For some of them it {trouble}." if trouble else ""
        return f"{n_given:,} of {len(topics):,} topics were given a label by {who}; the others keep theirs.{why}"
    why = trouble or "gave none that could be used"
    return f"No topic was given a label by {who}: it {why}. Labels are made of terms."

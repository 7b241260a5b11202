"""What can be said of the topics before a build: the detail in sight, the rest under "Advanced"."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.core.config import LABELS_URL, BuildConfig
from lib.jobs.job import Job
from lib.jobs.settings import SETTINGS, Setting


def ask_settings(job: Job) -> BuildConfig:
    """Draw the settings of a job's build; returns what is chosen, which a form tells when it is sent."""
    detail, *others = SETTINGS
    chosen: dict[str, Any] = {detail.name: _ask(detail, job)}
    st.caption(f"{'; '.join(f'**{name}**: {words}' for name, words in detail.choices.items())}.")
    with st.expander("Advanced"):
        st.caption("What is left empty is chosen for you. All of this can be said on the command line too.")
        # Row by row, so that the Tab key goes as one reads.
        for start in range(0, len(others), 2):
            for setting, column in zip(others[start : start + 2], st.columns(2, gap="large"), strict=False):
                with column:
                    chosen[setting.name] = _ask(setting, job)
    st.caption(what_leaves(os.environ))
    return replace(job.config, **chosen)


def what_leaves(environment: Mapping[str, str]) -> str:
    """Say before a build which texts it sends where."""
    if not environment.get(LABELS_URL, "").strip():
        return "Nothing leaves this machine."
    return (
        f"A language model is set ({LABELS_URL}): it is sent each topic's terms, some titles and the beginnings of "
        "some abstracts, to write labels. Start the dashboard without that variable to send nothing."
    )


def _ask(setting: Setting, job: Job) -> Any:
    value = getattr(job.config, setting.name)
    key = f"{setting.name}_{job.job_id}"
    meaning = f"{setting.full_help[0].upper()}{setting.full_help[1:]}"
    if setting.choices:
        return st.segmented_control(
            setting.title, list(setting.choices), default=value, key=key, required=True, help=meaning
        )
    given = st.number_input(
        setting.title,
        min_value=setting.least,
        max_value=setting.most,
        value=value,
        step=1,
        placeholder=setting.unset,
        key=key,
        help=meaning,
    )
    # An emptied field means the default, as on the command line.
    return setting.default if given is None else int(given)

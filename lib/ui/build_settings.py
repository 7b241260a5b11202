"""What can be said of the topics before a build: the detail in sight, the rest under "Advanced"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from lib.core.config import BuildConfig
from lib.jobs.job import Job
from lib.jobs.settings import SETTINGS, Setting


def ask_settings(job: Job) -> BuildConfig:
    """Draw the settings of a job's build; returns what is chosen, which a form tells when it is sent."""
    detail, *others = SETTINGS
    chosen: dict[str, Any] = {detail.name: _ask(detail, job)}
    st.caption(f"{'; '.join(f'**{name}**: {words}' for name, words in detail.choices.items())}.")
    with st.expander("Advanced"):
        st.caption("What is left empty is chosen for you. All of this can be said on the command line too.")
        columns = st.columns(2, gap="large")
        for place, setting in enumerate(others):
            with columns[place % 2]:
                chosen[setting.name] = _ask(setting, job)
    return replace(job.config, **chosen)


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

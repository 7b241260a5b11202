"""Built-in texts by which paths of embedding are timed and checked: invented, of many lengths and kinds."""

from __future__ import annotations

from typing import Final

_SENTENCES: Final = (
    "Coral reefs that were bleached in two summers recovered where herbivorous fish kept algae short.",
    "We estimate the effect of a minimum wage on the hours of part-time workers by a difference-in-differences design.",
    "The transformer attends over 4,096 tokens, yet its memory grows with the length of the sequence alone.",
    "Let $G = (V, E)$ be a graph of maximum degree $\\Delta$; we show that $\\chi'(G) \\leq \\Delta + 1$.",
    "Patients with type 2 diabetes (n = 128) were randomised to metformin or placebo for 24 months; HbA1c fell 0.9 %.",
    "Wie Gletscher auf mildere Winter antworten, hängt von Höhe, Schutt und Schneefall ab.",
    "A single-cell atlas of the murine hippocampus reveals CA1 neurons with distinct GABAergic inputs.",
    "Archival letters suggest that the violin maker bought spruce from the valley north of the town.",
    "We present DeltaMix, a benchmark of 12,000 prompts for safety alignment of large language models (LLMs).",
    "The spectrum of NGC 4151 shows Fe Kα emission at 6.4 keV, broadened by motion close to the black hole.",
    "Perovskite solar cells kept 94 % of their efficiency after 1,000 h at 85 °C and 85 % relative humidity.",
    "Delays on a railway line spread to other lines when trains share rolling stock and platforms.",
)
_LENGTHS: Final = (2, 4, 6, 8, 9, 12)
"""Sentences of the longer texts, up to those that are cut."""
_ORDERS: Final = 4
"""Texts of the same sentences in another order: as long, so that they go into one batch, and yet not the same."""


def probe_texts() -> list[str]:
    """Make the texts, no two alike: none at all, three titles, then abstracts of growing length."""
    texts = ["", *_SENTENCES[:3]]
    for number, length in enumerate(_LENGTHS):
        some = [_SENTENCES[(5 * number + step) % len(_SENTENCES)] for step in range(length)]
        # All but the last order turn the sentences round; the last one is a mirror's.
        orders = [some[turn:] + some[:turn] for turn in range(min(length, _ORDERS - 1))] + [some[::-1]]
        texts += dict.fromkeys(" ".join(order) for order in orders)
    return texts

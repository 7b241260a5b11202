"""The path by which a model's vectors are computed: device, precision, whose code; chosen once per machine.

Which path is fast depends on the processor, and whether it is exact enough can be seen: each candidate embeds a few
built-in texts, its vectors are compared with those of sentence-transformers in float32, and the fastest that passes
is kept in a file. Later builds take it from there, so that equal texts get equal vectors.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lib.core.text import digest
from lib.pipeline.encoding import Encoder, gather, torch_threads
from lib.pipeline.probe_texts import probe_texts

FILE: Final = "embedding-paths.json"
"""Name of the file of choices, in the cache's folder."""
LEAST_COSINE: Final = 0.9998
"""To float32, of each built-in text: stricter than the .9995 that every text should reach."""
VERSION: Final = 1
"""Raised when a path's numbers or the candidates change."""
_TOO_SLOW: Final = 1.0
"""A candidate that takes so many times the best one's seconds for all texts for the first few is not tried on."""
_FIRST: Final = 6
"""Texts of the first, short try."""
_PRODUCT: Final = ((256, 384), (384, 1536))
_PRODUCTS: Final = 30
"""Matrix products by which it is seen whether bfloat16 is fast: long enough for a coarse clock."""
_MATTERS: Final = ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA")
"""Environment variables that change which of the processor's instructions are used."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path that may be taken: its name, which begins with the device, and how to get ready for it."""

    name: str
    load: Callable[[], Encoder]
    """May fail in any way."""
    precision: str = "float32"


def machine() -> str:
    """A key of what decides on numbers and speed: processor, system and PyTorch's version."""
    settings = [f"{name}={os.environ.get(name, '')}" for name in _MATTERS]
    return digest(version("torch"), platform.system(), platform.machine(), _processor(), *settings)


def choose(reference: Candidate, families: Sequence[Sequence[Candidate]]) -> str:
    """Try all candidates and name the fastest that is exact.

    Parameters
    ----------
    reference
        What the others are compared with; taken if none is faster.
    families
        The others, the most promising family first; of each the first one that is exact stands for all.
    """
    # Processor seconds, which other programs do not change; of a GPU only the clock tells.
    clock = time.perf_counter if reference.name.startswith("cuda") else time.process_time
    texts = probe_texts()
    # Threads that wait for each other burn processor seconds where other programs run; one thread tells as much.
    with torch_threads(1):
        encoder = reference.load()
        gather(encoder, texts[:_FIRST])
        exact, least = _timed(encoder, texts, clock)
        best = reference.name
        for family in families:
            for candidate in family:
                # A path that this machine or this build of PyTorch cannot go fails in many ways; the others remain.
                with suppress(Exception):
                    if candidate.precision == "bfloat16" and not bfloat16_is_fast():
                        break
                    seconds = _seconds(candidate.load(), texts, exact, clock, least)
                    if seconds is not None:
                        best, least = min((best, least), (candidate.name, seconds), key=lambda entry: entry[1])
                        break
    return best


def bfloat16_is_fast() -> bool:
    """Whether a matrix product in bfloat16 takes less of the processor than in float32; emulated it takes far more."""
    import torch

    seconds = {}
    for precision in (torch.float32, torch.bfloat16):
        one, other = (torch.ones(shape, dtype=precision) for shape in _PRODUCT)
        torch.mm(one, other)
        began = time.process_time()
        for _ in range(_PRODUCTS):
            torch.mm(one, other)
        seconds[precision] = time.process_time() - began
    return seconds[torch.bfloat16] < seconds[torch.float32]


def _seconds(
    encoder: Encoder, texts: list[str], exact: NDArray[np.float32], clock: Callable[[], float], least: float
) -> float | None:
    """How long the texts take; infinitely long if that is clear from the first ones; None if vectors are not right."""
    # The first passes pay for what is set up once; a path so slow that even so it shows is left at that.
    vectors, seconds = _timed(encoder, texts[:_FIRST], clock)
    if seconds > _TOO_SLOW * least:
        return math.inf
    if not _passes(vectors, exact[:_FIRST]):
        return None
    vectors, seconds = _timed(encoder, texts, clock)
    return seconds if _passes(vectors, exact) and _alone(encoder, texts, vectors) else None


def _timed(encoder: Encoder, texts: Sequence[str], clock: Callable[[], float]) -> tuple[NDArray[np.float32], float]:
    began = clock()
    return gather(encoder, texts), clock() - began


def kept_choice(path: Path, key: str, known: Collection[str]) -> str | None:
    """Return the choice kept in a file under a key, or None; one that is not known counts as none."""
    kept = _read(path).get(key)
    return kept if isinstance(kept, str) and kept in known else None


def keep_choice(path: Path, key: str, choice: str, known: Collection[str]) -> str:
    """Keep a choice beside those that are there; give the one that counts, which another build may have made first."""
    if (earlier := kept_choice(path, key, known)) is not None:
        return earlier
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps({**_read(path), key: choice}, indent=1), encoding="utf-8")
        partial.replace(path)
    except OSError:
        # The choice then holds for this build alone; what cannot be written is told where embeddings are kept.
        with suppress(OSError):
            partial.unlink()
    return choice


def _passes(vectors: NDArray[np.float32], exact: NDArray[np.float32]) -> bool:
    return bool((np.einsum("ij,ij->i", vectors, exact) >= LEAST_COSINE).all())


def _alone(encoder: Encoder, texts: Sequence[str], vectors: NDArray[np.float32]) -> bool:
    """Whether the same bytes come out for some of the texts in another order, each thus among other texts."""
    some = list(range(0, len(texts), 3))[::-1]
    again = gather(encoder, [texts[number] for number in some])
    return again.tobytes() == vectors[some].tobytes()


def _processor() -> str:
    """Name the processor and its instructions, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        wanted = ("model name", "flags", "Features", "CPU implementer", "CPU part")
        return "\n".join(dict.fromkeys(line for line in lines if line.startswith(wanted)))
    except OSError:
        pass
    if platform.system() == "Darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout.strip()
    return platform.processor()


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}

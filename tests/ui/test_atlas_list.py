"""The page "Atlases": what is there, what is damaged, and a question before one is gone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.manifest import read_manifest
from lib.ui.atlas_list import size_words
from tests.atlas_maker import JUDGED, write_atlas

ROOT = Path(__file__).resolve().parents[2]
N_PAPERS = read_manifest(SAMPLE_ATLAS).counts["papers"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two whole atlases and a damaged one."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path))
    for name in ("first_one", "second"):
        shutil.copytree(SAMPLE_ATLAS, tmp_path / name)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{oops", encoding="utf-8")
    return tmp_path


@pytest.fixture
def open_page(home: Path) -> Callable[..., AppTest]:
    """A function that opens the page while some atlas is open."""

    def start(atlas: str = "") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.switch_page("pages/manage/atlases.py")
        if atlas:
            app.query_params["atlas"] = atlas
        return checked(app.run())

    return start


def checked(app: AppTest) -> AppTest:
    """The page, if nothing in it failed."""
    assert not app.exception, app.exception
    return app


def buttons(app: AppTest) -> list[str]:
    """The keys of the buttons that begin a deletion."""
    return sorted(found.key for found in app.button if found.label == "Delete" and found.key != "delete_for_good")


def test_every_atlas_has_its_line(open_page: Callable[..., AppTest], home: Path) -> None:
    """Names, what they hold, where they lie; only those of the data folder can be deleted."""
    app = open_page()
    said = "\n".join(
        str(element.value) for kind in ("markdown", "caption", "warning") for element in app.main.get(kind)
    )

    for name in (r"first\_one", "second", "broken", "sample"):
        assert f"**{name}**" in said
    assert f"{N_PAPERS} papers" in said
    assert "comes with the program" in said
    assert "is damaged" in said
    assert home.name in said.replace("\\", "")
    assert buttons(app) == ["delete_broken", "delete_first_one", "delete_second"]


def test_how_good_an_atlas_is(open_page: Callable[..., AppTest], home: Path) -> None:
    """A line says how good its topics are (the sample has one too), another what the build noted."""
    write_atlas(home / "judged", JUDGED)
    captions = {str(caption.value).replace("\\", ""): caption for caption in open_page().main.caption}

    assert "Topics: stable (0.78), 75% of the papers have a topic" in captions
    noted = captions[":material/info: 2 notes on its papers and topics"]
    assert "they are \\*unassigned\\*" in noted.proto.help
    said = [text for text in captions if text.startswith(("Topics:", ":material/info:"))]
    assert len([text for text in said if "very stable" not in text]) == 2


def test_deleting_asks_first(open_page: Callable[..., AppTest], home: Path) -> None:
    """The question names the atlas; nothing is gone until it is answered."""
    app = open_page("first_one")
    app.button(key="delete_first_one").click()
    checked(app.run())
    assert (home / "first_one").is_dir()
    assert any(rf"**first\_one**, with {N_PAPERS} papers" in str(text.value) for text in app.markdown)


def test_keeping_it_keeps_it(open_page: Callable[..., AppTest], home: Path) -> None:
    """The other answer changes nothing."""
    app = open_page()
    app.button(key="delete_second").click()
    app.run()
    (keep,) = [found for found in app.button if found.label == "Keep it"]
    keep.click()
    checked(app.run())

    assert (home / "second").is_dir()


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (640_400, "640 kB"), (999_600, "1.0 MB"), (1_849_000, "1.8 MB"),
     (24_000_000, "24 MB"), (1_200_000_000, "1.2 GB"), (4_000_000_000_000, "4,000 GB")],
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(n_bytes: int, words: str) -> None:
    """Two figures at most matter."""
    assert size_words(n_bytes) == words

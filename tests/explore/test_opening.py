"""Atlases are opened by name, once for all."""

import gc
import weakref
from pathlib import Path

import pytest

from lib.atlas.home import find_atlas
from lib.core.errors import AtlasError
from lib.explore.coloring import coloring_of
from lib.explore.opening import AtlasShelf, open_store
from tests.atlas_maker import TINY, Made, write_atlas


@pytest.fixture
def home(tiny_atlas: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the tiny atlas."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tiny_atlas.parent))
    return tiny_atlas.parent


def test_one_store_for_all(home: Path) -> None:
    """Who opens the same atlas shares one store."""
    store = AtlasShelf().open("tiny")

    assert store.name == "tiny"
    assert store.n_papers == 12
    assert open_store(find_atlas("tiny")) is store


def test_a_store_lives_as_long_as_somebody_holds_it(tiny_atlas: Path, home: Path) -> None:
    """However many others are opened meanwhile, whoever opens its atlas shares it; afterwards it is given up."""
    for name in "abcde":
        write_atlas(home / name)
    held = AtlasShelf().open("tiny")
    for name in "abcde":
        AtlasShelf().open(name)

    assert AtlasShelf().open("tiny") is held
    given_up = weakref.ref(held)
    del held
    for name in "abcde":
        AtlasShelf().open(name)
    gc.collect()
    assert given_up() is None


def test_built_again(home: Path) -> None:
    """An atlas that was built again is opened anew; who holds the old one goes on with it."""
    old = AtlasShelf().open("tiny")
    write_atlas(home / "tiny", Made(TINY.papers[7:9], TINY.topics), replace=True)
    new = AtlasShelf().open("tiny")

    assert new.n_papers == 2
    assert old.n_papers == 12
    assert old.layout.sum() == pytest.approx(old.atlas.layout.sum())
    assert old.paper(11).title == "zinc anodes for cheap cells"


def test_unknown(home: Path) -> None:
    """A name that nobody has is one sentence."""
    with pytest.raises(AtlasError, match="no atlas called 'nobody'"):
        AtlasShelf().open("nobody")


@pytest.mark.parametrize("file", ["papers.parquet", "layout.npy", "manifest.json"])
def test_damaged(home: Path, file: str) -> None:
    """A damaged atlas is one sentence that names the file and the cure."""
    (home / "tiny" / file).write_bytes(b"not what it was")

    with pytest.raises(AtlasError, match=rf"{file} is damaged.*build the atlas again"):
        AtlasShelf().open("tiny")


def test_repaired(home: Path) -> None:
    """A failure is not remembered: once the file is right again the atlas opens."""
    whole = (home / "tiny" / "papers.parquet").read_bytes()
    (home / "tiny" / "papers.parquet").write_bytes(whole[:100])
    with pytest.raises(AtlasError, match="damaged"):
        AtlasShelf().open("tiny")
    (home / "tiny" / "papers.parquet").write_bytes(whole)

    assert AtlasShelf().open("tiny").n_papers == 12


def test_shown_from_elsewhere(tmp_path: Path) -> None:
    """An atlas given at the start is found by its folder's name."""
    folder = write_atlas(tmp_path / "else" / "where")

    assert AtlasShelf(folder).open("where").n_papers == 12


def test_the_codes_of_a_field(home: Path) -> None:
    """They are those by which the field colours the papers; an unknown field is said in a sentence."""
    shelf = AtlasShelf()
    coloring = coloring_of(shelf.open("tiny"), "citations")
    assert coloring is not None

    assert shelf.color_codes("tiny", "citations") is coloring.codes
    with pytest.raises(AtlasError, match=r"^The atlas tiny has no field 'no such' to colour by; reload the page\.$"):
        shelf.color_codes("tiny", "no such")

"""Where atlases live, and by which names."""

import shutil
from pathlib import Path

import pytest

from lib.atlas import home as home_module
from lib.atlas.home import (
    CHECKOUT,
    SAMPLE,
    SAMPLE_ATLAS,
    cache_folder,
    check_name,
    data_folder,
    delete_atlas,
    find_atlas,
    list_atlases,
)
from lib.core.errors import AtlasError, UsageError
from tests.atlas_maker import write_atlas


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that does not exist yet."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def names(extra: Path | None = None) -> list[str]:
    """The list of atlases by name."""
    return [entry.name for entry in list_atlases(extra)]


def test_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the one that TOPIC_ATLAS_HOME names, with ~ for one's own folder, else atlases/ in the checkout."""
    monkeypatch.setenv("TOPIC_ATLAS_HOME", f" {tmp_path} ")
    assert data_folder() == tmp_path.resolve()
    assert cache_folder() == tmp_path.resolve() / ".cache"
    monkeypatch.setenv("TOPIC_ATLAS_HOME", "~/atlases")
    assert data_folder() == Path.home().resolve() / "atlases"
    for nothing in ("", "  "):
        monkeypatch.setenv("TOPIC_ATLAS_HOME", nothing)
        assert data_folder() == CHECKOUT / "atlases"


@pytest.mark.parametrize(
    "name",
    ["mine", "2024", "a b", "arXiv 2024-01", "v1.2", "x" * 64, "Samples", "conference"],
)
def test_names(name: str) -> None:
    """Letters, digits, blanks, dots, hyphens and underscores make a name; blanks around it are taken off."""
    assert check_name(f"  {name}\n") == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "  ",
            ".hidden",
            "-x",
            "_x",
            "a/b",
            "a\\b",
            "..",
            "a:b",
            "a?b",
            "ends.",
            "x" * 65,
            "naïve",
            "a\nb",
            "a\0b",
        ),
        *("con", "NUL", "nul.txt", "Com1", "lpt9.x", "aux"),
    ],
)
def test_no_names(name: str) -> None:
    """What could not be a folder's name on every system is refused, and so is a path."""
    with pytest.raises(UsageError, match=r"cannot be the name of an atlas: use up to 64"):
        check_name(name)


@pytest.mark.parametrize("name", ["sample", "Sample", " SAMPLE "])
def test_the_sample_s_name_is_taken(name: str) -> None:
    """Nobody else is called sample, however it is written."""
    with pytest.raises(UsageError, match="belongs to the sample"):
        check_name(name)


def test_only_the_sample(home: Path) -> None:
    """Without a data folder there is the sample, and no folder is made by looking."""
    assert names() == [SAMPLE]
    assert not home.exists()
    entry = find_atlas(SAMPLE)
    assert entry.is_sample
    assert entry.folder == SAMPLE_ATLAS
    assert entry.manifest is not None


def test_list(home: Path) -> None:
    """Atlases come by name without regard to case, the sample last; what is no atlas is not there."""
    for name in ("beta", "Alpha", "gamma"):
        write_atlas(home / name)
    (home / ".cache").mkdir()
    (home / "notes").mkdir()
    (home / "readme.txt").write_text("x", encoding="utf-8")
    shutil.copytree(home / "beta", home / ".beta.1234.old")

    assert names() == ["Alpha", "beta", "gamma", SAMPLE]
    assert not find_atlas("beta").is_sample


def test_an_own_sample_is_not_the_sample(home: Path) -> None:
    """A folder named sample in the data folder does not stand in for the one that comes with the program."""
    write_atlas(home / SAMPLE)

    assert names() == [SAMPLE]
    assert find_atlas(SAMPLE).folder == SAMPLE_ATLAS


def test_damaged(home: Path) -> None:
    """An atlas with a damaged manifest is listed with the reason; the others are as they were."""
    write_atlas(home / "good")
    write_atlas(home / "bad")
    (home / "bad" / "manifest.json").write_text("{", encoding="utf-8")
    bad, good, _ = list_atlases()

    assert (bad.name, bad.manifest) == ("bad", None)
    assert "manifest.json is damaged" in bad.problem
    assert good.manifest is not None
    assert good.problem == ""


def test_a_folder_that_may_not_be_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the system keeps closed, such as lost+found, is passed over."""
    write_atlas(home / "mine")
    (home / "lost+found").mkdir()
    is_file = Path.is_file

    def closed(path: Path) -> bool:
        if path.parent.name == "lost+found":
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", closed)

    assert names() == ["mine", SAMPLE]


def test_extra(home: Path, tmp_path: Path) -> None:
    """An atlas from elsewhere comes first, and before one of the same name in the data folder."""
    write_atlas(home / "alpha")
    write_atlas(home / "mine")
    extra = write_atlas(tmp_path / "elsewhere" / "mine")

    assert names(extra) == ["mine", "alpha", SAMPLE]
    assert find_atlas("mine", extra).folder == extra
    assert find_atlas("mine").folder == home / "mine"


def test_extra_called_sample(home: Path, tmp_path: Path) -> None:
    """An atlas from elsewhere that is called sample hides the sample: no name is there twice."""
    extra = write_atlas(tmp_path / "elsewhere" / SAMPLE)

    assert names(extra) == [SAMPLE]
    assert find_atlas(SAMPLE, extra).folder == extra


def test_extra_that_is_none(home: Path, tmp_path: Path) -> None:
    """A folder from elsewhere that is no atlas is listed with the reason."""
    entry = list_atlases(tmp_path / "nowhere")[0]

    assert (entry.name, entry.manifest) == ("nowhere", None)
    assert "There is no atlas at" in entry.problem


def test_unknown(home: Path) -> None:
    """A name that nobody has is one sentence; a path is no name."""
    write_atlas(home / "mine")
    for name in ("nobody", "", "../home/mine", str(home / "mine"), "MINE"):
        with pytest.raises(AtlasError, match="There is no atlas called"):
            find_atlas(name)


def test_delete(home: Path) -> None:
    """A deleted atlas is gone, and nothing else is."""
    write_atlas(home / "mine")
    write_atlas(home / "other")
    (home / ".cache").mkdir()
    delete_atlas("mine")

    assert names() == ["other", SAMPLE]
    assert {path.name for path in home.iterdir() if not path.name.endswith(".lock")} == {"other", ".cache"}


def test_delete_a_damaged_one(home: Path) -> None:
    """What cannot be opened can be deleted."""
    write_atlas(home / "bad")
    (home / "bad" / "manifest.json").write_text("{", encoding="utf-8")
    delete_atlas("bad")

    assert names() == [SAMPLE]


def test_the_sample_stays(home: Path) -> None:
    """The sample cannot be deleted."""
    with pytest.raises(AtlasError, match="does not lie in the data folder"):
        delete_atlas(SAMPLE)

    assert SAMPLE_ATLAS.is_dir()


@pytest.mark.parametrize("name", ["nobody", "..", "../outside", ""])
def test_delete_nothing_else(home: Path, tmp_path: Path, name: str) -> None:
    """Only a name of the list can be deleted, never a path."""
    write_atlas(tmp_path / "outside")
    with pytest.raises(AtlasError, match="There is no atlas called"):
        delete_atlas(name)

    assert (tmp_path / "outside" / "manifest.json").is_file()


def test_the_system_refuses(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An atlas that is held open elsewhere stays whole and is said to."""
    write_atlas(home / "mine")

    def refuse(_path: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(home_module.Path, "rename", refuse)
    with pytest.raises(AtlasError, match=r"could not be deleted \(Permission denied\): close what uses it"):
        delete_atlas("mine")

    assert names() == ["mine", SAMPLE]

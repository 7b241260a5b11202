"""What is agreed for the whole project, held as tests: rooms, light start, dependencies, safe defaults, tracked files.

import-linter holds the packages of lib/ to their contracts; here stands what it cannot see: that the contracts are
the table, that app.py and pages/ keep to it, and what the dashboard really brings into a process.
"""

import ast
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

# The table of docs/architecture.md: who may import whom.
MAY_IMPORT = {
    "core": set(),
    "atlas": {"core"},
    "ingest": {"core", "atlas"},
    "pipeline": {"core", "atlas", "ingest"},
    "jobs": {"core", "atlas"},
    "explore": {"core", "atlas"},
    "charts": {"core", "explore"},
    "export": {"core", "atlas", "explore", "charts"},
    "server": {"core", "atlas", "explore", "export"},
    "ui": {"core", "atlas", "jobs", "explore", "charts", "export", "server"},
    "cli": {"core", "atlas", "ingest", "pipeline", "jobs", "explore", "charts", "export", "server"},
}
PAGES_MAY_IMPORT = {"core", "explore", "charts", "export", "ui"}
APP_MAY_IMPORT = {"ui", "server"}
# Rooms whose modules a dashboard's process may load.
LIGHT_ROOMS = sorted(set(MAY_IMPORT) - {"pipeline", "cli"})
HEAVY = ["torch", "umap", "hdbscan", "bertopic", "numba", "sentence_transformers", "transformers"]


def pyproject() -> dict[str, Any]:
    """The project's settings."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def sources(*places: str) -> list[Path]:
    """The Python files at these places, those that are there."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def imported(path: Path) -> Iterator[str]:
    """Full names of all that a file imports, wherever in it; `from a import b` gives both a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    """The rooms of lib/ that a file imports from."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("lib.")}


# --- the house -------------------------------------------------------------------------------------------------------


def test_every_room_is_in_the_table() -> None:
    """A folder in lib/ is one of the rooms, and each room is there."""
    folders = {path.parent.name for path in (ROOT / "lib").glob("*/__init__.py")}

    assert folders == set(MAY_IMPORT)


def test_contracts_are_the_table() -> None:
    """Each room has a contract, and it forbids all that the table does not allow."""
    contracts = {contract["id"]: contract for contract in pyproject()["tool"]["importlinter"]["contracts"]}

    for room, allowed in MAY_IMPORT.items():
        assert contracts[room]["source_modules"] == [f"lib.{room}"]
        forbidden = set(MAY_IMPORT) - allowed - {room}
        assert set(contracts[room]["forbidden_modules"]) == {f"lib.{other}" for other in forbidden}


def test_contract_on_heavy_packages_covers_the_dashboard() -> None:
    """No room of the dashboard may import a heavy package, not even through another module."""
    (contract,) = [
        contract for contract in pyproject()["tool"]["importlinter"]["contracts"] if contract["id"] == "light"
    ]

    assert not contract.get("allow_indirect_imports")
    assert set(contract["source_modules"]) == {f"lib.{room}" for room in LIGHT_ROOMS}
    assert contract["forbidden_modules"] == HEAVY


def test_lib_itself_imports_nothing() -> None:
    """`import lib.core` must not run anything else of ours."""
    assert list(imported(ROOT / "lib" / "__init__.py")) == []


@pytest.mark.parametrize("path", sources("pages"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_keep_to_their_rooms(path: Path) -> None:
    """A page imports the rooms that the table opens to it, and no other page."""
    assert rooms_imported(path) <= PAGES_MAY_IMPORT
    assert not [name for name in imported(path) if name.split(".")[0] in {"pages", "app"}]


def test_app_keeps_to_its_rooms() -> None:
    """app.py imports ui and server alone."""
    assert rooms_imported(ROOT / "app.py") <= APP_MAY_IMPORT


def test_dashboard_is_light() -> None:
    """Nothing that app.py, the pages or the rooms behind them import brings a heavy package into the process."""
    rooms = [ROOT / "lib" / room for room in LIGHT_ROOMS]
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for room in rooms
        for path in room.rglob("*.py")
        if path.stem != "__main__"
    }
    for path in sources("app.py", "pages"):
        modules |= {name for name in imported(path) if _is_module(name)}
    script = (
        "import importlib, json, sys\n"
        "for name in json.loads(sys.argv[1]): importlib.import_module(name)\n"
        f"print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, json.dumps(sorted(modules))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == []


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


# --- dependencies ----------------------------------------------------------------------------------------------------


def direct(file: str) -> set[str]:
    """Names in one of the short lists."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    return {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("-")}


def locked(file: str) -> list[Requirement]:
    """What a lock pins itself."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-r ")]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_locks_pin_exactly_and_name_no_place(file: str) -> None:
    """Every line is one public version: no range, no local version, no address, no option of an installer."""
    requirements = locked(file)

    assert requirements
    for requirement in requirements:
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(requirement.specifier)), str(requirement)
        assert requirement.url is None
    assert not re.search(r"://|file:|/simple|^--", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_locks_leave_cuda_to_torch() -> None:
    """A lock with CUDA's packages would install gigabytes beside PyTorch's CPU build."""
    names = {requirement.name for file in ("requirements.txt", "requirements-dev.txt") for requirement in locked(file)}

    assert not [name for name in names if name.startswith(("nvidia-", "cuda-")) or name == "triton"]


def test_locks_are_for_all_platforms() -> None:
    """What Windows alone needs is there, and marked so."""
    (colorama,) = [requirement for requirement in locked("requirements.txt") if requirement.name == "colorama"]

    assert colorama.marker is not None
    assert colorama.marker.evaluate({"sys_platform": "win32"})
    assert not colorama.marker.evaluate({"sys_platform": "linux"})


def test_locks_agree_with_the_lists() -> None:
    """What is asked for directly is pinned, at a version that the list allows; the two locks do not contradict."""
    pins = {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement in locked("requirements.txt")
    }
    for requirement in locked("requirements-dev.txt"):
        version = str(requirement.specifier).removeprefix("==")
        assert pins.setdefault(canonicalize_name(requirement.name), version) == version
    for file in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                asked = Requirement(line)
                assert asked.specifier.contains(pins[canonicalize_name(asked.name)]), line


def test_direct_dependencies_are_documented() -> None:
    """docs/dependencies.md has a row for each direct dependency, and for nothing else."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)

    assert sorted(rows) == sorted(direct("requirements.in") | direct("requirements-dev.in"))


@pytest.mark.parametrize(
    ("places", "lists"),
    [
        (("lib", "pages", "app.py"), ("requirements.in",)),
        (("tests", "tools", "benchmarks"), ("requirements.in", "requirements-dev.in")),
    ],
    ids=["program", "development"],
)
def test_what_is_imported_is_a_direct_dependency(places: tuple[str, ...], lists: tuple[str, ...]) -> None:
    """Nothing is imported that is here only because something else needs it."""
    ours = {path.stem for path in [*ROOT.iterdir(), *sources("tests", "tools", "benchmarks")]}
    names = {name.split(".")[0] for path in sources(*places) for name in imported(path)}
    foreign = names - ours - set(sys.stdlib_module_names)
    allowed = set().union(*(direct(file) for file in lists))
    providers = importlib.metadata.packages_distributions()

    missing = {name for name in foreign if not {canonicalize_name(dist) for dist in providers.get(name, [])} & allowed}
    assert missing == set()


# --- the server's defaults -------------------------------------------------------------------------------------------


def streamlit_config() -> dict[str, Any]:
    """What .streamlit/config.toml says."""
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_server_defaults_are_safe() -> None:
    """This machine only, under its own names; no usage statistics; no details of errors in the browser."""
    config = streamlit_config()

    assert config["server"]["address"] == "127.0.0.1"
    assert set(config["server"]["allowedHosts"]) == {"localhost", "127.0.0.1", "::1"}
    assert config["server"]["fileWatcherType"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["client"]["disableDataExport"] is True


def test_first_start_opens_a_browser_and_asks_nothing() -> None:
    """Streamlit would ask a newcomer for an e-mail address in the terminal before it starts."""
    server = streamlit_config()["server"]

    assert server["showEmailPrompt"] is False
    assert "headless" not in server


def test_streamlit_knows_every_option() -> None:
    """Streamlit passes over a misspelt option with no more than a word in its log."""
    run = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "not a valid config option" not in run.stdout + run.stderr
    assert '"127.0.0.1"' in run.stdout


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_can_be_read(mode: str) -> None:
    """Text, links and white words on the accent reach the contrast that WCAG AA asks of them (1.4.3, 1.4.11)."""
    theme = streamlit_config()["theme"][mode]
    surfaces = [theme["backgroundColor"], theme["secondaryBackgroundColor"], theme["sidebar"]["backgroundColor"]]

    for surface in surfaces:
        assert contrast(theme["textColor"], surface) >= 7
        assert contrast(theme["linkColor"], surface) >= 4.5
        assert contrast(theme["primaryColor"], surface) >= 3
    assert contrast("#ffffff", theme["primaryColor"]) >= 4.5


def test_theme_fetches_nothing() -> None:
    """Fonts are those of the system."""
    theme = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8").partition("[theme]")[2]

    assert not re.search(r"https?:|//|fontFaces", theme)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, as WCAG 2 defines it: 1 to 21."""
    darker, lighter = sorted(_luminance(colour) for colour in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- what git keeps --------------------------------------------------------------------------------------------------


def git(*arguments: str) -> list[str]:
    """Lines of what git answers; skips in a copy of the project without its repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: download the project with git to run this test")
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.splitlines()


def test_git_keeps_everything_in_lib() -> None:
    """No file of the program is ignored, only what Python and the locks of builds leave beside it."""
    ignored = git("ls-files", "--others", "--ignored", "--exclude-standard", "lib", "pages", "data")

    left = ("/.DS_Store", ".lock")
    assert [path for path in ignored if "__pycache__" not in path and not path.endswith(left)] == []


def test_git_would_keep_source_folders_named_as_outputs() -> None:
    """Names such as build or dist, which templates ignore, are kept where they are source."""
    paths = ["lib/build/stage.py", "lib/pipeline/build/plan.py", "pages/build/build.py", "lib/ui/dist/map.js"]

    assert git("check-ignore", *paths) == []


def test_git_leaves_out_what_a_person_makes() -> None:
    """Atlases of one's own, environments and secrets stay on the machine."""
    paths = ["atlases/mine/manifest.json", ".venv/pyvenv.cfg", ".streamlit/secrets.toml"]

    assert git("check-ignore", *paths) == paths

"""The documents keep up with the program: columns, commands, rooms, formats and pages stand in them, and links lead
somewhere. Words that describe are for people to check; here stands what can be compared.
"""

import argparse
import dataclasses
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pytest
from markdown_it import MarkdownIt

from lib.atlas.home import SAMPLE_ATLAS
from lib.atlas.manifest import Manifest
from lib.atlas.schema import ARRAYS, FORMAT, TABLES
from lib.cli.command import Command
from lib.cli.main import COMMANDS
from lib.core.config import BuildConfig
from lib.core.formats import FORMATS as READ_FORMATS
from lib.core.quality import Quality
from lib.core.query import parse
from lib.export.formats import FORMATS
from lib.ui.nav import PAGES
from lib.ui.url import PAGE_OPTIONS, Address, write
from tests.test_project import MAY_IMPORT

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "data").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
)
PICTURES = sorted((DOCS / "pictures").glob("*.png"))
LARGEST_PICTURE = 500_000

START = "pip install -r requirements.txt && streamlit run app.py"
CHECK = "pip install -r requirements-dev.txt && pytest"

_LINES = re.MULTILINE | re.IGNORECASE


def read(path: Path) -> str:
    """The text of a document."""
    return path.read_text(encoding="utf-8")


def section(path: Path, title: str) -> str:
    """What stands under one heading, up to the next of its rank or above."""
    text = re.sub(r"^```.*?^```$", "", read(path), flags=re.DOTALL | re.MULTILINE)
    match = re.search(rf"^(#+) {re.escape(title)}\n", text, re.MULTILINE)
    assert match is not None, f"{path.name} has no heading {title!r}"
    rest = text[match.end() :]
    end = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows whose first cell is set as code."""
    lines = (line.strip() for line in text.splitlines())
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def code(cell: str) -> str:
    """What is set as code in a cell, the first of it."""
    return cell.split("`")[1]


def arrow_name(kind: pa.DataType) -> str:
    """A type as Arrow's documents name it."""
    if pa.types.is_list(kind):
        return f"list<{arrow_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {arrow_name(field.type)}' for field in kind)}>"
    return {"float": "float32", "double": "float64", "date32[day]": "date32"}.get(str(kind), str(kind))


# --- the atlas on disk -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_columns_of_tables(name: str) -> None:
    """Every column of every table is described with its type, in its order, and no other is."""
    documented = [
        (code(cells[0]), code(cells[1])) for cells in rows(section(DOCS / "atlas-format.md", f"{name}.parquet"))
    ]

    assert documented == [(field.name, arrow_name(field.type)) for field in TABLES[name]]


def test_arrays() -> None:
    """Every array is described with its type and its number of columns."""
    documented = {code(cells[0]): cells[1:3] for cells in rows(section(DOCS / "atlas-format.md", "Arrays"))}

    assert set(documented) == {f"{name}.npy" for name in ARRAYS}
    for name, spec in ARRAYS.items():
        kind, columns = documented[f"{name}.npy"]
        assert code(kind) == str(spec.dtype)
        assert spec.columns is None or columns == str(spec.columns)
        assert (columns == "none") == (spec.n_dims == 1)


def test_manifest() -> None:
    """Every field of the manifest is described, and of the settings in it; the format is named."""
    text = section(DOCS / "atlas-format.md", "manifest.json")
    names = [code(cells[0]) for cells in rows(text)]

    assert names == [field.name for kind in (Manifest, BuildConfig, Quality) for field in dataclasses.fields(kind)]
    assert read(DOCS / "atlas-format.md").startswith(f"# The atlas on disk, format {FORMAT}\n")


def test_example_reads_the_sample() -> None:
    """The Python example runs as it stands, on the sample's atlas."""
    (example,) = re.findall(r"^```python\n(.*?)^```$", read(DOCS / "atlas-format.md"), re.DOTALL | re.MULTILINE)
    script = (
        example.replace("atlases/NAME", SAMPLE_ATLAS.as_posix())
        + "print(papers[['topic', 'x', 'y']].notna().all().all())"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (run.stdout, run.stderr) == ("True\n", "")


# --- commands, formats, rooms, pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_commands(command: Command) -> None:
    """The guide has every command, with all of its options and no other."""
    parser = argparse.ArgumentParser(add_help=False)
    command.add_arguments(parser)
    options = set(re.findall(r"--[a-z][a-z-]*", parser.format_usage()))
    documented = rows(section(DOCS / "guide.md", f"`python -m lib {command.name}`"))

    # What every command has is added by lib/cli/main.py.
    assert sorted(code(cells[0]).split()[0] for cells in documented) == sorted(options | {"--debug"})


def test_export_formats() -> None:
    """The guide's section on the selection has a row for each format, with its ending."""
    table = re.findall(r"^\| ([^|`]+) \| `(\.\w+)` \|", section(DOCS / "guide.md", "Selection"), re.MULTILINE)

    assert table == [(fmt.title, fmt.suffix) for fmt in FORMATS]


def test_formats_that_are_read() -> None:
    """The guide's table is the one that help and the page New atlas show."""
    text = section(DOCS / "guide.md", "What can be read")
    table = re.findall(r"^\| (.+) \| ((?:`\.\w+`(?:, )?)+) \| (.+) \|$", text, re.MULTILINE)

    assert table == [(one.title, ", ".join(f"`{end}`" for end in one.endings), one.remark) for one in READ_FORMATS]


def test_rooms() -> None:
    """The table of rooms says what the contracts hold."""
    documented = {}
    for name, _, may_import in rows(section(DOCS / "architecture.md", "The rooms")):
        documented[code(name)] = set() if may_import == "nothing of ours" else set(may_import.split(", "))

    assert documented == MAY_IMPORT


def test_parameters_of_the_url() -> None:
    """Every parameter that an address can have is described."""
    described = section(DOCS / "architecture.md", "The URL is the only place where the view is kept")
    everything = dataclasses.replace(
        Address(atlas="a", open_topic=1, paper="p", color="date", sort="title", one="view", other="rest", number=2),
        **{name: values[0] for name, values in PAGE_OPTIONS.items()},
    )
    of_the_view = {"level", "topic", "from", "to", "undated", "q", "search", "is.FIELD", "in.FIELD", "between"}
    names = {*write(everything), *of_the_view}

    assert {name for name in names if f"`{name}`" not in described} == set()


def test_pages() -> None:
    """The guide has a heading for every page, or names it in bold where it is part of a longer way."""
    text = read(DOCS / "guide.md")

    assert [
        spec.title for spec in PAGES if not re.search(rf"^## .*\b{spec.title}$|\*\*{spec.title}\*\*", text, _LINES)
    ] == []


def test_queries_of_the_guide() -> None:
    """Each query that the guide shows is understood as it stands."""
    shown = [re.findall(r"`([^`]+)`", cells[0]) for cells in rows(section(DOCS / "guide.md", "Search by keywords"))]

    assert len(shown) > 10
    for query in itertools.chain(*shown):
        assert parse(query).root is not None, query
        assert parse(query).problems == (), query


# --- README, links, pictures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [START, CHECK])
def test_readme_has_the_two_commands(command: str) -> None:
    """Each of the two commands stands by itself, to be copied."""
    assert f"\n```\n{command}\n```\n" in read(ROOT / "README.md")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Every link within the project leads to a file that is there, and to a heading that it has; others are https."""
    broken = [target for target in links(path) if not leads_somewhere(path, target)]

    assert broken == []


def test_every_document_can_be_found() -> None:
    """Whoever starts at the README comes to every document by links."""
    seen: set[Path] = set()
    to_visit = [ROOT / "README.md"]
    while to_visit:
        path = to_visit.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        inside = (target for target in links(path) if not urlsplit(target).scheme)
        to_visit += [
            (path.parent / unquote(urlsplit(target).path)).resolve() for target in inside if urlsplit(target).path
        ]

    assert [path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md") if path not in seen] == []


def test_readme_shows_every_picture() -> None:
    """Every picture is in the README with words for those who cannot see it, and none is heavy."""
    shown = {
        (alt.strip(), ROOT / target) for alt, target in re.findall(r"!\[([^]]*)\]\(([^)]+)\)", read(ROOT / "README.md"))
    }

    assert {target for _, target in shown} == set(PICTURES)
    assert all(len(alt) > 10 for alt, _ in shown)
    assert [picture.name for picture in PICTURES if picture.stat().st_size > LARGEST_PICTURE] == []


def test_gallery_shows_every_page() -> None:
    """Each page of the program is in the gallery, in both themes and two widths."""
    shown = set(re.findall(r"\]\(pictures/(pages/[^)]+)\)", read(DOCS / "gallery.md")))
    names = {re.sub(r"-(light|dark)-\d+$", "", Path(target).stem) for target in shown}

    assert {f"pages/{path.name}" for path in (DOCS / "pictures" / "pages").iterdir()} == shown
    assert len(shown) == 4 * len(names)
    assert {spec.key for spec in PAGES} - names <= {"map", "build"}, "under the names of their pictures"


def links(path: Path) -> Iterator[str]:
    """Targets of all links and pictures of a document."""
    for token in MarkdownIt("commonmark").enable("table").parse(read(path)):
        for child in token.children or ():
            if target := child.attrGet("href") or child.attrGet("src"):
                yield str(target)


def leads_somewhere(path: Path, target: str) -> bool:
    """Whether a link's target is there; other machines are not asked."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return parts.scheme == "https"
    place = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not place.exists() or ROOT not in place.parents:
        return False
    return not parts.fragment or unquote(parts.fragment) in anchors(place)


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of a document's headings."""
    tokens = MarkdownIt("commonmark").parse(read(path))
    headings = [after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

"""Takes the pictures of README and guide: `python -m tools.pictures [NAME...] [--gallery]`.

The dashboard is started on the sample with a data folder of its own, and every page is brought into a state
worth showing, by the mouse and the keys as a person would. The pictures land in docs/pictures, one file a `Shot`.
With `--gallery` each page is taken in both themes and two widths instead, for docs/gallery.md.
"""

import argparse
import io
import itertools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import urlencode

from lib.atlas.home import SAMPLE_ATLAS, SAMPLE_PAPERS
from lib.atlas.reader import Atlas, open_atlas
from tools.chromium import open_chromium
from tools.dashboard import ROOT, running_dashboard

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Browser, FilePayload, Page

PICTURES: Final = ROOT / "docs" / "pictures"
GALLERY: Final = PICTURES / "pages"
WIDTH: Final = 1440
NARROW: Final = 800
HEIGHT: Final = 900
LARGEST_BYTES: Final = 500_000
WEBP_QUALITY: Final = 82
WAIT_MS: Final = 60_000
SETTLE_MS: Final = 700
"""What moves when a page is drawn has come to rest after this."""
OWN_ATLAS: Final = "my field"
PICKED: Final = (0, 3, 4, 8, 12)
"""Places in the list of the papers that are selected."""


Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the page's path, what its URL says, and what is done on it before the picture is taken.

    `above` is a text that the page ends with and that is no business of the picture, such as a path on this machine.
    """

    name: str
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    prepare: Callable[["Page", Atlas], None] | None = None
    theme: Theme = "light"
    above: str = ""


def draw_lasso(page: "Page", atlas: Atlas) -> None:
    """Draw around the largest topic on the map."""
    largest = max(atlas.topics.to_pylist(), key=lambda topic: (topic["level"] == "default", topic["size"]))
    page.get_by_role("button", name="Draw around papers").click()
    x, y = _pixel(page, largest["label_x"], largest["label_y"])
    reach = 80
    corners = ((-0.6, -0.8), (0.2, -1), (0.9, -0.5), (1, 0.3), (0.4, 0.9), (-0.5, 0.8), (-1, 0.1), (-0.6, -0.8))
    for place, (dx, dy) in enumerate(corners):
        page.mouse.move(x + dx * reach, y + dy * reach, steps=6)
        if place == 0:
            page.mouse.down()
    page.mouse.up()
    page.get_by_text("caught").wait_for()
    _rest(page)


def hover_paper(page: "Page", atlas: Atlas) -> None:
    """Rest the pointer on a paper, so that its card is seen."""
    x, y = (float(value) for value in atlas.layout[_exemplar(atlas)])
    page.mouse.move(*_pixel(page, x, y), steps=4)
    page.get_by_test_id("topic-map-card").wait_for(state="visible")


def open_first_paper(page: "Page", _: Atlas) -> None:
    """Open the first paper of a list beside it."""
    page.locator("[class*='st-key-open_'] button").first.click()
    page.get_by_role("button", name="Close").wait_for()
    _rest(page)


def pick_papers(page: "Page", _: Atlas) -> None:
    """Tick some papers of the list, then go to the page Selection."""
    boxes = page.get_by_test_id("stMain").get_by_role("checkbox")
    for place in PICKED:
        boxes.nth(place).locator("xpath=ancestor::label").click()
        _wait(page)
    page.goto(page.url.partition("/papers")[0] + "/selection?atlas=sample")
    page.get_by_role("button", name="BibTeX").wait_for()
    _rest(page)


def read_papers(page: "Page", _: Atlas) -> None:
    """Upload the sample's papers and wait until they are read."""
    page.locator("input[type=file]").set_input_files(SAMPLE_PAPERS)
    page.get_by_text(SAMPLE_PAPERS.name).first.wait_for()
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_text("2. What was read").wait_for(timeout=WAIT_MS)
    page.get_by_role("button", name="Build the atlas").wait_for(timeout=WAIT_MS)
    _rest(page)


def give_own_list(page: "Page", atlas: Atlas) -> None:
    """Give a list of some papers of the sample and one that it has not."""
    titles = [str(atlas.papers["title"][place].as_py()) for place in range(0, atlas.n_papers, 12)]
    titles.append("Teaching reefs to survive warmer summers")
    own = "".join(f"TY  - JOUR\nTI  - {title}\nER  -\n" for title in titles)
    library: FilePayload = {"name": "my library.ris", "mimeType": "text/plain", "buffer": own.encode()}
    page.locator("input[type=file]").set_input_files(library)
    page.get_by_text("my library.ris").first.wait_for()
    page.get_by_role("button", name="See them here").click()
    page.get_by_role("heading", name="Your papers", exact=True).wait_for(timeout=WAIT_MS)
    _rest(page)


def shots(atlas: Atlas) -> tuple[Shot, ...]:
    """All pictures, in the order in which they are taken."""
    topics = sorted((topic for topic in atlas.topics.to_pylist() if topic["level"] == "default"), key=_by_size)
    largest = str(topics[0]["topic_id"])
    return (
        Shot("hero"),
        Shot("map", prepare=draw_lasso),
        Shot("map-dark", prepare=hover_paper, theme="dark"),
        Shot("trends", "trends", (("measure", "share"),)),
        Shot("topics", "topics"),
        Shot("topic", "topics", (("open", largest),)),
        Shot("compare", "compare", (("a", f"topic:{largest}"), ("b", f"topic:{topics[1]['topic_id']}"))),
        Shot("papers", "papers", (("topic", largest),), open_first_paper),
        Shot("selection", "papers", (("sort", "newest"),), pick_papers),
        Shot("own", "own", prepare=give_own_list),
        Shot("records", "records"),
        Shot("new-atlas", "build", prepare=read_papers),
        Shot("atlases", "atlases", above="Your atlases lie in"),
    )


def take(browser: "Browser", url: str, shot: Shot, atlas: Atlas, *, width: int = WIDTH) -> bytes:
    """Take one picture in a browser that has never been here; returns it as PNG."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme=shot.theme, reduced_motion="reduce"
    )
    context.set_default_timeout(WAIT_MS)
    try:
        page = context.new_page()
        query = urlencode([("atlas", "sample"), *shot.query])
        page.goto(f"{url}/{shot.path}?{query}")
        _wait(page)
        skip = page.get_by_role("button", name="Skip the tour")
        if skip.count():
            skip.click()
            skip.wait_for(state="detached")
            _wait(page)
        if shot.prepare is not None:
            shot.prepare(page, atlas)
            _wait(page)
        shown = page.get_by_test_id("stException").or_(page.get_by_test_id("stAlertContentError"))
        if shown.count():
            raise SystemExit(f"The page of {shot.name} shows an error: {shown.first.inner_text()}")
        return page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": _end(page, shot)})
    finally:
        context.close()


def small(png: bytes) -> bytes:
    """The same picture in all its colours if that takes no more than LARGEST_BYTES, else in 256 of them.

    Raises
    ------
    SystemExit
        If even those take more.
    """
    from PIL import Image as images

    with images.open(io.BytesIO(png)) as image:
        full = image.convert("RGB")
    packed = _packed(full)
    if len(packed) > LARGEST_BYTES:
        # Maximal coverage keeps the few pixels of a topic's colour, which the median cut gives to their neighbours.
        packed = _packed(full.quantize(256, images.Quantize.MAXCOVERAGE, dither=images.Dither.NONE))
    if len(packed) > LARGEST_BYTES:
        raise SystemExit(f"A picture takes {len(packed):,} bytes of {LARGEST_BYTES:,}: show less on it.")
    return packed


def as_webp(png: bytes) -> bytes:
    """The same picture as WebP, a quarter of the size; letters stay sharp enough."""
    from PIL import Image as images

    out = io.BytesIO()
    with images.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(out, "WEBP", quality=WEBP_QUALITY, method=6)
    return out.getvalue()


def _packed(image: "Image") -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rest(page: "Page") -> None:
    """Take the pointer to where it calls up nothing."""
    size = page.viewport_size
    assert size is not None
    page.mouse.move(size["width"] - 4, 4)


def _wait(page: "Page") -> None:
    """Wait until the script has run, the map is drawn where there is one, and nothing moves."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.wait_for_timeout(SETTLE_MS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    topic_map = page.get_by_test_id("topic-map")
    if topic_map.count():
        page.wait_for_selector("[data-testid=topic-map][data-drawn]")
    for skeleton in page.get_by_test_id("stSkeleton").all():
        skeleton.wait_for(state="detached")
    page.wait_for_timeout(SETTLE_MS)


def _end(page: "Page", shot: Shot) -> float:
    """The height of the picture."""
    if not shot.above:
        return HEIGHT
    box = page.get_by_text(shot.above).bounding_box()
    assert box is not None
    return box["y"] - 8


def _pixel(page: "Page", x: float, y: float) -> tuple[float, float]:
    """Where a place of the layout stands on the screen, by the view that the map says it shows."""
    topic_map = page.get_by_test_id("topic-map")
    centre_x, centre_y, span = topic_map.evaluate("map => JSON.parse(map.dataset.view)")
    box = topic_map.get_by_role("application").bounding_box()
    assert box is not None
    per_unit = box["width"] / span
    return (
        box["x"] + box["width"] / 2 + (x - centre_x) * per_unit,
        box["y"] + box["height"] / 2 - (y - centre_y) * per_unit,
    )


def _exemplar(atlas: Atlas) -> int:
    """Row of the most typical paper of the second topic."""
    topics = sorted((topic for topic in atlas.topics.to_pylist() if topic["level"] == "default"), key=_by_size)
    paper_ids: list[str] = atlas.papers["paper_id"].to_pylist()
    return paper_ids.index(topics[min(1, len(topics) - 1)]["exemplars"][0])


def _by_size(topic: dict[str, int]) -> tuple[int, int]:
    return -topic["size"], topic["topic_id"]


def main() -> None:
    """Take all pictures, or those that are named."""
    atlas = open_atlas(SAMPLE_ATLAS)
    known = shots(atlas)
    parser = argparse.ArgumentParser(description="Take the pictures of README and guide.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(shot.name for shot in known)}")
    parser.add_argument("--gallery", action="store_true", help="each page in both themes and two widths")
    given = parser.parse_args()
    wanted = given.names
    if unknown := set(wanted) - {shot.name for shot in known}:
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")

    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, open_chromium() as browser:
        if browser is None:
            raise SystemExit("There is no Chromium on this machine: install it, or google-chrome.")
        home = Path(folder, "home")
        # Somebody who uses the program has an atlas of their own.
        shutil.copytree(SAMPLE_ATLAS, home / OWN_ATLAS)
        with running_dashboard(home, Path(folder, "log.txt")) as url:
            for shot in known:
                if wanted and shot.name not in wanted:
                    continue
                if not given.gallery:
                    _keep(PICTURES / f"{shot.name}.png", small(take(browser, url, shot, atlas)))
                elif shot.theme == "light":
                    for theme, width in itertools.product(THEMES, (WIDTH, NARROW)):
                        png = take(browser, url, replace(shot, theme=theme), atlas, width=width)
                        _keep(GALLERY / f"{shot.name}-{theme}-{width}.webp", as_webp(png))


def _keep(path: Path, picture: bytes) -> None:
    path.write_bytes(picture)
    print(f"{path.name}: {len(picture) / 1000:,.0f} kB")


if __name__ == "__main__":
    main()

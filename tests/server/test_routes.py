"""The routes, asked as a browser asks them, behind Streamlit's own compression."""

import gzip
from typing import Any

import numpy as np
import plotly
import pytest
from numpy.typing import NDArray
from plotly.offline import get_plotlyjs
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from lib.core.errors import AtlasError
from lib.core.topic import Level
from lib.server.dates import encode_dates
from lib.server.points import encode_points, other_papers, sample_papers
from lib.server.routes import colors_url, dates_url, make_routes, paper_url, plotly_url, points_url

NAME = "my papers/2024"
VERSION = "abc123"


class SmallAtlas:
    """Sixty papers, enough that Streamlit would compress their points."""

    fingerprint = VERSION
    layout: NDArray[np.float32] = np.linspace(0, 1, 120, dtype=np.float32).reshape(60, 2)
    topic_rows: dict[Level, NDArray[np.int32]] = {  # noqa: RUF012  a constant of the test
        "top": np.zeros(60, dtype=np.int32),
        "default": np.arange(60, dtype=np.int32) - 1,
        "fine": np.full(60, -1, dtype=np.int32),
    }

    date_first: NDArray[np.datetime64] = np.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")
    date_precision: NDArray[Any] = np.full(60, "day", dtype=object)

    def hover(self, index: int) -> dict[str, str | int]:
        """One paper."""
        return {"index": index, "title": f"<b>Paper</b> {index}", "date": "Mar 2024", "topic": "Optics"}


class SmallSource:
    """Knows one atlas."""

    def open(self, name: str) -> SmallAtlas:
        """Give it, or say that it is not here."""
        if name == NAME.replace("/", "-"):
            return SmallAtlas()
        raise AtlasError(f"There is no atlas named {name}.")

    def color_codes(self, name: str, key: str) -> NDArray[np.uint8]:
        """The codes of its fields."""
        if key in FIELDS:
            return CODES
        raise AtlasError(f"There is no field {key!r}.")


FIELDS = ("the field", "citations/year", "../a%2F?b&c=#d+é")
CODES = (np.arange(1200) % 48).astype(np.uint8)


@pytest.fixture
def client() -> TestClient:
    """The routes as Streamlit serves them; an error in them is answered, not raised here."""
    app = Starlette(routes=make_routes(SmallSource()), middleware=[Middleware(SelectiveGZipMiddleware)])
    return TestClient(app, raise_server_exceptions=False)


KNOWN = NAME.replace("/", "-")


def test_points_are_those_of_the_atlas(client: TestClient) -> None:
    """The answer is the atlas in the points format, uncompressed, kept for good by the browser alone."""
    answer = client.get(points_url(KNOWN, VERSION))

    assert answer.status_code == 200
    assert answer.content == encode_points(SmallAtlas())
    assert answer.headers["content-encoding"] == "identity"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_dates_are_those_of_the_atlas(client: TestClient) -> None:
    """The answer is in the format of dates, squeezed, kept for good by the browser alone."""
    answer = client.get(dates_url(KNOWN, VERSION))

    assert answer.content == encode_dates(SmallAtlas.date_first, SmallAtlas.date_precision)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert client.get(dates_url(KNOWN, "gone")).status_code == 404


def test_a_large_atlas_comes_as_a_sample_and_the_rest() -> None:
    """Above the limit the points' address gives a sample, and the address below it the others."""
    client = TestClient(Starlette(routes=make_routes(SmallSource(), most_points=20)))
    sample = sample_papers(SmallAtlas(), 20)
    assert sample is not None

    url = points_url(KNOWN, VERSION)
    assert client.get(url).content == encode_points(SmallAtlas(), sample)
    assert client.get(f"{url}/rest").content == encode_points(SmallAtlas(), other_papers(sample, 60))


def test_the_codes_of_a_field(client: TestClient) -> None:
    """A byte a paper, squeezed on the way, kept for good under an address that changes with them."""
    url = colors_url(KNOWN, VERSION, "the field", CODES)
    answer = client.get(url, headers={"accept-encoding": "gzip"})

    assert answer.content == CODES.tobytes()
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert colors_url(KNOWN, VERSION, "the field", CODES[::-1]) != url
    assert client.get(colors_url(KNOWN, VERSION, "the field", CODES[::-1])).status_code == 404
    assert client.get(colors_url(KNOWN, VERSION, "a/b ?", CODES)).status_code == 404
    assert client.get(url.partition("?")[0]).status_code == 404


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_found_whatever_it_is_called(client: TestClient, field: str) -> None:
    """Columns of the input may have slashes and other signs of addresses in their names."""
    assert client.get(colors_url(KNOWN, VERSION, field, CODES)).content == CODES.tobytes()


def test_a_paper_is_what_the_atlas_says_of_it(client: TestClient) -> None:
    """Title, date, topic and index come as JSON."""
    answer = client.get(paper_url(KNOWN, VERSION) + "59")

    assert answer.json() == {"index": 59, "title": "<b>Paper</b> 59", "date": "Mar 2024", "topic": "Optics"}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (points_url("nobody", VERSION), "There is no atlas named nobody."),
        (points_url(KNOWN, "old"), "This version of the atlas has been replaced; reload the page."),
        (paper_url("nobody", VERSION) + "1", "There is no atlas named nobody."),
        (paper_url(KNOWN, "old") + "1", "This version of the atlas has been replaced; reload the page."),
        *(
            (paper_url(KNOWN, VERSION) + index, "this atlas; it has 0 to 59.")
            for index in ("60", "-1", "1.0", "one", "%D9%A3", "9" * 40, "%2B1", "+1")
        ),
        ("/topic-atlas/else/where", "There is nothing at this address; reload the page."),
        ("/topic-atlas/plotly-0.1.js", "There is nothing at this address; reload the page."),
        (points_url("../../etc", VERSION), "There is nothing at this address; reload the page."),
    ],
)
def test_what_is_not_here_is_one_sentence(client: TestClient, url: str, sentence: str) -> None:
    """Unknown atlas, old version, odd index: 404 with a sentence, which no browser keeps."""
    answer = client.get(url)

    body: dict[str, Any] = answer.json()
    assert answer.status_code == 404
    assert list(body) == ["error"]
    assert body["error"].endswith(sentence)
    assert "\n" not in body["error"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_name_cannot_leave_its_place_in_the_address() -> None:
    """Slashes, blanks and question marks of a name are escaped."""
    assert points_url("a/b ?#%", "v") == "/topic-atlas/points-2/a%2Fb%20%3F%23%25/v"


def test_plotly_comes_compressed_from_the_installed_package(client: TestClient) -> None:
    """The browser gets the package's own file by an address with its version, and keeps it for good."""
    answer = client.get(plotly_url(), headers={"accept-encoding": "gzip"})

    assert plotly.__version__ in plotly_url()
    assert answer.text == get_plotlyjs()
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < 0.4 * len(answer.content)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_plotly_comes_plain_where_gzip_is_not_understood(client: TestClient) -> None:
    """A client that does not name gzip gets no gzip."""
    answer = client.get(plotly_url(), headers={"accept-encoding": "identity"})

    assert answer.headers["content-encoding"] == "identity"
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(answer.content)
    assert answer.text == get_plotlyjs()

"""Addresses beside Streamlit's own: plotly.js, the map's points, the papers' dates, what a hover card says of a paper.

Each has the version of its content in its path (that of plotly, or the atlas's fingerprint), so a browser keeps
it for good and never asks again. What cannot be served is answered with 404 and one sentence in JSON.

How an atlas is found and opened is not known here: `make_routes` is given an `AtlasSource`.
"""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol
from urllib.parse import quote

import numpy as np
import plotly
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lib.core.errors import TopicAtlasError
from lib.server.dates import encode_dates
from lib.server.points import MOST_POINTS, Placed, encode_points, other_papers, sample_papers

PREFIX = "/topic-atlas"
# With the number of their format: browsers keep for good what came from an address.
_POINTS = f"{PREFIX}/points-2"
_YEAR_SECONDS = 365 * 24 * 3600
_COMMON_HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
_KEPT_PUBLIC = f"public, max-age={_YEAR_SECONDS}, immutable"
# Titles and places may be a person's own: the browser may keep them, what stands between may not.
_KEPT_PRIVATE = f"private, max-age={_YEAR_SECONDS}, immutable"


class OpenAtlasLike(Placed, Protocol):
    """What the routes ask of an open atlas."""

    @property
    def fingerprint(self) -> str:
        """Hash of the atlas's content."""

    @property
    def date_first(self) -> NDArray[np.datetime64]:
        """First day of each paper's date, NaT where it has none, shape (n_papers,)."""

    @property
    def date_precision(self) -> NDArray[Any]:
        """How exactly each date is known: day, month, year or unknown, shape (n_papers,)."""

    def hover(self, index: int) -> Mapping[str, str | int]:
        """Title, date, topic, places of its links, a hint on its place and index of one paper, written for people."""


class AtlasSource(Protocol):
    """Finds an atlas by its name."""

    def open(self, name: str) -> OpenAtlasLike:
        """Give the open atlas of that name; raises a TopicAtlasError where there is none or it is damaged."""

    def color_codes(self, name: str, key: str) -> NDArray[np.uint8]:
        """Give the code by which a field colours each paper, shape (n_papers,), in the atlas of that name.

        Raises a TopicAtlasError where there is no such atlas or field.
        """


def plotly_url() -> str:
    """Address of plotly.js, with its version."""
    return f"{PREFIX}/plotly-{plotly.__version__}.js"


def points_url(atlas: str, version: str) -> str:
    """Address of the points of an atlas, by name and fingerprint; with `/rest` added, of those outside the sample."""
    return f"{_POINTS}/{quote(atlas, safe='')}/{quote(version, safe='')}"


def colors_url(atlas: str, version: str, key: str, codes: NDArray[np.uint8]) -> str:
    """Address of the codes by which a field colours an atlas's papers; it changes with them."""
    # As a parameter, since a slash in a path divides it even where it is quoted, and a field may have one in its name.
    field = quote(key, safe="")
    return f"{PREFIX}/colors/{quote(atlas, safe='')}/{quote(version, safe='')}/{_digest(codes)}?field={field}"


def _digest(codes: NDArray[np.uint8]) -> str:
    return hashlib.blake2b(codes.tobytes(), digest_size=8).hexdigest()


def dates_url(atlas: str, version: str) -> str:
    """Address of the papers' dates of an atlas, by name and fingerprint."""
    return f"{PREFIX}/dates/{quote(atlas, safe='')}/{quote(version, safe='')}"


def paper_url(atlas: str, version: str) -> str:
    """Address to which a paper's index is added to learn its title, date and topic."""
    return f"{PREFIX}/paper/{quote(atlas, safe='')}/{quote(version, safe='')}/"


def make_routes(source: AtlasSource, most_points: int = MOST_POINTS) -> list[Route]:
    """Make the routes for `st.App(routes=...)`; `source` is asked at each request.

    Of an atlas with more than `most_points` papers a sample is drawn, and the rest stands at an address of its own.
    """

    def points(request: Request) -> Response:
        try:
            atlas = _open(source, request)
            return _points(atlas, sample_papers(atlas, most_points))
        except TopicAtlasError as error:
            return _not_found(str(error))

    def rest(request: Request) -> Response:
        try:
            atlas = _open(source, request)
            sample = sample_papers(atlas, most_points)
            return _points(atlas, other_papers(np.arange(0) if sample is None else sample, len(atlas.layout)))
        except TopicAtlasError as error:
            return _not_found(str(error))

    def colors(request: Request) -> Response:
        try:
            _open(source, request)
            parts = request.path_params
            return _colors(source.color_codes(parts["atlas"], request.query_params.get("field", "")), parts["digest"])
        except TopicAtlasError as error:
            return _not_found(str(error))

    def dates(request: Request) -> Response:
        try:
            return _dates(_open(source, request))
        except TopicAtlasError as error:
            return _not_found(str(error))

    def paper(request: Request) -> Response:
        try:
            return _paper(_open(source, request), request.path_params["index"])
        except TopicAtlasError as error:
            return _not_found(str(error))

    # Plain functions: Starlette runs them in threads, so that reading an atlas does not hold up the server.
    return [
        Route(plotly_url(), _plotly_js),
        Route(f"{_POINTS}/{{atlas}}/{{version}}", points),
        Route(f"{_POINTS}/{{atlas}}/{{version}}/rest", rest),
        Route(f"{PREFIX}/colors/{{atlas}}/{{version}}/{{digest}}", colors),
        Route(f"{PREFIX}/dates/{{atlas}}/{{version}}", dates),
        Route(f"{PREFIX}/paper/{{atlas}}/{{version}}/{{index}}", paper),
        # Without this, Streamlit would answer any other address here with its page and status 200.
        Route(f"{PREFIX}/{{rest:path}}", _unknown),
    ]


class _NotServed(TopicAtlasError):
    """What was asked for is not here."""


def _open(source: AtlasSource, request: Request) -> OpenAtlasLike:
    atlas = source.open(request.path_params["atlas"])
    if request.path_params["version"] != atlas.fingerprint:
        raise _NotServed("This version of the atlas has been replaced; reload the page.")
    return atlas


def _points(atlas: OpenAtlasLike, chosen: NDArray[np.int64] | None) -> Response:
    # "identity" keeps Streamlit's middleware from squeezing numbers that hardly shrink, at every request.
    return Response(
        encode_points(atlas, chosen),
        media_type="application/octet-stream",
        headers={**_COMMON_HEADERS, "Cache-Control": _KEPT_PRIVATE, "Content-Encoding": "identity"},
    )


def _dates(atlas: OpenAtlasLike) -> Response:
    # Dates shrink to less than half. Streamlit's middleware squeezes them where the browser can undo it.
    return Response(
        encode_dates(atlas.date_first, atlas.date_precision),
        media_type="application/octet-stream",
        headers={**_COMMON_HEADERS, "Cache-Control": _KEPT_PRIVATE},
    )


def _colors(codes: NDArray[np.uint8], digest: str) -> Response:
    if digest != _digest(codes):
        raise _NotServed("The map's colours have been made anew; reload the page.")
    # Squeezed by Streamlit's middleware, as dates are.
    return Response(
        codes.tobytes(),
        media_type="application/octet-stream",
        headers={**_COMMON_HEADERS, "Cache-Control": _KEPT_PRIVATE},
    )


def _paper(atlas: OpenAtlasLike, index: str) -> Response:
    n_papers = len(atlas.layout)
    # Ten digits are enough for every paper there is; int() would also take signs, blanks and other scripts.
    if not (index.isascii() and index.isdecimal() and len(index) <= 10 and int(index) < n_papers):
        raise _NotServed(f"There is no paper {index!r} in this atlas; it has 0 to {n_papers - 1}.")
    return JSONResponse(dict(atlas.hover(int(index))), headers={**_COMMON_HEADERS, "Cache-Control": _KEPT_PRIVATE})


def _unknown(_request: Request) -> Response:
    return _not_found("There is nothing at this address; reload the page.")


def _not_found(sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=404, headers={**_COMMON_HEADERS, "Cache-Control": "no-store"})


def _plotly_js(request: Request) -> Response:
    headers = {**_COMMON_HEADERS, "Cache-Control": _KEPT_PUBLIC, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = _plotly_gzip()
        headers["Content-Encoding"] = "gzip"
    else:
        body = _plotly_source()
        headers["Content-Encoding"] = "identity"
    return Response(body, media_type="text/javascript", headers=headers)


def _plotly_source() -> bytes:
    from plotly.offline import get_plotlyjs

    return bytes(get_plotlyjs().encode("utf-8"))


@cache
def _plotly_gzip() -> bytes:
    """Squeeze plotly.js once per process: 4.8 MB to 1.5 MB in some 0.15 s."""
    return gzip.compress(_plotly_source(), compresslevel=6, mtime=0)

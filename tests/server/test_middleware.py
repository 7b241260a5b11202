"""The host check and the workspace's cookie."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket
from streamlit import config

from lib.server.middleware import COOKIE_NAME, MIDDLEWARE, allowed_hosts, workspace_id

AS_BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def named_hosts() -> Iterator[None]:
    """As if config.toml allowed two more names, one of them an IPv6 address, and one that is no name."""
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["Atlas.Example.org", "*.lab.example", "fe80::1", "bad*name"])
    yield
    config.set_option("server.allowedHosts", before)


def serve(base_url: str = "http://localhost:8501") -> TestClient:
    """A page, data and a websocket behind our middleware."""

    async def page(_request: Request) -> Response:
        return HTMLResponse("<p>page</p>")

    async def data(_request: Request) -> Response:
        return JSONResponse({"data": 1})

    async def missing(_request: Request) -> Response:
        return HTMLResponse("<p>not here</p>", status_code=404)

    async def stream(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_json(dict(websocket.cookies))
        await websocket.close()

    routes = [
        Route("/", page, methods=["GET", "POST"]),
        Route("/data", data),
        Route("/missing", missing),
        WebSocketRoute("/stream", stream),
    ]
    return TestClient(Starlette(routes=routes, middleware=MIDDLEWARE), base_url=base_url)


def set_cookie(response: object) -> SimpleCookie:
    """The cookies that an answer sets."""
    return SimpleCookie("\n".join(response.headers.get_list("set-cookie")))  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:80", "[::1]:8501", "LOCALHOST"])
def test_this_machine_is_answered(host: str) -> None:
    """The machine's own names are allowed, with any port."""
    assert serve().get("/data", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example", "[::2]"]
)
def test_a_foreign_name_is_refused(host: str) -> None:
    """A name that somebody else points at this machine gets neither page nor data."""
    client = serve()

    assert client.get("/data", headers={"host": host}).status_code == 400
    refused = client.get("/", headers={"host": host, **AS_BROWSER})
    assert refused.status_code == 400
    assert "set-cookie" not in refused.headers


def test_a_websocket_under_a_foreign_name_is_refused() -> None:
    """So is its websocket."""
    with (
        pytest.raises(WebSocketDenialResponse) as refusal,
        serve().websocket_connect("ws://evil.example/stream"),
    ):
        pass

    assert refusal.value.status_code == 400


@pytest.mark.usefixtures("named_hosts")
@pytest.mark.parametrize("host", ["atlas.example.org", "x.lab.example:80", "[fe80::1]", "localhost"])
def test_names_of_the_settings_are_answered(host: str) -> None:
    """What server.allowedHosts names is allowed beside the machine's own names."""
    assert serve().get("/data", headers={"host": host}).status_code == 200


@pytest.mark.usefixtures("named_hosts")
def test_what_is_no_name_is_left_out() -> None:
    """A star within a name would keep Starlette from starting."""
    assert "bad*name" not in allowed_hosts()
    assert serve().get("/data", headers={"host": "badxname"}).status_code == 400


def test_a_first_page_sets_a_random_id() -> None:
    """Two browsers get two ids, each in a cookie that no script can read and no other site can send."""
    first, second = (set_cookie(serve().get("/", headers=AS_BROWSER))[COOKIE_NAME] for _ in range(2))

    assert first.value != second.value
    assert workspace_id({COOKIE_NAME: first.value}) == first.value
    assert first["httponly"]
    assert first["samesite"] == "Lax"
    assert first["path"] == "/"
    assert int(first["max-age"]) > 300 * 24 * 3600
    assert not first["secure"]


def test_the_id_stays() -> None:
    """A browser that has an id keeps it; each page prolongs it."""
    client = serve()
    first = set_cookie(client.get("/", headers=AS_BROWSER))[COOKIE_NAME].value

    again = set_cookie(client.get("/", headers=AS_BROWSER))[COOKIE_NAME]
    assert again.value == first


def test_what_is_no_id_is_replaced() -> None:
    """A cookie that we did not write is not taken over."""
    answer = serve().get("/", headers={**AS_BROWSER, "cookie": f"{COOKIE_NAME}=../../etc/passwd"})

    assert workspace_id({COOKIE_NAME: set_cookie(answer)[COOKIE_NAME].value}) is not None


def test_only_pages_set_a_cookie() -> None:
    """Data, errors and forms do not: a page's own requests would race each other for the id."""
    client = serve()

    assert "set-cookie" not in client.get("/data").headers
    assert "set-cookie" not in client.get("/missing", headers=AS_BROWSER).headers
    assert "set-cookie" not in client.post("/", headers=AS_BROWSER).headers


def test_over_https_the_cookie_stays_there() -> None:
    """It is marked Secure."""
    answer = serve("https://localhost").get("/", headers=AS_BROWSER)

    assert set_cookie(answer)[COOKIE_NAME]["secure"]


def test_the_first_websocket_carries_the_id() -> None:
    """The page is answered before it opens its websocket, so the first session has the id already."""
    client = serve()
    given = set_cookie(client.get("/", headers=AS_BROWSER))[COOKIE_NAME].value

    with client.websocket_connect("ws://localhost:8501/stream") as websocket:
        assert workspace_id(websocket.receive_json()) == given


@pytest.mark.parametrize("value", ["", "short", "x" * 42, "x" * 44, "x" * 42 + "/", "x" * 42 + "é", "x" * 43 + "\n"])
def test_ids_have_one_form(value: str) -> None:
    """Anything else is no id: it may end as part of a query or a key."""
    assert workspace_id({COOKIE_NAME: value}) is None
    assert workspace_id({}) is None

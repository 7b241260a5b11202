"""What stands before every request: a check of the Host header, and the cookie that names a workspace.

The host check keeps a foreign web page from reaching the dashboard through a name that it has pointed at this
machine (DNS rebinding). Streamlit's own option guards its WebSocket alone, not pages, files or our routes.

The cookie holds a random id and nothing else. What a person has picked is stored on the server under it; pages
read it from `st.context.cookies` through `workspace_id`.
"""

import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

COOKIE_NAME = "topic_atlas_id"
_ID_BYTES = 32
_ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes as token_urlsafe writes them
# Browsers cut longer lives to 400 days; every page load begins them anew.
_COOKIE_SECONDS = 400 * 24 * 3600
# A star may stand alone or before the first dot; Starlette refuses to start with any other.
_HOST_PATTERN = re.compile(r"\*|(\*\.)?[^*]+")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def workspace_id(cookies: Mapping[str, str]) -> str | None:
    """Read the id of the workspace from a request's cookies; None where there is none or it is not one of ours."""
    value = cookies.get(COOKIE_NAME, "")
    return value if _ID_PATTERN.fullmatch(value) else None


class HostCheck:
    """Answers 400 to every page, file and WebSocket request under a foreign host name."""

    def __init__(self, app: ASGIApp) -> None:
        # Starlette makes its middleware at the first request, when Streamlit has read all its settings.
        self._checked = TrustedHostMiddleware(app, allowed_hosts=allowed_hosts(), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        await self._checked(scope, receive, send)


def allowed_hosts() -> list[str]:
    """Names under which the dashboard answers: this machine's own and those of `server.allowedHosts`."""
    named = [str(host).strip().lower().rstrip(".") for host in config.get_option("server.allowedHosts") or ()]
    # In a Host header an IPv6 address stands in brackets, in Streamlit's option it does not.
    bracketed = [f"[{host.strip('[]')}]" if ":" in host else host for host in named]
    return list(dict.fromkeys([*_LOCAL_HOSTS, *(host for host in bracketed if _HOST_PATTERN.fullmatch(host))]))


class WorkspaceCookie:
    """Gives each browser that opens a page its random id, and prolongs the id it has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; set the cookie on the answer if it is a page."""
        if scope["type"] != "http" or not _asks_for_page(request := Request(scope)):
            await self._app(scope, receive, send)
            return
        cookie = _set_cookie(
            workspace_id(request.cookies) or secrets.token_urlsafe(_ID_BYTES), secure=scope["scheme"] == "https"
        )

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _asks_for_page(request: Request) -> bool:
    """Tell page loads from the requests that a page makes itself: only the first say that they take HTML."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _set_cookie(value: str, *, secure: bool) -> str:
    # Lax, not Strict: a person who comes by a link from elsewhere must meet the own selection, not a new id.
    parts = [f"{COOKIE_NAME}={value}", "Path=/", f"Max-Age={_COOKIE_SECONDS}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)


MIDDLEWARE = (Middleware(HostCheck), Middleware(WorkspaceCookie))

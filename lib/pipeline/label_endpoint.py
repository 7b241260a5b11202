"""Asks an OpenAI-compatible endpoint: which one is set, and its `/chat/completions`, for many topics, within limits.

The other side may be slow, silent, broken or hostile. Whatever it does costs limited time and memory and ends in one
plain reason; nothing of it, and never the key, stands in what is said.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from lib.core.config import LABELS_URL
from lib.core.errors import BuildError
from lib.core.text import storable
from lib.pipeline.label_texts import Prompt, read_completion

if TYPE_CHECKING:
    import httpx2

MODEL: Final = "TOPIC_ATLAS_LABELS_MODEL"
"""Environment variable: the model's name at the endpoint."""
KEY: Final = "TOPIC_ATLAS_LABELS_KEY"
"""Environment variable: the key, where the endpoint needs one."""

_AT_A_TIME: Final = 4
_MOST_BYTES: Final = 2**18
"""Of an answer; a label takes less than one in a thousand of it, the thoughts of some models the rest."""
_LISTEN_SECONDS: Final = 0.25
_LONGEST_WAIT: Final = 20.0
"""Seconds that a busy endpoint may ask us to wait before the next try."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where labels are asked for. `url` is the address of its chat completions, `host` that for people."""

    url: str
    host: str
    model: str
    is_local: bool
    is_encrypted: bool
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AskLimits:
    """How long and how often is asked; times in seconds."""

    request_seconds: float = 60.0
    """One request, from connecting to the answer's last byte. A local model may be loaded into memory in it."""
    total_seconds: float = 900.0
    """All requests of a build."""
    attempts: int = 3
    """Of a request that the endpoint was too busy for or failed at."""
    pause_seconds: float = 1.0
    """Before the second attempt; twice that before the third."""
    failures: int = 4
    """Topics in a row without an answer, after which no more is asked."""


def find_endpoint(environment: Mapping[str, str]) -> Endpoint | None:
    """Read which endpoint is set; None if none is.

    Raises
    ------
    BuildError
        If what is set cannot be used. The sentence has neither address nor key, since one may stand in the other.
    """
    base = environment.get(LABELS_URL, "").strip()
    if not base:
        return None
    model = environment.get(MODEL, "").strip()
    key = environment.get(KEY, "").strip()
    if not model:
        raise BuildError(f"{LABELS_URL} is set and {MODEL} is not: set it to the model's name at that endpoint.")
    if not (key.isascii() and key.isprintable()):
        raise BuildError(f"{KEY} has signs that no key has: copy it again.")
    try:
        parts = urlsplit(base)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise BuildError(f"{LABELS_URL} is not an address such as http://localhost:11434/v1: correct it.")
    if parts.username is not None or parts.password is not None:
        raise BuildError(f"{LABELS_URL} has a name or password in it: put the key into {KEY}.")
    path = parts.path.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"
    shown = storable(f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return Endpoint(
        url=urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")),
        host=shown,
        model=model,
        is_local=_is_local(host),
        is_encrypted=parts.scheme == "https",
        key=key,
    )


def _is_local(host: str) -> bool:
    """Whether a host is this machine by its very name; what a name server would say is not asked."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def ask_all(
    endpoint: Endpoint,
    prompts: Sequence[Prompt],
    *,
    seed: int,
    limits: AskLimits,
    on_answer: Callable[[Prompt, str], None],
) -> str:
    """Ask for all topics, a few at a time, until all have an answer or the endpoint is given up.

    Parameters
    ----------
    on_answer
        Told of each answer as it comes, in any order, with the text as the model wrote it.

    Returns
    -------
    Why topics were left without an answer, to be put after the endpoint's name; "" if none was.
    """
    return asyncio.run(_ask_all(endpoint, prompts, seed, limits, on_answer))


async def _ask_all(
    endpoint: Endpoint,
    prompts: Sequence[Prompt],
    seed: int,
    limits: AskLimits,
    on_answer: Callable[[Prompt, str], None],
) -> str:
    import httpx2

    try:
        client = httpx2.AsyncClient(
            headers={
                "User-Agent": "topic-atlas",
                "Content-Type": "application/json",
                # A small compressed body can be a huge text.
                "Accept-Encoding": "identity",
                **({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}),
            },
            timeout=httpx2.Timeout(limits.request_seconds),
            # Texts go to the host that was named and to no other.
            follow_redirects=False,
            # A proxy is for what is elsewhere.
            trust_env=not endpoint.is_local,
        )
    except (httpx2.InvalidURL, ImportError, ValueError, OSError):
        return "could not be reached through the proxy or certificates that are set"
    asker = _Asker(client, endpoint, seed, limits)
    waiting = iter(prompts)
    awake = asyncio.create_task(_stay_awake())
    try:
        async with asyncio.timeout(limits.total_seconds), client, asyncio.TaskGroup() as group:
            for _ in range(_AT_A_TIME):
                group.create_task(_work(asker, waiting, on_answer))
    except* _GivenUp:
        pass
    except* TimeoutError:
        asker.trouble = "took too long for all topics"
    finally:
        awake.cancel()
    return asker.trouble


async def _stay_awake() -> None:
    """Wake the loop now and then: asleep it does not hear an interrupt that another thread of the process made."""
    while True:
        await asyncio.sleep(_LISTEN_SECONDS)


async def _work(asker: _Asker, waiting: Iterator[Prompt], on_answer: Callable[[Prompt, str], None]) -> None:
    for prompt in waiting:
        text = await asker.ask(prompt)
        if text is not None:
            on_answer(prompt, text)


class _NoAnswer(Exception):
    """One topic is left without an answer; the text says why, after the endpoint's name."""

    def __init__(self, trouble: str, *, is_final: bool = False) -> None:
        super().__init__(trouble)
        self.is_final = is_final


class _GivenUp(Exception):
    """Nothing more is asked."""


@dataclass(slots=True)
class _Asker:
    """Asks for one topic after the other and notices when that is no use any more."""

    client: httpx2.AsyncClient
    endpoint: Endpoint
    seed: int
    limits: AskLimits
    trouble: str = ""
    """Why the last topic without an answer has none."""
    failures: int = 0
    """Topics without an answer since the last one with."""
    is_plain: bool = False
    """Whether the endpoint was found to refuse temperature and seed, as some models do."""

    async def ask(self, prompt: Prompt) -> str | None:
        """Give the model's answer, None where there is none."""
        try:
            text = await self._try(prompt)
        except _NoAnswer as err:
            self.trouble = str(err)
            self.failures += 1
            if err.is_final or self.failures >= self.limits.failures:
                raise _GivenUp from err
            return None
        self.failures = 0
        return text

    async def _try(self, prompt: Prompt) -> str:
        import httpx2

        trouble = ""
        for attempt in range(self.limits.attempts):
            wait = self.limits.pause_seconds * 2**attempt
            was_plain = self.is_plain
            try:
                async with asyncio.timeout(self.limits.request_seconds):
                    status, asked_wait, body = await self._post(prompt)
            except (TimeoutError, httpx2.TimeoutException) as err:
                raise _NoAnswer("did not answer in time") from err
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError):
                trouble = "could not be reached or broke off"
            else:
                if status == 200:
                    return _completion(body)
                if status == 400 and not was_plain:
                    self.is_plain = True
                    trouble = "refused the request (HTTP status 400)"
                    continue
                if status != 429 and status < 500:
                    # The next request would fare no better: a wrong key, an unknown model, a redirect.
                    raise _NoAnswer(f"refused the request (HTTP status {status})", is_final=True)
                trouble = f"was too busy or failed (HTTP status {status})"
                wait = max(wait, min(asked_wait, _LONGEST_WAIT))
            if attempt < self.limits.attempts - 1:
                await asyncio.sleep(wait)
        raise _NoAnswer(trouble)

    async def _post(self, prompt: Prompt) -> tuple[int, float, bytes]:
        """Send one request; give status, the seconds that it asks us to wait, and the body of a good answer."""
        fields: dict[str, Any] = {"model": self.endpoint.model, "messages": prompt.messages, "stream": False}
        if not self.is_plain:
            fields |= {"temperature": 0, "seed": self.seed}
        async with self.client.stream("POST", self.endpoint.url, content=json.dumps(fields).encode()) as response:
            asked = response.headers.get("retry-after", "")
            body = bytearray()
            if response.status_code == 200:
                async for chunk in response.aiter_raw():
                    body += chunk
                    if len(body) > _MOST_BYTES:
                        raise _NoAnswer("sent far too much")
            return response.status_code, float(asked) if asked.isdecimal() else 0.0, bytes(body)


def _completion(body: bytes) -> str:
    text = read_completion(body)
    if text is None:
        raise _NoAnswer("sent something else than an answer")
    return text

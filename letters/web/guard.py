"""Who may speak to the local page, how much at once and for how long, and which headers every answer has.

Any page that is open in the same browser can send requests to this machine, and its owner can let a name of theirs mean
127.0.0.1 (DNS rebinding). So a request counts only if it names our own host and knows the token and, unless it only
fetches the page, comes from our own page.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from letters.web.words import MOST_BYTES, REFUSALS

MOST_DRAINED = 64 * 1024 * 1024
"""How much of a body that is too large is read and thrown away, so that the browser gets to see the answer."""
MOST_SECONDS = 20.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
}

Refuse = Callable[[str, str | None], str]
"""The words of a refusal: its name in REFUSALS, and the language that the request asks for."""


class Guard:
    """Stands before the page's application. `hosts` are the names, with port, by which it may be called."""

    def __init__(
        self, app: ASGIApp, *, token: str, hosts: frozenset[str], refuse: Refuse, seconds: float = MOST_SECONDS
    ) -> None:
        self.app, self.token, self.refuse, self.seconds = app, token, refuse, seconds
        self.hosts = frozenset(map(_named, hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close"})
        else:
            await self._answer(scope, receive, _Sealed(send))

    async def _answer(self, scope: Scope, receive: Receive, send: _Sealed) -> None:
        request = Request(scope, receive)
        refused = self._refused(request)
        try:
            async with asyncio.timeout(self.seconds):
                body = await _body(request)
                if refused is None and body is None:
                    refused = self._refusal(request, 413)
                if refused is None:
                    scope = dict(scope, path="/" + scope["path"].split("/", 2)[2], root_path="")
                    await self.app(scope, _replayed(body or b"", receive), send)
                    return
        except TimeoutError:
            refused = self._refusal(request, 503)
        except Exception:  # the application has answered already, and says it again for a server's log
            refused = self._refusal(request, 500)
        if not send.started:
            await refused(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """Returns the refusal of a request that is not answered, or None for one from our own page."""
        host = _named(request.headers.get("host", ""))
        if host not in self.hosts:
            return self._refusal(request, 403, "host")
        first, slash, _ = request.scope["path"].removeprefix("/").partition("/")
        if not hmac.compare_digest(first.encode("utf-8", "replace"), self.token.encode()) or not slash:
            return self._refusal(request, 403, "token")
        origin, own = request.headers.get("origin"), f"http://{host}"
        origin = origin if origin is None else _named(origin)
        site = request.headers.get("sec-fetch-site", "same-origin")
        asks = request.method not in {"GET", "HEAD"}
        ours = origin == own and site == "same-origin" if asks else origin in {None, own}
        return None if ours else self._refusal(request, 403, "origin")

    def _refusal(self, request: Request, status: int, name: str | None = None) -> Response:
        return PlainTextResponse(self.refuse(name or str(status), request.query_params.get("lang")), status)


def _named(address: str) -> str:
    """Returns a host or an origin as it is compared: in small letters, without the port that a browser leaves out."""
    return address.lower().removesuffix(":80")


class _Sealed:
    """Sends an answer with our headers on it, and knows whether one has begun."""

    def __init__(self, send: Send) -> None:
        self.send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message["headers"] = [*message.get("headers", []), *_ENCODED]
        await self.send(message)


_ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


async def _body(request: Request) -> bytes | None:
    """Returns a request's body, or None if it is too large; then it is read to its end and thrown away."""
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MOST_BYTES:
            kept += chunk
        if size > MOST_DRAINED:
            break
    return None if size > MOST_BYTES else bytes(kept)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Returns a receive channel that gives a body which was read already."""
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def again() -> Message:
        return next(messages, None) or await receive()

    return again


assert set(REFUSALS) >= {"host", "token", "origin", "413", "500", "503"}

"""The page's server: uvicorn on a socket that is bound already, without a word of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 200
SECONDS_TO_ASK = 5
"""How long a connection may take to send the head of a request, which a browser sends at once."""
SECONDS_TO_END = 2


def run(
    app: ASGIApp, listener: socket, when_ready: Callable[[], None], when_ending: Callable[[], None] = lambda: None
) -> None:
    """Answers until Ctrl-C, which ends it cleanly.

    `when_ready` is called once requests are taken, and `when_ending` once no more are, even if a signal then ends the
    whole process.
    """
    config = uvicorn.Config(
        _Punctual(app),
        log_config=None,  # its log would hold addresses, and with them the token
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        http=_Connection,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    with suppress(KeyboardInterrupt):  # uvicorn ends first, and then says it again
        _Server(config, when_ready, when_ending).run(sockets=[listener])


class _Punctual:
    """The app, which knows the connections and closes those that come to no request: uvicorn would wait for ever.

    The time begins with the connection and again after each answer. The body of a request has a limit of its own
    (`guard`).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.connections: dict[object, _Connection] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = self.connections.get(scope["client"])
        if connection is None:  # it ended meanwhile
            return await self.app(scope, receive, send)
        connection.begin_answer()
        try:
            await self.app(scope, receive, send)
        finally:
            connection.end_answer()


class _Connection(asyncio.Protocol):
    """A connection that uvicorn serves, and that is closed if no request comes in time."""

    def __init__(self, config: uvicorn.Config, **given: Any) -> None:
        assert isinstance(config.app, _Punctual)
        self._others = config.app.connections
        self._served = H11Protocol(config=config, **given)
        self._client: object = None
        self._close: Callable[[], None] = lambda: None
        self._answers = 0
        self._deadline: asyncio.TimerHandle | None = None

    def begin_answer(self) -> None:
        """Notes that a request has come: its answer may take as long as it does."""
        self._answers += 1
        self._stop_waiting()

    def end_answer(self) -> None:
        """Notes that an answer is given: the next request has to come in time."""
        self._answers -= 1
        if not self._answers and self._client in self._others:
            self._wait()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        self._client, self._close = transport.get_extra_info("peername"), transport.close
        self._others[self._client] = self
        self._wait()
        self._served.connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.pop(self._client, None)
        self._stop_waiting()
        self._served.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._served.data_received(data)

    def eof_received(self) -> None:
        self._served.eof_received()

    def pause_writing(self) -> None:
        self._served.pause_writing()

    def resume_writing(self) -> None:
        self._served.resume_writing()

    def _wait(self) -> None:
        self._deadline = asyncio.get_running_loop().call_later(SECONDS_TO_ASK, self._close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None], when_ending: Callable[[], None]) -> None:
        super().__init__(config)
        self.when_ready, self.when_ending = when_ready, when_ending

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.when_ready()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self.when_ending()
        await super().shutdown(sockets)

"""The page's server: uvicorn on a socket that is bound already, without a word of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from socket import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 200
SECONDS_TO_ASK = 5
"""How long a connection may take over the head of a request, which a browser sends at once."""
SECONDS_TO_END = 2


def run(
    app: ASGIApp, listener: socket, when_ready: Callable[[], None], when_ending: Callable[[], None] = lambda: None
) -> None:
    """Answers until Ctrl-C, which ends it cleanly.

    `when_ready` is called once requests are taken, `when_ending` once no more are: also where a signal then ends the
    whole process.
    """
    config = uvicorn.Config(
        app,
        log_config=None,  # its log would hold addresses, and with them the token
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        http=_Punctual,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    with suppress(KeyboardInterrupt):  # uvicorn ends first, and then says it again
        _Server(config, when_ready, when_ending).run(sockets=[listener])


class _Punctual(H11Protocol):
    """A connection that ends where it does not come to a request: uvicorn itself would wait for ever.

    The body of a request has its own bound (`guard`), and so has the pause after an answer (uvicorn).
    """

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._hurry()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:  # the head of the next request has begun
            self._hurry()
        else:
            self._calm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _hurry(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(SECONDS_TO_ASK, self.transport.close)

    def _calm(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


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

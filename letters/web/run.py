"""The page's server: uvicorn on a socket that is bound already, without a word of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from socket import socket

import uvicorn
from starlette.types import ASGIApp

MOST_CONNECTIONS = 200
SECONDS_TO_END = 2


def run(app: ASGIApp, listener: socket, when_ready: Callable[[], None]) -> None:
    """Answers until Ctrl-C, which ends it cleanly. `when_ready` is called once requests are taken."""
    config = uvicorn.Config(
        app,
        log_config=None,  # its log would hold addresses, and with them the token
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    with suppress(KeyboardInterrupt):  # uvicorn ends first, and then says it again
        _Server(config, when_ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.when_ready = when_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.when_ready()

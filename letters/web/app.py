"""What the page can ask for. All comes with the request and nothing is kept: tabs cannot get in each other's way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from letters.reference_data.template_library import Library, library
from letters.scenario.defaults import Defaults
from letters.web import pages
from letters.web.guard import MOST_SECONDS, Guard
from letters.web.jobs import Job, JobResult, example
from letters.web.words import REFUSALS, Say

_FOLDER = Path(__file__).resolve().parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Who the page answers to, and what it cannot know by itself.

    `say` says a message in one of `languages`, of which `language` is the page's unless it asks for another.
    """

    token: str
    port: int
    today: Callable[[], date]
    say: Say
    language: str
    languages: tuple[str, ...]
    work: Callable[[Job], Awaitable[JobResult]]
    """Does a job; if the caller is cancelled, nothing goes on with it (`Workers.work`)."""
    given: bytes | None = None
    """A scenario that the form begins with."""
    shelf: Library = field(default_factory=library)
    """The templates of the letters."""
    seconds: float = MOST_SECONDS
    defaults: Defaults | None = None
    """What stands for keys that a scenario lacks: the lenders of the user's own."""

    def spoken(self, asked: str | None) -> str:
        """Returns the language asked for if the page speaks it, else the page's own."""
        return asked if asked in self.languages else self.language

    def refuse(self, name: str, asked: str | None) -> str:
        """Returns the words of a refusal."""
        return self.say(REFUSALS.get(name, REFUSALS["404"]), self.spoken(asked)) + "\n"


def page_app(settings: Settings) -> ASGIApp:
    """Returns the whole page as an ASGI application, guarded."""
    counter = _Counter(settings)
    routes = [
        Route("/", counter.page),
        Route("/given", counter.given),
        Route("/example", counter.example),
        Route("/preview", counter.preview, methods=["POST"]),
        Route("/why", counter.why, methods=["POST"]),
        Route("/open", counter.opened, methods=["POST"]),
        Route("/file", counter.letter, methods=["POST"]),
        Route("/files", counter.archive, methods=["POST"]),
        Route("/scenario", counter.scenario, methods=["POST"]),
        # Files of ours, read before anybody asks: no name that a request gives is ever opened.
        *(Route(f"/{path.name}", _static(path)) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES),
    ]
    handlers = {HTTPException: counter.refused, _RefusedError: counter.told, Exception: counter.broken}
    app = Starlette(routes=routes, exception_handlers=handlers)
    hosts = frozenset(f"{name}:{settings.port}" for name in ("127.0.0.1", "localhost"))
    return Guard(app, token=settings.token, hosts=hosts, refuse=settings.refuse, seconds=settings.seconds)


def _static(path: Path) -> Callable[[Request], Awaitable[Response]]:
    content, kind = path.read_bytes(), _TYPES[path.suffix]

    async def give(request: Request) -> Response:
        return Response(content, media_type=kind)

    return give


class _RefusedError(Exception):
    """The user has to change something first; its text says what."""


class _GoneError(Exception):
    """Nobody waits for the answer any more."""


class _Counter:
    """Takes a request and gives its answer."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def _language(self, request: Request) -> str:
        return self.settings.spoken(request.query_params.get("lang"))

    async def _work(self, request: Request, name: str, *arguments: object) -> Any:
        """Returns what a job on the request's scenario gives. Where time runs out, or the browser goes, it is ended."""
        settings, raw = self.settings, await request.body()
        options = {"was": True} if name in {"scenario", "files"} and "was" in request.query_params else {}
        job = Job(
            name, settings.today(), self._language(request), settings.shelf, raw, arguments, options, settings.defaults
        )
        work = asyncio.ensure_future(settings.work(job))
        gone = asyncio.ensure_future(_gone(request))
        gone.add_done_callback(lambda _: work.cancel())
        try:
            outcome = await work
        except asyncio.CancelledError:
            if gone.done():
                raise _GoneError from None
            raise
        finally:
            gone.cancel()
        if outcome.refused is not None:
            raise _RefusedError(outcome.refused)
        return outcome.result

    async def page(self, request: Request) -> Response:
        settings = self.settings
        return HTMLResponse(pages.make_page(settings.say, self._language(request), settings.languages, settings.shelf))

    async def example(self, request: Request) -> Response:
        return PlainTextResponse(example(self._language(request)))

    async def given(self, request: Request) -> Response:
        """Answers with the scenario that the form begins with, or with nothing (204) if there is none."""
        given = self.settings.given
        return Response(status_code=204) if given is None else PlainTextResponse(given)

    async def preview(self, request: Request) -> Response:
        return JSONResponse(await self._work(request, "preview"))

    async def why(self, request: Request) -> Response:
        return JSONResponse(await self._work(request, "why", request.query_params.getlist("figure")))

    async def opened(self, request: Request) -> Response:
        return JSONResponse(await self._work(request, "open"))

    async def letter(self, request: Request) -> Response:
        kind, form = (request.query_params.get(name, "") for name in ("kind", "format"))
        return _attached(*await self._work(request, "file", kind, form))

    async def archive(self, request: Request) -> Response:
        return _attached(*await self._work(request, "files", request.query_params.getlist("format")))

    async def scenario(self, request: Request) -> Response:
        return _attached(*await self._work(request, "scenario"))

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answers that there is no such page, or not by this method."""
        assert isinstance(error, HTTPException)
        words = self.settings.refuse(str(error.status_code), request.query_params.get("lang"))
        return PlainTextResponse(words, error.status_code)

    async def told(self, request: Request, error: Exception) -> Response:
        """Answers an error that the user can act on with 422, in the words of the command line."""
        return PlainTextResponse(f"{error}\n", 422)

    async def broken(self, request: Request, error: Exception) -> Response:
        """Answers with 500 and no details, which may hold what the user wrote."""
        return PlainTextResponse(self.settings.refuse("500", request.query_params.get("lang")), 500)


async def _gone(request: Request) -> None:
    """Returns once the browser has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _attached(name: str, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)

"""The local page as its own script, or somebody else, asks it: in this process, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from cases import TODAY
from httpx2 import Response
from starlette.testclient import TestClient

from letters.cli.speech import languages, told
from letters.reference_data.template_library import library
from letters.web.app import Settings, page_app
from letters.web.jobs import Job, JobResult, do

TOKEN = "t0ken-of-the-test"
PORT = 8765
HOST = f"http://127.0.0.1:{PORT}"


async def here(job: Job) -> JobResult:
    """Does a job in a thread of this process, where a test can change what it meets."""
    return await asyncio.get_running_loop().run_in_executor(None, do, job, told)


class Visitor:
    """Asks the page; with the right address and origin unless a test says otherwise."""

    def __init__(
        self,
        *,
        today: date = TODAY,
        seconds: float = 20.0,
        language: str = "en",
        port: int = PORT,
        templates: Path | None = None,
        work: Callable[[Job], Awaitable[JobResult]] = here,
    ) -> None:
        shelf = library(templates) if templates else library()
        spoken = tuple(languages())
        settings = Settings(TOKEN, port, lambda: today, told, language, spoken, work, None, shelf, seconds)
        self.app = page_app(settings)
        self.client = TestClient(self.app, base_url=HOST, raise_server_exceptions=False)

    def get(self, path: str = "", *, token: str = TOKEN, headers: dict[str, str] | None = None) -> Response:
        return self.client.get(f"/{token}/{path}", headers=headers, follow_redirects=False)

    def post(
        self, path: str, body: str | bytes = b"", *, token: str = TOKEN, headers: dict[str, str] | None = None
    ) -> Response:
        content = body.encode() if isinstance(body, str) else body
        return self.client.post(f"/{token}/{path}", content=content, headers={"Origin": HOST} | (headers or {}))

    def preview(self, text: str) -> dict[str, Any]:
        """What the page shows of a scenario."""
        answer = self.post("preview", text)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def opened(self, text: str | bytes) -> dict[str, Any]:
        """A scenario file in the form."""
        found: dict[str, Any] = self.post("open", text).json()
        return found


def as_sent(data: dict[str, Any]) -> str:
    """A scenario as the form sends it."""
    return json.dumps(data, ensure_ascii=False)

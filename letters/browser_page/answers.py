"""What the page in one file can ask for, answered where the page runs: the same jobs as those of `letters serve`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from letters.reference_data.template_library import library
from letters.web.jobs import Job, do, example
from letters.web.pages import InOneFile, make_page
from letters.web.words import MOST_BYTES, REFUSALS, Say

Reply = tuple[int, str, str, bytes]
"""Status, type, name of the file if it is one, and content."""
_TEXT, _JSON, _FILE = "text/plain; charset=utf-8", "application/json", "application/octet-stream"


class Answers(NamedTuple):
    """Answers the page. `say` says a message in one of `languages`."""

    say: Say
    languages: tuple[str, ...]

    def answer(self, address: str, body: bytes, today: str) -> Reply:
        """Returns the answer to what the page asks: a path with its query, what it sends, and the day it is there."""
        path, _, query = address.partition("?")
        asked = parse_qs(query)
        language = asked.get("lang", [self.languages[0]])[0]
        if len(body) > MOST_BYTES:
            return self._refused(413, language)
        try:
            return self._answer(path, asked, bytes(body), date.fromisoformat(today), language)
        except Exception:  # as a server answers it: without details, which may hold what the user wrote
            return self._refused(500, language)

    def _answer(self, path: str, asked: dict[str, list[str]], body: bytes, today: date, language: str) -> Reply:
        arguments: dict[str, Callable[[], tuple[Any, ...]]] = {
            "preview": tuple,
            "open": tuple,
            "why": lambda: (asked["figure"],),
            "scenario": tuple,
            "file": lambda: (asked["kind"][0], asked["format"][0]),
            "files": lambda: (asked["format"],),
        }
        if path not in arguments:
            return self._read(path, language)
        options = {"was": True} if path in {"scenario", "files"} and "was" in asked else {}
        done = do(Job(path, today, language, library(), body, arguments[path](), options), self.say)
        if done.refused is not None:
            return 422, _TEXT, "", f"{done.refused}\n".encode()
        if path in {"preview", "open", "why"}:
            return 200, _JSON, "", json.dumps(done.result, ensure_ascii=False).encode()
        name, content = done.result
        return 200, _FILE, name, content

    def _read(self, path: str, language: str) -> Reply:
        """Returns what is there without a scenario."""
        match path:
            case "":
                page = make_page(self.say, language, self.languages, inside=InOneFile())
                return 200, "text/html", "", page.encode()
            case "example":
                return 200, _TEXT, "", example(language)
            case "given":
                return 204, _TEXT, "", b""
        return self._refused(404, language)

    def _refused(self, status: int, language: str) -> Reply:
        return status, _TEXT, "", f"{self.say(REFUSALS[str(status)], language)}\n".encode()

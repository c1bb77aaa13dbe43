"""What the page has done elsewhere: a job by its name, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from letters.base.errors import LettersError
from letters.base.resources import bundled
from letters.reference_data.template_library import Library
from letters.scenario.defaults import Defaults
from letters.web.words import Say

EXAMPLE = "illness.yaml"


@dataclass(frozen=True, slots=True)
class Job:
    """One request's work: what to do, on which day, in which language, with which templates, on which scenario, and
    what else it asks for.
    """

    name: str
    today: date
    language: str
    shelf: Library
    raw: bytes
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    defaults: Defaults | None = None
    """What stands for keys that the scenario lacks: the lenders of the user's own."""


class JobResult(NamedTuple):
    """What a job gives, or, if the user has to change something first, the words that say what."""

    result: Any = None
    refused: str | None = None


def bring_in() -> None:
    """Imports what makes letters, which is slow: the process that serves the page has no need of it."""
    from letters.web import files, preview  # noqa: F401


def do(job: Job, say: Say) -> JobResult:
    """Returns what a job gives. Raises KeyError for a name that no job has."""
    from letters.web import files  # as in `bring_in`
    from letters.web.preview import Visit

    works: dict[str, Any] = {
        "preview": Visit.preview,
        "open": Visit.opened,
        "why": Visit.why,
        "file": files.letter,
        "files": files.archive,
        "scenario": files.scenario,
    }
    visit = Visit(job.today, say, job.language, job.shelf, job.defaults)
    try:
        return JobResult(works[job.name](visit, job.raw, *job.arguments, **job.options))
    except LettersError as error:
        return JobResult(refused=say(error.message, job.language))


def example(language: str = "zh") -> bytes:
    """Returns the scenario that the page offers as an example, in its own language where there is one."""
    folder = bundled("scenarios")
    own = folder / language / EXAMPLE
    return (own if own.is_file() else folder / EXAMPLE).read_bytes()

"""What to do next: the step of the escalation that a case has reached, the letters for it, and the day to do it by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from letters.base.errors import ScenarioError, UnsuitableKind
from letters.drafting.draft import draft
from letters.figures.case_status import CaseStatus, case_status, owed
from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.pipeline import Letters
from letters.reference_data.escalation import read_step
from letters.reference_data.holidays import working_day
from letters.reference_data.letter_kinds import kinds_of
from letters.reference_data.words import told_first
from letters.scenario import checks
from letters.situation.cautions import refused_as_admitting

SCHEMA = 1
_SETTLED = ("receipt", "done")
"""The steps of a debt that is paid, at which its age no longer matters."""


@dataclass(frozen=True, slots=True)
class Next:
    """`by` is the day to have it done, or until which to wait; `provisional` where its holidays are not published.

    `letters` are the kinds to render, each with the reason where it does not suit the case yet.
    """

    on: date
    where: CaseStatus
    by: date | None
    provisional: bool
    does: str
    source: str
    letters: tuple[tuple[str, str | None], ...]


def what_next(letters: Letters, on: date, language: str) -> Next:
    """Return the next step, by the contacts up to the day `on`; `language` is that of its words."""
    case = letters.case
    where = case_status(case, on, answer(case, owed(case, on), on))
    if refused_as_admitting(letters.figures) and where.step not in _SETTLED:
        where = replace(where, step="verify", due=None)
    advice = read_step(where.step)
    day, provisional = where.due, False
    if advice.within_days is not None:
        since = max(where.due or where.since or on, where.since or on)
        day, provisional = working_day(max(since + timedelta(days=advice.within_days), on))
    kinds = kinds_of(case.library, case.scenario.language, advice.roles)
    found = tuple((kind, _reason(letters, kind, on)) for kind in kinds)
    does = told_first(case.library, language, lambda words: words.step(where.step))
    return Next(on, where, day, provisional, does, advice.source, found)


def _reason(letters: Letters, kind: str, on: date) -> str | None:
    """Return why a letter cannot be written on that day, or None if it can."""
    scenario = letters.case.scenario
    dated = replace(letters.case, as_of=on, date=scenario.date or on)
    try:
        if problems := checks.problems(scenario, dated.date, dated.source):
            raise ScenarioError(dated.source.name, problems)
        draft(dated, compute_figures(dated), kind, scenario.language)
    except (ScenarioError, UnsuitableKind) as error:
        return error.message
    return None


def command(path: str, kind: str, on: date) -> str:
    """Return the command line that writes a letter with the figures of that day."""
    quoted = f'"{path}"' if re.search(r"[\s()&;']", path) else path
    return f"letters render {quoted} -k {kind} --as-of {on}"


def record(found: Next, path: str) -> dict[str, Any]:
    """The shape of `letters next --json`."""
    where = found.where
    return {
        "schema": SCHEMA,
        "on": found.on.isoformat(),
        "step": where.step,
        "does": found.does,
        "by": _iso(found.by),
        "provisional": found.provisional,
        "since": _iso(where.since),
        "due": _iso(where.due),
        "promised": where.promised,
        "days_over": where.days_over,
        "unconfirmed": where.unconfirmed,
        "instalment": _iso(where.instalment),
        "assumed": where.assumed,
        "complaint": _iso(where.complaint),
        "limits": [{"days": one.days, "last": _iso(one.last), "passed": one.passed} for one in where.limits],
        "letters": [
            {"kind": kind, "command": command(path, kind, found.on), "unsuitable": reason}
            for kind, reason in found.letters
        ],
        "source": found.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

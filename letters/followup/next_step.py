"""What to do next: the step of the escalation that a case has reached, the letters for it, and the day to do it by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from letters.base.errors import ScenarioError, UnsuitableKind
from letters.drafting.draft import Drafter
from letters.figures.case_status import CaseStatus, case_status, owed
from letters.figures.figures import Figures, compute_figures
from letters.figures.lender_answer import answer
from letters.pipeline import Letters
from letters.reference_data.escalation import EscalationStep, read_step
from letters.reference_data.holidays import working_day
from letters.reference_data.letter_kinds import Role, kinds_of, role_of
from letters.reference_data.words import told_first
from letters.scenario import checks
from letters.scenario.load import Case
from letters.scenario.model.owed_to import NO_NOTICE
from letters.situation.cautions import refused_as_admitting

SCHEMA = 1
_SETTLED = ("receipt", "done")
"""The steps of a debt that is paid, whose age no longer matters."""


class Next(NamedTuple):
    """What to do next.

    `by` is the day to have it done, or until which to wait; `provisional` says that the holidays of its year are not
    published. `title` is what to do in a few words. `letters` are the kinds to render, each with the reason if it does
    not suit the case yet.
    """

    on: date
    where: CaseStatus
    by: date | None
    provisional: bool
    title: str
    does: str
    source: str
    letters: tuple[tuple[str, str | None], ...]


def what_next(letters: Letters, on: date, language: str, *, as_drafted: bool = False) -> Next:
    """Returns the next step, by the contacts up to the day `on`; `language` is that of its words.

    With `as_drafted` the letters are sent as they are, with the figures of their own day: none is written anew.
    """
    case = letters.case
    where, day, provisional, advice = standing(case, on, owed(case, on), letters.figures)
    kinds = kinds_of(case.library, case.scenario.language, advice.roles)
    drafted = {one.kind for one in letters.drafts} & {*kinds} if as_drafted else set()
    found = tuple((kind, None) for kind in kinds if kind in drafted) or _letters(letters, kinds, on)
    said = told_first(case.library, language, lambda words: words.step(where.step))
    return Next(on, where, day, provisional, said.title, said.does, advice.source, found)


def standing(
    case: Case, on: date, today: Figures, figures: Figures | None = None
) -> tuple[CaseStatus, date | None, bool, EscalationStep]:
    """Returns where a case stands, the day to have the step done by, whether that day is provisional, and the step.

    `today` are the figures of the day `on` without regard to what is asked for, `figures` those of the case, by which
    the age of the debt is judged; the same where there are no others.
    """
    where = case_status(case, on, answer(case, today, on))
    if (refused_as_admitting(figures or today) or _unproved(case)) and where.step not in _SETTLED:
        where = where._replace(step="verify", due=None)
    advice = read_step(where.step)
    day, provisional = where.due, False
    if advice.within_days is not None:
        since = max(where.due or where.since or on, where.since or on)
        day, provisional = working_day(max(since + timedelta(days=advice.within_days), on))
    return where, day, provisional, advice


def _unproved(case: Case) -> bool:
    """Returns whether the debt is said to be sold, no notice of it came, and no proof of it was asked for yet."""
    sold = case.scenario.lender.assigned_to
    asked = any(role_of(case.library, one.letter) is Role.VERIFICATION for one in case.scenario.contacts)
    return sold is not None and sold.notified == NO_NOTICE and not asked


def _letters(letters: Letters, kinds: Sequence[str], on: date) -> tuple[tuple[str, str | None], ...]:
    """Returns the kinds, each with the reason why it cannot be written on that day, or None if it can.

    Kinds that are for other cases are left out, unless all of them are.
    """
    case, scenario = letters.case, letters.case.scenario
    dated = replace(case, as_of=on, date=scenario.date or on)
    if (dated.as_of, dated.date) == (case.as_of, case.date) and {*kinds} <= {one.kind for one in letters.drafts}:
        return tuple((kind, None) for kind in kinds)  # written already, with the figures of that day
    try:
        if problems := checks.problems(scenario, dated.date, dated.source):
            raise ScenarioError(dated.source.name, problems)
        drafter = Drafter(dated, compute_figures(dated), scenario.language)
    except ScenarioError as error:
        return tuple((kind, error.message) for kind in kinds)
    suited = [kind for kind in kinds if drafter.why_not(kind) is None]
    return tuple((kind, _reason(drafter, kind)) for kind in suited or kinds)


def _reason(drafter: Drafter, kind: str) -> str | None:
    """Returns why a letter cannot be written, or None if it can."""
    try:
        drafter.draft(kind)
    except (ScenarioError, UnsuitableKind) as error:
        return error.message
    return None


def command(path: str, kind: str, on: date) -> str:
    """Returns the command line that writes a letter with the figures of that day."""
    quoted = f'"{path}"' if re.search(r"[\s()&;']", path) else path
    return f"letters render {quoted} -k {kind} --as-of {on}"


def record(found: Next, path: str) -> dict[str, Any]:
    """Returns the shape of `letters next --json`."""
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

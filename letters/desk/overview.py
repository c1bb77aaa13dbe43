"""Where every case of a desk stands: who owes whom how much, what to do next and by when, overdue first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from letters.base.errors import LettersError, ScenarioError
from letters.base.money import ZERO, plain
from letters.figures.case_status import CaseStatus, owed
from letters.figures.figures import Figures
from letters.followup.next_step import standing
from letters.reference_data.words import told_first
from letters.scenario.load import Case
from letters.scenario.model.contacts import ANSWERS, talks_until

SCHEMA = 1
NO_STEP = "error"
"""What stands for the step of a case that cannot be read."""


class DeskRow(NamedTuple):
    """One case. `next_day` is the day to have the step done, or until which to wait; `days_over` says how far a day
    that was waited for has passed. A case that cannot be read has a `problem` alone.
    """

    file: str
    client: str
    lender: str
    hardship: str
    owed: Decimal | None
    step: str
    next_day: date | None
    days_over: int
    problem: str | None = None

    @property
    def order(self) -> tuple[int, date, int, str]:
        """What is overdue first, the longest of it at the top; then by the next day."""
        return (0 if self.days_over else 1, self.next_day or date.max, -self.days_over, self.file)


class Tally(NamedTuple):
    """What the log of one case adds to the statistics; no name and no number of anybody."""

    lender: str
    hardship: str
    asked: bool
    answer: str | None
    waived: Decimal
    days: int | None
    """From the first request to the first answer."""
    settled: bool


def row_of(file: str, case: Case, on: date, language: str) -> tuple[DeskRow, Tally]:
    """Returns a case's row on a day, and what the statistics count of it. Raises ScenarioError."""
    figures = owed(case, on)
    where, by, _, _ = standing(case, on, figures)
    profile = case.scenario.lender.profile
    lender = case.scenario.lender.product or told_first(
        case.library, language, lambda words: words.lender(profile).product
    )
    row = DeskRow(
        file=file,
        client=case.scenario.borrower.name,
        lender=lender,
        hardship=case.scenario.hardship.kind,
        owed=figures.total.total_due,
        step=where.step,
        next_day=by or where.due,
        days_over=where.days_over,
    )
    return row, _tally(case, figures, where, lender)


def bad_row(file: str, error: LettersError) -> DeskRow:
    """Returns the row of a case that cannot be read, with the first thing that is wrong."""
    first = error.problems[0].message if isinstance(error, ScenarioError) else error.message
    return DeskRow(file, "", "", "", None, NO_STEP, None, 0, first)


def due_by(rows: Iterable[DeskRow], last: date) -> list[DeskRow]:
    """Returns the rows in which something is to be done up to a day, or a day has passed."""
    return [row for row in rows if row.days_over or (row.next_day is not None and row.next_day <= last)]


def record(rows: Sequence[DeskRow], on: date, statistics: dict[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    """Returns the shape of `letters desk --json`."""
    return {
        "schema": SCHEMA,
        "on": on.isoformat(),
        "cases": [
            {
                "file": row.file,
                "client": row.client,
                "lender": row.lender,
                "owed": plain(row.owed) if row.owed is not None else None,
                "step": row.step,
                "next_day": row.next_day.isoformat() if row.next_day else None,
                "days_over": row.days_over,
                "problem": say(row.problem) if row.problem else None,
            }
            for row in rows
        ],
        "statistics": statistics,
    }


def _tally(case: Case, figures: Figures, where: CaseStatus, lender: str) -> Tally:
    log = talks_until(case.scenario.contacts, figures.as_of)
    answered = next((one for one in log if one.outcome in ANSWERS), None)
    last = next((one for one in reversed(log) if one.outcome in ANSWERS), None)
    promised = last.waived if last and last.outcome == "accepted" and last.waived else ZERO
    total = figures.total
    taken = total.penalty_waived + total.interest_waived + total.late_fee_waived
    return Tally(
        lender=lender,
        hardship=case.scenario.hardship.kind,
        asked=bool(log),
        answer=last.outcome if last else None,
        waived=max(promised, taken),
        days=(answered.date - log[0].date).days if answered else None,
        settled=where.step in {"receipt", "done"},
    )


def statistics_of(tallies: Sequence[Tally]) -> dict[str, Any]:
    """Returns what the cases came to, in all, by lender and by hardship."""
    return {
        **_counts(tallies),
        "by_lender": _by(tallies, lambda one: one.lender),
        "by_hardship": _by(tallies, lambda one: one.hardship),
    }


def _by(tallies: Sequence[Tally], name: Callable[[Tally], str]) -> list[dict[str, Any]]:
    return [
        {"name": one, **_counts([tally for tally in tallies if name(tally) == one])}
        for one in sorted({name(tally) for tally in tallies})
    ]


def _counts(tallies: Sequence[Tally]) -> dict[str, Any]:
    days = [one.days for one in tallies if one.days is not None]
    return {
        "cases": len(tallies),
        "asked": sum(one.asked for one in tallies),
        **{answer: sum(one.answer == answer for one in tallies) for answer in ANSWERS},
        "settled": sum(one.settled for one in tallies),
        "waived": plain(sum((one.waived for one in tallies), ZERO)),
        "days_to_answer": int(median(days)) if days else None,
    }

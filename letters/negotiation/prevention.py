"""Figures for the time after: what a month leaves beside the plan, a first savings goal, days to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from letters.base.dates import add_months
from letters.base.money import ZERO, total
from letters.ledger.obligations import Obligation, Obligations
from letters.negotiation.affordability import Affordability
from letters.negotiation.rung import Offer
from letters.scenario.load import Case

REMIND_DAYS = 3
"""Days before a payment to be reminded: time to move money between accounts over a weekend."""
NEXT_BILLS = 3


class Reminder(NamedTuple):
    """A day to be reminded on, the day of the payment, and its amount or None if that is not known yet."""

    on: date
    due: date
    amount: Decimal | None


class Prevention(NamedTuple):
    """Figures for the time after, in yuan; each is None if a fact that it needs is not given.

    `left` is what a month leaves beside the plan's largest instalment; it may be negative. `goal` is what a month
    needs, the first sum to put aside. `months` says how many full months of what a month leaves without a plan reach
    that; it is also None if a month leaves nothing.
    """

    left: Decimal | None
    goal: Decimal | None
    months: int | None
    reminders: tuple[Reminder, ...]


def prevention(case: Case, obligations: Obligations, plan: Offer | None, means: Affordability) -> Prevention:
    """Returns the figures for the time after. `plan` is what was agreed, or else what is asked for."""
    available, goal = means.for_plan, means.expenses or None
    left = None if available is None else available - (plan.largest if plan else ZERO)
    months = None
    if goal is not None and available is not None and available > 0:
        months = int((goal / available).to_integral_value(ROUND_CEILING))
    return Prevention(left, goal, months, tuple(_reminders(case, obligations, plan)))


def _reminders(case: Case, obligations: Obligations, plan: Offer | None) -> list[Reminder]:
    """Returns the days of the plan's instalments and of those of loans that come beside it; if the plan has fewer than
    two, those of the next bills too."""
    found = [(row.date, row.amount) for row in plan.plan if row.date >= case.date and row.amount] if plan else []
    rows: list[tuple[date, Decimal | None]] = [*found]
    if not (plan and plan.covers):
        coming = sorted((row.due_date, row.amount) for loan in obligations.loans for row in loan.coming)
        rows += [row for row in coming if row[0] > case.date][:NEXT_BILLS]
    if len(found) < 2:
        rows += _next_bills(case, [one for one in obligations.each if one.group is None])
    return [Reminder(day - timedelta(days=REMIND_DAYS), day, amount) for day, amount in sorted(rows, key=_day)]


def _next_bills(case: Case, bills: Sequence[Obligation]) -> list[tuple[date, Decimal | None]]:
    """Returns the days of the bills that are known and not paid yet, then those on which the next will fall due."""
    if not bills:
        return []
    known = [
        (one.due_date, one.principal - total(paid.amount for paid in one.payments if paid.date <= case.as_of))
        for one in bills
        if one.due_date > case.date
    ]
    rows: list[tuple[date, Decimal | None]] = [(day, amount) for day, amount in sorted(known) if amount > 0]
    latest = max(one.due_date for one in bills)
    months = range(1, max((case.date.year - latest.year) * 12 + case.date.month - latest.month, 0) + NEXT_BILLS + 2)
    rows += [(day, None) for month in months if (day := add_months(latest, month)) > case.date]
    return rows[:NEXT_BILLS]


def _day(row: tuple[date, Decimal | None]) -> date:
    return row[0]

"""What to answer an offer that goes part of the way: the next rung, and what was offered, both in instalments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from letters.base.money import ZERO, to_fen
from letters.figures.figures import Figures
from letters.ledger.totals import PARTS
from letters.negotiation.affordability import largest_plan
from letters.negotiation.plans import Planned, carried_instalments, covered, planned
from letters.negotiation.rung import Instalment, Offer
from letters.scenario.load import Case
from letters.scenario.model.asked import MOST_INSTALMENTS

NEXT_RUNG = Decimal("0.75")
"""A counter-offer asks for three quarters of the penalty to be waived before it takes less."""


def asked(case: Case, penalty: Decimal) -> Decimal:
    """Returns what the request asks to be waived of a penalty, in yuan."""
    waive = case.scenario.request.waive
    return to_fen(penalty * waive.share) if waive.share is not None else waive.amount or ZERO


def offer_of(case: Case, name: str, waived: Decimal, owed: Decimal, day: date) -> Offer:
    """Returns what is paid where a sum is waived of what is owed: by the plan asked for, else at once on a day."""
    plan, rest = case.scenario.request.plan, max(owed - waived, ZERO)
    found = planned(plan, rest) if plan else Planned((Instalment(day, rest),))
    if not found.is_whole:
        found = Planned((Instalment(day, rest),))
    return Offer(name, waived, rest, found.rows, rest=found.rest)


def counter_offer(case: Case, figures: Figures, offered: Decimal | None, like: Offer | None) -> Offer | None:
    """Returns the next rung above what the lender offered, with what can be paid at once; None if none can be kept.

    `like` is the offer at the high end of a rate that is a range; a month has to carry that too.
    """
    penalty = figures.total.penalty_outstanding
    waived = max(min(to_fen(penalty * NEXT_RUNG), asked(case, penalty)), min(offered or ZERO, penalty))
    return _in_instalments(case, figures, "counter-offer", waived, like, case.scenario.request.today or ZERO)


def offer_taken(case: Case, figures: Figures, offered: Decimal | None, counter: Offer | None) -> Offer | None:
    """Returns the lender's offer in instalments, to fall back on; None if the counter-offer asks for no more."""
    plan = case.scenario.request.plan
    if plan is None or offered is None or counter is None or counter.waived <= offered:
        return None
    return _in_instalments(case, figures, "offer-taken", offered, None, ZERO)


def months_for(figures: Figures, amount: Decimal) -> int | None:
    """Returns how many months' surplus an amount is; None if a month leaves nothing, or that is not known."""
    left = figures.affordability.for_plan
    if left is None or left <= 0:
        return None
    return int((amount / left).to_integral_value(ROUND_CEILING))


def growth(figures: Figures, plan: Sequence[Instalment]) -> Decimal | None:
    """Returns what penalty adds in yuan if it is not stopped while a plan is kept, each payment put to principal.

    Returns None if not all principal bears penalty from the day of the figures on, or if penalty joins its base.
    """
    bills = [bill for bill in figures.bills if bill.principal_outstanding]
    if not bills or not all(bill.state == "overdue" and not bill.compounds for bill in bills):
        return None
    whole = principal = figures.total.principal_outstanding
    a_day = sum((bill.exact_daily for bill in bills), ZERO) / PARTS
    day, found = figures.as_of, ZERO
    for row in plan:
        found += a_day * (principal / whole) * (row.date - day).days
        principal, day = max(principal - row.amount, ZERO), row.date
    return to_fen(found)


def _in_instalments(  # noqa: PLR0913, PLR0917 - the parts of one offer
    case: Case, figures: Figures, name: str, waived: Decimal, like: Offer | None, at_once: Decimal
) -> Offer | None:
    """Returns an offer in the instalments asked for, or where a month does not carry those in as few as it does."""
    owed, means = figures.total.total_due + covered(case, figures.to_come), figures.affordability
    plan = case.scenario.request.plan
    whole = max(owed - waived, ZERO)
    now = at_once if plan and at_once < whole else ZERO
    made = replace(offer_of(case, name, waived, owed - now, case.date), to_pay=whole, pay_now=now)
    count = made.count
    if plan is None:
        return made
    if like:
        count = like.count
    elif means.carries(made.plan) is False:
        most = largest_plan(whole - now, means.for_plan)
        count = most.months if most and most.months <= MOST_INSTALMENTS else 0
    return replace(made, plan=carried_instalments(whole - now, count, plan.first, means)) if count else None

"""What could be agreed: an offer, its payments, the plan and the pause that are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.dates import add_months
from letters.base.errors import FieldPath, Message
from letters.base.money import FEN, ZERO, down_to_fen, grouped, total
from letters.ledger.obligations import Obligations
from letters.ledger.schedule import InstalmentsToCome
from letters.negotiation.affordability import Affordability
from letters.negotiation.rung import Instalment, Offer, PlanRest
from letters.negotiation.waivers import Waivers
from letters.scenario.load import Case
from letters.scenario.model.asked import MOST_INSTALMENTS, Plan


def covered(case: Case, coming: InstalmentsToCome | None) -> Decimal:
    """Returns the principal to come that the plan asked for pays beside what is due, in yuan."""
    plan = case.scenario.request.plan
    return coming.principal if coming and plan and plan.covers == "all" else ZERO


def offered(name: str, less: Waivers, to_pay: Decimal, plan: Planned, covers: Decimal = ZERO) -> Offer:
    """Returns an offer that waives and pays what is given, under a name; `covers` is what of that is to come."""
    return Offer(
        name,
        less.penalty,
        to_pay,
        plan.rows,
        waived_interest=less.interest,
        waived_late_fee=less.late_fee,
        waived_fees=less.fees,
        rest=plan.rest,
        covers=covers,
    )


def instalments(to_pay: Decimal, count: int, first: date) -> tuple[Instalment, ...]:
    """Returns equal instalments rounded down to the fen, a month apart; the last takes the rest."""
    each = down_to_fen(to_pay / count)
    last = to_pay - each * (count - 1)
    return tuple(Instalment(add_months(first, k), last if k == count - 1 else each) for k in range(count))


def check_divisible(case: Case, to_pay: Decimal, count: int, path: FieldPath) -> None:
    """Raises ScenarioError, at `path`, if there is too little to divide into so many instalments."""
    if to_pay < count * FEN:
        message = Message(
            "{to_pay} cannot be paid in {count} instalments of at least 0.01; write fewer",
            to_pay=grouped(to_pay),
            count=count,
        )
        raise case.refuse(path, message)


class Planned(NamedTuple):
    """The payments of a plan, what they leave unpaid, and which of its steps are not needed."""

    rows: tuple[Instalment, ...]
    unpaid: Decimal = ZERO
    review: date | None = None
    unused_steps: tuple[int, ...] = ()

    @property
    def rest(self) -> PlanRest | None:
        """What is left to pay on the day of the review, or None if the plan pays all."""
        return PlanRest(self.unpaid, self.review) if self.unpaid and self.review else None

    @property
    def is_whole(self) -> bool:
        """Whether it ends within sixty instalments: all is paid then, or a day is set to talk about the rest."""
        return len(self.rows) <= MOST_INSTALMENTS and (not self.unpaid or self.review is not None)


def planned(plan: Plan, to_pay: Decimal) -> Planned:
    """Returns the payments of a plan that divides a sum: in equal instalments, or in the amounts that it names.

    The last payment is what is left. A plan with a review ends before that day.
    """
    if plan.instalments:
        rows = instalments(to_pay, plan.instalments, plan.first)
        if plan.review:
            rows = tuple(row for row in rows if row.date < plan.review)
        return Planned(rows, to_pay - total(row.amount for row in rows), plan.review)
    steps = [(step.amount, step.months) for step in plan.steps] or [(plan.per_month or ZERO, None)]
    found: list[Instalment] = []
    unused = []
    left = to_pay
    for place, (amount, months) in enumerate(steps):
        last = months if months and (place < len(steps) - 1 or plan.review) else MOST_INSTALMENTS + 1
        paid = 0
        while left and paid < last and len(found) <= MOST_INSTALMENTS:
            day = add_months(plan.first, len(found))
            if plan.review and day >= plan.review:
                break
            found.append(Instalment(day, min(amount, left)))
            left -= found[-1].amount
            paid += 1
        if not paid and not left:
            unused.append(place)
    return Planned(tuple(found) or (Instalment(plan.first, left),), left, plan.review, tuple(unused))


def _was_paid(case: Case, obligations: Obligations) -> bool:
    """Returns whether a plan may have nothing left to divide: something was paid, or agreed to be waived."""
    return any(contact.outcome == "accepted" for contact in case.scenario.contacts) or any(obligations.payments)


def requested_plan(
    case: Case, obligations: Obligations, less: Waivers, to_pay: Decimal, covers: Decimal
) -> Offer | None:
    """Returns the plan that the request asks for, or None if it asks for none.

    `to_pay` is all that it pays, `covers` what of that is to come. Raises ScenarioError if it cannot be divided so.
    """
    plan = case.scenario.request.plan
    if plan is None:
        return None
    if not to_pay and _was_paid(case, obligations):
        return None
    if plan.instalments:
        check_divisible(case, to_pay, plan.instalments, ("request", "plan", "instalments"))
    found = planned(plan, to_pay)
    if not found.is_whole:
        path: FieldPath = ("request", "plan", "steps" if plan.steps else "per_month")
        message = Message(
            "{to_pay} would take more than {most} instalments; write larger amounts, or a `review` on which the rest is"
            " talked about",
            to_pay=grouped(to_pay),
            most=MOST_INSTALMENTS,
        )
        raise case.refuse(path, message)
    return offered("request-plan", less, to_pay, found, covers)


class DeferredPayments(NamedTuple):
    """A pause that is asked for: its last day, what is paid a month meanwhile (in yuan), and on which days."""

    until: date
    token: Decimal | None
    plan: tuple[Instalment, ...]


def deferred(case: Case) -> DeferredPayments | None:
    """Returns the pause that the request asks for, or None if it asks for none."""
    asked = case.scenario.request.defer
    if asked is None:
        return None
    until = asked.until or add_months(case.date, asked.months or 0)
    days = [add_months(case.date, month) for month in range(1, 12 * (until.year - case.date.year + 1) + 1)]
    rows = tuple(Instalment(day, asked.token) for day in days if day <= until) if asked.token else ()
    return DeferredPayments(until, asked.token, rows)


def carried_instalments(to_pay: Decimal, count: int, first: date, means: Affordability) -> tuple[Instalment, ...]:
    """Returns equal instalments from the first of their days on by which a month leaves them."""
    rows = instalments(to_pay, count, first)
    return instalments(to_pay, count, means.begin(first, max(row.amount for row in rows)))


def rest_after_today(case: Case, to_pay: Decimal) -> Decimal:
    """Returns what is left of a sum, in yuan, once what can be paid today is paid; the sum itself if that is all."""
    today = case.scenario.request.today
    return to_pay - today if today and today < to_pay else to_pay


def divided_after_today(case: Case, plan: Plan, asked: Offer) -> Offer:
    """Returns the plan asked for, of what is left once what can be paid today is paid."""
    rest = rest_after_today(case, asked.to_pay)
    if rest == asked.to_pay or (plan.instalments and rest < plan.instalments * FEN):
        return asked
    found = planned(plan, rest)
    return replace(asked, to_pay=rest, plan=found.rows, rest=found.rest, today=asked.to_pay - rest)


def letters_plan(asked: Offer, plan: Plan, means: Affordability, strictest: Offer) -> Offer | None:
    """Returns the plan that letters print, or None if a month carries none.

    That is the plan asked for, if a month carries it or it is not known what a month carries. Else it is the shortest
    plan that a month carries, which ends before the review if there is one.

    `strictest` is the plan asked for at the high end of a rate that is a range, and `means` are those of that end, so
    that both ends have as many instalments. Where more is earned later, it begins once a month carries it.
    """
    if means.carries(strictest.plan) is not False:
        return asked
    most = means.largest_plan
    return carried_plan(asked, plan, means, most.months if most else None)


def carried_plan(asked: Offer, plan: Plan, means: Affordability, months: int | None) -> Offer | None:
    """Returns an offer in `months` instalments, which a month carries, or up to the review that the plan asked for has;
    None if a month leaves nothing or `months` is None or above sixty.
    """
    limit = means.for_plan
    if limit is None or limit <= 0 or months is None:
        return None
    if plan.review:
        a_month = {"instalments": None, "steps": (), "per_month": limit, "first": means.begin(plan.first, limit)}
        found = planned(plan.copy_with(a_month), asked.to_pay)
    elif months > MOST_INSTALMENTS:
        return None
    else:
        found = Planned(carried_instalments(asked.to_pay, months, plan.first, means))
    return replace(asked, plan=found.rows, rest=found.rest)

"""What the lender last answered, and what follows from it in figures: what was agreed, or what to offer next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from letters.base.money import ZERO, to_fen, total
from letters.base.records import dataclass
from letters.case.contact import Contact
from letters.case.load import Case
from letters.case.scenario import ALL, Payment
from letters.figures.offers import Instalment, Offer, instalments, waived
from letters.figures.reckon import Figures, reckon

ANSWERS = ("accepted", "partly", "refused")


@dataclass(frozen=True, slots=True)
class Answer:
    """The lender's last answer, with the figures of its day.

    `waived` is what was agreed, or offered, to be waived: None where the log gives no amount of an offer.
    `offer` is what is then paid, and when; it has no plan where none was asked for. `counter` answers a part.
    """

    contact: Contact
    outcome: str
    waived: Decimal | None
    total_due: Decimal
    offer: Offer | None
    counter: Offer | None
    paid_since: Decimal
    settled: bool
    """Whether the payments since the answer make up what was agreed, or nothing is owed any more."""


def answer(case: Case, figures: Figures, on: date) -> Answer | None:
    """None where the log has no answer up to a day."""
    given = [one for one in case.scenario.contacts if one.outcome in ANSWERS and one.date <= on]
    if not given:
        return None
    last = max(reversed(given), key=lambda one: one.date)
    assert last.outcome
    then = _on(case, last.date)
    owed, penalty = then.total.total_due, then.total.penalty_outstanding
    agreed = last.waived
    if agreed is None and last.outcome == "accepted":
        agreed = min(_asked(case, penalty), penalty)
    offer = _offer(case, "answer", agreed, owed, last.date) if agreed is not None else None
    paid = _paid(case, last.date, on)
    kept = last.outcome == "accepted" and offer is not None and paid >= offer.to_pay
    return Answer(
        contact=last,
        outcome=last.outcome,
        waived=agreed,
        total_due=owed,
        offer=offer,
        counter=_counter(case, figures, agreed) if last.outcome == "partly" else None,
        paid_since=paid,
        settled=kept or figures.total.total_due == ZERO,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """A case in which nothing is left to pay; `last` is the day of the last payment, if the scenario has any."""

    last: date | None


def settled(case: Case, figures: Figures, given: Answer | None) -> Settled | None:
    """None where something is left to pay, as far as the scenario shows."""
    if figures.total.total_due and not (given and given.settled):
        return None
    return Settled(max((one.date for one in _payments(case) if one.date <= case.as_of), default=None))


def _on(case: Case, day: date) -> Figures:
    """The figures of a day without regard to what is asked for, which may be more than was owed then."""
    request = case.scenario.request.model_copy(update={"waive": ALL, "plan": None})
    scenario = case.scenario.model_copy(update={"request": request})
    return reckon(replace(case, scenario=scenario, as_of=day, date=day))


def _asked(case: Case, penalty: Decimal) -> Decimal:
    waive = case.scenario.request.waive
    return to_fen(penalty * waive.share) if waive.share is not None else waive.amount or ZERO


def _offer(case: Case, name: str, amount: Decimal, owed: Decimal, day: date) -> Offer:
    plan, rest = case.scenario.request.plan, max(owed - amount, ZERO)
    return Offer(
        name, amount, rest, instalments(rest, plan.instalments, plan.first) if plan else (Instalment(day, rest),)
    )


def _counter(case: Case, figures: Figures, offered: Decimal | None) -> Offer:
    """The next rung of the offers: half the penalty, or the request where that is less; never below the lender's."""
    penalty = figures.total.penalty_outstanding
    next_rung = min(to_fen(penalty / 2), waived(case, penalty))
    amount = max(next_rung, min(offered or ZERO, penalty))
    return _offer(case, "counter-offer", amount, figures.total.total_due, case.date)


def _payments(case: Case) -> list[Payment]:
    scenario = case.scenario
    return [*scenario.payments, *(payment for bill in scenario.bills for payment in bill.payments)]


def _paid(case: Case, after: date, until: date) -> Decimal:
    return total(payment.amount for payment in _payments(case) if after < payment.date <= until)

"""What the letters that few cases need state beside the scenario and the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from letters.base.dates import add_months
from letters.base.money import ZERO
from letters.figures.counter_offer import months_for
from letters.figures.figures import Figures
from letters.figures.loans import NOT_DUE
from letters.figures.review import REVIEW_DAYS
from letters.ledger.entries import Accrual, Posting
from letters.ledger.totals import BillFigures
from letters.reference_data.parameters import parameter
from letters.scenario.load import Case
from letters.scenario.model.contacts import CollectionCall, Contact, in_order, talks_until
from letters.situation.theme import KnownFacts
from letters.situation.which_letters import is_complaint

RECENT = timedelta(days=60)
"""How long ago a contact may be to show that the borrower can be reached."""
AUTHORITY_MONTHS = 6
"""How long somebody else may act where the scenario does not say; our own advice, no rule of any law."""


def facts_of_kinds(case: Case, known: KnownFacts, called: Mapping[str, str]) -> dict[str, Callable[[], Any]]:
    """For each name that these letters use, a function that makes it; `called` is what they call an instalment."""
    return {
        "pause_until": lambda: known.figures.defer and known.figures.defer.until,
        "due_in_pause": lambda: due_in_pause(known.figures),
        "month_left": lambda: month_left(known.figures),
        "paid_bills": lambda: [
            bill._replace(label=called.get(bill.label, bill.label)) for bill in paid_bills(known.figures)
        ],
        "days_late": lambda: days_late(known.figures),
        "paid_in_full": lambda: paid_in_full(known),
        "complained_on": lambda: complained_on(case),
        "demands": lambda: tuple(one for one in in_order(case.scenario.contacts) if one.is_demand),
        "steps": lambda: steps(case),
        "purpose": lambda: case.scenario.lender.purpose,
        "disputed": lambda: known.figures.disputed,
        "months_of_offer": lambda: months_of_offer(known),
        "pending": lambda: pending(case),
        "reached_on": lambda: reached_on(case),
        "calls": lambda: calls(case.scenario.collection),
        "call_proofs": lambda: proofs(case.scenario.collection),
        "others_called": lambda: tuple(dict.fromkeys(call.to for call in case.scenario.collection if call.to)),
        "review_by": lambda: known.review_by,
        "review_days": lambda: parameter(REVIEW_DAYS, case.date).count,
        "authority_until": lambda: authority_until(case),
    }


def month_left(figures: Figures) -> Decimal | None:
    """Returns what a month leaves, in yuan, before anything is paid on this debt; None if that is not known.

    What others give is counted, the minimums of other debts are taken off.
    """
    means = figures.affordability
    if means.for_plan is None or means.available is None:
        return None
    return means.available - (means.minimums or ZERO) + (figures.case.scenario.income.support or ZERO)


def due_in_pause(figures: Figures) -> tuple[date, ...]:
    """Returns the days on which something falls due from the date of the letters to the end of the pause."""
    if figures.defer is None:
        return ()
    days = [bill.due_date for bill in figures.bills if not bill.is_due and bill.owed]
    days += [row.due_date for loan in figures.loans for row in loan.schedule if row.state == NOT_DUE]
    return tuple(sorted({day for day in days if figures.case.date <= day <= figures.defer.until}))


class PaidBill(NamedTuple):
    """A bill that was paid late with its penalty. Where that ran in one span, its `days` and daily `rate` are given."""

    label: str
    due_date: date
    amount: Decimal
    paid: Decimal
    paid_on: date
    penalty_paid: Decimal
    one_span: bool
    days: int
    rate: Decimal | None


def paid_bills(figures: Figures) -> list[PaidBill]:
    """Returns the bills of which penalty was paid, in the order of the scenario."""
    return [_paid(bill) for bill in figures.bills if bill.penalty_paid]


def paid_in_full(known: KnownFacts) -> date | None:
    """Returns the day on which the debt was settled, else, as where instalments are to come, that on which the last of
    the bills paid late was paid; None if there is neither.
    """
    if known.settled:
        return known.settled.last
    return max((bill.paid_on for bill in paid_bills(known.figures)), default=None)


def days_late(figures: Figures) -> int | None:
    """Returns by how many days the one bill was late of which penalty was paid; None if there are several."""
    late = paid_bills(figures)
    return (late[0].paid_on - late[0].due_date).days if len(late) == 1 else None


def _paid(bill: BillFigures) -> PaidBill:
    spans = [entry for entry in bill.entries if isinstance(entry, Accrual)]
    only = spans[0] if len(spans) == 1 and isinstance(spans[0].rate, Decimal) else None
    return PaidBill(
        bill.label,
        bill.due_date,
        bill.amount,
        bill.paid,
        max(entry.date for entry in bill.entries if isinstance(entry, Posting)),
        bill.penalty_paid,
        only is not None and only.balance == bill.amount and not only.least,
        only.days if only else 0,
        only.rate if only and isinstance(only.rate, Decimal) else None,
    )


def pending(case: Case) -> Contact | None:
    """Returns the last request to the lender by the date of the letters that says what was asked; None without one."""
    return next((one for one in reversed(_requests(case)) if one.said or one.letter), None)


def months_of_offer(known: KnownFacts) -> int | None:
    """Returns how many months' surplus the lender's offer leaves to pay today; None if that is not known."""
    offer = known.answer and known.answer.taken
    return months_for(known.low, offer.to_pay) if offer else None


class Step(NamedTuple):
    """Something that happened between borrower and lender: a contact, or a call of a collector's."""

    date: date
    time: str | None
    contact: Contact | None = None
    call: CollectionCall | None = None
    complaint: bool = False


def steps(case: Case) -> list[Step]:
    """Returns the contacts and the calls of collectors up to the date of the letters, as they happened."""
    contacts = [one for one in in_order(case.scenario.contacts) if one.date <= case.date]
    found = [Step(one.date, one.time, one, None, is_complaint(case, one)) for one in contacts]
    found += [Step(one.date, one.time, None, one) for one in _in_order(case.scenario.collection)]
    return sorted(found, key=lambda step: step.date)


def complained_on(case: Case) -> date | None:
    """Returns the day of the last complaint to the lender by the date of the letters; None without one."""
    return max((one.date for one in _requests(case) if is_complaint(case, one)), default=None)


def reached_on(case: Case) -> tuple[date, ...]:
    """Returns the days of the last two months on which borrower and lender were in contact, before the last call."""
    last = max((call.date for call in case.scenario.collection), default=case.date)
    days = [one.date for one in _requests(case) if one.letter is None and last - RECENT <= one.date <= last]
    return tuple(dict.fromkeys(days))


def _requests(case: Case) -> list[Contact]:
    return talks_until(case.scenario.contacts, case.date)


class CallRow(NamedTuple):
    """A call of a collector, with the number of the paper that shows it, or None if no paper does."""

    date: date
    time: str | None
    until: str | None
    times: int | None
    number: str | None
    to: str | None
    said: str | None
    proof: int | None


def proofs(made: tuple[CollectionCall, ...]) -> tuple[str, ...]:
    """Returns the papers that show the calls, each once, in the order of the calls."""
    return tuple(dict.fromkeys(call.proof for call in _in_order(made) if call.proof))


def calls(made: tuple[CollectionCall, ...]) -> list[CallRow]:
    """Returns the calls by day and time, each with the number of its paper."""
    numbers = {paper: place for place, paper in enumerate(proofs(made), 1)}
    return [
        CallRow(
            call.date,
            call.time,
            call.until,
            call.times,
            call.number,
            call.to,
            call.said,
            numbers.get(call.proof or ""),
        )
        for call in _in_order(made)
    ]


def authority_until(case: Case) -> date:
    """Returns the last day on which somebody else may act for the borrower."""
    writer = case.scenario.writer
    return (writer and writer.until) or add_months(case.date, AUTHORITY_MONTHS) - timedelta(days=1)


def _in_order(made: tuple[CollectionCall, ...]) -> list[CollectionCall]:
    return sorted(made, key=lambda call: (call.date, call.time or ""))

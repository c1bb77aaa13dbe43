"""What was paid on the overdue bills, what the request leaves beside principal, and in how many months it is paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from letters.base.money import ZERO, total
from letters.drafting.ranges import between
from letters.figures.figures import Figures
from letters.ledger.entries import Posting
from letters.ledger.totals import BillFigures

MOST_PAYMENTS = 3
"""More payments than these are told as one sum."""


def facts_of_sums(low: Figures) -> dict[str, Callable[[], Any]]:
    """Returns, for each name that letters use for these sums, a function that makes it; `low` are the figures at the
    low end of the rate.
    """
    high = low.at_high or low
    return {
        "paid_on_overdue": lambda: paid_on_overdue(low),
        "paid_before_sale": lambda: paid_before_sale(low),
        "rest_beside_principal": lambda: between(rest_beside_principal(low), rest_beside_principal(high)),
        "months_to_clear_rest": lambda: max(months_to_clear_rest(low), months_to_clear_rest(high)),
        "called_in_part": lambda: between(called_in_part(low), called_in_part(high)),
    }


class PaidOnDay(NamedTuple):
    """What was paid on a day, in yuan."""

    date: date
    amount: Decimal


class PaidOnOverdue(NamedTuple):
    """What was paid, in yuan, on the bills that are still overdue; the days of it, where they are few, else ()."""

    amount: Decimal
    days: tuple[PaidOnDay, ...]

    @property
    def is_one(self) -> bool:
        """Whether all of it was paid on one day."""
        return len(self.days) == 1


def paid_on_overdue(figures: Figures) -> PaidOnOverdue | None:
    """Returns what was paid on the bills that are due and still owed; None if that is nothing."""
    days = _paid_by_day(_open(figures))
    paid = total(one.amount for one in days)
    return PaidOnOverdue(paid, days if len(days) <= MOST_PAYMENTS else ()) if paid else None


def paid_before_sale(figures: Figures) -> tuple[PaidOnDay, ...]:
    """Returns what was paid before the debt was sold, by day; () if it was not, or not on a known day."""
    sold = figures.case.scenario.lender.assigned_to
    if sold is None or not isinstance(sold.on, date):
        return ()
    return tuple(one for one in _paid_by_day(figures.bills) if one.date < sold.on)


def _paid_by_day(bills: Iterable[BillFigures]) -> tuple[PaidOnDay, ...]:
    """Returns what was paid on the bills, added up by day."""
    days: dict[date, Decimal] = {}
    for bill in bills:
        for entry in bill.entries:
            if isinstance(entry, Posting):
                days[entry.date] = days.get(entry.date, ZERO) + entry.payment
    return tuple(PaidOnDay(day, amount) for day, amount in sorted(days.items()))


class RestBesidePrincipal(NamedTuple):
    """What the request leaves to pay beside principal, in yuan: each is zero where it is asked to be waived."""

    penalty: Decimal
    interest: Decimal
    late_fee: Decimal
    fees: Decimal


def rest_beside_principal(figures: Figures) -> RestBesidePrincipal:
    """Returns what the request leaves of penalty, interest, late fees and fees by the day."""
    sums = figures.total
    return RestBesidePrincipal(
        figures.remaining_penalty,
        sums.interest - figures.asked_interest,
        sums.late_fee - figures.asked_late_fee,
        sums.daily_fee - figures.asked_fees,
    )


def months_to_clear_rest(figures: Figures) -> int:
    """Returns in how many months a month's surplus pays what the request and a payment today leave; 0 if never."""
    left = figures.affordability.for_plan
    today = figures.case.scenario.request.today or ZERO
    rest = figures.to_pay - today
    if left is None or left <= 0 or rest <= 0:
        return 0
    return int((rest / left).to_integral_value(ROUND_CEILING))


class CalledInPart(NamedTuple):
    """What is owed on the instalments that fell due, and on the principal that was called in, in yuan."""

    principal_due: Decimal
    principal_called_in: Decimal
    penalty_called_in: Decimal


def called_in_part(figures: Figures) -> CalledInPart:
    """Returns the principal of overdue instalments, and what is owed of what was called in."""
    called = [bill for bill in _open(figures) if bill.is_called_in]
    due = [bill for bill in _open(figures) if not bill.is_called_in]
    return CalledInPart(
        total(bill.principal_outstanding for bill in due),
        total(bill.principal_outstanding for bill in called),
        total(bill.penalty_outstanding for bill in called),
    )


def _open(figures: Figures) -> list[BillFigures]:
    return [bill for bill in figures.bills if bill.is_due and bill.owed]

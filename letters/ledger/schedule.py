"""The schedule of a loan in instalments, as its contract makes it, and what of it is still to come.

Fractions are exact; an amount is rounded to the fen where the contract rounds it, and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from letters.base.dates import add_months
from letters.base.errors import FieldPath
from letters.base.money import ZERO, total
from letters.scenario.model.loans import EQUAL_PAYMENT, EQUAL_PRINCIPAL, Loan

_FEN_IN_A_YUAN, _HALF = 100, Fraction(1, 2)


class ScheduledInstalment(NamedTuple):
    """One instalment of a schedule: its number from 1, its due date, its principal and its interest in yuan, and its
    line in the scenario."""

    number: int
    due_date: date
    principal: Decimal
    interest: Decimal
    origin: FieldPath

    @property
    def amount(self) -> Decimal:
        """Principal and interest together."""
        return self.principal + self.interest


class LoanSchedule(NamedTuple):
    """One loan on the day of the figures. Amounts in yuan, the contract's rate a fraction a year."""

    place: int
    """Its number among the loans of the scenario, from 0."""
    label: str | None
    principal: Decimal
    contract_annual_rate: Decimal | None
    method: str | None
    paid_instalments: int
    called_in: date | None
    """The day for which it was called in; None if it was not by the day of the figures."""
    rows: tuple[ScheduledInstalment, ...]
    due: int
    """How many of the instalments are due: on or before the day of the figures, and before it was called in."""

    @property
    def coming(self) -> tuple[ScheduledInstalment, ...]:
        """The instalments to come; () once it is called in."""
        return () if self.called_in else self.rows[self.due :]

    @property
    def swallowed(self) -> tuple[ScheduledInstalment, ...]:
        """The instalments that calling in has made due before their days."""
        return self.rows[self.due :] if self.called_in else ()

    @property
    def falls_due(self) -> tuple[tuple[date, Decimal], ...]:
        """The principal of the loan by the day on which it falls due; what has not by now never does here."""
        due = [(row.due_date, row.principal) for row in self.rows[: self.due]]
        rest = total(row.principal for row in self.rows[self.due :])
        return (*due, (self.called_in or date.max, rest))

    @property
    def last_due(self) -> date:
        """The day on which the last of it falls due, from which limitation is counted (民法典 §189)."""
        return self.called_in or self.rows[-1].due_date


class NextInstalments(NamedTuple):
    """What falls due next, in yuan: its day, and the principal and interest of every instalment of that day."""

    date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InstalmentsToCome:
    """The instalments of all loans that are to come; they are in no sum of what is owed. Amounts in yuan."""

    count: int
    principal: Decimal
    interest: Decimal
    next: NextInstalments
    regular: Decimal
    """What comes due in a month: the next instalment of each loan, principal and interest."""


def schedule_of(loan: Loan, rate: Decimal | None, origin: FieldPath) -> tuple[ScheduledInstalment, ...]:
    """Returns the instalments of a loan: the lender's own plan, else what the contract comes to at its yearly rate."""
    if loan.schedule:
        return tuple(
            ScheduledInstalment(place + 1, row.due_date, row.principal, row.interest, (*origin, "schedule", place))
            for place, row in enumerate(loan.schedule)
        )
    assert loan.first is not None and loan.instalments is not None and rate is not None  # checking/loans.py
    parts = amortised(loan.amount, Fraction(rate) / 12, loan.instalments, loan.method or EQUAL_PAYMENT)
    return tuple(
        ScheduledInstalment(number, add_months(loan.first, number - 1), principal, interest, origin)
        for number, (principal, interest) in enumerate(parts, 1)
    )


def amortised(lent: Decimal, monthly: Fraction, count: int, method: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yields principal and interest of each instalment, in yuan; the last takes what is left of the principal.

    `monthly` is the rate of a month, exact. An equal payment is P·i ÷ (1 − (1+i)^−n), half up, or P ÷ n at no interest;
    a part of the principal is P ÷ n, rounded down; interest is the balance times the rate, half up.
    """
    whole, left = Fraction(lent), Fraction(lent)
    payment = equal_payment(whole, monthly, count)
    for number in range(1, count + 1):
        interest = _half_up(left * monthly)
        part = Fraction(0)
        if number == count:
            part = left
        elif method == EQUAL_PAYMENT:
            part = min(payment - interest, left)
        elif method == EQUAL_PRINCIPAL:
            part = Fraction(math.floor(whole / count * _FEN_IN_A_YUAN), _FEN_IN_A_YUAN)
        left -= part
        yield in_money(part), in_money(interest)


def equal_payment(whole: Fraction, monthly: Fraction, count: int) -> Fraction:
    """Returns what is paid each month where every instalment is the same, in yuan, half up to the fen."""
    return _half_up(whole * monthly / (1 - (1 + monthly) ** -count) if monthly else whole / count)


def interest_of_days(balance: Decimal, annual_rate: Decimal, days: int, year_days: int) -> Decimal:
    """Returns balance × rate × days ÷ days of the year, in yuan, half up to the fen."""
    return in_money(_half_up(Fraction(balance) * Fraction(annual_rate) * days / year_days))


def to_come(loans: Sequence[LoanSchedule]) -> InstalmentsToCome | None:
    """Returns what is still to come of all loans, or None if nothing is."""
    rows = [row for loan in loans for row in loan.coming]
    if not rows:
        return None
    first = min(row.due_date for row in rows)
    return InstalmentsToCome(
        count=len(rows),
        principal=total(row.principal for row in rows),
        interest=total(row.interest for row in rows),
        next=NextInstalments(first, total(row.amount for row in rows if row.due_date == first)),
        regular=total(loan.coming[0].amount for loan in loans if loan.coming),
    )


def _half_up(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount * _FEN_IN_A_YUAN + _HALF), _FEN_IN_A_YUAN)


def in_money(amount: Fraction) -> Decimal:
    """Returns an amount of whole fen in yuan."""
    return Decimal(int(amount * _FEN_IN_A_YUAN)).scaleb(-2) + ZERO

"""The entries that explain a bill's penalty, and the account that makes them.

Each entry is one line that can be printed and added up: days of interest, a payment, a rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from letters.base.errors import Path
from letters.base.money import EXACT, ZERO, to_fen
from letters.figures.accrual import interest_between, rounded_daily
from letters.figures.allocation import Owed, allocate, reaches_penalty


@dataclass(frozen=True, slots=True)
class Accrual:
    """Penalty interest for the days after `start` up to and including `end`; `interest` is exact."""

    kind: ClassVar[str] = "accrual"
    start: date
    end: date
    days: int
    balance: Decimal
    daily_rate: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Posting:
    """A payment, and what of it went where. `origin` is its place in the scenario."""

    kind: ClassVar[str] = "payment"
    date: date
    payment: Decimal
    to_fees: Decimal
    to_penalty: Decimal
    to_principal: Decimal
    origin: Path

    @property
    def excess(self) -> Decimal:
        """What was more than the bill owed."""
        return self.payment - self.to_fees - self.to_penalty - self.to_principal


@dataclass(frozen=True, slots=True)
class Rounding:
    """What rounding to the fen added, or took away."""

    kind: ClassVar[str] = "rounding"
    date: date
    rounding: Decimal


Entry = Accrual | Posting | Rounding


@dataclass(frozen=True, slots=True)
class Terms:
    """How a lender charges: fraction a day, order of allocation, days of grace, way of rounding."""

    daily_rate: Decimal
    allocation: str
    grace_days: int
    rounding: str


class BillAccount:
    """One bill, moved forward through its days. Amounts are Decimals in yuan.

    Penalty lives in two places: `unrounded`, exact, since it last became money; and `penalty_due`, money.
    """

    def __init__(self, due_date: date, amount: Decimal, late_fee: Decimal, terms: Terms) -> None:
        self.due_date, self.terms = due_date, terms
        self.principal, self.fee = amount, late_fee
        self.grace_end = due_date + timedelta(days=terms.grace_days)
        self.reached = due_date
        self.unrounded = Decimal(0)
        self.penalty_due = self.penalty_accrued = self.penalty_paid = ZERO
        self.paid = self.overpaid = ZERO
        self.entries: list[Entry] = []

    def is_late(self, day: date) -> bool:
        """Whether the due date and any grace are over."""
        return day > self.grace_end

    def fee_on(self, day: date) -> Decimal:
        """The late fee outstanding: it is posted the day after the due date, once any grace is over."""
        return self.fee if self.is_late(day) else ZERO

    def accrue_to(self, day: date) -> None:
        """Adds the interest up to and including a day; nothing while grace lasts."""
        if not self.is_late(day) or day <= self.reached:
            return
        days, interest = self._interest_to(day)
        if interest:
            self.entries.append(Accrual(self.reached, day, days, self.principal, self.terms.daily_rate, interest))
            self.unrounded = EXACT.add(self.unrounded, interest)
            if self.terms.rounding == "daily":
                self._round(day, rounded_daily(self.principal, self.terms.daily_rate, days))
        self.reached = day

    def _interest_to(self, day: date) -> tuple[int, Decimal]:
        days = (day - self.reached).days
        return days, interest_between(self.principal, self.terms.daily_rate, days)

    def settle(self, day: date) -> None:
        """The penalty accrued so far becomes money, rounded half up."""
        if self.unrounded:
            self._round(day, to_fen(self.unrounded))

    def _round(self, day: date, money: Decimal) -> None:
        if difference := EXACT.subtract(money, self.unrounded):
            self.entries.append(Rounding(day, difference))
        self.unrounded = Decimal(0)
        self.penalty_due += money
        self.penalty_accrued += money

    def pay(self, day: date, amount: Decimal, origin: Path) -> None:
        """Posts a payment on this bill; what is more than the bill owes is `overpaid`."""
        split = self._allocate(day, amount)
        self.paid += amount
        self.overpaid += amount - split.sum
        self.entries.append(Posting(day, amount, split.fees, split.penalty, split.principal, origin))

    def take(self, day: date, amount: Decimal, origin: Path) -> Decimal:
        """Posts what this bill needs of a payment on the account; returns the rest."""
        split = self._allocate(day, amount)
        if split.sum:
            self.paid += split.sum
            self.entries.append(Posting(day, split.sum, split.fees, split.penalty, split.principal, origin))
        return amount - split.sum

    def _allocate(self, day: date, amount: Decimal) -> Owed:
        self.accrue_to(day)
        order = self.terms.allocation
        if reaches_penalty(amount, Owed(self.fee_on(day), self.penalty_due, self.principal), order):
            self.settle(day)
        split = allocate(amount, Owed(self.fee_on(day), self.penalty_due, self.principal), order)
        self.fee -= split.fees
        self.penalty_due -= split.penalty
        self.penalty_paid += split.penalty
        self.principal -= split.principal
        return split

    def is_closed(self) -> bool:
        """Whether nothing can ever be owed on it again."""
        return not (self.principal or self.fee or self.penalty_due or self.unrounded)

    def penalty_outstanding_on(self, day: date) -> Decimal:
        """The penalty outstanding on a later day if nothing more is paid."""
        if not self.is_late(day) or day <= self.reached:
            return self.penalty_due + to_fen(self.unrounded)
        days, interest = self._interest_to(day)
        if self.terms.rounding == "daily":
            return self.penalty_due + rounded_daily(self.principal, self.terms.daily_rate, days)
        return self.penalty_due + to_fen(EXACT.add(self.unrounded, interest))

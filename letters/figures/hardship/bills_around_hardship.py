"""How the bills lie around the day on which the hardship began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import total
from letters.ledger.totals import BillFigures


class BillsAroundHardship(NamedTuple):
    """The bills that are due and not settled: those due before the hardship began, and on or after that day.

    They are counted as a letter counts them: what a loan still had to come when it was called in is no instalment.
    A law that excuses what an event caused (民法典 §590) reaches only the latter.
    """

    bills_before: tuple[BillFigures, ...]
    bills_after: tuple[BillFigures, ...]
    end: date | None = None
    """The day on which work, or income, was back, else that on which the hardship ended; None if neither is known."""

    @property
    def before(self) -> int:
        """How many fell due before that day."""
        return sum(not bill.is_called_in for bill in self.bills_before)

    @property
    def after(self) -> int:
        """How many fell due on or after that day."""
        return sum(not bill.is_called_in for bill in self.bills_after)

    @property
    def during(self) -> int:
        """How many fell due from that day to the end, or to today where no end is known."""
        counted = [bill for bill in self.bills_after if not bill.is_called_in]
        return sum(self.end is None or bill.due_date <= self.end for bill in counted)

    @property
    def later(self) -> int:
        """How many fell due after the end."""
        return self.after - self.during

    @property
    def penalty_before(self) -> Decimal:
        """The penalty outstanding on those due before that day."""
        return total(bill.penalty_outstanding for bill in self.bills_before)

    @property
    def penalty_after(self) -> Decimal:
        """The penalty outstanding on those due on or after that day."""
        return total(bill.penalty_outstanding for bill in self.bills_after)


def bills_around_hardship(
    started: date | None, end: date | None, bills: Sequence[BillFigures]
) -> BillsAroundHardship | None:
    """Returns how the unsettled bills lie around the day on which the hardship began, or None if that day is not
    known.
    """
    if started is None:
        return None
    unsettled = [bill for bill in bills if bill.is_due and bill.owed]
    return BillsAroundHardship(
        tuple(bill for bill in unsettled if bill.due_date < started),
        tuple(bill for bill in unsettled if bill.due_date >= started),
        end,
    )

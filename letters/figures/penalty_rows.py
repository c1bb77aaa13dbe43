"""The penalty of a few bills as the rows of a letter: each multiplies out, and together they add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from letters.base.money import ZERO, to_fen, total
from letters.ledger.entries import Accrual, Entry, Posting, Rounding
from letters.ledger.totals import BillFigures
from letters.scenario.model.rates import PenaltyRate

MOST_BILLS = 6
"""With more bills than this the rows stand in the annex alone."""
MOST_ROWS = 10


class PenaltyRow(NamedTuple):
    """Days of one bill at one balance and one rate: `balance` times the rate times `days` is `penalty`, to the fen."""

    bill: BillFigures
    is_first: bool
    """Whether it is the first row of its bill."""
    is_alone: bool
    """Whether the bill has no other row."""
    after: Posting | None
    """The payment after which it begins, or None at the first row of a bill."""
    first: date
    """Its first day, which is charged."""
    last: date
    """Its last day, which is charged."""
    days: int
    balance: Decimal
    rate: PenaltyRate
    penalty: Decimal
    paid: Decimal
    """What of its penalty was paid since."""
    is_named: bool = True
    """Whether the bill has a name of its own, beside which its due date is said."""

    @property
    def is_paid(self) -> bool:
        """Whether all of its penalty was paid."""
        return bool(self.penalty) and self.paid == self.penalty

    @property
    def paid_before(self) -> Decimal:
        """What of the bill was paid by its due date or in its days of grace, in yuan; nothing at a later row."""
        return total(one.payment for one in self._early) if self.is_first else ZERO

    @property
    def paid_in_grace(self) -> date | None:
        """The day on which all of that was paid in the days of grace, or None if it was paid otherwise."""
        days = {one.date for one in self._early}
        return days.pop() if len(days) == 1 and min(days) > self.bill.due_date else None

    @property
    def _early(self) -> list[Posting]:
        """The payments before any day was charged."""
        before = takewhile(lambda entry: not isinstance(entry, Accrual), self.bill.entries)
        return [one for one in before if isinstance(one, Posting)]

    @property
    def late_fee_paid(self) -> Decimal:
        """What was paid of the late fee of the bill, in yuan."""
        return total(entry.to_fees for entry in self.bill.entries if isinstance(entry, Posting))

    @property
    def interest_paid(self) -> Decimal:
        """What was paid of the interest of the bill, in yuan."""
        return total(entry.to_interest for entry in self.bill.entries if isinstance(entry, Posting))

    @property
    def paid_on_due_day(self) -> bool:
        """Whether all that was paid by the due date was paid on that day itself."""
        return bool(self._early) and all(one.date == self.bill.due_date for one in self._early)


def penalty_rows(bills: Sequence[BillFigures]) -> tuple[PenaltyRow, ...]:
    """Returns the rows of the bills, in their order; () if a row would not multiply out, or there are too many.

    A row does not multiply out where penalty joins a base, runs on interest, has a least sum a day, was waived, stands
    on the lender's page, or is rounded so that the rows differ from the sum by a fen.
    """
    if len(bills) > MOST_BILLS:
        return ()
    found = [tuple(_rows_of(bill)) for bill in bills]
    rows = tuple(row for group in found for row in group)
    adds_up = all(
        total(row.penalty for row in group) == bill.penalty_accrued and not bill.penalty_waived and bool(group)
        for bill, group in zip(bills, found, strict=True)
    )
    return rows if adds_up and len(rows) <= MOST_ROWS else ()


def _rows_of(bill: BillFigures) -> Iterator[PenaltyRow]:
    """Yields the rows of a bill, and no row if its ledger has anything but days, payments and roundings."""
    if any(_is_special(entry) for entry in bill.entries):
        return
    spans = [entry for entry in bill.entries if isinstance(entry, Accrual) and entry.days]
    last_payment = {entry.date: entry for entry in bill.entries if isinstance(entry, Posting)}
    left = bill.penalty_paid
    for place, span in enumerate(spans):
        penalty = to_fen(span.interest)
        paid = min(left, penalty)
        left -= paid
        after = last_payment.get(span.start) if place else None
        first = span.start + timedelta(days=1)
        yield PenaltyRow(
            bill,
            place == 0,
            len(spans) == 1,
            after,
            first,
            span.end,
            span.days,
            span.balance,
            span.rate,
            penalty,
            paid,
        )


def _is_special(entry: Entry) -> bool:
    if isinstance(entry, Accrual):
        return not entry.is_plain
    return not isinstance(entry, Posting | Rounding) and entry.kind in {"capitalised", "opening", "waived"}

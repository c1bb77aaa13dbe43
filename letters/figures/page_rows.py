"""What the lender's page shows and what came after it, as the rows of a letter that add up in each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, to_fen, total
from letters.ledger.entries import Accrual, OpeningBalance, Posting, Rounding
from letters.ledger.totals import BillFigures
from letters.scenario.model.rates import PenaltyRate

MOST_ROWS = 10


class PageRow(NamedTuple):
    """What the page shows, what some days added, or what a payment took off: amounts in yuan, of a payment negative.

    `shown_on` is the day of the page, `days` how many days from `first` to `last` added penalty at `rate`, and
    `payment` what was paid on `paid_on`; in each row one of the three is given, and the others are None.
    """

    bill: BillFigures
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    penalty: Decimal = ZERO
    late_fee: Decimal = ZERO
    shown_on: date | None = None
    first: date | None = None
    last: date | None = None
    days: int | None = None
    rate: PenaltyRate | None = None
    paid_on: date | None = None
    payment: Decimal | None = None


def page_rows(bills: Sequence[BillFigures]) -> tuple[PageRow, ...]:
    """Returns the rows of the bills, in their order; () if one is not told by a page, a column would not add up to
    what is outstanding, or there are too many rows.
    """
    found = [tuple(_rows_of(bill)) for bill in bills]
    rows = tuple(row for group in found for row in group)
    adds_up = all(_adds_up(bill, group) for bill, group in zip(bills, found, strict=True))
    return rows if adds_up and len(rows) <= MOST_ROWS else ()


def _adds_up(bill: BillFigures, rows: Sequence[PageRow]) -> bool:
    return bool(rows) and all(
        total(getattr(row, column) for row in rows) == outstanding
        for column, outstanding in (
            ("principal", bill.principal_outstanding),
            ("interest", bill.interest),
            ("penalty", bill.penalty_outstanding),
            ("late_fee", bill.late_fee),
        )
    )


def _rows_of(bill: BillFigures) -> Iterator[PageRow]:
    """Yields the rows of a bill, up to the first entry that is neither a page, plain days nor a payment."""
    for entry in bill.entries if bill.shown_on else ():
        if isinstance(entry, OpeningBalance):
            yield PageRow(bill, entry.principal, entry.interest, entry.penalty, entry.late_fee, shown_on=bill.shown_on)
        elif isinstance(entry, Posting):
            yield PageRow(
                bill,
                -entry.to_principal,
                -entry.to_interest,
                -entry.to_penalty,
                -entry.to_fees,
                paid_on=entry.date,
                payment=entry.payment,
            )
        elif isinstance(entry, Accrual) and entry.is_plain:
            if entry.days:
                first = entry.start + timedelta(days=1)
                penalty = to_fen(entry.interest)
                yield PageRow(bill, penalty=penalty, first=first, last=entry.end, days=entry.days, rate=entry.rate)
        elif not isinstance(entry, Rounding):
            return

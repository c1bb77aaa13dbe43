"""The ordinary interest of a bill as spans of a letter: each multiplies out, and together they add up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, to_fen, total
from letters.ledger.entries import InterestDays
from letters.ledger.totals import BillFigures
from letters.scenario.model.rates import PenaltyRate

MOST_SPANS = 4


class InterestSpan(NamedTuple):
    """Days at one balance and one rate: `balance` times the rate times `days` is `interest`, to the fen."""

    first: date
    """Its first day, which is charged."""
    last: date
    """Its last day, which is charged."""
    days: int
    balance: Decimal
    rate: PenaltyRate
    interest: Decimal


def interest_spans(bill: BillFigures) -> tuple[InterestSpan, ...]:
    """Returns the spans of the interest of a bill; () if they would not add up to what is owed of it, or are many.

    Days that follow one another at one balance and one rate are one span.
    """
    spans: list[InterestSpan] = []
    exact = ZERO
    for entry in bill.entries:
        if not isinstance(entry, InterestDays) or not entry.days:
            continue
        found = InterestSpan(
            entry.start + timedelta(days=1), entry.end, entry.days, entry.balance, entry.rate, to_fen(entry.interest)
        )
        before = spans[-1] if spans else None
        if before and before.last == entry.start and (before.balance, before.rate) == (found.balance, found.rate):
            exact += entry.interest
            spans[-1] = before._replace(last=found.last, days=before.days + found.days, interest=to_fen(exact))
        else:
            exact = entry.interest
            spans.append(found)
    adds_up = total(span.interest for span in spans) == bill.interest and not bill.interest_paid
    return tuple(spans) if adds_up and len(spans) <= MOST_SPANS else ()

"""Principal and penalty day by day, as the corners of their lines: from the ledger's entries, exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from letters.base.dates import add_months
from letters.base.money import ZERO, to_fen
from letters.ledger.accrual import quotient
from letters.ledger.entries import Accrual, Entry, OpeningBalance, Posting, Rounding, Waived

Corner = tuple[date, Decimal]


def penalty_line(entries: Iterable[Entry], first: date, last: date, begin: Decimal = ZERO) -> list[Corner]:
    """Returns the penalty outstanding, from `begin` at the end of `first` to the end of `last`; a step has two
    corners.
    """
    slopes: defaultdict[date, Decimal] = defaultdict(Decimal)  # by how much more a day adds from the end of this one
    jumps: defaultdict[date, Decimal] = defaultdict(Decimal)  # by how much the sum steps at the end of the day
    for entry in entries:
        match entry:
            case Accrual():
                a_day = quotient(entry.interest, entry.days)
                slopes[entry.start] += a_day
                slopes[entry.end] -= a_day
            case OpeningBalance():
                jumps[entry.date] += entry.penalty
            case Waived():
                jumps[entry.date] -= entry.penalty
            case Rounding():
                jumps[entry.date] += entry.rounding
            case Posting():
                jumps[entry.date] -= entry.to_penalty
    days = sorted({*slopes, *jumps, last})
    value, slope, here, corners = begin, Decimal(0), min(first, days[0]), [(first, to_fen(begin))]
    for day in days:
        value += slope * (day - here).days
        after = value + jumps[day]
        if first <= day <= last:
            corners.append((day, to_fen(max(value, ZERO))))
            corners.append((day, to_fen(max(after, ZERO))))
        value, slope, here = after, slope + slopes[day], day
    return _without_repeats(corners)


def principal_line(amount: Decimal, entries: Iterable[Entry], first: date, last: date) -> list[Corner]:
    """Returns the principal unpaid: `amount`, less what each payment put to it."""
    paid = sorted((entry.date, entry.to_principal) for entry in entries if isinstance(entry, Posting))
    return steps([(first, amount)], paid, last)


def steps(corners: list[Corner], paid: Sequence[tuple[date, Decimal]], last: date) -> list[Corner]:
    """Returns a line that steps down by each sum on its day and runs on to the last."""
    line, (_, value) = list(corners), corners[-1]
    for day, amount in paid:
        line.append((day, value))
        value -= amount
        line.append((day, value))
    return _without_repeats([*line, (last, value)])


def _without_repeats(corners: list[Corner]) -> list[Corner]:
    return [corner for place, corner in enumerate(corners) if not place or corner != corners[place - 1]]


def days_of_months(first: date, last: date, most: int) -> list[date]:
    """Returns the first days of the months between two dates: all, or as many apart as leave at most `most`."""
    months = (last.year - first.year) * 12 + last.month - first.month
    apart = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months // step <= most), 120)
    begin = date(first.year, 1, 1)
    days = (add_months(begin, apart * place) for place in range((months + 12) // apart + 1))
    return [day for day in days if first <= day <= last]

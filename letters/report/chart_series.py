"""Principal and penalty day by day, as the corners of their lines: from the ledger's entries, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from letters.base.dates import add_months
from letters.base.money import EXACT, ZERO, to_fen
from letters.base.values import dataclass
from letters.ledger.entries import Accrual, Entry, Posting, Rounding

Corner = tuple[date, Decimal]


@dataclass(slots=True)
class _Day:
    """What changes at the end of a day: how much a further day adds, and by how much the sum steps."""

    slope: Decimal = Decimal(0)
    step: Decimal = Decimal(0)


def penalty_line(entries: Iterable[Entry], first: date, last: date, begin: Decimal = ZERO) -> list[Corner]:
    """The penalty outstanding, from `begin` at the end of `first` to the end of `last`; two corners where it steps."""
    days: dict[date, _Day] = {}
    for entry in entries:
        match entry:
            case Accrual():
                a_day = EXACT.multiply(entry.balance, entry.daily_rate)
                _on(days, entry.start).slope += a_day
                _on(days, entry.end).slope -= a_day
            case Rounding():
                _on(days, entry.date).step += entry.rounding
            case Posting():
                _on(days, entry.date).step -= entry.to_penalty
    value, slope, here, corners = begin, Decimal(0), min([first, *days]), [(first, to_fen(begin))]
    for day in sorted([*days, last]):
        value += slope * (day - here).days
        here, change = day, days.get(day, _Day())
        if first <= day <= last:
            corners.append((day, to_fen(max(value, ZERO))))
            corners.append((day, to_fen(max(value + change.step, ZERO))))
        value, slope = value + change.step, slope + change.slope
        days.pop(day, None)
    return _without_repeats(corners)


def _on(days: dict[date, _Day], day: date) -> _Day:
    return days.setdefault(day, _Day())


def principal_line(amount: Decimal, entries: Iterable[Entry], first: date, last: date) -> list[Corner]:
    """The principal unpaid: `amount`, less what each payment put to it."""
    paid = sorted((entry.date, entry.to_principal) for entry in entries if isinstance(entry, Posting))
    return steps([(first, amount)], paid, last)


def steps(corners: list[Corner], paid: Sequence[tuple[date, Decimal]], last: date) -> list[Corner]:
    """A line that steps down by each sum on its day and runs on to the last."""
    line, (_, value) = list(corners), corners[-1]
    for day, amount in paid:
        line.append((day, value))
        value -= amount
        line.append((day, value))
    return _without_repeats([*line, (last, value)])


def _without_repeats(corners: list[Corner]) -> list[Corner]:
    return [corner for place, corner in enumerate(corners) if not place or corner != corners[place - 1]]


def days_of_months(first: date, last: date, most: int) -> list[date]:
    """The first days of months between two dates, every one or as many apart as leave at most `most`."""
    months = (last.year - first.year) * 12 + last.month - first.month
    apart = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months // step <= most), 120)
    begin = date(first.year, 1, 1)
    days = (add_months(begin, apart * place) for place in range((months + 12) // apart + 1))
    return [day for day in days if first <= day <= last]

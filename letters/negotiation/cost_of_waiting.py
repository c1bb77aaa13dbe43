"""What waiting costs if nothing more is paid, and the day on which the penalty reaches a sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from letters.base.money import FEN, total
from letters.ledger.account import BillAccount
from letters.ledger.payments import copies_of

WAITING_DAYS = (7, 30, 90)
MOST_DAYS = 3653
"""How far ahead a sum is looked for: ten years."""
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")


class Waiting(NamedTuple):
    """What is owed after `days` more days if nothing is paid, in yuan."""

    days: int
    penalty_outstanding: Decimal
    total_due: Decimal


class CostOfWaiting(NamedTuple):
    """By how much the debt grows in one, seven and thirty more days, late fees that fall due included.

    `on` is the first day at whose end the penalty outstanding is `threshold` or more, and `days` is how far off it is.
    Both are None if that day is past, or more than ten years away.
    """

    day: Decimal
    week: Decimal
    month: Decimal
    threshold: Decimal
    on: date | None
    days: int | None


def waiting(accounts: Sequence[BillAccount], as_of: date, days: int) -> Waiting:
    """Returns the sums so many days after `as_of`. The accounts given are not moved."""
    day = as_of + timedelta(days=days)
    then = copies_of(accounts)
    for account in then:
        account.close(day)
    return Waiting(days, total(account.penalty_due for account in then), total(account.owed for account in then))


def cost_of_waiting(
    accounts: Sequence[BillAccount], as_of: date, rows: Sequence[Waiting], threshold: Decimal | None
) -> CostOfWaiting:
    """Returns what waiting costs.

    `rows` are sums that were reckoned already, by days; without a `threshold`, the next round hundred of the penalty is
    taken.
    """
    now, tomorrow = waiting(accounts, as_of, 0), waiting(accounts, as_of, 1)
    known = {row.days: row for row in (now, tomorrow, *rows)}
    limit = _next_hundred(now.penalty_outstanding) if threshold is None else threshold

    def penalty(days: int) -> Decimal:
        row = known[days] if days in known else known.setdefault(days, waiting(accounts, as_of, days))
        return row.penalty_outstanding

    days = None if penalty(0) >= limit else _first(penalty, limit, sorted(known))
    return CostOfWaiting(
        day=known[1].total_due - now.total_due,
        week=known[7].total_due - now.total_due,
        month=known[30].total_due - now.total_due,
        threshold=limit,
        on=None if days is None else as_of + timedelta(days=days),
        days=days,
    )


def _next_hundred(penalty: Decimal) -> Decimal:
    return ((penalty / _HUNDRED).to_integral_value(ROUND_FLOOR) + 1) * _HUNDRED + 0 * FEN


def _first(penalty: Callable[[int], Decimal], limit: Decimal, known: list[int]) -> int | None:
    """Returns the first of the days ahead on which the penalty is the limit or more, or None if there is none.

    Once it is, it stays so, and it grows by nearly the same each day: so a straight line guesses the day. Every third
    guess is the middle instead, since a line that bends could be followed for long.
    """
    high = next((days for days in [*known, MOST_DAYS] if penalty(days) >= limit), None)
    if high is None:
        return None
    low, tries = max(days for days in known if days < high), 0
    while high - low > 1:
        straight = (limit - penalty(low)) / (penalty(high) - penalty(low))
        tries += 1
        guess = low + int((straight if tries % 3 else _HALF) * (high - low))
        tried = min(max(guess, low + 1), high - 1)
        low, high = (low, tried) if penalty(tried) >= limit else (tried, high)
    return high

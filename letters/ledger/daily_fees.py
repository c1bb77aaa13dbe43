"""Fees that are charged by the day, on what penalty runs on: each with what of it was paid and waived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath
from letters.base.money import EXACT, ZERO, to_fen, total
from letters.ledger.accrual import interest_between
from letters.ledger.entries import DailyFeeDays, DailyFeeRounding, Entry


class FeeByTheDay(NamedTuple):
    """One fee of one obligation. Amounts in yuan; `unrounded` is exact, what accrued since it last became money."""

    label: str
    daily_rate: Decimal = Decimal(0)
    unrounded: Decimal = Decimal(0)
    accrued: Decimal = ZERO
    paid: Decimal = ZERO
    waived: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        """What is owed of it."""
        return self.accrued - self.paid - self.waived


Fees = tuple[FeeByTheDay, ...]


def owed(fees: Fees) -> Decimal:
    """Returns what is owed of all of them, in yuan."""
    return total(fee.outstanding for fee in fees) if fees else ZERO


def run(fees: Fees, balance: Decimal, start: date, end: date, origin: FieldPath) -> tuple[Fees, list[Entry]]:
    """Returns the fees with the days after `start` up to and including `end`, and an entry for each."""
    days, found = (end - start).days, []
    entries: list[Entry] = []
    for fee in fees:
        if exact := interest_between(balance, fee.daily_rate, days):
            entries.append(DailyFeeDays(start, end, days, balance, fee.daily_rate, exact, fee.label, origin))
        found.append(fee._replace(unrounded=EXACT.add(fee.unrounded, exact)))
    return tuple(found), entries


def settled(fees: Fees, day: date, origin: FieldPath) -> tuple[Fees, list[Entry]]:
    """Returns the fees with what accrued as money, rounded half up, and an entry for each rounding."""
    found = []
    entries: list[Entry] = []
    for fee in fees:
        money = to_fen(fee.unrounded)
        if difference := EXACT.subtract(money, fee.unrounded):
            entries.append(DailyFeeRounding(day, difference, fee.label, origin))
        found.append(fee._replace(unrounded=Decimal(0), accrued=fee.accrued + money))
    return tuple(found), entries


def taken_off(fees: Fees, amount: Decimal, column: str) -> Fees:
    """Returns the fees with an amount `paid` or `waived`, the first of them first."""
    found = []
    for fee in fees:
        part = min(amount, fee.outstanding)
        found.append(fee._replace(**{column: getattr(fee, column) + part}))
        amount -= part
    return tuple(found)


def together(each: Iterable[Sequence[FeeByTheDay]]) -> Fees:
    """Returns the fees of several obligations added up by their name, in the order in which they first stand."""
    sums: dict[str, FeeByTheDay] = {}
    for fees in each:
        for fee in fees:
            known = sums.get(fee.label, FeeByTheDay(fee.label))
            amounts = {name: getattr(known, name) + getattr(fee, name) for name in ("accrued", "paid", "waived")}
            sums[fee.label] = known._replace(**amounts)
    return tuple(sums.values())

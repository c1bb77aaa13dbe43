"""Penalty interest of a span of days: balance × daily rate × days, exact."""

from __future__ import annotations

from decimal import Decimal

from letters.base.money import EXACT, to_fen


def interest_between(balance: Decimal, daily_rate: Decimal, days: int) -> Decimal:
    """The exact interest, in yuan, of `days` days on a balance."""
    return EXACT.multiply(EXACT.multiply(balance, daily_rate), Decimal(days))


def rounded_daily(balance: Decimal, daily_rate: Decimal, days: int) -> Decimal:
    """The interest of `days` days where each day's is rounded by itself."""
    return to_fen(EXACT.multiply(balance, daily_rate)) * days

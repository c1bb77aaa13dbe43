"""Interest of a span of days: balance × rate × days, exact also where the rate is one a year."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from letters.base.money import EXACT, ZERO, to_fen
from letters.scenario.model.rates import AnnualRate, PenaltyRate

_QUOTIENT = Context(prec=60, rounding=ROUND_HALF_UP)
_SHOWN = Decimal("1E-10")
"""Interest at a yearly rate never ends; an entry shows it to ten decimals."""


class Unposted(NamedTuple):
    """What accrued since it last became money.

    `parts` is exact: yuan times the `divisor` of the account, 1 where every rate is one a day. `shown` is what the
    entries show of it.
    """

    parts: Decimal = Decimal(0)
    shown: Decimal = Decimal(0)

    def plus(self, parts: Decimal, shown: Decimal) -> Unposted:
        """Returns the piece with more accrued."""
        return Unposted(EXACT.add(self.parts, parts), EXACT.add(self.shown, shown))

    def in_money(self, divisor: int) -> Decimal:
        """Returns the piece in yuan, rounded half up to the fen."""
        return to_fen(self.parts if divisor == 1 else quotient(self.parts, divisor))


NOTHING = Unposted()


def interest_between(balance: Decimal, daily_rate: Decimal, days: int) -> Decimal:
    """Returns the exact interest, in yuan, of `days` days on a balance at a rate a day."""
    return EXACT.multiply(EXACT.multiply(balance, daily_rate), Decimal(days))


def quotient(parts: Decimal, divisor: int) -> Decimal:
    """Returns parts ÷ divisor with 60 digits, which is enough to round it to the fen as if it were exact."""
    return _QUOTIENT.divide(parts, Decimal(divisor))


def parts_a_day(balance: Decimal, rate: PenaltyRate, divisor: int, least: Decimal = ZERO) -> Decimal:
    """Returns what a day adds on a balance, in parts of the divisor: `least` yuan at least on any balance."""
    if isinstance(rate, AnnualRate):
        parts = EXACT.multiply(EXACT.multiply(balance, rate.annual), Decimal(divisor // rate.year_days))
    else:
        parts = EXACT.multiply(balance, rate)
        if divisor != 1:
            parts = EXACT.multiply(parts, Decimal(divisor))
    return max(parts, least * divisor) if least and balance else parts


def accrued(a_day: Decimal, rate: PenaltyRate, days: int, divisor: int) -> Unposted:
    """Returns what `days` days of `parts_a_day` come to."""
    parts = EXACT.multiply(a_day, Decimal(days))
    if divisor == 1:
        return Unposted(parts, parts)
    shown = quotient(parts, divisor)
    # A rate a day ends, whatever it is counted in parts of.
    return Unposted(parts, _QUOTIENT.quantize(shown, _SHOWN) if isinstance(rate, AnnualRate) else shown)


def rounded_daily(a_day: Decimal, days: int, divisor: int) -> Decimal:
    """Returns the interest in yuan of `days` days where each day's is rounded by itself."""
    return to_fen(a_day if divisor == 1 else quotient(a_day, divisor)) * days

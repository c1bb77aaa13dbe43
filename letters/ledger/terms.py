"""By what rules one obligation is reckoned: rate, days, rounding, order of payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from letters.scenario.lender import Lender
from letters.scenario.model.rates import RateChange, change_on


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one obligation. Rates are exact fractions a day: 0.05 % is Decimal("0.0005")."""

    daily_rate: Decimal
    """The penalty rate; where `rates` has a history, that of the day of the figures."""
    allocation: str
    """What a payment pays first, a name of `allocation.ORDERS`."""
    grace_days: int
    """Days after the due date on which a payment still counts as made on it."""
    rounding: str
    """"half-up" (when penalty is paid, and at the end) or "daily" (the penalty of each day)."""
    year_days: int
    """Days of a year for annual rates, 365 or 360."""
    compounding: str
    """"none", or "monthly": unpaid penalty and interest join the base on the due date's day of each month."""
    rates: tuple[RateChange, ...] = ()
    """The history of the rate, oldest first; empty where it never changed."""
    daily_rate_high: Decimal | None = None
    """The higher end where the rate is known as a range only (`daily_rate` is the lower end), else None."""

    def at_rate(self, daily_rate: Decimal) -> Self:
        """The same terms with one rate for all days."""
        return replace(self, daily_rate=daily_rate, rates=(), daily_rate_high=None)

    def rate_on(self, day: date) -> Decimal:
        """The daily rate at which a day is charged."""
        change = change_on(self.rates, day)
        return change.daily_rate if change else self.daily_rate

    def spans(self, start: date, end: date) -> Iterator[tuple[date, date, Decimal]]:
        """The days after `start` up to and including `end` as (start, end, rate), a span for each rate."""
        if not self.rates:
            yield start, end, self.daily_rate
            return
        for change in self.rates:
            eve = change.start - timedelta(days=1) if change.start > date.min else date.min
            if start < eve < end:
                yield start, eve, self.rate_on(eve)
                start = eve
        yield start, end, self.rate_on(end)


def terms_of(lender: Lender) -> Terms:
    """The terms that hold for every obligation to a lender that has none of its own."""
    return Terms(
        daily_rate=lender.daily_rate,
        allocation=lender.allocation,
        grace_days=lender.grace_days,
        rounding=lender.rounding,
        year_days=lender.year_days,
        compounding=lender.compounding,
        rates=lender.rates,
        daily_rate_high=lender.daily_rate_high,
    )

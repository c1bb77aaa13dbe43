"""By what rules one obligation is reckoned: rate, days, rounding, order of payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import lcm
from typing import NamedTuple, Self

from letters.base.dates import add_months
from letters.base.money import ZERO
from letters.base.record import declared
from letters.scenario.lender import DailyFee, Lender
from letters.scenario.model.debt_terms import DebtTerms, JoiningRule
from letters.scenario.model.penalty_rates import PenaltyRates, stated_rates
from letters.scenario.model.rates import AnnualRate, PenaltyRate, RateChange, RateTier, change_on

_EVERY = {"month": "monthly", "quarter": "quarterly"}


class Terms(NamedTuple):
    """The rules of one obligation. Rates a day are exact fractions: 0.05 % is Decimal("0.0005")."""

    rate: PenaltyRate
    """The penalty rate; where `rates` has a history, that of the day of the figures."""
    allocation: str
    """What a payment pays first: "statutory" or "principal-first"."""
    grace_days: int
    """Days after the due date on which a payment still counts as made on it."""
    rounding: str
    """"half-up" (when penalty is paid, and at the end) or "daily" (the penalty of each day)."""
    year_days: int
    """Days of a year for annual rates, 365 or 360."""
    compounding: str
    """"none", "monthly" or "quarterly": when unpaid penalty and interest join the base."""
    rates: tuple[RateChange, ...] = ()
    """The history of the rate, oldest first; () if it never changed."""
    daily_rate_high: Decimal | None = None
    """The higher end where the rate is known as a range only (`rate` is the lower end), else None."""
    tiers: tuple[RateTier, ...] = ()
    """What the rate becomes by days overdue, in the order of the days."""
    joins_on: int | None = None
    """The day of the month on which penalty joins; if None, that of the due date."""
    grace: str = "reaches-back"
    """"reaches-back", or "delays": penalty and tiers run only from the end of the days of grace."""
    on_interest: str = "none"
    """The rate at which unpaid interest bears penalty: "none", "penalty" or "contract"."""
    contract: AnnualRate | None = None
    """The contract's own rate, or None if that is not known."""
    base: str = "unpaid"
    """"unpaid", or "whole-loan": penalty runs, while any obligation of the case is overdue, on all of them."""
    daily_fees: tuple[DailyFee, ...] = ()
    least_per_day: Decimal = ZERO
    """The least penalty of a day on which any runs, in yuan."""

    def at_rate(self, rate: PenaltyRate) -> Self:
        """Returns the same terms with one rate for all days."""
        return self._replace(rate=rate, rates=(), tiers=(), daily_rate_high=None)

    @property
    def divisor(self) -> int:
        """What exact interest is counted in parts of: 1 where every rate is one a day, else the days of the years."""
        rates: list[PenaltyRate] = [self.rate, *(one.rate for one in self.rates), *(one.rate for one in self.tiers)]
        if self.on_interest == "contract" and self.contract:
            rates.append(self.contract)
        return lcm(*(rate.year_days for rate in rates if isinstance(rate, AnnualRate)))

    def since(self, day_zero: date) -> Self:
        """Returns the same terms with the tiers as changes of the rate, for what accrues from the day after a day."""
        if not self.tiers:
            return self
        changes = tuple(RateChange(tier.start(day_zero), tier.rate) for tier in self.tiers)
        return self._replace(rates=(RateChange(date.min, self.rate), *changes), tiers=())

    def rate_on(self, day: date) -> PenaltyRate:
        """Returns the rate at which a day is charged."""
        change = change_on(self.rates, day)
        return change.rate if change else self.rate

    def spans(self, start: date, end: date) -> Iterator[tuple[date, date, PenaltyRate]]:
        """Yields the days after `start` up to and including `end` as (start, end, rate), a span for each rate."""
        if not self.rates:
            yield start, end, self.rate
            return
        for change in self.rates:
            eve = change.start - timedelta(days=1) if change.start > date.min else date.min
            if start < eve < end:
                yield start, eve, self.rate_on(eve)
                start = eve
        yield start, end, self.rate_on(end)

    def joining_day(self, due_date: date, number: int) -> date:
        """Returns the day at whose end unpaid penalty joins the base for the `number`-th time after a due date."""
        step = 3 if self.compounding == "quarterly" else 1
        if self.joins_on is None and step == 1:
            return add_months(due_date, number)
        monthday = self.joins_on or due_date.day
        months = (-due_date.month) % step
        first = _on(due_date, months, monthday)
        return _on(due_date, months + step * (number - (first > due_date)), monthday)


def _on(day: date, months: int, monthday: int) -> date:
    """Returns a day of the month some months on; the last of the month where it has no such day."""
    long_month = date(day.year - 1, 12, 31)  # every day of a month can be reached from one of 31 days
    return add_months(long_month.replace(day=monthday), day.month + months)


def terms_of(lender: Lender) -> Terms:
    """Returns the terms that hold for every obligation to a lender that has none of its own."""
    return Terms(
        rate=lender.rate,
        allocation=lender.allocation,
        grace_days=lender.grace_days,
        rounding=lender.rounding,
        year_days=lender.year_days,
        compounding=lender.compounding,
        rates=lender.rates,
        daily_rate_high=lender.daily_rate_high,
        tiers=lender.penalty.tiers,
        joins_on=lender.joins_on,
        grace=lender.grace,
        on_interest=lender.on_interest,
        contract=lender.penalty.contract,
        base=lender.base,
        daily_fees=lender.daily_fees,
        least_per_day=lender.least_per_day,
    )


def own_terms(entry: DebtTerms, lender: Lender, usual: Terms, as_of: date) -> Terms:
    """Returns the terms of a bill or loan: its own where it states them, else the `usual` ones of its lender."""
    if not entry.given & declared(DebtTerms).keys():
        return usual
    year_days = entry.year_days or usual.year_days
    known: PenaltyRates = lender.penalty
    if year_days != lender.year_days and isinstance(known.rate, AnnualRate):
        known = known._replace(rate=replace(known.rate, year_days=year_days))
    penalty = stated_rates(entry, year_days, known)
    joining = entry.compounding
    return usual._replace(
        rate=penalty.on(as_of),
        rates=penalty.rates,
        daily_rate_high=penalty.high,
        tiers=penalty.tiers,
        contract=penalty.contract,
        year_days=year_days,
        grace_days=usual.grace_days if entry.grace_days is None else entry.grace_days,
        grace=entry.grace or usual.grace,
        on_interest=entry.on_interest or usual.on_interest,
        base=entry.base or usual.base,
        least_per_day=usual.least_per_day if entry.least_per_day is None else entry.least_per_day,
        daily_fees=tuple(DailyFee(row.label, row.daily_rate) for row in entry.daily_fees) or usual.daily_fees,
        compounding=(_EVERY[joining.every] if isinstance(joining, JoiningRule) else joining) or usual.compounding,
        joins_on=(joining.on if isinstance(joining, JoiningRule) else None) if joining else usual.joins_on,
    )

"""The penalty rates that a lender, a bill or a loan has, in whichever of the ways they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from letters.base.money import EXACT
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.rates import (
    AnnualRate,
    PenaltyRate,
    RateChange,
    RateRange,
    RateTier,
    TierRow,
    change_on,
    history,
)


class PenaltyRates(NamedTuple):
    """The rates by which one debt, or every debt to a lender, bears penalty."""

    rate: PenaltyRate
    """The base rate: that of the days before the first change or tier."""
    high: Decimal | None = None
    """The higher end where the daily rate is known as a range only, whose lower end `rate` is."""
    rates: tuple[RateChange, ...] = ()
    """The history of the rate, oldest first; () if it never changed."""
    tiers: tuple[RateTier, ...] = ()
    """What the rate becomes by days overdue, in the order of the days."""
    contract: AnnualRate | None = None
    """The contract's own rate, or None if that is not known."""
    multiple: Decimal | None = None
    """By what the contract's rate is multiplied, where the rate is written so."""

    def at_rate(self, daily_rate: Decimal) -> Self:
        """Returns the same with one rate for all days."""
        return self._replace(rate=daily_rate, high=None, rates=(), tiers=())

    def on(self, day: date) -> PenaltyRate:
        """Returns the rate of a calendar day, tiers apart."""
        change = change_on(self.rates, day)
        return change.rate if change else self.rate


def stated_rates(entry: DebtTerms, year_days: int, usual: PenaltyRates) -> PenaltyRates:
    """Returns the rates that an entry states; `usual` are the profile's, or for a bill those of the lender.

    A rate, a history or tiers replace all of the usual ones. What they leave open, the rate of the days before the
    first of them, is the usual one.
    """
    contract = usual.contract
    if entry.contract_annual_rate is not None:
        contract = AnnualRate(entry.contract_annual_rate, year_days)
    if not entry.has_own_rates:
        rate = _multiplied(contract, usual.multiple) or usual.rate
        return usual._replace(rate=rate, contract=contract)
    stated = entry.daily_rate
    multiple = entry.penalty_multiple
    rate = usual.rate
    if isinstance(stated, RateRange):
        rate = stated.low
    elif stated is not None:
        rate = stated
    elif entry.annual_rate is not None:
        rate = AnnualRate(entry.annual_rate, year_days)
    elif multiple is not None:
        rate = _multiplied(contract, multiple) or usual.rate
    rows = [RateChange(row.start, row.daily_rate, row.source) for row in entry.rates]
    before = rate if entry.states_rate or usual.rate else None
    high = stated.high if isinstance(stated, RateRange) else None
    return PenaltyRates(rate, high, history(before, rows), _tiers(entry.tiers, year_days), contract, multiple)


def _multiplied(contract: AnnualRate | None, multiple: Decimal | None) -> AnnualRate | None:
    if contract is None or multiple is None:
        return None
    return replace(contract, annual=EXACT.multiply(contract.annual, multiple))


def _tiers(rows: Sequence[TierRow], year_days: int) -> tuple[RateTier, ...]:
    found = []
    for row in rows:
        rate: PenaltyRate | None = row.daily_rate
        if rate is None and row.annual_rate is not None:
            rate = AnnualRate(row.annual_rate, year_days)
        assert rate is not None  # checked in checks_of_debts
        found.append(RateTier(row.from_day, rate))
    return tuple(sorted(found, key=lambda tier: tier.from_day))

"""The lender of one case, made from its profile and from what the scenario says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple, Self

from letters.base.field_types import one_of
from letters.base.money import ZERO
from letters.reference_data.lenders import HotlineFact, LenderProfile
from letters.scenario.model.charges import LateFee
from letters.scenario.model.penalty_rates import PenaltyRates
from letters.scenario.model.rates import AnnualRate, PenaltyRate, RateChange, change_on

_ROUNDINGS = {
    "half-up": "rounded when penalty is paid, and on the last day",
    "daily": "the interest of each day is rounded",
}
Rounding = Annotated[str, one_of(*_ROUNDINGS, says=_ROUNDINGS)]


class DailyFee(NamedTuple):
    """A fee by the day: what the lender calls it, and its rate as an exact fraction a day."""

    label: str
    daily_rate: Decimal


class Lender(NamedTuple):
    """The lender of one case.

    `rate_source` is "scenario" or "profile".
    """

    profile: LenderProfile
    name: str | None
    type: str
    penalty: PenaltyRates
    """The rates that hold for every debt which states none of its own; `high` is None but for a range."""
    rate: PenaltyRate
    """The one in force on the day of the figures."""
    rate_source: str
    allocation: str
    grace_days: int
    rounding: str
    year_days: int
    compounding: str = "none"
    joins_on: int | None = None
    """The day of the month on which penalty joins; if None, that of the due date."""
    grace: str = "reaches-back"
    on_interest: str = "none"
    base: str = "unpaid"
    daily_fees: tuple[DailyFee, ...] = ()
    least_per_day: Decimal = ZERO
    late_fee: LateFee | None = None
    """How the late fee of every bill is computed that says nothing itself."""
    email: str | None = None
    """Where a request can be sent by e-mail, where that is known."""

    def at_rate(self, daily_rate: Decimal) -> Self:
        """Returns the lender as if it had this one rate, always."""
        return self._replace(penalty=self.penalty.at_rate(daily_rate), rate=daily_rate)

    @property
    def rates(self) -> tuple[RateChange, ...]:
        """The history of the rate, oldest first; () if there is but one."""
        return self.penalty.rates

    @property
    def daily_rate(self) -> Decimal | None:
        """The rate of a day on the day of the figures; None if the contract has a rate a year."""
        return None if isinstance(self.rate, AnnualRate) else self.rate

    @property
    def daily_rate_high(self) -> Decimal | None:
        """The other end where the rate is known only to lie in a range; `rate` is the low one."""
        return self.penalty.high

    def change_on(self, day: date) -> RateChange | None:
        """Returns the change of the history that a day's rate comes from; None if the rate never changed."""
        return change_on(self.rates, day)

    @property
    def annual_rate(self) -> Decimal:
        """The rate of a year: the contract's, or the simple equivalent of the daily one."""
        return self.rate.annual if isinstance(self.rate, AnnualRate) else self.rate * self.year_days

    @property
    def hotline(self) -> HotlineFact | None:
        """The hotline known for the lender's name; failing that, the profile's."""
        by_name = self.profile.hotlines_by_name.items()
        return next((line for part, line in by_name if part in (self.name or "")), self.profile.hotline)

    @property
    def name_en(self) -> str | None:
        """The lender's English name, if its profile has one."""
        known = self.profile.names_en.get(self.name or "")
        return known.name if known else None

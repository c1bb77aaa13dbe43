"""The lender of one case, made from its profile and from what the scenario says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from letters.base.field_types import one_number, one_of, whole
from letters.reference_data.lenders import HotlineFact, LenderProfile
from letters.scenario.model.charges import LateFee
from letters.scenario.model.rates import RateChange, change_on

_ROUNDINGS = {
    "half-up": "rounded when penalty is paid, and on the last day",
    "daily": "the interest of each day is rounded",
}
_COMPOUNDINGS = {
    "none": "penalty is charged on the principal alone",
    "monthly": "unpaid penalty and interest join the base each month",
}
Rounding = Annotated[str, one_of(*_ROUNDINGS, says=_ROUNDINGS)]
Compounding = Annotated[str, one_of(*_COMPOUNDINGS, says=_COMPOUNDINGS)]
GraceDays = Annotated[int, whole(0, 60, 3)]
YearDays = Annotated[int, one_number(365, 360)]


@dataclass(frozen=True, slots=True)
class Lender:
    """The lender of one case.

    `daily_rate` is a fraction a day, the one in force at `as_of`. `rate_source` is "scenario" or "profile".
    """

    profile: LenderProfile
    name: str | None
    type: str
    daily_rate: Decimal
    rate_source: str
    allocation: str
    grace_days: int
    rounding: str
    year_days: int
    compounding: str = "none"
    late_fee: LateFee | None = None
    """How the late fee of every bill is computed that says nothing itself."""
    email: str | None = None
    """Where a request can be sent by e-mail, where that is known."""
    rates: tuple[RateChange, ...] = ()
    """The history of the rate, oldest first; empty where there is but one."""
    daily_rate_high: Decimal | None = None
    """The other end where the rate is known only to lie in a range; `daily_rate` is the low one."""

    def at_rate(self, daily_rate: Decimal) -> Self:
        """Returns the same lender with this daily rate on all days, without history or range."""
        return replace(self, daily_rate=daily_rate, rates=(), daily_rate_high=None)

    def change_on(self, day: date) -> RateChange | None:
        """Returns the entry of the rate history that is in force on a day; None if the rate never changed."""
        return change_on(self.rates, day)

    @property
    def annual_rate(self) -> Decimal:
        """The simple annual equivalent of the daily rate."""
        return self.daily_rate * self.year_days

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

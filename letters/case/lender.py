"""Lenders: what a profile file holds, and the lender of one case made from profile and scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from letters.base.values import dataclass
from letters.case.charges import LateFee
from letters.case.fields import Date, Rate, Text, one_number, one_of, whole
from letters.case.rates import RateChange

_TYPES = {
    "bank": "a bank",
    "consumer-finance": "a consumer finance company",
    "small-loan": "a small-loan company",
    "other": "another kind of lender",
}
_ALLOCATIONS = {
    "statutory": "fees and penalty first, then the principal (the usual order)",
    "principal-first": "the principal first, because the contract says so",
}
_ROUNDINGS = {
    "half-up": "rounded when penalty is paid, and on the last day",
    "daily": "the interest of each day is rounded",
}
_COMPOUNDINGS = {
    "none": "penalty is charged on the principal alone",
    "monthly": "unpaid penalty and interest join the base each month",
}
LenderType = Annotated[str, one_of(*_TYPES, says=_TYPES)]
Allocation = Annotated[str, one_of(*_ALLOCATIONS, says=_ALLOCATIONS)]
Rounding = Annotated[str, one_of(*_ROUNDINGS, says=_ROUNDINGS)]
Compounding = Annotated[str, one_of(*_COMPOUNDINGS, says=_COMPOUNDINGS)]
GraceDays = Annotated[int, whole(0, 60, 3)]
YearDays = Annotated[int, one_number(365, 360)]


class _Dated(BaseModel):
    """A fact with where it was read and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Text
    verified_on: Date
    note: Text | None = None


class RateFact(_Dated):
    value: Rate


class RateSince(RateFact):
    """A rate that applies from a day on, the day itself included."""

    start: Date = Field(alias="from")


class HotlineFact(_Dated):
    number: Text
    of: Text
    """Whose line it is: 支付宝客服."""


class NameFact(_Dated):
    name: Text


class MailFact(_Dated):
    address: Text


class LenderProfile(BaseModel):
    """A file of `reference/lenders/`. What is not there is asked of the borrower."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: dict[Text, Text]
    """What it is a profile of, by language."""
    type: LenderType
    product: dict[Text, Text]
    """What the loan is called, by language: 花呗."""
    customer: dict[Text, Text]
    """What its borrowers are called, by language: 花呗用户."""
    account_name: dict[Text, Text] = {}
    """What an account is called where it is not simply that, by language: 卡号."""
    brand: dict[Text, Text] = {}
    """The name on the app where it is not the lender's own, by language."""
    daily_rate: RateFact | None = None
    rates: tuple[RateSince, ...] = ()
    """Where the rate changed: `daily_rate` is that of the days before the first of them."""
    hotline: HotlineFact | None = None
    hotlines_by_name: dict[Text, HotlineFact] = {}
    """For a product of many lenders: the hotline by a part of the lender's name in the contract."""
    email: MailFact | None = None
    names_en: dict[Text, NameFact] = {}
    """The English name by the Chinese one in the contract."""
    allocation: Allocation = "statutory"


@dataclass(frozen=True, slots=True)
class Lender:
    """The lender of one case.

    `daily_rate` is a fraction a day, the one in force at `as_of`; `rate_source` is "scenario" or "profile".
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
        """The lender as if it had this one rate, always."""
        return replace(self, daily_rate=daily_rate, rates=(), daily_rate_high=None)

    def rate_on(self, day: date) -> Decimal:
        """The daily rate that a day's interest is charged at."""
        change = self.change_on(day)
        return change.daily_rate if change else self.daily_rate

    def change_on(self, day: date) -> RateChange | None:
        """The change of the history that a day's rate comes from; None where the rate never changed."""
        begun = [change for change in self.rates if change.start <= day]
        return begun[-1] if begun else self.rates[0] if self.rates else None

    def spans(self, start: date, end: date) -> Iterator[tuple[date, date, Decimal]]:
        """The days after `start` up to and including `end`, parted where the rate changes: (start, end, rate)."""
        if not self.rates:
            yield start, end, self.daily_rate
            return
        for change in self.rates:
            eve = change.start - timedelta(days=1) if change.start > date.min else date.min
            if start < eve < end:
                yield start, eve, self.rate_on(eve)
                start = eve
        yield start, end, self.rate_on(end)

    @property
    def annual_rate(self) -> Decimal:
        """The simple annual equivalent of the daily rate."""
        return self.daily_rate * self.year_days

    @property
    def hotline(self) -> HotlineFact | None:
        """The hotline that goes by the lender's name, or else the profile's."""
        by_name = self.profile.hotlines_by_name.items()
        return next((line for part, line in by_name if part in (self.name or "")), self.profile.hotline)

    @property
    def name_en(self) -> str | None:
        """The lender's English name, where the profile knows it."""
        known = self.profile.names_en.get(self.name or "")
        return known.name if known else None

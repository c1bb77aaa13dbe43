"""Lenders: what a profile file holds, and the lender of one case made from profile and scenario."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from letters.case.charges import LateFee
from letters.case.fields import Date, Rate, Text, one_of, whole

LenderType = Annotated[str, one_of("bank", "consumer-finance", "small-loan", "other")]
Allocation = Annotated[str, one_of("statutory", "principal-first")]
Rounding = Annotated[str, one_of("half-up", "daily")]
Compounding = Annotated[str, one_of("none", "monthly")]
GraceDays = Annotated[int, whole(0, 60, 3)]
YearDays = Annotated[str, one_of("365", "360")]


class _Dated(BaseModel):
    """A fact with where it was read and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Text
    verified_on: Date
    note: Text | None = None


class RateFact(_Dated):
    value: Rate


class HotlineFact(_Dated):
    number: Text
    of: Text
    """Whose line it is: 支付宝客服."""


class LenderProfile(BaseModel):
    """A file of `reference/lenders/`. What is not there is asked of the borrower."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Text
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
    hotline: HotlineFact | None = None
    allocation: Allocation = "statutory"


@dataclass(frozen=True, slots=True)
class Lender:
    """The lender of one case. `daily_rate` is a fraction a day; `rate_source` is "scenario" or "profile"."""

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

    @property
    def annual_rate(self) -> Decimal:
        """The simple annual equivalent of the daily rate."""
        return self.daily_rate * self.year_days

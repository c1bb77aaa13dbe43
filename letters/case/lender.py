"""Lenders: what a profile file holds, and the lender of one case made from profile and scenario."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from letters.case.charges import LateFee
from letters.case.fields import Date, Rate, Text, one_number, one_of, whole

LenderType = Annotated[str, one_of("bank", "consumer-finance", "small-loan", "other")]
Allocation = Annotated[str, one_of("statutory", "principal-first")]
Rounding = Annotated[str, one_of("half-up", "daily")]
Compounding = Annotated[str, one_of("none", "monthly")]
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
    hotlines_by_name: dict[Text, HotlineFact] = {}
    """For a product of many lenders: the hotline by a part of the lender's name in the contract."""
    email: MailFact | None = None
    names_en: dict[Text, NameFact] = {}
    """The English name by the Chinese one in the contract."""
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
    email: str | None = None
    """Where a request can be sent by e-mail, where that is known."""

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

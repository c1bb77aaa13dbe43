"""Lender profiles: one file each in `reference_data/lenders/`, every fact with its source and the day it was read."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from letters.base.errors import Message
from letters.base.field_types import Date, Rate, Text, one_of
from letters.base.record import Field, Record
from letters.reference_data.dated_fact import load_fact

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
LenderType = Annotated[str, one_of(*_TYPES, says=_TYPES)]
Allocation = Annotated[str, one_of(*_ALLOCATIONS, says=_ALLOCATIONS)]


class _Dated(Record):
    """A fact with where it was read and when."""

    source: Text
    verified_on: Date
    note: Text | None = None


class RateFact(_Dated):
    """A rate, with where it was read and when."""

    value: Rate


class RateSince(RateFact):
    """A rate that applies from a day on, the day itself included."""

    start: Date = Field(alias="from")


class HotlineFact(_Dated):
    """A telephone number, with where it was read and when."""

    number: Text
    of: Text
    """Whose line it is: 支付宝客服."""


class NameFact(_Dated):
    """A name, with where it was read and when."""

    name: Text


class MailFact(_Dated):
    """A postal or e-mail address, with where it was read and when."""

    address: Text


class LenderProfile(Record):
    """A file of `reference_data/lenders/`.

    What is not there is asked of the borrower; what is said of the lender stands in `words.yaml` of each language.
    """

    type: LenderType
    daily_rate: RateFact | None = None
    rates: tuple[RateSince, ...] = ()
    """The rates after a change: `daily_rate` is that of the days before the first of them."""
    hotline: HotlineFact | None = None
    hotlines_by_name: dict[Text, HotlineFact] = Field(default_factory=dict)
    """For a product of many lenders: the hotline by a part of the lender's name in the contract."""
    email: MailFact | None = None
    names_en: dict[Text, NameFact] = Field(default_factory=dict)
    """The English name by the Chinese one in the contract."""
    names: tuple[NameFact, ...] = ()
    """Who lends under the name of the product, as far as it was read; the contract decides."""
    types_by_name: dict[Text, LenderType] = Field(default_factory=dict)
    """For a product of lenders of several kinds: the kind by a part of the lender's name in the contract."""
    allocation: Allocation = "statutory"

    def type_of(self, name: str | None) -> LenderType:
        """Returns the kind of the lender that a contract names, else that of the profile."""
        by_name = self.types_by_name.items()
        return next((kind for part, kind in by_name if part in (name or "")), self.type)


@cache
def read_lender_profile(name: str) -> LenderProfile:
    """Returns a lender profile by the name of its file. Raises UnknownName."""
    return load_fact("lenders", Message("lender profile"), name, LenderProfile)

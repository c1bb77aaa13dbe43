"""The entries that explain a bill: each is one line that can be printed and added up.

Accruals and roundings add up to the penalty; days of interest, stated interest and its rounding add up to the
ordinary interest. A late fee and a capitalisation explain themselves and are added to nothing.
Each keeps its `origin`, its place in the scenario: a payment's own, else the bill or the key that charges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from letters.base.errors import FieldPath


@dataclass(frozen=True, slots=True)
class Accrual:
    """Penalty interest for the days after `start` up to and including `end`; `interest` is exact.

    `balance` is the principal then unpaid, and where the contract compounds what was capitalised by then.
    """

    kind: ClassVar[str] = "accrual"
    start: date
    end: date
    days: int
    balance: Decimal
    daily_rate: Decimal
    interest: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """A payment, and what of it went where."""

    kind: ClassVar[str] = "payment"
    date: date
    payment: Decimal
    to_fees: Decimal
    to_interest: Decimal
    to_penalty: Decimal
    to_principal: Decimal
    origin: FieldPath

    @property
    def excess(self) -> Decimal:
        """What was more than the bill owed."""
        return self.payment - self.to_fees - self.to_interest - self.to_penalty - self.to_principal


@dataclass(frozen=True, slots=True)
class Rounding:
    """What rounding the penalty to the fen added, or took away."""

    kind: ClassVar[str] = "rounding"
    date: date
    rounding: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class InterestStated:
    """Ordinary interest that the bill states; `date` is the bill's due date."""

    kind: ClassVar[str] = "interest-stated"
    date: date
    interest: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class InterestDays:
    """Ordinary interest before default, for the days after `start` up to and including `end`; exact."""

    kind: ClassVar[str] = "interest-days"
    start: date
    end: date
    days: int
    balance: Decimal
    daily_rate: Decimal
    interest: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class InterestRounding:
    """What rounding ordinary interest to the fen added, or took away, on the day it was posted."""

    kind: ClassVar[str] = "interest-rounding"
    date: date
    interest: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class FeeCharged:
    """A computed late fee: a share of the minimum left unpaid; `bound` is "floor" or "cap" where one decided."""

    kind: ClassVar[str] = "late-fee"
    date: date
    late_fee: Decimal
    share: Decimal
    unpaid_minimum: Decimal
    bound: str | None
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class Capitalised:
    """Unpaid interest and penalty that bears penalty from the next day on; it stays what it was, and is owed once."""

    kind: ClassVar[str] = "capitalised"
    date: date
    capitalised: Decimal
    origin: FieldPath = ()


Entry = Accrual | Posting | Rounding | InterestStated | InterestDays | InterestRounding | FeeCharged | Capitalised

"""The entries that explain a bill: each is one line that can be printed and added up.

Accruals and roundings add up to the penalty; days of interest, stated interest and its rounding add up to the
ordinary interest; the days of a fee and its rounding to that fee. An opening balance begins each of these sums, and a
waiver is taken off the one that it names. A late fee and a capitalisation explain themselves and are added to nothing.
Each keeps its `origin`, its place in the scenario: a payment's own, else the bill or the key that charges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.scenario.model.rates import AnnualRate, PenaltyRate


@dataclass(frozen=True, slots=True)
class _Days:
    """What runs for the days after `start` up to and including `end`; `interest` is exact at a rate a day.

    At a rate a year it is shown to ten decimals.
    """

    start: date
    end: date
    days: int
    balance: Decimal
    rate: PenaltyRate
    interest: Decimal
    origin: FieldPath = ()

    @property
    def daily_rate(self) -> Decimal | None:
        """The rate a day, or None if it is one a year."""
        return None if isinstance(self.rate, AnnualRate) else self.rate

    @property
    def annual_rate(self) -> Decimal | None:
        """The rate a year, or None if it is one a day."""
        return self.rate.annual if isinstance(self.rate, AnnualRate) else None

    @property
    def year_days(self) -> int | None:
        """The days that the year of a yearly rate is reckoned by, or None if the rate is one a day."""
        return self.rate.year_days if isinstance(self.rate, AnnualRate) else None


@dataclass(frozen=True, slots=True)
class Accrual(_Days):
    """Penalty interest of some days.

    `balance` is the principal then unpaid, and where the contract compounds what was capitalised by then.
    """

    kind: ClassVar[str] = "accrual"
    on: str | None = None
    """"interest" if it runs on unpaid interest, or None if it runs on principal."""
    least: Decimal | None = None
    """The least of a day, in yuan, where the rate gives less."""
    overdue: str | None = None
    """What is overdue, where it runs on an obligation because another of the same loan is; else None."""
    to_come: Decimal = ZERO
    """What of the balance is principal of the same loan that has not fallen due, where penalty runs on that too."""

    @property
    def is_plain(self) -> bool:
        """Whether it runs on principal that is overdue itself, and a rate alone makes it."""
        return self.on is None and self.least is None and self.overdue is None

    @property
    def of_interest(self) -> Decimal:
        """What of it ran on unpaid interest: all of it, or nothing."""
        return self.interest if self.on == "interest" else ZERO


@dataclass(frozen=True, slots=True)
class YearlyAccrual(Accrual):
    """Penalty interest of some days at a rate a year."""


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
    to_daily_fees: Decimal = ZERO

    @property
    def excess(self) -> Decimal:
        """What was more than the bill owed."""
        to_charges = self.to_fees + self.to_daily_fees + self.to_interest + self.to_penalty
        return self.payment - to_charges - self.to_principal


@dataclass(frozen=True, slots=True)
class Rounding:
    """What rounding the penalty to the fen added, or took away."""

    kind: ClassVar[str] = "rounding"
    date: date
    rounding: Decimal
    origin: FieldPath = ()
    on: str | None = None
    """"interest" if the penalty on unpaid interest is rounded, or None if that on principal is."""

    @property
    def of_interest(self) -> Decimal:
        """What it added to the penalty on unpaid interest: all of it, or nothing."""
        return self.rounding if self.on == "interest" else ZERO


@dataclass(frozen=True, slots=True)
class InterestStated:
    """Ordinary interest that the bill states; `date` is the bill's due date."""

    kind: ClassVar[str] = "interest-stated"
    date: date
    interest: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class InterestDays(_Days):
    """Ordinary interest of some days: before the due date, or after it where the minimum was paid."""

    kind: ClassVar[str] = "interest-days"
    after_due: bool = False
    """Whether the days are after the due date."""


@dataclass(frozen=True, slots=True)
class YearlyInterestDays(InterestDays):
    """Ordinary interest of some days at a rate a year."""


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
    with_interest: bool = True
    """Whether unpaid interest joins too: it does not where it bears penalty by itself."""


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """What the lender's page shows at the end of a day; what came before it is not known."""

    kind: ClassVar[str] = "opening"
    date: date
    principal: Decimal
    interest: Decimal
    penalty: Decimal
    late_fee: Decimal
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class Waived:
    """What the lender has taken off; `of` is "penalty", "interest", "late_fee" or "daily_fee"."""

    kind: ClassVar[str] = "waived"
    date: date
    waived: Decimal
    of: str
    origin: FieldPath = ()

    @property
    def penalty(self) -> Decimal:
        """What it took off the penalty."""
        return self._off("penalty")

    @property
    def interest(self) -> Decimal:
        """What it took off ordinary interest."""
        return self._off("interest")

    @property
    def late_fee(self) -> Decimal:
        """What it took off the late fee."""
        return self._off("late_fee")

    @property
    def daily_fee(self) -> Decimal:
        """What it took off fees by the day."""
        return self._off("daily_fee")

    def _off(self, what: str) -> Decimal:
        return self.waived if self.of == what else ZERO


@dataclass(frozen=True, slots=True)
class DailyFeeDays:
    """A fee by the day, on what penalty runs on, for the days after `start` up to and including `end`; exact."""

    kind: ClassVar[str] = "daily-fee"
    start: date
    end: date
    days: int
    balance: Decimal
    daily_rate: Decimal
    fee: Decimal
    label: str
    origin: FieldPath = ()


@dataclass(frozen=True, slots=True)
class DailyFeeRounding:
    """What rounding a fee by the day to the fen added, or took away."""

    kind: ClassVar[str] = "daily-fee-rounding"
    date: date
    fee: Decimal
    label: str
    origin: FieldPath = ()


Entry = (
    Accrual
    | Posting
    | Rounding
    | InterestStated
    | InterestDays
    | InterestRounding
    | FeeCharged
    | Capitalised
    | OpeningBalance
    | Waived
    | DailyFeeDays
    | DailyFeeRounding
)

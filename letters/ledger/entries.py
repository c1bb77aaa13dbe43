"""The entries that explain a bill: each is one line that can be printed and added up.

Accruals and roundings add up to the penalty; days of interest, stated interest and its rounding add up to the
ordinary interest; the days of a fee and its rounding to that fee. An opening balance begins each of these sums, and a
waiver is taken off the one that it names. A late fee and a capitalisation explain themselves and are added to nothing.
Its `kind` tells each from those of another class that have the same values, and nobody sets it. Each keeps its
`origin`, its place in the scenario: a payment's own, else the bill or the key that charges it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.scenario.model.rates import AnnualRate, PenaltyRate


class Accrual(NamedTuple):
    """Penalty interest of the days after `start` up to and including `end`.

    `interest` is exact at a rate a day; at one a year it is shown to ten decimals. `balance` is the principal then
    unpaid, and where the contract compounds what was capitalised by then.
    """

    start: date
    end: date
    days: int
    balance: Decimal
    rate: PenaltyRate
    interest: Decimal
    origin: FieldPath = ()
    on: str | None = None
    """"interest" if it runs on unpaid interest, or None if it runs on principal."""
    least: Decimal | None = None
    """The least of a day, in yuan, where the rate gives less."""
    overdue: str | None = None
    """What is overdue, where it runs on an obligation because another of the same loan is; else None."""
    to_come: Decimal = ZERO
    """What of the balance is principal of the same loan that has not fallen due, where penalty runs on that too."""
    kind: str = "accrual"

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

    @property
    def is_plain(self) -> bool:
        """Whether it runs on principal that is overdue itself, and a rate alone makes it."""
        return self.on is None and self.least is None and self.overdue is None

    @property
    def of_interest(self) -> Decimal:
        """What of it ran on unpaid interest: all of it, or nothing."""
        return self.interest if self.on == "interest" else ZERO


class YearlyAccrual(Accrual):
    """Penalty interest of some days at a rate a year."""

    __slots__ = ()


class Posting(NamedTuple):
    """A payment, and what of it went where."""

    date: date
    payment: Decimal
    to_fees: Decimal
    to_interest: Decimal
    to_penalty: Decimal
    to_principal: Decimal
    origin: FieldPath
    to_daily_fees: Decimal = ZERO
    kind: str = "payment"

    @property
    def excess(self) -> Decimal:
        """What was more than the bill owed."""
        to_charges = self.to_fees + self.to_daily_fees + self.to_interest + self.to_penalty
        return self.payment - to_charges - self.to_principal


class Rounding(NamedTuple):
    """What rounding the penalty to the fen added, or took away."""

    date: date
    rounding: Decimal
    origin: FieldPath = ()
    on: str | None = None
    """"interest" if the penalty on unpaid interest is rounded, or None if that on principal is."""
    kind: str = "rounding"

    @property
    def of_interest(self) -> Decimal:
        """What it added to the penalty on unpaid interest: all of it, or nothing."""
        return self.rounding if self.on == "interest" else ZERO


class InterestStated(NamedTuple):
    """Ordinary interest that the bill states; `date` is the bill's due date."""

    date: date
    interest: Decimal
    origin: FieldPath = ()
    kind: str = "interest-stated"


class InterestDays(NamedTuple):
    """Ordinary interest of the days after `start` up to and including `end`: before the due date, or after it where the
    minimum was paid. `interest` is as in `Accrual`.
    """

    start: date
    end: date
    days: int
    balance: Decimal
    rate: PenaltyRate
    interest: Decimal
    origin: FieldPath = ()
    after_due: bool = False
    """Whether the days are after the due date."""
    kind: str = "interest-days"

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


class YearlyInterestDays(InterestDays):
    """Ordinary interest of some days at a rate a year."""

    __slots__ = ()


class InterestRounding(NamedTuple):
    """What rounding ordinary interest to the fen added, or took away, on the day it was posted."""

    date: date
    interest: Decimal
    origin: FieldPath = ()
    kind: str = "interest-rounding"


class FeeCharged(NamedTuple):
    """A computed late fee: a share of the minimum left unpaid; `bound` is "floor" or "cap" where one decided."""

    date: date
    late_fee: Decimal
    share: Decimal
    unpaid_minimum: Decimal
    bound: str | None
    origin: FieldPath = ()
    kind: str = "late-fee"


class Capitalised(NamedTuple):
    """Unpaid interest and penalty that bears penalty from the next day on; it stays what it was, and is owed once."""

    date: date
    capitalised: Decimal
    origin: FieldPath = ()
    with_interest: bool = True
    """Whether unpaid interest joins too: it does not where it bears penalty by itself."""
    kind: str = "capitalised"


class OpeningBalance(NamedTuple):
    """What the lender's page shows at the end of a day; what came before it is not known."""

    date: date
    principal: Decimal
    interest: Decimal
    penalty: Decimal
    late_fee: Decimal
    origin: FieldPath = ()
    kind: str = "opening"


class Waived(NamedTuple):
    """What the lender has taken off; `of` is "penalty", "interest", "late_fee" or "daily_fee"."""

    date: date
    waived: Decimal
    of: str
    origin: FieldPath = ()
    kind: str = "waived"

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


class DailyFeeDays(NamedTuple):
    """A fee by the day, on what penalty runs on, for the days after `start` up to and including `end`; exact."""

    start: date
    end: date
    days: int
    balance: Decimal
    daily_rate: Decimal
    fee: Decimal
    label: str
    origin: FieldPath = ()
    kind: str = "daily-fee"


class DailyFeeRounding(NamedTuple):
    """What rounding a fee by the day to the fen added, or took away."""

    date: date
    fee: Decimal
    label: str
    origin: FieldPath = ()
    kind: str = "daily-fee-rounding"


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

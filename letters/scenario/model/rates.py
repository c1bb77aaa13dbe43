"""Rates that are not one number a day: yearly ones, ranges, a history, tiers by days overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from typing import Annotated, NamedTuple

from letters.base.errors import Message
from letters.base.field_types import Date, Rate, Text, Typed, YearlyRate, whole
from letters.base.money import percent
from letters.base.rate_text import CHARACTERS, RATE_SCHEMA, parse_rate
from letters.base.record import Field, Record

BETWEEN = ".."
# A year of 360 days makes a rate that never ends. Cut upwards this far out, no half fen is lost and none is won.
_DAILY = Context(prec=34, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class AnnualRate:
    """A rate a year, as the contract has it, and the days that its year is reckoned by: the rate of a day is exact."""

    annual: Decimal
    year_days: int

    @property
    def daily(self) -> Decimal:
        """The rate of a day with 34 digits: to compare by, not to reckon by."""
        return _DAILY.divide(self.annual, Decimal(self.year_days))


PenaltyRate = Decimal | AnnualRate
"""A rate a day as an exact fraction, or a rate a year."""


def daily_of(rate: PenaltyRate) -> Decimal:
    """Returns the rate of a day, to compare by."""
    return rate.daily if isinstance(rate, AnnualRate) else rate


def shown_rate(rate: PenaltyRate) -> str:
    """Returns the rate of a day as it is reckoned by: 0.05%, or 15.4% ÷ 360."""
    return f"{percent(rate.annual)} ÷ {rate.year_days}" if isinstance(rate, AnnualRate) else percent(rate)


@dataclass(frozen=True, slots=True)
class RateRange:
    """The lowest and the highest daily rate that the loan may have."""

    low: Decimal
    high: Decimal


class RateChange(NamedTuple):
    """From a day on, the day itself included, another rate; the first of a history may begin at `date.min`."""

    start: date
    rate: PenaltyRate
    source: str | None = None

    @property
    def daily_rate(self) -> Decimal | None:
        """The rate a day, or None if the rate is one a year."""
        return None if isinstance(self.rate, AnnualRate) else self.rate


class RateTier(NamedTuple):
    """From a day of being overdue on (day 1 is the day after the due date) another rate."""

    from_day: int
    rate: PenaltyRate

    def start(self, day_zero: date) -> date:
        """Returns the first day of the tier, for what is overdue since the day after `day_zero`."""
        return day_zero + timedelta(days=self.from_day)


class RateRow(Record):
    """One row of a scenario's `rates`."""

    start: Date = Field(
        alias="from", title="From", description="The first day that the rate applies to", examples=["2026-01-01"]
    )
    daily_rate: Rate = Field(title="Daily rate", description="The rate from that day on", examples=["0.05%"])
    source: Text | None = Field(
        None,
        title="Source",
        description="Where it stands: the bill, contract or notice",
        examples=["the bill of January 2026"],
    )


class TierRow(Record):
    """One row of a scenario's `tiers`."""

    from_day: Annotated[int, whole(1, 9999, 31)] = Field(
        title="From day",
        description="The first day overdue that the rate applies to; day 1 is the day after the due date",
        examples=["31"],
    )
    daily_rate: Rate | None = Field(
        None, title="Daily rate", description="The rate from that day on", examples=["0.1%"]
    )
    annual_rate: YearlyRate | None = Field(
        None, title="Yearly rate", description="The rate from that day on, where it is one a year", examples=["24%"]
    )


def rate_or_range(text: str) -> Decimal | RateRange:
    """`0.05%`, or `0.05%..0.075%`; ValueError says what to write instead. Two equal ends are one rate."""
    first, between, second = text.partition(BETWEEN)
    if not between:
        return parse_rate(text)
    low, high = parse_rate(first), parse_rate(second)
    if low > high:
        ends = {"low": percent(high), "high": percent(low)}
        raise ValueError(
            Message("'{value}' begins with the higher rate; write {low}..{high}", value=text.strip(), **ends)
        )
    return low if low == high else RateRange(low, high)


_END = r"([0-9]+(\.[0-9]+)?\s*[%％‰]?|" + CHARACTERS.replace("点.", "点") + ")"
_RANGE = rf"^{_END}\s*\.\.\s*{_END}$"
_SCHEMA = {"anyOf": [*RATE_SCHEMA["anyOf"], {"type": "string", "pattern": _RANGE}]}
RateOrRange = Annotated[
    Decimal | RateRange,
    Typed(rate_or_range, Message("expects a daily rate, like 0.05%, or a range, like 0.05%..0.075%"), _SCHEMA, "rate"),
]


def change_on(rates: Sequence[RateChange], day: date) -> RateChange | None:
    """Returns the change of a history (oldest first) that a day's rate comes from; None if the rate never changed."""
    begun = [change for change in rates if change.start <= day]
    return begun[-1] if begun else rates[0] if rates else None


def history(before: PenaltyRate | None, changes: Sequence[RateChange]) -> tuple[RateChange, ...]:
    """Returns the changes, oldest first, behind the rate of the days before them; () if the rate never changed."""
    if not changes:
        return ()
    first = [] if before is None else [RateChange(date.min, before)]
    return (*first, *sorted(changes, key=lambda change: change.start))

"""Daily rates that are not one number: a range where the bill shows none, a history where the rate changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from letters.base.errors import Message
from letters.base.field_types import RATE_SCHEMA, Date, Rate, Text, Typed, parse_rate
from letters.base.money import percent

BETWEEN = ".."


@dataclass(frozen=True, slots=True)
class RateRange:
    """The lowest and the highest daily rate that the loan may have."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class RateChange:
    """From a day on, the day itself included, another daily rate; the first of a history may begin at `date.min`."""

    start: date
    daily_rate: Decimal
    source: str | None = None


class RateRow(BaseModel):
    """One row of a scenario's `rates`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


_RANGE = r"^[0-9]+(\.[0-9]+)?\s*%?\s*\.\.\s*[0-9]+(\.[0-9]+)?\s*%?$"
_SCHEMA = {"anyOf": [*RATE_SCHEMA["anyOf"], {"type": "string", "pattern": _RANGE}]}
RateOrRange = Annotated[
    Decimal | RateRange,
    Typed(rate_or_range, Message("expects a daily rate, like 0.05%, or a range, like 0.05%..0.075%"), _SCHEMA, "rate"),
]


def change_on(rates: Sequence[RateChange], day: date) -> RateChange | None:
    """The change of a history (oldest first) that a day's rate comes from; None where the rate never changed."""
    begun = [change for change in rates if change.start <= day]
    return begun[-1] if begun else rates[0] if rates else None


def history(before: Decimal | None, changes: list[RateChange]) -> tuple[RateChange, ...]:
    """The changes, oldest first, behind the rate of the days before them; nothing where the rate never changed."""
    if not changes:
        return ()
    first = [] if before is None else [RateChange(date.min, before)]
    return (*first, *sorted(changes, key=lambda change: change.start))

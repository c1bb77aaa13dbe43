"""Daily rates beyond a single number: a range if the bill shows none, a history if the rate changed."""

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
    """A daily rate from the day `start` on, inclusive. The first of a history may begin at `date.min`."""

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
    """Reads `0.05%` or `0.05%..0.075%`; equal ends are one rate. Raises ValueError with what to write instead."""
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
    """Returns the entry of a history (oldest first) in force on a day; None if the history is empty."""
    begun = [change for change in rates if change.start <= day]
    return begun[-1] if begun else rates[0] if rates else None


def history(before: Decimal | None, changes: list[RateChange]) -> tuple[RateChange, ...]:
    """Returns the changes, oldest first, preceded by the rate `before` them; empty if the rate never changed."""
    if not changes:
        return ()
    first = [] if before is None else [RateChange(date.min, before)]
    return (*first, *sorted(changes, key=lambda change: change.start))

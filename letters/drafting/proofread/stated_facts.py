"""What a statement of a letter is, and what plain values of a case mean as one."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from letters.base.dates import parse_date
from letters.base.money import parse_amount

Key = tuple[str, str]
"""What kind of fact it is, and its value."""


class Fact(NamedTuple):
    """A stated fact: `text` stands at words[start:end]. Facts that mean the same have the same `value`.

    `what` is amount, amount in words, date, rate, days, name, id, phone, email or account.
    """

    what: str
    text: str
    value: str
    start: int
    end: int

    @property
    def key(self) -> Key:
        """What makes two facts the same."""
        return self.what, self.value


def texts_in(data: Any) -> list[str]:
    """Returns every text of plain data."""
    found, left = [], [data]
    while left:
        one = left.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            left += one.values()
        elif isinstance(one, list | tuple):
            left += one
    return found


@lru_cache(maxsize=4096)  # a day or an amount stands in a case, and in many cases, more than once
def plain_values(text: str) -> tuple[Key, ...]:
    """Returns what a value of the scenario or of its record means as an amount or a day; there, amounts have no
    unit.
    """
    found: list[Key] = []
    for what, reads in (("amount", parse_amount), ("date", parse_date)):
        with suppress(ValueError):
            value = reads(text)
            found.append((what, f"{value.normalize():f}" if isinstance(value, Decimal) else value.isoformat()))
    return tuple(found)

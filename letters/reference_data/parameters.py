"""The law's numbers: one file each in `reference_data/parameters/`, with a value for each time it was in force.

parameter("annual-cost-line", on=case.as_of).share   # Decimal("0.24")
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Self

from letters.base.errors import Message
from letters.base.field_types import Date, Text, one_of
from letters.base.record import Record
from letters.reference_data.dated_fact import DatedFact, load_fact
from letters.reference_data.lenders import LenderType

_COUNTS = ("years", "months", "days", "hours", "times-a-day", "people")
_UNITS = ("share-a-year", *_COUNTS, "order")
_HOW_READ = ("VT", "VP", "own")


class ParameterValue(DatedFact):
    """What a parameter is from a day on, with the source of that value.

    `value` stands as the file has it; `share`, `count`, `counts` and `order` read it as what the unit says.
    """

    value: Text | tuple[Text, ...]
    in_force: Date | None = None
    """The first day on which it holds, or None if that day was not read.

    Then it holds for every day before the next value.
    """
    law: Text | None = None
    """The file of `reference_data/law/` that says so, for `cite`, or None for a line of our own."""
    articles: tuple[Text, ...] = ()
    status: Annotated[str, one_of(*_HOW_READ)]
    """ "VT" if it was read in the text itself, "VP" on a secondary page, "own" for a line that this program draws."""

    @property
    def share(self) -> Decimal:
        """A share of a year as a fraction: 24 % is Decimal("0.24")."""
        number, percent = self._one.removesuffix("%"), self._one.endswith("%")
        return Decimal(number) / 100 if percent else Decimal(number)

    @property
    def count(self) -> int:
        """A whole number of years, months or days."""
        return int(self._one)

    @property
    def counts(self) -> tuple[int, ...]:
        """Whole numbers, the least first, if the law names several: 15, 30 and 60 days."""
        return tuple(int(one) for one in self.order)

    @property
    def order(self) -> tuple[str, ...]:
        """Names in the order that the law gives them."""
        return (self.value,) if isinstance(self.value, str) else self.value

    @property
    def _one(self) -> str:
        assert isinstance(self.value, str), "a list is not one number"
        return self.value


class Parameter(Record):
    """A file of `reference_data/parameters/`: a number of the law, its unit, and its values, the oldest first."""

    unit: Annotated[str, one_of(*_UNITS)]
    applies_to: tuple[LenderType, ...] = ("bank", "consumer-finance", "small-loan", "other")
    values: tuple[ParameterValue, ...]

    def checked(self) -> Self:
        """Returns it. Fails if a value is not of the unit, or if the values do not follow each other by date."""
        for one in self.values:
            assert self.unit != "share-a-year" or 0 < one.share < 1, "a share is written like 24%"
            assert self.unit not in _COUNTS or list(one.counts) == sorted(one.counts), "the shortest first"
        days = [one.in_force or date.min for one in self.values]
        assert days, "give at least one value"
        assert days == sorted(set(days)), "the oldest first, each with its own in_force"
        return self

    def at(self, on: date) -> ParameterValue:
        """Returns the value in force on a day; for a day before the first one began, that first one."""
        begun = [one for one in self.values if (one.in_force or date.min) <= on]
        return begun[-1] if begun else self.values[0]


@cache
def read_parameter(name: str) -> Parameter:
    """Returns a parameter by the name of its file. Raises UnknownName."""
    return load_fact("parameters", Message("parameter"), name, Parameter).checked()


def parameter(name: str, on: date) -> ParameterValue:
    """Returns what a number of the law is on a day, with its source. Raises UnknownName."""
    return read_parameter(name).at(on)

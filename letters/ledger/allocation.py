"""What a payment pays first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from letters.reference_data.parameters import parameter

_PRINCIPAL_FIRST = ("principal", "interest", "penalty", "fees", "daily_fees")


class Owed(NamedTuple):
    """Amounts by what they are owed for; also what of a payment goes to each."""

    fees: Decimal
    daily_fees: Decimal
    interest: Decimal
    penalty: Decimal
    principal: Decimal

    @property
    def sum(self) -> Decimal:
        """All of them together."""
        return self.fees + self.daily_fees + self.interest + self.penalty + self.principal


@cache
def order_of(allocation: str, on: date) -> tuple[str, ...]:
    """Returns what a payment of that day pays, first things first: as the law has it, or as the contract says.

    The law names fees and interest alone. Fees by the day are paid with the fees. Ordinary interest is older than
    penalty interest, so of the two it comes first.
    """
    if allocation == "principal-first":
        return _PRINCIPAL_FIRST
    parts = {"fees": ("fees", "daily_fees"), "interest": ("interest", "penalty")}
    legal = parameter("order-of-allocation", on).order
    return tuple(part for name in legal for part in parts.get(name, (name,)))

"""What a payment pays first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from letters.reference_data.parameters import parameter

_PRINCIPAL_FIRST = ("principal", "interest", "penalty", "fees")


class Owed(NamedTuple):
    """Amounts by what they are owed for; also what of a payment goes to each."""

    fees: Decimal
    interest: Decimal
    penalty: Decimal
    principal: Decimal

    @property
    def sum(self) -> Decimal:
        return self.fees + self.interest + self.penalty + self.principal


@cache
def order_of(allocation: str, on: date) -> tuple[str, ...]:
    """The names of what a payment of that day pays, first things first: as the law has it, or as the contract says.

    The law names interest alone. Ordinary interest is older than penalty interest, so of the two it comes first.
    """
    if allocation == "principal-first":
        return _PRINCIPAL_FIRST
    legal = parameter("order-of-allocation", on).order
    return tuple(part for name in legal for part in ((name, "penalty") if name == "interest" else (name,)))


def reaches_penalty(amount: Decimal, owed: Owed, order: tuple[str, ...]) -> bool:
    """Whether a payment has anything left once what comes before the penalty is paid."""
    ahead = order[: order.index("penalty")]
    before: Decimal = sum((getattr(owed, name) for name in ahead), Decimal(0))
    return amount > before


def allocate(amount: Decimal, owed: Owed, order: tuple[str, ...]) -> Owed:
    """What of a payment goes to fees, interest, penalty and principal, in the order given."""
    parts: dict[str, Decimal] = {}
    for name in order:
        parts[name] = min(amount, getattr(owed, name))
        amount -= parts[name]
    return Owed(**parts)

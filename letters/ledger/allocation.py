"""What a payment pays first."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

ORDERS = {
    # 民法典 §561, where the contract does not agree otherwise: fees, then interest, then principal.
    # Ordinary interest is older than penalty interest, so of the two it comes first.
    "statutory": ("fees", "interest", "penalty", "principal"),
    "principal-first": ("principal", "interest", "penalty", "fees"),
}


class Owed(NamedTuple):
    """Amounts by what they are owed for; also what of a payment goes to each."""

    fees: Decimal
    interest: Decimal
    penalty: Decimal
    principal: Decimal

    @property
    def sum(self) -> Decimal:
        return self.fees + self.interest + self.penalty + self.principal


def reaches_penalty(amount: Decimal, owed: Owed, order: str) -> bool:
    """Whether a payment has anything left once what comes before the penalty is paid."""
    names = ORDERS[order]
    ahead = names[: names.index("penalty")]
    before: Decimal = sum((getattr(owed, name) for name in ahead), Decimal(0))
    return amount > before


def allocate(amount: Decimal, owed: Owed, order: str) -> Owed:
    """What of a payment goes to fees, interest, penalty and principal, in the order given."""
    parts: dict[str, Decimal] = {}
    for name in ORDERS[order]:
        parts[name] = min(amount, getattr(owed, name))
        amount -= parts[name]
    return Owed(**parts)

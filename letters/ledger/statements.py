"""The later statements of a card: the minimum that each asks for, and whether it was met."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from letters.base.money import EXACT, ZERO, to_fen


class Statement(NamedTuple):
    """Where a bill stands once the day of a minimum is over. Amounts in yuan.

    `number` counts the statements after the bill's own. `unmet` is what is unpaid of the last minimum; `paid` and
    `principal` are what was paid on the bill, and what was left of its principal, by then.
    """

    number: int = 0
    unmet: Decimal = ZERO
    paid: Decimal = ZERO
    principal: Decimal = ZERO

    def following(self, share: Decimal, paid: Decimal, principal: Decimal) -> Statement:
        """Returns the next statement, whose minimum carries over what was unpaid; payments since then meet it first."""
        carried = min(self.unmet, self.principal)
        minimum = carried + to_fen(EXACT.multiply(self.principal - carried, share))
        return Statement(self.number + 1, max(minimum - (paid - self.paid), ZERO), paid, principal)


NO_STATEMENT = Statement()

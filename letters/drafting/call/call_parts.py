"""Parts of what a call speaks of: a charge, a contact, the lender's page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import NamedTuple


class Charge(NamedTuple):
    """A charge that the request asks to be waived: its kind, what is outstanding of it and what of that is asked.

    `share` is "all", "half" or "part".
    """

    kind: str
    outstanding: Decimal
    asked: Decimal

    @property
    def share(self) -> str:
        """How much of it is asked, in a word."""
        return "all" if self.asked == self.outstanding else "half" if self.asked * 2 == self.outstanding else "part"


class Talk(NamedTuple):
    """A contact as it is named on the telephone.

    `ticket` is the last digits of its ticket; `missed` the day of an answer that was promised and did not come, and
    `heard_later` says that there was a contact after it; `answered` is what the lender answered, where that is short.
    """

    date: datetime.date
    ticket: str | None
    missed: datetime.date | None
    heard_later: bool
    outcome: str | None
    answered: str | None


class ShownPage(NamedTuple):
    """What the lender's page showed on a day, and what was paid since, in yuan."""

    on: datetime.date
    principal: Decimal
    charges: Decimal
    paid: Decimal

"""A value under a key that the user made up: a text, which may have the form of an amount or a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from letters.base.dates import parse_date
from letters.base.money import parse_amount


class FreeValue(str):
    """The text as it was typed."""

    __slots__ = ()

    @property
    def amount(self) -> Decimal | None:
        """The amount in yuan if the text has the form of one, `1,200.00`, else None."""
        try:
            return parse_amount(self)
        except ValueError:
            return None

    @property
    def day(self) -> date | None:
        """The day if the text has the form of one, `2026-03-20`, else None."""
        try:
            return parse_date(self)
        except ValueError:
            return None

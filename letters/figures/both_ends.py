"""Both ends of the figures where the rate is known only to lie in a range."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from letters.ledger.totals import BillFigures, Total


class SumsAtBothEnds(NamedTuple):
    """The sums of all bills, or of those that are due, at the low and at the high rate."""

    low: Total
    high: Total


class BillAtBothEnds(NamedTuple):
    """One bill at the low and at the high rate."""

    label: str
    low: BillFigures
    high: BillFigures


class FiguresAtBothEnds(NamedTuple):
    """The two daily rates, and the sums and the bills at each."""

    daily_rate_low: Decimal
    daily_rate_high: Decimal
    total: SumsAtBothEnds
    due: SumsAtBothEnds
    bills: tuple[BillAtBothEnds, ...]


def bills_at_both_ends(low: Sequence[BillFigures], high: Sequence[BillFigures]) -> tuple[BillAtBothEnds, ...]:
    """Returns each bill at both rates; the same bills in the same order at each."""
    return tuple(BillAtBothEnds(one.label, one, other) for one, other in zip(low, high, strict=True))

"""Figures at an unknown rate: each amount that the rate moves becomes a pair of ends, which a letter shows as one."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, cast, overload

from letters.base.money import ZERO
from letters.drafting.wording import NO_SPACE, UNIT, Between, Difference
from letters.figures.figures import Figures
from letters.ledger.entries import Posting
from letters.ledger.totals import AboveLine, BillFigures, Total
from letters.reference_data.languages import Language


class _Spread:
    """The figures at both ends of a rate: each is made one of the two when it is first named."""

    def __init__(self, low: Figures, high: Figures) -> None:
        self._low, self._high = low, high

    def __getattr__(self, name: str) -> Any:
        low, high = getattr(self._low, name), getattr(self._high, name)
        value = self.__dict__[name] = low if name in _AS_THEY_ARE else between(low, high)
        return value

    @property
    def disputed(self) -> Decimal:
        """How much more the lender asks for."""
        return _difference(self._low.disputed, self._high.disputed)


_AS_THEY_ARE = {"case", "obligations", "accounts", "at_high", "reconciled", "range"}


def spread(figures: Figures) -> Figures:
    """Returns the figures at both ends of the rate as one; if the rate is known, the figures themselves."""
    return figures if figures.at_high is None else cast("Figures", _Spread(figures, figures.at_high))


def between(low: Any, high: Any) -> Any:
    """Returns two values of one shape as one, in which amounts that differ are pairs.

    If they differ in anything but amounts it is the high one, since what a letter promises has to hold at either end.
    """
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return low if low == high else Between(low, high)
    if type(low) is not type(high) or isinstance(low, AboveLine):
        return low if isinstance(low, AboveLine) else high  # passed for sure only where the low rate passes it
    if isinstance(low, tuple) and len(low) == len(high):
        return _between_each(low, high)
    if not is_dataclass(low) or isinstance(low, type):
        return high
    names = [field.name for field in fields(low)]
    return replace(low, **{name: between(getattr(low, name), getattr(high, name)) for name in names})


def _between_each(low: Any, high: Any) -> Any:
    """Returns two tuples, plain or named, of one length as one."""
    pairs = [between(one, other) for one, other in zip(low, high, strict=True)]
    made: Any = type(low)._make(pairs) if hasattr(low, "_make") else tuple(pairs)
    if isinstance(low, BillFigures):
        made = made._replace(entries=_postings(low, high))
    if isinstance(low, BillFigures | Total):
        return made._replace(difference=_difference(low.difference, high.difference))
    return made


def _postings(low: BillFigures, high: BillFigures) -> tuple[Posting, ...]:
    """Returns what each payment paid, at both ends.

    The other lines of the ledger are those of one rate: see `at_low`.
    """
    ends = [{(one.date, one.origin): one for one in bill.entries if isinstance(one, Posting)} for bill in (low, high)]
    found = []
    for key in dict.fromkeys(key for end in ends for key in end):
        one, other = (end.get(key, Posting(key[0], ZERO, ZERO, ZERO, ZERO, ZERO, key[1])) for end in ends)
        found.append(between(one, other))
    return tuple(found)


@overload
def _difference(low: Decimal, high: Decimal) -> Decimal: ...
@overload
def _difference(low: Decimal | None, high: Decimal | None) -> Decimal | None: ...
def _difference(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Returns how far the lender's figure is from both ends of ours, or None if it is not known."""
    return low if low is None or high is None or low == high else Difference(low, high)


def settled(text: str, words: Language) -> str:
    """Returns a text in which each printed pair is settled into its sentence, and no mark of it is left.

    `about` is not said twice, nor parted from a Han character before it; if the unit follows the second amount it
    follows the first too. A currency that stands before the amounts has `about` before it.
    """
    if UNIT not in text and NO_SPACE not in text:
        return text
    about = re.escape(words.between.amount.partition("{low}")[0].strip())
    if about:
        text = re.sub(
            rf"{about} ?{NO_SPACE}{about} ?", lambda found: found[0].partition(NO_SPACE)[0].strip() + " ", text
        )
    if words.between.before:
        lead, _, sign = words.between.before.rpartition(" ")
        text = re.sub(rf"(?<!{re.escape(lead)} ){re.escape(sign)} {NO_SPACE}", f"{words.between.before} ", text)
    text = re.sub(rf"(?<=[\u2e80-\uffef]) {NO_SPACE}|{NO_SPACE}", "", text)
    if unit := words.between.unit:
        text = re.sub(rf"{UNIT} ?([^\d\n|]*[\d,.]+{re.escape(unit)})", rf"{unit}\1", text)
    return text.replace(UNIT, "")

"""What a credit card's bill charges beside penalty: a late fee, and ordinary interest before default.

Each is an amount that the bill states, or a rule by which it is computed (docs/figures-credit-cards.md).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, get_args

from letters.base.errors import Message
from letters.base.field_types import Amount, Date, Flag, Rate, Typed
from letters.base.rate_text import CHARACTERS, in_characters
from letters.base.record import Field, Record
from letters.base.typed_text import half_width

_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(%?)")
_AMOUNT: Typed = get_args(Amount)[1]


def _share(text: str) -> Decimal:
    if (share := in_characters(half_width(text))) is not None and share <= 1:
        return share
    found = _SHARE.fullmatch(half_width(text))
    if not found:
        raise ValueError(Message("'{value}' is not a share; write it like 5%", value=text))
    number, percent = Decimal(found[1]), bool(found[2])
    share = number / 100 if percent else number
    if share > 1:
        if not percent and number <= 100:
            meant = f"{(number * 100).normalize():f}"
            raise ValueError(Message("{value} means {share} %; write {value}%", value=text.strip(), share=meant))
        raise ValueError(Message("'{value}' is more than the whole; write at most 100%", value=text))
    return share


_SHARE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {
            "type": "string",
            "pattern": rf"^[0-9]{{1,3}}(\.[0-9]{{1,6}})?\s*[%％]?$|^{CHARACTERS}$",
        },
    ]
}
Share = Annotated[Decimal, Typed(_share, Message("expects a share, like 5%"), _SHARE_SCHEMA, "share")]


def or_mapping(typed: Typed, form: Message) -> Typed:
    """Returns how a field reads a value where a mapping, the record beside it, may stand instead."""
    return replace(typed, form=form, listed="", or_mapping=True)


class LateFee(Record):
    """The usual clause: a share of the minimum payment left unpaid, within bounds."""

    share: Share = Field(title="Share", description="Of the minimum payment that was not met", examples=["5%"])
    floor: Amount | None = Field(
        None, title="At least", description="The least it is, once the minimum was not met", examples=["10.00"]
    )
    cap: Amount | None = Field(None, title="At most", description="The most it is", examples=["500.00"])
    each_statement: Flag | None = Field(
        None,
        title="On each statement",
        description="Whether each later statement charges it again, while its minimum is not met",
    )
    minimum_share: Share | None = Field(
        None,
        title="Share of the minimum payment",
        description="Which share of the balance the minimum payment of a later statement is",
        examples=["10%"],
    )


class Interest(Record):
    """Ordinary interest that a card charges on the whole spending once a bill is not paid in full."""

    since: Date = Field(
        title="Posting date", description="The day the spending was posted (记账日)", examples=["2025-11-12"]
    )
    daily_rate: Rate | None = Field(
        None, title="Daily interest rate", description="The lender's daily_rate when absent", examples=["0.05%"]
    )


LateFeeField = Annotated[
    Decimal | LateFee,
    or_mapping(_AMOUNT, Message("expects an amount of money, or {share: 5%, floor: 10.00, cap: 500.00}")),
]
InterestField = Annotated[
    Decimal | Interest, or_mapping(_AMOUNT, Message("expects an amount of money, or {since: 2025-11-12}"))
]

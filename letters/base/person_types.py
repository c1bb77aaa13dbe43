"""The types of what is known of a person: ID, telephone and account numbers, and the month of a first loan."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from letters.base.dates import parse_date
from letters.base.errors import Message
from letters.base.field_types import TEXT_SCHEMA, Typed, parse_text
from letters.base.typed_text import half_width

_ID = re.compile(r"[0-9]{14,17}[0-9Xx]")
_NUMBER = re.compile(r"[0-9+ ()-]+")
_MONTH = re.compile(r"([0-9]{4})\s*(?:[-/.]|年)\s*([0-9]{1,2})\s*月?")


def _id_number(value: str) -> str:
    """Returns an ID number as it is printed: the check digit x as a capital, full-width digits as ASCII."""
    text = parse_text(value)
    return half_width(text).upper() if _ID.fullmatch(half_width(text)) else text


def _number(value: str) -> str:
    """Returns a telephone or account number with full-width digits as ASCII."""
    text = parse_text(value)
    return half_width(text) if _NUMBER.fullmatch(half_width(text)) else text


def parse_month(value: str) -> date:
    """Returns the first day of a month typed as `2023-06` or `2023年6月`.

    Raises ValueError with what to write instead.
    """
    found = _MONTH.fullmatch(half_width(value))
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError(Message("'{value}' is not a month; write it like 2023-06", value=value))
    return parse_date(f"{found[1]}-{found[2]}-1")


_AGENT = re.compile(r"(?:客服)?工号\s*[:：]?\s*|(?i:agent\s*(?:no\.?|number)?)\s*[:：]?\s+")


def _agent_number(value: str) -> str:
    """Returns the number alone: letters put 工号 before it."""
    text = parse_text(value)
    return _AGENT.sub("", text, count=1) if (found := _AGENT.match(text)) and found.end() < len(text) else text


IdNumber = Annotated[str, Typed(_id_number, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]
Number = Annotated[str, Typed(_number, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]
Month = Annotated[date, Typed(parse_month, Message("expects a month, like 2023-06"), {"type": "string"})]
AgentNumber = Annotated[str, Typed(_agent_number, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]

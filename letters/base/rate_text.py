"""Rates as bills and contracts write them: by the day, by the year, or as a multiple of the contract's own."""

from __future__ import annotations

import re
from decimal import Decimal

from letters.base.errors import Message
from letters.base.typed_text import half_width

USUAL_RATE = Decimal("0.002")
"""A daily rate above this is confirmed with a warning."""
MOST_RATE = Decimal("0.02")
"""A daily rate of this or more is a slip."""
_YEAR = 365
_RATE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,12})?)\s*([%‰]?)")
_PARTS = {"": 1, "%": 100, "‰": 1000}
_HAN_DIGITS = "〇一二三四五六七八九"
_OF_TEN_THOUSAND = re.compile(rf"([百千万])\s*(?:分之)?\s*([0-9{_HAN_DIGITS}零十]+)(?:[.点]([0-9{_HAN_DIGITS}零]+))?")
_LONG_RATE = re.compile(r"[0-9]{1,4}\.[0-9]{13,}\s*%?")
_RATES = re.compile(r"[0-9.]+\s*%?\s*[-–—~～至到]\s*[0-9.]+\s*%?")


def parse_rate(text: str) -> Decimal:
    """Returns a daily rate as an exact fraction a day. Raises ValueError with what to write instead.

    `0.0005`, `0.05%`, `0.5‰`, `万分之五`, `万分之5` and `万5` all mean the same.
    """
    known = half_width(text)
    rate = in_characters(known)
    found = None if rate is not None else _RATE.fullmatch(known)
    if rate is None and not found:
        if _RATES.fullmatch(known):
            raise ValueError(
                Message("'{value}' is not a daily rate; a range is written with two dots: 0.05%..0.075%", value=text)
            )
        if _LONG_RATE.fullmatch(known):
            raise ValueError(
                Message(
                    "'{value}' has more than twelve decimals; write the rate as the bill or the contract shows it",
                    value=text,
                )
            )
        raise ValueError(Message("'{value}' is not a daily rate; write it like 0.05% or 0.0005", value=text))
    if found:
        rate = Decimal(found[1]) / _PARTS[found[2]]
        if not found[2] and MOST_RATE <= rate <= USUAL_RATE * 100:
            raise ValueError(
                Message(
                    "{value} means {share} % a day; write {value}%",
                    value=known,
                    share=f"{(rate * 100).normalize():f}",
                )
            )
    assert rate is not None
    if rate >= MOST_RATE:
        raise ValueError(
            Message("'{value}' is 2% a day or more, which no bill shows; write the daily rate, like 0.05%", value=text)
        )
    return rate


def in_characters(text: str) -> Decimal | None:
    """Returns 万分之五, 千分之0.5, 万5 or 百分之十五点四 as a fraction, or None for anything else."""
    found = _OF_TEN_THOUSAND.fullmatch(text)
    whole = _digits(found[2]) if found else ""
    if not found or not whole:
        return None
    return Decimal(f"{whole}.{_digits(found[3] or '0')}") / {"百": 100, "千": 1000, "万": 10000}[found[1]]


def _digits(text: str) -> str:
    """Returns a number below a hundred in 十, or its digits one by one, as ASCII digits; empty for anything else."""
    tens, ten, ones = text.partition("十")
    if ten and (len(tens) > 1 or len(ones) > 1 or "十" in ones):
        return ""
    written = f"{tens or '一'}{ones or '〇'}" if ten else text
    return "".join(str(_HAN_DIGITS.find(one.replace("零", "〇"))) if not one.isascii() else one for one in written)


def parse_yearly_rate(text: str) -> Decimal:
    """Returns a yearly rate, `15.4%`, `0.154` or `百分之十五点四`, as an exact fraction a year.

    Raises ValueError with what to write instead.
    """
    known = half_width(text)
    rate = in_characters(known)
    found = None if rate is not None else _RATE.fullmatch(known)
    if found and found[2] != "‰":
        rate = Decimal(found[1]) / _PARTS[found[2]]
    if rate is None:
        raise ValueError(Message("'{value}' is not a yearly rate; write it like 15.4%", value=text))
    if found and not found[2] and rate >= 1:
        share = f"{(rate * 100).normalize():f}"
        raise ValueError(Message("{value} means {share} % a year; write {value}%", value=known, share=share))
    if rate >= MOST_RATE * _YEAR:
        raise ValueError(Message("'{value}' is 2% a day or more, which no contract has; look at it again", value=text))
    return rate


def parse_multiple(text: str) -> Decimal:
    """Returns a multiple from 100 % to 300 %, typed as `150%` or `1.5`.

    Raises ValueError with what to write instead.
    """
    known = half_width(text)
    found = _RATE.fullmatch(known)
    if not found or found[2] == "‰" or not 1 <= (times := Decimal(found[1]) / _PARTS[found[2]]) <= 3:
        raise ValueError(
            Message("'{value}' is no multiple of the contract rate from 100% to 300%; write it like 150%", value=text)
        )
    return times


CHARACTERS = "[百千万](分之)?[0-9〇零一二三四五六七八九十点.]+"
"""The pattern that editors hold a rate in characters to."""
RATE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": float(MOST_RATE)},
        {
            "type": "string",
            "pattern": rf"^[0-9]+(\.[0-9]+)?\s*[%％‰]?$|^{CHARACTERS}$",
        },
    ]
}
YEARLY_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {
            "type": "string",
            "pattern": rf"^[0-9]+(\.[0-9]+)?\s*[%％]?$|^{CHARACTERS}$",
        },
    ]
}
MULTIPLE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 1, "maximum": 3},
        {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*[%％]?$"},
    ]
}

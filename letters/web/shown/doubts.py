"""What is asked about a value that is likely a slip: the question, why, and what would put it right in one touch."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import Message, borrowed
from letters.base.money import grouped, parse_amount, percent, plain
from letters.base.rate_text import USUAL_RATE, parse_multiple, parse_rate, parse_yearly_rate
from letters.base.typed_text import half_width
from letters.scenario.questions import Field

YEAR = 365
SMALL_RATE = Decimal("0.00005")
"""A daily rate below this is a hundredth of what bills show: a percent sign too many."""
_IN_WORDS = re.compile(r"[约大概共计\s]*([0-9]+(?:\.[0-9]+)?)\s*([万千百])\s*(?:元|块钱?)?(?:左右|多)?")
_SIZES = {"百": 100, "千": 1000, "万": 10000}
_ROUGH = re.compile(r"[约大概共计\s]*([0-9,，.]+)\s*(?:元|块钱?)?(?:左右|多)")
_NOTHING = frozenset({"没有", "无", "没", "零", "none", "nothing"})


class Doubt(NamedTuple):
    """What is asked about a value: the question, why, what would put it right (title and value), and what keeps it."""

    ask: Message
    why: Message | None = None
    fixes: tuple[tuple[Message, str], ...] = ()
    keep: Message | None = None


def yes(what: str) -> Message:
    """Returns the words of the button that takes what was proposed."""
    return Message("Yes, {value}", value=borrowed(what))


def no(what: str) -> Message:
    """Returns the words of the button that keeps what was typed."""
    return Message("No, it is {value}", value=borrowed(what))


def _instead(value: str) -> Doubt:
    return Doubt(Message("Is it {value}?", value=value), None, ((yes(value), value),))


def second_look(slip: Message | None) -> Doubt | None:
    """Returns a slip as a question to which nothing can be proposed, or None if there is no slip."""
    return Doubt(slip, None, (), Message("It is right so")) if slip else None


def number_in(form: re.Pattern[str], text: str) -> Doubt | None:
    """Returns the question whether the number in a text is meant, where the text has that form, or None."""
    found = form.fullmatch(half_width(text))
    return _instead(found[1]) if found else None


def of_rate(field: Field, text: str) -> Doubt | None:
    """Returns the question about a daily rate that is too high, too low or no percentage, or None."""
    assert field.typed
    if field.typed.read in {parse_yearly_rate, parse_multiple}:
        return None
    try:
        rate = parse_rate(text)
    except ValueError:
        return _of_percent(half_width(text))
    told = {"rate": percent(rate), "yearly": percent((rate * YEAR).normalize())}
    if rate > USUAL_RATE:
        why = Message("{rate} a day is {yearly} a year, far above what is usual.", **told)
        return _rate_instead(rate / 10, why, rate)
    if 0 < rate < SMALL_RATE:
        return _rate_instead(rate * 100, Message("{rate} a day is only {yearly} a year.", **told), rate)
    return None


def _of_percent(bare: str) -> Doubt | None:
    """Returns the question whether a number that is too much for a fraction is one in percent."""
    try:
        rate = parse_rate(f"{bare}%")
    except ValueError:
        return None
    return _rate_instead(rate, Message("Beside the field stands “% a day”."), None)


def _rate_instead(rate: Decimal, why: Message, typed: Decimal | None) -> Doubt:
    likely = percent(rate)
    return Doubt(
        Message("Does the bill say {rate} a day?", rate=likely),
        why,
        ((yes(likely), likely),),
        no(percent(typed)) if typed is not None else None,
    )


def of_money(text: str) -> Doubt | None:
    """Returns the question whether 2.3万, 约500元 or 没有 is the sum that it seems to be."""
    try:
        parse_amount(text)
    except ValueError:
        known = half_width(text).strip()
    else:
        return None
    if known.lower() in _NOTHING:
        return _sum(Decimal(0), None)
    if found := _IN_WORDS.fullmatch(known):
        amount = Decimal(found[1]) * _SIZES[found[2]]
        return _sum(amount, Message("A bill is written to the fen; write jiao and fen too if it shows them."))
    if found := _ROUGH.fullmatch(known):
        try:
            return _sum(parse_amount(found[1]), None)
        except ValueError:
            return None
    return None


def _sum(amount: Decimal, why: Message | None) -> Doubt:
    return Doubt(Message("Is it {amount} yuan?", amount=grouped(amount)), why, ((yes(grouped(amount)), plain(amount)),))

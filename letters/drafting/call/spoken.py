"""Amounts, counts and days as they are said aloud, in the language of a letter.

A language that has no way of speaking here says them as it writes them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from letters.drafting import dates_said, wording
from letters.drafting.call import spoken_chinese, spoken_english
from letters.drafting.wording import Between, Md
from letters.reference_data.languages import Language

SPEAKERS: dict[str, Any] = {"chinese": spoken_chinese, "english": spoken_english}
"""What `spoken` of a language file names."""
_TAIL = re.compile(r"(\d{3,})\D*$")
_LAST = 4
_EXACT, _SHORT = 3, 2
"""How many leading digits are said: of a round amount, and of one that is cut."""
_SMALL = 100


def said(value: Any, language: Language) -> Any:
    """Returns an amount as it is said: 7363.40 is 七千三百多, 5200 is 五千二; of a range the low end, 一百六十多."""
    if not isinstance(value, Decimal):
        return value
    speaker, amount = SPEAKERS.get(language.spoken), +Decimal(value)
    if speaker is None:
        return wording.rounded(value)
    is_range = isinstance(value, Between) and value.high != value
    low = min(amount, value.high) if isinstance(value, Between) else amount
    if not is_range and low == _leading(low, _EXACT) and low >= 1:
        return Md(speaker.whole(int(low)))
    return Md(speaker.over(int(_leading(low, _SHORT))))


def said_near(value: Any, language: Language) -> Any:
    """Returns an instalment as it is said, to three digits: 1269.72 is 一千二百七; of a range the high end."""
    if not isinstance(value, Decimal):
        return value
    speaker = SPEAKERS.get(language.spoken)
    amount = max(+Decimal(value), value.high) if isinstance(value, Between) else +Decimal(value)
    near = _leading(amount, _EXACT, ROUND_HALF_UP)
    return wording.rounded(near) if speaker is None else Md(speaker.whole(int(near)) if near else speaker.over(0))


def said_day(value: Any, language: Language, today: date) -> Any:
    """Returns a day as it is said: 三月十二号."""
    speaker = SPEAKERS.get(language.spoken)
    if not isinstance(value, date):
        return value
    return Md(speaker.day(value, today)) if speaker else dates_said.near_date(value, language, today)


def said_month(value: Any, language: Language, today: date) -> Any:
    """Returns about when something was: 去年十一月底."""
    speaker = SPEAKERS.get(language.spoken)
    if not isinstance(value, date):
        return value
    return Md(speaker.month(value, today)) if speaker else dates_said.in_month(value, language)


def said_count(value: int, language: Language) -> Md:
    """Returns how many instalments or bills there are: 12 is 十二, 2 is 两."""
    if 0 <= value < len(language.counts):
        return Md(language.counts[value])
    speaker = SPEAKERS.get(language.spoken)
    return Md(speaker.count(value) if speaker else str(value))


def said_digits(value: Any, language: Language) -> Any:
    """Returns the last digits of a number, one by one: HB0312-4471 is 四四七一."""
    tail = last_digits(value) if isinstance(value, str) else None
    if tail is None:
        return value
    speaker = SPEAKERS.get(language.spoken)
    return Md(speaker.digits(tail) if speaker else tail)


def last_digits(text: str) -> str | None:
    """Returns the last digits of an account or a ticket, four at most; None for one that does not end with three."""
    found = _TAIL.search(text)
    return found[1][-_LAST:] if found else None


def _leading(amount: Decimal, digits: int, rounding: str = ROUND_FLOOR) -> Decimal:
    """Returns an amount cut, or rounded, to its leading digits; one below 100 to whole yuan."""
    if amount < _SMALL:
        return amount.quantize(Decimal(1), rounding)
    exponent = max(amount.adjusted() + 1 - digits, 0)
    return (amount.scaleb(-exponent).quantize(Decimal(1), rounding)).scaleb(exponent)

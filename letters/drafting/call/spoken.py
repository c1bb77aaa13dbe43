"""Amounts, counts and days as they are said aloud, in the language of a letter.

A language that has no way of speaking here says them as it writes them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from letters.drafting import dates_said, wording
from letters.drafting.call import spoken_chinese, spoken_english
from letters.drafting.wording import Between, Md
from letters.reference_data.languages import Language

SPEAKERS: dict[str, Any] = {"chinese": spoken_chinese, "english": spoken_english}
"""What `spoken` of a language file names."""
_LAST, _FEWEST = 4, 3
_EXACT, _SHORT = 3, 2
"""How many leading digits are said: of a round amount, and of one that is cut."""
_SMALL = 100
TO_THE_YUAN = 300
"""An instalment below this is said to the yuan."""


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
    return Md(speaker.over(int(_short(low))))


def said_near(value: Any, language: Language) -> Any:
    """Returns an instalment as it is said, as more than what is named and never more than it is: 1143.90 is
    一千一百多, 1023.82 is 一千零二十多; of a range the high end.
    """
    if not isinstance(value, Decimal):
        return value
    speaker = SPEAKERS.get(language.spoken)
    amount = max(+Decimal(value), value.high) if isinstance(value, Between) else +Decimal(value)
    if speaker is None:
        return wording.rounded(value)
    named = named_of_instalment(amount)
    return Md(speaker.whole(int(named)) if named == amount and named else speaker.more(int(named)))


def named_of_instalment(amount: Decimal) -> Decimal:
    """Returns what is said of an instalment, in whole yuan: all of a round one, of one below 300 the yuan, of another
    the first two digits, or three where the second is a nought.
    """
    if amount == _leading(amount, _EXACT) or amount < TO_THE_YUAN:
        return _leading(amount, _EXACT)
    return _short(amount)


def _short(amount: Decimal) -> Decimal:
    """Returns the first two digits of an amount, or three where the second is a nought."""
    short = _leading(amount, _SHORT)
    return short if short != _leading(amount, 1) else _leading(amount, _EXACT)


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
    """Returns the last digits of an account or a ticket, four at most; None for one that has fewer than three."""
    found = "".join(re.findall(r"[0-9]", text))
    return found[-_LAST:] if len(found) >= _FEWEST else None


def _leading(amount: Decimal, digits: int) -> Decimal:
    """Returns an amount cut to its leading digits; one below 100 to whole yuan."""
    if amount < _SMALL:
        return amount.quantize(Decimal(1), ROUND_FLOOR)
    exponent = max(amount.adjusted() + 1 - digits, 0)
    return (amount.scaleb(-exponent).quantize(Decimal(1), ROUND_FLOOR)).scaleb(exponent)

"""Numbers and days as Chinese people say them on the telephone: 七千三百多, 两千一, 三月十二号."""

from __future__ import annotations

from datetime import date

from letters.base.money import in_thousands

_DIGITS = "零一二三四五六七八九"
_YEAR_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_WAN = 10_000
_FROM_TWO = 100
"""From here on a leading two is 两."""


def count(number: int) -> str:
    """Returns a whole number in full: 2100 is 两千一百, 12 is 十二, 10200 is 一万零二百."""
    high, low = divmod(number, _WAN)
    if not high:
        said = _below_wan(low)
    else:
        said = count(high) + "万" + (("零" if low < _WAN // 10 else "") + _below_wan(low) if low else "")
    return "两" + said[1:] if number >= _FROM_TWO and said.startswith("二") and said[1] != "十" else said


def brief(number: int) -> str:
    """Returns a whole number without its last unit where people leave it out: 2100 is 两千一, 1270 is 一千二百七."""
    said, digits = count(number), str(number)
    used = [place for place, digit in enumerate(reversed(digits)) if digit != "0"]
    if len(used) > 1 and used[0] and used[1] == used[0] + 1 and said[-1] in "十百千":
        return said[:-1]
    return said


def over(number: int) -> str:
    """Returns a number that the amount is above: 7300 is 七千三百多; below 100 in 块: 38 is 三十八块多."""
    if number >= _FROM_TWO:
        return f"{count(number)}{'块' if number % 10 else ''}多"
    return f"{whole(number)}多" if number else "不到一块"


more = over
"""An instalment that is more than a number is said in the same way."""


def whole(number: int) -> str:
    """Returns an amount of whole yuan: 5200 is 五千二, 38 is 三十八块."""
    return brief(number) if number >= _FROM_TWO else "两块" if number == 2 else f"{count(number)}块"


def day(value: date, today: date) -> str:
    """Returns a day: 三月十二号, 去年十一月二十八号."""
    return f"{_year(value, today)}{count(value.month)}月{count(value.day)}号"


def month(value: date, today: date) -> str:
    """Returns about when in a month: 去年十一月底, 三月初, 五月."""
    part = "初" if value.day <= 5 else "底" if value.day >= 25 else ""
    return f"{_year(value, today)}{count(value.month)}月{part}"


def digits(text: str) -> str:
    """Returns digits one by one: 6617 is 六六一七."""
    return "".join([_DIGITS[int(digit)] for digit in text])


def _year(value: date, today: date) -> str:
    near = {0: "", -1: "去年", 1: "明年"}.get(value.year - today.year)
    return "".join([_YEAR_DIGITS[int(digit)] for digit in str(value.year)]) + "年" if near is None else near


def _below_wan(number: int) -> str:
    said = in_thousands(number, _DIGITS, _UNITS) or _DIGITS[0]
    return said[1:] if said.startswith("一十") else said

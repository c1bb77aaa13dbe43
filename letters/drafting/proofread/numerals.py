"""Reads numbers written in Chinese characters: 大写 amounts, and the small ones of dates."""

from __future__ import annotations

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100}


def capital_value(text: str) -> str:
    """Returns the amount of 大写 characters, 壹万零贰佰叁拾捌元壹角柒分 → "10238.17"; any other text unchanged."""
    whole, _, rest = text.replace("圆", "元").rstrip("整正").rpartition("元")
    try:
        yuan = _integer(whole) if whole else 0
        jiao, fen = _place(rest, "角"), _place(rest, "分")
    except ValueError:
        return text
    return f"{yuan}.{jiao}{fen}"


def _integer(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in _CAPITALS:
            digit = _CAPITALS.index(char)
        elif char in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            raise ValueError(text)
    return total + section + digit


def _place(rest: str, unit: str) -> int:
    before, found, _ = rest.partition(unit)
    return _CAPITALS.index(before[-1:]) if found else 0


def small_number(text: str) -> int:
    """Returns a number below a thousand that is written in digits or characters: 12, 十二, 二十, 五百六十一, 两."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text.replace("〇", "零").replace("两", "二"):
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = max(_DIGITS.find(char), 0)
    return total + digit

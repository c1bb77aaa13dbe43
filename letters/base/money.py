"""Amounts of money: exact decimals, rounded half up to the fen, read strictly and written plainly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation

from letters.base.errors import Message
from letters.base.typed_text import half_width

FEN = Decimal("0.01")
ZERO = Decimal("0.00")

# Wide enough for the product of any amount, rate and number of days that the fields accept; a product
# that would need more raises instead of being rounded in silence.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])
_HALF_UP = Context(prec=60, rounding=ROUND_HALF_UP)
_DOWN = Context(prec=60, rounding=ROUND_DOWN)

MOST_DIGITS = 13
"""Digits before the point that an amount may have: up to 9,999,999,999,999.99."""

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")
_SIGNS = re.compile(r"(?:[¥￥]|CNY|RMB|人民币)?\s*([0-9][0-9,.]*)\s*(?:元整?|CNY|RMB)?", re.IGNORECASE)
"""The signs of the yuan that people write before or after an amount."""
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "，": ",", "。": ".", "¥": "", "￥": ""})


def to_fen(value: Decimal) -> Decimal:
    """Returns the amount rounded half up to 0.01."""
    return _HALF_UP.quantize(value, FEN)


def down_to_fen(value: Decimal) -> Decimal:
    """Returns the amount cut down to 0.01."""
    return _DOWN.quantize(value, FEN)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Returns the sum, with two decimals even if there is nothing to add."""
    return sum(amounts, ZERO)


def parse_amount(text: str) -> Decimal:
    """Returns an amount typed as `3200`, `3200.00` or `3,200.00`, with two decimals.

    Raises ValueError with what to write instead. `¥`, `元` and full-width digits are understood.
    """
    text = text.strip()
    signed = _SIGNS.fullmatch(half_width(text))
    number = signed[1] if signed else ""
    if _PLAIN.fullmatch(number) or _GROUPED.fullmatch(number):
        digits = number.replace(",", "")
        if len(digits.partition(".")[0]) > MOST_DIGITS:
            raise ValueError(Message("'{value}' is too large an amount; look at it again", value=text))
        return Decimal(digits).quantize(FEN)
    raise ValueError(_what_is_wrong(text))


def _what_is_wrong(text: str) -> Message:
    # NFKC turns full-width digits into ASCII ones; then the letters O and l, 元, ¥ and spaces go.
    guess = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    guess = re.sub(r"\s|元|CNY|RMB|_", "", guess)
    if re.fullmatch(r"[-−–]\d[\d,.]*", guess):
        return Message("'{value}' is negative; write the amount without a sign", value=text)
    if re.fullmatch(r"[0-9,]+\.[0-9]{3,}", guess):
        return Message("'{value}' has more than two decimals; write an amount to the fen", value=text)
    if _PLAIN.fullmatch(guess) or _GROUPED.fullmatch(guess):
        fixed = Decimal(guess.replace(",", "")).quantize(FEN, context=_HALF_UP)
        return Message("'{value}' is not an amount of money; write {fixed}", value=text, fixed=f"{fixed:f}")
    if re.fullmatch(r"[0-9,]+(\.[0-9,]*)?", guess) and "," in guess:
        return Message("'{value}' has a comma in the wrong place; write it without commas, like 3200.00", value=text)
    return Message("'{value}' is not an amount of money; write it like 3200.00", value=text)


def plain(value: Decimal) -> str:
    """Returns an amount as JSON has it: 3200.5 is "3200.50"."""
    return f"{value:.2f}"


def percent(fraction: Decimal) -> str:
    """Returns a fraction in percent with no digit more than it needs: 0.0005 is "0.05%"."""
    return f"{(fraction * 100).normalize():f}%"


def grouped(value: Decimal) -> str:
    """Returns an amount as a letter has it: 3200.5 is "3,200.50"."""
    return f"{value:,.2f}"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def capital(value: Decimal) -> str:
    """Returns an amount in the capital characters that Chinese bills use: 10238.17 is 壹万零贰佰叁拾捌元壹角柒分.

    Follows 正确填写票据和结算凭证的基本规定 (《支付结算办法》附一). If that leaves the choice (a zero before the 角), a
    single zero is silent and a run of zeros is spoken once, as in its own examples.
    """
    if value < 0 or value != to_fen(value):
        raise ValueError(Message("{value} is not an amount of whole fen", value=value))
    yuan, fen = divmod(int(value * 100), 100)
    jiao, fen = divmod(fen, 10)
    if not yuan and not jiao and not fen:
        return "零元整"
    text = f"{_integer(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return text + "整"
    if yuan and (not jiao or yuan % 100 == 0):
        text += "零"
    return text + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")


def _integer(number: int) -> str:
    """Returns a whole number above zero in capital characters, read by 亿 and 万."""
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            tail = ("零" if low < size // 10 else "") + _integer(low) if low else ""
            return _integer(high) + unit + tail
    return in_thousands(number, _DIGITS, _PLACES)


def in_thousands(part: int, digits: Sequence[str], places: Sequence[str]) -> str:
    """Returns a number below 10,000 in Chinese characters, of these digits and places; "" for zero."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + places[place]
            gap = False
        else:
            gap = True
    return text

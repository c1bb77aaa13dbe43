"""Numbers and days as people say them in English: nine thousand seven hundred, the fifth of November."""

from __future__ import annotations

from datetime import date

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((1_000_000, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_HUNDRED, _TWENTY, _TEN = 100, 20, 10


def count(number: int) -> str:
    """Returns a whole number in words: 9700 is nine thousand seven hundred, 164 is one hundred and sixty-four."""
    for scale, name in _SCALES:
        if number >= scale:
            high, rest = divmod(number, scale)
            joined = " and " if rest and rest < _HUNDRED else " "
            return f"{count(high)} {name}" + (joined + count(rest) if rest else "")
    if number < _TWENTY:
        return _SMALL[number]
    tens, ones = divmod(number, _TEN)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def brief(number: int) -> str:
    """Returns a whole number in words, from 1,100 to 1,999 in hundreds: 1270 is twelve hundred and seventy."""
    hundreds, rest = divmod(number, _HUNDRED)
    if not _TEN < hundreds < _TWENTY:
        return count(number)
    return f"{count(hundreds)} hundred" + (f" and {count(rest)}" if rest else "")


def over(number: int) -> str:
    """Returns a number that the amount is above: about nine thousand seven hundred."""
    return f"about {brief(number)}" if number else "less than one"


def more(number: int) -> str:
    """Returns a number that an instalment is above: over eleven hundred."""
    return f"over {brief(number)}" if number else "less than one"


def whole(number: int) -> str:
    """Returns an amount of whole yuan in words."""
    return brief(number)


def day(value: date, today: date) -> str:
    """Returns a day: the fifth of November, the fifth of November last year."""
    *before, last = count(value.day).split("-")
    ordinal = "-".join([*before, _ORDINALS.get(last, f"{last}th")])
    return f"the {ordinal} of {month(value, today)}"


def month(value: date, today: date) -> str:
    """Returns a month: November, November last year, November 2023."""
    near = {0: "", -1: " last year", 1: " next year"}.get(value.year - today.year, f" {value.year}")
    return _MONTHS[value.month - 1] + near


def digits(text: str) -> str:
    """Returns digits one by one: 4027 is four-oh-two-seven."""
    return "-".join(["oh" if digit == "0" else _SMALL[int(digit)] for digit in text])

"""The number of a Chinese identity card, by GB 11643: province, date of birth, serial number, check digit."""

from __future__ import annotations

import re
from datetime import date

_PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
_PROVINCES |= {71, 81, 82, 83}
"""The first two digits by GB/T 2260; 81, 82 and 83 stand for residents of Hong Kong, Macau and Taiwan."""


def is_id_number(number: str) -> bool:
    """Returns whether a text can be an ID number of 18 characters; a foreigner's begins with 9."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    known = number[0] == "9" or int(number[:2]) in _PROVINCES
    return known and "10X98765432"[weighed % 11] == number[17].upper()

"""Calendar dates: read in the forms people write, moved by months, kept off weekends."""

from __future__ import annotations

import calendar
import re
from datetime import date

from letters.base.errors import Message
from letters.base.typed_text import half_width

_FORMS = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
    r"|([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]"
)
_YEARS = range(1990, 2100)
_IN_EVERY_MONTH = 28


def parse_date(text: str) -> date:
    """Returns the date that a text means. Raises ValueError with what to write instead.

    `2025-12-10` is understood, also with slashes or points, as `20251210`, as `2025年12月10日` (or 号), and in
    full-width digits.
    """
    found = _FORMS.fullmatch(half_width(text))
    if not found:
        raise ValueError(Message("'{value}' is not a date; write it like 2025-12-10", value=text))
    year, month, day = (int(part) for part in found.groups() if part and part.isdecimal())
    if year not in _YEARS and 1 <= month <= 12:
        raise ValueError(
            Message(
                "the year of '{value}' is not one from {first} to {last}; look at it again",
                value=text,
                first=_YEARS[0],
                last=_YEARS[-1],
            )
        )
    if not 1 <= month <= 12:
        raise ValueError(Message("'{value}' is not a date (year, month, day); write it like 2025-12-10", value=text))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(
            Message(
                "'{value}' does not exist: that month has {last} days; write it like {year}-{month:02}-{last}",
                value=text,
                year=year,
                month=month,
                last=last,
            )
        )
    return date(year, month, day)


def add_months(first: date, months: int) -> date:
    """Returns `first` plus whole months, clipped to the end of the month: 31 January + 1 is the last of February."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = first.day
    return date(year, month + 1, day if day <= _IN_EVERY_MONTH else min(day, calendar.monthrange(year, month + 1)[1]))

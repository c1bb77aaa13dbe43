"""How dates are said in a letter: in full, without a year, or as a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters.base.placeholders import fill
from letters.drafting.wording import Stated
from letters.reference_data.languages import Language


def long_date(value: Any, language: Language) -> Any:
    """Returns a date in full: 2025 年 12 月 10 日."""
    return Stated(_dated(language.date, value, language)) if isinstance(value, date) else value


def in_month(value: Any, language: Language) -> Any:
    """Returns a month in full: 2025年12月."""
    return Stated(_dated(language.month, value, language)) if isinstance(value, date) else value


def near_date(value: Any, language: Language, today: date) -> Any:
    """Returns a date as it is said: without the year if it is this one, with "last year's" if it is the last."""
    if not isinstance(value, date):
        return value
    forms = {today.year: language.day, today.year - 1: language.last_year_day}
    return Stated(_dated(forms.get(value.year, language.date), value, language))


def beside(value: Any, other: Any, language: Language) -> Any:
    """Returns a date without its year if the date beside it has the same, else in full."""
    return short_date(value, language, other) if isinstance(other, date) else long_date(value, language)


def year_month(value: Any, language: Language) -> Any:
    """Returns the month of a date: 2023年6月, June 2023."""
    return Stated(_dated(language.year_month, value, language)) if isinstance(value, date) else value


def short_date(value: Any, language: Language, today: date) -> Any:
    """Returns a date without its year if that is the letter's, else in full: 3月20日, 2025年12月20日."""
    if not isinstance(value, date):
        return value
    return Stated(_dated(language.day if value.year == today.year else language.date, value, language))


def _dated(form: str, day: date, language: Language) -> str:
    return fill(
        form, {"year": day.year, "month": day.month, "day": day.day, "month_name": language.months[day.month - 1]}
    )

"""A day as the page shows it."""

from __future__ import annotations

from datetime import date

from letters.base.placeholders import fill
from letters.drafting.tidy import close_up
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import Library


def shown_day(day: date, shelf: Library, language: str) -> str:
    """Returns a day in full: 2026年3月20日, 20 March 2026."""
    words = read_language(shelf, language)
    parts = {"year": day.year, "month": day.month, "day": day.day, "month_name": words.months[day.month - 1]}
    said = fill(words.date, parts)
    return close_up(said) if language == "zh" else said

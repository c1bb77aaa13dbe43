"""Working days: published years are those of two independent packages; later ones are said to be provisional."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest
from cases import MINIMAL, letters_of
from every import every

from letters.base.resources import bundled
from letters.reference_data.holidays import is_working, read_year, working_day

YEARS = sorted(int(path.stem) for path in (bundled("reference_data") / "holidays").glob("*.yaml"))


def days(of: int) -> list[date]:
    return [date(of, 1, 1) + timedelta(n) for n in range((date(of + 1, 1, 1) - date(of, 1, 1)).days)]


@every(of=YEARS)
def test_every_day_of_a_published_year_is_what_chinesecalendar_says(of: int) -> None:
    assert [day for day in days(of) if is_working(day) != chinese_calendar.is_workday(day)] == []


@every(of=YEARS)
def test_every_day_of_a_published_year_is_what_holidays_says(of: int) -> None:
    known = holidays.country_holidays("CN", years=of)
    assert [day for day in days(of) if is_working(day) != known.is_working_day(day)] == []


@every(of=YEARS)
def test_a_year_lists_weekdays_off_and_weekend_days_worked(of: int) -> None:
    known = read_year(of)
    assert known
    assert all(day.weekday() < 5 and day.year == of for day in known.off)
    assert all(day.weekday() >= 5 and day.year == of for day in known.worked)
    assert known.verified_on < known.review_by


@pytest.mark.parametrize(
    ("day", "moved", "provisional"),
    [
        ("2026-04-03", "2026-04-03", False),
        ("2026-04-04", "2026-04-07", False),  # 清明, the Monday off
        ("2026-05-09", "2026-05-09", False),  # a Saturday that is worked
        ("2026-10-01", "2026-10-08", False),
        ("2025-12-31", "2025-12-31", False),
        ("2027-05-01", "2027-05-03", True),  # weekends alone
    ],
)
def test_a_day_is_moved_to_the_next_working_day(day: str, moved: str, provisional: bool) -> None:
    assert working_day(date.fromisoformat(day)) == (date.fromisoformat(moved), provisional)


def test_the_reply_by_date_of_a_letter_is_no_holiday() -> None:
    text = MINIMAL.replace("2026-03-20", "2026-09-18") + "request: {reply_within_days: 14}\n"
    assert letters_of(text, kinds=("call-log",)).figures.reply_by == date(2026, 10, 8)

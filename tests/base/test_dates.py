"""Dates are read in the forms people write, moved by months to the month's end at most, and kept off weekends."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.base.dates import add_months, parse_date

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2025-12-10", "2025/12/10", "2025年12月10日", "2025 年 12 月 10 日", " 2025-12-10\n"),
        *("2025.12.10", "20251210", "2025年12月10号", "２０２５年１２月１０日", "２０２５－１２－１０", "'2025-12-10"),
    ],
)
def test_a_date_is_read_in_the_forms_people_write(text: str) -> None:
    assert parse_date(text) == date(2025, 12, 10)


@pytest.mark.parametrize("text", ["2026-1-5", "2026/01/5", "2026年1月5日", "2026.1.5", "2026年1月5号"])
def test_a_date_needs_no_leading_zeros(text: str) -> None:
    assert parse_date(text) == date(2026, 1, 5)


NO_DATE = "'{}' is not a date; write it like 2025-12-10"
NO_YEAR = "the year of '{}' is not one from 1990 to 2099; look at it again"
NO_MONTH = "'{}' is not a date (year, month, day); write it like 2025-12-10"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *(
            (text, NO_DATE)
            for text in ("", "2026011", "202601100", "10.1.2026", "10 Jan 2026", "26-01-10", "2026-01", "明天")
        ),
        *((text, NO_DATE) for text in ("2026.01-10", "2026-01-10T00:00", "2026-01/10", "2026-01-1O", "٢٠٢٦-01-10")),
        *((text, NO_MONTH) for text in ("2026-13-01", "2026-00-10", "2100-13-01")),
        *((text, NO_YEAR) for text in ("1989-12-31", "2100-01-01", "0000-01-01")),
        ("2026-02-30", "'2026-02-30' does not exist: that month has 28 days; write it like 2026-02-28"),
        ("2024-02-30", "'2024-02-30' does not exist: that month has 29 days; write it like 2024-02-29"),
        ("2026-02-29", "'2026-02-29' does not exist: that month has 28 days; write it like 2026-02-28"),
        ("2026年4月31日", "'2026年4月31日' does not exist: that month has 30 days; write it like 2026-04-30"),
        ("2026-01-00", "'2026-01-00' does not exist: that month has 31 days; write it like 2026-01-31"),
    ],
)
def test_what_is_not_a_date_is_refused_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_date(text)
    assert str(refused.value) == message.format(text)


@given(DAYS)
def test_every_day_reads_back_from_every_form(day: date) -> None:
    forms = ["{0:%Y-%m-%d}", "{0.year}-{0.month}-{0.day}", "{0:%Y/%m/%d}", "{0.year}年{0.month}月{0.day}日"]
    assert {parse_date(form.format(day)) for form in forms} == {day}


@given(st.text("0123456789-/年月日 ", max_size=12) | st.text(max_size=12))
def test_any_text_is_a_date_or_refused_with_a_sentence(text: str) -> None:
    try:
        day = parse_date(text)
    except ValueError as error:
        assert str(error).startswith(f"'{text}' ")
    else:
        assert 1990 <= day.year < 2100


@pytest.mark.parametrize(
    ("first", "months", "then"),
    [
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 10), 1, date(2026, 1, 10)),
        (date(2025, 12, 31), 60, date(2030, 12, 31)),
    ],
)
def test_months_are_counted_from_the_first_day_and_end_with_the_month(first: date, months: int, then: date) -> None:
    assert add_months(first, months) == then


@given(DAYS, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_its_month(first: date, months: int) -> None:
    then = add_months(first, months)
    assert (then.year - first.year) * 12 + then.month - first.month == months
    assert then.day == min(first.day, calendar.monthrange(then.year, then.month)[1])

"""Working days in mainland China: weekends, the public holidays of published years, and the days worked for them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Annotated

from letters.base.field_types import Date, Text, one_of
from letters.base.record import Record
from letters.base.record_reading import read_record
from letters.base.resources import bundled
from letters.files.kept_files.yaml_data import bundled_data


class Year(Record):
    """A file of `reference_data/holidays/`: weekdays that are off, and weekend days that are worked (调休)."""

    source: Text
    status: Annotated[str, one_of("VT", "VP")]
    verified_on: Date
    review_by: Date
    off: tuple[Date, ...]
    worked: tuple[Date, ...]


@cache
def read_year(number: int) -> Year | None:
    """Returns the holidays of a year, or None if they are not published, or not kept here."""
    path = bundled("reference_data") / "holidays" / f"{number}.yaml"
    return read_record(Year, bundled_data(path, path.name)) if path.is_file() else None


def is_working(day: date) -> bool:
    """Returns whether a day is worked; in a year whose holidays are not known, every weekday is."""
    known = read_year(day.year)
    if known and day in known.worked:
        return True
    return day.weekday() < 5 and not (known and day in known.off)


def working_day(day: date) -> tuple[date, bool]:
    """Returns the day itself or the first working day after it, and whether that is provisional.

    It is provisional if the holidays of its year are not known.
    """
    while not is_working(day):
        day += timedelta(days=1)
    return day, read_year(day.year) is None

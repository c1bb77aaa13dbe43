"""On which days a hardship lasted: which due dates it explains, and for which a natural disaster may excuse.

Unknown days explain nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from letters.scenario.load import Case

DAYS_AFTER_THE_END = 60
"""How long after its end a hardship still explains that a bill was not paid: money is short for a while."""
DISASTERS = ("natural-disaster",)
"""Hardships that may be 不可抗力 (民法典 §180); illness and lost work generally are not."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from the first to the last, both included; no day at all if the first is not known."""

    first: date | None
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first is not None and self.first <= day <= self.last


def hardship_days(case: Case) -> DaySpan:
    """Returns the days from its beginning to the return, else to its end, else to `as_of`."""
    hardship = case.scenario.hardship
    return DaySpan(hardship.started, hardship.resumed or hardship.ended or case.as_of)


def cause_in_time(case: Case, due_date: date) -> bool:
    """Returns whether a bill fell due while the hardship lasted; sixty days more count if its end is known."""
    hardship, days = case.scenario.hardship, hardship_days(case)
    ends = hardship.resumed or hardship.ended
    more = timedelta(days=DAYS_AFTER_THE_END if ends else 0)
    return due_date in DaySpan(days.first, days.last + more)


def force_majeure_days(case: Case) -> DaySpan:
    """Returns the days of a natural disaster, of which a bill that fell due may name 民法典 §590; else no day."""
    days = hardship_days(case)
    return days if case.scenario.hardship.kind in DISASTERS else DaySpan(None, days.last)

"""How long the lender has had since the first contact, and which promised answers are past their day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from letters.scenario.load import Case
from letters.scenario.model.contacts import Contact, talks_until

COMPLAINT_RULES = "complaint-rules"
"""The law whose limits bind a lender that has received a complaint."""


class Missed(NamedTuple):
    """An answer promised for a day that has passed, after which nothing was heard by that day."""

    contact: date
    reply_by: date
    days: int
    """Days from the promised day to the letters' date."""


class TimeSinceContact(NamedTuple):
    """How long the lender has had: days from the first and from the last contact to the letters' date."""

    since: date
    days: int
    contacts: int
    last: date
    days_since_last: int
    missed: Missed | None
    """The latest promise that was not kept, as far as the record shows."""


def time_since_contact(case: Case) -> TimeSinceContact | None:
    """Returns the days since the first and the last contact, or None if there was none up to the letters' date."""
    contacts = talks_until(case.scenario.contacts, case.date)
    if not contacts:
        return None
    first, last = contacts[0].date, contacts[-1].date
    broken = [found for place in range(len(contacts)) if (found := _missed(contacts, place, case.date))]
    latest = broken[-1] if broken else None
    days = (case.date - first).days
    return TimeSinceContact(first, days, len(contacts), last, (case.date - last).days, latest)


def days_since_promise(contacts: list[Contact], place: int, today: date) -> int:
    """Returns the days since the day that a contact promised an answer for; 0 if it kept it, or promised none.

    `contacts` are in order; one after it and up to that day counts as the answer.
    """
    broken = _missed(contacts, place, today)
    return broken.days if broken else 0


def _missed(contacts: list[Contact], place: int, today: date) -> Missed | None:
    promise, day = contacts[place], contacts[place].reply_by
    following = contacts[place + 1].date if place + 1 < len(contacts) else today
    if day is None or day >= today or following <= day:
        return None
    return Missed(promise.date, day, (today - day).days)

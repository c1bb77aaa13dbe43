"""The days of a case as a calendar (`.ics`): answers awaited, limits of a complaint, instalments, reminders.

The only `import icalendar`. Every event is a whole day with an alarm. Its UID is made from the case and from what it
is, not from its day, so that importing the file again moves an event instead of doubling it; what is no longer to be
remembered is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

from letters.base.errors import InputError, Message
from letters.base.money import grouped
from letters.base.placeholders import fill
from letters.figures.case_status import case_status, owed, paid_up, unreached
from letters.figures.figures import Figures
from letters.figures.lender_answer import answer
from letters.negotiation.plans import DeferredPayments
from letters.negotiation.rung import Offer
from letters.pipeline import Letters
from letters.reference_data.holidays import is_working, read_year
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.scenario.load import Case
from letters.scenario.model.contacts import ANSWERS, Contact, in_order

PRODUCT = "-//negotiation-letters//letters//EN"
FIRST_DAY = date(2020, 1, 1)
"""The day from which SEQUENCE counts: a later export of an event replaces an earlier one."""
MOST_CHANGES = 1_000_000
"""A SEQUENCE that no calendar of ours comes near."""
SAME_DAY, DAY_BEFORE = timedelta(hours=9), timedelta(hours=-15)
"""When an alarm rings: at nine on the day, or at nine the day before, counted from the day's midnight."""


class Day(NamedTuple):
    """One event. `key` tells it from every other of the case; `form` names its words in `language.yaml`."""

    key: str
    form: str
    on: date
    amount: str = ""
    days: int = 0


def calendar(letters: Letters, on: date, spoken: str, before: bytes = b"") -> bytes:
    """Returns the calendar of a case as it stands on a day; the same inputs give the same bytes.

    `before` is the file that it replaces, if any: an event of it that is the same stays as it is, one that changed
    replaces it, and one that is gone is cancelled.
    """
    return calendar_of([letters], on, spoken, before)


def calendar_of(cases: Sequence[Letters], on: date, spoken: str, before: bytes = b"") -> bytes:
    """Returns one calendar of several cases, each event with the borrower's name before it; otherwise as `calendar`."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    known = _known(before)
    events = []
    for letters in cases:
        case = letters.case
        words = read_language(library(), "en").calendar | read_language(case.library, spoken).calendar
        whose = f"{case.scenario.borrower.name} · " if len(cases) > 1 else ""
        events += [(day.on, day.key, _event(case, day, on, words, whose)) for day in days_of(letters, on)]
    for _, _, event in sorted(events, key=lambda one: one[:2]):
        made.add_component(_after(known.pop(str(event["uid"]), None), event))
    for gone in known.values():
        made.add_component(_after(gone, _cancelled(gone, on)))
    content: bytes = made.to_ical()
    return content


def agenda(case: Case, days: Iterator[Day], spoken: str) -> list[dict[str, str]]:
    """Returns days as JSON, the nearest first: `date`, `key`, which tells a day from the others, and what is `due`."""
    words = read_language(library(), "en").calendar | read_language(case.library, spoken).calendar
    found = sorted(days, key=lambda day: (day.on, day.key))
    return [{"date": day.on.isoformat(), "key": day.key, "due": _title(case, day, words)} for day in found]


def is_ours(old: bytes) -> bool:
    """Returns whether a file is a calendar that `calendar` made."""
    return PRODUCT.encode() in old


def _known(before: bytes) -> dict[str, Event]:
    """Returns the events of a calendar by UID; empty if it is not ours.

    Raises InputError for one that cannot be read.
    """
    if not is_ours(before):
        return {}
    changed = InputError(
        Message("the calendar that is there was changed and cannot be read; move it away, or name another file")
    )
    try:
        events = [one for one in Calendar.from_ical(before).walk("VEVENT") if isinstance(one, Event)]
        known = {str(event["uid"]): event for event in events if _is_as_made(event)}
    except Exception as error:  # what a file changed by hand makes of the library's own code is of every type
        raise changed from error
    if len(known) < len(events):
        raise changed
    return known


def _is_as_made(event: Event) -> bool:
    """Returns whether an event is as `calendar` made it. Raises errors of the library if it has no such values."""
    single = not any(isinstance(event[name], list) for name in ("uid", "summary"))
    days = all(isinstance(event.decoded(name), date) for name in ("dtstart", "dtend"))
    return single and days and 0 <= int(event.decoded("sequence", 0)) < MOST_CHANGES and bool(event.to_ical())


def _after(old: Event | None, new: Event) -> Event:
    """Returns the event to write: the old one if nothing changed, else the new one with a higher SEQUENCE."""
    if old is None:
        return new
    if all(old.get(name) == new.get(name) for name in ("dtstart", "summary", "description", "status")):
        return old
    new["sequence"] = max(new.decoded("sequence"), old.decoded("sequence", 0) + 1)
    return new


def _cancelled(old: Event, on: date) -> Event:
    event = Event()
    for name in ("uid", "dtstart", "dtend", "summary"):
        event[name] = old[name]
    _stamp(event, on)
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _stamp(event: Event, on: date) -> None:
    event.add("dtstamp", datetime.combine(on, time(), UTC))
    event.add("sequence", max((on - FIRST_DAY).days, 0))


def days_of(letters: Letters, on: date) -> Iterator[Day]:
    """Yields every day that the case has to remember, the past ones of the log too; none of what is paid on a day."""
    case, figures = letters.case, letters.figures
    today = owed(case, on)
    given = answer(case, today, on)
    where = case_status(case, on, given)
    paid = paid_up(case, on, given)
    since = paid.last if paid else None  # what was asked for before all was paid need not be answered any more
    awaited = [one for one in case.scenario.contacts if one.reply_by or one.asked_by]
    for place, contact in enumerate(awaited):
        number = sum(one.date == contact.date for one in awaited[:place])  # of that day: another day's changes nothing
        due = contact.reply_by or contact.asked_by
        if due and not (since and contact.date < since) and not _answered(case, contact, min(due, on)):
            yield Day(f"answer-{contact.date}-{number}", "answer", due)
    if paid:
        return
    yield from _of_loans(figures)
    if not any(contact.letter for contact in case.scenario.contacts):
        yield Day("reply-by", "reply_by", figures.reply_by)
    for limit in where.limits:
        yield Day(f"limit-{limit.days}", "limit", limit.last, days=limit.days)
    agreed = given.offer if given and given.outcome == "accepted" and case.scenario.request.plan else None
    if given and agreed:
        yield from _payments(agreed, "instalment", given.paid_since - agreed.pay_now, figures)
    elif figures.letters_plan:
        yield from _payments(figures.letters_plan, "planned", today.total.paid - figures.total.paid, figures)
    elif figures.defer:
        yield from _pause(figures.defer, today.total.paid - figures.total.paid)
    else:
        yield from _reminders(figures, set())


def _of_loans(figures: Figures) -> Iterator[Day]:
    """Yields the instalments of loans that are to come, unless the plan asked for pays them, too."""
    if figures.letters_plan and figures.letters_plan.covers:
        return
    for loan in figures.obligations.loans:
        for row in loan.coming:
            yield Day(f"loan-{loan.place + 1}-{row.number}", "instalment", row.due_date, grouped(row.amount))


def _pause(asked: DeferredPayments, paid: Decimal) -> Iterator[Day]:
    """Yields what can be paid meanwhile, as far as payments do not reach it, and the last day of the pause."""
    left = unreached(asked.plan, paid)
    for number, row in enumerate(asked.plan, 1):
        if row in left:
            yield Day(f"token-{number}", "planned", row.date, grouped(row.amount))
    yield Day("pause-ends", "pause_ends", asked.until)


def _payments(offer: Offer, form: str, paid: Decimal, figures: Figures) -> Iterator[Day]:
    """Yields the instalments that the payments do not reach, and the days to look at the balance before them."""
    left = unreached(offer.plan, paid)
    for number, row in enumerate(offer.plan, 1):
        if row in left:
            yield Day(f"instalment-{number}", form, row.date, grouped(row.amount))
    if offer.rest and offer.rest.review:
        yield Day("review", "review", offer.rest.review, grouped(offer.rest.amount))
    yield from _reminders(figures, {row.date for row in offer.plan if row not in left})


def _reminders(figures: Figures, done: set[date]) -> Iterator[Day]:
    """Yields the days to look at the balance, but not before an instalment that is done."""
    for number, reminder in enumerate(figures.prevention.reminders, 1):
        if reminder.amount is None or reminder.due not in done:
            yield Day(f"autopay-{number}", "autopay", reminder.on)


def _answered(case: Case, contact: Contact, until: date) -> bool:
    """Returns whether the lender answered between a contact and the day `until`, that day included."""
    log = in_order(case.scenario.contacts)
    place = next(index for index, one in enumerate(log) if one is contact)
    return any(one.outcome in ANSWERS and one.date <= until for one in log[place + 1 :])


def _event(case: Case, day: Day, on: date, words: dict[str, str], whose: str) -> Event:
    title = whose + _title(case, day, words)
    event, alarm = Event(), Alarm()
    event.add("uid", _uid(case, day.key))
    _stamp(event, on)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")  # it takes no time of the day
    if notes := _notes(day, words):
        event.add("description", "\n".join(notes))
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", SAME_DAY if day.form == "autopay" else DAY_BEFORE)
    event.add_component(alarm)
    return event


def _title(case: Case, day: Day, words: dict[str, str]) -> str:
    said = read_language(case.library, case.scenario.language).facts.lender(case.scenario.lender.profile)
    return fill(words[day.form], {"lender": case.lender.name or said.product, "amount": day.amount, "days": day.days})


def _notes(day: Day, words: dict[str, str]) -> list[str]:
    notes = [] if is_working(day.on) else [words["day_off"]]
    return notes if read_year(day.on.year) else [*notes, words["provisional"]]


def _uid(case: Case, key: str) -> str:
    """Returns the id of an event, made of whose case it is and of `key`, so that every export gives it the same."""
    scenario = case.scenario
    whose = (scenario.borrower.name, scenario.borrower.account, case.lender.name, scenario.lender.profile)
    return sha256("\n".join([*(part or "" for part in whose), key]).encode()).hexdigest()[:32] + "@letters.invalid"

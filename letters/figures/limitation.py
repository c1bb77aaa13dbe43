"""From when limitation may have run out: for each bill the last event that starts its years, and where it stands.

The lender's own demands may be unknown, so nothing here says that limitation has passed, only that it may have.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from letters.base.dates import add_months
from letters.base.errors import DraftError, FieldPath
from letters.ledger.obligations import Obligation, Obligations, Paid
from letters.ledger.totals import BillFigures
from letters.reference_data.letter_kinds import read_letter_kind
from letters.reference_data.parameters import parameter
from letters.scenario.load import Case
from letters.scenario.model.contacts import Contact

RUNNING, NEAR, MAY_HAVE_PASSED = "running", "near", "may-have-passed"
STATES = (RUNNING, NEAR, MAY_HAVE_PASSED)
DUE, PAYMENT, DEMAND, ACKNOWLEDGEMENT, ASSIGNMENT = EVENTS = (
    "due",
    "payment",
    "demand",
    "acknowledgement",
    "assignment",
)
_ONE_DAY = timedelta(days=1)
_OF_THE_LENDER = (DEMAND, ASSIGNMENT)
"""What starts the years anew only before they are over; a promise or a payment does so afterwards, too."""


class LimitationEvent(NamedTuple):
    """What started the years: its day, one of EVENTS, and its line in the scenario."""

    date: date
    what: str
    line: FieldPath


class BillLimitation(NamedTuple):
    """One bill: the day its years are counted from and their last day, and its state on the day of the letters."""

    label: str
    counted_from: date
    ends_on: date
    state: str


class Limitation(NamedTuple):
    """The case: what its worst bill shows, every event that counts in the order of the days, and all bills."""

    counted_from: date
    ends_on: date
    state: str
    events: tuple[LimitationEvent, ...]
    bills: tuple[BillLimitation, ...]

    @property
    def is_old(self) -> bool:
        """Whether the years are nearly over, or may be over."""
        return self.state != RUNNING


def limitation(case: Case, obligations: Obligations, bills: Sequence[BillFigures]) -> Limitation | None:
    """Returns where limitation stands on the later of `as_of` and the letters' date, or None if nothing due is
    unpaid.
    """
    day = max(case.as_of, case.date)
    open_ = [
        (one, _start(one, obligations))
        for one, bill in zip(obligations.each, bills, strict=True)
        if one.due_date < day and bill.owed
    ]
    if not open_:
        return None
    known = [one for one in (*_of_the_log(case), *_paid(obligations.on_account)) if one.date <= day]
    asked = sorted((one for one in known if one.what in _OF_THE_LENDER), key=_day_of)
    others = sorted((one for one in known if one.what not in _OF_THE_LENDER), key=_day_of)
    days = [one.date for one in others]
    first = min(start for _, start in open_)
    events = dict.fromkeys(one for one in others if one.date >= first)
    found, lines = [], _lines_of_loans(obligations)
    for one, start in open_:
        own = sorted((paid for paid in _paid(_paid_on(one, obligations)) if start <= paid.date <= day), key=_day_of)
        counted, in_time = _counted(start, asked, (days, [paid.date for paid in own]), day)
        found.append(_of_a_bill(one, counted, day))
        events |= dict.fromkeys((LimitationEvent(start, DUE, _line(one, start, lines)), *own, *in_time))
    worst = min(found, key=lambda one: one.ends_on)
    return Limitation(
        counted_from=worst.counted_from,
        ends_on=worst.ends_on,
        state=worst.state,
        events=tuple(sorted(events, key=lambda one: (one.date, EVENTS.index(one.what)))),
        bills=tuple(found),
    )


def _day_of(event: LimitationEvent) -> date:
    return event.date


def _start(one: Obligation, obligations: Obligations) -> date:
    """Returns the due date that counts: a loan is one debt, so of its instalments the last of its schedule, or the day
    for which it was called in.
    """
    return one.due_date if one.group is None else obligations.loans[one.group].last_due


def _line(one: Obligation, start: date, lines: Mapping[tuple[int, date | None], FieldPath]) -> FieldPath:
    """Returns the line of the due date that counts: a loan has one, however many of its instalments are unpaid."""
    if one.group is None:
        return one.origin
    return lines.get((one.group, start), lines[one.group, None])


def _lines_of_loans(obligations: Obligations) -> dict[tuple[int, date | None], FieldPath]:
    """Returns the line of each instalment by its loan and due date; with None for the date, that of the first one."""
    lines: dict[tuple[int, date | None], FieldPath] = {}
    for one in obligations.each:
        if one.group is not None:
            lines.setdefault((one.group, None), one.origin)
            lines.setdefault((one.group, one.due_date), one.origin)
    return lines


def _paid_on(one: Obligation, obligations: Obligations) -> Iterator[Paid]:
    """Yields what was paid on an obligation alone, or on its loan."""
    yield from one.payments
    if one.group is not None:
        yield from obligations.on_loans[one.group]


def _counted(
    start: date, asked: Sequence[LimitationEvent], others: Sequence[list[date]], day: date
) -> tuple[date, list[LimitationEvent]]:
    """Returns the day that the years are counted from, and what the lender asked before they were over.

    `others` are the days of what starts the years anew at any time, each list in order.
    """
    counted, in_time = start, []
    for event in asked:
        counted = max(counted, *(_last_before(event.date, days) for days in others))
        if counted <= event.date <= _end(counted):
            counted = event.date
            in_time.append(event)
    return max(counted, *(_last_before(day + _ONE_DAY, days) for days in others)), in_time


def _last_before(day: date, days: list[date]) -> date:
    """Returns the last of the days before a day; the first of all days if there is none."""
    place = bisect_left(days, day)
    return days[place - 1] if place else date.min


def _of_a_bill(one: Obligation, counted: date, day: date) -> BillLimitation:
    ends_on = _end(counted)
    near = add_months(counted, parameter("limitation-near", counted).count)
    state = MAY_HAVE_PASSED if day > ends_on else NEAR if day >= near else RUNNING
    return BillLimitation(one.label, counted, ends_on, state)


def _end(start: date) -> date:
    return add_months(start, 12 * parameter("limitation", start).count)


def _paid(payments: Iterable[Paid]) -> Iterator[LimitationEvent]:
    for paid in payments:
        yield LimitationEvent(paid.date, PAYMENT, paid.origin)


def _of_the_log(case: Case) -> Iterator[LimitationEvent]:
    for place, contact in enumerate(case.scenario.contacts):
        if what := _meaning(case, contact):
            yield LimitationEvent(contact.date, what, ("contacts", place))
    sold = case.scenario.lender.assigned_to
    if sold and isinstance(sold.notified, date):
        yield LimitationEvent(sold.notified, ASSIGNMENT, ("lender", "assigned_to", "notified"))


def _meaning(case: Case, contact: Contact) -> str | None:
    """Returns what a contact is to limitation; None for one that starts nothing, like a question or a complaint by
    phone.
    """
    if contact.acknowledged or contact.outcome == "accepted" or _admits(case, contact.letter):
        return ACKNOWLEDGEMENT
    return DEMAND if contact.kind == "demand" else None


def _admits(case: Case, kind: str | None) -> bool:
    """Returns whether a letter that was sent admits the debt, in any language that has it."""
    for spoken in case.library.languages():
        if kind and kind in case.library.kinds(spoken):
            try:
                if read_letter_kind(case.library, spoken, kind).admits:
                    return True
            except DraftError:  # told where that letter is asked for
                continue
    return False

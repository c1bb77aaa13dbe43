"""From when limitation may have run out: for each bill the last event that starts its years, and where it stands.

The lender's own demands may be unknown, so nothing here says that limitation has passed, only that it may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from letters.base.dates import add_months
from letters.base.errors import DraftError, FieldPath
from letters.ledger.obligations import Obligation, Obligations
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
_OF_THE_LENDER = (DEMAND, ASSIGNMENT)
"""What starts the years anew only before they are over; a promise or a payment does so afterwards, too."""


@dataclass(frozen=True, slots=True)
class LimitationEvent:
    """What started the years: its day, one of EVENTS, and its line in the scenario."""

    date: date
    what: str
    line: FieldPath


@dataclass(frozen=True, slots=True)
class BillLimitation:
    """One bill: the day its years are counted from and their last day, and its state on the day of the letters."""

    label: str
    counted_from: date
    ends_on: date
    state: str
    events: tuple[LimitationEvent, ...]


@dataclass(frozen=True, slots=True)
class Limitation:
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
    """Returns where limitation stands on the later of `as_of` and the letters' date; None where nothing that is due
    is unpaid.
    """
    day = max(case.as_of, case.date)
    common = [*_of_the_log(case), *_of_the_account(obligations)]
    ends = _ends_of_loans(obligations)
    found = [
        _of_a_bill(replace(one, due_date=_start(one, ends)), bill, common, day)
        for one, bill in zip(obligations.each, bills, strict=True)
        if one.due_date < day and bill.owed
    ]
    if not found:
        return None
    worst = min(found, key=lambda one: one.ends_on)
    events = {event: None for bill in found for event in bill.events}
    return Limitation(
        counted_from=worst.counted_from,
        ends_on=worst.ends_on,
        state=worst.state,
        events=tuple(sorted(events, key=lambda event: event.date)),
        bills=tuple(found),
    )


def _ends_of_loans(obligations: Obligations) -> dict[str | None, date]:
    """Returns the due date of the last instalment of each loan."""
    ends: dict[str | None, date] = {}
    for one in obligations.each:
        if one.kind == "instalment":
            ends[one.loan] = max(one.due_date, ends.get(one.loan, one.due_date))
    return ends


def _start(one: Obligation, ends: dict[str | None, date]) -> date:
    """The due date that counts: of an instalment that of the last of its loan, since the loan is one debt."""
    return ends[one.loan] if one.kind == "instalment" else one.due_date


def _of_a_bill(one: Obligation, bill: BillFigures, common: list[LimitationEvent], day: date) -> BillLimitation:
    counted = LimitationEvent(one.due_date, DUE, one.origin)
    kept = [counted]
    later = [*common, *(LimitationEvent(paid.date, PAYMENT, paid.origin) for paid in one.payments)]
    for event in sorted(later, key=lambda event: event.date):
        too_late = event.what in _OF_THE_LENDER and event.date > _end(counted.date)
        if counted.date <= event.date <= day and not too_late:
            counted = event
            kept.append(event)
    ends_on = _end(counted.date)
    near = add_months(counted.date, parameter("limitation-near", counted.date).count)
    state = MAY_HAVE_PASSED if day > ends_on else NEAR if day >= near else RUNNING
    return BillLimitation(bill.label, counted.date, ends_on, state, tuple(kept))


def _end(start: date) -> date:
    return add_months(start, 12 * parameter("limitation", start).count)


def _of_the_account(obligations: Obligations) -> Iterator[LimitationEvent]:
    for paid in obligations.on_account:
        yield LimitationEvent(paid.date, PAYMENT, paid.origin)


def _of_the_log(case: Case) -> Iterator[LimitationEvent]:
    for place, contact in enumerate(case.scenario.contacts):
        if what := _meaning(case, contact):
            yield LimitationEvent(contact.date, what, ("contacts", place))
    sold = case.scenario.lender.assigned_to
    if sold and isinstance(sold.notified, date):
        yield LimitationEvent(sold.notified, ASSIGNMENT, ("lender", "assigned_to", "notified"))


def _meaning(case: Case, contact: Contact) -> str | None:
    """What a contact is to limitation; None for one that starts nothing, like a question or a complaint by phone."""
    if contact.acknowledged or contact.outcome == "accepted" or _admits(case, contact.letter):
        return ACKNOWLEDGEMENT
    return DEMAND if contact.kind == "demand" else None


def _admits(case: Case, kind: str | None) -> bool:
    """Whether a letter that was sent admits the debt, in any language that has it."""
    for spoken in case.library.languages():
        if kind and kind in case.library.kinds(spoken):
            try:
                if read_letter_kind(case.library, spoken, kind).admits:
                    return True
            except DraftError:  # told where that letter is asked for
                continue
    return False

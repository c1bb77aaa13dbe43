"""Whether a debt may be too old to ask for anything, while it is told; the figures then judge it anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from letters.base.dates import add_months
from letters.base.errors import Message
from letters.reference_data.parameters import parameter
from letters.scenario.model.contacts import Contact
from letters.scenario.model.scenario_file import Scenario

SINCE = ("contacts", *(f"contacts[].{name}" for name in ("date", "kind", "outcome", "acknowledged")))
"""What is asked at once where a debt is old: demands and promises since may decide what a letter can say."""
ACKNOWLEDGE = "request.acknowledge"
OF_AGE = ("bills", "loans", "payments", "contacts")
"""What decides how old a debt is."""
WHY_NOT = Message(
    "It is so long overdue that limitation may be over, or nearly so, and a request would admit it: ask legal aid"
    " (12348) first. With no, a letter is written that only asks for proof"
)
SINCE_THEN = Message(
    "It is long overdue, and a demand, a payment or a promise since then counts: was there one, as far as you know?"
)


def may_be_old(scenario: Scenario, today: date, *, by_contacts: bool) -> bool:
    """Returns whether limitation may be near or over, by the due dates and the payments; with `by_contacts` by the
    demands and promises, too.
    """
    near, over = (parameter(name, today).count for name in ("limitation-near", "limitation"))
    events = sorted((one for one in scenario.contacts if by_contacts and _counts(one)), key=lambda one: one.date)
    for start in _last_days(scenario):
        day = start
        for one in events:
            if not one.is_demand or one.date <= add_months(day, 12 * over):  # a demand counts in time alone
                day = max(day, one.date)
        if add_months(day, near) <= today:
            return True
    return False


def _counts(contact: Contact) -> bool:
    return contact.is_demand or bool(contact.acknowledged) or contact.outcome == "accepted"


def _last_days(scenario: Scenario) -> Iterator[date]:
    """Yields for each debt the last of its due date and its payments."""
    paid = max((one.date for one in scenario.payments), default=date.min)
    for bill in scenario.bills:
        yield max(bill.due, paid, *(one.date for one in bill.payments))
    for loan in scenario.loans:
        yield max(loan.called_in or loan.due_date(loan.count), paid, *(one.date for one in loan.payments))

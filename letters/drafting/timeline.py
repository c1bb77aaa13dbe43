"""What happened, day by day: the hardship, the bills, the payments and the contacts in one row of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from letters.figures.figures import Figures
from letters.scenario.load import Case
from letters.scenario.model.contacts import in_order


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline. `what` is started, due, paid, contact, ended or resumed.

    `label` is the bill that fell due, `amount` what was billed or paid, `channel` how the contact was made.
    """

    day: date
    what: str
    label: str | None = None
    amount: Decimal | None = None
    channel: str | None = None


_ORDER = ("started", "due", "ended", "resumed", "paid", "contact")


def timeline(case: Case, figures: Figures) -> list[Moment]:
    """Returns every dated fact up to the letters' date, oldest first."""
    scenario, hardship = case.scenario, case.scenario.hardship
    ends = [
        Moment(day, what)
        for what, day in (
            ("started", hardship.started),
            ("ended", hardship.ended),
            ("resumed", hardship.resumed),
        )
        if day
    ]
    names = [one.name for one in figures.obligations.each]
    payments = [paid for paid in figures.obligations.payments if paid.date <= case.as_of]
    due = [(name, bill) for name, bill in zip(names, figures.bills, strict=True) if bill.is_due]
    moments = [
        *ends,
        *(Moment(bill.due_date, "due", name, bill.amount) for name, bill in due),
        *(Moment(paid.date, "paid", None, paid.amount) for paid in payments),
        *(Moment(contact.date, "contact", None, None, contact.channel) for contact in in_order(scenario.contacts)),
    ]
    return sorted(
        (moment for moment in moments if moment.day <= case.date),
        key=lambda moment: (moment.day, _ORDER.index(moment.what)),
    )

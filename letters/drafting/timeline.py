"""What happened, day by day: the hardship, the bills, the payments and the contacts in one row of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from letters.figures.figures import Figures
from letters.ledger.totals import BillFigures
from letters.scenario.load import Case
from letters.scenario.model.contacts import in_order


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline. `what` is started, due, paid, contact, ended or resumed.

    `label` is the bill that fell due, `amount` what was billed or paid, `channel` how the contact was made; of a bill
    `is_open` says that something of it is owed, `is_part_paid` that something was paid. `talk` is what a letter says of
    a contact, where it was asked for.
    """

    day: date
    what: str
    label: str | None = None
    amount: Decimal | None = None
    channel: str | None = None
    is_open: bool = False
    is_part_paid: bool = False
    talk: Any = None


_ORDER = ("started", "due", "ended", "resumed", "paid", "contact")


def timeline(case: Case, figures: Figures, names: Sequence[str | None]) -> list[Moment]:
    """Returns every dated fact up to the letters' date, oldest first; `names` is what the letter calls each bill.

    Instalments of a loan that were paid in full in time are left out, and so are their payments.
    """
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
    in_time = {
        paid
        for one, bill in zip(figures.obligations.each, figures.bills, strict=True)
        if bill.paid_in_time
        for paid in one.payments
    }
    payments = [paid for paid in figures.obligations.payments if paid.date <= case.as_of and paid not in in_time]
    due = [(name, bill) for name, bill in zip(names, figures.bills, strict=True) if bill.is_due]
    moments = [
        *ends,
        *(
            Moment(bill.due_date, "due", name, _billed(bill), None, bool(bill.owed), bool(bill.paid))
            for name, bill in due
        ),
        *(Moment(paid.date, "paid", None, paid.amount) for paid in payments),
        *(Moment(contact.date, "contact", None, None, contact.channel) for contact in in_order(scenario.contacts)),
    ]
    return sorted(
        (moment for moment in moments if moment.day <= case.date),
        key=lambda moment: (moment.day, _ORDER.index(moment.what)),
    )


def by_day(
    case: Case, figures: Figures, names: Sequence[str | None], contacts: Sequence[Any]
) -> list[tuple[date, list[Moment]]]:
    """Returns what happened apart from demands of the lender, by day, oldest first; `contacts` is what letters say of
    each contact, in their order.
    """
    found: dict[date, list[Moment]] = {}
    talks = iter(contacts)
    for moment in timeline(case, figures, names):
        told = replace(moment, talk=next(talks)) if moment.what == "contact" else moment
        if told.talk is None or not told.talk.is_demand:
            found.setdefault(told.day, []).append(told)
    return list(found.items())


def _billed(bill: BillFigures) -> Decimal:
    """Returns what fell due: of an instalment principal and interest together."""
    return bill.amount + bill.interest_billed if bill.kind == "instalment" else bill.amount

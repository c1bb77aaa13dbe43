"""What happened, day by day: the hardship, the bills, the payments and the contacts in one row of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from letters.base.errors import FieldPath
from letters.base.money import ZERO, total
from letters.figures.figures import Figures
from letters.ledger.entries import OpeningBalance, Posting
from letters.ledger.obligations import Paid
from letters.ledger.totals import BillFigures
from letters.scenario.load import Case
from letters.scenario.model.contacts import in_order


class PaidOn(NamedTuple):
    """A payment on one bill: its day, and its amount in yuan."""

    date: date
    amount: Decimal


class Moment(NamedTuple):
    """One line of a timeline. `what` is started, left, due, shown, notice, paid, contact, ended or resumed.

    `label` is the bill that fell due, `amount` what was billed or paid, `channel` how the contact was made; of a bill
    `is_open` says that something of it is owed. `in_time` is what was paid on it by its day, in yuan, `paid_before`
    says that some of that was paid before the day, and `paid_later` is what was paid after it; they leave out payments
    that reached other bills, too, which are lines of their own. `bill` is the bill itself, `talk` what a letter says
    of a contact, where that was asked for.
    """

    day: date
    what: str
    label: str | None = None
    amount: Decimal | None = None
    channel: str | None = None
    is_open: bool = False
    in_time: Decimal = ZERO
    paid_before: bool = False
    paid_later: tuple[PaidOn, ...] = ()
    bill: BillFigures | None = None
    talk: Any = None

    @property
    def is_paid_on_day(self) -> bool:
        """Whether what was paid on the bill in time was paid on its very day."""
        return bool(self.in_time) and not self.paid_before

    @property
    def shown(self) -> OpeningBalance | None:
        """What the lender's page shows of the bill, where it comes from one."""
        entries = self.bill.entries if self.bill else ()
        return next((entry for entry in entries if isinstance(entry, OpeningBalance)), None)

    @property
    def days_overdue(self) -> int:
        """By how many days the bill was overdue on that day."""
        return (self.day - self.bill.due_date).days if self.bill else 0


_ORDER = ("started", "due", "shown", "left", "ended", "resumed", "notice", "paid", "contact")


def timeline(case: Case, figures: Figures, names: Sequence[str | None]) -> list[Moment]:
    """Returns every dated fact up to the letters' date, oldest first; `names` is what the letter calls each bill.

    Instalments of a loan that were paid in full in time are left out, and so are their payments. A bill of which the
    lender's page alone is known stands at the day of that page.
    """
    scenario, hardship = case.scenario, case.scenario.hardship
    sold = scenario.lender.assigned_to
    days = {
        "started": hardship.started,
        "left": hardship.in_hospital_until if hardship.in_hospital_until != hardship.ended else None,
        "ended": hardship.ended,
        "resumed": hardship.resumed,
        "notice": sold.notified if sold and isinstance(sold.notified, date) else None,
    }
    single = _on_single(figures)
    moments = [
        *(Moment(day, what) for what, day in days.items() if day),
        *(_of_bill(name, bill, single) for name, bill in zip(names, figures.bills, strict=True) if bill.is_due),
        *(Moment(paid.date, "paid", None, paid.amount) for paid in _told_alone(case, figures, single)),
        *(Moment(contact.date, "contact", None, None, contact.channel) for contact in in_order(scenario.contacts)),
    ]
    return sorted(
        (moment for moment in moments if moment.day <= case.date),
        key=lambda moment: (moment.day, _ORDER.index(moment.what)),
    )


def _on_single(figures: Figures) -> dict[FieldPath, int]:
    """Returns the payments that reached one bill alone, which is due and whose history is known: the place of that bill
    by the line of the payment in the scenario.
    """
    found: dict[FieldPath, set[int]] = {}
    for place, bill in enumerate(figures.bills):
        for entry in bill.entries:
            if isinstance(entry, Posting):
                found.setdefault(entry.origin, set()).add(place)
    told = {place for place, bill in enumerate(figures.bills) if bill.is_due and not bill.shown_on}
    return {origin: min(places) for origin, places in found.items() if len(places) == 1 and places <= told}


def _told_alone(case: Case, figures: Figures, single: Mapping[FieldPath, int]) -> list[Paid]:
    """Returns the payments that are lines of their own: those that no line of a bill tells."""
    in_time = {
        paid
        for one, bill in zip(figures.obligations.each, figures.bills, strict=True)
        if bill.paid_in_time
        for paid in one.payments
    }
    made = [paid for paid in figures.obligations.payments if paid.date <= case.as_of and paid not in in_time]
    return [paid for paid in made if paid.origin not in single]


def _of_bill(name: str | None, bill: BillFigures, single: Mapping[FieldPath, int]) -> Moment:
    """Returns the line of a bill that fell due: at its due date, or at the day of the page that shows it."""
    if bill.shown_on:
        return Moment(bill.shown_on, "shown", name, bill.amount, bill=bill, is_open=bool(bill.owed))
    own = [entry for entry in bill.entries if isinstance(entry, Posting) and entry.origin in single]
    return Moment(
        bill.due_date,
        "due",
        name,
        bill.amount + bill.interest_billed,
        is_open=bool(bill.owed),
        in_time=total(paid.payment for paid in own if paid.date <= bill.due_date),
        paid_before=any(paid.date < bill.due_date for paid in own),
        paid_later=tuple(PaidOn(paid.date, paid.payment) for paid in own if paid.date > bill.due_date),
        bill=bill,
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
        told = moment._replace(talk=next(talks)) if moment.what == "contact" else moment
        if told.talk is None or not told.talk.is_demand:
            found.setdefault(told.day, []).append(told)
    return list(found.items())

"""What is owed, as one record for every kind of debt: between what was typed and what is reckoned.

Everything from the ledger upwards knows obligations only; no other module reads `scenario.bills`, `scenario.loans` or
`scenario.payments`, which a house rule checks. A new kind of debt is added in two steps:

1. its keys in `scenario/model/`, with their checks;
2. a function here, like `_of_bill` or `_of_loan`, that makes an `Obligation` of each sum with a due date of its own,
   added to `obligations_of`. It fills in the scenario line of each fact (`origin`, `principal_origin`, …), so that
   every figure can be explained by the line it comes from, and the terms that hold for it: the lender's
   (`terms_of(case.lender)`), or those with what the debt says itself (`dataclasses.replace`).

What no kind of debt has had yet (a balance to begin with, a waiver that was granted) is a field here, an entry of
its own in `entries.py` and what `account.py` does with it on its day. Figures, letters, JSON, `--explain` and the
search for the lender's rule then follow, since they are made from obligations and entries alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from letters.base.errors import FieldPath
from letters.base.money import ZERO, total
from letters.ledger.fees import NO_CHARGES, Charges, charges_of
from letters.ledger.schedule import LoanSchedule, ScheduledInstalment, interest_of_days, schedule_of
from letters.ledger.terms import Terms, own_terms, terms_of
from letters.scenario.load import Case
from letters.scenario.model.bills import Bill, Payments, Waivers
from letters.scenario.model.loans import Loan


class Paid(NamedTuple):
    """One payment: its day, its amount in yuan, and its line in the scenario."""

    date: date
    amount: Decimal
    origin: FieldPath


class GrantedWaiver(NamedTuple):
    """What the lender has taken off: its day, its amount in yuan, what of ("penalty", "interest", "late_fee" or
    "daily_fee"), its line in the scenario, and the number under which it was granted, or None if that is not known."""

    date: date
    amount: Decimal
    of: str
    origin: FieldPath
    ticket: str | None = None


class ShownBalance(NamedTuple):
    """What the lender's page shows at the end of the day `on`, in yuan, and its line in the scenario."""

    on: date
    principal: Decimal
    interest: Decimal
    penalty: Decimal
    late_fee: Decimal
    origin: FieldPath


class Obligation(NamedTuple):
    """A sum with a due date, what is charged beside it, and what was paid on it. Amounts in yuan."""

    kind: str
    """What it is: "bill", "instalment" (第k期) or "called-in" (提前到期本金)."""
    name: str | None
    """What the lender calls it, or None if the scenario does not say."""
    due_date: date
    principal: Decimal
    terms: Terms
    charges: Charges = NO_CHARGES
    """Its late fee and its ordinary interest: as stated, or the rule that computes them."""
    payments: tuple[Paid, ...] = ()
    """What was paid on it alone, in the order of the file."""
    claimed_penalty: Decimal | None = None
    """The penalty that the lender asks for on it, or None if that is not known."""
    origin: FieldPath = ()
    """Its line in the scenario."""
    principal_origin: FieldPath = ()
    claim_origin: FieldPath = ()
    group: int | None = None
    """The number of its loan among those of the case, from 0; None for a bill."""
    loan: str | None = None
    """What the loan is called that it is an instalment of."""
    number: int | None = None
    """Which instalment of its loan it is, from 1."""
    waivers: tuple[GrantedWaiver, ...] = ()
    """What the lender took off it alone, in the order of the file."""
    shown: ShownBalance | None = None
    """What its account begins with, or None if its history is known."""

    @property
    def label(self) -> str:
        """What letters and tables call it: its name, else its due date."""
        return self.name or self.due_date.isoformat()


class Obligations(NamedTuple):
    """All that one case owes its lender, in the order of the file."""

    each: tuple[Obligation, ...]
    on_account: tuple[Paid, ...] = ()
    """What was paid on no single obligation; the oldest due date is settled first."""
    waivers: tuple[GrantedWaiver, ...] = ()
    """What was taken off no single obligation; the oldest due date comes first."""
    loans: tuple[LoanSchedule, ...] = ()
    on_loans: tuple[tuple[Paid, ...], ...] = ()
    """What was paid on each loan; the oldest instalment that is due is settled first."""
    waivers_on_loans: tuple[tuple[GrantedWaiver, ...], ...] = ()

    @property
    def on_several(self) -> tuple[Paid, ...]:
        """What was paid on more than one obligation: on the account, and on loans."""
        return (*self.on_account, *(paid for loan in self.on_loans for paid in loan))

    @property
    def payments(self) -> Iterator[Paid]:
        """Every payment: those on the account first, then those on each loan, then those of each obligation."""
        yield from self.on_account
        for paid in self.on_loans:
            yield from paid
        for one in self.each:
            yield from one.payments

    def paid_before(self, day: date) -> Self:
        """Returns this debt as if nothing had been paid on the day or later."""
        return self._replace(
            each=tuple(one._replace(payments=_before(one.payments, day)) for one in self.each),
            on_account=_before(self.on_account, day),
            on_loans=tuple(_before(paid, day) for paid in self.on_loans),
        )


def obligations_of(case: Case) -> Obligations:
    """Returns what a case owes: an obligation for each bill of its scenario, and for each instalment that is due."""
    terms, scenario = terms_of(case.lender), case.scenario
    each = [_of_bill(case, place, bill, terms) for place, bill in enumerate(scenario.bills)]
    loans: list[LoanSchedule] = []
    for place, loan in enumerate(scenario.loans):
        schedule, made = obligations_of_loan(case, place, loan, terms, is_only=len(scenario.loans) == 1)
        loans.append(schedule)
        each += made
    return Obligations(
        tuple(each),
        _paid(scenario.payments, ("payments",)),
        _waived(scenario.waivers, ("waivers",)),
        tuple(loans),
        tuple(loan_payments(one, ("loans", place)) for place, one in enumerate(scenario.loans)),
        tuple(_waived(one.waivers, ("loans", place, "waivers")) for place, one in enumerate(scenario.loans)),
    )


def obligations_of_loan(
    case: Case, place: int, loan: Loan, usual: Terms, *, is_only: bool
) -> tuple[LoanSchedule, list[Obligation]]:
    """Returns the schedule of a loan and an obligation for each sum of it that is due.

    `place` is its number among the loans, `usual` the terms where it states none of its own; of an only loan the
    instalments are named by their number alone.
    """
    own = own_terms(loan, case.lender, usual, case.as_of)
    schedule = _schedule(case, place, loan, own)
    return schedule, list(_of_loan(loan, schedule, own, is_only=is_only))


def loan_payments(loan: Loan, origin: FieldPath) -> tuple[Paid, ...]:
    """Returns what was paid on a loan beside the instalments that were paid in time."""
    return _paid(loan.payments, (*origin, "payments"))


def _schedule(case: Case, place: int, loan: Loan, terms: Terms) -> LoanSchedule:
    called_in = loan.called_in if loan.called_in and loan.called_in <= case.as_of else None
    rate = terms.contract.annual if terms.contract else None
    return LoanSchedule(
        place=place,
        label=loan.label,
        principal=loan.amount,
        contract_annual_rate=rate,
        method=loan.method,
        paid_instalments=loan.paid_instalments,
        called_in=called_in,
        rows=schedule_of(loan, rate, ("loans", place)),
        due=loan.count_due(called_in or case.as_of),
    )


def _of_loan(loan: Loan, schedule: LoanSchedule, terms: Terms, *, is_only: bool) -> Iterator[Obligation]:
    """Yields an obligation for each instalment that is due, and one for what was called in."""
    name = "" if is_only else loan.label or f"借款{schedule.place + 1}"
    for row in schedule.rows[: schedule.due]:
        yield _of_row(row, schedule, terms)._replace(
            name=f"{name}第{row.number}期",
            payments=_paid_in_time(row, schedule) if row.number <= schedule.paid_instalments else (),
        )
    left = schedule.swallowed
    principal = total(row.principal for row in left)
    if not principal or not schedule.called_in:
        return
    days = (schedule.called_in - schedule.rows[schedule.due - 1].due_date).days
    rate = schedule.contract_annual_rate or ZERO
    interest = interest_of_days(principal, rate, days, terms.year_days)
    origin: FieldPath = ("loans", schedule.place, "called_in")
    called = ScheduledInstalment(left[0].number, schedule.called_in, principal, interest, origin)
    one = _of_row(called, schedule, terms)
    yield one._replace(kind="called-in", name=f"{name}提前到期本金", number=None)


def _of_row(row: ScheduledInstalment, schedule: LoanSchedule, terms: Terms) -> Obligation:
    listed = "schedule" in row.origin
    return Obligation(
        kind="instalment",
        name=None,
        due_date=row.due_date,
        principal=row.principal,
        terms=terms,
        charges=Charges(
            stated_interest=row.interest, interest_origin=(*row.origin, "interest") if listed else row.origin
        ),
        origin=row.origin,
        principal_origin=(*row.origin, "principal") if listed else row.origin,
        claim_origin=row.origin,
        group=schedule.place,
        loan=schedule.label,
        number=row.number,
    )


def _paid_in_time(row: ScheduledInstalment, schedule: LoanSchedule) -> tuple[Paid, ...]:
    return (Paid(row.due_date, row.amount, ("loans", schedule.place, "paid_instalments")),) if row.amount else ()


def _of_bill(case: Case, place: int, bill: Bill, usual: Terms) -> Obligation:
    origin: FieldPath = ("bills", place)
    shown = _shown(bill, (*origin, "as_shown"))
    charges = charges_of(bill, case.lender, origin)
    if shown:  # what was charged before the page was read stands on it
        charges = NO_CHARGES if shown.on > bill.due else charges._replace(stated_interest=ZERO)
    return Obligation(
        kind="bill",
        name=bill.label,
        due_date=bill.due,
        principal=bill.principal,
        terms=own_terms(bill, case.lender, usual, case.as_of),
        charges=charges,
        payments=_paid(bill.payments, (*origin, "payments")),
        claimed_penalty=bill.claimed_penalty,
        origin=origin,
        principal_origin=(*origin, "as_shown", "principal") if shown else (*origin, "amount"),
        claim_origin=(*origin, "claimed_penalty"),
        waivers=_waived(bill.waivers, (*origin, "waivers")),
        shown=shown,
    )


def _shown(bill: Bill, origin: FieldPath) -> ShownBalance | None:
    page = bill.as_shown
    if page is None:
        return None
    return ShownBalance(page.on, page.principal, page.interest, page.penalty, page.late_fee, origin)


def _waived(waivers: Waivers, origin: FieldPath) -> tuple[GrantedWaiver, ...]:
    return tuple(
        [GrantedWaiver(one.date, one.amount, one.of, (*origin, n), one.ticket) for n, one in enumerate(waivers)]
    )


def _paid(payments: Payments, origin: FieldPath) -> tuple[Paid, ...]:
    return tuple([Paid(one.date, one.amount, (*origin, place)) for place, one in enumerate(payments)])


def _before(payments: tuple[Paid, ...], day: date) -> tuple[Paid, ...]:
    return tuple(one for one in payments if one.date < day)

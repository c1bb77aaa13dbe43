"""The figures of a joint petition: one row for each signatory, reckoned as a case of their own, and the sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from letters.base.errors import FieldPath, Mark, Message, Problem, ScenarioError
from letters.base.money import ZERO, total
from letters.ledger.obligations import (
    GrantedWaiver,
    Obligation,
    Obligations,
    Paid,
    ShownBalance,
    loan_payments,
    obligations_of_loan,
)
from letters.ledger.payments import post
from letters.ledger.schedule import LoanSchedule
from letters.ledger.terms import Terms, terms_of
from letters.ledger.totals import Total
from letters.scenario.load import Case

if TYPE_CHECKING:
    from letters.scenario.signatories import Signatory, SignatoryRow


class SignatoryFigures(NamedTuple):
    """One signatory's sums in yuan at `as_of`; `own` says that the person gave them, so that we did not reckon them."""

    name: str
    account: str | None
    lender: str | None
    bills: int
    principal: Decimal
    penalty: Decimal
    as_of: date
    own: bool

    @property
    def owed(self) -> Decimal:
        """Principal and penalty together."""
        return self.principal + self.penalty


class Joint(NamedTuple):
    """All signatories, the borrower first, and what they add up to."""

    rows: tuple[SignatoryFigures, ...]
    principal: Decimal
    penalty: Decimal
    owed: Decimal
    one_lender: bool
    """Whether everybody owes the lender that the petition is addressed to."""
    one_day: bool
    """Whether all figures are of the same day."""
    some_own: bool
    """Whether some gave their own figures."""


def signatory_of(case: Case, bills: int, sums: Total) -> SignatoryFigures:
    """Returns the borrower as the first signatory, with the number of bills and their sums."""
    borrower = case.scenario.borrower
    return SignatoryFigures(
        borrower.name,
        borrower.account,
        case.lender.name,
        bills,
        sums.principal_outstanding,
        sums.penalty_outstanding,
        case.as_of,
        own=False,
    )


def joint(case: Case, borrower: SignatoryFigures) -> Joint | None:
    """Returns the figures of a joint petition, or None if nobody signs beside the borrower."""
    if not case.signatories:
        return None
    others = [_figures(case, person) for person in case.signatories]
    mine = [row for row in others if (row.name, row.account) == (borrower.name, borrower.account)]
    rows = tuple(others if mine else [borrower, *others])
    return Joint(
        rows,
        total(row.principal for row in rows),
        total(row.penalty for row in rows),
        total(row.owed for row in rows),
        all(row.lender in (None, borrower.lender) for row in rows),
        all(row.as_of == case.as_of for row in rows),
        any(row.own for row in rows),
    )


def _figures(case: Case, person: Signatory) -> SignatoryFigures:
    first = person.rows[0]
    if first.principal is not None and first.penalty is not None:
        day = first.as_of or case.as_of
        return SignatoryFigures(
            person.name, person.account, person.lender, 0, first.principal, first.penalty, day, own=True
        )
    terms, owed = terms_of(case.lender), list[Obligation]()
    loans, on_loans = list[LoanSchedule](), list[tuple[Paid, ...]]()
    waived_on_loans = list[tuple[GrantedWaiver, ...]]()
    origin = ("row", person.line)
    for row in person.rows:
        if loan := row.loan:
            schedule, made = obligations_of_loan(case, len(loans), loan, terms, is_only=True)
            owed += made
            loans.append(schedule)
            on_loans.append(loan_payments(loan, origin))
            waived_on_loans.append(_waived(row, origin))
            continue
        owed.append(_of_row(row, terms, origin))
    posted = post(
        Obligations(tuple(owed), loans=tuple(loans), on_loans=tuple(on_loans), waivers_on_loans=tuple(waived_on_loans)),
        case.as_of,
    )
    if posted.too_much:
        raise ScenarioError(case.scenario.signatories or "", [_too_much(*one) for one in posted.too_much])
    accounts = posted.accounts
    for account in accounts:
        account.close(case.as_of)
    return SignatoryFigures(
        person.name,
        person.account,
        person.lender,
        sum(not account.is_closed() or account.group is None for account in accounts),
        total(account.principal for account in accounts),
        total(account.penalty_due for account in accounts),
        case.as_of,
        own=False,
    )


def _of_row(row: SignatoryRow, terms: Terms, origin: tuple[str, int]) -> Obligation:
    """Returns a bill, by its amount or as its page showed it."""
    assert row.due_date is not None  # checked when the table was read
    paid = (Paid(row.paid_on, row.paid, origin),) if row.paid is not None and row.paid_on is not None else ()
    shown = None
    if row.shown_on is not None and row.shown_principal is not None:
        shown = ShownBalance(row.shown_on, row.shown_principal, ZERO, row.shown_penalty or ZERO, ZERO, origin)
    amount = row.amount if shown is None else shown.principal
    assert amount is not None
    waivers = _waived(row, origin)
    return Obligation(
        "bill", None, row.due_date, amount, terms, payments=paid, waivers=waivers, shown=shown, origin=origin
    )


def _waived(row: SignatoryRow, origin: FieldPath) -> tuple[GrantedWaiver, ...]:
    if row.waived is None or row.waived_on is None:
        return ()
    return (GrantedWaiver(row.waived_on, row.waived, "penalty", origin),)


def _too_much(waiver: GrantedWaiver, outstanding: Decimal) -> Problem:
    line = int(waiver.origin[1])
    message = Message(
        "only {outstanding} of penalty was outstanding on {day}", outstanding=outstanding, day=waiver.date
    )
    return Problem(message, ("row", line, "waived"), Mark(line, 1))

"""What is owed, as one record for every kind of debt: between what was typed and what is reckoned.

Everything from the ledger upwards knows obligations only; no other module reads `scenario.bills` or
`scenario.payments`, which a house rule checks. A new kind of debt (loans in instalments, the balances that the
lender's page shows) is added in two steps:

1. its keys in `scenario/model/`, with their checks;
2. a function here, like `_of_bill`, that makes an `Obligation` of each sum with a due date of its own, added to
   `obligations_of`. It fills in the scenario line of each fact (`origin`, `principal_origin`, …), so that every
   figure can be explained by the line it comes from, and the terms that hold for it: the lender's
   (`terms_of(case.lender)`), or those with what the debt says itself (`dataclasses.replace`).

What no kind of debt has had yet (a balance to begin with, a waiver that was granted) is a field here, an entry of
its own in `entries.py` and what `account.py` does with it on its day. Figures, letters, JSON, `--explain` and the
search for the lender's rule then follow, since they are made from obligations and entries alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Self

from letters.base.errors import FieldPath
from letters.ledger.fees import NO_CHARGES, Charges, charges_of
from letters.ledger.terms import Terms, terms_of
from letters.scenario.load import Case
from letters.scenario.model.scenario_file import Bill, Payments


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment: its day, its amount in yuan, and its line in the scenario."""

    date: date
    amount: Decimal
    origin: FieldPath


@dataclass(frozen=True, slots=True)
class Obligation:
    """A sum with a due date, what is charged beside it, and what was paid on it. Amounts in yuan."""

    kind: str
    """What it is: "bill"."""
    name: str | None
    """What the lender calls it; None where the scenario does not say."""
    due_date: date
    principal: Decimal
    terms: Terms
    charges: Charges = NO_CHARGES
    """Its late fee and its ordinary interest: as stated, or the rule that computes them."""
    payments: tuple[Paid, ...] = ()
    """What was paid on it alone, in the order of the file."""
    claimed_penalty: Decimal | None = None
    """The penalty that the lender asks for on it; None where that is not known."""
    origin: FieldPath = ()
    """Its line in the scenario."""
    principal_origin: FieldPath = ()
    claim_origin: FieldPath = ()

    @property
    def label(self) -> str:
        """What letters and tables call it: its name, else its due date."""
        return self.name or self.due_date.isoformat()


@dataclass(frozen=True, slots=True)
class Obligations:
    """All that one case owes its lender, in the order of the file."""

    each: tuple[Obligation, ...]
    on_account: tuple[Paid, ...] = ()
    """What was paid on no single obligation; the oldest due date is settled first."""

    @property
    def payments(self) -> Iterator[Paid]:
        """Every payment: those on the account first, then those of each obligation."""
        yield from self.on_account
        for one in self.each:
            yield from one.payments

    def paid_before(self, day: date) -> Self:
        """The same debt as if nothing had been paid on the day or later."""
        return replace(
            self,
            each=tuple(replace(one, payments=_before(one.payments, day)) for one in self.each),
            on_account=_before(self.on_account, day),
        )


def obligations_of(case: Case) -> Obligations:
    """What a case owes: an obligation for each bill of its scenario."""
    terms = terms_of(case.lender)
    bills = tuple(_of_bill(case, place, bill, terms) for place, bill in enumerate(case.scenario.bills))
    return Obligations(bills, _paid(case.scenario.payments, ("payments",)))


def _of_bill(case: Case, place: int, bill: Bill, terms: Terms) -> Obligation:
    origin: FieldPath = ("bills", place)
    return Obligation(
        kind="bill",
        name=bill.label,
        due_date=bill.due_date,
        principal=bill.amount,
        terms=terms,
        charges=charges_of(bill, case.lender, origin),
        payments=_paid(bill.payments, (*origin, "payments")),
        claimed_penalty=bill.claimed_penalty,
        origin=origin,
        principal_origin=(*origin, "amount"),
        claim_origin=(*origin, "claimed_penalty"),
    )


def _paid(payments: Payments, origin: FieldPath) -> tuple[Paid, ...]:
    return tuple([Paid(one.date, one.amount, (*origin, place)) for place, one in enumerate(payments)])


def _before(payments: tuple[Paid, ...], day: date) -> tuple[Paid, ...]:
    return tuple(one for one in payments if one.date < day)

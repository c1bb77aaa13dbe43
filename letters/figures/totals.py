"""The figures of one bill, and of bills together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from letters.base.errors import Path
from letters.base.money import total
from letters.figures.ledger import Entry, Posting


@dataclass(frozen=True, slots=True)
class BillFigures:
    """One bill at as_of. Amounts in yuan; `difference` is the lender's claim less our figure.

    `is_due` says that the due date and any grace are over: only then does a letter call it overdue.
    """

    label: str
    due_date: date
    amount: Decimal
    paid: Decimal
    overpaid: Decimal
    principal_outstanding: Decimal
    days_overdue: int
    penalty_accrued: Decimal
    penalty_paid: Decimal
    penalty_outstanding: Decimal
    late_fee: Decimal
    daily_accrual: Decimal
    claimed_penalty: Decimal | None
    difference: Decimal | None
    entries: tuple[Entry, ...]
    is_due: bool
    origin: Path

    @property
    def owed(self) -> Decimal:
        """Principal, penalty and late fee together."""
        return self.principal_outstanding + self.penalty_outstanding + self.late_fee


@dataclass(frozen=True, slots=True)
class Total:
    """All bills at as_of; `overdue_principal` leaves out bills that are not due yet."""

    amount: Decimal
    paid: Decimal
    overpaid: Decimal
    principal_outstanding: Decimal
    overdue_principal: Decimal
    penalty_accrued: Decimal
    penalty_paid: Decimal
    penalty_outstanding: Decimal
    late_fee: Decimal
    total_due: Decimal
    daily_accrual: Decimal
    claimed_penalty: Decimal | None
    difference: Decimal | None


def sums_of(bills: Sequence[BillFigures], excess: Decimal, claimed: Decimal | None) -> Total:
    """What the bills add up to; `excess` was paid on the account beyond them, `claimed` is the lender's total."""
    principal = total(bill.principal_outstanding for bill in bills)
    penalty = total(bill.penalty_outstanding for bill in bills)
    fees = total(bill.late_fee for bill in bills)
    claims = [bill.claimed_penalty for bill in bills]
    if claimed is None and None not in claims:
        claimed = total(claim for claim in claims if claim is not None)
    return Total(
        amount=total(bill.amount for bill in bills),
        paid=total(bill.paid for bill in bills) + excess,
        overpaid=total(bill.overpaid for bill in bills) + excess,
        principal_outstanding=principal,
        overdue_principal=total(bill.principal_outstanding for bill in bills if bill.is_due),
        penalty_accrued=total(bill.penalty_accrued for bill in bills),
        penalty_paid=total(bill.penalty_paid for bill in bills),
        penalty_outstanding=penalty,
        late_fee=fees,
        total_due=principal + penalty + fees,
        daily_accrual=total(bill.daily_accrual for bill in bills),
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
    )


def paid_to_principal(bills: Sequence[BillFigures]) -> Decimal:
    """What was paid in payments that reached principal alone."""
    return total(
        entry.to_principal
        for bill in bills
        for entry in bill.entries
        if isinstance(entry, Posting) and not entry.to_penalty and not entry.to_fees
    )

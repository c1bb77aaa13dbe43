"""The figures of one bill, and of bills together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeGuard

from letters.base.errors import FieldPath
from letters.base.money import total
from letters.ledger.entries import Capitalised, Entry, InterestDays, InterestStated, Posting
from letters.reference_data.parameters import parameter

COST_LINE = "annual-cost-line"
"""The parameter that says from which cost of a year on a court may reduce what a lender asks for."""
HUNDREDTH = Decimal("0.0001")
"""0.01 %."""
_RATE = Context(prec=60, rounding=ROUND_HALF_UP)


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
    interest: Decimal
    """Ordinary interest outstanding: what the bill states, or what ran before default."""
    interest_paid: Decimal
    late_fee: Decimal
    daily_accrual: Decimal
    claimed_penalty: Decimal | None
    difference: Decimal | None
    entries: tuple[Entry, ...]
    is_due: bool
    origin: FieldPath
    costs: Decimal
    """Penalty, computed interest and late fee charged, paid or not; `principal_days` is what they were charged on."""
    principal_days: Decimal
    in_grace: bool = False
    """Whether the due date has passed, and its days of grace have not."""

    @property
    def claims_more(self) -> bool:
        """Whether the lender's own figure is more than ours."""
        return self.difference is not None and bool(self.difference) and self.difference > 0

    @property
    def has_interest(self) -> bool:
        """Whether its ledger has ordinary interest."""
        return any(isinstance(entry, InterestStated | InterestDays) for entry in self.entries)

    @property
    def compounds(self) -> bool:
        """Whether unpaid penalty or interest has joined its base."""
        return any(isinstance(entry, Capitalised) for entry in self.entries)

    @property
    def owed(self) -> Decimal:
        """Principal, penalty, interest and late fee together."""
        return self.principal_outstanding + self.penalty_outstanding + self.interest + self.late_fee


@dataclass(frozen=True, slots=True)
class AboveLine:
    """A line for the cost of a year, whether it is passed, and who drew it; None where the cost is not known."""

    line: Decimal
    passed: bool | None
    source: str


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
    interest: Decimal
    interest_paid: Decimal
    late_fee: Decimal
    total_due: Decimal
    daily_accrual: Decimal
    claimed_penalty: Decimal | None
    difference: Decimal | None
    annual_cost: Decimal | None
    """Penalty, interest and late fees a year as a fraction of principal, to 0.01 %; None where no day was charged."""
    above_line: AboveLine
    """The annual cost held against the line in force at as_of."""

    @property
    def claims_more(self) -> bool:
        """Whether the lender's own figure is more than ours."""
        return self.difference is not None and bool(self.difference) and self.difference > 0


def sums_of(
    bills: Sequence[BillFigures], excess: Decimal, claimed: Decimal | None, year_days: int, as_of: date
) -> Total:
    """What the bills add up to; `excess` was paid on the account beyond them, `claimed` is the lender's total."""
    cost = annual_cost(bills, year_days)
    principal = total(bill.principal_outstanding for bill in bills)
    penalty = total(bill.penalty_outstanding for bill in bills)
    interest = total(bill.interest for bill in bills)
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
        interest=interest,
        interest_paid=total(bill.interest_paid for bill in bills),
        late_fee=fees,
        total_due=principal + penalty + interest + fees,
        daily_accrual=total(bill.daily_accrual for bill in bills),
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
        annual_cost=cost,
        above_line=_above_line(cost, as_of),
    )


def _above_line(cost: Decimal | None, as_of: date) -> AboveLine:
    """The line in force on a day, and whether a cost of a year is above it."""
    line = parameter(COST_LINE, on=as_of)
    return AboveLine(line.share, None if cost is None else cost > line.share, line.source)


def annual_cost(bills: Sequence[BillFigures], year_days: int) -> Decimal | None:
    """What was charged ÷ Σ (principal × days), times the days of a year, rounded half up to 0.0001.

    Interest that a bill merely states is left out, since the days it was charged for are not known.
    """
    principal_days = sum((bill.principal_days for bill in bills), Decimal(0))
    if not principal_days:
        return None
    return _RATE.quantize(_RATE.divide(total(bill.costs for bill in bills) * year_days, principal_days), HUNDREDTH)


def paid_to_principal(bills: Sequence[BillFigures]) -> Decimal:
    """What was paid in payments that reached principal alone."""
    return total(entry.to_principal for bill in bills for entry in bill.entries if reached_principal_alone(entry))


def reached_principal_alone(entry: Entry) -> TypeGuard[Posting]:
    """Whether an entry is a payment of which nothing went to penalty, interest or fees."""
    return isinstance(entry, Posting) and not (entry.to_penalty or entry.to_interest or entry.to_fees)

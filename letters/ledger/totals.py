"""The figures of one bill, and of bills together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from math import lcm
from typing import NamedTuple, TypeGuard

from letters.base.errors import FieldPath
from letters.base.money import ZERO, to_fen, total
from letters.ledger.accrual import quotient
from letters.ledger.daily_fees import FeeByTheDay, together
from letters.ledger.entries import Accrual, Capitalised, Entry, InterestDays, InterestStated, OpeningBalance, Posting
from letters.reference_data.parameters import parameter

COST_LINE = "annual-cost-line"
"""The parameter that says from which cost of a year on a court may reduce what a lender asks for."""
PARTS = lcm(360, 365)
"""What exact sums of a day are counted in parts of, so that years of both lengths add up."""
HUNDREDTH = Decimal("0.0001")
"""0.01 %."""
_RATE = Context(prec=60, rounding=ROUND_HALF_UP)


class BillFigures(NamedTuple):
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
    kind: str
    """"bill", "instalment" or "called-in"."""
    group: int | None
    """The number of its loan among those of the case, from 0; None for a bill."""
    loan: str | None
    number: int | None
    state: str
    """"not-due", "in-grace", "revolving" (the minimum was paid), "overdue" or "settled"."""
    interest_billed: Decimal
    """The interest that the bill or the instalment states."""
    penalty_on_interest: Decimal
    """What of the penalty accrued ran on unpaid interest."""
    penalty_waived: Decimal
    interest_waived: Decimal
    late_fee_waived: Decimal
    daily_fees: tuple[FeeByTheDay, ...]
    shown_on: date | None
    """The day of the lender's page that its balances come from; None if its history is known."""
    exact_daily: Decimal
    """What a day adds, exact, times `PARTS`: sums of days are rounded once."""
    costs: Decimal
    """Penalty, computed interest and late fee charged, paid or not; `principal_days` is what they were charged on."""
    principal_days: Decimal
    paid_in_time: bool = False
    """Whether it is an instalment of a loan that was paid in full by its due date: no letter calls it overdue."""
    in_grace: bool = False
    """Whether the due date has passed, and its days of grace have not."""
    is_uncertain: bool = False
    """Whether it is revolving unless a later statement, which the scenario does not have, was missed."""
    cause_in_time: bool = False
    """Whether it fell due while the hardship lasted, or in the sixty days after a known end."""
    force_majeure: bool = False
    """Whether it fell due while a natural disaster lasted, so that what it excuses may be named for this bill."""

    @property
    def is_called_in(self) -> bool:
        """Whether it is the principal of a loan that was called in before its day."""
        return self.kind == "called-in"

    @property
    def claims_more(self) -> bool:
        """Whether the lender's own figure is more than ours."""
        return self.difference is not None and bool(self.difference) and self.difference > 0

    @property
    def bears_penalty(self) -> bool:
        """Whether its ledger has penalty, or nothing but penalty to show."""
        accrued = any(isinstance(entry, Accrual) for entry in self.entries)
        return bool(self.penalty_accrued) or accrued or not self.has_interest

    @property
    def has_interest(self) -> bool:
        """Whether its ledger has ordinary interest."""
        kinds = InterestStated | InterestDays
        shown = any(isinstance(entry, OpeningBalance) and entry.interest for entry in self.entries)
        return shown or any(isinstance(entry, kinds) for entry in self.entries)

    @property
    def compounds(self) -> bool:
        """Whether unpaid penalty or interest has joined its base."""
        return any(isinstance(entry, Capitalised) for entry in self.entries)

    @property
    def owed(self) -> Decimal:
        """Principal, penalty, interest, late fee and fees by the day together."""
        charges = self.penalty_outstanding + self.interest + self.late_fee + self.daily_fee
        return self.principal_outstanding + charges

    @property
    def daily_fee(self) -> Decimal:
        """What is outstanding of all fees by the day."""
        return total(fee.outstanding for fee in self.daily_fees)


class AboveLine(NamedTuple):
    """A line for the cost of a year, whether it is passed (None if the cost is not known), and who drew it."""

    line: Decimal
    passed: bool | None
    source: str


class Total(NamedTuple):
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
    interest_billed: Decimal
    penalty_on_interest: Decimal
    penalty_waived: Decimal
    interest_waived: Decimal
    late_fee_waived: Decimal
    daily_fees: tuple[FeeByTheDay, ...]
    """The fees by the day, added up by name."""
    annual_cost: Decimal | None
    """All that was charged, a year, as a fraction of principal, to 0.01 %; None if no day was charged."""
    above_line: AboveLine
    """The annual cost held against the line in force at as_of."""

    @property
    def claims_more(self) -> bool:
        """Whether the lender's own figure is more than ours."""
        return self.difference is not None and bool(self.difference) and self.difference > 0

    @property
    def daily_fee(self) -> Decimal:
        """What is outstanding of all fees by the day."""
        return total(fee.outstanding for fee in self.daily_fees)


def sums_of(
    bills: Sequence[BillFigures], excess: Decimal, claimed: Decimal | None, year_days: int, as_of: date
) -> Total:
    """Returns what the bills add up to; `excess` was paid on the account beyond them, `claimed` is the lender's sum."""
    principal = total(bill.principal_outstanding for bill in bills)
    penalty = total(bill.penalty_outstanding for bill in bills)
    interest = total(bill.interest for bill in bills)
    fees = total(bill.late_fee for bill in bills)
    daily_fees = together(bill.daily_fees for bill in bills)
    cost = annual_cost(bills, year_days)
    claims = [bill.claimed_penalty for bill in bills]
    if claimed is None and claims and None not in claims:
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
        total_due=principal + penalty + interest + fees + total(fee.outstanding for fee in daily_fees),
        daily_accrual=in_yuan(sum((bill.exact_daily for bill in bills), ZERO)),
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
        interest_billed=total(bill.interest_billed for bill in bills),
        penalty_on_interest=total(bill.penalty_on_interest for bill in bills),
        penalty_waived=total(bill.penalty_waived for bill in bills),
        interest_waived=total(bill.interest_waived for bill in bills),
        late_fee_waived=total(bill.late_fee_waived for bill in bills),
        daily_fees=daily_fees,
        annual_cost=cost,
        above_line=_above_line(cost, as_of),
    )


def in_yuan(parts: Decimal) -> Decimal:
    """Returns an exact sum, given times `PARTS`, in yuan and rounded half up."""
    return to_fen(quotient(parts, PARTS))


def _above_line(cost: Decimal | None, as_of: date) -> AboveLine:
    """Returns the line in force on a day, and whether a cost of a year is above it."""
    line = parameter(COST_LINE, on=as_of)
    return AboveLine(line.share, None if cost is None else cost > line.share, line.source)


def annual_cost(bills: Sequence[BillFigures], year_days: int) -> Decimal | None:
    """Returns what was charged ÷ Σ (principal × days), times the days of a year, rounded half up to 0.0001.

    Interest that a bill merely states is left out, since the days it was charged for are not known.
    """
    principal_days = sum((bill.principal_days for bill in bills), Decimal(0))
    if not principal_days:
        return None
    return _RATE.quantize(_RATE.divide(total(bill.costs for bill in bills) * year_days, principal_days), HUNDREDTH)


def paid_to_principal(bills: Sequence[BillFigures]) -> Decimal:
    """Returns what was paid in payments that reached principal alone."""
    return total(entry.to_principal for bill in bills for entry in bill.entries if reached_principal_alone(entry))


def reached_principal_alone(entry: Entry) -> TypeGuard[Posting]:
    """Returns whether an entry is a payment of which nothing went to penalty, interest or fees."""
    return isinstance(entry, Posting) and not (
        entry.to_penalty or entry.to_interest or entry.to_fees or entry.to_daily_fees
    )

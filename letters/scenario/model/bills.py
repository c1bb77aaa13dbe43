"""The bills of a scenario: what each asks for, what was paid on it, what was taken off it, what a page shows of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from letters.base.field_types import Amount, Date, Text, one_of, whole
from letters.base.money import ZERO
from letters.base.record import Field
from letters.scenario.model.charges import InterestField, LateFeeField
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.part import Part

WAIVED = {
    "penalty": "penalty interest",
    "interest": "ordinary interest",
    "late_fee": "the late fee",
    "daily_fee": "a fee by the day",
}


class Payment(Part):
    date: Date = Field(title="Paid on", description="The day it was paid", examples=["2025-12-20"])
    amount: Amount = Field(title="Amount paid", description="How much was paid", examples=["500.00"])


Payments = tuple[Payment, ...]


class Waiver(Part):
    date: Date = Field(title="Waived on", description="The day the account shows it", examples=["2026-02-08"])
    amount: Amount = Field(title="Amount waived", description="How much was taken off", examples=["100.00"])
    of: Annotated[str, one_of(*WAIVED, says=WAIVED)] = Field(
        "penalty", title="What was waived", description="Penalty when absent"
    )
    ticket: Text | None = Field(
        None, title="Ticket", description="The number under which it was granted", examples=["20260208-17"]
    )


Waivers = tuple[Waiver, ...]


class AsShown(Part):
    on: Date = Field(title="Shown on", description="The day you read the page", examples=["2026-03-20"])
    principal: Amount = Field(title="Principal shown", description="The principal unpaid", examples=["15000.00"])
    interest: Amount = Field(
        ZERO, title="Interest shown", description="The interest unpaid; 0.00 when absent", examples=["300.00"]
    )
    penalty: Amount = Field(
        ZERO, title="Penalty shown", description="The penalty unpaid; 0.00 when absent", examples=["200.00"]
    )
    late_fee: Amount = Field(
        ZERO, title="Late fee shown", description="The late fee unpaid; 0.00 when absent", examples=["0.00"]
    )
    days_overdue: Annotated[int, whole(0, 9999, 45)] | None = Field(
        None, title="Days overdue shown", description="How many days overdue the page says it is", examples=["45"]
    )


class _BillFacts(Part):
    label: Text | None = Field(
        None, title="Name of the bill", description="What the lender calls the bill", examples=["December 2025"]
    )
    due_date: Date | None = Field(
        None,
        title="Due date",
        description="The last day to pay it; may be missing where as_shown has days_overdue",
        examples=["2025-12-10"],
    )
    amount: Amount | None = Field(
        None,
        title="Principal of the bill",
        description="The principal billed; may be missing where as_shown or interest says what is owed",
        examples=["3200.00"],
    )
    as_shown: AsShown | None = Field(
        None,
        title="What the lender's page shows",
        description="The balances that the app shows on a day, where the history is not known",
    )
    payments: Payments = Field((), title="Payments on this bill", description="What has been paid on this bill")
    waivers: Waivers = Field((), title="Waived on this bill", description="What the lender has taken off already")
    minimum_payment: Amount | None = Field(
        None,
        title="Minimum payment",
        description="What this bill alone asks for at least (最低还款额)",
        examples=["160.00"],
    )
    late_fee: LateFeeField | None = Field(
        None,
        title="Late fee",
        description="The late fee charged on this bill (违约金), or a mapping by which it is computed",
        examples=["20.00"],
    )
    interest: InterestField | None = Field(
        None,
        title="Interest",
        description="Ordinary interest that this bill states (利息), or a mapping by which it is computed",
        examples=["32.10"],
    )
    claimed_penalty: Amount | None = Field(
        None,
        title="Penalty shown on this bill",
        description="The penalty that the lender asks for on this bill",
        examples=["86.40"],
    )


class Bill(DebtTerms, _BillFacts):
    """One bill, with the terms that hold for it alone. Bases stand in reverse of the order of the fields."""

    @property
    def due(self) -> date:
        """The due date: as written, else the day of the page less the days overdue that it shows."""
        if self.due_date is not None:
            return self.due_date
        assert self.as_shown is not None  # checked in checks_of_debts
        assert self.as_shown.days_overdue is not None
        return self.as_shown.on - timedelta(days=self.as_shown.days_overdue)

    @property
    def principal(self) -> Decimal:
        """The principal billed, or that of the page; 0.00 where interest alone is owed."""
        return self.as_shown.principal if self.as_shown else self.amount or ZERO

    @property
    def title(self) -> str:
        """How letters call the bill."""
        return self.label or self.due.isoformat()

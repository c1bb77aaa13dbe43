"""The loans in instalments of a scenario: what was lent, how it is paid back, and what became of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from letters.base.dates import add_months
from letters.base.field_types import Amount, Date, Text, one_of, whole
from letters.base.money import ZERO, total
from letters.base.record import Field
from letters.scenario.model.bills import Payments, Waivers
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.part import Part

EQUAL_PAYMENT, EQUAL_PRINCIPAL, INTEREST_FIRST = "equal-payment", "equal-principal", "interest-first"
_METHODS = {
    EQUAL_PAYMENT: "the same sum each month, principal and interest together (等额本息)",
    EQUAL_PRINCIPAL: "the same principal each month, and interest on what is left (等额本金)",
    INTEREST_FIRST: "interest each month, all of the principal at the end (先息后本)",
}
METHODS = tuple(_METHODS)
MOST_IN_A_LOAN = 600


class ScheduleRow(Part):
    due_date: Date = Field(title="Due date", description="The last day to pay this instalment", examples=["2026-01-05"])
    principal: Amount = Field(
        title="Principal of the instalment", description="The principal part of it", examples=["1000.00"]
    )
    interest: Amount = Field(
        ZERO,
        title="Interest of the instalment",
        description="The interest part of it; 0.00 when absent",
        examples=["79.71"],
    )


class _LoanFacts(Part):
    label: Text | None = Field(
        None, title="Name of the loan", description="What the lender calls the loan", examples=["Cash loan"]
    )
    principal: Amount | None = Field(
        None,
        title="Amount lent",
        description="What was lent; the sum of the schedule when absent",
        examples=["12000.00"],
    )
    method: Annotated[str, one_of(*METHODS, says=_METHODS)] | None = Field(
        None, title="How it is paid back", description="As the contract says; may be missing where a schedule stands"
    )
    instalments: Annotated[int, whole(1, MOST_IN_A_LOAN, 12)] | None = Field(
        None, title="Number of instalments", description="How many monthly instalments in all", examples=["12"]
    )
    first: Date | None = Field(
        None,
        title="First instalment due on",
        description="The due date of the first instalment; the others follow month by month",
        examples=["2025-09-05"],
    )
    paid_instalments: Annotated[int, whole(0, MOST_IN_A_LOAN, 4)] = Field(
        0,
        title="Instalments paid in time",
        description="How many of the first were paid in full on their days",
        examples=["4"],
    )
    payments: Payments = Field(
        (),
        title="Payments on this loan",
        description="What was paid after those; each pays the oldest instalment that is due and unpaid",
    )
    waivers: Waivers = Field(
        (),
        title="Waived on this loan",
        description="What the lender has taken off already, of the oldest instalment first",
    )
    called_in: Date | None = Field(
        None,
        title="Called in on",
        description="The day for which the lender declared all of the loan due",
        examples=["2026-03-01"],
    )
    schedule: tuple[ScheduleRow, ...] = Field(
        (), title="Schedule of the lender", description="The lender's own plan, where it differs from the contract's"
    )


class Loan(DebtTerms, _LoanFacts):
    """One loan, with the terms that hold for it alone. Bases stand in reverse of the order of the fields."""

    @property
    def count(self) -> int:
        """How many instalments there are."""
        return len(self.schedule) or self.instalments or 0

    @property
    def amount(self) -> Decimal:
        """What was lent."""
        return total(row.principal for row in self.schedule) if self.principal is None else self.principal

    def due_date(self, number: int) -> date:
        """Returns the due date of an instalment, numbered from 1."""
        if self.schedule:
            return self.schedule[number - 1].due_date
        assert self.first is not None  # checked in checking/loans.py
        return add_months(self.first, number - 1)

    def count_due(self, day: date) -> int:
        """Returns how many instalments are due on or before a day."""
        return sum(self.due_date(number) <= day for number in range(1, self.count + 1))

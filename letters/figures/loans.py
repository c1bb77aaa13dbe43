"""Every loan in instalments on the day of the figures: its schedule, and how each instalment of it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath
from letters.ledger.schedule import LoanSchedule
from letters.ledger.totals import BillFigures

CALLED_IN, NOT_DUE = "called-in", "not-due"
ROW_STATES = (NOT_DUE, "in-grace", "revolving", "overdue", "settled", CALLED_IN)


class ScheduleRowFigures(NamedTuple):
    """One instalment. Amounts in yuan; `state` is that of its bill once it is due, "not-due" while it is to come, and
    "called-in" where its principal became due before its day."""

    number: int
    due_date: date
    principal: Decimal
    interest: Decimal
    state: str
    origin: FieldPath


class LoanFigures(NamedTuple):
    """One loan; its instalments that are due stand among the bills, too."""

    label: str | None
    principal: Decimal
    contract_annual_rate: Decimal | None
    method: str | None
    instalments: int
    paid_instalments: int
    called_in: date | None
    schedule: tuple[ScheduleRowFigures, ...]
    origin: FieldPath


def figures_of_loan(loan: LoanSchedule, bills: Sequence[BillFigures]) -> LoanFigures:
    """Returns the figures of a loan whose instalments that are due are among the `bills`."""
    states = {bill.number: bill.state for bill in bills if bill.kind == "instalment" and bill.group == loan.place}
    to_come = CALLED_IN if loan.called_in else NOT_DUE
    return LoanFigures(
        label=loan.label,
        principal=loan.principal,
        contract_annual_rate=loan.contract_annual_rate,
        method=loan.method,
        instalments=len(loan.rows),
        paid_instalments=loan.paid_instalments,
        called_in=loan.called_in,
        schedule=tuple(
            ScheduleRowFigures(
                row.number, row.due_date, row.principal, row.interest, states.get(row.number, to_come), row.origin
            )
            for row in loan.rows
        ),
        origin=("loans", loan.place),
    )

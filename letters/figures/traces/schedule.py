"""What an instalment of a loan is made of: by the contract, or as the lender's own plan states it."""

from __future__ import annotations

from fractions import Fraction

from letters.base.money import ZERO, grouped, percent, total
from letters.figures.traces.trace import Trace
from letters.ledger.obligations import Obligation
from letters.ledger.schedule import LoanSchedule, ScheduledInstalment, equal_payment, in_money
from letters.scenario.model.loans import EQUAL_PAYMENT, EQUAL_PRINCIPAL

_KINDS = {EQUAL_PAYMENT: "scheduled-annuity", EQUAL_PRINCIPAL: "scheduled-part"}


def of_an_instalment(loan: LoanSchedule, row: ScheduledInstalment, key: str) -> Trace:
    """Returns the principal or the interest of an instalment, by `key`."""
    if "schedule" in row.origin:
        return Trace("scheduled", getattr(row, key), facts=_facts(row), origin=(*row.origin, key))
    rate = loan.contract_annual_rate
    assert rate is not None  # the schedule was made of it
    left = loan.principal - total(one.principal for one in loan.rows[: row.number - 1])
    if key == "interest":
        facts = {"balance": grouped(left), "annual_rate": percent(rate)} | _facts(row)
        return Trace("scheduled-interest", row.interest, facts=facts, origin=row.origin)
    kind, facts = "scheduled-rest", _facts(row) | {"lent": grouped(loan.principal), "count": str(len(loan.rows))}
    if row.number < len(loan.rows):
        kind = _KINDS.get(loan.method or "", "scheduled")
        payment = in_money(equal_payment(Fraction(loan.principal), Fraction(rate) / 12, len(loan.rows)))
        facts |= {"payment": grouped(payment), "interest": grouped(row.interest)}
    return Trace(kind, row.principal, facts=facts, origin=row.origin)


def _facts(row: ScheduledInstalment) -> dict[str, str]:
    return {"number": str(row.number), "due_date": row.due_date.isoformat()}


def of_an_obligation(loan: LoanSchedule, one: Obligation, key: str) -> Trace:
    """Returns the principal or the interest of an obligation that a loan has made."""
    if one.kind == "instalment" and one.number:
        return of_an_instalment(loan, loan.rows[one.number - 1], key)
    if key == "principal":
        parts = tuple(of_an_instalment(loan, row, key) for row in loan.swallowed)
        return Trace("called-in", one.principal, origin=one.origin, parts=parts)
    assert loan.called_in is not None
    days = (loan.called_in - loan.rows[loan.due - 1].due_date).days
    facts = {
        "balance": grouped(one.principal),
        "annual_rate": percent(loan.contract_annual_rate or ZERO),
        "days": str(days),
        "year_days": str(one.terms.year_days),
    }
    return Trace("called-in-interest", one.charges.stated_interest, facts=facts, origin=one.origin)

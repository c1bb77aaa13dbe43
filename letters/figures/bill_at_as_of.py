"""One obligation on the day of the figures: every amount that a letter may state of it."""

from __future__ import annotations

from datetime import timedelta

from letters.base.money import ZERO
from letters.figures.hardship.hardship_days import cause_in_time, force_majeure_days
from letters.ledger.account import BillAccount
from letters.ledger.obligations import Obligation
from letters.ledger.totals import PARTS, BillFigures, in_yuan
from letters.scenario.load import Case


def figures_of_bill(case: Case, one: Obligation, account: BillAccount) -> BillFigures:
    """Returns the amounts of an obligation whose account was closed on `as_of`, and how it lies to the hardship."""
    day = case.as_of
    paid_in_time = one.group is not None and account.is_closed() and not account.penalty_accrued
    is_due = account.is_late(day) and not account.revolves and not paid_in_time
    counted = is_due and account.days_overdue_count
    penalty, claimed = account.penalty_due, one.claimed_penalty
    runs = account.runs_on(day)
    exact = account.a_day(day + timedelta(days=1)) * (PARTS // account.divisor) if runs else ZERO
    return BillFigures(
        label=one.label,
        due_date=one.due_date,
        amount=one.principal,
        paid=account.paid,
        overpaid=account.overpaid,
        principal_outstanding=account.principal,
        days_overdue=(day - account.overdue_since).days if counted else 0,
        penalty_accrued=account.penalty_accrued,
        penalty_paid=account.penalty_paid,
        penalty_outstanding=penalty,
        interest=account.interest_due,
        interest_paid=account.interest_paid,
        late_fee=account.fee,
        daily_accrual=in_yuan(exact),
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
        entries=tuple(account.entries),
        is_due=is_due,
        origin=one.origin,
        kind=one.kind,
        group=one.group,
        loan=one.loan,
        number=one.number,
        state=account.state(day),
        interest_billed=one.charges.stated_interest,
        penalty_on_interest=account.penalty_on_interest,
        penalty_waived=account.penalty_waived,
        interest_waived=account.interest_waived,
        late_fee_waived=account.fee_waived,
        daily_fees=account.daily_fees,
        shown_on=one.shown.on if one.shown else None,
        exact_daily=exact,
        costs=account.penalty_and_charges,
        principal_days=account.principal_days,
        paid_in_time=paid_in_time,
        in_grace=not account.is_late(day) and one.due_date < day,
        is_uncertain=account.is_uncertain,
        cause_in_time=cause_in_time(case, one.due_date),
        force_majeure=one.due_date in force_majeure_days(case),
    )

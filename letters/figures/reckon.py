"""A case becomes its figures: every amount, day and date that a letter may state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from letters.base.errors import Message, Path, Problem
from letters.base.money import ZERO, grouped, to_fen, total
from letters.case.load import Case
from letters.case.workdays import working_day
from letters.figures.account import BillAccount
from letters.figures.budget import Budget, budget
from letters.figures.cautions import cautions, claimed_less
from letters.figures.joint import Joint, SignatoryFigures, joint
from letters.figures.ladder import Ladder, ladder
from letters.figures.means import Affordability, affordability
from letters.figures.offers import Offer, requested_plan, waived
from letters.figures.payments import post_payments
from letters.figures.prevention import Prevention, prevention
from letters.figures.reconcile import Reconciliation, reconciliation
from letters.figures.since import Since, since
from letters.figures.totals import BillFigures, Total, paid_to_principal, sums_of
from letters.figures.waited import Waited, waited
from letters.figures.waiting import WAITING_DAYS, CostOfWaiting, Waiting, cost_of_waiting, waiting


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a letter may state as a number."""

    as_of: date
    bills: tuple[BillFigures, ...]
    total: Total
    due: Total
    """The same sums over the bills that are due, the only ones a letter calls overdue."""
    not_due_principal: Decimal
    since: Since | None
    """How the bills lie around the hardship; None where its beginning is not known."""
    waiting: tuple[Waiting, ...]
    cost_of_waiting: CostOfWaiting
    paid_to_principal: Decimal
    """What was paid in payments that reached principal alone."""
    asked: Decimal
    """What the request asks to be waived."""
    remaining_penalty: Decimal
    """The penalty outstanding that the request leaves to pay."""
    plan: Offer | None
    """The plan asked for, also where nothing is left to waive."""
    offers: tuple[Offer, ...]
    ladder: Ladder
    affordability: Affordability
    budget: Budget
    joint: Joint | None
    """Everybody's figures where others sign too."""
    reply_by: date | None
    waited: Waited | None
    """Since the first contact; None where there was none."""
    disputed: Decimal
    """By how much the lender's own figures are more than ours; 0.00 where they are not, or not known."""
    reconciled: Reconciliation | None
    """What explains the lender's own figures, searched for once it is asked; None where nothing is claimed."""
    prevention: Prevention
    warnings: tuple[Problem, ...]
    at_high: Figures | None = None
    """The same at the other end where the rate is a range: these are those of the low rate."""


def reckon(case: Case) -> Figures:
    """All figures of a case. Raises ScenarioError where the request asks for more than there is."""
    figures, high = _at_one_rate(case), case.lender.daily_rate_high
    if high is None:
        return figures
    return replace(figures, at_high=_at_one_rate(replace(case, lender=case.lender.at_rate(high))))


def _at_one_rate(case: Case) -> Figures:
    accounts, excess = post_payments(case.scenario.bills, case.scenario.payments, case.lender, case.as_of)
    for account in accounts:
        account.accrue_to(case.as_of)
    # Before as_of rounds anything: a later day's figures round on that day alone.
    open_ = [account.copied() for account in accounts if not account.is_closed()]
    later = tuple(waiting(open_, case.as_of, days) for days in WAITING_DAYS)
    cost = cost_of_waiting(open_, case.as_of, later, case.scenario.request.threshold)
    for account in accounts:
        account.close(case.as_of)
    bills = tuple(_bill(case, index, account) for index, account in enumerate(accounts))
    sums = sums_of(bills, excess, case.scenario.claimed_penalty, case.lender.year_days)
    asked = waived(case, sums.penalty_outstanding)
    plan = requested_plan(case, sums.total_due - asked)
    means = affordability(case.scenario, plan, sums.total_due - asked)
    rungs = ladder(case, sums, asked, means, open_)
    return Figures(
        as_of=case.as_of,
        bills=bills,
        total=sums,
        due=sums_of([bill for bill in bills if bill.is_due], ZERO, None, case.lender.year_days),
        not_due_principal=sums.principal_outstanding - sums.overdue_principal,
        since=since(case.scenario.hardship.started, bills),
        waiting=later,
        cost_of_waiting=cost,
        paid_to_principal=paid_to_principal(bills),
        asked=asked,
        remaining_penalty=sums.penalty_outstanding - asked,
        plan=plan,
        offers=rungs.offers,
        ladder=rungs,
        affordability=means,
        budget=budget(case, means, sums.total_due),
        joint=joint(case, _as_signatory(case, sums)),
        reply_by=_reply_by(case),
        waited=waited(case),
        disputed=_disputed(bills, sums),
        reconciled=reconciliation(case, bills, sums),
        prevention=prevention(case, plan, means),
        warnings=(
            *_warnings(case, bills, excess, sums, means),
            *(case.source.problem(*caution) for caution in cautions(case, asked, rungs, means, cost)),
            *(case.source.problem(*caution) for caution in claimed_less(case, bills, sums)),
        ),
    )


def _bill(case: Case, index: int, account: BillAccount) -> BillFigures:
    bill, rate = case.scenario.bills[index], case.lender.rate_on(case.as_of + timedelta(days=1))
    is_due = account.is_late(case.as_of)
    late = is_due and account.principal > 0
    penalty = account.penalty_due
    claimed = bill.claimed_penalty
    return BillFigures(
        label=bill.title,
        due_date=bill.due_date,
        amount=bill.amount,
        paid=account.paid,
        overpaid=account.overpaid,
        principal_outstanding=account.principal,
        days_overdue=(case.as_of - bill.due_date).days if late else 0,
        penalty_accrued=account.penalty_accrued,
        penalty_paid=account.penalty_paid,
        penalty_outstanding=penalty,
        interest=account.interest_due,
        interest_paid=account.interest_paid,
        late_fee=account.fee,
        daily_accrual=to_fen(account.base * rate) if is_due else ZERO,
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
        entries=tuple(account.entries),
        is_due=is_due,
        origin=("bills", index),
        costs=account.penalty_and_charges,
        principal_days=account.principal_days,
    )


def _as_signatory(case: Case, sums: Total) -> SignatoryFigures:
    borrower = case.scenario.borrower
    return SignatoryFigures(
        borrower.name,
        borrower.account,
        case.lender.name,
        len(case.scenario.bills),
        sums.principal_outstanding,
        sums.penalty_outstanding,
        case.as_of,
        is_own=False,
    )


def _reply_by(case: Case) -> date | None:
    days = case.scenario.request.reply_within_days
    return working_day(case.date + timedelta(days=days))[0] if days else None


def _disputed(bills: tuple[BillFigures, ...], sums: Total) -> Decimal:
    if sums.difference is not None:
        return max(sums.difference, ZERO)
    return total(bill.difference for bill in bills if bill.difference is not None and bill.difference > 0)


def _overpaid(amount: Decimal) -> Message:
    return Message(
        "{amount} was paid beyond what was owed; ask the lender to credit it, it is not subtracted",
        amount=grouped(amount),
    )


def _warnings(
    case: Case, bills: tuple[BillFigures, ...], excess: Decimal, sums: Total, means: Affordability
) -> list[Problem]:
    found: list[tuple[Path, Message]] = []
    overpaid = [(bill.origin, bill.overpaid) for bill in bills if bill.overpaid]
    overpaid += [(("payments",), excess)] if excess else []
    for where, amount in overpaid:
        found.append((where, _overpaid(amount)))
    if not sums.penalty_outstanding:
        found.append((("bills",), Message("no penalty is outstanding: the letters ask for the plan alone")))
    if means.fits is False:
        left = means.for_plan or ZERO
        message = Message(
            "a month leaves {available}, less than the plan's instalment; plan more instalments, or less",
            available=grouped(left),
        )
        if left <= 0:
            message = Message(
                "a month leaves {available}: no plan can be kept; spend less, or ask first for a pause",
                available=grouped(left),
            )
        path: Path = ("request", "plan") if case.scenario.request.plan else ("income", "now")
        found.append((path, message))
    if case.scenario.income.now is None and case.scenario.expenses:
        found.append((("expenses",), Message("income.now is missing: what a month leaves cannot be computed")))
    return [case.source.problem(path, message) for path, message in found]

"""A case becomes its figures: every amount, day and date that a letter may state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from letters.base.errors import Message, Path, Problem
from letters.base.money import ZERO, grouped, to_fen, total
from letters.case.load import Case
from letters.case.scenario import Payment
from letters.case.workdays import working_day
from letters.figures.account import BillAccount
from letters.figures.charges import charges_of
from letters.figures.joint import Joint, SignatoryFigures, joint
from letters.figures.offers import Affordability, Offer, affordability, ladder, requested_plan, waived
from letters.figures.prevention import Prevention, prevention
from letters.figures.since import Since, since
from letters.figures.totals import BillFigures, Total, paid_to_principal, sums_of
from letters.figures.waited import Waited, waited

WAITING_DAYS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What `days` more days cost if nothing is paid."""

    days: int
    penalty_outstanding: Decimal
    total_due: Decimal


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
    paid_to_principal: Decimal
    """What was paid in payments that reached principal alone."""
    asked: Decimal
    """What the request asks to be waived."""
    remaining_penalty: Decimal
    """The penalty outstanding that the request leaves to pay."""
    plan: Offer | None
    """The plan asked for, also where nothing is left to waive."""
    offers: tuple[Offer, ...]
    affordability: Affordability
    joint: Joint | None
    """Everybody's figures where others sign too."""
    reply_by: date | None
    waited: Waited | None
    """Since the first contact; None where there was none."""
    disputed: Decimal
    """By how much the lender's own figures are more than ours; 0.00 where they are not, or not known."""
    prevention: Prevention
    warnings: tuple[Problem, ...]


def reckon(case: Case) -> Figures:
    """All figures of a case. Raises ScenarioError where the request asks for more than there is."""
    accounts, excess = _post_payments(case)
    for account in accounts:
        account.accrue_to(case.as_of)
    # Before as_of rounds anything: a later day's figures round on that day alone.
    later = tuple(_waiting(accounts, case.as_of, days) for days in WAITING_DAYS)
    for account in accounts:
        account.close(case.as_of)
    bills = tuple(_bill(case, index, account) for index, account in enumerate(accounts))
    sums = sums_of(bills, excess, case.scenario.claimed_penalty, case.lender.year_days)
    asked = waived(case, sums.penalty_outstanding)
    plan = requested_plan(case, sums.total_due - asked)
    means = affordability(case, plan)
    return Figures(
        as_of=case.as_of,
        bills=bills,
        total=sums,
        due=sums_of([bill for bill in bills if bill.is_due], ZERO, None, case.lender.year_days),
        not_due_principal=sums.principal_outstanding - sums.overdue_principal,
        since=since(case.scenario.hardship.started, bills),
        waiting=later,
        paid_to_principal=paid_to_principal(bills),
        asked=asked,
        remaining_penalty=sums.penalty_outstanding - asked,
        plan=plan,
        offers=ladder(case, sums, asked, means.available),
        affordability=means,
        joint=joint(case, _as_signatory(case, sums)),
        reply_by=_reply_by(case),
        waited=waited(case),
        disputed=_disputed(bills, sums),
        prevention=prevention(case, plan, means),
        warnings=tuple(_warnings(case, bills, excess, sums, means)),
    )


def _post_payments(case: Case) -> tuple[list[BillAccount], Decimal]:
    """Every payment up to as_of, in the order of its day: a bill's own first, then the account's.

    Returns the bills' accounts, and what was paid on the account beyond all that was owed.
    """
    bills, lender = case.scenario.bills, case.lender
    accounts = [BillAccount(bill.due_date, bill.amount, lender, charges_of(bill, lender)) for bill in bills]
    own = [
        (payment.date, 0, index, place, payment)
        for index, bill in enumerate(bills)
        for place, payment in enumerate(bill.payments)
    ]
    shared = [(payment.date, 1, 0, place, payment) for place, payment in enumerate(case.scenario.payments)]
    oldest_first = sorted(accounts, key=lambda account: account.due_date)
    excess = ZERO
    for day, on_account, index, place, payment in sorted(own + shared, key=lambda item: item[:4]):
        if day > case.as_of:
            break
        if on_account:
            excess += _pay_oldest(oldest_first, payment, ("payments", place))
            oldest_first = [account for account in oldest_first if not account.is_closed()]
        else:
            accounts[index].pay(day, payment.amount, ("bills", index, "payments", place))
    return accounts, excess


def _pay_oldest(accounts: list[BillAccount], payment: Payment, origin: Path) -> Decimal:
    """Settles one bill after the other, due or not; returns what is left when all are settled."""
    rest = payment.amount
    for account in accounts:
        if not rest:
            break
        rest = account.take(payment.date, rest, origin)
    return rest


def _bill(case: Case, index: int, account: BillAccount) -> BillFigures:
    bill, rate = case.scenario.bills[index], case.lender.daily_rate
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


def _waiting(accounts: list[BillAccount], as_of: date, days: int) -> Waiting:
    day = as_of + timedelta(days=days)
    then = [account.forward(day) for account in accounts]
    penalty = total(account.penalty_due for account in then)
    return Waiting(days, penalty, total(account.owed for account in then))


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
        message = Message(
            "a month leaves {available}, less than the plan's instalment; plan more instalments, or less",
            available=grouped(means.available or ZERO),
        )
        path: Path = ("request", "plan") if case.scenario.request.plan else ("income", "now")
        found.append((path, message))
    if case.scenario.income.now is None and case.scenario.expenses:
        found.append((("expenses",), Message("income.now is missing: what a month leaves cannot be computed")))
    return [case.source.problem(path, message) for path, message in found]

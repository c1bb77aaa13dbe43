"""What is asked and what could be agreed: the waiver, the rungs of the ladder, the instalments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from letters.base.dates import add_months
from letters.base.errors import Message
from letters.base.money import FEN, ZERO, down_to_fen, grouped, to_fen, total
from letters.case.fields import Waive
from letters.case.load import Case
from letters.case.scenario import Plan
from letters.figures.totals import Total


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a plan."""

    date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """One rung of the ladder: what is waived, what is paid, and when."""

    name: str
    waived: Decimal
    to_pay: Decimal
    plan: tuple[Instalment, ...]

    fits: bool | None = None
    """Whether a month leaves enough for its largest instalment; None where that is not known."""

    @property
    def largest(self) -> Decimal:
        """The largest instalment."""
        return max(row.amount for row in self.plan)

    @property
    def count(self) -> int:
        """How many instalments there are."""
        return len(self.plan)

    @property
    def first(self) -> Instalment:
        """The first instalment."""
        return self.plan[0]

    @property
    def regular(self) -> Decimal:
        """What each instalment but the last is."""
        return self.plan[0].amount

    @property
    def regular_count(self) -> int:
        """How many instalments come before the last."""
        return len(self.plan) - 1

    @property
    def last(self) -> Instalment:
        """The last instalment, which takes the rest."""
        return self.plan[-1]

    @property
    def is_even(self) -> bool:
        """Whether every instalment is the same."""
        return self.last.amount == self.regular


@dataclass(frozen=True, slots=True)
class Affordability:
    """What a month leaves, and whether the plan asked for fits in it. None where a fact is missing."""

    income: Decimal | None
    expenses: Decimal | None
    available: Decimal | None
    largest_instalment: Decimal | None
    fits: bool | None


def waived(case: Case, outstanding: Decimal) -> Decimal:
    """What is asked to be waived of the penalty outstanding. Raises ScenarioError where it is more."""
    waive: Waive = case.scenario.request.waive
    if waive.share is not None:
        return to_fen(outstanding * waive.share)
    assert waive.amount is not None
    if waive.amount > outstanding:
        message = Message(
            "{amount} is more than the penalty outstanding, {outstanding}; write all, a share like 60%,"
            " or a smaller amount",
            amount=grouped(waive.amount),
            outstanding=grouped(outstanding),
        )
        raise case.refuse(("request", "waive"), message)
    return waive.amount


def instalments(to_pay: Decimal, plan: Plan) -> tuple[Instalment, ...]:
    """Equal instalments rounded down to the fen, a month apart; the last takes the rest."""
    each = down_to_fen(to_pay / plan.instalments)
    last = to_pay - each * (plan.instalments - 1)
    return tuple(
        Instalment(add_months(plan.first, k), last if k == plan.instalments - 1 else each)
        for k in range(plan.instalments)
    )


def requested_plan(case: Case, to_pay: Decimal) -> Offer | None:
    """The plan that the request asks for, or None. Raises ScenarioError where there is too little to divide."""
    plan = case.scenario.request.plan
    if plan is None:
        return None
    if not to_pay and any(contact.outcome == "accepted" for contact in case.scenario.contacts):
        return None  # it was agreed, and has been paid
    if to_pay < plan.instalments * FEN:
        message = Message(
            "{to_pay} cannot be paid in {count} instalments of at least 0.01; write fewer",
            to_pay=grouped(to_pay),
            count=plan.instalments,
        )
        raise case.refuse(("request", "plan", "instalments"), message)
    return Offer("request-plan", ZERO, to_pay, instalments(to_pay, plan))


def ladder(case: Case, sums: Total, asked: Decimal, available: Decimal | None) -> tuple[Offer, ...]:
    """The rungs, best first; none where no penalty is outstanding, since none would waive anything."""
    if not sums.penalty_outstanding:
        return ()
    plan, rest = case.scenario.request.plan, sums.total_due - asked
    half = to_fen(sums.penalty_outstanding / 2)
    rungs = [Offer("request-lump-sum", asked, rest, (Instalment(case.date, rest),))]
    if plan:
        rungs.append(Offer("request-plan", asked, rest, instalments(rest, plan)))
        if half < asked:
            rest = sums.total_due - half
            rungs.append(Offer("half-plan", half, rest, instalments(rest, plan)))
    return tuple(replace(rung, fits=_fits(rung.largest, available)) for rung in rungs)


def _fits(instalment: Decimal | None, available: Decimal | None) -> bool | None:
    if available is not None and available < 0:
        return False
    return None if available is None or instalment is None else instalment <= available


def affordability(case: Case, plan: Offer | None) -> Affordability:
    """Income now less expenses, held against the largest instalment of the plan asked for."""
    income, items = case.scenario.income.now, case.scenario.expenses
    amounts = [item.amount for item in items] if items else [None]
    known = [amount for amount in amounts if amount is not None]
    expenses = total(known) if len(known) == len(amounts) else None
    available = income - expenses if income is not None and expenses is not None else None
    largest = plan.largest if plan else None
    return Affordability(income, expenses, available, largest, _fits(largest, available))

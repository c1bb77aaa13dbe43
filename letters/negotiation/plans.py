"""What is asked and what could be agreed: the waiver, the rungs of the ladder, the instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from letters.base.dates import add_months
from letters.base.errors import FieldPath, Message, Problem, ScenarioError
from letters.base.field_types import Waive
from letters.base.money import FEN, ZERO, down_to_fen, grouped, to_fen
from letters.ledger.obligations import Obligations
from letters.scenario.load import Case

ROWS_NAMED, MONTHS, SHORTEST_MONTH = 3, 12, 28
SOON = timedelta(days=30)
"""How soon money counts as soon for a lender."""


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
    pay_now: Decimal = ZERO
    """What of it is paid by the letters' date."""
    within_30_days: Decimal = ZERO
    """What of it the lender has within thirty days of the letters' date, that included."""
    per_month: Decimal | None = None
    """The largest of the later payments; None where there is none."""
    saving: Decimal = ZERO
    """What would still be owed on the last date if the same were paid and nothing waived nor stopped."""
    verdict: str = "hold"
    """accept, hold or refuse: see `ladder`."""
    own: bool = False
    """Whether it is one of the user's own."""

    @property
    def largest(self) -> Decimal:
        """The largest instalment."""
        return max(row.amount for row in self.plan)

    @property
    def count(self) -> int:
        """How many instalments there are."""
        return len(self.plan)

    @property
    def in_parts(self) -> bool:
        """Whether there is more than one instalment."""
        return self.count > 1

    @property
    def at_once(self) -> bool:
        """Whether all is paid in one payment."""
        return self.count == 1

    @property
    def has_two(self) -> bool:
        """Whether there are two instalments."""
        return self.count == 2

    @property
    def is_short(self) -> bool:
        """Whether there are so few instalments that a table names each."""
        return self.count <= ROWS_NAMED

    @property
    def is_long(self) -> bool:
        """Whether there are more instalments than months in a year."""
        return self.count > MONTHS

    @property
    def by_month_end(self) -> bool:
        """Whether the day of the first instalment is one that some months lack."""
        return self.first.date.day > SHORTEST_MONTH

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
    def last_instalment(self) -> Instalment:
        """The last instalment, which takes the rest."""
        return self.plan[-1]

    @property
    def last(self) -> date:
        """The day of the last instalment."""
        return self.plan[-1].date

    @property
    def is_even(self) -> bool:
        """Whether every instalment is the same."""
        return self.last_instalment.amount == self.regular


def waived(
    case: Case, outstanding: Decimal, waive: Waive | None = None, path: FieldPath = ("request", "waive")
) -> Decimal:
    """What is asked to be waived of the penalty outstanding. Raises ScenarioError where it is more."""
    waive = waive or case.scenario.request.waive
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
        raise case.refuse(path, message)
    return waive.amount


def check_waivers(case: Case, outstanding: Decimal) -> None:
    """Raises ScenarioError with every waiver of the request that is more than the penalty outstanding."""
    request = case.scenario.request
    asked: list[tuple[Waive | None, FieldPath]] = [(request.waive, ("request", "waive"))]
    asked.append((request.accept_from, ("request", "accept_from")))
    asked += [(offer.waive, ("request", "offers", place, "waive")) for place, offer in enumerate(request.offers)]
    problems: list[Problem] = []
    for waive, path in asked:
        try:
            _ = waived(case, outstanding, waive, path) if waive else None
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(case.source.name, problems)


def instalments(to_pay: Decimal, count: int, first: date) -> tuple[Instalment, ...]:
    """Equal instalments rounded down to the fen, a month apart; the last takes the rest."""
    each = down_to_fen(to_pay / count)
    last = to_pay - each * (count - 1)
    return tuple(Instalment(add_months(first, k), last if k == count - 1 else each) for k in range(count))


def divided(case: Case, to_pay: Decimal, count: int, first: date, path: FieldPath) -> tuple[Instalment, ...]:
    """The instalments of a plan. Raises ScenarioError, at `path`, where there is too little to divide."""
    if to_pay < count * FEN:
        message = Message(
            "{to_pay} cannot be paid in {count} instalments of at least 0.01; write fewer",
            to_pay=grouped(to_pay),
            count=count,
        )
        raise case.refuse(path, message)
    return instalments(to_pay, count, first)


def _was_paid(case: Case, obligations: Obligations) -> bool:
    """Whether a plan may have nothing left to divide: something was paid, or agreed to be waived."""
    return any(contact.outcome == "accepted" for contact in case.scenario.contacts) or any(obligations.payments)


def requested_plan(case: Case, obligations: Obligations, to_pay: Decimal) -> Offer | None:
    """The plan that the request asks for, or None. Raises ScenarioError where there is too little to divide."""
    plan = case.scenario.request.plan
    if plan is None:
        return None
    if not to_pay and _was_paid(case, obligations):
        return None
    rows = divided(case, to_pay, plan.instalments, plan.first, ("request", "plan", "instalments"))
    return Offer("request-plan", ZERO, to_pay, rows)

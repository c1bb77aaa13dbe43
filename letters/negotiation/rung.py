"""One offer: what is waived, what is paid, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, total

ROWS_NAMED, MONTHS, SHORTEST_MONTH = 3, 12, 28
SOON = timedelta(days=30)
"""How soon money counts as soon for a lender."""


class Instalment(NamedTuple):
    """One payment of a plan, in yuan."""

    date: date
    amount: Decimal


class LargestPlan(NamedTuple):
    """The shortest plan that a month carries: at most `instalment` yuan a month, for `months` months.

    `per_month` is what each instalment but the last is, or None above sixty months, for which no plan is made.
    """

    instalment: Decimal
    months: int
    per_month: Decimal | None


class Meanwhile(NamedTuple):
    """What is earned and left a month, in yuan, before the day `until`, from which another income is earned.

    Each is None if a fact that it needs is not given.
    """

    until: date
    income: Decimal | None
    available: Decimal | None
    for_plan: Decimal | None


class PlanRun(NamedTuple):
    """Payments of one amount in yuan, from one number of the plan to another."""

    first: int
    last: int
    amount: Decimal

    @property
    def is_one(self) -> bool:
        """Whether it is a single payment."""
        return self.first == self.last


class PlanRest(NamedTuple):
    """What a plan leaves unpaid, in yuan, and the day on which the rest is talked about."""

    amount: Decimal
    review: date


@dataclass(frozen=True, slots=True)  # its `count` is a name that a tuple has
class Offer:
    """One offer of the negotiation: what is waived, what is paid, and when. Amounts are in yuan."""

    name: str
    waived: Decimal
    to_pay: Decimal
    plan: tuple[Instalment, ...]

    fits: bool | None = None
    """Whether a month leaves enough for its largest instalment, or None if that is not known."""
    pay_now: Decimal = ZERO
    """What of it is paid by the date of the letters."""
    within_30_days: Decimal = ZERO
    """What of it the lender has within thirty days of the date of the letters, that day included."""
    per_month: Decimal | None = None
    """The largest of the later payments, or None if there is none."""
    saving: Decimal = ZERO
    """What would still be owed on the last date if the same were paid, and nothing were waived or stopped."""
    verdict: str = "hold"
    """ "accept", "hold" or "refuse", as `ladder` judges it."""
    own: bool = False
    """Whether it is one of the user's own offers."""
    waived_interest: Decimal = ZERO
    waived_late_fee: Decimal = ZERO
    waived_fees: Decimal = ZERO
    rest: PlanRest | None = None
    """What its plan leaves unpaid, or None if it pays all of `to_pay`."""
    today: Decimal = ZERO
    """What is paid today beside the plan, which divides the rest: only the plan that letters print has it."""

    @property
    def whole(self) -> Decimal:
        """What is paid today and by the plan together, in yuan."""
        return self.to_pay + self.today

    covers: Decimal = ZERO
    """What of `to_pay` is principal of instalments to come."""

    @property
    def pays(self) -> Decimal:
        """What its payments add up to, in yuan."""
        return total(row.amount for row in self.plan)

    @property
    def runs(self) -> tuple[PlanRun, ...]:
        """Its payments in runs of the same amount."""
        found: list[PlanRun] = []
        for number, row in enumerate(self.plan, 1):
            if found and found[-1].amount == row.amount:
                found[-1] = found[-1]._replace(last=number)
            else:
                found.append(PlanRun(number, number, row.amount))
        return tuple(found)

    @property
    def is_regular(self) -> bool:
        """Whether every payment but the last is the same."""
        return all(row.amount == self.regular for row in self.plan[:-1])

    @property
    def largest(self) -> Decimal:
        """The largest instalment."""
        return max(row.amount for row in self.plan)

    @property
    def each(self) -> Decimal:
        """What each instalment is: of equal ones the first, which the last may differ from by some fen, else the
        largest.
        """
        return self.regular if self.is_regular else self.largest

    @property
    def count(self) -> int:
        """How many instalments there are."""
        return len(self.plan)

    @property
    def in_parts(self) -> bool:
        """Whether there is more than one instalment."""
        return self.count > 1 or self.rest is not None

    @property
    def at_once(self) -> bool:
        """Whether all is paid in one payment."""
        return self.count == 1 and self.rest is None

    @property
    def has_two(self) -> bool:
        """Whether there are two instalments."""
        return self.count == 2

    @property
    def is_short(self) -> bool:
        """Whether a table names each instalment: there are few, or they differ."""
        return self.count <= ROWS_NAMED or not self.is_regular

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
        return self.is_regular and self.last_instalment.amount == self.regular

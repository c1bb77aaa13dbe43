"""What a month leaves once one's own needs and the minimums of other debts are paid, and what plan that carries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from letters.base.dates import add_months
from letters.base.money import ZERO, down_to_fen, total
from letters.negotiation.rung import Instalment, LargestPlan, Meanwhile, Offer
from letters.scenario.model.asked import MOST_INSTALMENTS
from letters.scenario.model.scenario_file import Scenario


class Affordability(NamedTuple):
    """What a month leaves, in yuan, and whether the plan asked for fits in it.

    `available` is income less expenses; `regular` is the instalments of loans that come due in a month beside a plan;
    `for_plan` is what remains after those and the minimums of other debts. A figure is None if a fact that it needs is
    not given.
    """

    income: Decimal | None
    expenses: Decimal | None
    available: Decimal | None
    largest_instalment: Decimal | None
    fits: bool | None
    minimums: Decimal | None = None
    for_plan: Decimal | None = None
    largest_plan: LargestPlan | None = None
    meanwhile: Meanwhile | None = None
    """What a month leaves until the return, or None if no return lies ahead; all else is of the time after it."""
    regular: Decimal = ZERO

    def carries(self, payments: Sequence[Instalment]) -> bool | None:
        """Returns whether each payment is within what a month leaves at its time, or None if that is not known."""
        change = self.meanwhile.until if self.meanwhile else date.min
        early = [row.amount for row in payments if row.date < change]
        later = [row.amount for row in payments if row.date >= change]
        found = [fits(max(later), self.for_plan)] if later else []
        if early and self.meanwhile:
            found.append(fits(max(early), self.meanwhile.for_plan))
        return False if False in found else None if None in found else True

    def beside(self, plan: Offer | None) -> Decimal | None:
        """Returns what a month leaves once an instalment of a plan is paid, or None if that is not known."""
        if self.for_plan is None or plan is None or not plan.in_parts or self.for_plan < plan.regular:
            return None
        return self.for_plan - plan.regular

    def begin(self, first: date, amount: Decimal) -> date:
        """Returns the first of the monthly days from `first` on by which a month leaves an amount."""
        if self.meanwhile is None or fits(amount, self.meanwhile.for_plan) is not False:
            return first
        months = range(MOST_INSTALMENTS + 1)
        return next((day for month in months if (day := add_months(first, month)) >= self.meanwhile.until), first)


def affordability(scenario: Scenario, plan: Offer | None, to_pay: Decimal, regular: Decimal = ZERO) -> Affordability:
    """Returns income less expenses, minimums and the `regular` instalments, compared with the largest of the plan asked
    for.

    `to_pay` is the sum, in yuan, that a plan would divide.
    """
    income, expenses = scenario.income.now, sum_of([item.amount for item in scenario.expenses or ()] or [None])
    available = income - expenses if income is not None and expenses is not None else None
    minimums = sum_of([debt.minimum for debt in scenario.debts or ()])
    for_plan = None if available is None or minimums is None else available - minimums - regular
    largest = plan.largest if plan else None
    return Affordability(
        income,
        expenses,
        available,
        largest,
        fits(largest, for_plan),
        None if scenario.debts is None else minimums,
        for_plan,
        largest_plan(to_pay, for_plan),
        regular=regular,
    )


def sum_of(amounts: list[Decimal | None]) -> Decimal | None:
    """Returns the sum, or None if an amount is missing: missing is never zero."""
    known = [amount for amount in amounts if amount is not None]
    return total(known) if len(known) == len(amounts) else None


def fits(instalment: Decimal | None, limit: Decimal | None) -> bool | None:
    """Returns whether a month carries an instalment, or None if that is not known.

    A month that leaves less than nothing carries none, whatever the instalment is.
    """
    if limit is not None and limit < 0:
        return False
    return None if limit is None or instalment is None else instalment <= limit


def largest_plan(to_pay: Decimal, limit: Decimal | None) -> LargestPlan | None:
    """Returns the fewest monthly instalments of which none is above the limit, or None if there is nothing to pay with
    or nothing to pay.
    """
    if limit is None or limit <= 0 or to_pay <= 0:
        return None
    count = int((to_pay / limit).to_integral_value(ROUND_CEILING))
    # The last instalment takes what rounding down left, up to a fen for each of the others.
    while count <= MOST_INSTALMENTS and to_pay - down_to_fen(to_pay / count) * (count - 1) > limit:
        count += 1
    return LargestPlan(limit, count, down_to_fen(to_pay / count) if count <= MOST_INSTALMENTS else None)


def months_to_clear(owed: Decimal, a_month: Decimal) -> int:
    """Returns how many months of `a_month` yuan pay off a sum that nothing is added to."""
    return max(int((owed / a_month).to_integral_value(ROUND_CEILING)), 0)


def carried(available: Decimal | None) -> Decimal:
    """Returns what a month can share out: what it leaves, or zero if it leaves less than nothing."""
    return max(available or ZERO, ZERO)

"""What a month leaves until the return to work, where that lies ahead: a plan is measured by the income of its day."""

from __future__ import annotations

from letters.negotiation.affordability import Affordability, sum_of
from letters.negotiation.rung import Meanwhile, Offer
from letters.scenario.load import Case


def with_meanwhile(case: Case, means: Affordability, plan: Offer | None) -> Affordability:
    """Returns the means with those of the time until the return, if it comes after the day of the letters.

    Whether the plan asked for fits is then decided payment by payment.
    """
    resumed, income = case.scenario.hardship.resumed, case.scenario.income.during
    if resumed is None or resumed <= case.date:
        return means
    available = None if income is None or means.expenses is None else income - means.expenses
    minimums = sum_of([debt.minimum for debt in case.scenario.debts or ()])
    for_plan = None if available is None or minimums is None else available - minimums - means.regular
    found = means._replace(meanwhile=Meanwhile(resumed, income, available, for_plan))
    return found._replace(fits=found.carries(plan.plan)) if plan else found

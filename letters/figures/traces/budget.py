"""What is left of a month, how it is shared, and what waiting costs, each as the tree of what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from letters.base.errors import FieldPath
from letters.base.money import ZERO, grouped
from letters.figures.traces.bills import Tracer, summed
from letters.figures.traces.loans import regular
from letters.figures.traces.offers import OFFERS, instalment, to_pay
from letters.figures.traces.sources import in_file
from letters.figures.traces.trace import Trace, total_of
from letters.negotiation.affordability import carried


def income(tracer: Tracer) -> Trace:
    """Returns the income now, as the scenario says."""
    figure, amount = "affordability.income", tracer.figures.affordability.income
    if amount is None:
        return Trace("missing", figure=figure)
    return Trace("stated", amount, figure=figure, origin=("income", "now"))


def _listed(figure: str, rows: list[tuple[str, Decimal | None]], origin: str, key: str) -> Trace:
    """Returns the sum of what a list of the scenario says; None if an amount is missing."""
    if not rows or any(amount is None for _, amount in rows):
        return Trace("missing", figure=figure)
    parts = [
        Trace("item", amount, facts={"label": label}, origin=(origin, place, key))
        for place, (label, amount) in enumerate(rows)
    ]
    return summed(figure, parts)


def expenses(tracer: Tracer) -> Trace:
    """Returns what is needed to live on."""
    rows = [(item.label, item.amount) for item in tracer.case.scenario.expenses or ()]
    return _listed("affordability.expenses", rows, "expenses", "amount")


def minimums(tracer: Tracer) -> Trace:
    """Returns the least to pay to others."""
    rows = [(debt.creditor, debt.minimum) for debt in tracer.case.scenario.debts or ()]
    return _listed("affordability.minimums", rows, "debts", "minimum")


def available(tracer: Tracer) -> Trace:
    """Income less expenses."""
    return _less("affordability.available", income(tracer), expenses(tracer))


def for_plan(tracer: Tracer) -> Trace:
    """Returns what income less expenses leaves after the minimums of other debts and the instalments that come due in a
    month.
    """
    return _for_plan("affordability.for_plan", available(tracer), tracer)


def income_meanwhile(tracer: Tracer) -> Trace:
    """Returns the income until the return, as the scenario says."""
    found = tracer.figures.affordability.meanwhile
    figure = "meanwhile.income"
    if found is None or found.income is None:
        return Trace("missing", figure=figure)
    return Trace("stated", found.income, figure=figure, origin=("income", "during"))


def available_meanwhile(tracer: Tracer) -> Trace:
    """Returns the income until the return less expenses."""
    return _less("meanwhile.available", income_meanwhile(tracer), expenses(tracer))


def for_plan_meanwhile(tracer: Tracer) -> Trace:
    """Returns what that leaves until the return after the minimums of other debts and the instalments that come due in
    a month.
    """
    return _for_plan("meanwhile.for_plan", available_meanwhile(tracer), tracer)


def _for_plan(figure: str, left: Trace, tracer: Tracer) -> Trace:
    coming = (regular(tracer),) if tracer.figures.affordability.regular else ()
    others = (minimums(tracer),) if tracer.case.scenario.debts else ()
    return _less(figure, left, *others, *coming) if coming or others else replace(left, figure=figure)


def _less(figure: str, first: Trace, *others: Trace) -> Trace:
    if any(one.amount is None for one in (first, *others)):
        return Trace("missing", figure=figure)
    return summed(figure, (first, *(one.negated() for one in others)))


def balances(tracer: Tracer) -> Trace:
    """Returns the trace of all debts together, this lender's first."""
    rows = [(debt.creditor, debt.balance) for debt in tracer.case.scenario.debts or ()]
    others = _listed("", rows, "debts", "balance") if rows else summed("", ())
    if others.amount is None:
        return replace(others, figure="budget.balances")
    return summed("budget.balances", (tracer.total_due(), *others.parts))


def largest_plan_instalment(tracer: Tracer) -> Trace:
    """Returns the largest instalment that a month leaves room for."""
    return for_plan(tracer) if tracer.figures.affordability.largest_plan else Trace("missing")


def _what_is_to_pay(tracer: Tracer) -> Trace:
    """Returns all that is owed less what is asked to be waived, which every offer of the request leaves."""
    names = [offer.name for offer in tracer.figures.offers]
    return to_pay(OFFERS, tracer, 0) if "request-lump-sum" in names else tracer.total_due()


def largest_plan_months(tracer: Tracer) -> Trace:
    """Returns how many instalments it takes."""
    plan = tracer.figures.affordability.largest_plan
    if plan is None:
        return Trace("missing")
    notes = (_what_is_to_pay(tracer), for_plan(tracer))
    return Trace("affordability.largest_plan.months", value=plan.months, notes=notes)


def largest_plan_per_month(tracer: Tracer) -> Trace:
    """Returns what is to pay divided by so many months, rounded down."""
    plan, whole = tracer.figures.affordability.largest_plan, _what_is_to_pay(tracer)
    if plan is None or plan.per_month is None:
        return Trace("missing")
    facts = {"to_pay": grouped(total_of([whole])), "count": str(plan.months)}
    return Trace("instalment", plan.per_month, facts=facts, notes=(whole,))


def largest_instalment(tracer: Tracer) -> Trace:
    """Returns the largest of the plan that the request asks for."""
    figures, kind = tracer.figures, "affordability.largest_instalment"
    if figures.plan is None:
        return Trace("missing")
    places = [place for place, offer in enumerate(figures.offers) if offer.name == "request-plan"]
    row = next(row for row, one in enumerate(figures.plan.plan) if one.amount == figures.plan.largest)
    notes = tuple(instalment(OFFERS, tracer, place, row) for place in places)
    return Trace(kind, figures.plan.largest, notes=notes, origin=("request", "plan"))


def _expenses_of(tracer: Tracer, place: int) -> list[int]:
    """Returns the numbers of the expenses of one category."""
    name = tracer.figures.budget.categories[place].category
    return [number for number, one in enumerate(tracer.case.scenario.expenses or ()) if one.category == name]


def category(tracer: Tracer, place: int) -> Trace:
    """Returns the sum of what is spent on one category."""
    every, chosen = tracer.case.scenario.expenses or (), _expenses_of(tracer, place)
    parts = [
        Trace("item", every[number].amount, facts={"label": every[number].label}, origin=("expenses", number, "amount"))
        for number in chosen
    ]
    return Trace("missing") if any(part.amount is None for part in parts) else summed("", parts)


def expense(key: str, tracer: Tracer, place: int, row: int) -> Trace:
    """Returns what the scenario says of one expense."""
    return _in_the_scenario(tracer, ("expenses", _expenses_of(tracer, place)[row], key))


def debt(key: str, tracer: Tracer, place: int) -> Trace:
    """Returns what the scenario says of one creditor; the first row is the lender of the letters."""
    if place == 0:
        return tracer.total_due() if key == "balance" else Trace("this-lender")
    return _in_the_scenario(tracer, ("debts", place - 1, key))


def _in_the_scenario(tracer: Tracer, path: FieldPath) -> Trace:
    return Trace("stated", origin=path) if in_file(tracer.case, path) else Trace("missing")


def pro_rata(tracer: Tracer, place: int) -> Trace:
    """Returns a share by balance, rounded down; the last takes what the others leave."""
    rows, left = tracer.figures.budget.debts, available(tracer)
    share = rows[place].pro_rata
    if share is None or left.amount is None:
        return Trace("missing")
    if place == len(rows) - 1 and left.amount > 0:
        others = [pro_rata(tracer, number).negated() for number in range(place)]
        return summed(f"budget.debts[{place}].pro_rata", (left, *others))
    whole = balances(tracer)
    facts = {
        "available": grouped(carried(left.amount)),
        "balance": grouped(rows[place].balance or ZERO),
        "balances": grouped(total_of([whole])),
    }
    return Trace("pro-rata", share, facts=facts, figure=f"budget.debts[{place}].pro_rata", notes=(left, whole))


def months_to_clear(tracer: Tracer) -> Trace:
    """Returns the trace of all debts divided by what a month leaves."""
    months = tracer.figures.budget.months_to_clear
    if months is None:
        return Trace("missing")
    return Trace("budget.months_to_clear", value=months, notes=(balances(tracer), available(tracer)))


def growth(days: int) -> Callable[[Tracer], Trace]:
    """Returns the trace of how much the debt grows in so many days."""
    return lambda tracer: summed("", (*tracer.after_waiting(days), tracer.total_due().negated()))


def threshold(tracer: Tracer) -> Trace:
    """Returns the sum that the scenario names, or the next round hundred."""
    limit = tracer.figures.cost_of_waiting.threshold
    if tracer.case.scenario.request.threshold is not None:
        return Trace("cost_of_waiting.threshold", limit, origin=("request", "threshold"))
    return Trace("cost_of_waiting.threshold", limit, notes=(tracer.total("penalty_outstanding"),))


def threshold_day(key: str, tracer: Tracer) -> Trace:
    """Returns the first day on which that sum is reached: what the penalty is then, and the day before."""
    cost = tracer.figures.cost_of_waiting
    if cost.days is None or cost.on is None:
        return Trace("threshold-none")
    then, before = (
        total_of(tracer.after_waiting(days, ("penalty_outstanding",))) for days in (cost.days, cost.days - 1)
    )
    facts = {"threshold": grouped(cost.threshold), "before": grouped(before), "then": grouped(then)}
    return Trace(f"cost_of_waiting.{key}", facts=facts)


def left_beside_the_plan(tracer: Tracer) -> Trace:
    """Returns what a month leaves, less the largest instalment of the plan that letters print."""
    plan = tracer.figures.letters_plan
    if tracer.figures.plan is None:
        return replace(for_plan(tracer), figure="prevention.left")
    largest = largest_instalment(tracer)
    if plan is not None and plan.today:
        largest = replace(largest, figure="", amount=plan.largest, notes=())
    return _less("prevention.left", for_plan(tracer), largest)


def goal(tracer: Tracer) -> Trace:
    """Returns the first sum to put aside: a month's spending."""
    known = tracer.figures.prevention.goal is not None
    return replace(expenses(tracer), figure="prevention.goal") if known else Trace("prevention.goal")


def penalty_beside_the_hardship(side: str, tracer: Tracer) -> Trace:
    """Returns what is unpaid of penalty on the bills that fell due before the hardship began, or after."""
    since = tracer.figures.since
    assert since
    bills = since.bills_before if side == "before" else since.bills_after
    places = [place for place, bill in enumerate(tracer.figures.bills) if bill in bills]
    return summed(f"since.penalty_{side}", tracer.bills("penalty_outstanding", places))

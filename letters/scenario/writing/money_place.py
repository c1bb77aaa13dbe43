"""Where a payment or a waiver is written in a scenario: to a bill, a loan, or the account as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath, Message, UnknownName
from letters.scenario.model.scenario_file import Scenario


def money_place(scenario: Scenario, bill: str | None, key: str) -> FieldPath:
    """Returns the field path of the list, `key`, that a row goes to: that of the bill or loan named by its label or due
    date, of the only loan, else of the account. Raises UnknownName.
    """
    if bill is None:
        is_only_loan = len(scenario.loans) == 1 and not scenario.bills
        return ("loans", 0, key) if is_only_loan else (key,)
    names: dict[str, FieldPath] = {}
    for place, loan in enumerate(scenario.loans):
        names.setdefault(loan.label or f"loans[{place}]", ("loans", place, key))
    for place, one in enumerate(scenario.bills):
        names.setdefault(one.title, ("bills", place, key))
        names.setdefault(one.due.isoformat(), ("bills", place, key))
    if bill not in names:
        raise UnknownName(Message("bill or loan"), bill, list(names))
    return names[bill]


def stands_there(scenario: Scenario, path: FieldPath, day: date, amount: Decimal) -> bool:
    """Returns whether the list at a field path has a payment or waiver of that day and amount."""
    here: object = scenario
    for step in path:
        here = here[step] if isinstance(step, int) else getattr(here, step)  # type: ignore[index]
    return any((one.date, one.amount) == (day, amount) for one in here)  # type: ignore[attr-defined]

"""A plan is measured by the income of its day: until the return by what is earned meanwhile, then by the later one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from letters.figures.figures import Figures, compute_figures
from letters.report.as_json import record
from letters.scenario.load import load

CASE = """\
as_of: 2026-03-20
hardship: {kind: job-loss, started: 2025-12-31, resumed: %(resumed)s}
income: {during: %(during)s, now: 6500}
expenses: [{label: 房租, amount: 5000}]
borrower: {name: 赵磊}
lender: {profile: generic, daily_rate: 0.05%%}
bills: [{due_date: 2026-03-20, amount: 4000.00}]
request: {plan: {instalments: %(count)s, first: %(first)s}}
"""


def figures(
    *, resumed: str = "2026-05-01", during: str = "2000", count: int = 4, first: str = "2026-05-01", more: str = ""
) -> Figures:
    text = CASE % {"resumed": resumed, "during": during, "count": count, "first": first}
    return compute_figures(load((text + more).encode(), "case.yaml", today=date(2026, 3, 20)))


def plan_of(found: Figures) -> list[tuple[date, str]]:
    assert found.letters_plan
    return [(row.date, str(row.amount)) for row in found.letters_plan.plan]


@pytest.mark.parametrize(
    ("first", "fits"),
    [("2026-04-30", False), ("2026-05-01", True), ("2026-05-02", True)],
)
def test_an_instalment_before_the_return_is_measured_by_what_is_earned_meanwhile(first: str, fits: bool) -> None:
    assert figures(first=first).affordability.fits is fits


def test_a_month_that_leaves_enough_meanwhile_carries_an_early_instalment() -> None:
    assert figures(first="2026-04-10", during="6000.00").affordability.fits is True
    assert figures(first="2026-04-10", during="5999.99").affordability.fits is False


def test_a_later_instalment_is_measured_by_the_later_income() -> None:
    assert figures(count=2).affordability.fits is False
    assert figures(count=3).affordability.fits is True


def test_a_plan_that_begins_too_early_is_moved_to_the_return() -> None:
    found = figures(first="2026-04-10", count=4)
    assert plan_of(found) == [
        (date(2026, 5, 10), "1333.33"),
        (date(2026, 6, 10), "1333.33"),
        (date(2026, 7, 10), "1333.34"),
    ]
    rungs = {rung.name: rung.fits for rung in found.offers}
    assert rungs == {} or rungs["request-plan"] is False


def test_a_plan_that_meanwhile_carries_keeps_its_first_day() -> None:
    found = figures(first="2026-04-10", during="6500", count=2)
    assert plan_of(found)[0] == (date(2026, 4, 10), "1333.33")


def test_what_is_earned_meanwhile_may_be_unknown() -> None:
    text = (CASE % {"resumed": "2026-05-01", "during": "", "count": 4, "first": "2026-04-10"}).replace("during: , ", "")
    found = compute_figures(load(text.encode(), "case.yaml", today=date(2026, 3, 20)))
    assert found.affordability.fits is None
    assert plan_of(found)[0] == (date(2026, 4, 10), "1000.00")


@pytest.mark.parametrize(
    ("resumed", "expected"),
    [
        ("2026-03-20", None),
        ("2026-03-21", {"until": "2026-03-21", "income": "2000.00", "available": "-3000.00", "for_plan": "-3200.00"}),
    ],
)
def test_the_months_until_the_return_stand_in_the_json(resumed: str, expected: dict[str, Any] | None) -> None:
    found = figures(resumed=resumed, more="debts: [{creditor: 某银行, minimum: 200.00}]\n")
    assert record(found.case, found)["meanwhile"] == expected

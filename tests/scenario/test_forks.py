"""What kind of debt it is and how it can be paid are asked first, and then only what that needs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cases import TODAY, letters_of

from letters.cli.speech import teller
from letters.figures.figures import Figures
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import library
from letters.scenario.asking.debt_forks import DEBT
from letters.scenario.asking.forks import FORKS, PLAN
from letters.scenario.asking.interview import Interview
from letters.scenario.questions import fields, questions

ABOUT = {
    "hardship.kind": "illness",
    "hardship.event": "急性阑尾炎住院手术",
    "hardship.started": "2025-11-28",
    "borrower.name": "林晓梅",
    "lender.profile": "generic",
    "lender.name": "某某机构",
}
RATE = {"lender.daily_rate": "0.05%"}
DUE = {"bills[0].due_date": "2026-01-10", "bills[0].amount": "1000.00"}
TOLD: dict[str, tuple[dict[str, str], str]] = {
    "bill": (RATE | DUE, "34.50"),
    "card": (
        RATE
        | DUE
        | {"bills[0].minimum_payment": "100.00", "bills[0].payments[0].date": "2026-01-10"}
        | {"bills[0].payments[0].amount": "100.00", "bills[0].payments[0]?": "yes"},
        "0.00",
    ),
    "loan": (
        {
            "loans[0].principal": "12000",
            "loans[0].contract_annual_rate": "14.4%",
            "loans[0].method": "equal-payment",
            "loans[0].instalments": "12",
            "loans[0].first": "2025-09-05",
            "loans[0].paid_instalments": "5",
            "loans[0].penalty_multiple": "150%",
        },
        # 43 days on 993.22 and 15 on 1,005.13 at 21.6 % a year: 25.2740… and 8.9222…
        "34.19",
    ),
    "page": (
        RATE
        | {"bills[0].as_shown.on": "2026-03-10", "bills[0].as_shown.principal": "1000.00"}
        | {"bills[0].as_shown.penalty": "29.50", "bills[0].as_shown.days_overdue": "59"},
        "34.50",
    ),
    "rates": (DUE | {"bills[0].daily_rate": "0.06%"}, "41.40"),
    "any": (RATE | DUE | {"bills[0]?": "yes"}, "34.50"),
}
"""What somebody answers of a debt of each kind, and the penalty on 2026-03-20."""
PLANS: dict[str, dict[str, str]] = {
    "instalments": {"request.plan.instalments": "5", "request.plan.first": "2026-04-10"},
    "per_month": {"request.plan.per_month": "300.00", "request.plan.first": "2026-04-10"},
    "steps": {
        "request.plan.steps[0].amount": "100.00",
        "request.plan.steps[0].months": "3",
        "request.plan.steps[1]?": "yes",
        "request.plan.steps[1].amount": "400.00",
        "request.plan.first": "2026-04-10",
    },
    "defer": {"request.defer.months": "3"},
    "none": {},
}


def told(kind: str, way: str, answers: dict[str, str]) -> tuple[Interview, list[str]]:
    """An interview in which somebody tells this, and what was asked."""
    interview = Interview(questions("zh", kinds=MAIN_ROLES), TODAY, library(), "zh", teller("zh"))
    known = ABOUT | answers | {DEBT.key: kind, PLAN.key: way}
    asked = []
    while step := interview.step():
        asked.append(step.key)
        said = known.get(step.key, "no" if step.question is None else step.question.default)
        assert interview.answer(step, said) is None, f"{step.key}: {said}"
    return interview, asked


def figures_of(interview: Interview) -> Figures:
    return letters_of(f"as_of: 2026-03-20\n{interview.text()}", kinds=()).figures


@pytest.mark.parametrize("kind", TOLD)
def test_each_kind_of_debt_is_told_by_the_questions_alone(kind: str) -> None:
    answers, penalty = TOLD[kind]
    interview, asked = told(kind, "none", answers)
    assert asked[0] == DEBT.key
    assert set(answers) <= set(asked)
    assert figures_of(interview).total.penalty_outstanding == Decimal(penalty)


@pytest.mark.parametrize("way", PLANS)
def test_each_way_to_pay_is_told_by_the_questions_alone(way: str) -> None:
    interview, asked = told("bill", way, TOLD["bill"][0] | PLANS[way])
    assert set(PLANS[way]) <= set(asked)
    found = figures_of(interview)
    assert bool(found.plan) == (way in {"instalments", "per_month", "steps"})
    assert bool(found.defer) == (way == "defer")


def test_what_another_kind_of_debt_needs_is_not_asked() -> None:
    asked = {kind: told(kind, "none", TOLD[kind][0])[1] for kind in TOLD}
    assert "bills[0].as_shown.on" not in asked["bill"]
    assert "bills[0].minimum_payment" not in asked["bill"]
    assert not [key for key in asked["loan"] if key.startswith("bills")]
    assert not [key for key in asked["page"] if key.startswith("loans") or key == "bills[0].amount"]
    assert "bills[0].daily_rate" not in asked["card"]


def test_what_a_loan_lacks_is_asked_at_the_end() -> None:
    answers = {key: text for key, text in TOLD["loan"][0].items() if key != "loans[0].penalty_multiple"}
    interview, asked = told("loan", "none", answers)
    assert "lender.daily_rate" not in asked
    ((lacking, _),) = interview.mend()
    step = interview.step()
    assert step
    assert (lacking, step.key) == ("lender.daily_rate", "lender.daily_rate")


def test_every_path_of_a_fork_is_a_key_of_the_model() -> None:
    known = {field.path for field in fields()}
    paths = {path for fork in FORKS for one in fork.options for path in (*one.asks, *one.also)}
    assert paths | {path for fork in FORKS for path in fork.apart} <= known
    assert {fork.before for fork in FORKS} - {""} <= known


def test_what_a_fork_sets_apart_is_asked_for_by_some_option() -> None:
    for fork in FORKS:
        assert [path for path in fork.apart if all(one.is_open or not one.has(path) for one in fork.options)] == []


def test_of_a_debt_that_may_be_too_old_nothing_is_asked_that_would_admit_it() -> None:
    old = TOLD["bill"][0] | {"bills[0].due_date": "2022-01-10", "hardship.kind": "job-loss"}
    _, asked = told("bill", "instalments", old)
    assert [key for key in asked if key.startswith("request") or key == PLAN.key] == ["request.acknowledge"]
    demanded = {"contacts[0]?": "yes", "contacts[0].date": "2024-06-10", "contacts[0].kind": "demand"}
    assert "request.waive" in told("bill", "none", old | demanded)[1]
    too_late = demanded | {"contacts[0].date": "2025-06-10"}
    assert "request.waive" not in told("bill", "none", old | too_late)[1]
    assert "request.waive" in told("bill", "none", old | {"request.acknowledge": "true"})[1]

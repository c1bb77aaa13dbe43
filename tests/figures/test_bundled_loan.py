"""The bundled loan in instalments, worked from its file by plain arithmetic that shares no code with the program."""

from __future__ import annotations

import json
import math
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml
from cases import bundled
from command import letters

NAME = "loan-instalments.yaml"
SCENARIO = yaml.load(bundled(NAME), yaml.BaseLoader)
LOAN = SCENARIO["loans"][0]
AS_OF = date.fromisoformat(SCENARIO["as_of"])
CALLED_IN = date.fromisoformat(LOAN["called_in"])
PENALTY_RATE = Fraction("0.132") * Fraction("1.5") / 360


def half_up(amount: Fraction) -> Fraction:
    return Fraction(math.floor(amount * 100 + Fraction(1, 2)), 100)


def text(amount: Fraction) -> str:
    return f"{amount.numerator * 100 // amount.denominator / 100:.2f}"


def month_after(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, day.day)  # the 15th is in every month


def schedule() -> list[tuple[date, Fraction, Fraction]]:
    """Due date, principal and interest of each instalment: P·i ÷ (1 − (1+i)^−n) a month."""
    count, left, monthly = int(LOAN["instalments"]), Fraction(LOAN["principal"]), Fraction("0.132") / 12
    payment = half_up(left * monthly * (1 + monthly) ** count / ((1 + monthly) ** count - 1))
    assert payment == Fraction("1143.26")
    rows = []
    for number in range(count):
        interest = half_up(left * monthly)
        part = payment - interest if number < count - 1 else left
        rows.append((month_after(date.fromisoformat(LOAN["first"]), number), part, interest))
        left -= part
    return rows


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    (folder := tmp_path_factory.mktemp("loan")).joinpath(NAME).write_text(bundled(NAME), "utf-8")
    told: dict[str, Any] = json.loads(letters("figures", NAME, "--json", cwd=folder).out)
    return told


def test_the_schedule_is_the_annuity_of_the_contract(found: dict[str, Any]) -> None:
    rows = [(row["due_date"], row["principal"], row["interest"]) for row in found["loans"][0]["schedule"]]
    assert rows == [(day.isoformat(), text(part), text(interest)) for day, part, interest in schedule()]


def test_what_is_owed_is_worked_instalment_by_instalment(found: dict[str, Any]) -> None:
    rows, paid = schedule(), int(LOAN["paid_instalments"])
    due = [row for row in rows if row[0] <= CALLED_IN]
    expected: list[tuple[Fraction, Fraction, Fraction]] = []  # principal, interest, penalty unpaid
    for number, (day, part, interest) in enumerate(due):
        if number < paid:
            expected.append((Fraction(0), Fraction(0), Fraction(0)))
        elif number == paid:  # 600.00 paid on 20 January: interest, the penalty of 36 days, then principal
            when = date(2026, 1, 20)
            penalty = half_up(part * PENALTY_RATE * (when - day).days)
            left = part - (Fraction(600) - interest - penalty)
            expected.append((left, Fraction(0), half_up(left * PENALTY_RATE * (AS_OF - when).days)))
        else:
            expected.append((part, interest, half_up(part * PENALTY_RATE * (AS_OF - day).days)))
    rest = sum((part for day, part, _ in rows if day > CALLED_IN), Fraction(0))
    interest = half_up(rest * Fraction("0.132") * (CALLED_IN - due[-1][0]).days / 360)
    expected.append((rest, interest, half_up(rest * PENALTY_RATE * (AS_OF - CALLED_IN).days)))

    bills = [(bill["principal_outstanding"], bill["interest"], bill["penalty_outstanding"]) for bill in found["bills"]]
    assert bills == [(text(one), text(two), text(three)) for one, two, three in expected]
    sums = [sum((row[place] for row in expected), Fraction(0)) for place in range(3)]
    total = found["total"]
    assert [total[key] for key in ("principal_outstanding", "interest", "penalty_outstanding")] == [*map(text, sums)]
    assert total["total_due"] == text(sum(sums, Fraction(0)))
    a_day = sum((principal * PENALTY_RATE for principal, _, _ in expected), Fraction(0))
    assert total["daily_accrual"] == text(half_up(a_day))


def test_nothing_of_a_loan_that_was_called_in_is_to_come(found: dict[str, Any]) -> None:
    assert found["to_come"] is None
    assert found["affordability"]["regular"] == "0.00"
    states = [row["state"] for row in found["loans"][0]["schedule"]]
    assert states == ["settled"] * 9 + ["overdue"] * 4 + ["called-in"] * 11


def test_the_plan_is_what_is_owed_less_the_penalty(found: dict[str, Any]) -> None:
    total, plan = found["total"], next(offer for offer in found["offers"] if offer["name"] == "request-plan")
    to_pay = Fraction(total["principal_outstanding"]) + Fraction(total["interest"])
    each = Fraction(math.floor(to_pay * 100 / 12), 100)
    assert [row["amount"] for row in plan["plan"]] == [text(each)] * 11 + [text(to_pay - 11 * each)]
    assert (plan["to_pay"], plan["fits"]) == (text(to_pay), True)

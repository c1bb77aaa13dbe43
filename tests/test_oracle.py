"""The tables worked by hand and the day-by-day oracle hold each other, before either is held to an engine."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from oracle import Case, rate_of, reckon
from strategies import cases, to_scenario

TABLES = sorted((Path(__file__).parent / "figures").glob("*.yaml"))


def tables() -> list[Any]:
    rows = []
    for path in TABLES:
        for row in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
            rows.append(pytest.param(row, id=f"{path.stem}: {row['name']}"))
    return rows


@pytest.mark.parametrize("row", tables())
def test_the_oracle_agrees_with_the_table_worked_by_hand(row: dict[str, Any]) -> None:
    assert set(row) == {"name", "source", "scenario", "workings", "expect"}
    case = case_of(row["scenario"])
    rate = rate_of(case, case["as_of"])
    lender = {"daily_rate": rate, "annual_rate": rate * case["year_days"]}
    figures = reckon(case) | {"lender": lender}
    found = {path: at(figures, path) for path in row["expect"]}
    for path, value in row["expect"].items():
        if path.startswith("lender."):
            assert found.pop(path) == Fraction(value), path
    assert {path: as_written(value) for path, value in found.items()} == {
        path: value for path, value in row["expect"].items() if path in found
    }


def test_every_hand_worked_case_has_a_name_of_its_own() -> None:
    names = [row.id for row in tables()]
    assert len(names) == len(set(names)) >= 25


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_drawn_case_and_its_scenario_file_say_the_same(case: Case) -> None:
    assert case_of(yaml.load(to_scenario(case), Loader=yaml.BaseLoader)) == case


@settings(max_examples=60, deadline=None)
@given(cases())
def test_no_fen_is_lost_between_what_was_billed_paid_and_still_owed(case: Case) -> None:
    figures = reckon(
        case | {"plan": None, "own": [], "bills": [bill | {"late_fee": stated(bill)} for bill in case["bills"]]}
    )
    total = {key: Fraction(value) for key, value in figures["total"].items() if isinstance(value, str)}
    fees = Fraction(0)
    for bill in case["bills"]:
        if (case["as_of"] - bill["due_date"]).days > case["grace_days"]:
            fees += stated(bill)
    billed = total["amount"] + total["penalty_accrued"] + total["interest"] + total["interest_paid"] + fees
    assert billed == total["paid"] - total["overpaid"] + total["total_due"]


def stated(bill: Case) -> Fraction:
    """The late fee that a bill states: a computed one depends on what was paid."""
    return bill["late_fee"] if isinstance(bill["late_fee"], Fraction) else Fraction(0)


def at(figures: Any, path: str) -> Any:
    """`bills[0].paid`, `offers[1].plan[2].date`, or `count(offers)`."""
    counted = re.fullmatch(r"count\((.+)\)", path)
    if counted:
        return len(at(figures, counted[1]))
    for name, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        figures = figures[name] if name else figures[int(index)]
    return figures


def as_written(value: Any) -> str:
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def case_of(scenario: dict[str, Any]) -> Case:
    """The oracle's input from a scenario whose scalars are text; knows what tables and strategies write."""
    lender = scenario["lender"]
    request = scenario.get("request", {})
    plan = request.get("plan")
    expenses = scenario.get("expenses")
    return {
        "as_of": day(scenario["as_of"]),
        "date": day(scenario.get("date", scenario["as_of"])),
        "daily_rate": share(lender["daily_rate"].partition("..")[0]) if "daily_rate" in lender else Fraction(0),
        "allocation": lender.get("allocation", "statutory"),
        "grace_days": int(lender.get("grace_days", "0")),
        "rounding": lender.get("rounding", "half-up"),
        "year_days": int(lender.get("year_days", "365")),
        "compounding": lender.get("compounding") == "monthly",
        "late_fee": fee_of(lender),
        "bills": [
            {
                "due_date": day(bill["due_date"]),
                "amount": money(bill["amount"]),
                "minimum_payment": money(bill.get("minimum_payment")),
                "late_fee": fee_of(bill),
                "interest": interest_of(bill),
                "claimed_penalty": money(bill.get("claimed_penalty")),
                "payments": payments_of(bill),
            }
            for bill in scenario["bills"]
        ],
        "payments": payments_of(scenario),
        "claimed_penalty": money(scenario.get("claimed_penalty")),
        "income_now": money(scenario.get("income", {}).get("now")),
        "daily_rate_high": share(lender["daily_rate"].partition("..")[2])
        if ".." in lender.get("daily_rate", "")
        else None,
        "rates": sorted((day(row["from"]), share(row["daily_rate"])) for row in lender.get("rates", [])),
        "debts": scenario.get("debts")
        and [{"balance": money(row["balance"]), "minimum": money(row["minimum"])} for row in scenario["debts"]],
        "today": money(request.get("today")),
        "threshold": money(request.get("threshold")),
        "accept_from": waiver_of(request["accept_from"]) if "accept_from" in request else None,
        "own": [own_of(row) for row in request.get("offers", [])],
        "expenses": None if expenses is None else [money(row["amount"]) for row in expenses],
        "waive": waiver_of(request.get("waive", "all")),
        "plan": plan and {"instalments": int(plan["instalments"]), "first": day(plan["first"])},
    }


def own_of(row: dict[str, Any]) -> Case:
    return {
        "name": row["name"],
        "waive": waiver_of(row["waive"]) if "waive" in row else None,
        "instalments": int(row["instalments"]) if "instalments" in row else None,
        "first": day(row["first"]) if "first" in row else None,
        "today": money(row.get("today")),
    }


def fee_of(mapping: dict[str, Any]) -> Any:
    rule = mapping.get("late_fee")
    if not isinstance(rule, dict):
        return money(rule)
    return {"share": share(rule["share"]), "floor": money(rule.get("floor")), "cap": money(rule.get("cap"))}


def interest_of(bill: dict[str, Any]) -> Any:
    interest = bill.get("interest")
    if not isinstance(interest, dict):
        return money(interest)
    rate = interest.get("daily_rate")
    return {"since": day(interest["since"]), "daily_rate": None if rate is None else share(rate)}


def payments_of(mapping: dict[str, Any]) -> list[Case]:
    return [{"date": day(p["date"]), "amount": money(p["amount"])} for p in mapping.get("payments", [])]


def waiver_of(text: str) -> tuple[str, Fraction]:
    if text == "all":
        return "share", Fraction(1)
    return ("share", share(text)) if text.endswith("%") else ("amount", Fraction(text))


def day(text: str) -> date:
    return date.fromisoformat(text)


def money(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text.replace(",", ""))


def share(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)

"""The tables worked by hand in `tests/figures/`, and a scenario as the oracle's input."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from oracle import Case

TABLES = sorted((Path(__file__).parent / "figures").glob("*.yaml"))


def tables() -> list[Any]:
    """Every hand-worked row, named by its table and its own name."""
    rows = []
    for path in TABLES:
        for row in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
            rows.append(pytest.param(row, id=f"{path.stem}: {row['name']}"))
    return rows


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

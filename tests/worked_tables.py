"""The tables worked by hand in `tests/figures/`, and a scenario as the oracle's input."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
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
    more = terms_in({key: value for key, value in lender.items() if key not in ("daily_rate", "rates", "grace_days")})
    if more.get("compounding") in ("none", "monthly"):
        del more["compounding"]
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
                "due_date": due_date_of(bill),
                "amount": money(bill.get("amount", "0")),
                "minimum_payment": money(bill.get("minimum_payment")),
                "late_fee": fee_of(bill),
                "interest": interest_of(bill),
                "claimed_penalty": money(bill.get("claimed_penalty")),
                "payments": payments_of(bill),
                **rules_of(bill),
            }
            for bill in scenario.get("bills", [])
        ],
        "more": more,
        "waivers": waivers_of(scenario),
        "loans": [loan_of(loan) for loan in scenario.get("loans", [])],
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
        **{key: waiver_of(request[key]) if key in request else None for key in OTHER_WAIVERS},
        "plan": plan and plan_of(plan),
        "defer": pause_of(request["defer"]) if "defer" in request else None,
    }


OTHER_WAIVERS = ("waive_interest", "waive_late_fee", "waive_fees")
SHARES = ("annual_rate", "penalty_multiple", "contract_annual_rate")


def terms_in(mapping: dict[str, Any]) -> Case:
    """The keys of rates and rules that a lender, a bill or a loan states."""
    terms: Case = {key: mapping[key] for key in ("base", "on_interest", "grace", "compounding") if key in mapping}
    terms |= {key: share(mapping[key]) for key in ("daily_rate", *SHARES) if key in mapping}
    if isinstance(terms.get("compounding"), dict):
        terms["compounding"] = (mapping["compounding"]["every"], int(mapping["compounding"]["on"]))
    if "grace_days" in mapping:
        terms["grace_days"] = int(mapping["grace_days"])
    if "rates" in mapping:
        terms["rates"] = sorted((day(row["from"]), share(row["daily_rate"])) for row in mapping["rates"])
    if "tiers" in mapping:
        terms["tiers"] = [tier_of(row) for row in mapping["tiers"]]
    if "daily_fees" in mapping:
        terms["daily_fees"] = [(row["label"], share(row["daily_rate"])) for row in mapping["daily_fees"]]
    if "least_per_day" in mapping:
        terms["least_per_day"] = money(mapping["least_per_day"])
    return terms


def tier_of(row: dict[str, Any]) -> tuple[int, str, Fraction]:
    key = "annual_rate" if "annual_rate" in row else "daily_rate"
    return int(row["from_day"]), key, share(row[key])


def rules_of(bill: dict[str, Any]) -> Case:
    rules: Case = {"terms": terms_in(bill), "waivers": waivers_of(bill)}
    if "as_shown" in bill:
        rules["as_shown"] = shown_of(bill["as_shown"])
        rules["amount"] = rules["as_shown"]["principal"]
    return rules


def shown_of(row: dict[str, Any]) -> Case:
    shown: Case = {"on": day(row["on"])}
    shown |= {key: money(row.get(key, "0")) for key in ("principal", "interest", "penalty", "late_fee")}
    return shown | ({"days_overdue": int(row["days_overdue"])} if "days_overdue" in row else {})


def due_date_of(bill: dict[str, Any]) -> date:
    if "due_date" in bill:
        return day(bill["due_date"])
    return day(bill["as_shown"]["on"]) - timedelta(days=int(bill["as_shown"]["days_overdue"]))


def waivers_of(mapping: dict[str, Any]) -> list[Case]:
    return [
        {"date": day(row["date"]), "amount": money(row["amount"]), "of": row.get("of", "penalty")}
        for row in mapping.get("waivers", [])
    ]


def loan_of(loan: dict[str, Any]) -> Case:
    found: Case = {
        "principal": money(loan["principal"]),
        "contract_annual_rate": share(loan["contract_annual_rate"]),
        "payments": payments_of(loan),
        "waivers": waivers_of(loan),
        "terms": {key: value for key, value in terms_in(loan).items() if key != "contract_annual_rate"},
    }
    found |= {key: int(loan[key]) for key in ("instalments", "paid_instalments") if key in loan}
    found |= {key: day(loan[key]) for key in ("first", "called_in") if key in loan}
    found |= {"method": loan["method"]} if "method" in loan else {}
    if "schedule" in loan:
        amounts = ("principal", "interest")
        found["schedule"] = [
            {"due_date": day(row["due_date"])} | {key: money(row[key]) for key in amounts} for row in loan["schedule"]
        ]
    return found


def plan_of(plan: dict[str, Any]) -> Case:
    found: Case = {key: day(plan[key]) for key in ("first", "review") if key in plan}
    found |= {"covers": plan["covers"]} if "covers" in plan else {}
    if "instalments" in plan:
        found["instalments"] = int(plan["instalments"])
    elif "per_month" in plan:
        found["per_month"] = money(plan["per_month"])
    else:
        steps = plan["steps"]
        found["steps"] = [(money(row["amount"]), int(row["months"]) if "months" in row else None) for row in steps]
    return found


def pause_of(row: dict[str, Any]) -> Case:
    found: Case = {"months": int(row["months"])} if "months" in row else {"until": day(row["until"])}
    return found | ({"token": money(row["token"])} if "token" in row else {})


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
    found: Case = {"share": share(rule["share"]), "floor": money(rule.get("floor")), "cap": money(rule.get("cap"))}
    found |= {"minimum_share": share(rule["minimum_share"])} if "minimum_share" in rule else {}
    return found | ({"each_statement": True} if rule.get("each_statement") == "true" else {})


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

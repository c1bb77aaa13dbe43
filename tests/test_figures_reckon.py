"""The engine against the tables worked by hand, the day-by-day oracle, and its own laws."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Case as OracleCase
from oracle import RefusedError
from oracle import reckon as oracle_reckon
from strategies import cases, to_scenario
from test_oracle import as_written, at, tables

from letters.base.errors import ScenarioError
from letters.case.load import load
from letters.figures.reckon import reckon
from letters.figures.record import record

TODAY = date(2026, 11, 24)
FRAME = {"hardship": {"kind": "illness"}, "borrower": {"name": "测试"}}


def figures_of(text: str) -> dict[str, Any]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return record(case, reckon(case))


@pytest.mark.parametrize("row", tables())
def test_the_figures_are_those_worked_by_hand(row: dict[str, Any]) -> None:
    figures = figures_of(yaml.safe_dump(FRAME | row["scenario"], allow_unicode=True, default_style='"'))
    for path, value in row["expect"].items():
        found = at(figures, path)
        if path.startswith("lender."):
            assert Decimal(found) == Decimal(value), path
        else:
            assert as_written(found) == value, path


@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_figures_are_those_of_the_day_by_day_oracle(case: OracleCase) -> None:
    try:
        expected = oracle_reckon(case)
    except RefusedError:
        with pytest.raises(ScenarioError):
            figures_of(to_scenario(case))
        return
    figures = figures_of(to_scenario(case))
    for part in ("total", "waiting", "offers", "affordability"):
        assert figures[part] == expected[part]
    for bill, oracle_bill in zip(figures["bills"], expected["bills"], strict=True):
        assert {key: bill[key] for key in oracle_bill} == oracle_bill


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_entries_of_a_bill_add_up_to_its_penalty(case: OracleCase) -> None:
    try:
        oracle_reckon(case)
    except RefusedError:
        return
    for bill in figures_of(to_scenario(case))["bills"]:
        pieces = [Decimal(entry.get("interest") or entry.get("rounding") or 0) for entry in bill["entries"]]
        assert sum(pieces) == Decimal(bill["penalty_accrued"])
        paid = sum(Decimal(entry.get("to_penalty", 0)) for entry in bill["entries"])
        assert paid == Decimal(bill["penalty_paid"])
        interest = sum(Decimal(entry.get("ordinary_interest", 0)) for entry in bill["entries"])
        assert interest == Decimal(bill["interest"]) + Decimal(bill["interest_paid"])
        assert sum(Decimal(entry.get("to_interest", 0)) for entry in bill["entries"]) == Decimal(bill["interest_paid"])


@settings(max_examples=100, deadline=None)
@given(cases(), st.data())
def test_a_payment_split_in_two_on_one_day_changes_nothing(case: OracleCase, data: st.DataObject) -> None:
    try:
        oracle_reckon(case)
    except RefusedError:
        return
    loaded = load(to_scenario(case).encode(), "case.yaml", today=TODAY)
    payments = loaded.scenario.payments
    if not payments:
        return
    index = data.draw(st.integers(0, len(payments) - 1))
    whole = payments[index]
    part = data.draw(st.decimals(0, whole.amount, places=2))
    halves = tuple(whole.model_copy(update={"amount": amount}) for amount in (part, whole.amount - part))
    split = loaded.scenario.model_copy(update={"payments": payments[:index] + halves + payments[index + 1 :]})
    assert reckon(replace(loaded, scenario=split)).total == reckon(loaded).total


@settings(max_examples=100, deadline=None)
@given(cases())
def test_a_rate_of_zero_gives_no_penalty(case: OracleCase) -> None:
    loaded = load(to_scenario(case).encode(), "case.yaml", today=TODAY)
    request = loaded.scenario.request.model_copy(
        update={"plan": None, "waive": replace(loaded.scenario.request.waive, share=Decimal(1), amount=None)}
    )
    free = replace(
        loaded,
        lender=replace(loaded.lender, daily_rate=Decimal(0)),
        scenario=loaded.scenario.model_copy(update={"request": request}),
    )
    assert reckon(free).total.penalty_accrued == 0


def test_a_thousand_bills_with_ten_payments_each_are_reckoned() -> None:
    bill = "  - {due_date: 2025-01-10, amount: 3200.00, payments: ["
    bill += ", ".join(f"{{date: 2025-02-{day:02}, amount: 10.00}}" for day in range(1, 11)) + "]}\n"
    text = (
        "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
        "lender: {profile: generic, daily_rate: 0.05%}\nbills:\n" + bill * 1000
    )
    one = figures_of(text.replace(bill * 1000, bill))["total"]
    assert Decimal(figures_of(text)["total"]["total_due"]) == 1000 * Decimal(one["total_due"])

"""The engine against the tables worked by hand and the day-by-day oracle."""

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from every import others_slow
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import HORIZON, RefusedError
from oracle import Case as OracleCase
from oracle import ledger as oracle_ledger
from oracle import reckon as oracle_reckon
from scenario_text import to_scenario
from seeded import cases_with_loans, ledger_of, loans_of
from strategies import cases, examples, ledgers
from worked_tables import as_written, at, tables

from letters.base.errors import ScenarioError
from letters.figures.figures import compute_figures
from letters.report.as_json import record
from letters.scenario.load import load

TODAY = date(2026, 11, 24)
FRAME = {"hardship": {"kind": "illness"}, "borrower": {"name": "测试"}}


def figures_of(text: str) -> dict[str, Any]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return record(case, compute_figures(case))


@pytest.mark.parametrize("row", tables())
def test_the_figures_are_those_worked_by_hand(row: dict[str, Any]) -> None:
    figures = figures_of(yaml.safe_dump(FRAME | row["scenario"], allow_unicode=True, default_style='"'))
    for path, value in row["expect"].items():
        found = at(figures, path)
        if path.startswith("lender."):
            assert Decimal(found) == Decimal(value), path
        else:
            assert as_written(found) == value, path


def within_the_horizon(cost: dict[str, Any]) -> dict[str, Any]:
    """A day that the oracle does not look so far ahead for counts as none."""
    return cost | {"on": None, "days": None} if (cost["days"] or 0) > HORIZON else cost


@settings(max_examples=examples(220), deadline=None)
@given(st.one_of(cases(), cases(), cases_with_loans()))
def test_the_figures_are_those_of_the_day_by_day_oracle(case: OracleCase) -> None:
    try:
        expected = oracle_reckon(case)
    except RefusedError:
        with pytest.raises(ScenarioError):
            figures_of(to_scenario(case))
        return
    figures = figures_of(to_scenario(case))
    assert figures["total"] == expected["total"]
    for part in ("waiting", "offers", "defer", "accept_from", "affordability", "to_come"):
        assert figures[part] == expected[part]
    assert within_the_horizon(figures["cost_of_waiting"]) == expected["cost_of_waiting"]
    for bill, oracle_bill in zip(figures["bills"], expected["bills"], strict=True):
        assert {key: bill[key] for key in oracle_bill} == oracle_bill


@pytest.mark.parametrize("part", others_slow(range(3)))
def test_thousands_of_seeded_ledgers_are_those_of_the_oracle_to_the_fen(part: int) -> None:
    for seed in range(part, examples(3000), 3):
        case = ledger_of(seed)
        figures, expected = figures_of(to_scenario(case)), oracle_ledger(case)
        assert figures["total"] == expected["total"], f"seed {seed}"
        for bill, oracle_bill in zip(figures["bills"], expected["bills"], strict=True):
            assert {key: bill[key] for key in oracle_bill} == oracle_bill, f"seed {seed}"


@pytest.mark.parametrize("part", others_slow(range(3)))
def test_hundreds_of_seeded_loans_are_those_of_the_oracle_to_the_fen(part: int) -> None:
    for seed in range(part, examples(1200), 3):
        case = loans_of(seed)
        try:
            expected = oracle_ledger(case)
        except RefusedError:
            with pytest.raises(ScenarioError):
                figures_of(to_scenario(case))
            continue
        figures = figures_of(to_scenario(case))
        assert figures["total"] == expected["total"], f"seed {seed}"
        for bill, oracle_bill in zip(figures["bills"], expected["bills"], strict=True):
            assert {key: bill[key] for key in oracle_bill} == oracle_bill, f"seed {seed}"


@pytest.mark.slow
def test_the_principal_parts_of_a_loan_add_up_to_its_principal() -> None:
    for seed in range(examples(2000)):
        case = loans_of(seed) | {"waivers": []}
        for loan in case["loans"]:
            loan["waivers"] = []
        for loan in figures_of(to_scenario(case))["loans"]:
            parts = [Decimal(row["principal"]) for row in loan["schedule"]]
            assert sum(parts) == Decimal(loan["principal"]), f"seed {seed}"
            assert min(parts) >= 0, f"seed {seed}"


@settings(max_examples=examples(100), deadline=None)
@given(ledgers())
def test_the_entries_of_a_bill_add_up_to_its_penalty(case: OracleCase) -> None:
    for bill in figures_of(to_scenario(case))["bills"]:
        pieces = [Decimal(entry.get("interest") or entry.get("rounding") or 0) for entry in bill["entries"]]
        assert sum(pieces) == Decimal(bill["penalty_accrued"])
        paid = sum(Decimal(entry.get("to_penalty", 0)) for entry in bill["entries"])
        assert paid == Decimal(bill["penalty_paid"])
        interest = sum(Decimal(entry.get("ordinary_interest", 0)) for entry in bill["entries"])
        assert interest == Decimal(bill["interest"]) + Decimal(bill["interest_paid"])
        assert sum(Decimal(entry.get("to_interest", 0)) for entry in bill["entries"]) == Decimal(bill["interest_paid"])


def test_a_thousand_bills_with_ten_payments_each_are_reckoned_well_within_a_second() -> None:
    bill = "  - {due_date: 2025-01-10, amount: 3200.00, payments: ["
    bill += ", ".join(f"{{date: 2025-02-{day:02}, amount: 10.00}}" for day in range(1, 11)) + "]}\n"
    text = (
        "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
        "lender: {profile: generic, daily_rate: 0.05%}\nbills:\n" + bill * 1000
    )
    one = figures_of(text.replace(bill * 1000, bill))["total"]
    case = load(text.encode(), "case.yaml", today=TODAY)
    began = time.process_time()
    figures = compute_figures(case)
    assert time.process_time() - began < 1
    assert figures.total.total_due == 1000 * Decimal(one["total_due"])

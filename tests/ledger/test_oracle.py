"""The tables worked by hand and the day-by-day oracle hold each other, before either is held to an engine."""

from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from oracle import Case, rate_of, reckon, unasked
from scenario_text import to_scenario
from strategies import cases, examples
from worked_tables import as_written, at, case_of, tables


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


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_a_drawn_case_and_its_scenario_file_say_the_same(case: Case) -> None:
    assert case_of(yaml.load(to_scenario(case), Loader=yaml.BaseLoader)) == case


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_no_fen_is_lost_between_what_was_billed_paid_and_still_owed(case: Case) -> None:
    figures = reckon(case | unasked() | {"bills": [bill | {"late_fee": stated(bill)} for bill in case["bills"]]})
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

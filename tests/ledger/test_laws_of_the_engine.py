"""The laws of the engine itself, whatever the ledger.

Days are differences of dates. So a ledger that does not compound keeps every amount when all its dates are shifted by
the same number of days. One that compounds looks at months too, and keeps every amount when it is shifted by four
years of 1,461 days, in which leap days fall in the same places (1901 to 2099). Moved by one calendar year instead,
each date to the same day of the next, only leap days show: one day's interest for each that comes in or drops out.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Case as OracleCase
from scenario_text import to_scenario
from seeded import ledger_of
from strategies import RATES, examples, ledgers

from letters.figures.figures import Figures, compute_figures
from letters.ledger.entries import Accrual
from letters.ledger.terms import terms_of
from letters.scenario.load import Case, load

TODAY = date(2026, 11, 24)
FOUR_YEARS = 1461


def opened(case: OracleCase) -> Case:
    return load(to_scenario(case).encode(), "case.yaml", today=TODAY)


def figures_of(case: OracleCase) -> Figures:
    return compute_figures(opened(case))


def amounts(figures: Figures) -> list[Any]:
    rows = [bill._replace(label="", due_date=TODAY, entries=(), origin=()) for bill in figures.bills]
    return [figures.total, rows, [(row.penalty_outstanding, row.total_due) for row in figures.waiting]]


def shifted(value: Any, days: int) -> Any:
    """A case with every date that many days later."""
    if isinstance(value, date):
        return value + timedelta(days=days)
    if isinstance(value, dict):
        return {key: shifted(part, days) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(shifted(part, days) for part in value)
    return value


@settings(max_examples=examples(60), deadline=None)
@given(ledgers(), st.integers(0, 24_000))
def test_without_compounding_all_dates_shifted_by_the_same_days_change_no_amount(case: OracleCase, days: int) -> None:
    # A minimum that was paid holds for a month, whose length a shift changes.
    bills = [bill | {"minimum_payment": None, "late_fee": None} for bill in case["bills"]]
    case = case | {"compounding": False, "late_fee": None, "bills": bills}
    assert amounts(figures_of(shifted(case, days))) == amounts(figures_of(case))


@settings(max_examples=examples(60), deadline=None)
@given(ledgers())
def test_all_dates_shifted_by_four_years_change_no_amount_compounding_or_not(case: OracleCase) -> None:
    assert amounts(figures_of(shifted(case, FOUR_YEARS))) == amounts(figures_of(case))


@pytest.mark.parametrize(("year", "leap_days"), [(2022, 0), (2023, 1), (2024, -1), (2025, 0)])
def test_a_year_later_only_leap_days_show_a_day_of_interest_each(year: int, leap_days: int) -> None:
    def of(start: int) -> Decimal:
        text = (
            f"as_of: {start + 1}-02-01\nhardship: {{kind: illness}}\nborrower: {{name: 测试}}\n"
            f"lender: {{daily_rate: 0.05%}}\nbills: [{{due_date: {start}-02-01, amount: 1000}}]\n"
        )
        return compute_figures(load(text.encode(), "case.yaml", today=TODAY)).total.penalty_outstanding

    assert of(year + 1) - of(year) == leap_days * Decimal("0.50")


def split(payments: list[OracleCase], place: int, part: Fraction) -> list[OracleCase]:
    whole = payments[place]
    halves = [whole | {"amount": amount} for amount in (part, whole["amount"] - part)]
    return [*payments[:place], *halves, *payments[place + 1 :]]


@settings(max_examples=examples(80), deadline=None)
@given(ledgers(), st.data())
def test_a_payment_split_in_two_on_one_day_changes_nothing(case: OracleCase, data: st.DataObject) -> None:
    holders = [holder for holder in [case, *case["bills"]] if holder["payments"]]
    if not holders:
        return
    holder = data.draw(st.sampled_from(holders))
    place = data.draw(st.integers(0, len(holder["payments"]) - 1))
    fen = int(holder["payments"][place]["amount"] * 100)
    part = Fraction(data.draw(st.integers(0, fen)), 100)
    parted = split(holder["payments"], place, part)
    if holder is case:
        other = case | {"payments": parted}
    else:
        bills = [bill | {"payments": parted} if bill is holder else bill for bill in case["bills"]]
        other = case | {"bills": bills}
    assert amounts(figures_of(other)) == amounts(figures_of(case))


@settings(max_examples=examples(60), deadline=None)
@given(ledgers())
def test_a_rate_of_zero_gives_no_penalty(case: OracleCase) -> None:
    loaded = opened(case)
    free = compute_figures(replace(loaded, lender=loaded.lender.at_rate(Decimal(0))))
    assert free.total.penalty_accrued == 0
    assert all(row.penalty_outstanding == 0 for row in free.waiting)
    assert free.cost_of_waiting.on is None


@settings(max_examples=examples(60), deadline=None)
@given(ledgers(), st.sampled_from(RATES), st.integers(1, 60))
def test_a_history_of_one_and_the_same_rate_is_that_rate(case: OracleCase, rate: str, apart: int) -> None:
    alone = case | {"daily_rate": Fraction(rate), "rates": []}
    days = [case["as_of"] - timedelta(days=apart * place) for place in range(12)]
    history = alone | {"rates": sorted((day, Fraction(rate)) for day in days)}
    assert amounts(figures_of(history)) == amounts(figures_of(alone))


def test_a_higher_rate_never_owes_less_on_a_thousand_seeded_ledgers() -> None:
    for seed in range(examples(1000)):
        case = ledger_of(seed) | {"rates": []}
        low, high = sorted(Fraction(rate) for rate in (RATES[seed % len(RATES)], RATES[seed // 7 % len(RATES)]))
        if low == high:
            continue
        figures = figures_of(case | {"daily_rate": low, "daily_rate_high": high})
        assert figures.at_high
        for name in ("penalty_outstanding", "principal_outstanding", "total_due", "daily_accrual"):
            assert getattr(figures.total, name) <= getattr(figures.at_high.total, name), f"{name}, seed {seed}"
        for bill, upper in zip(figures.bills, figures.at_high.bills, strict=True):
            assert bill.owed <= upper.owed, f"seed {seed}"


@settings(max_examples=examples(60), deadline=None)
@given(ledgers())
def test_no_entry_of_a_ledger_crosses_a_change_of_the_rate(case: OracleCase) -> None:
    figures, terms = figures_of(case), terms_of(opened(case).lender)
    for bill in figures.bills:
        for entry in bill.entries:
            if isinstance(entry, Accrual):
                days = [entry.start + timedelta(days=n + 1) for n in (0, entry.days - 1)]
                assert {terms.rate_on(day) for day in days} == {entry.daily_rate}

"""Rates, other debts and offers of one's own: what is wrong is named, with its line and what to write instead."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from every import every

from letters.base.errors import Problem, ScenarioError, dotted
from letters.base.record_reading import read_record
from letters.figures.figures import compute_figures
from letters.reference_data import lenders
from letters.reference_data.lenders import LenderProfile
from letters.scenario.json_schema import json_schema
from letters.scenario.load import Case, load
from letters.scenario.model.rates import RateRange, rate_or_range
from letters.scenario.starter import starter
from letters.situation.cautions import cautions

TODAY = date(2026, 11, 24)
HEAD = "as_of: 2026-01-31\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
LENDER = "lender: {daily_rate: 0.05%}\n"
BILLS = "bills: [{due_date: 2026-01-01, amount: 1000}]\n"


def opened(text: str) -> Case:
    return load(text.encode(), "case.yaml", today=TODAY)


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        compute_figures(opened(text))
    return [said(problem) for problem in caught.value.problems]


def warnings(text: str) -> list[str]:
    case = opened(text)
    return [said(warning) for warning in (*case.warnings, *cautions(compute_figures(case)))]


def said(problem: Problem) -> str:
    assert problem.mark
    return f"{problem.mark.line}: {dotted(problem.path)}: {problem.message}"


def test_a_range_is_read_with_its_ends_and_two_equal_ends_are_one_rate() -> None:
    assert rate_or_range("0.05%..0.075%") == RateRange(Decimal("0.0005"), Decimal("0.00075"))
    assert rate_or_range("0.0005 .. 0.075%") == RateRange(Decimal("0.0005"), Decimal("0.00075"))
    assert rate_or_range("0.05%..0.05%") == Decimal("0.0005")


@pytest.mark.parametrize(
    ("rate", "what"),
    [
        ("0.075%..0.05%", "'0.075%..0.05%' begins with the higher rate; write 0.05%..0.075%"),
        ("0.05%..3%", "'3%' is 2% a day or more, which no bill shows; write the daily rate, like 0.05%"),
        ("0.05..0.075%", "0.05 means 5 % a day; write 0.05%"),
        ("0.05%..", "'' is not a daily rate; write it like 0.05% or 0.0005"),
        ("0.05%-0.075%", "'0.05%-0.075%' is not a daily rate; a range is written with two dots: 0.05%..0.075%"),
        ("0.05%至0.075%", "'0.05%至0.075%' is not a daily rate; a range is written with two dots: 0.05%..0.075%"),
    ],
)
def test_a_range_that_cannot_be_says_what_to_write(rate: str, what: str) -> None:
    assert problems(f"{HEAD}lender: {{daily_rate: {rate}}}\n{BILLS}") == [f"4: lender.daily_rate: {what}"]


@pytest.mark.parametrize(
    ("lender", "what"),
    [
        (
            "daily_rate: 0.05%..0.06%, rates: [{from: 2026-01-10, daily_rate: 0.05%}]",
            "4: lender.daily_rate: a range cannot stand beside `rates`; write the single rate of the days before the"
            " first",
        ),
        (
            "rates: [{from: 2025-01-10, daily_rate: 0.05%}, {from: 2025-01-10, daily_rate: 0.06%}]",
            "4: lender.rates[1].from: 2025-01-10 is given twice; keep one rate",
        ),
        (
            "rates: [{from: 2026-01-03, daily_rate: 0.05%}]",
            "5: bills[0]: interest runs from 2026-01-02 on, and the first rate is of 2026-01-03; write the rate before"
            " it as `daily_rate` of the lender, or as an earlier row",
        ),
        ("rates: [{daily_rate: 0.05%}]", "4: lender.rates[0].from: 'from' is missing here; add a line `from: …`"),
        (
            "rates: [{form: 2026-01-01, daily_rate: 0.05%}]",
            "4: lender.rates[0].from: 'from' is missing here; add a line `from: …`",
        ),
    ],
)
def test_a_history_that_cannot_be_says_where(lender: str, what: str) -> None:
    assert what in problems(f"{HEAD}lender: {{{lender}}}\n{BILLS}")


def test_a_misspelt_key_of_a_history_is_told_the_keys_as_they_are_written() -> None:
    found = problems(f"{HEAD}lender: {{rates: [{{form: 2026-01-01, daily_rate: 0.05%}}]}}\n{BILLS}")
    assert any("'form' is not a key here; did you mean 'from'? (from, daily_rate, source)" in what for what in found)


def test_a_history_serves_where_the_profile_has_no_rate() -> None:
    lender = opened(f"{HEAD}lender: {{rates: [{{from: 2026-01-01, daily_rate: 0.05%, source: 合同}}]}}\n{BILLS}").lender
    assert (lender.daily_rate, lender.rate_source) == (Decimal("0.0005"), "scenario")
    assert lender.rates[0].source == "合同"


def test_a_profile_may_hold_a_history_with_its_sources_and_a_rate_of_the_scenarios_own_stands_above_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fact = {"source": "公告", "verified_on": "2026-11-24"}
    profile = read_record(
        LenderProfile,
        {
            "type": "other",
            "daily_rate": fact | {"value": "0.06%"},
            "rates": [fact | {"value": "0.05%", "from": "2026-01-11"}],
        },
    )
    monkeypatch.setattr(lenders, "read_lender_profile", lambda name: profile)
    text = HEAD + "lender: generic\n" + BILLS
    lender = opened(text).lender
    assert [(change.start, change.daily_rate) for change in lender.rates] == [
        (date.min, Decimal("0.0006")),
        (date(2026, 1, 11), Decimal("0.0005")),
    ]
    assert (lender.rates[1].source, lender.rate_source) == ("公告", "profile")
    assert compute_figures(opened(text)).total.penalty_outstanding == 9 * Decimal("0.60") + 21 * Decimal("0.50")
    assert opened(text.replace("generic", "{daily_rate: 0.04%}")).lender.rates == ()


def test_a_range_warns_that_the_figures_are_those_of_the_low_rate_and_which_papers_settle_it() -> None:
    (warning,) = warnings(f"{HEAD}lender: {{daily_rate: 0.05%..0.075%}}\n{BILLS}")
    assert warning.startswith("4: lender.daily_rate: the figures are those of the low rate, 0.05%")
    assert "综合融资成本明示表" in warning


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (
            "debts: [{creditor: 某银行, balance: 100, minimum: 200}]",
            "6: debts[0].minimum: 200.00 is more than the balance, 100.00; correct one of them",
        ),
        ("debts: [{balance: 100}]", "6: debts[0].creditor: 'creditor' is missing here; add a line `creditor: …`"),
        (
            "payments: [{amount: 100}]",
            "6: payments[0].date: 'date' is missing here; add a line `date: …`",
        ),
        (
            "claimed_penalty: 20\nbills: [{due_date: 2026-01-01, amount: 1000, claimed_penalty: 15}]",
            "6: claimed_penalty: 20.00 is not the sum of the bills' claimed_penalty, 15.00; correct one of them",
        ),
        (
            "claimed_penalty: 20\nbills: [{due_date: 2026-01-01, amount: 1000, claimed_penalty: 25},"
            " {due_date: 2026-01-02, amount: 10}]",
            "6: claimed_penalty: 20.00 is less than the bills' claimed_penalty alone, 25.00; correct one of them",
        ),
        (
            "request: {offers: [{name: half-plan}]}",
            "6: request.offers[0].name: 'half-plan' is the name of another offer; choose one of its own",
        ),
        (
            "request: {offers: [{name: a}, {name: a}]}",
            "6: request.offers[1].name: 'a' is the name of another offer; choose one of its own",
        ),
        (
            "request: {offers: [{name: a, instalments: 3}]}",
            "6: request.offers[0]: 'first' is missing here; add a line `first: …`",
        ),
        (
            "request: {offers: [{name: a, first: 2026-01-30}]}",
            "6: request.offers[0].first: 2026-01-30 is before the letters' date, 2026-01-31; write a later day",
        ),
        (
            "request: {offers: [{name: a, today: 2000}]}",
            "6: request.offers[0].today: 2,000.00 is more than the offer leaves to pay, 1,000.00",
        ),
        (
            "request: {offers: [{name: a, waive: 16.00}]}",
            "6: request.offers[0].waive: 16.00 is more than the penalty outstanding, 15.00; write all, a share like"
            " 60%, or a smaller amount",
        ),
        (
            "request: {accept_from: 16.00}",
            "6: request.accept_from: 16.00 is more than the penalty outstanding, 15.00; write all, a share like 60%,"
            " or a smaller amount",
        ),
        (
            "request: {offers: [{name: a, today: 999.99, instalments: 2, first: 2026-02-10}]}",
            "6: request.offers[0].instalments: 0.01 cannot be paid in 2 instalments of at least 0.01; write fewer",
        ),
    ],
)
def test_what_contradicts_is_a_problem_with_its_line(more: str, what: str) -> None:
    bills = "" if "bills:" in more else BILLS
    text = HEAD + LENDER + (bills or "# \n") + more + "\n"
    assert problems(text) == [what]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (
            "expenses: [{label: 房租}]\nincome: {now: 5000}",
            "6: expenses[0]: 房租 has no amount: what a month leaves cannot be computed",
        ),
        (
            "debts: [{creditor: 表姐, balance: 3000}]",
            "6: debts[0]: 表姐 has no minimum: what is left for a plan cannot be computed",
        ),
        ("debts: [{creditor: 表姐, minimum: 30}]", "6: debts[0]: 表姐 has no balance: shares cannot be computed"),
        (
            "debts: [{creditor: 某公司, balance: 3000, minimum: 10}]\nlender: {daily_rate: 0.05%, name: 某公司}",
            "6: debts[0].creditor: the letters go to 某公司, whose bills are counted already; leave it out here",
        ),
        (
            "debts: [{creditor: 表姐, balance: 3000, minimum: 600}]\nincome: {now: 5000}\n"
            "expenses: [{label: 房租, amount: 4500}]",
            "6: debts: the minimums of the other debts, 600.00, are more than a month leaves, 500.00",
        ),
        (
            "request: {accept_from: all, waive: 50%}",
            "6: request.accept_from: you would accept from 15.00 on, and ask for 7.50 only; ask for more or accept"
            " less",
        ),
        (
            "claimed_penalty: 14.99",
            "6: claimed_penalty: the lender asks for 14.99, less than the 15.00 computed here: check rate, dates and"
            " payments before you send a letter, and ask which days its figure covers",
        ),
        (
            "request: {threshold: 15}",
            "6: request.threshold: the penalty has reached this sum already, or will not in ten years",
        ),
        (
            "request: {offers: [{name: 一次, first: 2026-02-10}]}\nincome: {now: 900}\n"
            "expenses: [{label: 房租, amount: 500}]",
            "6: request.offers[0]: this offer is more than a month leaves; the call script refuses it",
        ),
    ],
)
def test_what_is_missing_or_doubtful_is_a_warning_with_its_line(more: str, what: str) -> None:
    lender = "# \n" if "lender:" in more else LENDER
    assert what in warnings(HEAD + lender + BILLS + more + "\n")


EXAMPLES = re.compile(r"^( *)# (?=- \{|(?:debts|rates|offers|accept_from|threshold|plan|today):)", re.MULTILINE)
EMPTY = {
    "  name:  ": "  name: x",
    "due_date:  ": "due_date: 2025-12-10",
    "    amount:  ": "    amount: 3200.00",
    "  daily_rate:  ": "  daily_rate: 0.06%",
}


@every(language=["zh", "en"])
def test_the_commented_examples_of_the_starter_make_a_scenario(language: str) -> None:
    text = EXAMPLES.sub(r"\1", starter("illness", language)) + "as_of: 2026-03-20\n"
    for empty, filled in EMPTY.items():
        assert empty in text
        text = text.replace(empty, filled + "  ", 1)
    case = opened(text)
    scenario = case.scenario
    assert scenario.debts
    assert scenario.expenses
    assert scenario.expenses[1].category
    assert scenario.lender.rates[0].source
    assert scenario.request.offers
    assert scenario.request.accept_from
    assert compute_figures(case).cost_of_waiting.threshold == scenario.request.threshold


def test_the_schema_knows_the_keys_as_a_scenario_writes_them() -> None:
    schema = json_schema()
    row = schema["$defs"]["RateRow"]
    assert set(row["properties"]) == {"from", "daily_rate", "source"}
    assert row["required"] == ["from", "daily_rate"]
    assert set(schema["$defs"]["Debt"]["properties"]) == {"creditor", "balance", "minimum", "note"}
    assert {"offers", "accept_from", "threshold"} < set(schema["$defs"]["Request"]["properties"])

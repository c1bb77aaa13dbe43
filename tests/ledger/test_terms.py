"""Debts as contracts and lenders' pages have them, each worked by hand (tests of the terms of one obligation)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases import TODAY

from letters.base.errors import ScenarioError
from letters.base.rate_text import parse_rate, parse_yearly_rate
from letters.figures.figures import compute_figures
from letters.ledger.terms import Terms
from letters.report.as_json import record
from letters.scenario.load import Case, load

HEAD = "hardship: {kind: illness, event: 住院手术, started: 2018-06-01}\nborrower: {name: 王小明}\n"
WRITTEN = ["0.05%", "0.0005", "0.5‰", "万分之五", "万分之5", "万5", "０.０５％", "千分之0.5", "万分之五点〇"]
YEARLY = ["15.4%", "0.154", "１５.４％", "百分之十五点四", "百分之15.4"]
CARD = "{profile: credit-card, name: 某某银行, daily_rate: 0.05%"


def case_of(lender: str, as_of: str, bills: str, more: str = "") -> Case:
    text = f"{HEAD}lender: {lender}\nas_of: {as_of}\n{more}bills: [{bills}]\n"
    return load(text.encode(), "case.yaml", today=TODAY)


def figures(lender: str, as_of: str, bills: str, more: str = "") -> dict[str, Any]:
    case = case_of(lender, as_of, bills, more)
    return record(case, compute_figures(case))


def problems(lender: str, as_of: str, bills: str, more: str = "") -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        figures(lender, as_of, bills, more)
    return [str(one.message) for one in raised.value.problems]


def penalties(lender: str, as_of: str, bills: str, more: str = "") -> list[str]:
    return [bill["penalty_outstanding"] for bill in figures(lender, as_of, bills, more)["bills"]]


# Rates


@pytest.mark.parametrize("text", YEARLY)
def test_a_yearly_rate_is_understood_in_characters_too(text: str) -> None:
    assert parse_yearly_rate(text) == Decimal("0.154")


@pytest.mark.parametrize("text", WRITTEN)
def test_a_daily_rate_is_read_as_bills_and_contracts_write_it(text: str) -> None:
    assert parse_rate(text) == parse_rate("0.05%")


def test_a_rate_of_two_percent_a_day_is_a_slip_and_less_is_only_confirmed() -> None:
    assert problems("{daily_rate: 0.05}", "2026-03-20", "{due_date: 2026-01-10, amount: 4000}") == [
        "0.05 means 5 % a day; write 0.05%"
    ]
    case = case_of("{daily_rate: 1.9%}", "2026-03-20", "{due_date: 2026-01-10, amount: 4000}")
    assert "1.9% a day is more than 0.2%; confirm it on the bill or contract" in [
        str(one.message) for one in case.warnings
    ]
    with pytest.raises(ValueError, match=r"15.4 means 1540 % a year; write 15.4%"):
        parse_yearly_rate("15.4")


def test_a_yearly_rate_is_a_fraction_that_is_rounded_as_money_alone() -> None:
    found = figures("{annual_rate: 15.4%, year_days: 360}", "2026-03-20", "{due_date: 2026-01-10, amount: 22451.48}")
    bill = found["bills"][0]
    # 69 × 22,451.48 × 0.154 ÷ 360 = 662.69285133333…
    assert bill["penalty_outstanding"] == "662.69"
    accrual, rounding = bill["entries"]
    assert accrual["interest"] == "662.6928513333"
    assert (accrual["annual_rate"], accrual["year_days"], "daily_rate" in accrual) == ("0.154", 360, False)
    assert rounding["rounding"] == "-0.0028513333"
    assert (found["lender"]["daily_rate"], found["lender"]["annual_rate"]) == (None, "0.154")


def test_a_yearly_rate_that_is_a_rate_of_a_day_comes_to_the_same() -> None:
    bills = "{due_date: 2026-01-10, amount: 4321.09, payments: [{date: 2026-02-01, amount: 1000}]}"
    same = [penalties(lender, "2026-03-20", bills) for lender in ("{daily_rate: 0.05%}", "{annual_rate: 18.25%}")]
    assert same[0] == same[1]


def test_a_multiple_is_of_the_rate_of_the_contract() -> None:
    found = figures(
        "{penalty_multiple: 150%, contract_annual_rate: 14.4%}", "2026-03-20", "{due_date: 2026-01-10, amount: 1000}"
    )
    # 69 × 1,000.00 × 0.216 ÷ 365 = 40.832…
    assert (found["lender"]["annual_rate"], found["total"]["penalty_outstanding"]) == ("0.216", "40.83")


def test_a_bill_may_have_a_rate_of_its_own_and_the_lender_then_none() -> None:
    rows = ((2000, "0.045%"), (3000, "0.06%"))
    bills = ", ".join(f"{{due_date: 2026-01-10, amount: {amount}, daily_rate: {rate}}}" for amount, rate in rows)
    assert penalties("{daily_rate: 0.05%}", "2026-03-20", bills) == ["62.10", "124.20"]
    assert penalties("generic", "2026-03-20", bills) == ["62.10", "124.20"]


def test_tiers_go_by_the_days_overdue_of_each_bill_whatever_is_paid() -> None:
    lender = "{daily_rate: 0.05%, tiers: [{from_day: 31, daily_rate: 0.1%}]}"
    bills = "{due_date: 2026-01-10, amount: 1050}, {due_date: 2026-02-10, amount: 1050}"
    # 30 × 0.525 + 39 × 1.05 = 56.70; 30 × 0.525 + 8 × 1.05 = 24.15
    assert penalties(lender, "2026-03-20", bills) == ["56.70", "24.15"]
    paid = "{due_date: 2026-01-10, amount: 1050, payments: [{date: 2026-02-01, amount: 61.55}]}"
    # 22 × 0.525 = 11.55 is paid, then 50.00 of principal; 8 × 0.50 + 39 × 1.00 = 43.00
    assert penalties(lender, "2026-03-20", paid) == ["43.00"]


def test_a_fee_by_the_day_runs_on_what_penalty_runs_on_and_is_paid_with_the_fees() -> None:
    lender = "{daily_rate: 0.05%, on_interest: penalty, daily_fees: [{label: 逾期管理费, daily_rate: 0.02%}]}"
    total = figures(lender, "2026-03-03", "{due_date: 2026-02-01, amount: 1000, interest: 30.00}")["total"]
    # 30 × (1,000.00 + 30.00) × 0.0005 = 15.45, of which 0.45 on interest; 30 × 1,030.00 × 0.0002 = 6.18
    assert (total["penalty_accrued"], total["penalty_on_interest"]) == ("15.45", "0.45")
    assert [fee["outstanding"] for fee in total["daily_fees"]] == ["6.18"]
    assert (total["total_due"], total["daily_accrual"]) == ("1051.63", "0.72")
    paid = "{due_date: 2026-02-01, amount: 1000, interest: 30.00, payments: [{date: 2026-03-03, amount: 10.00}]}"
    entry = figures(lender, "2026-03-03", paid)["bills"][0]["entries"][-1]
    assert (entry["to_daily_fees"], entry["to_interest"], entry["to_penalty"]) == ("6.18", "3.82", "0.00")


def test_the_least_a_day_holds_before_anything_is_rounded() -> None:
    bills = "{due_date: 2026-01-10, amount: 8.00}"
    assert penalties("{daily_rate: 0.05%, least_per_day: 0.01}", "2026-01-20", bills) == ["0.10"]


def test_penalty_runs_on_the_whole_loan_while_any_of_it_is_overdue() -> None:
    lender = "{daily_rate: 0.01%, base: whole-loan}"
    rows = (("2026-02-01", 1000), ("2026-03-01", 1000), ("2026-04-01", 4000))
    bills = ", ".join(f"{{due_date: {day}, amount: {amount}}}" for day, amount in rows)
    found = figures(lender, "2026-03-03", bills)
    # 30 days × 6,000.00 × 0.0001
    assert found["total"]["penalty_outstanding"] == "18.00"
    assert [bill["state"] for bill in found["bills"]] == ["overdue", "overdue", "not-due"]
    assert found["bills"][2]["entries"][0]["overdue"] == "2026-02-01"
    settled = bills.replace("amount: 1000}", "amount: 1000, payments: [{date: 2026-02-01, amount: 1000}]}", 1)
    # the first was paid in time: 2 days × 5,000.00 × 0.0001
    assert figures(lender, "2026-03-03", settled)["total"]["penalty_outstanding"] == "1.00"


def test_interest_of_an_instalment_bears_penalty_from_its_own_due_date_though_the_whole_loan_bears_it_before() -> None:
    lender = "{daily_rate: 0.1%, base: whole-loan, on_interest: penalty}"
    bills = "{due_date: 2026-02-01, amount: 1000}, {due_date: 2026-02-21, amount: 1000, interest: 100.00}"
    # 30 × 1.00 since the first was due, 10 × 0.10 since the second was
    assert penalties(lender, "2026-03-03", bills) == ["30.00", "31.00"]
    paid = bills.replace("interest: 100.00", "interest: 100.00, waivers: [{date: 2026-02-11, amount: 1.00}]")
    assert penalties(lender, "2026-03-03", paid) == ["30.00", "30.00"]


def test_a_minimum_takes_no_day_of_penalty_from_a_whole_loan() -> None:
    bills = "{due_date: 2026-02-01, amount: 1000}, {due_date: 2026-02-21, amount: 1000, minimum_payment: 100.00}"
    assert penalties("{daily_rate: 0.1%, base: whole-loan}", "2026-03-03", bills) == ["30.00", "30.00"]


# Grace, joining, interest


def test_grace_that_delays_moves_the_first_day_and_not_the_days_overdue() -> None:
    lender = "{daily_rate: 0.06%, grace_days: 3, grace: delays}"
    bills = "{due_date: 2026-01-10, amount: 1000}"
    assert penalties(lender, "2026-01-20", bills) == ["4.20"]
    bill = figures(lender, "2026-01-14", bills)["bills"][0]
    assert (bill["penalty_outstanding"], bill["days_overdue"], bill["state"]) == ("0.60", 4, "overdue")
    assert figures(lender, "2026-01-13", bills)["bills"][0]["state"] == "in-grace"


def test_penalty_joins_on_the_day_that_the_contract_names() -> None:
    lender = "{daily_rate: 0.04%, compounding: {every: quarter, on: 20}}"
    found = figures(lender, "2026-04-10", "{due_date: 2025-12-10, amount: 10000}")["bills"][0]
    joined = [entry["capitalised"] for entry in found["entries"] if "capitalised" in entry]
    assert (joined, found["penalty_outstanding"]) == (["40.00", "361.44"], "488.81")


@pytest.mark.parametrize(
    ("compounding", "on", "due", "first", "second"),
    [
        ("monthly", None, "2026-01-31", "2026-02-28", "2026-03-31"),
        ("quarterly", None, "2025-11-25", "2025-12-25", "2026-03-25"),
        ("quarterly", 20, "2025-12-20", "2026-03-20", "2026-06-20"),
        ("monthly", 20, "2025-12-10", "2025-12-20", "2026-01-20"),
        ("monthly", 31, "2026-01-31", "2026-02-28", "2026-03-31"),
    ],
)
def test_the_days_of_joining_follow_the_due_date(
    compounding: str, on: int | None, due: str, first: str, second: str
) -> None:
    terms = Terms(Decimal("0.0005"), "statutory", 0, "half-up", 365, compounding, joins_on=on)
    days = [terms.joining_day(date.fromisoformat(due), number).isoformat() for number in (1, 2)]
    assert days == [first, second]


def test_unpaid_interest_bears_penalty_at_the_rate_of_the_contract() -> None:
    lender = "{daily_rate: 0.045%, contract_annual_rate: 10.95%, on_interest: contract}"
    total = figures(lender, "2026-03-20", "{due_date: 2026-01-15, amount: 1500, interest: 135.00}")["total"]
    # 64 × 1,500.00 × 0.00045 = 43.20; 64 × 135.00 × 0.1095 ÷ 365 = 2.592
    assert (total["penalty_on_interest"], total["penalty_outstanding"]) == ("2.59", "45.79")


def test_a_bill_may_owe_interest_alone() -> None:
    bill = figures("{daily_rate: 0.05%}", "2026-03-20", "{due_date: 2026-01-10, interest: 68.00}")["bills"][0]
    assert (bill["amount"], bill["interest"], bill["interest_billed"]) == ("0.00", "68.00", "68.00")
    assert (bill["days_overdue"], bill["penalty_outstanding"], bill["state"]) == (69, "0.00", "overdue")


# Waivers, pages


def test_what_was_waived_is_taken_off_on_its_day_and_is_no_payment() -> None:
    waived = "{due_date: 2025-12-10, amount: 4000.00, waivers: [{date: 2026-02-08, amount: 100.00}]}"
    found = figures("huabei", "2026-04-20", waived, "claimed_penalty: 162.00\n")
    bill = found["bills"][0]
    assert (bill["penalty_accrued"], bill["penalty_waived"], bill["penalty_outstanding"]) == (
        "262.00",
        "100.00",
        "162.00",
    )
    assert (bill["paid"], bill["penalty_paid"], found["total"]["difference"]) == ("0.00", "0.00", "0.00")
    assert {"date": "2026-02-08", "waived": "100.00", "of": "penalty", "line": 6} in bill["entries"]


def test_a_waiver_on_the_account_takes_the_oldest_first_and_no_more_than_is_outstanding() -> None:
    bills = "{due_date: 2026-01-20, amount: 1000}, {due_date: 2026-01-10, amount: 1000}"
    waivers = "waivers: [{date: 2026-02-01, amount: 12.00}]\n"
    found = figures("{daily_rate: 0.05%}", "2026-02-01", bills, waivers)
    assert [bill["penalty_waived"] for bill in found["bills"]] == ["1.00", "11.00"]
    assert problems("{daily_rate: 0.05%}", "2026-02-01", bills, waivers.replace("12.00", "17.01")) == [
        "17.01 was waived, and on 2026-02-01 only 17.00 of that is outstanding; correct the amount, the day or `of`"
    ]


def test_a_waiver_of_joined_penalty_lowers_the_base_from_the_next_day() -> None:
    lender = "{daily_rate: 0.05%, compounding: monthly}"
    bills = "{due_date: 2026-01-10, amount: 10000, waivers: [{date: 2026-02-20, amount: 155.00}]}"
    # 31 × 5.00 = 155.00 joins; 10 × 5.0775 = 50.775 → 50.78; the waiver takes the joined off; 8 × 5.00 = 40.00
    assert penalties(lender, "2026-02-28", bills) == ["90.78"]


def test_figures_begin_with_what_the_page_shows() -> None:
    page = "as_shown: {on: 2026-03-20, principal: 15000.00, interest: 300.00, penalty: 200.00, days_overdue: 45}"
    found = figures("{daily_rate: 0.03%}", "2026-03-27", f"{{{page}}}")
    bill = found["bills"][0]
    assert (bill["penalty_outstanding"], bill["interest"], found["total"]["total_due"]) == (
        "231.50",
        "300.00",
        "15531.50",
    )
    assert (bill["due_date"], bill["days_overdue"], bill["shown_on"]) == ("2026-02-03", 52, "2026-03-20")
    assert bill["entries"][0]["opening"]["penalty"] == "200.00"
    assert found["total"]["annual_cost"] == "0.1095"


# Cards


def test_a_card_whose_minimum_was_paid_is_not_overdue() -> None:
    bill = (
        "{due_date: 2026-04-23, amount: 1000.00, minimum_payment: 100.00, interest: {since: 2026-03-30},"
        " payments: [{date: 2026-04-23, amount: 100.00}]}"
    )
    found = figures(CARD + ", late_fee: {share: 5%, floor: 10.00}}", "2026-05-05", bill)
    total, one = found["total"], found["bills"][0]
    # 24 × 1,000.00 × 0.0005 = 12.00; 12 × 900.00 × 0.0005 = 5.40
    assert (total["interest"], total["penalty_accrued"], total["late_fee"]) == ("17.40", "0.00", "0.00")
    assert (one["state"], one["days_overdue"], total["overdue_principal"]) == ("revolving", 0, "0.00")
    assert total["daily_accrual"] == "0.45"


def test_a_later_statement_whose_minimum_was_missed_makes_a_card_overdue() -> None:
    bill = (
        "{due_date: 2026-04-25, amount: 10000.00, minimum_payment: 1000.00,"
        " payments: [{date: 2026-04-25, amount: 1000.00}]}"
    )
    rule = ", late_fee: {share: 5%, each_statement: true, minimum_share: 10%}}"
    held = figures(CARD + rule, "2026-05-25", bill)["bills"][0]
    missed = figures(CARD + rule, "2026-05-26", bill)["bills"][0]
    assert (held["state"], held["interest"], held["late_fee"]) == ("revolving", "135.00", "0.00")
    # one day of penalty on 9,000.00; the fee is 5 % of the minimum, 10 % of 9,000.00
    assert (missed["state"], missed["days_overdue"], missed["penalty_accrued"]) == ("overdue", 1, "4.50")
    assert (missed["interest"], missed["late_fee"]) == ("135.00", "45.00")


def test_each_later_statement_charges_its_own_late_fee() -> None:
    bill = "{due_date: 2026-04-25, amount: 10000.00, minimum_payment: 1000.00}"
    rule = ", late_fee: {share: 5%, each_statement: true, minimum_share: 10%}}"
    found = figures(CARD + rule, "2026-07-05", bill)["bills"][0]
    fees = [(entry["date"], entry["late_fee"]) for entry in found["entries"] if "late_fee" in entry]
    assert fees == [("2026-04-26", "50.00"), ("2026-05-26", "95.00"), ("2026-06-26", "135.50")]
    assert found["late_fee"] == "280.50"


# What contradicts itself


@pytest.mark.parametrize(
    ("lender", "bill", "said"),
    [
        (
            "{daily_rate: 0.05%, annual_rate: 15.4%}",
            "{due_date: 2026-01-10, amount: 1}",
            ["annual_rate and daily_rate (line 3) both give the penalty rate; keep one of them"],
        ),
        (
            "{penalty_multiple: 150%}",
            "{due_date: 2026-01-10, amount: 1}",
            ["a multiple needs the rate of the contract; add a line `contract_annual_rate: …`"],
        ),
        (
            "{daily_rate: 0.05%, rates: [{from: 2026-02-01, daily_rate: 0%}],"
            " tiers: [{from_day: 9, daily_rate: 0.1%}]}",
            "{due_date: 2026-01-10, amount: 1}",
            ["tiers by days overdue cannot stand beside `rates` by date (line 3); keep one of them"],
        ),
        (
            "{daily_rate: 0.05%}",
            "{due_date: 2026-01-10, amount: 1, as_shown: {on: 2026-03-01, principal: 1}}",
            ["as_shown (line 5) says what is owed; leave the amount out"],
        ),
        (
            "{daily_rate: 0.05%}",
            "{due_date: 2026-01-10, as_shown: {on: 2026-03-01, principal: 1, days_overdue: 49}}",
            ["49 days before 2026-03-01 is not the due date, 2026-01-10 (line 5); correct one of them"],
        ),
        (
            "{daily_rate: 0.05%}",
            "{due_date: 2026-01-10, as_shown: {on: 2026-03-01, principal: 1},"
            " payments: [{date: 2026-03-01, amount: 1}]}",
            ["2026-03-01 is not after the page of 2026-03-01 (line 5), which shows the balances with it; leave it out"],
        ),
        (
            "{daily_rate: 0.05%}",
            "{due_date: 2026-01-10, as_shown: {on: 2026-03-21, principal: 1}}",
            ["2026-03-21 is after 2026-03-20, the day of the figures; figures begin with the page"],
        ),
    ],
)
def test_terms_that_contradict_each_other_are_told_with_both_lines(lender: str, bill: str, said: list[str]) -> None:
    assert problems(lender, "2026-03-20", bill) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", grace: delays", "without `grace_days: …` there is no grace, and this changes nothing"),
        (
            ", late_fee: {share: 5%, each_statement: true}",
            "the minimum of later statements is not known: add `minimum_share: …`, or this changes nothing",
        ),
    ],
)
def test_a_term_that_changes_nothing_is_told(more: str, said: str) -> None:
    case = case_of(
        f"{{daily_rate: 0.05%{more}}}", "2026-03-20", "{due_date: 2026-01-10, amount: 4000, minimum_payment: 400}"
    )
    assert said in [str(one.message) for one in case.warnings]

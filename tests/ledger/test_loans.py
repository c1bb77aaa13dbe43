"""Loans in instalments as contracts have them, each figure worked by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from cases import TODAY

from letters.base.errors import ScenarioError
from letters.figures.figures import Figures, compute_figures
from letters.figures.lender_answer import settled
from letters.followup.calendar import days_of
from letters.ledger.schedule import amortised, equal_payment
from letters.pipeline import write_letters
from letters.report.as_json import record
from letters.report.explain import explain
from letters.scenario.load import load
from letters.situation.cautions import cautions

HEAD = """\
hardship: {kind: illness, event: 住院手术, started: 2018-06-01}
borrower: {name: 王小明}
lender: {daily_rate: 0.05%}
as_of: 2026-03-20
"""
LOAN = "principal: 12000.00, contract_annual_rate: 14.4%, method: equal-payment, instalments: 12, first: 2025-09-05"
OWN = "contract_annual_rate: 12%, schedule: [{due_date: 2026-01-10, principal: 1000, interest: 30}, "
OWN += "{due_date: 2026-02-10, principal: 2000, interest: 20}]"


def figures_of(loan: str, more: str = "") -> Figures:
    text = f"{HEAD}{more}loans:\n  - {{{loan}}}\n"
    return compute_figures(load(text.encode(), "case.yaml", today=TODAY))


def figures(loan: str, more: str = "") -> dict[str, Any]:
    found = figures_of(loan, more)
    return record(found.case, found)


def problems(loan: str, more: str = "") -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        figures_of(loan, more)
    return [str(one.message) for one in raised.value.problems]


def warnings(loan: str, more: str = "") -> list[str]:
    found = figures_of(loan, more)
    return [str(one.message) for one in (*found.case.warnings, *cautions(found))]


# The schedule


def test_an_equal_payment_is_rounded_half_up_and_the_last_instalment_takes_what_is_left() -> None:
    # 12,000 × 0.012 ÷ (1 − 1.012^−12) = 1,079.7068…
    assert equal_payment(Fraction(12000), Fraction(12, 1000), 12) == Fraction("1079.71")
    rows = list(amortised(Decimal("12000.00"), Fraction(12, 1000), 12, "equal-payment"))
    assert rows[:2] == [(Decimal("935.71"), Decimal("144.00")), (Decimal("946.94"), Decimal("132.77"))]
    assert {principal + interest for principal, interest in rows[:-1]} == {Decimal("1079.71")}
    assert rows[-1] == (Decimal("1066.84"), Decimal("12.80"))  # 1,066.84 × 0.012 = 12.80208
    assert sum(principal for principal, _ in rows) == 12000


def test_equal_parts_of_the_principal_are_cut_down_to_the_fen() -> None:
    rows = list(amortised(Decimal("1000.00"), Fraction(1, 100), 3, "equal-principal"))
    assert [str(principal) for principal, _ in rows] == ["333.33", "333.33", "333.34"]
    assert [str(interest) for _, interest in rows] == ["10.00", "6.67", "3.33"]


def test_interest_first_leaves_all_of_the_principal_to_the_end() -> None:
    rows = list(amortised(Decimal("1000.00"), Fraction(1, 100), 3, "interest-first"))
    assert [(str(principal), str(interest)) for principal, interest in rows] == [
        ("0.00", "10.00"),
        ("0.00", "10.00"),
        ("1000.00", "10.00"),
    ]


def test_a_loan_without_interest_is_divided_and_never_pays_more_than_was_lent() -> None:
    rows = list(amortised(Decimal("1000.00"), Fraction(0), 3, "equal-payment"))
    assert [(str(principal), str(interest)) for principal, interest in rows] == [
        ("333.33", "0.00"),
        ("333.33", "0.00"),
        ("333.34", "0.00"),
    ]
    small = [principal for principal, _ in amortised(Decimal("0.10"), Fraction(0), 12, "equal-payment")]
    assert (sum(small), min(small)) == (Decimal("0.10"), Decimal("0.00"))


def test_instalments_fall_due_on_the_same_day_or_the_last_of_a_short_month() -> None:
    loan = LOAN.replace("2025-09-05", "2025-10-31").replace("instalments: 12", "instalments: 5")
    days = [row["due_date"] for row in figures(loan)["loans"][0]["schedule"]]
    assert days == ["2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"]


@pytest.mark.parametrize("name", ["等额本息", "equal payment", "equal-payment"])
def test_a_way_to_pay_back_is_understood_in_the_languages_of_letters(name: str) -> None:
    assert figures(LOAN.replace("equal-payment", name))["loans"][0]["method"] == "equal-payment"


# What is owed of it


def test_an_instalment_enters_the_bills_on_its_due_date_with_its_principal_and_its_interest() -> None:
    found = figures(LOAN + ", paid_instalments: 6, penalty_multiple: 150%", "date: 2026-03-20\n")
    bills = found["bills"]
    assert [bill["label"] for bill in bills] == [f"第{number}期" for number in range(1, 8)]
    assert {(bill["kind"], bill["loan"]) for bill in bills} == {("instalment", None)}
    assert [bill["state"] for bill in bills] == ["settled"] * 6 + ["overdue"]
    last = bills[6]
    assert (last["number"], last["due_date"], last["amount"], last["interest_billed"]) == (
        7,
        "2026-03-05",
        "1005.13",
        "74.58",
    )
    # 15 × 1,005.13 × 0.216 ÷ 365 = 8.922…
    assert (last["penalty_outstanding"], found["total"]["total_due"]) == ("8.92", "1088.63")
    assert found["to_come"] == {
        "count": 5,
        "principal": "5209.46",
        "interest": "189.02",
        "next": {"date": "2026-04-05", "amount": "1079.71"},
    }
    states = [row["state"] for row in found["loans"][0]["schedule"]]
    assert states == ["settled"] * 6 + ["overdue"] + ["not-due"] * 5


def test_a_payment_settles_the_oldest_instalment_that_is_due_before_the_next() -> None:
    found = figures(LOAN + ", paid_instalments: 4, payments: [{date: 2026-02-10, amount: 1200.00}]")
    fifth, sixth = found["bills"][4:6]
    # 36 × 981.44 × 0.0005 = 17.67; with 98.27 of interest and the principal 1,097.38; of the rest 86.49 is interest
    entry = fifth["entries"][-1]
    assert (entry["to_interest"], entry["to_penalty"], entry["to_principal"]) == ("98.27", "17.67", "981.44")
    assert (fifth["state"], sixth["interest_paid"], sixth["paid"]) == ("settled", "86.49", "102.62")
    assert found["bills"][6]["paid"] == "0.00"


def test_what_is_paid_beyond_all_that_is_due_is_overpaid_and_warned_of() -> None:
    loan = LOAN + ", paid_instalments: 6, payments: [{date: 2026-03-05, amount: 2000.00}]"
    total = figures(loan)["total"]
    assert (total["total_due"], total["overpaid"]) == ("0.00", "920.29")
    told = "920.29 was paid beyond what was due then: where the lender took it as an early repayment, its schedule has"
    assert any(warning.startswith(told) for warning in warnings(loan))


def test_a_payment_on_the_account_does_not_reach_what_is_not_due_of_a_loan() -> None:
    more = "payments: [{date: 2026-03-05, amount: 5000.00}]\n"
    assert figures(LOAN + ", paid_instalments: 6", more)["total"]["overpaid"] == "3920.29"


def test_calling_in_makes_one_sum_of_what_was_to_come() -> None:
    found = figures(LOAN + ", paid_instalments: 6, called_in: 2026-03-15")
    called = found["bills"][-1]
    # 5,209.46 × 0.144 × 10 ÷ 365 = 20.55…; from the day after on 5 × 5,209.46 × 0.0005 = 13.02
    assert (called["kind"], called["label"], called["number"]) == ("called-in", "提前到期本金", None)
    assert (called["amount"], called["interest_billed"], called["due_date"]) == ("5209.46", "20.55", "2026-03-15")
    assert (called["penalty_outstanding"], found["to_come"]) == ("13.02", None)
    assert [row["state"] for row in found["loans"][0]["schedule"]][-1] == "called-in"


def test_penalty_on_the_whole_loan_stands_on_the_instalment_that_is_overdue_longest() -> None:
    rows = "{due_date: 2026-02-01, principal: 1000}, {due_date: 2026-03-01, principal: 1000}, "
    rows += "{due_date: 2026-04-01, principal: 4000}"
    found = figures(f"schedule: [{rows}], daily_rate: 0.01%, base: whole-loan")
    # 28 days × 6,000.00 and 19 days × 5,000.00 on the first, 19 × 1,000.00 on the second, at 0.0001
    assert [bill["penalty_outstanding"] for bill in found["bills"]] == ["26.30", "1.90"]
    first = found["bills"][0]["entries"]
    assert [(row["balance"], row["to_come"]) for row in first if "balance" in row] == [
        ("6000.00", "5000.00"),
        ("5000.00", "4000.00"),
    ]
    assert (found["total"]["daily_accrual"], found["total"]["principal_outstanding"]) == ("0.60", "2000.00")


# What a month leaves, what a plan pays


def test_a_plan_must_be_affordable_beside_the_instalments_that_come() -> None:
    more = "income: {now: 5000}\nexpenses: [{label: 房租, amount: 3000}]\n"
    more += "request: {plan: {instalments: 2, first: 2026-04-10}}\n"
    means = figures(LOAN + ", paid_instalments: 6", more)["affordability"]
    assert (means["available"], means["regular"], means["for_plan"], means["fits"]) == (
        "2000.00",
        "1079.71",
        "920.29",
        True,
    )


def test_a_plan_that_covers_all_pays_the_principal_to_come_and_nothing_beside_it() -> None:
    more = "request: {plan: {instalments: 6, first: 2026-04-10, covers: all}}\n"
    found = figures(LOAN + ", paid_instalments: 6", more)
    total, plan = found["total"], next(offer for offer in found["offers"] if offer["name"] == "request-plan")
    owed = Decimal(total["total_due"]) - Decimal(total["penalty_outstanding"])
    assert Decimal(plan["to_pay"]) == owed + Decimal("5209.46")
    assert sum(Decimal(row["amount"]) for row in plan["plan"]) == Decimal(plan["to_pay"])
    assert found["affordability"]["regular"] == "0.00"
    assert Decimal(found["offers"][0]["to_pay"]) == owed


def test_nothing_is_owed_before_the_first_instalment() -> None:
    found = figures(LOAN.replace("2025-09-05", "2026-04-05"))
    assert (found["bills"], found["total"]["total_due"], found["total"]["claimed_penalty"]) == ([], "0.00", None)
    assert found["to_come"]["count"] == 12
    assert json.dumps(found)


def test_instalments_are_named_with_their_loan_where_there_are_several() -> None:
    text = f"{HEAD}loans:\n  - {{label: 现金分期, {LOAN}}}\n  - {{{LOAN}}}\n"
    found = compute_figures(load(text.encode(), "case.yaml", today=TODAY))
    assert {bill.label for bill in found.bills} >= {"现金分期第7期", "借款2第7期"}


# What contradicts itself


@pytest.mark.parametrize(
    ("loan", "said"),
    [
        ("principal: 1000", ["method", "instalments", "first", "contract_annual_rate"]),
        (
            f"{OWN}, instalments: 3",
            ["3 instalments, and the schedule (line 6) has 2; correct one of them"],
        ),
        (
            f"{OWN}, principal: 3000.01",
            ["3,000.01 was lent, and the principal of the schedule (line 6) adds up to 3,000.00; correct one of them"],
        ),
        (
            f"{OWN}, first: 2026-01-11",
            ["2026-01-11 is not the first day of the schedule, 2026-01-10 (line 6); correct one of them"],
        ),
        (
            OWN.replace("2026-02-10", "2026-01-10"),
            [
                "2026-01-10 is not after the instalment before it, 2026-01-10 (line 6); write them in the order of"
                " their days"
            ],
        ),
        (
            LOAN + ", paid_instalments: 13",
            ["13 instalments are paid, and there are 12 in all (line 6); correct one of them"],
        ),
        (
            LOAN + ", paid_instalments: 2, payments: [{date: 2025-10-05, amount: 9}]",
            [
                "2025-10-05 is not after 2025-10-05, the day of the last of the paid instalments (line 6), which counts"
                " what was paid until then; leave it out, or count fewer as paid"
            ],
        ),
        (
            LOAN + ", called_in: 2025-09-04",
            ["2025-09-04 is before the first instalment, 2025-09-05 (line 6); correct one of them"],
        ),
        (
            LOAN + ", called_in: 2026-08-05",
            [
                "2026-08-05 is not before the last instalment, 2026-08-05 (line 6): nothing was left to call in; leave"
                " it out"
            ],
        ),
        (
            LOAN + ", called_in: 2025-11-01, paid_instalments: 3",
            [
                "the last of them was due on 2025-11-05, after the loan was called in for 2025-11-01 (line 6); correct"
                " one of them"
            ],
        ),
        (
            LOAN + ", daily_rate: 0.05%, penalty_multiple: 150%",
            ["penalty_multiple and daily_rate (line 6) both give the penalty rate; keep one of them"],
        ),
    ],
)
def test_what_contradicts_itself_is_named_with_both_lines(loan: str, said: list[str]) -> None:
    missing = "'{key}' is missing here; add a line `{key}: …`"
    expected = [missing.replace("{key}", one) if one.replace("_", "").isalpha() else one for one in said]
    assert problems(loan) == expected


def test_what_is_not_counted_yet_is_warned_of() -> None:
    loan = LOAN + ", paid_instalments: 8, called_in: 2026-06-01, payments: [{date: 2026-05-01, amount: 9}]"
    assert {
        "called in after 2026-03-20, the day of the figures: not counted",
        "paid after 2026-03-20, the day of the figures: not counted",
        "7 instalments are due by 2026-03-20, the day of the figures: of the later ones none is counted as paid",
    } <= set(warnings(loan))


def test_a_loan_with_instalments_to_come_is_not_settled_though_nothing_is_due() -> None:
    told = warnings(LOAN + ", paid_instalments: 7")
    assert "nothing that is due is unpaid: the other instalments are to come" in told
    figures = figures_of(LOAN + ", paid_instalments: 7")
    assert settled(figures.case, figures, None) is None


def test_the_calendar_has_the_instalments_that_are_to_come() -> None:
    text = f"{HEAD}loans:\n  - {{{LOAN}, paid_instalments: 6}}\n"
    letters = write_letters(text.encode(), "case.yaml", today=TODAY, kinds=())
    days = [(day.on.isoformat(), day.amount) for day in days_of(letters, TODAY) if day.key.startswith("loan-")]
    assert days[0] == ("2026-04-05", "1,079.71")
    assert len(days) == 5


def test_a_day_of_the_whole_loan_is_explained_by_what_it_runs_on() -> None:
    found = figures_of(LOAN + ", paid_instalments: 6, base: whole-loan")
    # 1,005.13 of the seventh and 5,209.46 to come, at 0.05 %
    trace = explain(found.case, found, "bills[6].daily_accrual")
    assert (trace.amount, trace.facts["balance"]) == (Decimal("3.11"), "6,214.59")

"""Situations at their edges: the day before, the day, the day after; the fen below, the sum, the fen above."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from cases import TODAY

from letters.figures.figures import Figures, compute_figures
from letters.figures.lender_answer import answer
from letters.scenario.load import load
from letters.situation.law import rules_of
from letters.situation.situations import situations
from letters.situation.theme import KnownFacts


def case(
    *,
    bills: str = "{due_date: 2025-12-10, amount: 1000.00}",
    hardship: str = "kind: illness",
    lender: str = "profile: generic, daily_rate: 0.05%",
    income: str = "",
    request: str = "",
    more: str = "",
) -> str:
    rows = "".join(f"  - {bill}\n" for bill in bills.split(" & "))
    text = f"as_of: 2026-03-20\nhardship: {{{hardship}}}\nborrower: {{name: 林晓梅}}\nlender: {{{lender}}}\n"
    text += f"bills:\n{rows}"
    text += f"income: {{{income}}}\n" if income else ""
    text += f"request: {{{request}}}\n" if request else ""
    return text + more


def figures_of(text: str) -> Figures:
    return compute_figures(load(text.encode(), "case.yaml", today=TODAY))


def borne(text: str, name: str) -> bool:
    figures = figures_of(text)
    case_ = figures.case
    return situations(KnownFacts(case_, figures, figures, lambda: answer(case_, figures, case_.date)))[name]()


def due(day: str) -> str:
    return f"{{due_date: {day}, amount: 1000.00}}"


ILL = "kind: illness, started: 2025-11-28"
BACK = f"{ILL}, ended: 2025-12-20, resumed: 2025-12-31"
STORM = "kind: natural-disaster, started: 2026-01-11"
STORM_ENDED = f"{STORM}, ended: 2026-01-19"
STORM_BACK = f"{STORM_ENDED}, resumed: 2026-02-24"
RENT = "expenses: [{label: 房租, amount: 1800.00}]\n"
DEBT = "debts: [{creditor: 某银行, minimum: 200.00}]\n"
COMING = f"{ILL}, resumed: 2026-03-21"
BANK = "profile: generic, daily_rate: 0.05%, type: bank"
MINIMUM = "{due_date: 2025-12-10, amount: 6000.00, minimum_payment: 600.00}"
YEAR_360 = "profile: generic, type: bank, year_days: 360, annual_rate: "

EDGES: list[tuple[str, bool, dict[str, Any]]] = [
    # Due from `started` on, both days included.
    ("cause_in_time", False, {"hardship": ILL, "bills": due("2025-11-27")}),
    ("cause_in_time", True, {"hardship": ILL, "bills": due("2025-11-28")}),
    ("cause_in_time", True, {"hardship": ILL, "bills": due("2025-11-29")}),
    # Without an end until as_of.
    ("cause_in_time", True, {"hardship": ILL, "bills": due("2026-03-19")}),
    # With a return, sixty days more: 2025-12-31 + 60 = 2026-03-01; the return goes before the end.
    ("cause_in_time", True, {"hardship": BACK, "bills": due("2026-02-28")}),
    ("cause_in_time", True, {"hardship": BACK, "bills": due("2026-03-01")}),
    ("cause_in_time", False, {"hardship": BACK, "bills": due("2026-03-02")}),
    # With an end alone: 2025-12-20 + 60 = 2026-02-18.
    ("cause_in_time", True, {"hardship": f"{ILL}, ended: 2025-12-20", "bills": due("2026-02-18")}),
    ("cause_in_time", False, {"hardship": f"{ILL}, ended: 2025-12-20", "bills": due("2026-02-19")}),
    # Unknown bears nothing; a bill to come has no cause.
    ("cause_in_time", False, {}),
    ("cause_in_time_for_none", True, {}),
    ("cause_in_time_for_none", False, {"hardship": ILL, "bills": due("2026-04-10")}),
    ("cause_in_time", True, {"hardship": ILL, "bills": f"{due('2026-03-10')} & {due('2026-04-10')}"}),
    ("cause_in_time_for_some", True, {"hardship": ILL, "bills": f"{due('2025-11-27')} & {due('2025-11-28')}"}),
    ("cause_in_time_for_some", False, {"hardship": ILL, "bills": f"{due('2025-11-28')} & {due('2025-12-28')}"}),
    ("cause_in_time_for_none", True, {"hardship": ILL, "bills": f"{due('2025-10-27')} & {due('2025-11-27')}"}),
    # A disaster: to the return, else to the end, else to as_of, and no sixty days more.
    ("force_majeure_bears", False, {"hardship": STORM_BACK, "bills": due("2026-01-10")}),
    ("force_majeure_bears", True, {"hardship": STORM_BACK, "bills": due("2026-01-11")}),
    ("force_majeure_bears", True, {"hardship": STORM_BACK, "bills": due("2026-02-24")}),
    ("force_majeure_bears", False, {"hardship": STORM_BACK, "bills": due("2026-02-25")}),
    ("force_majeure_bears", True, {"hardship": STORM_ENDED, "bills": due("2026-01-19")}),
    ("force_majeure_bears", False, {"hardship": STORM_ENDED, "bills": due("2026-01-20")}),
    ("force_majeure_bears", True, {"hardship": STORM, "bills": due("2026-03-19")}),
    ("force_majeure_bears", False, {"hardship": ILL, "bills": due("2025-12-10")}),
    # No income, or no surplus with all parts known.
    ("no_surplus", True, {"income": "now: 0"}),
    ("no_surplus", False, {"income": "now: 0.01"}),
    ("no_surplus", False, {"income": "before: 8500"}),
    ("no_surplus", False, {"income": "now: 1800.01", "more": RENT}),
    ("no_surplus", True, {"income": "now: 1800.00", "more": RENT}),
    ("no_surplus", True, {"income": "now: 1799.99", "more": RENT}),
    ("no_surplus", True, {"income": "now: 2000.00", "more": RENT + DEBT}),
    ("no_surplus", False, {"income": "now: 2000.01", "more": RENT + DEBT}),
    ("no_surplus", False, {"income": "now: 100.00", "more": RENT.replace(", amount: 1800.00", "")}),
    # Income to come: the return lies after the day of the letter.
    ("income_to_come", False, {"hardship": f"{ILL}, resumed: 2026-03-19", "income": "now: 5200"}),
    ("income_to_come", False, {"hardship": f"{ILL}, resumed: 2026-03-20", "income": "now: 5200"}),
    ("income_to_come", True, {"hardship": COMING, "income": "now: 5200"}),
    ("income_to_come", False, {"hardship": COMING, "income": "during: 5200"}),
    ("income_to_come", False, {"hardship": COMING, "income": "now: 5200", "more": "date: 2026-03-21\n"}),
    # Not overdue: due on as_of is not due; one day of grace left; one bill overdue is enough.
    ("nothing_overdue", True, {"bills": due("2026-03-21")}),
    ("nothing_overdue", True, {"bills": due("2026-03-20")}),
    ("nothing_overdue", False, {"bills": due("2026-03-19")}),
    ("nothing_overdue", True, {"bills": due("2026-03-17"), "lender": "profile: huabei, grace_days: 3"}),
    ("nothing_overdue", False, {"bills": due("2026-03-16"), "lender": "profile: huabei, grace_days: 3"}),
    ("nothing_overdue", False, {"bills": f"{due('2026-03-19')} & {due('2026-04-10')}"}),
    ("nothing_overdue", False, {"bills": due("2025-12-10"), "more": "payments: [{date: 2025-12-01, amount: 1000}]\n"}),
    # §678: on the day the bill is due an extension may still be asked for, in the days of grace no longer.
    ("extension_in_time", True, {"bills": due("2026-03-21")}),
    ("extension_in_time", True, {"bills": due("2026-03-20")}),
    ("extension_in_time", False, {"bills": due("2026-03-19")}),
    ("extension_in_time", False, {"bills": due("2026-03-20"), "more": "date: 2026-03-21\n"}),
    ("extension_in_time", False, {"bills": due("2026-03-17"), "lender": "profile: huabei, grace_days: 3"}),
    # Without any contact nobody asked for a letter.
    ("asked_for_letter", False, {}),
    # Small and payable: 1,000.00 and 100 days × 0.50 are 1,050.00.
    ("small_and_payable", False, {"request": "today: 1049.99"}),
    ("small_and_payable", True, {"request": "today: 1050.00"}),
    ("small_and_payable", True, {"request": "today: 1050.01"}),
    ("small_and_payable", False, {"request": "today: 1050.00", "lender": "profile: huabei, daily_rate: 0.05%..0.06%"}),
    ("small_and_payable", True, {"request": "today: 1060.00", "lender": "profile: huabei, daily_rate: 0.05%..0.06%"}),
    # Paid in full with penalty: one day late costs 0.50.
    ("paid_with_penalty", False, {"more": "payments: [{date: 2025-12-10, amount: 1000.00}]\n"}),
    ("paid_with_penalty", True, {"more": "payments: [{date: 2025-12-11, amount: 1000.50}]\n"}),
    ("paid_with_penalty", False, {"more": "payments: [{date: 2025-12-11, amount: 1000.49}]\n"}),
    # The line is 24 % a year: passed above it, not at it; and only for lenders that it binds.
    ("above_line_passed", False, {"lender": YEAR_360 + "23.99%"}),
    ("above_line_passed", False, {"lender": YEAR_360 + "24%"}),
    ("above_line_passed", True, {"lender": YEAR_360 + "24.3%"}),
    ("above_line_passed", False, {"lender": (YEAR_360 + "24.3%").replace("bank", "other")}),
    ("above_line_passed", True, {"lender": (YEAR_360 + "24.3%").replace("bank", "small-loan")}),
    ("above_line_passed", False, {"lender": "profile: huabei, daily_rate: 0.05%..0.08%"}),
    # A card: its profile, or a bank's bill with a minimum payment.
    ("bank_card", True, {"lender": "profile: credit-card, daily_rate: 0.05%"}),
    ("bank_card", False, {"lender": BANK}),
    ("bank_card", True, {"lender": BANK, "bills": MINIMUM}),
    ("bank_card", False, {"lender": "profile: huabei", "bills": MINIMUM}),
    # §70: 6,000.00 with 100 days × 3.00 are 6,300.00 = 6 × 1,050.00.
    ("section_70_applies", True, {"lender": BANK, "bills": MINIMUM, "income": "now: 2849.99", "more": RENT}),
    ("section_70_applies", False, {"lender": BANK, "bills": MINIMUM, "income": "now: 2850.00", "more": RENT}),
    ("section_70_applies", False, {"lender": BANK, "bills": MINIMUM, "income": "now: 2850.01", "more": RENT}),
    ("section_70_applies", True, {"lender": BANK, "bills": MINIMUM, "income": "now: 1800.00", "more": RENT}),
    ("section_70_applies", False, {"lender": BANK, "bills": MINIMUM}),
    ("section_70_applies", False, {"lender": BANK, "income": "now: 1800.00", "more": RENT}),
    # Whose trouble it is.
    ("somebody_else_ill", False, {"hardship": "kind: illness, who: self"}),
    ("somebody_else_ill", True, {"hardship": "kind: illness, who: other"}),
    ("somebody_else_ill", False, {"hardship": "kind: family-emergency"}),
    # Thin: each of the five facts is enough to be more.
    ("thin", True, {"hardship": BACK, "income": "before: 8500, during: 2100"}),
    ("thin", False, {"hardship": f"{ILL}, story: 住院三周。"}),
    ("thin", False, {"hardship": f"{ILL}, evidence: [{{document: 诊断证明书}}]"}),
    ("thin", False, {"hardship": f"{ILL}, own_cost: 0"}),
    ("thin", False, {"income": "now: 0"}),
    ("thin", False, {"more": "contacts: [{date: 2026-03-02}]\n"}),
]


@pytest.mark.parametrize(("name", "expected", "facts"), EDGES)
def test_a_situation_begins_and_ends_on_its_very_day_and_fen(name: str, expected: bool, facts: dict[str, Any]) -> None:
    assert borne(case(**facts), name) is expected


def test_each_bill_says_whether_its_cause_is_in_time() -> None:
    figures = figures_of(case(hardship=STORM_BACK, bills=" & ".join(map(due, ("2026-01-10", "2026-01-11")))))
    assert [(bill.cause_in_time, bill.force_majeure) for bill in figures.bills] == [(False, False), (True, True)]


MINE = "{due_date: 2026-01-20, amount: 1000.00%s}"


@pytest.mark.parametrize(
    ("hardship", "bills", "expected"),
    [
        # 2026-01-20 → 2026-02-24: 35 days × 0.50; the bill of 02-20: 4 days × 0.50.
        (STORM_BACK, f"{MINE % ''} & {due('2026-02-20')}", ["17.50", "2.00"]),
        # The day itself bears nothing yet, the bill is named all the same.
        (STORM_BACK, due("2026-02-24"), ["0.00"]),
        # Paid after the end: the oldest penalty is paid first. 45 days to 03-06 are 22.50, of which 10.00 is paid.
        (STORM_BACK, MINE % ", payments: [{date: 2026-03-06, amount: 10.00}]", ["7.50"]),
        (STORM_BACK, MINE % ", payments: [{date: 2026-03-06, amount: 20.00}]", ["0.00"]),
        # Paid before the end: it has left the penalty of that day already. 10 days × 0.50 = 5.00 paid, 395.00 to
        # principal; 25 days × 605.00 × 0.0005 = 7.5625.
        (STORM_BACK, MINE % ", payments: [{date: 2026-01-30, amount: 400.00}]", ["7.56"]),
        (STORM_BACK, MINE % ", waivers: [{date: 2026-03-06, amount: 7.50}]", ["10.00"]),
        # Without an end all days up to as_of: 59 × 0.50.
        (STORM, MINE % "", ["29.50"]),
    ],
)
def test_a_disaster_excuses_the_penalty_up_to_its_end_and_no_more(
    hardship: str, bills: str, expected: list[str]
) -> None:
    found = figures_of(case(hardship=hardship, bills=bills)).force_majeure
    assert found is not None
    assert [str(row.penalty) for row in found.bills] == expected
    assert found.penalty == sum(map(Decimal, expected))


@pytest.mark.parametrize(
    ("hardship", "bills"),
    [
        (STORM_BACK, due("2026-01-10")),
        (ILL, due("2025-12-10")),
        (STORM_BACK, "{due_date: 2026-01-20, as_shown: {on: 2026-02-25, principal: 1000.00}}"),
    ],
)
def test_no_penalty_is_excused_where_that_is_not_known(hardship: str, bills: str) -> None:
    assert figures_of(case(hardship=hardship, bills=bills)).force_majeure is None


def test_a_letter_may_cite_the_rules_on_cards_for_a_bank_s_bill_with_a_minimum() -> None:
    texts = (case(lender=BANK, bills=MINIMUM), case(lender=BANK))
    assert [rules_of(figures_of(text)) for text in texts] == ["credit-card", "generic"]

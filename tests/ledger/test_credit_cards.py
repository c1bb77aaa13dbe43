"""Credit cards: the ledger that explains each charge, what a scenario may say, and what the letters then say."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from oracle import Case as OracleCase
from oracle import unasked
from scenario_text import to_scenario
from strategies import cases, examples

from letters.base.errors import ScenarioError, dotted
from letters.figures.figures import compute_figures
from letters.pipeline import write_letters
from letters.report.as_json import record
from letters.scenario.json_schema import json_schema
from letters.scenario.load import load

TODAY = date(2026, 11, 24)
HEAD = "as_of: 2026-03-20\nhardship: {kind: illness, event: 住院, started: 2025-11-01}\nborrower: {name: 测试}\n"
CARD = "lender: {profile: credit-card, daily_rate: 0.05%}\n"


def entries_of(lender: str, bill: str) -> list[dict[str, Any]]:
    text = HEAD + f"lender: {{profile: credit-card, daily_rate: 0.05%{lender}}}\nbills: [{{{bill}}}]\n"
    case = load(text.encode(), "card.yaml", today=TODAY)
    entries: list[dict[str, Any]] = record(case, compute_figures(case))["bills"][0]["entries"]
    of_lender, of_bill = HEAD.count("\n") + 1, HEAD.count("\n") + 2
    for entry in entries:
        assert entry.pop("line") == (of_lender if "late_fee" in lender and "late_fee" in entry else of_bill)
    return entries


def problems_of(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load((HEAD + text).encode(), "card.yaml", today=TODAY)
    return [f"{p.mark.line}: {dotted(p.path)}: {p.message}" for p in caught.value.problems if p.mark]


def test_a_computed_late_fee_explains_itself_once() -> None:
    fee = "late_fee: {share: 5%, floor: 10.00, cap: 500.00}"
    entries = entries_of("", f"due_date: 2026-03-10, amount: 5000.00, minimum_payment: 500.00, {fee}")
    assert entries == [
        {"date": "2026-03-11", "late_fee": "25.00", "share": "0.05", "unpaid_minimum": "500.00", "bound": None},
        {
            "from": "2026-03-10",
            "to": "2026-03-20",
            "days": 10,
            "balance": "5000.00",
            "daily_rate": "0.0005",
            "interest": "25.00",
        },
    ]


@pytest.mark.parametrize(("minimum", "fee", "bound"), [("100.00", "10.00", "floor"), ("20000.00", "500.00", "cap")])
def test_a_late_fee_says_which_bound_decided_it(minimum: str, fee: str, bound: str) -> None:
    rule = ", late_fee: {share: 5%, floor: 10.00, cap: 500.00}"
    entry = entries_of(rule, f"due_date: 2026-03-10, amount: 90000.00, minimum_payment: {minimum}")[0]
    assert (entry["late_fee"], entry["bound"]) == (fee, bound)


def test_stated_and_computed_interest_are_entries_of_their_own() -> None:
    assert entries_of("", "due_date: 2026-03-19, amount: 1.00, interest: 32.10")[0] == {
        "date": "2026-03-19",
        "ordinary_interest": "32.10",
    }
    days, rounding, *_ = entries_of("", "due_date: 2026-03-19, amount: 1234.56, interest: {since: 2026-03-01}")
    assert (days["from"], days["to"], days["days"]) == ("2026-03-01", "2026-03-19", 18)
    assert (days["balance"], days["ordinary_interest"]) == ("1234.56", "11.11104")
    assert rounding == {"date": "2026-03-20", "ordinary_interest": "-0.00104"}


def test_a_capitalisation_has_its_rounding_before_it_and_the_new_base_after() -> None:
    entries = entries_of(", compounding: monthly", "due_date: 2026-02-15, amount: 1234.56")
    first, rounding, joined, after, *_ = entries
    assert first["interest"] == "17.28384"  # 28 days × 1,234.56 × 0.0005
    assert rounding == {"date": "2026-03-15", "rounding": "-0.00384"}
    assert joined == {"date": "2026-03-15", "capitalised": "17.28"}
    assert after["balance"] == "1251.84"


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_a_late_fee_lies_within_its_bounds_and_changes_no_penalty(case: OracleCase) -> None:
    free = case | unasked() | {"payments": []}
    free["bills"] = [bill | {"payments": []} for bill in case["bills"]]
    without = free | {"late_fee": None, "bills": [bill | {"late_fee": None} for bill in free["bills"]]}
    loaded = [load(to_scenario(one).encode(), "card.yaml", today=TODAY) for one in (free, without)]
    with_fee, feeless = (compute_figures(one) for one in loaded)
    assert with_fee.total.penalty_accrued == feeless.total.penalty_accrued
    assert with_fee.total.total_due - feeless.total.total_due == with_fee.total.late_fee
    for bill, stated in zip(with_fee.bills, free["bills"], strict=True):
        rule = case["late_fee"] if stated["late_fee"] is None else stated["late_fee"]
        if isinstance(rule, dict) and bill.late_fee:
            assert rule["cap"] is None or bill.late_fee <= rule["cap"]
            assert rule["floor"] is None or bill.late_fee >= rule["floor"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00,\n     late_fee: {share: 5%}}\n",
            "7: bills[0].late_fee: the late fee is a share of the minimum payment left unpaid: add"
            " `minimum_payment: …` to this bill, or write its late_fee as an amount",
        ),
        (
            "lender:\n  profile: credit-card\n  daily_rate: 0.05%\n  late_fee: {share: 5%}\n"
            "bills:\n  - {due_date: 2026-01-10, amount: 100.00}\n",
            "9: bills[0]: the late fee is a share of the minimum payment left unpaid: add"
            " `minimum_payment: …` to this bill, or write its late_fee as an amount",
        ),
        (
            CARD + "bills:\n  - due_date: 2026-01-10\n    amount: 100.00\n    minimum_payment: 150.00\n"
            "    late_fee: {share: 5%}\n",
            "8: bills[0].minimum_payment: 150.00 is more than this bill's 100.00; leave out what it carries over"
            " from earlier bills, or write late_fee as the amount charged",
        ),
        (
            CARD + "bills:\n  - due_date: 2026-01-10\n    amount: 100.00\n    minimum_payment: 10.00\n"
            "    late_fee: {share: 5%, floor: 20.00, cap: 10.00}\n",
            "9: bills[0].late_fee.floor: 20.00 is more than the cap, 10.00",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, interest: {since: 2026-01-10}}\n",
            "6: bills[0].interest.since: 2026-01-10 is not before the due date, 2026-01-10",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, late_fee: {share: 5}}\n",
            "6: bills[0].late_fee.share: 5 means 500 %; write 5%",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, late_fee: {share: 5%, flor: 10}}\n",
            "6: bills[0].late_fee.flor: 'flor' is not a key here; did you mean 'floor'?"
            " (share, floor, cap, each_statement, minimum_share)",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, late_fee: [5%]}\n",
            "6: bills[0].late_fee: expects an amount of money, or {share: 5%, floor: 10.00, cap: 500.00}",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, interest: 3.2.1}\n",
            "6: bills[0].interest: '3.2.1' is not an amount of money; write it like 3200.00",
        ),
        (
            CARD + "bills:\n  - {due_date: 2026-01-10, amount: 100.00, interest: {daily_rate: 0.05%}}\n",
            "6: bills[0].interest.since: 'since' is missing here; add a line `since: …`",
        ),
        (
            "lender: {profile: credit-card, daily_rate: 0.05%, late_fee: 20.00}\n"
            "bills:\n  - {due_date: 2026-01-10, amount: 100.00}\n",
            "4: lender.late_fee: expects `key: value` lines, not a single value",
        ),
        (
            "lender: {profile: credit-card, daily_rate: 0.05%, compounding: yearly}\n"
            "bills:\n  - {due_date: 2026-01-10, amount: 100.00}\n",
            "4: lender.compounding: 'yearly' is none of: none, monthly, quarterly",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, expected: str) -> None:
    assert problems_of(text) == [expected]


def test_editors_accept_an_amount_or_a_mapping_as_late_fee() -> None:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json_schema())
    base = {"hardship": {"kind": "illness"}, "borrower": {"name": "x"}, "lender": "huabei"}

    def accepts(**bill: object) -> bool:
        data = base | {"bills": [{"due_date": "2026-01-10", "amount": 100} | bill]}
        return bool(validator.is_valid(json.loads(json.dumps(data))))

    assert accepts(late_fee=20.00)
    assert accepts(late_fee="20.00", interest=None)
    assert accepts(late_fee={"share": "5%", "floor": 10, "cap": None}, minimum_payment=50)
    assert accepts(interest={"since": "2025-12-12", "daily_rate": "0.05%"})
    assert not accepts(late_fee={"floor": 10})
    assert not accepts(late_fee={"share": "5%", "flor": 10})
    assert not accepts(interest={"since": "soon"})


PLAN = "request: {plan: {instalments: 60, first: 2026-04-10}, reply_within_days: 15}\n"
BILL = "bills: [{label: 一月, due_date: 2026-01-10, amount: 6000.00, interest: {since: 2025-12-12}}]\n"


def test_check_tells_what_a_personalised_plan_costs() -> None:
    case = load((HEAD + CARD + BILL + PLAN).encode(), "card.yaml", today=TODAY)
    assert [w.message for w in case.warnings if w.path == ("request", "plan")] == [
        "a personalised instalment agreement for a bank card (card-rules 70) lasts 5 years at most, the bank may"
        " refuse it, and until it is settled you promise to apply for no new card at any bank"
    ]
    other = load((HEAD + CARD.replace("credit-card", "generic") + BILL + PLAN).encode(), "x.yaml", today=TODAY)
    assert not [w for w in other.warnings if w.path == ("request", "plan")]


def test_more_than_sixty_instalments_are_refused() -> None:
    assert problems_of(CARD + BILL + PLAN.replace("60", "61")) == [
        "6: request.plan.instalments: 61 is not possible here; write a number from 1 to 60"
    ]


@pytest.mark.parametrize("kind", ["petition"])
def test_a_card_letter_asks_for_the_plan_of_article_seventy_and_no_other_does(kind: str) -> None:
    def letter(lender: str, means: str = "income: {now: 4000.00}\nexpenses: [{label: 房租, amount: 3890.00}]\n") -> str:
        text = HEAD + means + lender + BILL + PLAN
        return write_letters(text.encode(), "card.yaml", today=TODAY, kinds=[kind]).drafts[0].markdown

    card = letter(CARD)
    assert "超出了我的能力，但我愿意还，请按" in card
    assert "第七十条协商个性化分期还款协议（最长5年）" in card
    assert "第七十条" not in letter(CARD, means="")  # the article is for a debt beyond the means, which must be known
    assert "第七十条" not in letter(CARD.replace("credit-card", "generic"))


def test_the_ledger_of_a_card_shows_interest_fee_and_capitalisation() -> None:
    lender = "lender: {profile: credit-card, daily_rate: 0.05%, compounding: monthly, late_fee: {share: 5%}}\n"
    bill = BILL.replace("amount: 6000.00", "amount: 6000.00, minimum_payment: 600.00")
    text = (HEAD + lender + bill).encode()
    drafts = write_letters(text, "card.yaml", today=TODAY, kinds=["ledger", "waiver-email"]).drafts
    ledger, email = (drafted.markdown for drafted in drafts)
    assert "| 到期前的利息（日利率0.05%） | 2025-12-12 | 2026-01-10 | 29 | 6,000.00 | 87.00 |  |" in ledger
    assert "| 违约金30.00：最低还款额未还部分600.00的5% |  | 2026-01-11 |  |  |  |  |" in ledger
    assert "| 未还的利息和罚息180.00计入基数 |  | 2026-02-10 |  |  |  |  |" in ledger
    assert "| **未还利息、罚息** |  |  |  |  | **87.00** | **" in ledger
    assert "未还逾期利息 | 利息 | 违约金 |" in email
    for line in ledger.splitlines():
        if line.startswith("| 计息 |"):
            assert line.count("|") == 8


def test_every_figure_of_a_bill_is_in_its_json() -> None:
    case = load((HEAD + CARD + BILL).encode(), "card.yaml", today=TODAY)
    figures = record(case, compute_figures(case))
    bill, total = figures["bills"][0], figures["total"]
    assert (bill["interest"], bill["interest_paid"]) == ("87.00", "0.00") == (total["interest"], total["interest_paid"])
    parts = ("principal_outstanding", "penalty_outstanding", "interest", "late_fee")
    assert sum(Decimal(total[part]) for part in parts) == Decimal(total["total_due"])
    assert figures["lender"]["compounding"] == "none"
    assert (total["annual_cost"], total["above_line"]["passed"]) == ("0.1825", False)

"""Debts and situations from public sources: each case of debts.yaml as a scenario, its `expect` kept."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import KINDS, TODAY, changed, letters_of
from command import LETTERS, letters, plain_environment

from letters.base.errors import ScenarioError
from letters.base.money import grouped, total
from letters.figures.figures import Figures, compute_figures
from letters.report.as_json import record
from letters.scenario.load import Case, load

Row = dict[str, Any]
Told = dict[str, Any]
"""The figures of a case as JSON."""
CASES: list[Row] = yaml.load((Path(__file__).parent / "debts.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
HEAD = (
    "hardship: {kind: illness, event: 阑尾炎住院手术, started: 2018-06-01, story: 术后休养。,"
    " evidence: [{document: 诊断证明书}]}\n"
)
BORROWER = (
    "borrower: {name: 王小明, id_number: 330100199003072847, phone: 13800005602, email: a@example.com, account: 0926}\n"
)
LENDER = "lender: {name: 某某机构, daily_rate: 0.05%}\n"
BILL = "as_of: 2026-03-20\nbills: [{due_date: 2026-01-10, amount: 4000.00}]\n"
BRANCHES = {"J1", "X1", "Y1"}
"""Cases whose `expect` is of letters alone, with a test of their own below."""
TOLD = [case for case in CASES if "scenario" in case and case["id"] not in BRANCHES]


def case_named(name: str) -> Row:
    return next(case for case in CASES if case["id"] == name)


def scenario_of(case: Row) -> str:
    body: str = case["scenario"]
    head: str = case.get("head", HEAD)
    return head + BORROWER + ("" if "lender:" in body else LENDER) + body


@cache
def reckoned(name: str) -> tuple[Case, Figures]:
    case = load(scenario_of(case_named(name)).encode(), "case.yaml", today=TODAY)
    return case, compute_figures(case)


def without_spaces(text: str) -> str:
    return "".join(text.split())


@cache
def written(name: str, kinds: tuple[str, ...] = tuple(KINDS)) -> str:
    """The letters that `render` writes, as one text without spaces."""
    made = letters_of(scenario_of(case_named(name)), kinds=kinds)
    return without_spaces("".join(draft.markdown for draft in made.drafts))


def fees(told: Told) -> list[str]:
    return [entry["late_fee"] for entry in told["bills"][0]["entries"] if "unpaid_minimum" in entry]


def on_principal(told: Told) -> str:
    sums = told["total"]
    return str(Decimal(sums["penalty_accrued"]) - Decimal(sums["penalty_on_interest"]))


def asked(told: Told) -> Any:
    return next(offer for offer in told["offers"] if offer["name"] == "request-plan")


def plan(told: Told) -> list[list[str]]:
    return [[row["date"], row["amount"]] for row in asked(told)["plan"]]


READ: dict[str, Callable[[Told], Any]] = {
    "penalty": lambda told: told["total"]["penalty_outstanding"],
    "per_bill": lambda told: [bill["penalty_outstanding"] for bill in told["bills"]],
    "principal": lambda told: told["total"]["principal_outstanding"],
    "interest": lambda told: told["total"]["interest"],
    "penalty_on_principal": on_principal,
    "penalty_on_interest": lambda told: told["total"]["penalty_on_interest"],
    "on_principal": on_principal,
    "on_interest": lambda told: told["total"]["penalty_on_interest"],
    "fee": lambda told: told["total"]["daily_fees"][0]["outstanding"],
    "accrued": lambda told: told["total"]["penalty_accrued"],
    "waived": lambda told: told["total"]["penalty_waived"],
    "outstanding": lambda told: told["total"]["penalty_outstanding"],
    "difference": lambda told: told["total"]["difference"],
    "total_due": lambda told: told["total"]["total_due"],
    "sum_of_interest": lambda told: told["total"]["interest"],
    "late_fee": lambda told: told["total"]["late_fee"],
    "late_fees": fees,
    "days_overdue": lambda told: str(told["bills"][0]["days_overdue"]),
    "to_pay": lambda told: asked(told)["to_pay"],
    "rows": lambda told: str(len(plan(told))),
    "first": lambda told: plan(told)[0],
    "sixth": lambda told: plan(told)[5],
    "last": lambda told: plan(told)[-1],
    "sum": lambda told: str(total(Decimal(amount) for _, amount in plan(told))),
    "joined": lambda told: [e["capitalised"] for e in told["bills"][0]["entries"] if "capitalised" in e],
    "above_line": lambda told: "passed" if told["total"]["above_line"]["passed"] else "not passed",
    "ours": lambda told: told["total"]["penalty_outstanding"],
}
"""How each thing that a case expects is read from its figures."""
SAID = {"letter_says", "letter_never", "check_warns", "exit", "warns", "exact_rule", "ours_now"}
"""What is expected of letters, of warnings, of `reconcile`, or of the program as it was when the case was found."""


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["id"])
def test_a_debt_from_a_public_source_comes_out_as_it_was_computed_apart_from_this_program(case: Row) -> None:
    told = record(*reckoned(case["id"]))
    expected = {name: value for name, value in case["expect"].items() if name not in SAID}
    assert {name: READ[name](told) for name in expected} == expected


@pytest.mark.parametrize(
    "case", [one for one in TOLD if {"letter_says", "letter_never"} & set(one["expect"])], ids=lambda case: case["id"]
)
def test_its_letters_say_what_is_true_of_it_and_nothing_else(case: Row) -> None:
    words = written(case["id"])
    for said in _texts(case["expect"].get("letter_says")):
        assert without_spaces(said) in words
    for never in _texts(case["expect"].get("letter_never")):
        assert without_spaces(never) not in words


def _texts(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value


def test_a_card_whose_minimum_was_paid_is_told_so_and_never_called_overdue(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(scenario_of(case_named("G1")), "utf-8")
    assert case_named("G1")["expect"]["check_warns"] in letters("check", "case.yaml", cwd=tmp_path).out


def test_a_rate_above_a_fifth_of_a_percent_is_confirmed_and_reckoned(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(scenario_of(case_named("L1")), "utf-8")
    done = letters("check", "case.yaml", cwd=tmp_path)
    assert (done.code, "0.3% a day is more than 0.2%; confirm it" in done.out) == (0, True)


def test_a_number_that_another_rule_explains_is_explained() -> None:
    _, figures = reckoned("U1")
    assert figures.reconciled
    [claim] = figures.reconciled.claims
    assert (grouped(claim.computed), grouped(claim.claimed)) == ("90.80", "90.00")
    assert [[rule.name for rule in hit.rules] for hit in claim.exact] == [["payments-count-on-their-day"]]


# Who writes, what happened, what they answer


def test_a_letter_that_the_spouse_writes_is_signed_for_the_borrower() -> None:
    letter, script = written("J1", ("waiver-email",)), written("J1", ("call-script",))
    assert "借款人王小明，由李红代" in letter
    assert "我是王小明的配偶李红" in script
    assert "授权委托书" in letter


def test_what_happened_is_a_sentence_whatever_the_words_for_it() -> None:
    assert case_named("X1")["expect"]["letter_never"] not in written("X1")


def test_the_script_knows_what_lenders_answer() -> None:
    script = written("Y1", ("call-script",))
    assert [said for said in case_named("Y1")["expect"]["script_has_branch"] if said not in script] == []


# Slips, and words as people write them


def file_with(change: tuple[str, str]) -> str:
    return changed(HEAD + BORROWER + LENDER + BILL, change)


def warnings_of(text: str) -> list[str]:
    return [str(one.message) for one in load(text.encode(), "case.yaml", today=TODAY).warnings]


@pytest.mark.parametrize("number", case_named("M1")["id_numbers"])
def test_the_id_number_of_a_resident_from_outside_the_mainland_is_right(number: str) -> None:
    assert warnings_of(file_with(("330100199003072847", number))) == []


def test_the_x_of_an_id_number_is_printed_as_a_capital() -> None:
    text = file_with(("330100199003072847", case_named("N1")["id_number"]))
    words = "".join(draft.markdown for draft in letters_of(text, kinds=("waiver-email",)).drafts)
    assert case_named("N1")["expect"]["letter_says"] in words


def test_the_apostrophe_before_a_number_is_none_of_it(tmp_path: Path) -> None:
    cell = case_named("N2")["batch_cell"]
    head = "hardship.kind,borrower.name,borrower.id_number,lender.daily_rate,bills[0].due_date,bills[0].amount"
    (tmp_path / "cases.csv").write_text(f"{head}\nillness,王小明,{cell},0.05%,2026-01-10,4000\n", "utf-8")
    done = letters("batch", "cases.csv", "-o", "out", "-k", "waiver-email", "-f", "md", cwd=tmp_path)
    assert done.code == 0, done.err
    [letter] = (tmp_path / "out").rglob("waiver-email.md")
    assert "330" in letter.read_text("utf-8")
    assert "'" not in letter.read_text("utf-8")


def test_a_hash_sign_that_cuts_an_address_is_warned_of_on_its_line() -> None:
    text = HEAD + "borrower:\n  name: 王小明\n  " + case_named("O1")["yaml"] + "\n" + LENDER + BILL
    [warning] = [one for one in load(text.encode(), "case.yaml", today=TODAY).warnings if "#" in str(one.message)]
    assert warning.mark is not None
    assert (warning.mark.line, "not read" in str(warning.message)) == (4, True)


@pytest.mark.parametrize(("name", "hint"), [("P1", "space"), ("P3", "｛")])
def test_a_slip_is_told_where_it_is(name: str, hint: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load(case_named(name)["yaml"].encode(), "case.yaml", today=TODAY)
    first = raised.value.problems[0]
    assert hint in str(first.message)
    assert first.mark is not None
    assert first.mark.line == int(case_named(name)["expect"]["line"] if name == "P1" else 1)


def test_a_rate_in_ten_thousandths_is_the_rate_and_letters_say_both() -> None:
    text = file_with(("daily_rate: 0.05%", case_named("Q1")["yaml"]))
    case = load(text.encode(), "case.yaml", today=TODAY)
    assert record(case, compute_figures(case))["lender"]["daily_rate"] == case_named("Q1")["expect"]["daily_rate"]
    [draft] = letters_of(text, kinds=("waiver-email",)).drafts
    assert "日利率0.05%（万分之五，折合年化18.25%）" in without_spaces(draft.markdown)


def test_an_amount_whose_comma_ends_it_in_braces_is_told_to_be_quoted() -> None:
    text = HEAD + BORROWER + LENDER + "as_of: 2026-03-20\n" + case_named("Q3")["yaml"] + "\n"
    with pytest.raises(ScenarioError) as raised:
        load(text.encode(), "case.yaml", today=TODAY)
    told = "\n".join(str(one.message) for one in raised.value.problems)
    assert case_named("Q3")["expect"]["hint"] in told
    assert "write 3.00" not in told


def test_a_minus_is_one_in_every_encoding(tmp_path: Path) -> None:
    environ = plain_environment() | {"PYTHONIOENCODING": "gbk", "LETTERS_LANG": "zh"}
    command = [LETTERS, "figures", "illness.yaml", "--explain"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, check=True)
    shown = done.stdout.decode("gbk")
    assert "  -16.00" in shown
    assert "?" not in shown


def test_heads_in_chinese_are_understood_in_a_batch(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(case_named("V1")["csv"], "utf-8")
    done = letters("batch", "cases.csv", "-o", "out", cwd=tmp_path)
    assert "姓名" not in done.err
    assert "到期日" not in done.err

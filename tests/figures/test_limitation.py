"""Limitation is counted from the last event that starts it anew, and a debt that is old is not admitted."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from cases import LOANS, MINIMAL, bundled, changed, letters_of
from command import letters
from hypothesis import given
from hypothesis import strategies as st

from letters.base.dates import add_months
from letters.base.errors import UnsuitableKind
from letters.figures.limitation import Limitation

OLD = bundled("old-debt.yaml")


def limitation(due: str = "2025-12-10", more: str = "", as_of: str = "2026-03-20", terms: str = "") -> Limitation:
    text = changed(
        MINIMAL, ("2025-12-10", due), ("as_of: 2026-03-20", f"as_of: {as_of}"), ("0.05%}", f"0.05%{terms}}}")
    )
    found = letters_of(text + more, kinds=()).figures.limitation
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2025-07-19", "running"),
        ("2025-07-20", "near"),  # thirty months after the due date
        ("2026-01-20", "near"),  # the last day
        ("2026-01-21", "may-have-passed"),
    ],
)
def test_a_bill_is_near_after_thirty_months_and_may_have_passed_the_day_after_three_years(
    as_of: str, state: str
) -> None:
    found = limitation("2023-01-20", as_of=as_of)
    assert (found.state, found.counted_from, found.ends_on) == (state, date(2023, 1, 20), date(2026, 1, 20))


def test_three_years_from_the_29th_of_february_end_on_the_28th() -> None:
    assert limitation("2024-02-29").ends_on == date(2027, 2, 28)


def test_the_later_of_the_figures_day_and_the_letters_date_decides() -> None:
    assert limitation("2023-03-20").state == "near"
    assert limitation("2023-03-20", "date: 2026-03-21\n").state == "may-have-passed"


CONTACT = "contacts: [{{date: 2024-05-05, {what}}}]\n"


@pytest.mark.parametrize(
    ("what", "event"),
    [
        ("kind: demand", "demand"),
        ("acknowledged: true", "acknowledgement"),
        ("outcome: accepted", "acknowledgement"),
        ("letter: waiver-email", "acknowledgement"),
    ],
)
def test_a_demand_an_acknowledgement_an_agreement_and_an_admitting_letter_start_the_years_anew(
    what: str, event: str
) -> None:
    found = limitation("2022-12-10", CONTACT.format(what=what))
    assert (found.counted_from, found.state) == (date(2024, 5, 5), "running")
    assert [one.what for one in found.events] == ["due", event]


@pytest.mark.parametrize(
    "what", ["said: 询问", "outcome: refused", "kind: complaint", "letter: call-log", "promised: 等"]
)
def test_nothing_else_in_the_log_starts_them(what: str) -> None:
    assert limitation("2022-12-10", CONTACT.format(what=what)).counted_from == date(2022, 12, 10)


def test_a_payment_and_the_notice_of_a_sale_start_them() -> None:
    assert limitation("2022-12-10", "payments: [{date: 2023-02-01, amount: 1.00}]\n").counted_from == date(2023, 2, 1)
    sold = limitation("2022-12-10", terms=", assigned_to: {name: 砚溪资产管理有限公司, notified: 2024-06-01}")
    assert (sold.counted_from, sold.events[-1].what) == (date(2024, 6, 1), "assignment")


def test_a_demand_after_the_years_are_over_revives_nothing_and_a_payment_does() -> None:
    late = CONTACT.format(what="kind: demand").replace("2024-05-05", "2026-03-01")
    assert limitation("2022-12-10", late).state == "may-have-passed"
    assert limitation("2022-12-10", "payments: [{date: 2026-03-01, amount: 1.00}]\n").state == "running"


def test_what_happens_after_the_day_of_the_letters_does_not_count_yet() -> None:
    later = CONTACT.format(what="acknowledged: true").replace("2024-05-05", "2026-04-01")
    assert limitation("2022-12-10", later).counted_from == date(2022, 12, 10)


def test_the_case_has_the_worst_state_of_its_bills_and_only_what_is_due_and_unpaid_counts() -> None:
    found = limitation(
        "2022-12-10",
        "  - {label: 二, due_date: 2026-01-10, amount: 10.00}\n"
        "  - {due_date: 2022-01-10, amount: 10.00, payments: [{date: 2022-01-10, amount: 10.00}]}\n"
        "  - {due_date: 2026-05-10, amount: 10.00}\n",
    )
    assert found.state == "may-have-passed"
    assert [(bill.label, bill.state) for bill in found.bills] == [("2022-12-10", "may-have-passed"), ("二", "running")]
    paid = MINIMAL.replace("3200.00}", "3200.00, payments: [{date: 2025-12-10, amount: 3200.00}]}")
    assert letters_of(paid, kinds=()).figures.limitation is None


@given(st.dates(date(2015, 1, 1), date(2026, 3, 19)), st.dates(date(2015, 1, 1), date(2026, 3, 20)))
def test_a_demand_never_makes_limitation_end_sooner(due: date, demand: date) -> None:
    plain = limitation(str(due))
    with_demand = limitation(str(due), f"contacts: [{{date: {demand}, kind: demand}}]\n")
    assert with_demand.ends_on >= plain.ends_on
    assert with_demand.ends_on == add_months(with_demand.counted_from, 36)


# What follows for the letters


def test_an_old_debt_writes_the_request_for_proof_and_nothing_that_admits_and_warns_first() -> None:
    made = letters_of(OLD)
    assert sorted(made) == ["call-script", "debt-verification", "ledger"]
    assert {kind for kind, _ in made.left_out} == {"waiver-email", "petition"}
    assert "2024-01-08" in made.warnings[0].message
    script = made["call-script"].markdown
    assert not [word for word in ("本金我会还", "申请减免", "分期还", "我的账单") if word in script]
    letter = made["debt-verification"].markdown
    assert not [word for word in ("我欠", "我会还", "请分期", "身份证", "4418") if word in letter]


def test_an_admitting_letter_is_refused_by_name_and_written_once_advice_was_taken() -> None:
    with pytest.raises(UnsuitableKind, match="2024-01-08"):
        letters_of(OLD, kinds=("petition",))
    advised = changed(OLD, ("  reply_within_days: 15\n", "  reply_within_days: 15\n  acknowledge: true\n"))
    assert {"waiver-email", "petition"} <= set(letters_of(advised))


def test_render_batch_next_and_copy_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(OLD, "utf-8")
    done = letters("render", "my.yaml", cwd=tmp_path)
    assert done.code == 0
    assert "2024-01-08" in done.err.splitlines()[0]
    assert letters("render", "my.yaml", "-k", "petition", "-o", "other", cwd=tmp_path).code == 1
    found = json.loads(letters("next", "my.yaml", "--on", "2026-03-20", "--json", cwd=tmp_path).out)
    assert (found["step"], [row["kind"] for row in found["letters"]]) == ("verify", ["debt-verification"])
    copied = letters("copy", "my.yaml", "petition", cwd=tmp_path)
    assert (copied.code, "2024-01-08" in copied.err) == (1, True)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "my.yaml").write_text(OLD, "utf-8")
    assert letters("batch", "cases", "-o", "out", cwd=tmp_path).code == 0
    with (tmp_path / "out" / "notes.csv").open(encoding="utf-8-sig") as notes:
        assert [row for row in csv.DictReader(notes) if "2024-01-08" in row["message"] and row["kind"] == "warning"]


def test_the_json_has_limitation_and_the_situations(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(OLD, "utf-8")
    found = json.loads(letters("figures", "my.yaml", "--json", cwd=tmp_path).out)
    assert found["limitation"]["state"] == "may-have-passed"
    assert found["limitation"]["ends_on"] == "2024-01-08"
    assert [event["what"] for event in found["limitation"]["events"]] == ["due", "payment", "due"]
    assert {"old_debt", "suits_verification"} <= set(found["situations"])


def test_the_instalments_of_a_loan_are_counted_from_the_last_of_them() -> None:
    found = letters_of(LOANS, kinds=()).figures.limitation
    assert found is not None
    last, called_in = date(2026, 8, 5), date(2026, 2, 20)  # of the loan that goes on, and of the other
    assert {bill.counted_from for bill in found.bills} == {last, called_in}
    assert found.counted_from == called_in
    due = [event for event in found.events if event.what == "due"]
    assert [event.date for event in due] == [called_in, last]

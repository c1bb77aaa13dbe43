"""`letters log pay` and `letters log waived`: money goes into the scenario itself, where the figures count it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import MINIMAL, bundled
from command import letters

from letters.scenario.writing.yaml_insert import UnclearPlaceError, with_row

ROW = {"date": "2026-03-05", "amount": "500.00"}
WRITTEN = "{date: '2026-03-05', amount: '500.00'}"
PAID = ("bills", 1, "payments")

PLACES = {
    "no key yet": (
        "bills:\n  - due_date: 1\n  - due_date: 2  # second\n    amount: 3\n# end\na: 1\n",
        "bills:\n  - due_date: 1\n  - due_date: 2  # second\n    amount: 3\n    payments:\n"
        f"      - {WRITTEN}\n# end\na: 1\n",
    ),
    "a bill on one line": (
        "bills:\n  - {due_date: 1}\n  - {due_date: 2, amount: 3}  # second\n",
        f"bills:\n  - {{due_date: 1}}\n  - {{due_date: 2, amount: 3, payments: [{WRITTEN}]}}  # second\n",
    ),
    "a payment there": (
        "bills:\n- {due_date: 1}\n- due_date: 2\n  payments:\n  - {date: 1, amount: 2}\n  amount: 3\n",
        "bills:\n- {due_date: 1}\n- due_date: 2\n  payments:\n  - {date: 1, amount: 2}\n"
        f"  - {WRITTEN}\n  amount: 3\n",
    ),
    "JSON": (
        '{"bills": [{"due_date": 1}, {"due_date": 2}]}',
        f'{{"bills": [{{"due_date": 1}}, {{"due_date": 2, "payments": [{WRITTEN}]}}]}}',
    ),
    "Windows": (
        "bills:\r\n  - due_date: 1\r\n  - due_date: 2\r\n",
        f"bills:\r\n  - due_date: 1\r\n  - due_date: 2\r\n    payments:\r\n      - {WRITTEN}\r\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES)
def test_a_payment_is_put_to_its_bill_and_nothing_else_changes(before: str, after: str) -> None:
    assert with_row(before, ROW, PAID) == after


@pytest.mark.parametrize(
    "text", ["bills: [1]", "bills:\n  - {a: 1}\n", "x: &y {a: 1}\nbills:\n  - {}\n  - *y\n", "a: 1"]
)
def test_a_bill_that_is_not_there_or_stands_elsewhere_is_no_place(text: str) -> None:
    with pytest.raises(UnclearPlaceError):
        with_row(text, ROW, PAID)


def test_what_was_paid_and_waived_is_in_the_figures_of_its_day(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    assert letters("log", "pay", "case.yaml", "2026年2月8日", "500元", cwd=tmp_path).code == 0
    assert letters("log", "waived", "case.yaml", "2026-02-09", "1.00", "--ticket", "T-1", cwd=tmp_path).code == 0
    done = letters("log", "pay", "case.yaml", "2026-02-08", "500.00", "--bill", "2025-12-10", cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "case.yaml").read_text() == MINIMAL.replace(
        "amount: 3200.00}", "amount: 3200.00, payments: [{date: 2026-02-08, amount: '500.00'}]}"
    ) + (
        "payments:\n  - {date: 2026-02-08, amount: '500.00'}\n"
        "waivers:\n  - {date: 2026-02-09, amount: '1.00', ticket: T-1}\n"
    )
    total = json.loads(letters("figures", "case.yaml", "--json", cwd=tmp_path).out)["total"]
    assert (total["paid"], total["penalty_waived"]) == ("1000.00", "1.00")


def test_a_payment_that_stands_there_already_is_added_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    first, second = (letters("log", "pay", "case.yaml", "2026-02-08", "500", cwd=tmp_path) for _ in range(2))
    assert "warning" not in first.err
    assert "warning: case.yaml: 2026-02-08, 500.00 stood there already" in second.err


def test_a_payment_of_the_only_loan_goes_to_the_loan(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(bundled("loan-instalments.yaml"))
    assert letters("log", "pay", "case.yaml", "2026-03-05", "100", cwd=tmp_path).code == 0
    assert "2026-01-20, amount: 600.00}, {date: 2026-03-05, amount: '100.00'}]" in (tmp_path / "case.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["pay", "case.yaml", "soon", "500"], 2, "DATE"),
        (["pay", "case.yaml", "2026-03-05", "-1"], 2, "-1"),
        (["pay", "case.yaml", "2026-03-05", "0"], 2, "nothing was paid"),
        (["pay", "case.yaml", "2026-03-05", "5", "--bill", "2025-12-11"], 2, "did you mean '2025-12-10'?"),
        (["pay", "illness.yaml", "2026-03-05", "5"], 3, "bundled example"),
        (["waived", "case.yaml", "2026-03-05", "5000"], 1, "waivers[0].amount"),
        (["waived", "case.yaml", "2026-03-05", "1", "--of", "principal"], 2, "late_fee"),
    ],
)
def test_money_that_cannot_be_added_is_refused_and_the_file_kept(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    done = letters("log", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert (tmp_path / "case.yaml").read_text() == MINIMAL

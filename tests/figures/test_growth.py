"""Ten times the debt is ten times the work: counted in lines of code that run, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import letters
from letters.drafting.draft import overview
from letters.pipeline import letters_of
from letters.scenario.load import load

TODAY = date(2026, 3, 20)
FIRST = date(2024, 1, 10)
OURS = str(Path(letters.__file__).parent)
FEW, MANY = 50, 200


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of the program run, each turn of a loop or a comprehension counted."""
    count = 0

    def line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, event: str, _: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(OURS) else None

    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def bill(number: int, *more: str) -> str:
    due = FIRST + timedelta(days=number % 365)
    return "  - {" + ", ".join((f"due_date: {due}", f"amount: {3000 + number}.{number % 90 + 10}", *more)) + "}\n"


def paid(number: int) -> str:
    due = FIRST + timedelta(days=number % 365)
    rows = (f"{{date: {due + timedelta(days=17 * k)}, amount: {20 + number % 7}.{10 + k}}}" for k in range(5))
    return f"payments: [{', '.join(rows)}]"


def loan(number: int) -> str:
    rows = (f"{{date: {date(2025, 3, 10) + timedelta(days=30 * k + number % 20)}, amount: 300}}" for k in range(10))
    terms = "principal: 12000, contract_annual_rate: 14.4%, method: equal-payment, instalments: 12, first: 2025-03-05"
    return f"  - {{label: 借款{number}, {terms}, payments: [{', '.join(rows)}]}}\n"


def on_account(count: int, key: str, more: str = "") -> str:
    """As many payments or waivers on the account as bills, one after the other."""
    first = FIRST + timedelta(days=400)
    rows = (f"  - {{date: {first + timedelta(days=k % 300)}, amount: {k % 7 + 1}.00{more}}}\n" for k in range(count))
    return f"{key}:\n{''.join(rows)}"


def calls(count: int) -> str:
    """As many contacts as bills, a promise in every third of them."""
    first = FIRST + timedelta(days=400)

    def call(number: int) -> str:
        day = first + timedelta(days=number % 300)
        promise = f", reply_by: {day + timedelta(days=2)}" if number % 3 == 0 else ""
        return f"  - {{date: {day}, time: '{8 + number % 12}:00', said: 会尽快回复{promise}}}\n"

    return "contacts:\n" + "".join(map(call, range(count)))


Case = Callable[[int], str]
LENDER = "lender: {name: 某某, daily_rate: 0.05%}\n"
HEAD = f"as_of: {TODAY}\nhardship: {{kind: illness}}\nborrower: {{name: 测试}}\n"


def bills(lender: str = "", *more: Callable[[int], str], others: Case = lambda count: "") -> Case:
    """A scenario of so many bills to a lender with these terms."""

    def made(count: int) -> str:
        head = HEAD + f"lender: {{name: 某某, daily_rate: 0.05%{lender}}}\nbills:\n"
        return head + "".join(bill(n, *(one(n) for one in more)) for n in range(count)) + others(count)

    return made


SHAPES: dict[str, Case] = {
    "bills": bills(),
    "payments": bills("", paid),
    "claims": bills("", paid, lambda n: f"claimed_penalty: {900 + n}.37"),
    "monthly joining": bills(", compounding: monthly", paid),
    "tiers": bills(", tiers: [{from_day: 31, daily_rate: 0.06%}]", paid),
    "rounded daily": bills(", rounding: daily", paid),
    "payments on the account": bills(others=lambda count: on_account(count, "payments")),
    "waivers on the account": bills(others=lambda count: on_account(count, "waivers", ", of: penalty")),
    "cards": bills(", late_fee: {share: 5%, minimum_share: 10%}", lambda n: f"minimum_payment: {300 + n}.00", paid),
    "loans": lambda count: HEAD + LENDER + "loans:\n" + "".join(map(loan, range(count))),
    "contacts": bills(others=calls),
    "a plan": bills(others=lambda count: "request: {plan: {instalments: 12, first: 2026-04-10}}\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_bills_are_at_most_a_little_more_than_four_times_the_work(shape: str) -> None:
    def work(count: int) -> int:
        raw = SHAPES[shape](count).encode()

        def reckon() -> None:
            made = letters_of(load(raw, "case.yaml", today=TODAY), kinds=[])
            _ = overview(made.case, made.figures), made.warnings

        return lines_run(reckon)

    work(FEW)  # what is read once, and kept
    few, many = work(FEW), work(MANY)

    assert many <= few * MANY / FEW * 1.1


def payments_of_one_bill(count: int) -> str:
    rows = (f"{{date: {FIRST + timedelta(days=1 + k)}, amount: {20 + k % 7}.{10 + k % 90}}}" for k in range(count))
    return HEAD + LENDER + f"bills:\n  - {{due_date: {FIRST}, amount: 90000, payments: [{', '.join(rows)}]}}\n"


def calls_of_one_day(count: int) -> str:
    rows = (f"  - {{date: 2026-03-01, time: '{9 + k * 7 % 8}:{k * 11 % 60:02}', said: 问减免}}\n" for k in range(count))
    return HEAD + LENDER + "bills:\n" + bill(1) + "contacts:\n" + "".join(rows)


LETTERS: dict[str, tuple[str, Case]] = {
    "a ledger of bills": ("ledger", SHAPES["bills"]),
    "payments of one bill": ("waiver-email", payments_of_one_bill),
    "calls of one day": ("waiver-email", calls_of_one_day),
}


@pytest.mark.slow
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_of_four_times_as_much_is_at_most_a_little_more_than_four_times_the_work(letter: str) -> None:
    kind, case = LETTERS[letter]

    def work(count: int) -> int:
        raw = case(count).encode()
        return lines_run(
            lambda: letters_of(load(raw, "case.yaml", today=TODAY), kinds=[kind]).files(["md", "docx", "txt"])
        )

    work(FEW)  # what is read once, and kept
    few, many = work(FEW), work(MANY)

    assert many <= few * MANY / FEW * 1.1

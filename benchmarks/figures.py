"""How long the figures of many bills take and how they grow, and the search that reconcile makes, beside a plain
day-by-day loop.

`python benchmarks/figures.py` prints; nothing here is a test, and no test measures time. benchmarks/README.md says
what was measured last.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

from letters.figures.figures import compute_figures
from letters.ledger.obligations import obligations_of
from letters.negotiation.dispute import Reconciliation
from letters.report.as_json import reconciled
from letters.scenario.load import Case, load

FIRST, LAST = date(2024, 1, 10), date(2026, 3, 20)
RATE, FEN = Decimal("0.0005"), Decimal("0.01")
BILLS, PAYMENTS = 1000, 10
CLAIMED = 24


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7, help="how often each thing is done")
    rounds = arguments.parse_args().rounds
    print(f"Python {platform.python_version()}, {platform.machine()}, medians of {rounds}\n")
    _many_bills(rounds)
    _search(rounds)
    _growth(min(rounds, 3))


def _many_bills(rounds: int) -> None:
    case = _case(BILLS, PAYMENTS, claim=False)
    ours, plain = compute_figures(case).total, _day_by_day(case)
    assert (ours.principal_outstanding, ours.penalty_outstanding) == plain, (ours, plain)
    mine, theirs, ratio = _paired(lambda: compute_figures(case), lambda: _day_by_day(case), rounds)
    print(f"{BILLS:,} bills, {PAYMENTS} payments each, all figures, offers and waiting:")
    print(f"  letters {mine:8.0f} ms   day by day, principal and penalty alone {theirs:8.0f} ms   {ratio:5.1f} ×")


def _search(rounds: int) -> None:
    """A claim that no rule explains: then every rule, and every two of them, is tried."""
    case = _case(CLAIMED, PAYMENTS, claim=True)
    figures = compute_figures(case)
    tried = 0

    def search() -> object:
        nonlocal tried
        fresh = Reconciliation(case, figures.obligations, figures.bills, figures.total)
        found = reconciled(fresh)
        tried = len(fresh._singles.candidates) + len(fresh._pairs.candidates)
        return found

    mine, theirs, ratio = _paired(search, lambda: [_day_by_day(case) for _ in range(10)], rounds)
    print(f"\nreconcile, {CLAIMED} bills with {PAYMENTS} payments and a claim each, none of them explained:")
    print(f"  letters {mine:8.0f} ms for {tried} ways to reckon all bills", end="")
    print(f"   day by day, {theirs / 10:.1f} ms each   {tried * ratio / 10:5.1f} ×")


def _growth(rounds: int) -> None:
    """`letters figures` as a table, the whole process, of some bills and of ten times as many."""
    shapes: dict[str, tuple[int, dict[str, Any]]] = {
        "bills": (10_000, {"payments": 0, "claim": False}),
        "bills with 10 payments and a claim": (1_000, {"payments": PAYMENTS, "claim": True}),
        "bills with 10 payments and 30 years of monthly joining": (1_000, {"payments": PAYMENTS, "years": 30}),
    }
    print("\nletters figures as a table, CPU of the whole process:")
    for name, (count, shape) in shapes.items():
        few, many = (_table(_text(number, **shape), rounds) for number in (count // 10, count))
        print(f"  {count:6,} {name:55} {many:6.2f} s   {many / few:4.1f} × a tenth of them")


def _table(text: str, rounds: int) -> float:
    """CPU seconds of the command, the median: on a busy machine wall time says little."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "case.yaml")
        path.write_text(text, "utf-8")
        command = [sys.executable, "-m", "letters", "figures", str(path)]
        return median(_cpu_seconds(command) for _ in range(rounds))


def _cpu_seconds(command: list[str]) -> float:
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _case(bills: int, payments: int, *, claim: bool) -> Case:
    return load(_text(bills, payments=payments, claim=claim).encode(), "case.yaml", today=LAST)


def _text(bills: int, *, payments: int, claim: bool = False, years: int = 0) -> str:
    """Bills a day apart over a year, paid every 17 days, never in full; with `years`, so old and compounding."""
    first = date(LAST.year - years, 3, 25) if years else FIRST
    lines = [f"as_of: {LAST}", "hardship: {kind: illness}", "borrower: {name: 测试}"]
    lines += [f"lender: {{name: 某某, daily_rate: 0.05%{', compounding: monthly' if years else ''}}}", "bills:"]
    for number in range(bills):
        due = first + timedelta(days=number % 365)
        paid = [
            f"{{date: {due + timedelta(days=17 * k)}, amount: {20 + number % 7}.{10 + k}}}" for k in range(payments)
        ]
        claimed = f", claimed_penalty: {900 + number}.37" if claim else ""
        amount = f"{3000 + number}.{number % 90 + 10}"
        lines.append(f"  - {{due_date: {due}, amount: {amount}, payments: [{', '.join(paid)}]{claimed}}}")
    return "\n".join(lines)


def _day_by_day(case: Case) -> tuple[Decimal, Decimal]:
    """What one writes first: every day of every bill, at a single rate; a payment pays penalty, then principal."""
    principal, penalty = Decimal("0.00"), Decimal("0.00")
    for bill in obligations_of(case).each:
        owed, accrued, day = bill.principal, Decimal(0), bill.due_date
        while day <= case.as_of:
            if day > bill.due_date:
                accrued += owed * RATE
            for payment in bill.payments:
                if payment.date == day:
                    accrued = accrued.quantize(FEN, ROUND_HALF_UP)
                    to_penalty = min(payment.amount, accrued)
                    accrued -= to_penalty
                    owed -= payment.amount - to_penalty
            day += timedelta(days=1)
        principal += owed
        penalty += accrued.quantize(FEN, ROUND_HALF_UP)
    return principal, penalty


def _paired(mine: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """Medians of both and of their ratios; each pair runs back to back, so that a busy machine slows both."""
    mine(), theirs()
    rows = [(_milliseconds(mine), _milliseconds(theirs)) for _ in range(rounds)]
    return median(a for a, _ in rows), median(b for _, b in rows), median(b / a for a, b in rows)


def _milliseconds(work: Callable[[], object]) -> float:
    begin = perf_counter_ns()
    work()
    return (perf_counter_ns() - begin) / 1e6


if __name__ == "__main__":
    main()

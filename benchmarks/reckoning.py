"""What a peer has to reckon before it can fill a letter: the figures of one row of a table, as the letter states them.

It knows this one shape of a case (bills, a payment in the first, one rate) and nothing else, as a script would.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FEN = Decimal("0.01")


def facts(row: dict[str, str]) -> dict[str, Any]:
    """Returns the figures of a row by name, as texts, and the rows of its table."""
    rate, until = Decimal(row["lender.daily_rate"].rstrip("%")) / 100, date.fromisoformat(row["as_of"])
    principal = penalty = settled = Decimal(0)
    rows = []
    for place in range(4):
        due, owed = date.fromisoformat(row[f"bills[{place}].due_date"]), Decimal(row[f"bills[{place}].amount"])
        begin, head = due, f"{_long(due)}到期的一期"
        if paid := row.get(f"bills[{place}].payments[0].amount"):
            day = date.fromisoformat(row[f"bills[{place}].payments[0].date"])
            settled = (owed * rate * (day - due).days).quantize(FEN, ROUND_HALF_UP)
            rows.append(_line(f"{head}（{owed:,.2f}）", owed, (begin, day), f"{settled:,.2f}（已还）", until.year))
            owed -= Decimal(paid) - settled
            begin, head = day, f"同上，{_short(day)}还{Decimal(paid):,.2f}以后"
        interest = (owed * rate * (until - begin).days).quantize(FEN, ROUND_HALF_UP)
        rows.append(_line(head, owed, (begin, until), f"{interest:,.2f}", until.year))
        principal, penalty = principal + owed, penalty + interest
    sums = {"principal": principal, "penalty": penalty, "total": principal + penalty, "settled": settled}
    sums |= {"to_principal": Decimal(row["bills[0].payments[0].amount"]) - settled, "per_day": principal * rate}
    rows.append([f"没还的合计{sums['total']:,.2f}元", f"{principal:,.2f}", "", "", f"{penalty:,.2f}"])
    return {name: f"{value:,.2f}" for name, value in sums.items()} | {"name": row["borrower.name"], "rows": rows}


def _line(head: str, owed: Decimal, days: tuple[date, date], penalty: str, year: int) -> list[str]:
    begin, end = days
    first = begin + timedelta(days=1)
    start = _short(first) if first.year == year else _long(first)
    last = _short(end) if end.year == first.year else _long(end)
    return [head, f"{owed:,.2f}", f"{start}至{last}", str((end - begin).days), penalty]


def _long(day: date) -> str:
    return f"{day.year}年{_short(day)}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"

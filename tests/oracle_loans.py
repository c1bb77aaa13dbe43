"""The schedule of a loan, worked from the contract's words, and the sums with a due date that it makes."""

import math
from datetime import date
from fractions import Fraction

from oracle_terms import FEN, Case, months_later

Row = dict[str, object]


def half_up(amount: Fraction) -> Fraction:
    """To the fen, half a fen up; for amounts that are not negative."""
    return math.floor(amount / FEN + Fraction(1, 2)) * FEN


def schedule_of(loan: Case) -> list[Case]:
    """Each instalment: its day, its principal and its interest, in yuan."""
    if loan.get("schedule"):
        return [dict(row) for row in loan["schedule"]]
    count, left = loan["instalments"], loan["principal"]
    monthly = Fraction(loan["contract_annual_rate"]) / 12
    rows = []
    for k in range(count):
        interest = half_up(left * monthly)
        part = principal_part(loan, monthly, interest)
        if k == count - 1:
            part = left
        rows.append({"due_date": months_later(loan["first"], k), "principal": part, "interest": interest})
        left -= part
    return rows


def principal_part(loan: Case, monthly: Fraction, interest: Fraction) -> Fraction:
    """What an instalment other than the last pays of the principal."""
    whole: Fraction = loan["principal"]
    count: int = loan["instalments"]
    if loan["method"] == "interest-first":
        return Fraction(0)
    if loan["method"] == "equal-principal":
        return math.floor(whole / count / FEN) * FEN
    if monthly == 0:
        return half_up(whole / count)
    return half_up(whole * monthly / (1 - (1 + monthly) ** -count)) - interest


def instalments_due(loan: Case, as_of: date, year_days: int) -> list[Case]:
    """What is owed by the schedule on or before a day, as bills; one more where the loan was called in by then."""
    rows = schedule_of(loan)
    called = loan.get("called_in")
    stop = as_of if called is None else min(as_of, called)
    bills = []
    for k, row in enumerate(rows):
        if row["due_date"] <= stop:
            paid = loan.get("paid_instalments", 0) > k
            whole = {"date": row["due_date"], "amount": row["principal"] + row["interest"]}
            bills.append(as_bill(row["due_date"], row["principal"], row["interest"], [whole] if paid else []))
    if called is not None and called <= as_of:
        left = sum((row["principal"] for row in rows if row["due_date"] > called), Fraction(0))
        last = max(row["due_date"] for row in rows if row["due_date"] <= called)
        days = (called - last).days
        interest = half_up(left * loan["contract_annual_rate"] * days / year_days)
        if left:
            bills.append(as_bill(called, left, interest, []))
    return bills


def as_bill(due_date: date, principal: Fraction, interest: Fraction, payments: list[Case]) -> Case:
    return {
        "due_date": due_date,
        "amount": principal,
        "interest": interest,
        "payments": payments,
        "minimum_payment": None,
        "late_fee": None,
        "claimed_penalty": None,
        "waivers": [],
    }


def to_come(loans: list[Case], as_of: date) -> Case | None:
    """What is still to come of the schedules after a day; None where nothing is."""
    rows = []
    for loan in loans:
        called = loan.get("called_in")
        if called is None or called > as_of:
            rows += [row for row in schedule_of(loan) if row["due_date"] > as_of]
    if not rows:
        return None
    first = min(row["due_date"] for row in rows)
    next_ = sum((row["principal"] + row["interest"] for row in rows if row["due_date"] == first), Fraction(0))
    return {
        "count": len(rows),
        "principal": sum((row["principal"] for row in rows), Fraction(0)),
        "interest": sum((row["interest"] for row in rows), Fraction(0)),
        "next": {"date": first.isoformat(), "amount": next_},
    }

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
        part = min(principal_part(loan, monthly, interest), left)
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
        "late_fee": Fraction(0),
        "claimed_penalty": None,
        "waivers": [],
    }


def falls_due(loan: Case, as_of: date) -> list[tuple[date, Fraction]]:
    """The principal by the day on which it falls due; of what has not by the day of the figures, never."""
    called = loan.get("called_in")
    called = None if called is None or called > as_of else called
    found, rest = [], Fraction(0)
    for row in schedule_of(loan):
        if row["due_date"] <= (called or as_of):
            found.append((row["due_date"], row["principal"]))
        else:
            rest += row["principal"]
    return [*found, (called or date.max, rest)]


def coming_rows(loan: Case, as_of: date) -> list[Case]:
    """The instalments of a loan that are due after a day; none once it is called in."""
    called = loan.get("called_in")
    if called is not None and called <= as_of:
        return []
    return [row for row in schedule_of(loan) if row["due_date"] > as_of]


def regular(case: Case) -> Fraction:
    """What comes due in a month beside the plan: the next instalment of each loan, unless the plan covers all."""
    if (case["plan"] or {}).get("covers") == "all":
        return Fraction(0)
    rows = [rows[0] for loan in case.get("loans", []) if (rows := coming_rows(loan, case["as_of"]))]
    return sum((row["principal"] + row["interest"] for row in rows), Fraction(0))


def covered(case: Case) -> Fraction:
    """The principal to come that the plan pays with what is due."""
    coming = to_come(case.get("loans", []), case["as_of"])
    return coming["principal"] if coming and (case["plan"] or {}).get("covers") == "all" else Fraction(0)


def to_come(loans: list[Case], as_of: date) -> Case | None:
    """What is still to come of the schedules after a day; None where nothing is."""
    rows = [row for loan in loans for row in coming_rows(loan, as_of)]
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

"""Ledgers from a seed: thousands in the time that hypothesis draws a hundred, with the same hard cases in them.

`ledger_of(seed)` is always the same case. Ten years of leap days in every fifteenth; dates that meet due dates,
grace and rate changes; both allocations, daily rounding, monthly compounding, late fees and interest.
"""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from oracle import Case, unasked
from strategies import EARLIEST, RATES, TEN_YEARS


def ledger_of(seed: int) -> Case:
    draw = Random(seed)
    window = TEN_YEARS if draw.random() < 1 / 15 else draw.choice([20, 60, 400])
    start = EARLIEST + timedelta(days=draw.randint(0, TEN_YEARS - window))
    grace = draw.choice([0, 0, 0, 1, 3, 5])
    due_dates = [start + timedelta(days=draw.randint(0, window // 2)) for _ in range(draw.randint(1, 4))]
    as_of = start + timedelta(days=draw.randint(window // 2, window))
    meetings = [day + timedelta(days=n) for day in due_dates for n in (-1, 0, 1, grace, grace + 1)]
    meetings += [as_of, as_of + timedelta(days=1)]

    def day() -> date:
        return draw.choice(meetings) if draw.random() < 0.4 else start + timedelta(days=draw.randint(0, window))

    def money(most: int) -> Fraction:
        return Fraction(draw.randint(1, draw.choice([most, 3000])), 100)

    def payments(like: Fraction, count: int) -> list[Case]:
        sizes = [like, 2 * like, Fraction(-(-like.numerator // 3), 100), money(30_000)]
        return [{"date": day(), "amount": max(draw.choice(sizes), Fraction(1, 100))} for _ in range(count)]

    def bill(due: date) -> Case:
        amount = money(10_000_000)
        fee = draw.choice([None, None, money(5000), {"share": Fraction(5, 100), "floor": None, "cap": money(900)}])
        since = due - timedelta(days=draw.randint(1, 70))
        interest = draw.choice([None, None, None, money(5000), {"since": since, "daily_rate": None}])
        return {
            "due_date": due,
            "amount": amount,
            "minimum_payment": Fraction(int(amount * 10), 100) if isinstance(fee, dict) else None,
            "late_fee": fee,
            "interest": interest,
            "claimed_penalty": None,
            "payments": payments(amount, draw.randint(0, 4)),
        }

    bills = [bill(due) for due in due_dates]
    changes = {day(): Fraction(draw.choice(RATES)) for _ in range(draw.choice([0, 0, 1, 3]))}
    return {
        "as_of": as_of,
        "date": as_of,
        "daily_rate": Fraction(draw.choice(RATES)),
        "rates": sorted(changes.items()),
        "allocation": draw.choice(["statutory", "principal-first"]),
        "grace_days": grace,
        "rounding": draw.choice(["half-up", "half-up", "daily"]),
        "year_days": draw.choice([365, 360]),
        "compounding": draw.random() < 0.2,
        "late_fee": None,
        "bills": bills,
        "payments": payments(sum((row["amount"] for row in bills), Fraction(0)), draw.choice([0, 0, 1, 3])),
        "claimed_penalty": None,
        **unasked(),
    }

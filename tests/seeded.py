"""Ledgers from a seed: thousands in the time that hypothesis draws a hundred, with the same hard cases in them.

`ledger_of(seed)` is always the same case. Ten years of leap days in every fifteenth; dates that meet due dates,
grace and rate changes; both allocations, daily rounding, monthly compounding, late fees and interest.
"""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import strategies as st
from oracle import Case, unasked
from oracle_loans import schedule_of
from strategies import EARLIEST, RATES, TEN_YEARS, requests


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


def cases_with_loans() -> st.SearchStrategy[Case]:
    """Ledgers with loans, with the means of a borrower and a request."""
    return st.integers(0, 10**6).map(_without_waivers).flatmap(requests)


def _without_waivers(seed: int) -> Case:
    case = loans_of(seed)
    return case | {"loans": [loan | {"waivers": []} for loan in case["loans"]]}


TERMS_OF_A_LOAN: list[Case] = [
    *({}, {}, {"daily_rate": Fraction("0.0006")}, {"annual_rate": Fraction("0.154")}),
    {"penalty_multiple": Fraction("1.5")},
    {"penalty_multiple": Fraction("1.5"), "on_interest": "penalty"},
    {"on_interest": "contract"},
    {"base": "whole-loan"},
    {"base": "whole-loan", "on_interest": "penalty", "penalty_multiple": Fraction("1.3")},
    {"tiers": [(31, "daily_rate", Fraction("0.001"))], "daily_rate": Fraction("0.0005")},
    {"daily_fees": [("管理费", Fraction("0.0002"))], "base": "whole-loan"},
    {"compounding": "monthly", "on_interest": "penalty"},
    {"least_per_day": Fraction("0.05")},
]


def loans_of(seed: int) -> Case:
    """The ledger of a seed with one or two loans in instalments, with its bills or without."""
    case, draw = ledger_of(seed), Random(f"loans {seed}")
    as_of: date = case["as_of"]
    loans = [_loan(draw, as_of) for _ in range(draw.choice([1, 1, 2]))]
    bills = case["bills"] if draw.random() < 0.4 else []
    payments = [row for row in case["payments"] if row["date"] <= as_of] if bills or draw.random() < 0.5 else []
    card = any(bill["minimum_payment"] is not None for bill in bills)
    more = draw.choice([{}, {"grace": "delays"}, {} if card else {"base": "whole-loan"}])
    return case | {"bills": bills, "loans": loans, "payments": payments, "waivers": [], "more": more}


def _loan(draw: Random, as_of: date) -> Case:
    count = draw.choice([1, 2, 3, 6, 12, 24, 36])
    method = draw.choice(["equal-payment", "equal-payment", "equal-principal", "interest-first"])
    loan: Case = {
        "principal": Fraction(draw.randint(1, draw.choice([50, 100_000, 10_000_000])), 100),
        "contract_annual_rate": Fraction(draw.choice(["0.144", "0.2388", "0.0435", "0", "0.072"])),
        "method": method,
        "instalments": count,
        "first": as_of - timedelta(days=draw.randint(-40, 30 * min(count, 12) + 60)),
        "terms": draw.choice(TERMS_OF_A_LOAN),
    }
    rows = schedule_of(loan)
    if draw.random() < 0.3:  # the lender's own plan
        days = sorted({row["due_date"] + timedelta(days=draw.randint(-3, 3)) for row in rows})
        parts = [draw.randint(0, 100_000) for _ in days]
        rows = [
            {"due_date": day, "principal": Fraction(part, 100), "interest": Fraction(draw.randint(0, 5000), 100)}
            for day, part in zip(days, parts, strict=True)
        ]
        whole = sum((row["principal"] for row in rows), Fraction(0))
        if whole:
            kept = {key: loan[key] for key in ("contract_annual_rate", "terms")}
            loan = kept | {"schedule": rows, "principal": whole}
        else:
            rows = schedule_of(loan)
    due = [row["due_date"] for row in rows if row["due_date"] <= as_of]
    paid = draw.randint(0, len(due)) if draw.random() < 0.7 else 0
    called = None
    if len(rows) > 1 and draw.random() < 0.3:
        last = (rows[-1]["due_date"] - rows[0]["due_date"]).days - 1
        called = rows[0]["due_date"] + timedelta(days=draw.randint(0, last))
        paid = min(paid, sum(row["due_date"] <= called for row in rows))
    begun = rows[paid - 1]["due_date"] + timedelta(days=1) if paid else rows[0]["due_date"] - timedelta(days=5)
    later = max((as_of - begun).days, 0) + 3
    whole_row = rows[-1]["principal"] + rows[-1]["interest"]
    sizes = [max(whole_row, Fraction(1, 100)), Fraction(draw.randint(1, 50_000), 100)]
    payments = [
        {"date": begun + timedelta(days=draw.randint(0, later)), "amount": draw.choice(sizes)}
        for _ in range(draw.choice([0, 0, 1, 2, 4]))
    ]
    waivers = [{"date": as_of, "amount": Fraction(1, 100), "of": "penalty"}] if draw.random() < 0.1 else []
    found = loan | {"paid_instalments": paid, "payments": payments, "waivers": waivers}
    return found | ({"called_in": called} if called else {})

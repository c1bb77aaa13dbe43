"""What the oracle reckons one sum by: its amounts in whole units, and the terms that hold for it on a day.

Rates of a day are exact fractions. A unit is so small that every rate of the contract times every amount is whole.
"""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Case = dict[str, Any]
Figures = dict[str, Any]

FEN = Fraction(1, 100)
UNIT = 10**14 * 26280
"""Units in a yuan: 26,280 is a multiple of 360 and of 365, so that a yearly rate of six decimals is whole, too."""
FEN_UNITS = UNIT // 100
ONE_DAY = timedelta(days=1)
AMOUNTS = {
    *("amount", "minimum_payment", "late_fee", "interest", "floor", "cap", "least_per_day"),
    *("principal", "penalty"),
}
RATE_KEYS = ("daily_rate", "annual_rate", "penalty_multiple", "rates", "tiers")
"""A bill or loan that states one of these has none of the lender's."""
UNSAID: Case = {
    "daily_rate": None,
    "annual_rate": None,
    "penalty_multiple": None,
    "rates": [],
    "tiers": [],
    "contract_annual_rate": None,
    "daily_fees": [],
    "base": "unpaid",
    "least_per_day": 0,
    "on_interest": "none",
    "compounding": "none",
    "grace": "reaches-back",
    "grace_days": 0,
    "late_fee": None,
    "allocation": "statutory",
    "rounding": "half-up",
    "year_days": 365,
}
QUARTER_ENDS = (3, 6, 9, 12)


class RefusedError(ValueError):
    """What the contract calls a problem: `letters` would refuse such a scenario."""


def in_units(value: Any, key: str = "") -> Any:
    """A case, or part of it, with its amounts in units; rates and shares stay fractions."""
    if isinstance(value, dict):
        return {name: in_units(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [in_units(part, key) for part in value]
    return units(value) if isinstance(value, Fraction) and key in AMOUNTS else value


def units(amount: Fraction) -> int:
    whole, rest = divmod(amount.numerator * UNIT, amount.denominator)
    assert rest == 0
    return whole


def yuan(amount: int) -> Fraction:
    return Fraction(amount, UNIT)


def times(amount: int, rate: Fraction) -> int:
    product, rest = divmod(amount * rate.numerator, rate.denominator)
    assert rest == 0
    return product


def to_fen(amount: int) -> int:
    """Half a fen up."""
    return (amount + FEN_UNITS // 2) // FEN_UNITS * FEN_UNITS


def lender_terms(case: Case) -> Case:
    """The lender's terms, whole: what a case says at its top, what it says in `more`, else what holds unsaid."""
    said = {key: case[key] for key in UNSAID if key in case and case[key] is not None}
    if isinstance(said.get("compounding"), bool):
        said["compounding"] = "monthly" if said["compounding"] else "none"
    more = case.get("more", {})
    if set(more) & {"annual_rate", "penalty_multiple"}:
        said.pop("daily_rate", None)
    return {**UNSAID, **said, **more}


def own_terms(of_lender: Case, own: Case) -> Case:
    """The terms of one bill or loan."""
    if set(own) & set(RATE_KEYS):
        of_lender = of_lender | {key: UNSAID[key] for key in RATE_KEYS}
    return of_lender | own


def base_rate(terms: Case) -> Fraction:
    """The penalty rate of a day, before any history or tier."""
    if terms["annual_rate"] is not None:
        return Fraction(terms["annual_rate"] / terms["year_days"])
    if terms["penalty_multiple"] is not None:
        return Fraction(terms["penalty_multiple"] * terms["contract_annual_rate"] / terms["year_days"])
    return terms["daily_rate"] or Fraction(0)


def contract_rate(terms: Case) -> Fraction:
    """The contract's rate of a day."""
    return Fraction(terms["contract_annual_rate"] / terms["year_days"])


def rate_on(terms: Case, day: date, due_date: date) -> Fraction:
    """The penalty rate of one day of a bill."""
    rate = base_rate(terms)
    for since, other in terms["rates"]:  # oldest first
        if since <= day:
            rate = other
    overdue = (day - runs_after(terms, due_date)).days
    for from_day, key, other in terms["tiers"]:
        if from_day <= overdue:
            rate = other / terms["year_days"] if key == "annual_rate" else other
    return Fraction(rate)


def runs_after(terms: Case, due_date: date) -> date:
    """The day after which penalty runs and days are counted for tiers."""
    return due_date + timedelta(days=terms["grace_days"]) if terms["grace"] == "delays" else due_date


def joins_on(terms: Case, day: date, due_date: date) -> bool:
    """Whether the contract has what is unpaid join the base at the end of this day."""
    rule = terms["compounding"]
    if rule == "none" or day <= due_date:
        return False
    every, monthday = (rule, due_date.day) if isinstance(rule, str) else rule
    if every in ("quarterly", "quarter") and day.month not in QUARTER_ENDS:
        return False
    return day.day == min(monthday, calendar.monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

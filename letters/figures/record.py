"""The figures as plain data, the documented shape of `letters figures --json`."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from letters.base.money import plain
from letters.case.load import Case
from letters.figures.ledger import (
    Accrual,
    Capitalised,
    Entry,
    FeeCharged,
    InterestDays,
    InterestRounding,
    InterestStated,
    Posting,
    Rounding,
)
from letters.figures.offers import Offer
from letters.figures.reckon import Figures
from letters.figures.totals import BillFigures, Total

SCHEMA = 1


def record(case: Case, figures: Figures) -> dict[str, Any]:
    """Amounts as strings with two decimals, exact interest and rates as they are, dates in ISO form."""
    lender, means = case.lender, figures.affordability
    return {
        "schema": SCHEMA,
        "as_of": figures.as_of.isoformat(),
        "currency": "CNY",
        "lender": {
            "name": lender.name,
            "daily_rate": exact(lender.daily_rate),
            "annual_rate": exact(lender.annual_rate),
            "allocation": lender.allocation,
            "compounding": lender.compounding,
            "rate_source": lender.rate_source,
        },
        "bills": [_bill(bill) for bill in figures.bills],
        "total": _total(figures.total),
        "waiting": [_amounts(row) for row in figures.waiting],
        "offers": [_offer(offer) for offer in figures.offers],
        "affordability": _amounts(means),
    }


def exact(value: Decimal) -> str:
    """A number with every digit it has and no trailing zeros: 0.0005."""
    return f"{value.normalize():f}"


def _interest(value: Decimal) -> str:
    whole, _, decimals = exact(value).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def _amounts(row: Any) -> dict[str, Any]:
    """A record's own fields; Decimals are amounts."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return {name: plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _total(sums: Total) -> dict[str, Any]:
    cost = None if sums.annual_cost is None else exact(sums.annual_cost)
    return _amounts(sums) | {"annual_cost": cost, "above_24": sums.above_24}


def _bill(bill: BillFigures) -> dict[str, Any]:
    row = _amounts(bill)
    for name in ("is_due", "origin", "costs", "principal_days"):
        del row[name]
    row["due_date"] = bill.due_date.isoformat()
    row["entries"] = [_entry(entry) for entry in bill.entries]
    return row


def _entry(entry: Entry) -> dict[str, Any]:
    """One line of the ledger. `interest` and `rounding` add up to the penalty, `ordinary_interest` to the interest."""
    match entry:
        case Accrual():
            return _days(entry) | {"interest": _interest(entry.interest)}
        case InterestDays():
            return _days(entry) | {"ordinary_interest": _interest(entry.interest)}
        case Posting():
            return _payment(entry)
    return {"date": entry.date.isoformat()} | _on_a_day(entry)


def _on_a_day(entry: InterestStated | InterestRounding | FeeCharged | Capitalised | Rounding) -> dict[str, Any]:
    match entry:
        case InterestStated() | InterestRounding():
            return {"ordinary_interest": _interest(entry.interest)}
        case FeeCharged():
            fee, unpaid = plain(entry.late_fee), plain(entry.unpaid_minimum)
            return {"late_fee": fee, "share": exact(entry.share), "unpaid_minimum": unpaid, "bound": entry.bound}
        case Capitalised():
            return {"capitalised": plain(entry.capitalised)}
    return {"rounding": _interest(entry.rounding)}


def _days(entry: Accrual | InterestDays) -> dict[str, Any]:
    return {
        "from": entry.start.isoformat(),
        "to": entry.end.isoformat(),
        "days": entry.days,
        "balance": plain(entry.balance),
        "daily_rate": exact(entry.daily_rate),
    }


def _payment(entry: Posting) -> dict[str, Any]:
    row = {"date": entry.date.isoformat(), "payment": plain(entry.payment), "to_fees": plain(entry.to_fees)}
    if entry.to_interest:
        row["to_interest"] = plain(entry.to_interest)
    return row | {"to_penalty": plain(entry.to_penalty), "to_principal": plain(entry.to_principal)}


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "waived": plain(offer.waived),
        "to_pay": plain(offer.to_pay),
        "plan": [{"date": row.date.isoformat(), "amount": plain(row.amount)} for row in offer.plan],
    }

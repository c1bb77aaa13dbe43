"""Figures as the plain data that JSON carries: amounts with two decimals, rates as they are, dates in ISO form."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from letters.base.money import plain
from letters.figures.bills_around_hardship import BillsAroundHardship
from letters.figures.figures import Figures
from letters.figures.time_since_contact import TimeSinceContact
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.affordability import Affordability
from letters.negotiation.budget import Budget
from letters.negotiation.cost_of_waiting import CostOfWaiting
from letters.negotiation.joint_petition import Joint
from letters.negotiation.plans import Instalment, Offer
from letters.negotiation.prevention import Prevention


def exact(value: Decimal) -> str:
    """A number with every digit it has and no trailing zeros: 0.0005."""
    return f"{value.normalize():f}"


def amounts(row: Any) -> dict[str, Any]:
    """A record's own fields; Decimals are amounts."""
    return {field.name: _plain(getattr(row, field.name)) for field in fields(row)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _money(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def offer(rung: Offer) -> dict[str, Any]:
    """One rung: its name, what is waived and paid, and when; then what it means for the borrower."""
    return {
        "name": rung.name,
        "waived": plain(rung.waived),
        "to_pay": plain(rung.to_pay),
        "plan": [_instalment(row) for row in rung.plan],
        "pay_now": plain(rung.pay_now),
        "within_30_days": plain(rung.within_30_days),
        "per_month": _money(rung.per_month),
        "last": rung.last.isoformat(),
        "saving": plain(rung.saving),
        "fits": rung.fits,
        "verdict": rung.verdict,
        "own": rung.own,
    }


def _instalment(row: Instalment) -> dict[str, str]:
    return {"date": row.date.isoformat(), "amount": plain(row.amount)}


def affordability(means: Affordability) -> dict[str, Any]:
    """What a month leaves, and the largest plan it carries."""
    most = means.largest_plan
    return amounts(means) | {"largest_plan": amounts(most) if most else None}


def budget(sheet: Budget) -> dict[str, Any]:
    """The statement of income and spending."""
    categories = [
        {
            "category": category.category,
            "amount": _money(category.amount),
            "items": [amounts(item) for item in category.items],
        }
        for category in sheet.categories
    ]
    debts = [amounts(row) for row in sheet.debts]
    return amounts(sheet) | {"categories": categories, "debts": debts, "holes": list(sheet.holes)}


def cost_of_waiting(cost: CostOfWaiting) -> dict[str, Any]:
    """What a day, a week and thirty days add, and the day a sum is reached."""
    return amounts(cost)


def rate_range(figures: Figures, low: Decimal, high: Decimal | None) -> dict[str, Any] | None:
    """Both ends where the rate is known only to lie in a range; None where it is one rate."""
    other = figures.at_high
    if other is None or high is None:
        return None
    pairs = zip(figures.bills, other.bills, strict=True)
    return {
        "daily_rate_low": exact(low),
        "daily_rate_high": exact(high),
        "total": {"low": _end(figures.total), "high": _end(other.total)},
        "due": {"low": _end(figures.due), "high": _end(other.due)},
        "bills": [{"label": bill.label, "low": _end(bill), "high": _end(upper)} for bill, upper in pairs],
    }


def _end(sums: Total | BillFigures) -> dict[str, str]:
    names = ("principal_outstanding", "penalty_accrued", "penalty_paid", "penalty_outstanding", "interest", "late_fee")
    row = {name: plain(getattr(sums, name)) for name in names}
    owed = sums.total_due if isinstance(sums, Total) else sums.owed
    return row | {"total_due": plain(owed), "daily_accrual": plain(sums.daily_accrual)}


def waited(found: TimeSinceContact | None) -> dict[str, Any] | None:
    """How long the lender has had; null where it was not contacted yet."""
    if found is None:
        return None
    return {
        "since": found.since.isoformat(),
        "days": found.days,
        "contacts": found.contacts,
        "last": found.last.isoformat(),
        "days_since_last": found.days_since_last,
    }


def joint(found: Joint | None) -> dict[str, Any] | None:
    """What all who sign owe, in the order of the petition, without their names; null where nobody else signs."""
    if found is None:
        return None
    rows = [
        {
            "bills": row.bills,
            "principal": plain(row.principal),
            "penalty": plain(row.penalty),
            "as_of": row.as_of.isoformat(),
            "own": row.is_own,
        }
        for row in found.rows
    ]
    return {
        "rows": rows,
        "principal": plain(found.principal),
        "penalty": plain(found.penalty),
        "owed": plain(found.owed),
    }


def since(found: BillsAroundHardship | None) -> dict[str, Any] | None:
    """How the unsettled bills lie around the day that the hardship began; null where that is not known."""
    if found is None:
        return None
    penalties = {"penalty_before": plain(found.penalty_before), "penalty_after": plain(found.penalty_after)}
    return {"before": found.before, "after": found.after} | penalties


def prevention(found: Prevention) -> dict[str, Any]:
    """What a month leaves beside the plan, and the first sum to put aside."""
    return {"left": _money(found.left), "goal": _money(found.goal), "months": found.months}

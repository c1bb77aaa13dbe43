"""The figures as plain data, the documented shape of `letters figures --json`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from letters.base.money import plain
from letters.figures.figures import Figures
from letters.figures.lender_answer import Answer, answer
from letters.ledger.entries import (
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
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.dispute import Claim, Reconciliation
from letters.negotiation.plans import Offer
from letters.report import json_forms
from letters.report.json_forms import amounts, exact
from letters.scenario.load import Case

SCHEMA, RECONCILED = 2, 1


def record(case: Case, figures: Figures) -> dict[str, Any]:
    """Amounts as strings with two decimals, exact interest and rates as they are, dates in ISO form."""
    lender, given = case.lender, answer(case, figures, figures.as_of)
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
            "rates": [
                {
                    "from": None if change.start == date.min else change.start.isoformat(),
                    "daily_rate": exact(change.daily_rate),
                    "source": change.source,
                }
                for change in lender.rates
            ],
        },
        "bills": [_bill(bill, case) for bill in figures.bills],
        "total": _total(figures.total),
        "due": _total(figures.due),
        "not_due_principal": plain(figures.not_due_principal),
        "paid_to_principal": plain(figures.paid_to_principal),
        "asked": plain(figures.asked),
        "remaining_penalty": plain(figures.remaining_penalty),
        "disputed": plain(figures.disputed),
        "waiting": [amounts(row) for row in figures.waiting],
        "offers": [json_forms.offer(rung) for rung in figures.offers],
        "affordability": json_forms.affordability(figures.affordability),
        "budget": json_forms.budget(figures.budget),
        "accept_from": plain(figures.ladder.accept_from),
        "script": {
            "other_plan": figures.ladder.script.other_plan,
            "offers": [json_forms.offer(rung) for rung in figures.ladder.script.offers],
        },
        "cost_of_waiting": json_forms.cost_of_waiting(figures.cost_of_waiting),
        "agreed": _agreed(given),
        "counter": _terms(given.counter) if given and given.counter else None,
        "since": json_forms.since(figures.since),
        "reply_by": figures.reply_by.isoformat() if figures.reply_by else None,
        "waited": json_forms.waited(figures.waited),
        "joint": json_forms.joint(figures.joint),
        "prevention": json_forms.prevention(figures.prevention),
        "range": json_forms.rate_range(figures, lender.daily_rate, lender.daily_rate_high),
    }


def _agreed(given: Answer | None) -> dict[str, Any] | None:
    """What the lender agreed to, beside what is owed by the contract; null where its last answer agrees to nothing."""
    if given is None or given.outcome != "accepted" or given.offer is None:
        return None
    terms = _terms(given.offer)
    return {
        "on": given.contact.date.isoformat(),
        "as_of": given.as_of.isoformat(),
        "waived": terms["waived"],
        "to_pay": terms["to_pay"],
        "paid": plain(given.paid_since),
        "settled": given.settled,
        "plan": terms["plan"],
    }


def _terms(offer: Offer) -> dict[str, Any]:
    """What an offer waives, and what is then paid, and when."""
    return {
        "waived": plain(offer.waived),
        "to_pay": plain(offer.to_pay),
        "plan": [{"date": row.date.isoformat(), "amount": plain(row.amount)} for row in offer.plan],
    }


def _interest(value: Decimal) -> str:
    whole, _, decimals = exact(value).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def _total(sums: Total) -> dict[str, Any]:
    cost = None if sums.annual_cost is None else exact(sums.annual_cost)
    return amounts(sums) | {"annual_cost": cost, "above_line": _above_line(sums)}


def _above_line(sums: Total) -> dict[str, Any]:
    found = sums.above_line
    return {"line": exact(found.line), "passed": found.passed, "source": found.source}


def _bill(bill: BillFigures, case: Case) -> dict[str, Any]:
    row = amounts(bill)
    for name in ("is_due", "in_grace", "origin", "costs", "principal_days"):
        del row[name]
    row["due_date"] = bill.due_date.isoformat()
    row["entries"] = [_entry(entry) | {"line": case.source.mark(entry.origin).line} for entry in bill.entries]
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


def reconciled(found: Reconciliation) -> dict[str, Any]:
    """The shape of `letters reconcile --json`: the whole, then each bill; null where nothing is claimed."""
    claims = {claim.bill: claim for claim in found.claims}
    bills = [
        {"label": bill.label} | _claim(bill.penalty_outstanding, claims.get(number))
        for number, bill in enumerate(found.bills)
    ]
    return {"schema": RECONCILED} | _claim(found.total.penalty_outstanding, found.whole) | {"bills": bills}


def _claim(computed: Decimal, claim: Claim | None) -> dict[str, Any]:
    hits = [
        {
            "rules": [rule.name for rule in hit.rules],
            "bill": hit.bill,
            "figure": plain(hit.figure),
            "distance": plain(hit.distance),
            "exact": hit.exact,
        }
        for hit in (claim.hits if claim else ())
    ]
    return {
        "computed": plain(computed),
        "claimed": plain(claim.claimed) if claim else None,
        "difference": plain(claim.difference) if claim else None,
        "hits": hits,
    }

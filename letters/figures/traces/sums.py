"""The figures of bills, of totals and of a joint petition, each explained by the bills and the ledger behind it."""

from __future__ import annotations

from letters.base.money import ZERO, grouped, total
from letters.figures.hardship.force_majeure import accounts_at, taken_off_after
from letters.figures.traces.asked import Asked
from letters.figures.traces.bills import OWED, Tracer, summed
from letters.figures.traces.trace import Trace, of_entries, of_entry, total_of
from letters.ledger.totals import reached_principal_alone

OF_A_ROW = {"principal": "principal_outstanding", "penalty": "penalty_outstanding"}
"""Amounts of one who signs, and what they are called among the borrower's own figures."""


def of_a_bill(tracer: Tracer, asked: Asked) -> Trace:
    """Returns one figure of a bill, by the ledger or as the bill states it."""
    return tracer.bill(asked.places[0], asked.key)


def of_a_fee(tracer: Tracer, asked: Asked) -> Trace:
    """Returns one figure of a fee by the day: of one bill, or the bills that have a fee of that name."""
    if asked.key == "label":
        return Trace(asked.pattern)
    *of_bill, number = asked.places
    if of_bill:
        bill = tracer.figures.bills[of_bill[0]]
        return tracer.fee(of_bill[0], bill.daily_fees[number].label, asked.key)
    whole = tracer.figures.total if asked.path.startswith("total") else tracer.figures.due
    label = whole.daily_fees[number].label
    places = [
        place
        for place in tracer.places(asked.sums)
        if any(fee.label == label for fee in tracer.figures.bills[place].daily_fees)
    ]
    return summed(asked.path, [tracer.fee(place, label, asked.key) for place in places])


def a_day(tracer: Tracer, asked: Asked) -> Trace:
    """Returns what a day adds: the bills' own, and what rounding once, after adding, makes of it."""
    return tracer.total_a_day(asked.sums)


def of_an_entry(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the line of the ledger that a figure of it stands in."""
    bill, place = asked.places
    return of_entry(tracer.figures.bills[bill].entries[place], "payment", None)


def of_all_bills(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the sum of one figure of the bills."""
    return tracer.total(asked.key, asked.sums)


def with_excess(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the bills, and what was paid on the account beyond all of them."""
    bills = tracer.bills(asked.key)
    excess = tracer.figures.total.overpaid - total_of(tracer.bills("overpaid"))
    return summed(asked.path, (*bills, *([Trace("excess", excess, origin=("payments",))] if excess else [])))


def overdue(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the principal of the bills that are due."""
    return summed(asked.path, tracer.bills("principal_outstanding", tracer.places("due")))


def of_a_signatory(tracer: Tracer, asked: Asked) -> Trace:
    """Returns a signatory's sum: the borrower's own if the table has others alone, else what the table says."""
    joint, place = tracer.figures.joint, asked.places[0]
    assert joint
    row, is_first = joint.rows[place], place == 0 and len(joint.rows) > len(tracer.case.signatories)
    if is_first and asked.key in OF_A_ROW:
        return tracer.total(OF_A_ROW[asked.key])
    amount = getattr(row, asked.key) if asked.key in OF_A_ROW else None
    return Trace("joint-own" if row.own else "joint-row", amount, origin=None if is_first else ("signatories",))


def of_all_signatories(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the sum of a column, or of both."""
    joint = tracer.figures.joint
    assert joint
    if asked.key == "owed":
        return summed(asked.path, [asked.explain(tracer, f"joint.{key}") for key in OF_A_ROW])
    return summed(
        asked.path, [asked.explain(tracer, f"joint.rows[{place}].{asked.key}") for place in range(len(joint.rows))]
    )


def not_due(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the principal of the bills that are not due."""
    later = set(tracer.places()) - set(tracer.places("due"))
    return summed(asked.path, tracer.bills("principal_outstanding", sorted(later)))


def paid_to_principal(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the payments that reached principal alone."""
    entries = [entry for bill in tracer.figures.bills for entry in bill.entries if reached_principal_alone(entry)]
    paid = [of_entry(entry, "to_principal", entry.to_principal) for entry in entries if entry.to_principal]
    return summed(asked.path, paid)


def _claimed_on_due(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the claims on the bills that are due; the lender's total may be of others too."""
    if tracer.figures.due.claimed_penalty is None:
        return Trace("due.claimed_penalty")
    claimed = tracer.total("claimed_penalty", "due")
    if asked.key == "claimed_penalty":
        return claimed
    return summed(asked.path, (claimed, tracer.total("penalty_outstanding", "due").negated()))


def _whole_difference(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the lender's total less our penalty outstanding."""
    claimed = tracer.claimed()
    if claimed.amount is None:
        return claimed
    return summed(asked.path, (claimed, tracer.total("penalty_outstanding").negated()))


def disputed(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the difference where it is more than ours; of the bills where the whole is not known."""
    if not tracer.figures.disputed:
        return Trace(asked.pattern, ZERO)
    if tracer.figures.total.difference is not None:
        return _whole_difference(tracer, asked)
    more = [place for place, bill in enumerate(tracer.figures.bills) if (bill.difference or ZERO) > 0]
    return summed(asked.path, tracer.bills("difference", more))


def annual_cost(tracer: Tracer, asked: Asked) -> Trace:
    """Returns a quotient: what it is made of stands below it and does not add up to it."""
    bills = [tracer.figures.bills[place] for place in tracer.places(asked.sums)]
    bills = [bill for bill in bills if bill.principal_days]
    costs, days = total(bill.costs for bill in bills), total(bill.principal_days for bill in bills)
    facts = {"costs": grouped(costs), "principal_days": grouped(days)}
    notes = tuple(
        Trace(
            "bill-cost",
            facts={"label": bill.label, "costs": grouped(bill.costs), "principal_days": grouped(bill.principal_days)},
            origin=bill.origin,
        )
        for bill in bills
    )
    year = str(tracer.case.lender.year_days)
    return Trace(asked.pattern.replace("due.", "total."), facts=facts | {"year_days": year}, notes=notes)


def of_the_line(tracer: Tracer, asked: Asked) -> Trace:
    """Returns what the line for the cost of a year is; the law's number stands in no scenario."""
    return Trace(f"total.above_line.{asked.key}")


def after_waiting(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the figures of every bill after some more days without a payment."""
    keys = OWED if asked.key == "total_due" else (asked.key,)
    return summed(asked.path, tracer.after_waiting(tracer.figures.waiting[asked.places[0]].days, keys))


def claimed(tracer: Tracer, asked: Asked) -> Trace:
    """Returns what the lender asks for, in total or on the bills that are due."""
    return tracer.claimed() if asked.sums == "total" else _claimed_on_due(tracer, asked)


def difference(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the lender's figure less ours, in total or on the bills that are due."""
    return _whole_difference(tracer, asked) if asked.sums == "total" else _claimed_on_due(tracer, asked)


def paid(tracer: Tracer, asked: Asked) -> Trace:
    """Returns what was paid, or overpaid, on all bills and on the account beyond them, or on the bills that are due."""
    return with_excess(tracer, asked) if asked.sums == "total" else of_all_bills(tracer, asked)


def total_due(tracer: Tracer, asked: Asked) -> Trace:
    """Returns all that is owed: each sum with the bills it is of."""
    return tracer.total_due(asked.sums)


def of_the_disaster(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the penalty that a natural disaster may excuse: the bills that fell due meanwhile."""
    found = tracer.figures.force_majeure
    assert found
    rows = (_in_the_disaster(tracer, place) for place in range(len(found.bills)))
    return summed(asked.path, [row for row in rows if row.amount])


def of_a_bill_in_the_disaster(tracer: Tracer, asked: Asked) -> Trace:
    """Returns a bill's part of it: the ledger up to the end, less what was paid or waived of penalty since."""
    return _in_the_disaster(tracer, asked.places[0])


def _in_the_disaster(tracer: Tracer, row: int) -> Trace:
    found = tracer.figures.force_majeure
    assert found
    bill = found.bills[row]
    then = accounts_at(tracer.figures.obligations, found.until)[bill.place].entries
    later = taken_off_after(tracer.figures.bills[bill.place].entries, found.until)
    parts = tuple(of_entries("penalty_outstanding", [*then, *later]))
    facts, origin = {"label": bill.label}, tracer.figures.bills[bill.place].origin
    figure = f"force_majeure.bills[{row}].penalty"
    return Trace("bill", bill.penalty, facts=facts, origin=origin, figure=figure, parts=parts if bill.penalty else ())

"""The figures of bills, of all of them together and after waiting, each as the tree of what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, grouped
from letters.base.money import total as total_of_money
from letters.figures.figures import Figures
from letters.figures.traces.schedule import of_an_obligation
from letters.figures.traces.trace import Trace, of_entries, of_entry, total_of
from letters.ledger.entries import DailyFeeDays, DailyFeeRounding, Entry
from letters.ledger.obligations import Obligation
from letters.ledger.payments import post_payments
from letters.scenario.load import Case
from letters.scenario.model.rates import shown_rate

OWED = ("principal_outstanding", "penalty_outstanding", "interest", "late_fee", "daily_fees")
"""What is owed, each a figure of a bill."""
_NOTHING = Decimal(0)


class Tracer(NamedTuple):
    """A case and its figures, to be taken apart."""

    case: Case
    figures: Figures

    def bill(self, place: int, key: str) -> Trace:
        """Returns one figure of one bill at as_of."""
        if explained := _OF_A_BILL.get(key):
            return explained(self, place)
        bill = self.figures.bills[place]
        trace = self._from_ledger(place, key, bill.entries, bill.late_fee)
        return replace(trace, notes=tuple(self._dearer_sooner(place))) if key == "penalty_outstanding" else trace

    def _dearer_sooner(self, place: int) -> Iterator[Trace]:
        """Yields a line for each payment on the bill that by rounding alone would leave more to pay a day sooner."""
        obligations, one = self.figures.obligations, self.figures.obligations.each[place]
        owed = self.figures.bills[place].owed
        for number, paid in enumerate(one.payments):
            day = paid.date - timedelta(days=1)
            if paid.date > self.figures.as_of or day <= one.due_date or (one.shown and day <= one.shown.on):
                continue
            sooner = (*one.payments[:number], paid._replace(date=day), *one.payments[number + 1 :])
            each: tuple[Obligation, ...] = (one._replace(payments=sooner),)
            stands_alone = not (obligations.on_account or obligations.waivers or one.charges.minimum)
            if not stands_alone or one.terms.base == "whole-loan":
                each = (*obligations.each[:place], *each, *obligations.each[place + 1 :])
            accounts, _ = post_payments(obligations._replace(each=each), self.figures.as_of)
            account = accounts[place if len(each) > 1 else 0]
            account.close(self.figures.as_of)
            if (more := account.owed - owed) > 0:
                facts = {"date": paid.date.isoformat(), "payment": grouped(paid.amount), "more": grouped(more)}
                yield Trace("dearer-sooner", facts=facts, origin=paid.origin)

    def fee(self, place: int, label: str, key: str) -> Trace:
        """Returns one figure of one fee by the day of a bill: what ran of it, what was paid and what was taken off."""
        bill = self.figures.bills[place]
        number, fee = next((n, one) for n, one in enumerate(bill.daily_fees) if one.label == label)
        days = [entry for entry in bill.entries if isinstance(entry, DailyFeeDays | DailyFeeRounding)]
        ran = [of_entry(entry, "fee", entry.fee) for entry in days if entry.label == label]
        paid = [Trace("fee-paid", fee.paid, facts={"label": label}, origin=bill.origin)] if fee.paid else []
        waived = [Trace("fee-waived", fee.waived, facts={"label": label}, origin=bill.origin)] if fee.waived else []
        gone = [line.negated() for line in (*paid, *waived)]
        parts = {"accrued": ran, "paid": paid, "waived": waived, "outstanding": [*ran, *gone]}[key]
        return self.of_bill(place, f"daily_fees[{number}].{key}", Trace("bill", total_of(parts), parts=tuple(parts)))

    def places(self, sums: str = "total") -> list[int]:
        """Returns the numbers of the bills that `total`, or `due`, adds up."""
        return [place for place, bill in enumerate(self.figures.bills) if sums == "total" or bill.is_due]

    def bills(self, key: str, places: Iterable[int] | None = None) -> tuple[Trace, ...]:
        """Returns one figure of every bill; those that are nothing are left out."""
        chosen = self.places() if places is None else places
        return tuple(trace for place in chosen if (trace := self.bill(place, key)).amount)

    def total(self, key: str, sums: str = "total") -> Trace:
        """Returns one figure of all bills together, or of those that are `due`."""
        return summed(f"{sums}.{key}", self.bills(key, self.places(sums)))

    def total_due(self, sums: str = "total") -> Trace:
        """Returns all that is owed: each sum with the bills it is of."""
        return summed(f"{sums}.total_due", [trace for key in OWED if (trace := self.total(key, sums)).amount])

    def total_a_day(self, sums: str = "total") -> Trace:
        """Returns what a day adds: the bills' own, and what rounding once, after adding, makes of it."""
        bills, path = self.bills("daily_accrual", self.places(sums)), f"{sums}.daily_accrual"
        whole = self.figures.total if sums == "total" else self.figures.due
        once = whole.daily_accrual - total_of(bills)
        return summed(path, (*bills, *([Trace("rounded-once", once)] if once else [])))

    def claimed(self) -> Trace:
        """Returns the lender's total: as the scenario says, or the sum of its claims on the bills."""
        figure = "total.claimed_penalty"
        stated = self.case.scenario.claimed_penalty
        if stated is not None:
            return Trace("claimed", stated, origin=("claimed_penalty",), figure=figure)
        if self.figures.total.claimed_penalty is None:
            return Trace("unclaimed", figure=figure)
        return self.total("claimed_penalty")

    def after_waiting(self, days: int, keys: Sequence[str] = OWED) -> list[Trace]:
        """Returns figures of every bill after some more days without a payment."""
        day = self.figures.as_of + timedelta(days=days)
        accounts, _ = post_payments(self.figures.obligations, self.figures.as_of)
        found = []
        for account in accounts:
            account.close(day)
        for key in keys:
            for number, account in enumerate(accounts):
                trace = self._from_ledger(number, key, account.entries, account.fee)
                facts = {**trace.facts, "day": day.isoformat()}
                found.append(replace(trace, kind="bill-later", facts=facts, figure=""))
        return [trace for trace in found if trace.amount]

    def _from_ledger(self, place: int, key: str, entries: Sequence[Entry], fee: Decimal) -> Trace:
        """Returns a figure that the ledger adds up to, from what the bill states on."""
        parts = list(of_entries(key, entries))
        # The stated principal, and a stated late fee once it is charged, have no entry of their own.
        owed = self.figures.obligations.each[place]
        if key == "principal_outstanding" and owed.principal:
            parts.insert(0, self.stated_principal(place))
        charged = fee - total_of(parts) if key == "late_fee" else _NOTHING
        if charged:
            parts.insert(0, Trace("stated-late_fee", charged, origin=owed.charges.fee_origin))
        if owed.group is not None:
            loan = self.figures.obligations.loans[owed.group]
            stated = of_an_obligation(loan, owed, "interest")
            parts = [stated if one.kind == "interest-stated" else one for one in parts]
        return self.of_bill(place, key, Trace("bill", total_of(parts), parts=tuple(parts)))

    def stated_principal(self, place: int) -> Trace:
        """Returns the principal of a bill as it was billed, or as the schedule of its loan makes it."""
        owed = self.figures.obligations.each[place]
        if owed.group is not None:
            return of_an_obligation(self.figures.obligations.loans[owed.group], owed, "principal")
        return Trace("stated-amount", owed.principal, origin=owed.principal_origin)

    def of_bill(self, place: int, key: str, trace: Trace) -> Trace:
        """Returns a trace with the bill's name and place."""
        facts = {"label": self.figures.bills[place].label} | dict(trace.facts)
        origin = trace.origin or self.figures.bills[place].origin
        return replace(trace, facts=facts, origin=origin, figure=f"bills[{place}].{key}")


def summed(figure: str, parts: Iterable[Trace]) -> Trace:
    """Returns a figure that is the sum of others."""
    found = tuple(parts)
    return Trace("sum", total_of(found), figure=figure, parts=found)


def _amount(tracer: Tracer, place: int) -> Trace:
    return tracer.of_bill(place, "amount", tracer.stated_principal(place))


def _claimed(tracer: Tracer, place: int) -> Trace:
    claimed, origin = tracer.figures.bills[place].claimed_penalty, tracer.figures.obligations.each[place].claim_origin
    trace = Trace("unclaimed") if claimed is None else Trace("claimed", claimed, origin=origin)
    return tracer.of_bill(place, "claimed_penalty", trace)


def _difference(tracer: Tracer, place: int) -> Trace:
    claimed = _claimed(tracer, place)
    if claimed.amount is None:
        return claimed
    parts = (claimed, tracer.bill(place, "penalty_outstanding").negated())
    return tracer.of_bill(place, "difference", Trace("bill", total_of(parts), parts=parts))


def _a_day(tracer: Tracer, place: int) -> Trace:
    """Returns what one more day adds: the base, which is the principal and what joined it, at the next day's rate."""
    bill, joined = tracer.figures.bills[place], ZERO
    terms = tracer.figures.obligations.each[place].terms
    for entry in bill.entries:
        joined += getattr(entry, "capitalised", _NOTHING)
        off = ("to_penalty", "to_interest") if terms.on_interest == "none" else ("to_penalty",)
        joined -= min(joined, sum((getattr(entry, name, _NOTHING) for name in off), _NOTHING))
    day_zero = bill.due_date + timedelta(days=terms.grace_days if terms.grace == "delays" else 0)
    rate = terms.since(day_zero).rate_on(tracer.figures.as_of + timedelta(days=1))
    balance = bill.principal_outstanding + joined + _borne_of_the_loan(tracer, place)
    facts = {"balance": grouped(balance), "daily_rate": shown_rate(rate)}
    notes = (tracer.bill(place, "principal_outstanding"),) if bill.daily_accrual else ()
    several = bool(bill.daily_fees or terms.least_per_day or (bill.interest and terms.on_interest != "none"))
    kind = "not-overdue" if not bill.daily_accrual else "a-day-of-all" if several else "a-day"
    trace = Trace(kind, bill.daily_accrual, facts=facts, notes=notes)
    return tracer.of_bill(place, "daily_accrual", trace)


def _borne_of_the_loan(tracer: Tracer, place: int) -> Decimal:
    """Returns the principal of its loan to come whose penalty a bill bears: the first overdue, on the whole loan."""
    owed, bills = tracer.figures.obligations, tracer.figures.bills
    group = owed.each[place].group
    overdue = [
        number
        for number, one in enumerate(owed.each)
        if one.group == group and bills[number].state == "overdue" and bills[number].days_overdue
    ]
    if group is None or owed.each[place].terms.base != "whole-loan" or overdue[:1] != [place]:
        return _NOTHING
    return total_of_money(part for day, part in owed.loans[group].falls_due if day > tracer.figures.as_of)


def _days_overdue(tracer: Tracer, place: int) -> Trace:
    bill = tracer.figures.bills[place]
    facts = {"as_of": tracer.figures.as_of.isoformat(), "due_date": bill.due_date.isoformat()}
    kind = "days-overdue" if bill.days_overdue else "not-overdue"
    derived = bill.loan is not None or bill.group is not None or bill.shown_on is not None
    origin = bill.origin if derived else (*bill.origin, "due_date")
    trace = Trace(kind, value=bill.days_overdue, facts=facts, origin=origin)
    return tracer.of_bill(place, "days_overdue", trace)


_OF_A_BILL: Mapping[str, Callable[[Tracer, int], Trace]] = {
    "amount": _amount,
    "claimed_penalty": _claimed,
    "difference": _difference,
    "daily_accrual": _a_day,
    "days_overdue": _days_overdue,
}

"""One obligation moved forward through its days: what accrues, what is charged, what payments and waivers take off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.ledger import daily_fees
from letters.ledger.allocation import Owed, order_of
from letters.ledger.entries import Posting, Waived
from letters.ledger.penalty_account import PenaltyAccount

_KINDS = {"penalty": "penalty", "interest": "interest", "late_fee": "fees", "daily_fee": "daily_fees"}
"""What a waiver is of, as payments call it."""


class BillAccount(PenaltyAccount):
    """The account of one obligation, with what was paid on it and waived. Days only go forward."""

    @property
    def owed(self) -> Decimal:
        """All that is owed: principal, fees, and what is money of interest and penalty."""
        fees = daily_fees.owed(self.daily_fees) if self.daily_fees else ZERO
        return self.principal + self.fee + fees + self.interest_due + self.penalty_due

    def state(self, day: date) -> str:
        """Returns the state at the end of a day that it stands at: "overdue", "revolving" … (see `BillFigures`)."""
        if self.is_closed():
            return "settled"
        if not self.is_late(day):
            return "in-grace" if day > self.due_date else "not-due"
        return "revolving" if self.revolves else "overdue"

    def close(self, day: date) -> None:
        """Ends the day of the figures: what accrued is money, and on a day of joining joins the base."""
        self.accrue_to(day)
        self.settle(day)
        self._settle_interest(day)
        self._settle_fees(day)
        if self.terms.compounding != "none" and self.is_late(day) and self._joining_day() == day:
            self._join(day)

    def pay(self, day: date, amount: Decimal, origin: FieldPath) -> None:
        """Posts a payment on this bill; what is more than the bill owes is `overpaid`."""
        split = self._allocate(day, amount)
        self.paid += amount
        self.overpaid += amount - split.sum
        self._post(day, amount, split, origin)

    def take(self, day: date, amount: Decimal, origin: FieldPath) -> Decimal:
        """Posts what this bill needs of a payment on the account; returns the rest."""
        split = self._allocate(day, amount)
        if split.sum:
            self.paid += split.sum
            self._post(day, split.sum, split, origin)
        return amount - split.sum

    def _post(self, day: date, amount: Decimal, split: Owed, origin: FieldPath) -> None:
        if self.keeps_entries:
            to = (split.fees, split.interest, split.penalty, split.principal)
            self.entries.append(Posting(day, amount, *to, origin, split.daily_fees))

    def _allocate(self, day: date, amount: Decimal) -> Owed:
        self._all_to(day)
        order = order_of(self.terms.allocation, day)
        parts = dict.fromkeys(order, ZERO)
        for name in order:
            if not amount:
                break
            parts[name] = min(amount, self._reached(name, day))
            amount -= parts[name]
        split = Owed(**parts)
        self.fee -= split.fees
        self.interest_paid += split.interest
        self.penalty_paid += split.penalty
        self.principal -= split.principal
        if split.daily_fees:
            self.daily_fees = daily_fees.taken_off(self.daily_fees, split.daily_fees, "paid")
        self._take_off(split.interest, split.penalty)
        return split

    def _all_to(self, day: date) -> None:
        """Moves every account of the loan to a day: what is paid on it changes what the others bear."""
        for one in self.fellows or (self,):
            one.accrue_to(day)

    def _reached(self, name: str, day: date) -> Decimal:
        """Returns what is owed of one thing, in money: a payment or waiver that reaches it rounds what accrued."""
        match name:
            case "fees":
                return self.fee
            case "daily_fees":
                self._settle_fees(day)
                return daily_fees.owed(self.daily_fees)
            case "interest":
                self._settle_interest(day)
                return self.interest_due
            case "penalty":
                self.settle(day)
                return self.penalty_due
        return self.principal

    def _take_off(self, interest: Decimal, penalty: Decimal) -> None:
        """Takes off what is owed; what was capitalised is the oldest of what is unpaid, so it goes first."""
        self.interest_due -= interest
        self.penalty_due -= penalty
        joined = penalty + (interest if self.terms.on_interest == "none" else ZERO)
        self.capitalised -= min(self.capitalised, joined)

    def waive(self, day: date, amount: Decimal, of: str, origin: FieldPath) -> Decimal:
        """Takes off what was waived of one kind, at most what is owed of it; returns the rest."""
        self._all_to(day)
        part = min(amount, self._reached(_KINDS[of], day))
        if not part:
            return amount
        self.entries.append(Waived(day, part, of, origin))
        match of:
            case "late_fee":
                self.fee -= part
                self.fee_waived += part
            case "daily_fee":
                self.daily_fees = daily_fees.taken_off(self.daily_fees, part, "waived")
            case "interest":
                self.interest_waived += part
                self._take_off(part, ZERO)
            case _:
                self.penalty_waived += part
                self._take_off(ZERO, part)
        return amount - part

    def _settle_fees(self, day: date) -> None:
        if self.daily_fees:
            self.daily_fees, entries = daily_fees.settled(self.daily_fees, day, self.origin)
            self.entries += entries

    def is_closed(self) -> bool:
        """Returns whether nothing can ever be owed on it again."""
        fee_to_come = ZERO if self.is_past_due else self.charges.stated_fee
        exact = (self.on_principal.parts, self.on_interest.parts, self.revolving.parts)
        by_the_day = any(fee.outstanding or fee.unrounded for fee in self.daily_fees)
        return not (self.owed or fee_to_come or any(exact) or by_the_day)

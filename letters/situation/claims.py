"""Situations of the lender's own figure, and of what it has waived already."""

from __future__ import annotations

from decimal import Decimal

from letters.base.money import total
from letters.ledger.entries import Waived
from letters.situation.theme import Theme

MOST_SPANS = 12
"""Above so many lines a letter refers to its annex."""


class ClaimSituations(Theme):
    """Situations of what the lender asks for, beside what is computed."""

    @property
    def claim_known(self) -> bool:
        """The lender's figure for all bills is known."""
        return self._figures.total.claimed_penalty is not None

    @property
    def claim_differs(self) -> bool:
        """The lender's figure for all bills is another than ours."""
        return bool(self._figures.total.difference)

    @property
    def claims_more(self) -> bool:
        """The lender asks for more than is computed."""
        return bool(self._figures.disputed)

    @property
    def claim_agrees(self) -> bool:
        """The lender's figure for all bills is ours, or lies between both ends of the rate."""
        return self.claim_known and not self.claim_differs

    @property
    def claims_less(self) -> bool:
        """The lender asks for less than is computed."""
        difference = self._figures.total.difference
        return difference is not None and difference < 0

    @property
    def only_bills_differ(self) -> bool:
        """The lender's figure for all bills is not known, and that for a bill is another than ours."""
        return not self.claim_known and any(bill.difference for bill in self._figures.bills)

    @property
    def has_dispute(self) -> bool:
        """The lender's figure, for all bills or for one, is another than ours."""
        return self.claim_differs or any(bill.difference for bill in self._figures.bills)

    @property
    def shows_more(self) -> bool:
        """The lender asks for more than is computed, for all bills or for one."""
        return self._figures.disputed > 0

    @property
    def few_spans(self) -> bool:
        """The overdue bills were reckoned in few enough spans to set them beside the lender's figure."""
        due = [bill for bill in self._known.low.bills if bill.is_due]
        return sum(len(bill.entries) for bill in due) <= MOST_SPANS

    @property
    def waiver_missing(self) -> bool:
        """The lender said that it waives something, and the account shows no waiver."""
        return bool(self._granted and not self._posted)

    @property
    def promise_missing(self) -> bool:
        """The account shows a waiver, and no contact with the lender has one."""
        return bool(self._posted and not self._promised)

    @property
    def waivers_differ(self) -> bool:
        """The account shows another sum waived than the lender said."""
        return bool(self._posted and self._promised) and self._posted not in {self._promised, self._granted}

    @property
    def _promised(self) -> Decimal:
        """What the lender said, up to the day of the figures, that it waives, offers included."""
        day = self._case.as_of
        return total(one.waived for one in self._scenario.contacts if one.waived and one.date <= day)

    @property
    def _granted(self) -> Decimal:
        """What the lender said that it waives, apart from offers of a part, which are not taken up yet."""
        day = self._case.as_of
        firm = [one for one in self._scenario.contacts if one.outcome != "partly" and one.date <= day]
        return total(one.waived for one in firm if one.waived)

    @property
    def _posted(self) -> Decimal:
        """What the account shows to be waived."""
        entries = (entry for bill in self._known.low.bills for entry in bill.entries)
        return total(entry.waived for entry in entries if isinstance(entry, Waived))

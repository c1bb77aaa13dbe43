"""Situations of the lender's own figure."""

from __future__ import annotations

from letters.situation.theme import Theme


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

"""Situations in which a rule of law carries weight: its condition holds, and it fits the kind of lender."""

from __future__ import annotations

from letters.figures.figures import Figures
from letters.ledger.totals import COST_LINE
from letters.reference_data.parameters import read_parameter
from letters.situation.theme import Theme

MONTHS_BEYOND_MEANS = 6
"""A debt above so many months' surplus is beyond what the borrower can pay."""


CARD = "credit-card"
"""The profile that the rules on bank cards are for."""


def rules_of(figures: Figures) -> str:
    """Returns the profile whose rules hold for a case: that of cards where a bank's bill has a minimum payment."""
    has_minimum = any(one.charges.minimum for one in figures.obligations.each)
    return CARD if figures.case.lender.type == "bank" and has_minimum else figures.case.scenario.lender.profile


class LawSituations(Theme):
    """Situations that bear the citation of a rule."""

    @property
    def above_line_passed(self) -> bool:
        """The cost of a year is above the line that courts draw for this kind of lender, at the low end of a range."""
        binds = self._case.lender.type in read_parameter(COST_LINE).applies_to
        return binds and bool(self._figures.total.above_line.passed)

    @property
    def bank_card(self) -> bool:
        """A credit card: its profile, or a bank's bill that has a minimum payment."""
        return rules_of(self._known.low) == CARD

    @property
    def section_70_applies(self) -> bool:
        """A credit card's debt is above six months' surplus, or a month is known to leave nothing for it."""
        left = self._known.low.affordability.for_plan
        if not self.bank_card or left is None:
            return False
        return left <= 0 or self._known.low.total.total_due > MONTHS_BEYOND_MEANS * left

    @property
    def cites_card_rule(self) -> bool:
        """A bank's card with something overdue, below the line for a year's cost: too high a total may be reduced."""
        overdue = any(bill.is_due and bill.owed for bill in self._figures.bills)
        return self.bank_card and self._case.lender.type == "bank" and overdue and not self.above_line_passed

    @property
    def extension_in_time(self) -> bool:
        """All that is owed falls due on the day of the letter or later: an extension may still be asked for (§678)."""
        owed = [bill for bill in self._figures.bills if bill.owed]
        return bool(owed) and all(bill.state == "not-due" and bill.due_date >= self._case.date for bill in owed)

    @property
    def small_loan_company(self) -> bool:
        """The lender is a small-loan company, under the rules and the authority of such companies."""
        return self._case.lender.type == "small-loan"

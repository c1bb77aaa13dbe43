"""Situations of loans in instalments: what is due of them, what is to come, and whether they were called in."""

from __future__ import annotations

from letters.situation.theme import Theme


class LoanSituations(Theme):
    """Situations of loans that are paid back in instalments."""

    @property
    def has_loan(self) -> bool:
        """A loan is paid back in instalments."""
        return bool(self._figures.loans)

    @property
    def only_instalments(self) -> bool:
        """All that is owed is owed on loans in instalments."""
        return self.has_loan and all(bill.group is not None for bill in self._figures.bills)

    @property
    def called_in(self) -> bool:
        """A loan was called in by the day of the figures, so that all of it is due."""
        return any(loan.called_in for loan in self._figures.loans)

    @property
    def asks_to_take_back(self) -> bool:
        """A loan was called in, and a plan in instalments is asked for: the calling-in is asked to be taken back."""
        plan = self._figures.letters_plan
        return self.called_in and plan is not None and plan.in_parts

    @property
    def has_instalments_to_come(self) -> bool:
        """Instalments of a loan are to come, which are in no sum of what is owed."""
        return self._figures.to_come is not None

    @property
    def instalments_beside_plan(self) -> bool:
        """Instalments come due in a month beside the plan, and what a month leaves is less by these."""
        return bool(self._figures.affordability.regular)

    @property
    def plan_covers_all(self) -> bool:
        """The plan that letters print pays the principal of the instalments to come, too."""
        plan = self._figures.letters_plan
        return bool(plan and plan.covers)

    @property
    def some_paid_in_time(self) -> bool:
        """Instalments of a loan were paid in full in time; letters say how many and list the others."""
        return any(bill.paid_in_time for bill in self._figures.bills)

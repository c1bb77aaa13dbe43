"""Situations of the plan that is to be kept: the one that was agreed, else the one asked for."""

from __future__ import annotations

from letters.situation.theme import Theme

LISTED_REMINDERS = 3
"""How many days to be reminded are listed on the page for the time ahead."""


class KeptPlanSituations(Theme):
    """Situations of the plan that was agreed, or else is asked for, and of the other debts beside it."""

    @property
    def nothing_to_plan(self) -> bool:
        """Nothing is left to divide: by what was agreed, by the plan asked for, or once the request is granted."""
        plan, to_pay = self._known.kept_plan, self._figures.to_pay
        if plan is None:
            return self._scenario.request.plan is not None or not to_pay
        return not plan.to_pay or (not to_pay and self._known.agreed_plan is None)

    @property
    def pauses_without_plan(self) -> bool:
        """No plan is to be kept, since a pause is asked for or a month leaves nothing."""
        waits = self._figures.defer is not None or self._known.leaves_nothing
        return self._known.kept_plan is None and waits

    @property
    def month_too_short(self) -> bool:
        """A month leaves nothing for repayment, or less than the largest instalment of the plan that is to be kept."""
        left, plan = self._figures.affordability.for_plan, self._known.kept_plan
        if left is None:
            return False
        return left <= 0 or (plan is not None and plan.in_parts and left < plan.largest)

    @property
    def reminders_go_on(self) -> bool:
        """The instalments go on after those whose reminders are listed."""
        from letters.negotiation.prevention import prevention

        plan = self._known.kept_plan
        ahead = prevention(self._case, self._figures.obligations, plan, self._figures.affordability)
        return plan is not None and plan.in_parts and len(ahead.reminders) > LISTED_REMINDERS

    @property
    def could_clear_alone(self) -> bool:
        """Nothing was agreed yet, and what a month leaves would clear what the request leaves to pay."""
        return self._known.agreed_plan is None and self._figures.affordability.largest_plan is not None

    @property
    def has_other_debts(self) -> bool:
        """Other debts are named."""
        return bool(self._scenario.debts)

    @property
    def could_clear_all_debts(self) -> bool:
        """There are other debts, and what a month leaves would clear them all in time."""
        left = self._figures.affordability.for_plan
        pays = left is not None and left > 0
        return self.has_other_debts and pays and bool(self._figures.budget.months_to_clear)

"""Situations of income, spending and the plan that they carry."""

from __future__ import annotations

from letters.situation.theme import Theme

MOST_COLUMNS = 5
"""So many kinds of spending stand side by side in a table."""


class MeansSituations(Theme):
    """Situations of what a month leaves for repayment once needs and the minimums of other debts are paid."""

    @property
    def has_plan(self) -> bool:
        """A plan is asked for that a month carries, or that is not known to be beyond it."""
        return self._figures.letters_plan is not None

    @property
    def means_known(self) -> bool:
        """What a month leaves is known."""
        return self._figures.affordability.for_plan is not None

    @property
    def can_pay_monthly(self) -> bool:
        """A month leaves something for repayment."""
        left = self._figures.affordability.for_plan
        return left is not None and left > 0

    @property
    def nothing_left(self) -> bool:
        """A month leaves nothing."""
        left = self._figures.affordability.for_plan
        return left is not None and left == 0

    @property
    def falls_short(self) -> bool:
        """A month leaves less than nothing."""
        left = self._figures.affordability.for_plan
        return left is not None and left < 0

    @property
    def no_surplus(self) -> bool:
        """The income is nothing, or a month leaves nothing or less with all its parts known: no instalments."""
        return self._known.leaves_nothing

    @property
    def income_to_come(self) -> bool:
        """Work, or income, is back after the day of the letter, and the income from then on is given."""
        resumed = self._scenario.hardship.resumed
        return resumed is not None and resumed > self._case.date and self._scenario.income.now is not None

    @property
    def beyond_means(self) -> bool:
        """A month carries no plan at all, or leaves less than nothing."""
        return self._figures.affordability.fits is False and self._figures.letters_plan is None

    @property
    def within_means(self) -> bool:
        """A month carries the plan asked for."""
        return self._figures.affordability.fits is True

    @property
    def plan_too_large(self) -> bool:
        """A month does not carry the plan asked for, or leaves less than nothing."""
        return self._figures.affordability.fits is False

    @property
    def spending_known(self) -> bool:
        """What a month needs is known."""
        return self._figures.affordability.expenses is not None

    @property
    def budget_in_columns(self) -> bool:
        """The income and up to five kinds of spending are given: a table of one row shows what a month leaves."""
        spent = self._scenario.expenses or ()
        given = all(item.label and item.amount is not None for item in spent)
        return self.means_known and 0 < len(spent) <= MOST_COLUMNS and given and not self._scenario.debts

    @property
    def waits_for_income(self) -> bool:
        """Income is to come, and what a month leaves until then is known: the budget has a row for each time."""
        meanwhile = self._figures.affordability.meanwhile
        return self.income_to_come and meanwhile is not None and meanwhile.for_plan is not None

    @property
    def short_until_income(self) -> bool:
        """Income is to come, and until then a month is known to leave nothing."""
        meanwhile = self._figures.affordability.meanwhile
        return self.waits_for_income and meanwhile is not None and (meanwhile.for_plan or 0) <= 0

    @property
    def left_known(self) -> bool:
        """What a month leaves beside an instalment of the plan is known, at one rate and with no offer to answer."""
        return (
            self._known.low.at_high is None
            and not (self._known.answer and self._known.answer.counter)
            and self._figures.affordability.beside(self._figures.letters_plan) is not None
        )

    @property
    def much_left_beside_plan(self) -> bool:
        """A month leaves as much beside an instalment of the plan as the instalment itself: more may be asked for."""
        plan = self._figures.letters_plan
        left = self._figures.affordability.beside(plan)
        return self.left_known and plan is not None and left is not None and left >= plan.regular

    @property
    def bargains(self) -> bool:
        """The borrower has offers of his own, or says from which waiver on he accepts."""
        return bool(self._scenario.request.offers or self._scenario.request.accept_from)

    @property
    def tells_income_before(self) -> bool:
        """The income before the hardship is given, be it nothing."""
        return self._scenario.income.before is not None

    @property
    def tells_income_during(self) -> bool:
        """The income during the hardship is given, be it nothing."""
        return self._scenario.income.during is not None

    @property
    def tells_income_now(self) -> bool:
        """The income of today, or of the time after, is given, be it nothing."""
        return self._scenario.income.now is not None

    @property
    def income_fell(self) -> bool:
        """The income both before and during the hardship is given."""
        return self.tells_income_before and self.tells_income_during

    @property
    def income_compared(self) -> bool:
        """The income both before the hardship and now is given."""
        return self.tells_income_before and self.tells_income_now

    @property
    def income_unchanged(self) -> bool:
        """The income before, during and after is given and the same."""
        income = self._scenario.income
        return income.before is not None and income.before == income.now == income.during

    @property
    def income_back(self) -> bool:
        """The income of today is given, and is that of before the hardship."""
        return self.income_compared and self._scenario.income.before == self._scenario.income.now

    @property
    def income_recovered(self) -> bool:
        """The income of today is given, and is another than during the hardship, or that is not given."""
        return self.tells_income_now and self._scenario.income.now != self._scenario.income.during

    @property
    def income_was_other(self) -> bool:
        """The income during the hardship is given, and is another than today's."""
        return self.tells_income_during and self._scenario.income.during != self._scenario.income.now

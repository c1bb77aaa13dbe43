"""Situations of how much a letter tells: rows or sums, half a page or more, what is paid today."""

from __future__ import annotations

from letters.figures.penalty_rows import PenaltyRow
from letters.situation.theme import Theme

MOST_GRACE = 15
"""Contracts give a few days of grace; of more days than these nobody asks."""
FEW_ROWS = 2
"""Beside so many rows there is room on a page for a column of days, whatever other columns there are."""


class ScaleSituations(Theme):
    """Situations that decide how a letter tells the debt."""

    @property
    def waives_several(self) -> bool:
        """More than one kind of charge is asked to be waived."""
        figures = self._figures
        return sum(map(bool, (figures.asked, figures.asked_interest, figures.asked_late_fee, figures.asked_fees))) > 1

    @property
    def pays_today(self) -> bool:
        """A payment is offered for today that is less than what the request leaves to pay."""
        today = self._scenario.request.today
        return today is not None and today < self._figures.to_pay

    @property
    def rows_told(self) -> bool:
        """The penalty of each overdue bill can be told in rows that multiply out and add up."""
        return bool(self._rows)

    @property
    def row_rates_differ(self) -> bool:
        """The rows are not all at one rate."""
        return len({row.rate for row in self._rows}) > 1

    @property
    def spans_told(self) -> bool:
        """The rows of the penalty are few, or have no column beside it: one says from which day to which each runs."""
        due = self._figures.due
        return len(self._rows) <= FEW_ROWS or not (due.interest or due.late_fee or due.daily_fee)

    @property
    def _one_row(self) -> bool:
        """The penalty of all that is overdue is one row."""
        return len(self._rows) == 1

    @property
    def ledger_enclosed(self) -> bool:
        """Penalty is more than one row of a letter tells: the ledger is enclosed."""
        return any(bill.is_due for bill in self._figures.bills) and not self._one_row

    @property
    def small_matter(self) -> bool:
        """All that the request leaves is paid today, and one row tells the penalty: the letter is half a page."""
        today, total = self._scenario.request.today, self._figures.total
        all_due = total.principal_outstanding == self._figures.due.principal_outstanding
        return today is not None and today >= self._figures.to_pay and self._one_row and all_due

    @property
    def pays_all_today(self) -> bool:
        """A small matter, and what is paid today covers the penalty too: it is asked back."""
        today, owed = self._scenario.request.today, self._figures.total.total_due
        return self.small_matter and bool(self._figures.asked) and today is not None and today >= owed

    @property
    def grace_may_matter(self) -> bool:
        """A bill is open that is so few days late that days of grace in the contract may still cover them."""
        late = [bill.days_overdue for bill in self._figures.bills if bill.is_due and bill.owed]
        return bool(late) and max(late) <= MOST_GRACE

    @property
    def billed_by_instalment(self) -> bool:
        """What is owed are instalments whose principal and interest are not told apart: their name says so."""
        open_ = [bill for bill in self._figures.bills if bill.owed]
        named = all("期款" in bill.label or "instalment" in bill.label.lower() for bill in open_)
        return bool(open_) and named and not any(bill.interest_billed for bill in open_)

    @property
    def _rows(self) -> tuple[PenaltyRow, ...]:
        """The rows of the penalty; () if the rate is a range."""
        low = self._known.low
        return low.penalty_rows if low.at_high is None else ()

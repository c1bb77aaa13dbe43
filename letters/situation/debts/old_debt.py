"""Situations of a debt so old that limitation may have run out, and of one that somebody else claims."""

from __future__ import annotations

from datetime import date

from letters.figures.limitation import NEAR
from letters.scenario.model.contacts import talks_until
from letters.scenario.model.owed_to import NO_NOTICE
from letters.situation.theme import Theme


class OldDebtSituations(Theme):
    """Situations of limitation, and of who claims the debt."""

    @property
    def limitation_near(self) -> bool:
        """The limitation period of a bill is nearly over, and none may be over."""
        return self._figures.limitation is not None and self._figures.limitation.state == NEAR

    @property
    def old_debt(self) -> bool:
        """Limitation is near or may have passed, and the borrower has not said that he wants to admit the debt."""
        old = self._figures.limitation is not None and self._figures.limitation.is_old
        return old and not self._scenario.request.acknowledge

    @property
    def debt_sold(self) -> bool:
        """Somebody says to have bought the debt."""
        return self._scenario.lender.assigned_to is not None

    @property
    def sold_without_notice(self) -> bool:
        """Somebody says to have bought the debt, and no notice of the lender's came."""
        sold = self._scenario.lender.assigned_to
        return sold is not None and sold.notified == NO_NOTICE

    @property
    def sale_is_known(self) -> bool:
        """Notice of the sale came for a debt that is not old, and the borrower has contacted whoever bought it."""
        sold = self._scenario.lender.assigned_to
        came = sold is not None and isinstance(sold.notified, date) and not self.old_debt
        return came and bool(talks_until(self._scenario.contacts, self._case.date))

    @property
    def collected_by_another(self) -> bool:
        """A company collects for the lender."""
        return self._scenario.lender.collector is not None

    @property
    def suits_verification(self) -> bool:
        """The debt is old, was sold, or is collected by somebody else: proof of it is to be asked for first."""
        return self.old_debt or self.debt_sold or self.collected_by_another

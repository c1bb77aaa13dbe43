"""What the request asks to be waived, and what it leaves to pay."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from letters.figures.penalty_rows import PenaltyRow, penalty_rows
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.waivers import Waivers


class FiguresOfTheRequest:
    """The sums of a request, each from the totals and from what is asked to be waived. Amounts in yuan."""

    total: Total
    waivers: Waivers
    bills: tuple[BillFigures, ...]

    @property
    def asked(self) -> Decimal:
        """What the request asks to be waived of the penalty."""
        return self.waivers.penalty

    @property
    def asked_interest(self) -> Decimal:
        """What the request asks to be waived of the interest."""
        return self.waivers.interest

    @property
    def asked_late_fee(self) -> Decimal:
        """What the request asks to be waived of the late fees."""
        return self.waivers.late_fee

    @property
    def asked_fees(self) -> Decimal:
        """What the request asks to be waived of the fees by the day."""
        return self.waivers.fees

    @property
    def remaining_interest(self) -> Decimal:
        """The interest outstanding that the request leaves to pay."""
        return self.total.interest - self.waivers.interest

    @property
    def remaining_late_fee(self) -> Decimal:
        """The late fees outstanding that the request leaves to pay."""
        return self.total.late_fee - self.waivers.late_fee

    @property
    def remaining_fees(self) -> Decimal:
        """The fees by the day outstanding that the request leaves to pay."""
        return self.total.daily_fee - self.waivers.fees

    @property
    def asked_in_all(self) -> Decimal:
        """What the request asks to be waived of every kind."""
        return self.waivers.sum

    @property
    def remaining_penalty(self) -> Decimal:
        """The penalty outstanding that the request leaves to pay."""
        return self.total.penalty_outstanding - self.asked

    @property
    def to_pay(self) -> Decimal:
        """All that the request leaves to pay."""
        return self.total.total_due - self.waivers.sum

    @cached_property
    def penalty_rows(self) -> tuple[PenaltyRow, ...]:
        """The penalty of the bills that are overdue, row by row; () if rows would not multiply out."""
        return penalty_rows([bill for bill in self.bills if bill.is_due and bill.owed])

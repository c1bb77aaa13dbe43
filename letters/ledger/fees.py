"""What a card's bill charges beside penalty: its late fee, and interest before default."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath
from letters.base.money import EXACT, ZERO, to_fen
from letters.ledger.entries import FeeCharged
from letters.scenario.lender import Lender
from letters.scenario.model.bills import Bill
from letters.scenario.model.charges import Interest, LateFee


class Charges(NamedTuple):
    """What one bill charges, in yuan as the bill states it; None if a rule computes the amount, or if there is none."""

    stated_fee: Decimal = ZERO
    fee_rule: LateFee | None = None
    fee_origin: FieldPath = ()
    """The line of the fee or of its rule: the bill's own, else the lender's for every bill."""
    minimum: Decimal = ZERO
    stated_interest: Decimal = ZERO
    interest_origin: FieldPath = ()
    """The line of the interest, stated or computed."""
    interest_since: date | None = None
    interest_rate: Decimal | None = None
    """The rate of interest before default; if None, the lender's own, as it changes."""

    @property
    def has_interest(self) -> bool:
        """Whether ordinary interest is stated or computed."""
        return bool(self.stated_interest) or self.interest_since is not None

    def late_fee(self, day: date, paid: Decimal) -> tuple[Decimal, FeeCharged | None]:
        """Returns the late fee posted on a day, and how it was computed; `paid` is what met the minimum in time.

        A share of the unpaid minimum, once a statement; no interest ever on it (银发〔2016〕111号).
        """
        if self.fee_rule is None:
            return self.stated_fee, None
        return self.share_of(self.fee_rule, day, self.minimum - paid)

    def share_of(self, rule: LateFee, day: date, unpaid: Decimal) -> tuple[Decimal, FeeCharged | None]:
        """Returns the late fee of one statement, by the rule, for what is unpaid of its minimum."""
        if unpaid <= 0:
            return ZERO, None
        share = to_fen(EXACT.multiply(unpaid, rule.share))
        fee = max(share, rule.floor or ZERO)
        fee = fee if rule.cap is None else min(fee, rule.cap)
        bound = "floor" if fee > share else "cap" if fee < share else None
        return fee, FeeCharged(day, fee, rule.share, unpaid, bound, self.fee_origin)


NO_CHARGES = Charges()


def charges_of(bill: Bill, lender: Lender, origin: FieldPath) -> Charges:
    """Returns the charges of a bill whose line is `origin`; by the lender's rule for late fees if it states none."""
    fee = lender.late_fee if bill.late_fee is None else bill.late_fee
    interest = bill.interest
    computed = interest if isinstance(interest, Interest) else None
    return Charges(
        stated_fee=fee if isinstance(fee, Decimal) else ZERO,
        fee_rule=fee if isinstance(fee, LateFee) else None,
        fee_origin=("lender", "late_fee") if bill.late_fee is None else (*origin, "late_fee"),
        minimum=bill.minimum_payment or ZERO,
        stated_interest=interest if isinstance(interest, Decimal) else ZERO,
        interest_origin=(*origin, "interest"),
        interest_since=computed.since if computed else None,
        interest_rate=computed.daily_rate if computed else None,
    )

"""Situations of the bills, of what is asked to be waived and of what that leaves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from letters.base.money import FEN
from letters.ledger.entries import Accrual, Posting
from letters.ledger.totals import BillFigures, reached_principal_alone
from letters.situation.theme import Theme

SOON_DAYS = 90
"""How many days ahead a sum may lie for a letter to say when penalty reaches it."""
MANY_PAYMENTS = 3
"""The most divided payments that a letter lists itself; of more it refers to its annex."""


class BillSituations(Theme):
    """Situations of the bills."""

    @property
    def nothing_owed(self) -> bool:
        """Nothing is owed."""
        return not self._figures.total.total_due

    @property
    def nothing_overdue(self) -> bool:
        """Something is owed, and all of it is not due, in its days of grace, or had its minimum paid in time."""
        return bool(self._later) and not self._open and not any(bill.is_uncertain for bill in self._later)

    @property
    def small_and_payable(self) -> bool:
        """Something is owed, and all of it can be paid today: it is paid first, and the penalty asked back or off."""
        owed = (self._known.low.at_high or self._known.low).total.total_due
        today = self._scenario.request.today
        return today is not None and 0 < owed <= today

    @property
    def paid_with_penalty(self) -> bool:
        """Nothing is owed, and penalty was paid: it can be asked back."""
        sums = self._figures.total
        return not sums.total_due and sums.penalty_paid > 0

    @property
    def nothing_to_write(self) -> bool:
        """Nothing is owed, and the lender does not say otherwise."""
        return self.nothing_owed and not self._disputed

    @property
    def all_due_paid(self) -> bool:
        """Bills have fallen due, and all of them are paid."""
        return bool(self._due) and not self._open

    @property
    def minimum_paid(self) -> bool:
        """Of all bills that are not overdue and have something to pay the minimum was paid: interest runs on them."""
        return bool(self._later) and all(bill.state == "revolving" for bill in self._later)

    @property
    def waives_all(self) -> bool:
        """All of the penalty outstanding is asked to be waived."""
        return bool(self._figures.asked) and self._figures.asked == self._figures.total.penalty_outstanding

    @property
    def asks_half_of_penalty(self) -> bool:
        """Half of the penalty outstanding is asked to be waived, to the fen."""
        return _is_half(self._figures.asked, self._figures.total.penalty_outstanding)

    @property
    def asks_half_of_interest(self) -> bool:
        """Half of the interest owed is asked to be waived, to the fen."""
        return _is_half(self._figures.asked_interest, self._figures.total.interest)

    @property
    def asks_neither(self) -> bool:
        """Neither a waiver nor a plan is asked for."""
        return not self._figures.asked_in_all and not self._figures.letters_plan

    @property
    def leaves_principal(self) -> bool:
        """What the request leaves to pay is principal alone: all that is charged beside it is asked to be waived."""
        return self._figures.to_pay == self._figures.total.principal_outstanding

    @property
    def leaves_interest(self) -> bool:
        """What the request leaves to pay is the principal with all of the interest owed, and nothing else."""
        sums = self._figures.total
        return bool(sums.interest) and self._figures.to_pay == sums.principal_outstanding + sums.interest

    @property
    def leaves_part_of_interest(self) -> bool:
        """A part of the interest is asked to be waived, and the rest of it is left to pay with the principal alone."""
        sums, asked = self._figures.total, self._figures.asked_interest
        left = sums.principal_outstanding + sums.interest - asked
        return 0 < asked < sums.interest and self._figures.to_pay == left

    @property
    def leaves_part_of_penalty(self) -> bool:
        """A part of the penalty is asked to be waived, and the rest of it is left to pay with the principal alone."""
        left = self._figures.remaining_penalty
        whole = self._figures.total.principal_outstanding + left
        return bool(self._figures.asked) and left > 0 and self._figures.to_pay == whole

    @property
    def interest_or_fee_due(self) -> bool:
        """Interest or a late fee is owed on the bills that are overdue."""
        return bool(self._figures.due.interest or self._figures.due.late_fee)

    @property
    def principal_repaid(self) -> bool:
        """The principal is repaid, and the request leaves nothing to pay."""
        return not self._figures.to_pay and not self._figures.total.principal_outstanding

    @property
    def interest_charged(self) -> bool:
        """Interest is owed or was paid."""
        return bool(self._figures.total.interest or self._figures.total.interest_paid)

    @property
    def bears_interest(self) -> bool:
        """A bill has ordinary interest, and the rate is known."""
        return any(bill.has_interest for bill in self._figures.bills)

    @property
    def compounds(self) -> bool:
        """Unpaid penalty or interest has joined the base of a bill, and the rate is known."""
        return any(bill.compounds for bill in self._figures.bills)

    @property
    def ledger_bears_interest(self) -> bool:
        """The ledger that a letter prints has ordinary interest."""
        return any(bill.has_interest for bill in self._known.low.bills)

    @property
    def ledger_bears_penalty(self) -> bool:
        """A bill in the ledger that a letter prints has penalty, or nothing but penalty to show."""
        return any(bill.bears_penalty for bill in self._known.low.bills)

    @property
    def ledger_compounds(self) -> bool:
        """Unpaid penalty or interest has joined a base in the ledger that a letter prints."""
        return any(bill.compounds for bill in self._known.low.bills)

    @property
    def on_unpaid_interest(self) -> bool:
        """Penalty runs on unpaid interest too in the ledger that a letter prints."""
        return any(entry.on == "interest" for entry in self._accruals)

    @property
    def on_whole_loan(self) -> bool:
        """While anything is overdue, penalty runs on all of the principal, due or not."""
        return any(one.terms.base == "whole-loan" for one in self._figures.obligations.each)

    @property
    def later_bear_penalty(self) -> bool:
        """A bill that is not overdue bears penalty, since another one is."""
        return any(bill.penalty_outstanding for bill in self._later)

    @property
    def all_by_page(self) -> bool:
        """Of all bills that are overdue the lender's page alone tells what is owed."""
        return bool(self._due) and all(bill.shown_on for bill in self._due)

    @property
    def rates_differ(self) -> bool:
        """Not all days of the ledger are charged at one rate, for another reason than a change by date."""
        lender = self._known.low.case.lender
        return any(
            entry.rate not in {lender.rate, *(change.rate for change in lender.rates)} for entry in self._accruals
        )

    @property
    def grows_daily(self) -> bool:
        """A bill is overdue, and each day adds penalty."""
        return bool(self._due and self._figures.total.daily_accrual)

    @property
    def threshold_dated(self) -> bool:
        """The day is known on which penalty reaches the sum that the request names."""
        return bool(self._figures.cost_of_waiting.on) and self._figures.at_high is None

    @property
    def threshold_soon(self) -> bool:
        """The request names a sum, and penalty reaches it within ninety days."""
        named = bool(self._scenario.request.threshold)
        return named and self.threshold_dated and (self._figures.cost_of_waiting.days or 0) <= SOON_DAYS

    @property
    def many_payments_divided(self) -> bool:
        """More than three payments paid something else than principal alone."""
        listed = [bill for bill in self._figures.bills if not bill.paid_in_time]
        entries = [entry for bill in listed for entry in bill.entries if isinstance(entry, Posting)]
        return sum(not reached_principal_alone(entry) for entry in entries) > MANY_PAYMENTS

    @property
    def _accruals(self) -> list[Accrual]:
        """The days of penalty in the ledger that a letter prints."""
        return [entry for bill in self._known.low.bills for entry in bill.entries if isinstance(entry, Accrual)]

    @property
    def _due(self) -> Sequence[BillFigures]:
        return [bill for bill in self._figures.bills if bill.is_due]

    @property
    def _open(self) -> Sequence[BillFigures]:
        return [bill for bill in self._due if bill.owed]

    @property
    def _later(self) -> Sequence[BillFigures]:
        return [bill for bill in self._figures.bills if not bill.is_due and bill.owed]

    @property
    def _disputed(self) -> bool:
        return any([self._figures.total.difference, *(bill.difference for bill in self._figures.bills)])


def _is_half(part: Decimal, whole: Decimal) -> bool:
    return bool(part) and part != whole and abs(2 * part - whole) <= FEN

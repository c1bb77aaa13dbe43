"""A case becomes its figures: every amount, day and date that a letter may state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from letters.base.errors import Message
from letters.base.money import ZERO, grouped, total
from letters.figures.bill_at_as_of import figures_of_bill
from letters.figures.both_ends import FiguresAtBothEnds, SumsAtBothEnds, bills_at_both_ends
from letters.figures.hardship.bills_around_hardship import BillsAroundHardship, bills_around_hardship
from letters.figures.hardship.force_majeure import ForceMajeure, force_majeure
from letters.figures.limitation import Limitation, limitation
from letters.figures.loans import LoanFigures, figures_of_loan
from letters.figures.of_the_request import FiguresOfTheRequest
from letters.figures.time_since_contact import TimeSinceContact, time_since_contact
from letters.ledger.account import BillAccount
from letters.ledger.obligations import Obligations, obligations_of
from letters.ledger.payments import Posted, copies_of, post
from letters.ledger.schedule import InstalmentsToCome, to_come
from letters.ledger.totals import BillFigures, Total, paid_to_principal, sums_of
from letters.negotiation.affordability import Affordability, affordability, largest_plan
from letters.negotiation.budget import Budget, budget
from letters.negotiation.cost_of_waiting import WAITING_DAYS, CostOfWaiting, Waiting, cost_of_waiting, waiting
from letters.negotiation.joint_petition import Joint, joint, signatory_of
from letters.negotiation.meanwhile import with_meanwhile
from letters.negotiation.offers import OfferLadder, ladder
from letters.negotiation.plans import (
    DeferredPayments,
    covered,
    deferred,
    divided_after_today,
    letters_plan,
    requested_plan,
)
from letters.negotiation.prevention import Prevention, prevention
from letters.negotiation.rung import Offer
from letters.negotiation.script import Script
from letters.negotiation.waivers import Waivers, check_waivers, waivers_asked
from letters.reference_data.holidays import working_day
from letters.scenario.load import Case
from letters.scenario.model.rates import daily_of

if TYPE_CHECKING:
    from letters.negotiation.dispute import Reconciliation

REPLY_DAYS = 15
"""How many days are a fair time for an answer, if the request names none."""


@dataclass(frozen=True)
class Figures(FiguresOfTheRequest):
    """Everything that a letter may state as a number.

    What only some letters state is reckoned when one does, and kept.
    """

    case: Case = field(repr=False, compare=False)
    as_of: date
    obligations: Obligations = field(repr=False, compare=False)
    """What is owed, as the scenario has it: `bills` are their figures, in the same order."""
    bills: tuple[BillFigures, ...]
    total: Total
    due: Total
    """The sums of the bills that are due, the only ones a letter calls overdue."""
    since: BillsAroundHardship | None
    """How the bills lie around the hardship; None if its beginning is not known."""
    waivers: Waivers
    """What the request asks to be waived of each kind."""
    plan: Offer | None
    """The plan asked for, even if nothing is left to waive."""
    affordability: Affordability
    disputed: Decimal
    """By how much the lender's own figures are more than ours; 0.00 if they are not, or not known."""
    reconciled: Reconciliation | None
    """What explains the lender's own figures, searched for once it is asked; None if nothing is claimed."""
    excess: Decimal
    """What was paid on the account, and on loans, beyond all that was owed."""
    excess_of_loans: tuple[Decimal, ...]
    """What of it was paid on each loan beyond what was due of it."""
    accounts: tuple[BillAccount, ...] = field(repr=False, compare=False)
    """The bills that are not settled, on `as_of` before anything is rounded: a later day rounds on that day alone."""
    at_high: Figures | None = None
    """The figures at the high rate if the rate is a range, of which these are then the low ones; else None."""

    @cached_property
    def letters_plan(self) -> Offer | None:
        """The plan that letters print: the one asked for, else the largest that a month carries; None if none is.

        It divides what is left once what can be paid today is paid.
        """
        stricter = self.at_high or self
        plan, means = self.case.scenario.request.plan, stricter.affordability
        if plan is None or self.plan is None or stricter.plan is None:
            return None
        asked = divided_after_today(self.case, plan, self.plan)
        strict = divided_after_today(self.case, plan, stricter.plan)
        most = largest_plan(strict.to_pay, means.for_plan)
        return letters_plan(asked, plan, means._replace(largest_plan=most), strict)

    @cached_property
    def defer(self) -> DeferredPayments | None:
        """The pause that the request asks for; None if it asks for none."""
        return deferred(self.case)

    @cached_property
    def loans(self) -> tuple[LoanFigures, ...]:
        """Each loan in instalments with its schedule."""
        return tuple(figures_of_loan(loan, self.bills) for loan in self.obligations.loans)

    @cached_property
    def to_come(self) -> InstalmentsToCome | None:
        """The instalments that are to come, which are in no sum of what is owed, or None if there are none."""
        return to_come(self.obligations.loans)

    @property
    def not_due_principal(self) -> Decimal:
        """What is still unpaid of bills that are not due."""
        return self.total.principal_outstanding - self.total.overdue_principal

    @cached_property
    def paid_to_principal(self) -> Decimal:
        """What was paid in payments that reached principal alone."""
        return paid_to_principal(self.bills)

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """The sums at later days if nothing more is paid."""
        return tuple(waiting(self.accounts, self.as_of, days) for days in WAITING_DAYS)

    @cached_property
    def cost_of_waiting(self) -> CostOfWaiting:
        """By how much the debt grows in a day, a week and thirty days."""
        return cost_of_waiting(self.accounts, self.as_of, self.waiting, self.case.scenario.request.threshold)

    @cached_property
    def ladder(self) -> OfferLadder:
        """The rungs, with the answer to each."""
        like = self.at_high.ladder if self.at_high else None
        covers = covered(self.case, self.to_come)
        return ladder(self.case, self.total, self.waivers, self.affordability, self.accounts, covers=covers, like=like)

    @property
    def accept_from(self) -> Decimal | None:
        """The waiver from which an offer is accepted, or None if the budget alone decides."""
        return self.ladder.accept_from

    @property
    def script(self) -> Script:
        """What the call script may offer."""
        return self.ladder.script

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The rungs in the order of the contract."""
        return self.ladder.offers

    @cached_property
    def budget(self) -> Budget:
        """The statement of income and spending."""
        return budget(self.case, self.affordability, self.total.total_due)

    @cached_property
    def joint(self) -> Joint | None:
        """Everybody's figures if others sign too, else None."""
        return joint(self.case, signatory_of(self.case, len(self.bills), self.total))

    @cached_property
    def range(self) -> FiguresAtBothEnds | None:
        """The figures at both rates if the rate is a range; None if it is one number."""
        high = self.at_high
        if high is None:
            return None
        return FiguresAtBothEnds(
            daily_of(self.case.lender.rate),
            daily_of(high.case.lender.rate),
            SumsAtBothEnds(self.total, high.total),
            SumsAtBothEnds(self.due, high.due),
            bills_at_both_ends(self.bills, high.bills),
        )

    @cached_property
    def reply_by(self) -> date:
        """The working day by which an answer is asked for."""
        days = self.case.scenario.request.reply_within_days or REPLY_DAYS
        return working_day(self.case.date + timedelta(days=days))[0]

    @cached_property
    def waited(self) -> TimeSinceContact | None:
        """How long the lender has had since the first contact, or None if there was none."""
        return time_since_contact(self.case)

    @cached_property
    def force_majeure(self) -> ForceMajeure | None:
        """What of the penalty a natural disaster may excuse, or None if it bears none."""
        return force_majeure(self.case, self.obligations, self.bills)

    @cached_property
    def limitation(self) -> Limitation | None:
        """From when limitation may have run out, or None if nothing that is due is unpaid."""
        return limitation(self.case, self.obligations, self.bills)

    @cached_property
    def prevention(self) -> Prevention:
        """What a month leaves beside the plan, a first savings goal, and the days to be reminded of."""
        return prevention(self.case, self.obligations, self.letters_plan, self.affordability)


def compute_figures(case: Case, *, paid_before: date | None = None) -> Figures:
    """Returns all figures of a case. Raises ScenarioError if the request asks for more than there is.

    With `paid_before` they are those of the same case if nothing had been paid on that day or later.
    """
    figures, high = _at_one_rate(case, paid_before), case.lender.daily_rate_high
    if high is None:
        return figures
    return replace(figures, at_high=_at_one_rate(replace(case, lender=case.lender.at_rate(high)), paid_before))


def _at_one_rate(case: Case, paid_before: date | None) -> Figures:
    obligations = obligations_of(case) if paid_before is None else obligations_of(case).paid_before(paid_before)
    posted = post(obligations, case.as_of)
    _refuse_waivers(case, posted)
    accounts, excess = posted.accounts, posted.excess
    for account in accounts:
        account.accrue_to(case.as_of)
    open_ = tuple(one for one in copies_of(accounts) if not one.is_closed())
    for account in accounts:
        account.close(case.as_of)
    bills = tuple(figures_of_bill(case, *pair) for pair in zip(obligations.each, accounts, strict=True))
    sums = sums_of(bills, excess, case.scenario.claimed_penalty, case.lender.year_days, case.as_of)
    due = [bill for bill in bills if bill.is_due]
    is_all = len(due) == len(bills) and not excess and sums.claimed_penalty is None
    check_waivers(case, sums)
    request, asked = case.scenario.request, waivers_asked(case, sums)
    coming = to_come(obligations.loans)
    covers = covered(case, coming)
    planned = sums.total_due - asked.sum + covers
    plan = requested_plan(case, obligations, asked, planned, covers)
    regular = coming.regular if coming and not covers else ZERO
    hardship = case.scenario.hardship
    figures = Figures(
        case=case,
        as_of=case.as_of,
        obligations=obligations,
        bills=bills,
        total=sums,
        due=sums if is_all else sums_of(due, ZERO, None, case.lender.year_days, case.as_of),
        since=bills_around_hardship(hardship.started, hardship.resumed or hardship.ended, bills),
        waivers=asked,
        plan=plan,
        affordability=with_meanwhile(case, affordability(case.scenario, plan, planned, regular), plan),
        disputed=disputed_penalty(bills, sums),
        reconciled=_reconciliation(case, obligations, bills, sums),
        excess=excess,
        excess_of_loans=posted.excess_of_loans,
        accounts=open_,
    )
    if request.offers or request.accept_from:
        _ = figures.ladder  # which refuses what cannot be offered
    if case.signatories:
        _ = figures.joint  # which refuses a waiver of more than there was
    return figures


def _refuse_waivers(case: Case, posted: Posted) -> None:
    """Raises ScenarioError where more was waived than was outstanding on that day."""
    for waiver, outstanding in posted.too_much:
        raise case.refuse(
            (*waiver.origin, "amount"),
            Message(
                "{amount} was waived, and on {day} only {outstanding} of that is outstanding; correct the amount, the"
                " day or `of`",
                amount=grouped(waiver.amount),
                day=waiver.date,
                outstanding=grouped(outstanding),
            ),
        )


def _reconciliation(
    case: Case, obligations: Obligations, bills: tuple[BillFigures, ...], sums: Total
) -> Reconciliation | None:
    """Returns the search for what explains the lender's figures, or None if it claims none (most cases)."""
    if all(claim is None for claim in (sums.claimed_penalty, *(bill.claimed_penalty for bill in bills))):
        return None
    from letters.negotiation.dispute import Reconciliation

    return Reconciliation(case, obligations, bills, sums)


def disputed_penalty(bills: tuple[BillFigures, ...], sums: Total) -> Decimal:
    if sums.difference is not None:
        return max(sums.difference, ZERO)
    return total(bill.difference for bill in bills if bill.difference is not None and bill.difference > 0)

"""A case becomes its figures: every amount, day and date that a letter may state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from letters.base.errors import Message
from letters.base.money import ZERO, grouped, total
from letters.figures.bills_around_hardship import BillsAroundHardship, bills_around_hardship
from letters.figures.both_ends import FiguresAtBothEnds, SumsAtBothEnds, bills_at_both_ends
from letters.figures.limitation import Limitation, limitation
from letters.figures.time_since_contact import TimeSinceContact, time_since_contact
from letters.ledger.account import BillAccount
from letters.ledger.obligations import Obligation, Obligations, obligations_of
from letters.ledger.payments import Posted, copies_of, post
from letters.ledger.totals import PARTS, BillFigures, Total, in_yuan, paid_to_principal, sums_of
from letters.negotiation.affordability import Affordability, affordability
from letters.negotiation.budget import Budget, budget
from letters.negotiation.cost_of_waiting import WAITING_DAYS, CostOfWaiting, Waiting, cost_of_waiting, waiting
from letters.negotiation.joint_petition import Joint, joint, signatory_of
from letters.negotiation.offers import OfferLadder, Script, ladder
from letters.negotiation.plans import Offer, check_waivers, requested_plan, waived
from letters.negotiation.prevention import Prevention, prevention
from letters.reference_data.holidays import working_day
from letters.scenario.load import Case
from letters.scenario.model.rates import daily_of

if TYPE_CHECKING:
    from letters.negotiation.dispute import Reconciliation


@dataclass(frozen=True)
class Figures:
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
    asked: Decimal
    """What the request asks to be waived."""
    plan: Offer | None
    """The plan asked for, also where nothing is left to waive."""
    affordability: Affordability
    disputed: Decimal
    """By how much the lender's own figures are more than ours; 0.00 where they are not, or not known."""
    reconciled: Reconciliation | None
    """What explains the lender's own figures, searched for once it is asked; None if nothing is claimed."""
    excess: Decimal
    """What was paid on the account beyond all that was owed."""
    accounts: tuple[BillAccount, ...] = field(repr=False, compare=False)
    """The bills that are not settled, on `as_of` before anything is rounded: a later day rounds on that day alone."""
    at_high: Figures | None = None
    """The figures at the high rate where the rate is a range (these are then those of the low rate), else None."""

    @property
    def not_due_principal(self) -> Decimal:
        """What is still unpaid of bills that are not due."""
        return self.total.principal_outstanding - self.total.overdue_principal

    @property
    def remaining_penalty(self) -> Decimal:
        """The penalty outstanding that the request leaves to pay."""
        return self.total.penalty_outstanding - self.asked

    @property
    def to_pay(self) -> Decimal:
        """All that the request leaves to pay."""
        return self.total.total_due - self.asked

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
        return ladder(self.case, self.total, self.asked, self.affordability, self.accounts, like=like)

    @property
    def accept_from(self) -> Decimal:
        """The waiver from which on an offer is accepted."""
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
        """Everybody's figures where others sign too."""
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
    def reply_by(self) -> date | None:
        """The day by which an answer is asked for."""
        days = self.case.scenario.request.reply_within_days
        return working_day(self.case.date + timedelta(days=days))[0] if days else None

    @cached_property
    def waited(self) -> TimeSinceContact | None:
        """How long the lender has had since the first contact, or None where there was none."""
        return time_since_contact(self.case)

    @cached_property
    def limitation(self) -> Limitation | None:
        """From when limitation may have run out; None where nothing that is due is unpaid."""
        return limitation(self.case, self.obligations, self.bills)

    @cached_property
    def prevention(self) -> Prevention:
        """What a month leaves beside the plan, a first savings goal, and the days to be reminded of."""
        return prevention(self.case, self.obligations, self.plan, self.affordability)


def compute_figures(case: Case, *, paid_before: date | None = None) -> Figures:
    """All figures of a case. Raises ScenarioError where the request asks for more than there is.

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
    check_waivers(case, sums.penalty_outstanding)
    request, asked = case.scenario.request, waived(case, sums.penalty_outstanding)
    plan = requested_plan(case, obligations, sums.total_due - asked)
    figures = Figures(
        case=case,
        as_of=case.as_of,
        obligations=obligations,
        bills=bills,
        total=sums,
        due=sums if is_all else sums_of(due, ZERO, None, case.lender.year_days, case.as_of),
        since=bills_around_hardship(case.scenario.hardship.started, bills),
        asked=asked,
        plan=plan,
        affordability=affordability(case.scenario, plan, sums.total_due - asked),
        disputed=disputed_penalty(bills, sums),
        reconciled=_reconciliation(case, obligations, bills, sums),
        excess=excess,
        accounts=open_,
    )
    if request.offers or request.accept_from:
        _ = figures.ladder  # which refuses what cannot be offered
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


def figures_of_bill(case: Case, one: Obligation, account: BillAccount) -> BillFigures:
    day = case.as_of
    is_due = account.is_late(day) and not account.revolves
    counted = is_due and account.days_overdue_count
    penalty, claimed = account.penalty_due, one.claimed_penalty
    runs = account.runs_on(day)
    exact = account.a_day(day + timedelta(days=1)) * (PARTS // account.divisor) if runs else ZERO
    return BillFigures(
        label=one.label,
        due_date=one.due_date,
        amount=one.principal,
        paid=account.paid,
        overpaid=account.overpaid,
        principal_outstanding=account.principal,
        days_overdue=(day - account.overdue_since).days if counted else 0,
        penalty_accrued=account.penalty_accrued,
        penalty_paid=account.penalty_paid,
        penalty_outstanding=penalty,
        interest=account.interest_due,
        interest_paid=account.interest_paid,
        late_fee=account.fee,
        daily_accrual=in_yuan(exact),
        claimed_penalty=claimed,
        difference=None if claimed is None else claimed - penalty,
        entries=tuple(account.entries),
        is_due=is_due,
        origin=one.origin,
        kind=one.kind,
        loan=one.loan,
        number=one.number,
        state=account.state(day),
        interest_billed=one.charges.stated_interest,
        penalty_on_interest=account.penalty_on_interest,
        penalty_waived=account.penalty_waived,
        interest_waived=account.interest_waived,
        late_fee_waived=account.fee_waived,
        daily_fees=account.daily_fees,
        shown_on=one.shown.on if one.shown else None,
        exact_daily=exact,
        costs=account.penalty_and_charges,
        principal_days=account.principal_days,
        in_grace=not account.is_late(day) and one.due_date < day,
        is_uncertain=account.is_uncertain,
    )


def _reconciliation(
    case: Case, obligations: Obligations, bills: tuple[BillFigures, ...], sums: Total
) -> Reconciliation | None:
    """The search for what explains the lender's figures, or None where it claims none (most cases)."""
    if all(claim is None for claim in (sums.claimed_penalty, *(bill.claimed_penalty for bill in bills))):
        return None
    from letters.negotiation.dispute import Reconciliation

    return Reconciliation(case, obligations, bills, sums)


def disputed_penalty(bills: tuple[BillFigures, ...], sums: Total) -> Decimal:
    if sums.difference is not None:
        return max(sums.difference, ZERO)
    return total(bill.difference for bill in bills if bill.difference is not None and bill.difference > 0)

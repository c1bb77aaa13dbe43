"""Situations of the telephone call: what it is for, and which of the lender's offers can be agreed to there."""

from __future__ import annotations

import re

from letters.negotiation.rung import Offer
from letters.scenario.model.contacts import talks_until
from letters.situation.agreements import AgreementSituations
from letters.situation.bills import BillSituations
from letters.situation.theme import Theme

_LEAVE = re.compile(r"病假|事假|请假|休假|复工|返岗|\bleave\b|back to work", re.IGNORECASE)
"""How a file tells that work goes on with the same employer."""
_PAY_FIRST = re.compile(r"先.{0,4}[付还交].{0,6}(?:元|块|钱|款)|pay\b.{0,30}\bfirst\b", re.IGNORECASE)


class CallSituations(Theme):
    """Situations that choose what is said on the telephone, and how a reply is answered."""

    @property
    def call_asks(self) -> bool:
        """Something is owed; the call neither confirms an agreement nor settles a small debt, and no heir rings."""
        owed = bool(self._figures.total.total_due)
        return owed and not (self.call_confirms or self.call_settles or self._known.has_died)

    @property
    def call_confirms(self) -> bool:
        """The lender's last answer agreed: the call has that confirmed."""
        return self._known.outcome == "accepted" and not self._known.has_died

    @property
    def call_settles(self) -> bool:
        """All that the request leaves can be paid today: the call says so and asks for the penalty off or back."""
        to_pay = (self._known.low.at_high or self._known.low).to_pay
        today = self._scenario.request.today
        pays = today is not None and today >= to_pay and bool(self._figures.total.total_due)
        return pays and self._known.outcome != "accepted" and not self._known.has_died

    @property
    def settles_all(self) -> bool:
        """The call settles a small debt, and what can be paid today is all that is owed, the penalty too."""
        return self.call_settles and BillSituations(self._known).small_and_payable

    @property
    def asks_waiver(self) -> bool:
        """Something is asked to be waived."""
        return bool(self._figures.asked_in_all)

    @property
    def call_counters(self) -> bool:
        """The call answers an offer of a part with the same counter-offer as the letters."""
        return self.call_asks and AgreementSituations(self._known).answers_offer

    @property
    def offers_parts(self) -> bool:
        """The call offers a plan of more than one instalment, which a month carries or may carry."""
        answer = self._known.answer if self.call_counters else None
        plan = (answer.counter if answer else None) or self._figures.ladder.call.plan
        return plan is not None and plan.in_parts

    @property
    def call_pauses(self) -> bool:
        """The call offers no plan but asks for a pause."""
        pauses = self._figures.defer is not None or self._known.leaves_nothing
        return self._figures.ladder.call.plan is None and pauses and not self.call_counters

    @property
    def half_agreeable(self) -> bool:
        """Half of the penalty waived can be agreed to once accrual stops: a month carries its instalment."""
        return _is(self._figures.ladder.call.half, "accept")

    @property
    def half_too_dear(self) -> bool:
        """A month does not carry the instalment that half of the penalty waived leaves."""
        return _is(self._figures.ladder.call.half, "refuse")

    @property
    def half_too_little(self) -> bool:
        """A month carries what half of the penalty waived leaves, but the borrower accepts from more on."""
        half = self._figures.ladder.call.half
        return _is(half, "hold") and bool(half and half.fits)

    @property
    def stop_agreeable(self) -> bool:
        """Nothing waived can be agreed to once accrual stops: a month carries the instalment."""
        return _is(self._figures.ladder.call.stop, "accept")

    @property
    def stop_too_dear(self) -> bool:
        """A month does not carry the instalment of all that is owed."""
        return _is(self._figures.ladder.call.stop, "refuse")

    @property
    def asks_half(self) -> bool:
        """No more than half of the penalty, or of the interest where no penalty is, is asked to be waived."""
        figures, sums = self._figures, self._figures.total
        asked = figures.asked or figures.asked_interest
        return bool(asked) and asked * 2 <= (sums.penalty_outstanding if figures.asked else sums.interest)

    @property
    def charges_are_all(self) -> bool:
        """Penalty and other charges are asked to be waived, all of them and so that principal alone is left."""
        figures = self._figures
        return figures.asked_in_all > figures.asked and figures.to_pay == figures.total.principal_outstanding

    @property
    def back_at_same_work(self) -> bool:
        """The file tells of leave from work, or of the return to it: work goes on with the same employer."""
        hardship = self._scenario.hardship
        told = [hardship.event, hardship.story, hardship.in_short, *(one.document for one in hardship.evidence)]
        speaks = any(_LEAVE.search(text) for text in told if text)
        return hardship.kind != "job-loss" and (hardship.sick_leave_until is not None or speaks)

    @property
    def told_to_pay_first(self) -> bool:
        """The lender last answered that something is to be paid first."""
        asked = talks_until(self._scenario.contacts, self._case.date)
        return bool(asked) and bool(_PAY_FIRST.search(asked[-1].promised or ""))

    @property
    def pays_charges_first(self) -> bool:
        """A payment goes to penalty or fees before principal, and some are owed."""
        return self._case.lender.allocation != "principal-first" and bool(self._figures.total.penalty_outstanding)


def _is(offer: Offer | None, verdict: str) -> bool:
    return offer is not None and offer.verdict == verdict

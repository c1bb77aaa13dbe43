"""Situations of the telephone call: what it is for, and which of the lender's offers can be agreed to there."""

from __future__ import annotations

from letters.negotiation.rung import Offer
from letters.situation.theme import Theme


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
    def asks_waiver(self) -> bool:
        """Something is asked to be waived."""
        return bool(self._figures.asked_in_all)

    @property
    def offers_parts(self) -> bool:
        """The call offers a plan of more than one instalment, which a month carries or may carry."""
        plan = self._figures.ladder.script.plan
        return plan is not None and plan.in_parts

    @property
    def call_pauses(self) -> bool:
        """The call offers no plan but asks for a pause."""
        pauses = self._figures.defer is not None or self._known.leaves_nothing
        return self._figures.ladder.script.plan is None and pauses

    @property
    def half_agreeable(self) -> bool:
        """Half of the penalty waived can be agreed to once accrual stops: a month carries its instalment."""
        return _is(self._figures.ladder.script.half, "accept")

    @property
    def half_too_dear(self) -> bool:
        """A month does not carry the instalment that half of the penalty waived leaves."""
        return _is(self._figures.ladder.script.half, "refuse")

    @property
    def half_too_little(self) -> bool:
        """A month carries what half of the penalty waived leaves, but the borrower accepts from more on."""
        half = self._figures.ladder.script.half
        return _is(half, "hold") and bool(half and half.fits)

    @property
    def stop_agreeable(self) -> bool:
        """Nothing waived can be agreed to once accrual stops: a month carries the instalment."""
        return _is(self._figures.ladder.script.stop, "accept")

    @property
    def stop_too_dear(self) -> bool:
        """A month does not carry the instalment of all that is owed."""
        return _is(self._figures.ladder.script.stop, "refuse")

    @property
    def today_less(self) -> bool:
        """A sum can be paid today that is less than what is owed."""
        today = self._scenario.request.today
        return today is not None and today < self._figures.total.total_due

    @property
    def pays_charges_first(self) -> bool:
        """A payment goes to penalty or fees before principal, and some are owed."""
        return self._case.lender.allocation != "principal-first" and bool(self._figures.total.penalty_outstanding)


def _is(offer: Offer | None, verdict: str) -> bool:
    return offer is not None and offer.verdict == verdict

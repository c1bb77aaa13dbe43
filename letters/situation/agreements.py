"""Situations of what the lender answered in figures: what was agreed and paid, what a counter-offer can say."""

from __future__ import annotations

from letters.negotiation.plans import planned
from letters.negotiation.rung import Offer
from letters.situation.theme import Theme


class AgreementSituations(Theme):
    """Situations of the lender's last answer and of what follows from it."""

    @property
    def waiver_named(self) -> bool:
        """What the lender's answer waives is known, be it nothing."""
        return self._known.answer is not None and self._known.answer.waived is not None

    @property
    def waiver_logged(self) -> bool:
        """The contact with the lender's answer names what is waived, so that nothing was inferred."""
        return self._known.answer is not None and self._known.answer.contact.waived is not None

    @property
    def waives_only_penalty(self) -> bool:
        """What the lender's answer waives is no more than the penalty outstanding on its day."""
        return self._known.answer is not None and self._known.answer.is_penalty

    @property
    def paid_since_answer(self) -> bool:
        """Something was paid since the lender's answer."""
        return bool(self._known.answer and self._known.answer.paid_since)

    @property
    def terms_agreed(self) -> bool:
        """The lender agreed, and what is then paid is known."""
        return self._agreed is not None

    @property
    def waiver_agreed(self) -> bool:
        """The lender agreed to waive an amount above nothing."""
        answer = self._known.answer
        return bool(answer and answer.outcome == "accepted" and answer.waived)

    @property
    def agreed_rest(self) -> bool:
        """The lender agreed, and something is left to pay by that."""
        return bool(self._agreed and self._agreed.to_pay)

    @property
    def agreed_rest_dated(self) -> bool:
        """Something is left to pay by what was agreed, on the dates of the plan that was asked for."""
        return self.agreed_rest and self._scenario.request.plan is not None

    @property
    def agreed_rest_paid(self) -> bool:
        """Something was left to pay by what was agreed, and it is paid."""
        return self.agreed_rest and bool(self._known.answer and self._known.answer.settled)

    @property
    def agreed_beyond_means(self) -> bool:
        """A month does not carry what was agreed."""
        return self._agreed is not None and self._agreed.fits is False

    @property
    def agreed_within_means(self) -> bool:
        """A month carries what was agreed."""
        return self._agreed is not None and self._agreed.fits is True

    @property
    def settled_by_agreement(self) -> bool:
        """Nothing is left to pay, and the lender agreed to known terms."""
        return self._known.settled is not None and self.terms_agreed

    @property
    def can_counter(self) -> bool:
        """The lender agreed to a part, and there is a counter-offer that a month carries."""
        return self._counter is not None

    @property
    def answers_offer(self) -> bool:
        """The lender agreed to a part, and the month carries a plan that answers it: the e-mail is that answer."""
        known = self._figures.affordability.for_plan is not None
        return self.counter_leaves_rest and known and self._scenario.request.plan is not None

    @property
    def counter_leaves_rest(self) -> bool:
        """The counter-offer leaves something to pay."""
        return bool(self._counter and self._counter.to_pay)

    @property
    def counter_asks_more(self) -> bool:
        """The counter-offer asks for more than was offered, and that can be taken in instalments instead."""
        return bool(self._known.answer and self._known.answer.taken)

    @property
    def counter_pays_first(self) -> bool:
        """The counter-offer pays a sum once it is confirmed, and instalments after it."""
        return bool(self._counter and self._counter.pay_now)

    @property
    def offer_has_condition(self) -> bool:
        """The lender's offer has a condition."""
        return self._known.answer is not None and self._known.answer.contact.condition is not None

    @property
    def growth_outweighs(self) -> bool:
        """Penalty that is not stopped would add more while the plan is kept than the lender offered to waive."""
        given = self._known.answer
        return bool(given and given.waived and given.growth and given.growth > given.waived)

    @property
    def counter_changes_count(self) -> bool:
        """The counter-offer has other instalments than the plan asked for, which no month carries."""
        plan = self._scenario.request.plan
        return bool(
            plan
            and self._counter
            and self._counter.plan != planned(plan, self._counter.to_pay - self._counter.pay_now).rows
        )

    @property
    def _agreed(self) -> Offer | None:
        answer = self._known.answer
        return answer.offer if answer and answer.outcome == "accepted" else None

    @property
    def _counter(self) -> Offer | None:
        return self._known.answer.counter if self._known.answer else None

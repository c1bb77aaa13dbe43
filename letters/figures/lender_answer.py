"""What the lender last answered, and what follows from it in figures: what was agreed, or what to offer next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, total
from letters.figures.counter_offer import asked, counter_offer, growth, offer_of, offer_taken
from letters.figures.figures import Figures, compute_figures
from letters.negotiation.plans import covered
from letters.negotiation.rung import Instalment, Offer
from letters.reference_data.letter_kinds import Role, role_of
from letters.scenario.load import Case
from letters.scenario.model.asked import ALL
from letters.scenario.model.contacts import ANSWERS, Contact, in_order


class Answer(NamedTuple):
    """The lender's last answer, with the figures of its day.

    `waived` is what was agreed, or offered, to be waived, or None if the log gives no amount of an offer. `total_due`
    was owed on `as_of`, the day of the answer, or of the counter-offer that it accepts.

    `offer` is what is then paid, and when; it has no plan if none was asked for. `counter` answers a part, with no
    instalment that a month does not carry; None if no plan can be kept.
    """

    contact: Contact
    outcome: str
    before: Contact | None
    """An earlier contact that agreed, if this answer takes that back."""
    waived: Decimal | None
    as_of: date
    total_due: Decimal
    penalty: Decimal
    """The penalty outstanding then."""
    is_penalty: bool
    """Whether what is waived can be penalty alone; what is more includes something else."""
    offer: Offer | None
    counter: Offer | None
    taken: Offer | None
    """What the lender offered, in instalments, to fall back on, or None if the counter-offer asks for no more."""
    growth: Decimal | None
    """What penalty adds if it is not stopped while that, else the counter-offer, is paid; None if not known."""
    paid_since: Decimal
    settled: bool
    """Whether the payments since the answer make up what was agreed, or nothing is owed any more."""


def answer(case: Case, figures: Figures, on: date) -> Answer | None:
    """Returns the lender's last answer up to a day, or None if the log has none.

    If the rate is a range these are the sums of the low end; what can be kept or is settled holds at the high end too.
    """
    return answers(case, figures, on)[0]


def answers(case: Case, figures: Figures, on: date) -> tuple[Answer | None, Answer | None]:
    """Returns the last answer at the low and at the high end of the rate; one answer twice if the rate is known."""
    if figures.at_high is None:
        given = _answer(case, figures, on)
        return given, given
    high = _answer(figures.at_high.case, figures.at_high, on)
    return _answer(case, figures, on, like=high), high


def _answer(case: Case, figures: Figures, on: date, like: Answer | None = None) -> Answer | None:
    """Returns the answer at one end of the rate.

    If the lender agreed without naming an amount, it agreed to what was last on the table: the counter-offer that was
    sent, at its own figures; else the part that it had offered; else what was asked for.
    """
    log = in_order(one for one in case.scenario.contacts if one.date <= on)
    given = [one for one in log if one.outcome in ANSWERS]
    if not given:
        return None
    place = _first_said(given)
    last, before = given[place], given[place - 1] if place else None
    assert last.outcome
    then, agreed, offer = _on(case, last.date), last.waived, None
    if last.outcome == "accepted" and before and before.outcome == "partly":
        sent = _countered(case, log, before, last)
        made = _on(case, sent.date) if sent else then
        counter = counter_offer(case, made, before.waived, like.offer if like else None) if sent else None
        if counter and agreed in {None, counter.waived}:
            then, agreed, offer = made, counter.waived, counter
        elif agreed is None:
            agreed = before.waived
    elif last.outcome == "accepted" and agreed is None:
        agreed = min(asked(case, then.total.penalty_outstanding), then.total.penalty_outstanding)
    owed = then.total.total_due + covered(case, then.to_come)
    if offer is None and agreed is not None:
        offer = offer_of(case, "answer", agreed, owed, last.date)
    if offer is not None:
        offer = replace(offer, fits=figures.affordability.carries(offer.plan))
    counter = counter_offer(case, figures, agreed, like.counter if like else None) if last.outcome == "partly" else None
    taken = offer_taken(case, figures, agreed, counter)
    kept_plan = taken or counter
    paid = _paid(figures, then.as_of, on)
    kept = last.outcome == "accepted" and offer is not None and paid >= offer.to_pay
    return Answer(
        contact=last,
        outcome=last.outcome,
        before=_taken_back(given, last),
        waived=agreed,
        as_of=then.as_of,
        total_due=then.total.total_due,
        penalty=then.total.penalty_outstanding,
        is_penalty=agreed is None or agreed <= then.total.penalty_outstanding,
        offer=offer,
        counter=counter,
        taken=taken,
        growth=growth(figures, kept_plan.plan) if kept_plan else None,
        paid_since=paid,
        settled=like.settled if like else kept or figures.total.total_due == ZERO,
    )


def _first_said(given: list[Contact]) -> int:
    """Returns the place of the answer that stands: the last one, or where it only says again, perhaps in writing, that
    the lender agrees, the first of those.
    """
    place = len(given) - 1
    while place and all(one.outcome == "accepted" for one in given[place - 1 : place + 1]):
        if given[place].waived not in {None, given[place - 1].waived}:
            break
        place -= 1
    return place


def _countered(case: Case, log: list[Contact], offered: Contact, agreed: Contact) -> Contact | None:
    """Returns the last counter-offer that was sent between two answers."""
    first, end = (next(place for place, one in enumerate(log) if one is contact) for contact in (offered, agreed))
    between = reversed(log[first:end])
    return next((one for one in between if role_of(case.library, one.letter) is Role.COUNTER_OFFER), None)


def agreed_plan(case: Case, given: Answer | None) -> Offer | None:
    """Returns the plan that an answer agreed to; None if it agreed to none, or to one that leaves nothing to pay."""
    if given is None or given.outcome != "accepted" or case.scenario.request.plan is None:
        return None
    return given.offer if given.offer and given.offer.to_pay else None


class AgreedTerms(NamedTuple):
    """What the lender agreed to: on which day, by the figures of which day, and what has been paid since."""

    on: date
    as_of: date
    waived: Decimal
    to_pay: Decimal
    paid: Decimal
    settled: bool
    plan: tuple[Instalment, ...]


def agreed_terms(figures: Figures) -> AgreedTerms | None:
    """Returns what was agreed up to the day of the figures; None if the last answer agrees to nothing known."""
    given = answer(figures.case, figures, figures.as_of)
    if given is None or given.outcome != "accepted" or given.offer is None:
        return None
    offer = given.offer
    return AgreedTerms(
        given.contact.date, given.as_of, offer.waived, offer.to_pay, given.paid_since, given.settled, offer.plan
    )


def counter_terms(figures: Figures) -> Offer | None:
    """Returns the counter-offer to what the lender answered up to the day of the figures; None if there is none."""
    given = answer(figures.case, figures, figures.as_of)
    return given.counter if given else None


class Settled(NamedTuple):
    """A case in which nothing is left to pay; `last` is the day of the last payment, if the scenario has any."""

    last: date | None


def settled(case: Case, figures: Figures, given: Answer | None) -> Settled | None:
    """Returns how the debt was settled, or None if something is left to pay, as far as the scenario shows."""
    if figures.to_come or ((figures.at_high or figures).total.total_due and not (given and given.settled)):
        return None
    return Settled(max((one.date for one in figures.obligations.payments if one.date <= case.as_of), default=None))


def _taken_back(given: list[Contact], last: Contact) -> Contact | None:
    """Returns the last contact that agreed, where the answer that stands does not."""
    if last.outcome == "accepted":
        return None
    return next((one for one in reversed(given) if one.outcome == "accepted"), None)


def _on(case: Case, day: date) -> Figures:
    """Returns the figures of a day without regard to what is asked for, which may be more than was owed then.

    What is paid on that day is paid on what was agreed.
    """
    nothing = dict.fromkeys(("plan", "accept_from", "waive_interest", "waive_late_fee", "waive_fees", "defer"))
    request = case.scenario.request.copy_with({**nothing, "waive": ALL, "offers": ()})
    scenario = case.scenario.copy_with({"request": request})
    return compute_figures(replace(case, scenario=scenario, as_of=day, date=day), paid_before=day)


def _paid(figures: Figures, after: date, until: date) -> Decimal:
    """Returns what was paid from one day to another, both included, in yuan."""
    return total(payment.amount for payment in figures.obligations.payments if after <= payment.date <= until)

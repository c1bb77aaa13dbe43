"""What is asked and offered, each as the tree of what it is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath
from letters.base.field_types import Waive
from letters.base.money import ZERO, grouped, percent, total
from letters.figures.traces.bills import Tracer, summed
from letters.figures.traces.sources import in_file, letters_date
from letters.figures.traces.trace import Trace, total_of
from letters.negotiation.rung import SOON, Offer
from letters.negotiation.script import LESS_AND_LESS

WAIVED_BESIDE = {
    "waived_interest": "waive_interest",
    "waived_late_fee": "waive_late_fee",
    "waived_fees": "waive_fees",
}
"""What an offer waives beside penalty, and the keys of the request that ask for it."""
REQUEST: FieldPath = ("request", "waive")
ACCEPT_FROM = "accept-from"


OFFERS, SCRIPT = "offers", "script.offers"
"""The two lists of the JSON that offers stand in."""


def _offer(tracer: Tracer, listed: str, place: int) -> Offer:
    rungs = tracer.figures.offers if listed == OFFERS else tracer.figures.ladder.script.offers
    return rungs[place]


def waived(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what an offer asks to be waived of the penalty outstanding."""
    offer, request = _offer(tracer, listed, place), tracer.case.scenario.request
    figure = f"{listed}[{place}].waived"
    own = _own(tracer, offer)
    if offer.name == ACCEPT_FROM and request.accept_from:
        return _share(tracer, figure, offer.waived, request.accept_from, ("request", "accept_from"))
    if (share := dict(LESS_AND_LESS).get(offer.name)) is not None:
        return _share(tracer, figure, offer.waived, Waive(share=share), None)
    if own is not None and (waive := request.offers[own].waive):
        return _share(tracer, figure, offer.waived, waive, ("request", "offers", own, "waive"))
    return _share(tracer, figure, offer.waived, request.waive, in_file(tracer.case, REQUEST))


def _share(tracer: Tracer, figure: str, amount: Decimal, waive: Waive, origin: FieldPath | None) -> Trace:
    penalty = tracer.total("penalty_outstanding")
    if waive.share is None:
        return Trace("waived-amount", amount, figure=figure, origin=origin)
    facts = {"share": percent(waive.share), "outstanding": grouped(total_of([penalty]))}
    return Trace("waived-share", amount, facts=facts, figure=figure, origin=origin, notes=(penalty,))


def _own(tracer: Tracer, offer: Offer) -> int | None:
    """Returns the number of one of the user's own offers."""
    offers = tracer.case.scenario.request.offers
    return next((place for place, one in enumerate(offers) if offer.own and one.name == offer.name), None)


def to_pay(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns all that is owed, less what is waived."""
    offer, waiver = _offer(tracer, listed, place), _alone(waived(listed, tracer, place))
    others = [
        Trace(f"{OFFERS}[].{key}", amount, origin=("request", asked)).negated()
        for key, asked in WAIVED_BESIDE.items()
        if (amount := getattr(offer, key))
    ]
    covers = [Trace("covered", offer.covers, origin=("request", "plan", "covers"))] if offer.covers else []
    return summed(f"{listed}[{place}].to_pay", (tracer.total_due(), waiver.negated(), *others, *covers))


def waived_beside(key: str, listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what an offer asks to be waived of something else than penalty."""
    amount = getattr(_offer(tracer, listed, place), key)
    return Trace(f"{OFFERS}[].{key}", amount, origin=("request", WAIVED_BESIDE[key]) if amount else None)


def of_the_rest(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what an offer's plan leaves: what is to pay less its payments."""
    offer = _offer(tracer, listed, place)
    paid = Trace("planned-payments", -offer.pays, origin=("request", "plan"))
    return summed(f"{listed}[{place}].rest.amount", (to_pay(listed, tracer, place), paid))


def _alone(trace: Trace) -> Trace:
    """Returns the trace without its notes, for a line beside which they stand already."""
    return replace(trace, notes=())


def instalment(listed: str, tracer: Tracer, place: int, row: int) -> Trace:
    """Returns one payment: what is paid today, an equal part rounded down, or for the last one the rest."""
    offer, figure = _offer(tracer, listed, place), f"{listed}[{place}].plan[{row}].amount"
    own = _own(tracer, offer)
    today = (own is not None and tracer.case.scenario.request.offers[own].today) or ZERO
    before = 1 if today and len(offer.plan) > 1 else 0
    if row < before:
        return Trace("paid-today", today, figure=figure, origin=("request", "offers", own or 0, "today"))
    rest, count = to_pay(listed, tracer, place), len(offer.plan) - before
    taken = [Trace("paid-today", -today, origin=("request", "offers", own or 0, "today"))] if before else []
    amount = offer.plan[row].amount
    plan = tracer.case.scenario.request.plan
    if own is None and plan and not plan.instalments and row < len(offer.plan) - 1:
        return Trace("instalment-named", amount, figure=figure, origin=_plan(own), notes=(rest,))
    if row == len(offer.plan) - 1 and offer.rest:
        return Trace("instalment-named", amount, figure=figure, origin=_plan(own), notes=(rest,))
    if row < len(offer.plan) - 1:
        facts = {"to_pay": grouped(offer.to_pay - (today if before else ZERO)), "count": str(count)}
        return Trace("instalment", amount, facts=facts, figure=figure, origin=_plan(own), notes=(rest, *taken))
    if count > 1:
        each = offer.plan[before].amount
        facts = {"each": grouped(each), "count": str(count - 1)}
        earlier = total(one.amount for one in offer.plan[before:-1])
        kind = "earlier-instalments" if offer.is_regular else "planned-payments"
        taken.append(Trace(kind, -earlier, facts=facts, origin=_plan(own)))
    return summed(figure, (rest, *taken))


def _plan(own: int | None) -> FieldPath:
    return ("request", "plan") if own is None else ("request", "offers", own)


def instalment_date(listed: str, tracer: Tracer, place: int, row: int) -> Trace:
    """Returns the day of the letters, or so many months after the first instalment."""
    offer = _offer(tracer, listed, place)
    later = [one.date for one in offer.plan if one.date > tracer.case.date]
    if offer.plan[row].date not in later:
        return Trace("letters-date", origin=letters_date(tracer.case))
    months = later.index(offer.plan[row].date)
    facts = {"first": later[0].isoformat(), "months": str(months)}
    return Trace("instalment-date", facts=facts, origin=_plan(_own(tracer, offer)))


def accept_from(tracer: Tracer) -> Trace:
    """Returns the waiver from which an offer is accepted, as the request says; nothing if it does not."""
    waive, amount = tracer.case.scenario.request.accept_from, tracer.figures.ladder.accept_from
    if waive is None or amount is None:
        return Trace("missing", figure="accept_from")
    return _share(tracer, "accept_from", amount, waive, ("request", "accept_from"))


def asked(tracer: Tracer) -> Trace:
    """Returns what the request asks to be waived."""
    request = tracer.case.scenario.request
    return _share(tracer, "asked", tracer.figures.asked, request.waive, in_file(tracer.case, REQUEST))


def asked_beside(key: str, tracer: Tracer) -> Trace:
    """Returns what the request asks to be waived of something else than penalty; `key` is `interest`, `late_fee` or
    `fees`."""
    amount: Decimal = getattr(tracer.figures, f"asked_{key}")
    return Trace(f"asked_{key}", amount, origin=in_file(tracer.case, ("request", WAIVED_BESIDE[f"waived_{key}"])))


def asked_in_all(tracer: Tracer) -> Trace:
    """Returns all that the request asks to be waived: of the penalty, and of what else it names."""
    others = [asked_beside(key, tracer) for key in ("interest", "late_fee", "fees")]
    return summed("asked_in_all", (asked(tracer), *(one for one in others if one.amount)))


def remaining_beside(key: str, tracer: Tracer) -> Trace:
    """Returns what the request leaves of something else than penalty: what is outstanding of it, less what it asks."""
    outstanding = replace(tracer.total("daily_fees"), figure="") if key == "fees" else tracer.total(key)
    return summed(f"remaining_{key}", (outstanding, asked_beside(key, tracer).negated()))


def remaining_penalty(tracer: Tracer) -> Trace:
    """Returns the penalty outstanding, less what is asked to be waived of it."""
    return summed("remaining_penalty", (tracer.total("penalty_outstanding"), _alone(asked(tracer)).negated()))


def pay_now(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what of an offer is paid by the letters' date."""
    return _paid_by(tracer.case.date, "pay_now", listed, tracer, place)


def within_30_days(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what of an offer the lender has within thirty days of the letters' date."""
    return _paid_by(tracer.case.date + SOON, "within_30_days", listed, tracer, place)


def _paid_by(day: date, key: str, listed: str, tracer: Tracer, place: int) -> Trace:
    rows = [row for row, one in enumerate(_offer(tracer, listed, place).plan) if one.date <= day]
    if not rows:
        return Trace(f"{OFFERS}[].{key}", ZERO)
    return summed("", [instalment(listed, tracer, place, row) for row in rows])


def per_month(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns the largest of the later payments."""
    offer = _offer(tracer, listed, place)
    row = next((row for row, one in enumerate(offer.plan) if one.amount == offer.per_month), None)
    if offer.per_month is None or row is None:
        return Trace("none-later")
    return Trace(f"{OFFERS}[].per_month", offer.per_month, notes=(instalment(listed, tracer, place, row),))


def saving(listed: str, tracer: Tracer, place: int) -> Trace:
    """Returns what would still be owed: the sum paid, until when, and what is owed today."""
    offer = _offer(tracer, listed, place)
    facts = {"to_pay": grouped(offer.to_pay), "last": offer.last.isoformat()}
    return Trace(f"{OFFERS}[].saving", offer.saving, facts=facts, notes=(tracer.total_due(),))

"""What is asked, offered and left of a month, each as the tree of what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

from letters.base.errors import Path
from letters.base.money import ZERO, grouped, percent
from letters.case.fields import Waive
from letters.figures.offers import Offer
from letters.figures.trace import Trace, total_of
from letters.figures.tracer import Tracer, summed

REQUEST: Path = ("request", "waive")
ACCEPT_FROM = "accept-from"


OFFERS, SCRIPT = "offers", "script.offers"
"""The two lists of the JSON that offers stand in."""


def _offer(tracer: Tracer, listed: str, place: int) -> Offer:
    rungs = tracer.figures.offers if listed == OFFERS else tracer.figures.ladder.script.offers
    return rungs[place]


def waived(listed: str, tracer: Tracer, place: int) -> Trace:
    """What an offer asks to be waived of the penalty outstanding."""
    offer, request = _offer(tracer, listed, place), tracer.case.scenario.request
    figure = f"{listed}[{place}].waived"
    own = _own(tracer, offer)
    if offer.name == ACCEPT_FROM and request.accept_from:
        return _share(tracer, figure, offer.waived, request.accept_from, ("request", "accept_from"))
    if offer.name == "half-plan":
        return _share(tracer, figure, offer.waived, Waive(share=Decimal("0.5")), None)
    if own is not None and (waive := request.offers[own].waive):
        return _share(tracer, figure, offer.waived, waive, ("request", "offers", own, "waive"))
    return _share(tracer, figure, offer.waived, request.waive, REQUEST)


def _share(tracer: Tracer, figure: str, amount: Decimal, waive: Waive, origin: Path | None) -> Trace:
    penalty = tracer.total("penalty_outstanding")
    if waive.share is None:
        return Trace("waived-amount", amount, figure=figure, origin=origin)
    facts = {"share": percent(waive.share), "outstanding": grouped(total_of([penalty]))}
    return Trace("waived-share", amount, facts=facts, figure=figure, origin=origin, notes=(penalty,))


def _own(tracer: Tracer, offer: Offer) -> int | None:
    """The number of one of the user's own offers."""
    offers = tracer.case.scenario.request.offers
    return next((place for place, one in enumerate(offers) if offer.own and one.name == offer.name), None)


def to_pay(listed: str, tracer: Tracer, place: int) -> Trace:
    """All that is owed, less what is waived."""
    waiver = replace(waived(listed, tracer, place), notes=())
    return summed(f"{listed}[{place}].to_pay", (tracer.total_due(), waiver.negated()))


def instalment(listed: str, tracer: Tracer, place: int, row: int) -> Trace:
    """One payment: what is paid today, an equal part rounded down, or for the last one the rest."""
    offer, figure = _offer(tracer, listed, place), f"{listed}[{place}].plan[{row}].amount"
    own = _own(tracer, offer)
    today = (own is not None and tracer.case.scenario.request.offers[own].today) or ZERO
    before = 1 if today and len(offer.plan) > 1 else 0
    if row < before:
        return Trace("paid-today", today, figure=figure, origin=("request", "offers", own or 0, "today"))
    rest, count = to_pay(listed, tracer, place), len(offer.plan) - before
    taken = [Trace("paid-today", -today)] if before else []
    amount = offer.plan[row].amount
    if row < len(offer.plan) - 1:
        facts = {"to_pay": grouped(offer.to_pay - (today if before else ZERO)), "count": str(count)}
        return Trace("instalment", amount, facts=facts, figure=figure, origin=_plan(own), notes=(rest, *taken))
    if count > 1:
        each = offer.plan[before].amount
        facts = {"each": grouped(each), "count": str(count - 1)}
        taken.append(Trace("earlier-instalments", -each * (count - 1), facts=facts, origin=_plan(own)))
    return summed(figure, (rest, *taken))


def _plan(own: int | None) -> Path:
    return ("request", "plan") if own is None else ("request", "offers", own)


def instalment_date(listed: str, tracer: Tracer, place: int, row: int) -> Trace:
    """The day of the letters, or so many months after the first instalment."""
    offer = _offer(tracer, listed, place)
    later = [one.date for one in offer.plan if one.date > tracer.case.date]
    if offer.plan[row].date not in later:
        return Trace("letters-date", origin=("date",))
    months = later.index(offer.plan[row].date)
    facts = {"first": later[0].isoformat(), "months": str(months)}
    return Trace("instalment-date", facts=facts, origin=_plan(_own(tracer, offer)))


def accept_from(tracer: Tracer) -> Trace:
    """From which waiver on an offer is accepted: as the request says, or half."""
    waive = tracer.case.scenario.request.accept_from
    origin: Path | None = ("request", "accept_from") if waive else None
    return _share(
        tracer, "accept_from", tracer.figures.ladder.accept_from, waive or Waive(share=Decimal("0.5")), origin
    )


def income(tracer: Tracer) -> Trace:
    """The income now, as the scenario says."""
    return Trace("stated", tracer.figures.affordability.income, figure="affordability.income", origin=("income", "now"))


def _listed(figure: str, rows: list[tuple[str, Decimal | None]], origin: str, key: str) -> Trace:
    """The sum of what a list of the scenario says; nothing where an amount is missing."""
    if not rows or any(amount is None for _, amount in rows):
        return Trace("missing", figure=figure)
    parts = [
        Trace("item", amount, facts={"label": label}, origin=(origin, place, key))
        for place, (label, amount) in enumerate(rows)
    ]
    return summed(figure, parts)


def expenses(tracer: Tracer) -> Trace:
    """What is needed to live on."""
    rows = [(item.label, item.amount) for item in tracer.case.scenario.expenses or ()]
    return _listed("affordability.expenses", rows, "expenses", "amount")


def minimums(tracer: Tracer) -> Trace:
    """The least to pay to others."""
    rows = [(debt.creditor, debt.minimum) for debt in tracer.case.scenario.debts or ()]
    return _listed("affordability.minimums", rows, "debts", "minimum")


def available(tracer: Tracer) -> Trace:
    """Income less expenses."""
    return _less("affordability.available", income(tracer), expenses(tracer))


def for_plan(tracer: Tracer) -> Trace:
    """What is left of that after the minimums of other debts."""
    if not tracer.case.scenario.debts:
        return replace(available(tracer), figure="affordability.for_plan")
    return _less("affordability.for_plan", available(tracer), minimums(tracer))


def _less(figure: str, first: Trace, second: Trace) -> Trace:
    if first.amount is None or second.amount is None:
        return Trace("missing", figure=figure)
    return summed(figure, (first, second.negated()))


def balances(tracer: Tracer) -> Trace:
    """All debts together, this lender's first."""
    rows = [(debt.creditor, debt.balance) for debt in tracer.case.scenario.debts or ()]
    others = _listed("", rows, "debts", "balance") if rows else summed("", ())
    if others.amount is None:
        return replace(others, figure="budget.balances")
    return summed("budget.balances", (tracer.total_due(), *others.parts))


def _growth(days: int) -> Callable[[Tracer], Trace]:
    """By how much the debt grows in some days."""
    return lambda tracer: summed("", (*tracer.after_waiting(days), tracer.total_due().negated()))


_OF_AN_OFFER: Mapping[str, Callable[..., Trace]] = {
    "waived": waived,
    "to_pay": to_pay,
    "plan[].amount": instalment,
    "plan[].date": instalment_date,
}
EXPLAINED: Mapping[str, Callable[..., Trace]] = {
    **{f"{listed}[].{key}": partial(how, listed) for listed in (OFFERS, SCRIPT) for key, how in _OF_AN_OFFER.items()},
    "accept_from": accept_from,
    "affordability.income": income,
    "affordability.expenses": expenses,
    "affordability.minimums": minimums,
    "affordability.available": available,
    "affordability.for_plan": for_plan,
    "budget.income": income,
    "budget.expenses": expenses,
    "budget.minimums": minimums,
    "budget.available": available,
    "budget.after_minimums": for_plan,
    "budget.balances": balances,
    "cost_of_waiting.day": _growth(1),
    "cost_of_waiting.week": _growth(7),
    "cost_of_waiting.month": _growth(30),
}
"""How each of these figures is explained, called with the numbers in its path."""

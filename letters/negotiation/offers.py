"""The rungs of the negotiation ladder: what each asks, saves and takes, and how to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath, Message
from letters.base.money import ZERO, grouped
from letters.ledger.account import BillAccount
from letters.ledger.totals import Total
from letters.negotiation.affordability import Affordability
from letters.negotiation.plans import Planned, check_divisible, instalments, offered, planned
from letters.negotiation.rung import Instalment, Offer
from letters.negotiation.script import LESS_AND_LESS, Judge, Script, owed_after, script_of
from letters.negotiation.waivers import Waivers, waived, waivers_of_share
from letters.scenario.load import Case
from letters.scenario.model.asked import OwnOffer


class OfferLadder(NamedTuple):
    """The rungs of the negotiation, in the order of the contract and then the user's own."""

    offers: tuple[Offer, ...]
    accept_from: Decimal | None
    """The waiver, in yuan, from which an offer is accepted, or None if the budget alone decides."""
    script: Script
    call: Script
    """The same once what can be paid today is paid, as the letters print the plan: what the call sheet says."""

    @property
    def best_first(self) -> tuple[Offer, ...]:
        """The rungs from the one that waives most to the one that waives least."""
        return tuple(sorted(self.offers, key=lambda offer: -offer.waived))


def ladder(  # noqa: PLR0913 - what a rung is made of and held against
    case: Case,
    sums: Total,
    asked: Waivers,
    means: Affordability,
    accounts: Sequence[BillAccount],
    *,
    covers: Decimal = ZERO,
    like: OfferLadder | None = None,
) -> OfferLadder:
    """Returns all rungs, best first. If there is nothing that could be waived, the plan asked for is the only one.

    A rung that a month does not carry is refused. One that it carries is accepted, unless `accept_from` is given and it
    waives less than that. Any other is held until the lender has said its last word.

    `accounts` stand at `as_of`. `covers` is the principal to come that the plan asked for pays, too. `like` is the
    ladder at the high end of a rate that is a range: then this one, of the low end, has the rungs, instalments and
    answers of that one.
    """
    request, outstanding = case.scenario.request, sums.penalty_outstanding
    accept = request.accept_from
    accept_from = waived(case, outstanding, accept, ("request", "accept_from")) if accept else None
    own = [_own(case, sums, asked, place, offer) for place, offer in enumerate(request.offers)]
    can_waive = outstanding or asked.sum
    rungs = [*_computed(case, sums, asked, means, covers, like), *(own if can_waive else ())]
    known = {(rung.name, rung.own): rung for rung in like.offers} if like else {}
    judge = Judge(case, means, accept_from, owed_after(accounts, case.as_of), known)
    judged = tuple(judge.judged(rung) for rung in rungs if not like or (rung.name, rung.own) in known)
    before, after = (like.script, like.call) if like else (None, None)
    script = script_of(case, sums, asked, judge, judged, covers=covers, like=before, after_today=False)
    call = script
    if (plan := request.plan) and (request.today or plan.review):
        call = script_of(case, sums, asked, judge, judged, covers=covers, like=after, after_today=True)
    return OfferLadder(judged, accept_from, script, call)


def _computed(  # noqa: PLR0913, PLR0917 - as `ladder`
    case: Case, sums: Total, asked: Waivers, means: Affordability, covers: Decimal, like: OfferLadder | None
) -> Iterator[Offer]:
    """Yields the rungs of the contract; with `like`, of the last three those that `like` has."""
    plan, rest = case.scenario.request.plan, sums.total_due - asked.sum
    can_waive = sums.penalty_outstanding or asked.sum
    if can_waive:
        yield offered("request-lump-sum", asked, rest, Planned((Instalment(case.date, rest),)))
    if plan is None or not (can_waive or rest + covers):
        return
    yield offered("request-plan", asked, rest + covers, planned(plan, rest + covers), covers)
    before = asked.sum
    for name, share in LESS_AND_LESS:
        less = waivers_of_share(case, sums, share)
        to_pay = sums.total_due - less.sum + covers
        found = planned(plan, to_pay)
        if less.sum >= before or not found.is_whole:
            continue
        rung = offered(name, less, to_pay, found, covers)
        if like is None and means.carries(rung.plan) is False:
            continue
        before = less.sum
        yield rung


def _own(case: Case, sums: Total, asked: Waivers, place: int, offer: OwnOffer) -> Offer:
    """Returns one of the user's own rungs.

    Raises ScenarioError if it waives more than there is or cannot be divided so.
    """
    path: FieldPath = ("request", "offers", place)
    less = asked._replace(penalty=waived(case, sums.penalty_outstanding, offer.waive, (*path, "waive")))
    to_pay, today = sums.total_due - less.sum, offer.today or ZERO
    if today > to_pay:
        message = Message(
            "{today} is more than the offer leaves to pay, {to_pay}", today=grouped(today), to_pay=grouped(to_pay)
        )
        raise case.refuse((*path, "today"), message)
    rest, first = to_pay - today, offer.first or (case.scenario.request.plan and case.scenario.request.plan.first)
    rows = [Instalment(case.date, today)] if today else []
    if rest and (offer.instalments or offer.first) and first:
        count = offer.instalments or 1
        check_divisible(case, rest, count, (*path, "instalments"))
        rows += instalments(rest, count, first)
    elif rest or not rows:
        rows = [Instalment(case.date, to_pay)]
    return replace(offered(offer.name, less, to_pay, Planned(tuple(rows))), own=True)

"""The rungs of the negotiation ladder: what each asks, saves and takes, and how to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath, Message
from letters.base.money import ZERO, grouped, total
from letters.ledger.account import BillAccount
from letters.ledger.payments import copies_of, pay_oldest
from letters.ledger.totals import Total
from letters.negotiation.affordability import Affordability, largest_plan
from letters.negotiation.plans import Planned, carried_instalments, check_divisible, instalments, offered, planned
from letters.negotiation.rung import SOON, Instalment, Offer
from letters.negotiation.waivers import Waivers, waived, waivers_of_share
from letters.scenario.load import Case
from letters.scenario.model.asked import MOST_INSTALMENTS, OwnOffer

LESS_AND_LESS = (
    ("three-quarters-plan", Decimal("0.75")),
    ("half-plan", Decimal("0.5")),
    ("no-waiver-plan", Decimal(0)),
)
"""The rungs after the plan asked for, each with the share that it waives."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the call script may offer: the plan asked for or, if a month does not carry it, the shortest that it
    carries.

    `plan` pays what the request leaves; `best`, `three_quarters`, `half`, `stop` and `floor` waive all that is asked,
    three quarters of it, half, nothing and `accept_from`. An offer is None if no plan was asked for, or none of at most
    sixty instalments fits.
    """

    plan: Offer | None
    best: Offer | None
    half: Offer | None
    three_quarters: Offer | None
    stop: Offer | None
    """The plan of all that is owed, from a day on which accrual stops."""
    floor: Offer | None
    """The offer at `request.accept_from`, or None if that is not given."""
    rungs: tuple[Offer, ...]
    """What can be agreed, from the most that is waived to the least; nothing that a month does not carry."""
    other_plan: bool
    """Whether its plan is another than the one asked for."""

    @property
    def accepted(self) -> tuple[Offer, ...]:
        """The rungs that can be agreed to at once."""
        return tuple(rung for rung in self.rungs if rung.verdict == "accept")

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Every offer that the script speaks of: what can be agreed, then what is only answered."""
        named = (self.plan, self.three_quarters, self.half, self.stop, self.floor)
        answered = [rung for rung in named if rung and rung not in self.rungs]
        return (*self.rungs, *dict.fromkeys(answered))


@dataclass(frozen=True, slots=True)
class OfferLadder:
    """The rungs of the negotiation, in the order of the contract and then the user's own."""

    offers: tuple[Offer, ...]
    accept_from: Decimal | None
    """The waiver, in yuan, from which an offer is accepted, or None if the budget alone decides."""
    script: Script

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
    judge = _Judge(case, means, accept_from, accounts, known)
    judged = tuple(judge.judged(rung) for rung in rungs if not like or (rung.name, rung.own) in known)
    script = _script(case, sums, asked, judge, judged, covers=covers, like=like.script if like else None)
    return OfferLadder(judged, accept_from, script)


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
    less = replace(asked, penalty=waived(case, sums.penalty_outstanding, offer.waive, (*path, "waive")))
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


@dataclass(frozen=True, slots=True)
class _Judge:
    """What every rung is compared with."""

    case: Case
    means: Affordability
    accept_from: Decimal | None
    accounts: Sequence[BillAccount]
    known: Mapping[tuple[str, bool], Offer]
    """The rungs at the high end of a rate that is a range, the stricter one, by name and whether the user's own."""

    def judged(self, rung: Offer, like: Offer | None = None) -> Offer:
        """Returns the rung with what it takes, what it saves, and the answer to it."""
        like = like or self.known.get((rung.name, rung.own))
        later = [row.amount for row in rung.plan if row.date > self.case.date]
        now = total(row.amount for row in rung.plan if row.date <= self.case.date)
        soon = self.case.date + SOON
        in_hand = total(row.amount for row in rung.plan if row.date <= soon)
        per_month = max(later) if later else None
        carried = self._carried(rung)
        is_enough = self.accept_from is None or rung.waived >= self.accept_from
        verdict = "refuse" if carried is False else "accept" if carried and is_enough else "hold"
        if like:
            carried, verdict = like.fits, like.verdict
        saving = _owed_after(self.accounts, rung, self.case.as_of)
        found = replace(rung, fits=carried, pay_now=now, within_30_days=in_hand, per_month=per_month)
        return replace(found, saving=saving, verdict=verdict)

    def _carried(self, rung: Offer) -> bool | None:
        """Returns whether the means carry a rung: what is paid at once by what is at hand or by a month, and the rest
        month by month; or None if that is not known.
        """
        request = self.case.scenario.request
        named = [offer.today or ZERO for offer in request.offers if rung.own and offer.name == rung.name]
        later = [row for row in rung.plan if row.date > self.case.date]
        month = self.means.carries(later) if later else True
        now = total(row.amount for row in rung.plan if row.date <= self.case.date)
        if now <= max([request.today or ZERO, *named]):
            return month
        once = self.means.carries([Instalment(self.case.date, now)])
        return month if once else once


def _owed_after(accounts: Sequence[BillAccount], rung: Offer, as_of: date) -> Decimal:
    """Returns what would be owed at the end, in yuan, if the rung's sums were paid on its dates without an
    agreement. What it covers of instalments to come is paid last.
    """
    left = rung.covers
    still = sorted((one for one in copies_of(accounts) if not one.is_closed()), key=lambda one: one.due_date)
    open_ = list(still)
    for row in rung.plan:
        left -= min(left, pay_oldest(open_, max(row.date, as_of), row.amount, ()))
    for account in open_:
        account.close(max(rung.last, as_of))
    return total(account.owed for account in still) + left


def _script(  # noqa: PLR0913 - as `ladder`
    case: Case,
    sums: Total,
    asked: Waivers,
    judge: _Judge,
    judged: tuple[Offer, ...],
    *,
    covers: Decimal,
    like: Script | None,
) -> Script:
    """Returns what the call script may offer; `like` is that of the high end of a rate that is a range."""
    others = [rung for rung in judged if rung.own or rung.name == "request-lump-sum"]
    wanted, is_other = case.scenario.request.plan, like.other_plan if like else judge.means.fits is False
    if wanted is None:
        return Script(None, None, None, None, None, None, _agreeable(others), other_plan=False)

    def offer(name: str, less: Waivers, twin: Offer | None) -> Offer | None:
        known = next((rung for rung in judged if rung.name == name and not is_other), None)
        to_pay = sums.total_due - less.sum + covers
        found = planned(wanted, to_pay)
        if like and not twin:
            return None
        if is_other:
            most = largest_plan(to_pay, judge.means.for_plan)
            count = twin.count if twin else most.months if most else MOST_INSTALMENTS + 1
            if count > MOST_INSTALMENTS:
                return None
            found = Planned(carried_instalments(to_pay, count, wanted.first, judge.means))
        return known or judge.judged(offered(name, less, to_pay, found, covers), twin)

    some = bool(sums.penalty_outstanding)
    best = offer("request-plan", asked, like.plan if like else None)

    def less_than_asked(place: int, twin: Offer | None) -> Offer | None:
        name, share = LESS_AND_LESS[place]
        less = waivers_of_share(case, sums, share)
        return offer(name, less, twin) if some and less.sum < asked.sum else None

    most_of_it = less_than_asked(0, like.three_quarters if like else None)
    halved = less_than_asked(1, like.half if like else None)
    stop = less_than_asked(2, like.stop if like else None)
    lowest = case.scenario.request.accept_from
    least = replace(asked, penalty=judge.accept_from or ZERO)
    floor = offer("accept-from", least, like.floor if like else None) if some and lowest else None
    known = [rung for rung in (best, most_of_it, halved, stop, floor) if rung and some]
    return Script(
        plan=best,
        best=best if some else None,
        half=halved,
        three_quarters=most_of_it,
        stop=stop,
        floor=floor,
        rungs=_agreeable([*others, *known]),
        other_plan=is_other,
    )


def _agreeable(rungs: list[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted((rung for rung in rungs if rung.verdict != "refuse"), key=lambda rung: -rung.waived))

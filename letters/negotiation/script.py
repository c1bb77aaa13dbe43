"""What the call script may offer: each waiver with the plan that pays the rest, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from letters.base.money import ZERO, total
from letters.ledger.account import BillAccount
from letters.ledger.payments import copies_of, pay_oldest
from letters.ledger.totals import Total
from letters.negotiation.affordability import Affordability, largest_plan
from letters.negotiation.plans import carried_plan, divided_after_today, offered, planned
from letters.negotiation.rung import SOON, Instalment, Offer
from letters.negotiation.waivers import Waivers, waivers_of_share
from letters.scenario.load import Case

LESS_AND_LESS = (
    ("three-quarters-plan", Decimal("0.75")),
    ("half-plan", Decimal("0.5")),
    ("no-waiver-plan", Decimal(0)),
)
"""The rungs after the plan asked for, each with the share that it waives."""
Plan = tuple[tuple[Instalment, ...], Decimal]
"""Payments in the order of their days, and what of them is principal of instalments to come, in yuan."""


class Script(NamedTuple):
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
    half_longer: Offer | None = None
    """The shortest plan of what half leaves that a month carries, where it does not carry `half`; else None."""
    stop_longer: Offer | None = None
    """The same of all that is owed, where a month does not carry `stop`; else None."""

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


class Judge(NamedTuple):
    """What every rung is compared with."""

    case: Case
    means: Affordability
    accept_from: Decimal | None
    owed_after: Callable[[Plan], Decimal]
    """What would be owed at the end of a plan without an agreement: see `owed_after`."""
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
        saving = self.owed_after((rung.plan, rung.covers))
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


def owed_after(accounts: Sequence[BillAccount], as_of: date) -> Callable[[Plan], Decimal]:
    """Returns what tells of a plan what would be owed at its end, in yuan, if its sums were paid on its dates without
    an agreement. What it covers of instalments to come is paid last. Offers of the script often have a rung's plan.
    """

    @cache
    def owed(plan: Plan) -> Decimal:
        rows, left = plan
        still = sorted((one for one in copies_of(accounts) if not one.is_closed()), key=lambda one: one.due_date)
        open_ = list(still)
        for row in rows:
            left -= min(left, pay_oldest(open_, max(row.date, as_of), row.amount, ()))
        for account in open_:
            account.close(max(rows[-1].date, as_of))
        return total(account.owed for account in still) + left

    return owed


class _Scriptwriter(NamedTuple):
    """What a script is made of. `like` is the script at the high end of a rate that is a range.

    With `after_today` it is as the letters print it: what can be paid today is paid first, each plan divides what is
    left, and one that a month does not carry as it was asked for keeps its review.
    """

    case: Case
    sums: Total
    judge: Judge
    covers: Decimal
    like: Script | None
    after_today: bool

    def offer(self, name: str, less: Waivers, twin: Offer | None, *, is_other: bool) -> Offer | None:
        """Returns the offer that waives so much, judged; None if `like` has none or no plan is carried."""
        if self.like and not twin:
            return None
        asked = self.asked(name, less)
        if not is_other:
            return self.judge.judged(asked, twin)
        return self.carried(asked, twin)

    def asked(self, name: str, less: Waivers) -> Offer:
        """Returns the offer in the plan that the request asks for, not judged."""
        plan = self.case.scenario.request.plan
        assert plan
        to_pay = self.sums.total_due - less.sum + self.covers
        made = offered(name, less, to_pay, planned(plan, to_pay), self.covers)
        return divided_after_today(self.case, plan, made) if self.after_today else made

    def carried(self, asked: Offer, twin: Offer | None) -> Offer | None:
        """Returns an offer in the shortest plan that a month carries, judged; None if no plan is."""
        plan, means = self.case.scenario.request.plan, self.judge.means
        assert plan
        if not self.after_today:
            plan = plan.copy_with({"review": None})
        most = largest_plan(asked.to_pay, means.for_plan)
        found = carried_plan(asked, plan, means, twin.count if twin else most.months if most else None)
        return self.judge.judged(found, twin) if found else None


def script_of(  # noqa: PLR0913 - what a script is made of
    case: Case,
    sums: Total,
    asked: Waivers,
    judge: Judge,
    judged: tuple[Offer, ...],
    *,
    covers: Decimal,
    like: Script | None,
    after_today: bool,
) -> Script:
    """Returns what the call script may offer; `judged` are the rungs of the ladder, the user's own among them.

    `like` is the script at the high end of a rate that is a range. With `after_today` each plan divides what is left
    once what can be paid today is paid, as the letters print it.
    """
    others = [rung for rung in judged if rung.own or rung.name == "request-lump-sum"]
    if case.scenario.request.plan is None:
        return Script(None, None, None, None, None, None, _agreeable(others), other_plan=False)
    made = _Scriptwriter(case, sums, judge, covers, like, after_today)
    fits = judge.means.carries(made.asked("request-plan", asked).plan) if after_today else judge.means.fits
    is_other = like.other_plan if like else fits is False
    some = bool(sums.penalty_outstanding)
    best = made.offer("request-plan", asked, like.plan if like else None, is_other=is_other)

    def less_than_asked(place: int, twin: Offer | None) -> Offer | None:
        name, share = LESS_AND_LESS[place]
        less = waivers_of_share(case, sums, share)
        return made.offer(name, less, twin, is_other=is_other) if some and less.sum < asked.sum else None

    def longer(refused: Offer | None, twin: Offer | None) -> Offer | None:
        if refused is None or refused.verdict != "refuse" or (like and not twin):
            return None
        return made.carried(refused, twin)

    most_of_it = less_than_asked(0, like.three_quarters if like else None)
    halved = less_than_asked(1, like.half if like else None)
    stop = less_than_asked(2, like.stop if like else None)
    lowest = case.scenario.request.accept_from
    least = asked._replace(penalty=judge.accept_from or ZERO)
    floor_like = like.floor if like else None
    floor = made.offer("accept-from", least, floor_like, is_other=is_other) if some and lowest else None
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
        half_longer=longer(halved, like.half_longer if like else None),
        stop_longer=longer(stop, like.stop_longer if like else None),
    )


def _agreeable(rungs: list[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted((rung for rung in rungs if rung.verdict != "refuse"), key=lambda rung: -rung.waived))

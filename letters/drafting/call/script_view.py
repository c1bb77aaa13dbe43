"""What templates of the call see of the plan and the offers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from letters.drafting.letter_views import NO_PLAN, NoPlan
from letters.negotiation.plans import divided_after_today
from letters.negotiation.rung import Offer
from letters.situation.telephone.call import CallSituations
from letters.situation.theme import KnownFacts

OFFERS = ("best", "half", "three_quarters", "stop", "floor", "half_longer", "stop_longer")


def script_view(known: KnownFacts) -> SimpleNamespace:
    """Returns what the call script may offer, with a plan that a template may ask for even if there is none.

    `offers` and `other_plan` are those of the figures, before anything is paid today; all else is for the call. The
    plan is the counter-offer where the letters answer an offer with one, and what that pays first is then its
    `today`. `asked` is the plan asked for, of what is left after today, and `without_today` that of the call if
    nothing is paid today, NO_PLAN where nothing is.
    """
    request = known.case.scenario.request.plan
    script, before = known.figures.ladder.call, known.figures.ladder.script
    plan: Offer | NoPlan = script.plan or NO_PLAN
    apart: Offer | NoPlan = before.plan if script.plan and script.plan.today and before.plan else NO_PLAN
    counter = known.answer.counter if known.answer else None
    if counter and CallSituations(known).call_counters:
        plan = replace(counter, to_pay=counter.to_pay - counter.pay_now, today=counter.pay_now)
        apart = NO_PLAN
    return SimpleNamespace(
        **{name: getattr(script, name) for name in OFFERS},
        offers=before.offers,
        other_plan=before.other_plan,
        changed_plan=script.other_plan,
        plan=plan,
        asked=divided_after_today(known.case, request, known.low.plan) if request and known.low.plan else NO_PLAN,
        without_today=apart,
    )

"""What stands above the tables: the three sums that matter, and what the offers take against what a month carries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from letters.base.errors import Message, borrowed
from letters.base.money import grouped
from letters.negotiation.rung import Offer
from letters.pipeline import Letters
from letters.situation.cautions import refused_as_admitting
from letters.web.words import Say

NAMES = {
    "request-plan": Message("All penalty waived"),
    "three-quarters-plan": Message("Three quarters waived"),
    "half-plan": Message("Half waived"),
    "no-waiver-plan": Message("Nothing waived, but no more added"),
}
"""What the offers in instalments are called, by their names."""


class Headline(NamedTuple):
    """Tells of the figures of a case in the page's language."""

    letters: Letters
    say: Say
    language: str

    def _told(self, message: Message) -> str:
        return self.say(message, self.language)

    def sums(self) -> list[dict[str, str]]:
        """Returns the sums as data for JSON: what each is, its amount, and the name of its figure."""
        whole = self.letters.figures.total
        rows = (
            (Message("Owed in all"), whole.total_due, "total.total_due"),
            (Message("Of it penalty"), whole.penalty_outstanding, "total.penalty_outstanding"),
            (Message("More each day"), whole.daily_accrual, "total.daily_accrual"),
        )
        return [
            {"what": self._told(what), "amount": grouped(amount), "figure": figure} for what, amount, figure in rows
        ]

    def bars(self) -> dict[str, Any] | None:
        """Returns the offers in instalments as data for JSON, or None if there are none, or the debt is so old that
        nothing may be offered.

        `title` is what they mean, `caption` what is drawn. Of each bar `share` is how much of the width it takes, and
        `fits` whether a month carries it (None: not known); `line` is where the black line stands, or None.
        """
        offers = [
            (place, one)
            for place, one in enumerate(self.letters.figures.offers)
            if len(one.plan) > 1 and (one.own or one.name in NAMES)
        ]
        if not offers or refused_as_admitting(self.letters.figures):
            return None
        means = self.letters.figures.affordability
        carried = means.for_plan if means else None
        most = max(*(_largest(one) for _, one in offers), carried or Decimal(0)) * Decimal("1.1")
        caption = Message("The largest instalment of each offer.")
        if carried is not None:
            caption = Message(
                "The largest instalment of each offer. The line: a month carries at most {amount} yuan.",
                amount=grouped(carried),
            )
        return {
            "title": self._told(_meaning([one for _, one in offers])),
            "caption": self._told(caption),
            "line": _share(carried, most) if carried is not None and carried > 0 else None,
            "rows": [
                {
                    "name": self._told(NAMES.get(one.name) or borrowed(one.name)),
                    "amount": grouped(_largest(one)),
                    "count": self._told(Message("in {count} instalments", count=len(one.plan))),
                    "share": _share(_largest(one), most),
                    "fits": one.fits,
                    "said": "" if one.fits is None else self._told(_verdict(is_carried=one.fits)),
                    "figure": f"offers[{place}].plan[{_place_of_largest(one)}].amount",
                }
                for place, one in offers
            ],
        }


def _largest(offer: Offer) -> Decimal:
    return max(row.amount for row in offer.plan)


def _place_of_largest(offer: Offer) -> int:
    return max(range(len(offer.plan)), key=lambda place: offer.plan[place].amount)


def _share(amount: Decimal, most: Decimal) -> float:
    return round(float(amount / most) * 100, 1)


def _verdict(*, is_carried: bool) -> Message:
    return Message("✓ can be paid") if is_carried else Message("✕ cannot be paid")


def _meaning(offers: list[Offer]) -> Message:
    """Returns what the bars say together."""
    fits = [one.fits for one in offers]
    if None in fits:
        return Message("What each offer takes a month")
    if all(fits):
        if any(one.name == "no-waiver-plan" for one in offers):
            return Message("Once the penalty stops, you can pay whatever is waived")
        return Message("You can pay each of these")
    if any(fits):
        return Message("Some of these you can pay, some you cannot")
    return Message("This cannot be paid: ask for a pause, or more instalments")

"""What is asked to be waived, of each kind of charge."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath, Message, Problem, ScenarioError
from letters.base.field_types import Waive
from letters.base.money import ZERO, grouped, to_fen
from letters.ledger.totals import Total
from letters.scenario.load import Case


class Waivers(NamedTuple):
    """What is waived of each kind, in yuan."""

    penalty: Decimal = ZERO
    interest: Decimal = ZERO
    late_fee: Decimal = ZERO
    fees: Decimal = ZERO
    """What is waived of the fees by the day."""

    @property
    def sum(self) -> Decimal:
        """All that is waived."""
        return self.penalty + self.interest + self.late_fee + self.fees


_KINDS: tuple[tuple[str, str, Message], ...] = (
    ("waive_interest", "interest", Message("the interest outstanding")),
    ("waive_late_fee", "late_fee", Message("the late fees outstanding")),
    ("waive_fees", "daily_fee", Message("the fees by the day outstanding")),
)
"""The keys of a request that waive something else than penalty, with the sums they are of and their names."""
_PENALTY = Message("the penalty outstanding")


def waived(
    case: Case,
    outstanding: Decimal,
    waive: Waive | None = None,
    path: FieldPath = ("request", "waive"),
    what: Message = _PENALTY,
) -> Decimal:
    """Returns what is asked to be waived of a sum outstanding, both in yuan.

    Raises ScenarioError if it is more than that.
    """
    waive = waive or case.scenario.request.waive
    if waive.share is not None:
        return to_fen(outstanding * waive.share)
    assert waive.amount is not None
    if waive.amount > outstanding:
        message = Message(
            "{amount} is more than {what}, {outstanding}; write all, a share like 60%, or a smaller amount",
            amount=grouped(waive.amount),
            what=what,
            outstanding=grouped(outstanding),
        )
        raise case.refuse(path, message)
    return waive.amount


def waivers_asked(case: Case, sums: Total) -> Waivers:
    """Returns what the request asks to be waived of each kind. Raises ScenarioError if it is more than there is."""
    request = case.scenario.request
    others = [
        waived(case, getattr(sums, of), asked, ("request", key), what) if (asked := getattr(request, key)) else ZERO
        for key, of, what in _KINDS
    ]
    return Waivers(waived(case, sums.penalty_outstanding), *others)


def waivers_of_share(case: Case, sums: Total, share: Decimal) -> Waivers:
    """Returns a share of all that the request asks about, but of no kind more than it asks for."""
    asked = waivers_asked(case, sums)
    request = case.scenario.request
    others = [
        min(to_fen(getattr(sums, of) * share), getattr(asked, name)) if getattr(request, key) else ZERO
        for (key, of, _), name in zip(_KINDS, ("interest", "late_fee", "fees"), strict=True)
    ]
    return Waivers(min(to_fen(sums.penalty_outstanding * share), asked.penalty), *others)


def check_waivers(case: Case, sums: Total) -> None:
    """Raises ScenarioError with every waiver of the request that is more than what is outstanding of its kind."""
    request, outstanding = case.scenario.request, sums.penalty_outstanding
    asked: list[tuple[Waive | None, FieldPath, Decimal, Message]] = [
        (request.waive, ("request", "waive"), outstanding, _PENALTY),
        (request.accept_from, ("request", "accept_from"), outstanding, _PENALTY),
    ]
    asked += [(getattr(request, key), ("request", key), getattr(sums, of), what) for key, of, what in _KINDS]
    asked += [
        (offer.waive, ("request", "offers", place, "waive"), outstanding, _PENALTY)
        for place, offer in enumerate(request.offers)
    ]
    problems: list[Problem] = []
    for waive, path, of, what in asked:
        try:
            _ = waived(case, of, waive, path, what) if waive else None
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(case.source.name, problems)

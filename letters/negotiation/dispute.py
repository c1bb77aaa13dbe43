"""Which rule of reckoning, or which two, gives the figure that the lender names, to the fen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from letters.base.money import ZERO
from letters.ledger.obligations import Obligations
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.lender_rules import rules_for
from letters.negotiation.reckoning_terms import LenderRule, ReckoningTerms
from letters.scenario.load import Case

MOST_NEAR = 5
MOST_ASKED = 2
MOST_STEPS = 250_000
"""Steps of reckoning after which the search stops, some seconds: one for each span of days of each bill."""

View = tuple[Decimal, ...]
"""The figure in question, and every figure beside it that has to match too."""


class Hit(NamedTuple):
    """What one or two rules give, in yuan, and how far that is from the claim.

    `exact` says that it is the claim to the fen and, if the claim is the total, that every claim on a bill is met too.
    `bill` is the number of the only bill that the rule was applied to, or None if it was applied to all.
    """

    rules: tuple[LenderRule, ...]
    figure: Decimal
    distance: Decimal
    exact: bool
    bill: int | None = None


class Claim(NamedTuple):
    """One figure of the lender's: for the bill of that number, or for all bills if `bill` is None.

    `hits` holds the exact ones, simplest first, then those that come nearer to the claim than our own figure. It is
    empty if the claim is what we reckon.
    """

    bill: int | None
    computed: Decimal
    claimed: Decimal
    hits: tuple[Hit, ...]

    @property
    def difference(self) -> Decimal:
        """What the lender asks for beyond our figure."""
        return self.claimed - self.computed

    @property
    def exact(self) -> tuple[Hit, ...]:
        """The hits that give the claim to the fen."""
        return tuple(hit for hit in self.hits if hit.exact)


class ClaimedFigure(NamedTuple):
    """A question that a letter may ask about a claim: whether it was reckoned by one of these rules, of which none is
    simpler than another.
    """

    bill: int | None
    figure: Decimal
    hits: tuple[Hit, ...]


class _Candidate(NamedTuple):
    """The figure of each bill by a rule, or by the two of a pair, on all bills."""

    rules: tuple[LenderRule, ...]
    figures: tuple[Decimal, ...]
    parts: tuple[_Candidate, ...] = ()
    """The two rules of a pair, each as a candidate by itself; empty for a single rule."""


class _Tried(NamedTuple):
    """The candidates that were reckoned; `steps` is what all took so far, `stopped` that others were left."""

    candidates: tuple[_Candidate, ...]
    steps: int
    stopped: bool


@dataclass(frozen=True)
class Reconciliation:
    """Every claim of a case with the rules that explain it, which are searched for when one is first asked for."""

    case: Case
    obligations: Obligations
    bills: tuple[BillFigures, ...]
    total: Total

    @cached_property
    def whole(self) -> Claim | None:
        """The claim on all bills together, or None if the lender names no such figure."""
        claimed = self.total.claimed_penalty
        if claimed is None:
            return None
        known = self._claimed
        return self._claim(None, (claimed, *known.values()), tuple(known))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims on single bills, in the order of the file."""
        return tuple(self._claim(number, (claim,), (number,)) for number, claim in self._claimed.items())

    @cached_property
    def questions(self) -> tuple[ClaimedFigure, ...]:
        """The question about the total if rules explain that, else one about each bill that they explain."""
        asked = [self.whole] if self.whole and self.whole.exact else self.claims
        return tuple(
            ClaimedFigure(claim.bill, claim.claimed, _as_simple(claim.exact))
            for claim in asked
            if claim and claim.exact
        )

    @cached_property
    def shown(self) -> tuple[Claim, ...]:
        """The claims that differ from our figures: the total alone if rules explain it, else the bills' too."""
        whole = [self.whole] if self.whole else []
        every = whole if any(claim.exact for claim in whole) else [*whole, *self.claims]
        return tuple(claim for claim in every if claim.difference)

    @cached_property
    def stopped_after(self) -> int | None:
        """How many rules and pairs were tried where the search stopped early and left a claim unexplained, else None.

        It stops once it has taken MOST_STEPS.
        """
        unexplained = any(claim.difference and not claim.exact for claim in self.shown)
        if not unexplained or not (self._singles.stopped or self._pairs.stopped):
            return None
        return len(self._singles.candidates) + len(self._pairs.candidates)

    @cached_property
    def _claimed(self) -> dict[int, Decimal]:
        """What is claimed on single bills, by their numbers."""
        claims = ((number, bill.claimed_penalty) for number, bill in enumerate(self.bills))
        return {number: claim for number, claim in claims if claim is not None}

    def _claim(self, bill: int | None, wanted: View, beside: tuple[int, ...]) -> Claim:
        ours = _view(bill, beside, self._ours)
        if wanted == ours:
            return Claim(bill, ours[0], wanted[0], ())
        hits = self._hits(self._singles.candidates, bill, wanted, beside)
        if bill is None:
            hits += self._on_one_bill(wanted[0], abs(wanted[0] - ours[0]))
        if not any(hit.exact for hit in hits):
            hits += self._hits(self._pairs.candidates, bill, wanted, beside)
        hits.sort(key=self._rank)
        exact = [hit for hit in hits if hit.exact]
        near: dict[Decimal, Hit] = {}
        for hit in hits:
            if not hit.exact and hit.distance < abs(wanted[0] - ours[0]):
                near.setdefault(hit.figure, hit)
        return Claim(bill, ours[0], wanted[0], (*exact, *list(near.values())[:MOST_NEAR]))

    def _rank(self, hit: Hit) -> tuple[bool, Decimal, int, bool, list[int]]:
        """Returns what to sort by: exact ones first, then the nearer, the simpler, those whose rules stand earlier."""
        places = [self._places[rule.name] for rule in hit.rules]
        return not hit.exact, hit.distance, len(hit.rules), hit.bill is not None, places

    @cached_property
    def _places(self) -> dict[str, int]:
        return {rule.name: place for place, (rule, _) in enumerate(self._changed)}

    def _hits(
        self, candidates: tuple[_Candidate, ...], bill: int | None, wanted: View, beside: tuple[int, ...]
    ) -> list[Hit]:
        """Returns the candidates that change the figures in question; of a pair, only if neither of its rules alone
        gives the same.
        """
        found = []
        for candidate in candidates:
            view = _view(bill, beside, candidate)
            if view not in [_view(bill, beside, one) for one in (self._ours, *candidate.parts)]:
                found.append(Hit(candidate.rules, view[0], abs(view[0] - wanted[0]), view == wanted))
        return found

    def _on_one_bill(self, wanted: Decimal, nearer_than: Decimal) -> list[Hit]:
        """Returns each rule on one bill alone where it would change several, if it explains the total or comes nearer.

        Where the bills' own claims are known it says nothing of the whole unless it explains all of them.
        """
        ours, claims = self._ours.figures, self._claimed
        sum_of_ours = sum(ours, ZERO)
        others = {number for number, claim in claims.items() if claim != ours[number]}
        found = []
        for candidate in self._singles.candidates:
            changed = [number for number, figure in enumerate(candidate.figures) if figure != ours[number]]
            for number in changed if len(changed) > 1 else ():
                figure = candidate.figures[number]
                distance = abs(sum_of_ours - ours[number] + figure - wanted)
                fits = others <= {number} and claims.get(number, figure) == figure
                exact = not distance and fits
                if exact or (not claims and distance < nearer_than):
                    whole = sum_of_ours - ours[number] + figure
                    found.append(Hit(candidate.rules, whole, distance, exact, number))
        return found

    @cached_property
    def _ours(self) -> _Candidate:
        return _Candidate((), tuple(bill.penalty_outstanding for bill in self.bills))

    @cached_property
    def _changed(self) -> tuple[tuple[LenderRule, ReckoningTerms], ...]:
        """The rules that change anything here, each with the terms it makes; the first of any that make the same."""
        terms = ReckoningTerms(self.obligations, self.case.as_of)
        made = [terms]
        found = []
        for rule in rules_for(terms):
            changed = rule.change(terms)
            if changed not in made:
                made.append(changed)
                found.append((rule, changed))
        return tuple(found)

    @cached_property
    def _singles(self) -> _Tried:
        """Every rule, tried on all bills."""
        return _tried((((rule,), terms, ()) for rule, terms in self._changed), 0)

    @cached_property
    def _pairs(self) -> _Tried:
        """Every two rules about two things, tried on all bills."""
        alone = {one.rules[0].name: one for one in self._singles.candidates}
        pairs = (
            ((first, second), second.change(terms), (alone[first.name], alone[second.name]))
            for (first, terms), (second, _) in combinations(self._changed[: len(alone)], 2)
            if first.combines_with(second)
        )
        return _tried(pairs, self._singles.steps)


def _tried(each: Iterable[tuple[tuple[LenderRule, ...], ReckoningTerms, tuple[_Candidate, ...]]], steps: int) -> _Tried:
    """Returns what was reckoned of these until MOST_STEPS were taken, with those before."""
    found: list[_Candidate] = []
    for rules, terms, parts in each:
        if steps >= MOST_STEPS:
            return _Tried(tuple(found), steps, stopped=True)
        reckoned = terms.reckoned()
        steps += reckoned.steps
        found.append(_Candidate(rules, reckoned.figures, parts))
    return _Tried(tuple(found), steps, stopped=False)


def _view(bill: int | None, beside: tuple[int, ...], candidate: _Candidate) -> View:
    figures = candidate.figures
    if bill is not None:
        return (figures[bill],)
    return (sum(figures, ZERO), *(figures[number] for number in beside))


def _as_simple(exact: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Returns the hits that are as simple as the first."""
    first = exact[0]
    alike = [hit for hit in exact if len(hit.rules) == len(first.rules) and (hit.bill is None) == (first.bill is None)]
    return tuple(alike[:MOST_ASKED])

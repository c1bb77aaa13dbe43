"""Which rule of reckoning, or which two, gives the figure that the lender names, to the fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from letters.base.money import ZERO
from letters.ledger.obligations import Obligations
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.lender_rules import RULES, LenderRule, ReckoningTerms
from letters.scenario.load import Case

MOST_NEAR = 5
MOST_ASKED = 2

View = tuple[Decimal, ...]
"""The figure in question, and every figure beside it that has to match too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one or two rules give, in yuan, and how far that is from the claim.

    `exact` says that it is the claim to the fen and, if the claim is the total, that every claim on a bill is met too.
    `bill` is the number of the only bill that the rule was applied to, or None if it was applied to all.
    """

    rules: tuple[LenderRule, ...]
    figure: Decimal
    distance: Decimal
    exact: bool
    bill: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
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


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """A question that a letter may ask about a claim: whether it was reckoned by one of these rules, of which none is
    simpler than another.
    """

    bill: int | None
    figure: Decimal
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One or two rules, and the figures that they give."""

    rules: tuple[LenderRule, ...]
    figures: tuple[Decimal, ...]
    bill: int | None = None
    parts: tuple[_Candidate, ...] = ()
    """The two rules of a pair, each as a candidate by itself; empty for a single rule."""


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
        claims = [(number, bill.claimed_penalty) for number, bill in enumerate(self.bills)]
        known = [(number, claim) for number, claim in claims if claim is not None]
        wanted = (claimed, *(claim for _, claim in known))
        return self._claim(None, wanted, tuple(number for number, _ in known))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims on single bills, in the order of the file."""
        known = [(number, bill.claimed_penalty) for number, bill in enumerate(self.bills)]
        return tuple(self._claim(number, (claim,), (number,)) for number, claim in known if claim is not None)

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

    def _claim(self, bill: int | None, wanted: View, beside: tuple[int, ...]) -> Claim:
        ours = self._view(bill, beside, self._ours)
        if wanted == ours:
            return Claim(bill, ours[0], wanted[0], ())
        hits = self._hits(self._singles, bill, wanted, beside)
        if not any(hit.exact for hit in hits):
            hits += self._hits(self._pairs, bill, wanted, beside)
        hits.sort(key=_rank)
        exact = [hit for hit in hits if hit.exact]
        near: dict[Decimal, Hit] = {}
        for hit in hits:
            closer = hit.distance < abs(wanted[0] - ours[0])
            # A rule on one bill alone says nothing about the whole where the bills' own claims are known.
            if not hit.exact and closer and (hit.bill is None or not beside):
                near.setdefault(hit.figure, hit)
        return Claim(bill, ours[0], wanted[0], (*exact, *list(near.values())[:MOST_NEAR]))

    def _hits(
        self, candidates: tuple[_Candidate, ...], bill: int | None, wanted: View, beside: tuple[int, ...]
    ) -> list[Hit]:
        """Returns the candidates that change the figures in question; of a pair, only if neither of its rules alone
        gives the same.
        """
        found = []
        for candidate in candidates:
            view = self._view(bill, beside, candidate)
            simpler = [self._view(bill, beside, one) for one in (self._ours, *candidate.parts)]
            if view not in simpler and (bill is None or candidate.bill is None):
                distance = abs(view[0] - wanted[0])
                found.append(Hit(candidate.rules, view[0], distance, view == wanted, candidate.bill))
        return found

    def _view(self, bill: int | None, beside: tuple[int, ...], candidate: _Candidate) -> View:
        figures = candidate.figures
        if bill is not None:
            return (figures[bill],)
        return (sum(figures, ZERO), *(figures[number] for number in beside))

    @cached_property
    def _ours(self) -> _Candidate:
        return _Candidate((), tuple(bill.penalty_outstanding for bill in self.bills))

    @cached_property
    def _changed(self) -> tuple[tuple[LenderRule, ReckoningTerms], ...]:
        """The rules that change anything here, each with the terms it makes; the first of any that make the same."""
        terms = ReckoningTerms(self.obligations, self.case.as_of)
        made = [terms]
        found = []
        for rule in RULES:
            changed = rule.change(terms)
            if changed not in made:
                made.append(changed)
                found.append((rule, changed))
        return tuple(found)

    @cached_property
    def _singles(self) -> tuple[_Candidate, ...]:
        """Every rule on all bills, then every rule on one bill alone if it would change several."""
        all_bills = [_Candidate((rule,), terms.figures()) for rule, terms in self._changed]
        return (*all_bills, *(one for candidate in all_bills for one in self._on_one_bill(candidate)))

    def _on_one_bill(self, candidate: _Candidate) -> Iterator[_Candidate]:
        ours = self._ours.figures
        changed = [number for number, figure in enumerate(candidate.figures) if figure != ours[number]]
        if len(changed) > 1:
            for number in changed:
                figures = (*ours[:number], candidate.figures[number], *ours[number + 1 :])
                yield replace(candidate, figures=figures, bill=number)

    @cached_property
    def _pairs(self) -> tuple[_Candidate, ...]:
        """Every two rules about two things, on all bills."""
        alone = {one.rules[0].name: one for one in self._singles if one.bill is None}
        return tuple(
            _Candidate((first, second), second.change(terms).figures(), parts=(alone[first.name], alone[second.name]))
            for (first, terms), (second, _) in combinations(self._changed, 2)
            if first.of != second.of
        )


def _rank(hit: Hit) -> tuple[bool, Decimal, int, bool, list[int]]:
    places = [RULES.index(rule) for rule in hit.rules]
    return not hit.exact, hit.distance, len(hit.rules), hit.bill is not None, places


def _as_simple(exact: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Returns the hits that are as simple as the first."""
    first = exact[0]
    alike = [hit for hit in exact if len(hit.rules) == len(first.rules) and (hit.bill is None) == (first.bill is None)]
    return tuple(alike[:MOST_ASKED])

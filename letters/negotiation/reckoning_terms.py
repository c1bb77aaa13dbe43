"""What decides a lender's figure, and how a rule changes it: the material that `lender_rules.py` names rules of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from letters.base.money import total
from letters.ledger.account import BillAccount
from letters.ledger.obligations import Obligation, Obligations, Paid
from letters.ledger.payments import post_payments
from letters.ledger.terms import Terms
from letters.scenario.model.rates import AnnualRate, PenaltyRate


class Reckoned(NamedTuple):
    """The figure of each obligation in yuan, and how many steps it took to reckon them."""

    figures: tuple[Decimal, ...]
    steps: int


class ReckoningTerms(NamedTuple):
    """All that decides the penalty of a case's obligations.

    `counted` names the attributes of an account that add up to the figure in question.
    """

    obligations: Obligations
    as_of: date
    account: type[BillAccount] = BillAccount
    counted: tuple[str, ...] = ("penalty_due",)

    def reckoned(self) -> Reckoned:
        """Returns the figure of each obligation at the end of `as_of`."""
        accounts, _ = post_payments(self.obligations, self.as_of, self.account, keeps_entries=False)
        for account in accounts:
            account.close(self.as_of)
        figures = tuple(total(getattr(account, name) for name in self.counted) for account in accounts)
        return Reckoned(figures, sum(account.steps for account in accounts))


Change = Callable[[ReckoningTerms], ReckoningTerms]


class LenderRule(NamedTuple):
    """A rule that a lender may reckon by.

    `name` is documented and stays. `of` says what the rule is about: two rules about the same thing are not combined.
    `words` names the template part that says it, if that is not the rule's own name; `rate` is the daily rate it
    charges, `day` a day of the month or the days overdue. A rule that is `alone` is one of many alike, and is combined
    with no other.
    """

    name: str
    of: str
    change: Change
    words: str = ""
    rate: Decimal | None = None
    day: int | None = None
    alone: bool = False

    @property
    def part(self) -> str:
        """The template part that puts it in words."""
        return self.words or self.name

    def combines_with(self, other: LenderRule) -> bool:
        """Returns whether the two are tried together."""
        return self.of != other.of and not self.alone and not other.alone


def each_obligation(change: Callable[[Obligation], Obligation]) -> Change:
    """Returns a rule that changes every obligation alike."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        return terms._replace(
            obligations=terms.obligations._replace(each=tuple([change(one) for one in terms.obligations.each]))
        )

    return changed


def of_terms(change: Callable[[Terms], Terms]) -> Change:
    """Returns a rule that changes the terms of every obligation."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        made = {known: change(known) for known in {one.terms for one in terms.obligations.each}}  # most share theirs
        return each_obligation(lambda one: one._replace(terms=made[one.terms]))(terms)

    return changed


def setting(**values: Any) -> Change:
    """Returns a rule that sets some of the terms of every obligation."""
    return of_terms(lambda terms: terms._replace(**values))


def at_one_rate(rate: Callable[[Terms], PenaltyRate]) -> Change:
    """Returns a rule that charges one rate for all days."""
    return of_terms(lambda terms: terms.at_rate(rate(terms)))


def scaled(scale: Callable[[PenaltyRate], PenaltyRate]) -> Change:
    """Returns a rule that changes every rate alike."""

    def changed(terms: Terms) -> Terms:
        rates = tuple(one._replace(rate=scale(one.rate)) for one in terms.rates)
        tiers = tuple(one._replace(rate=scale(one.rate)) for one in terms.tiers)
        return terms.at_rate(scale(terms.rate))._replace(rates=rates, tiers=tiers)

    return of_terms(changed)


def times(factor: Decimal) -> Callable[[PenaltyRate], PenaltyRate]:
    """Returns what multiplies a rate by a factor, be it one a day or one a year."""
    return lambda rate: replace(rate, annual=rate.annual * factor) if isinstance(rate, AnnualRate) else rate * factor


def of_account(variant: type[BillAccount]) -> Change:
    """Returns a rule that lets an account behave otherwise; such rules can be combined."""
    return lambda terms: terms._replace(account=type(variant.__name__, (variant, terms.account), {}))


def of_payments(change: Callable[[tuple[Paid, ...]], tuple[Paid, ...]]) -> Change:
    """Returns a rule that changes every list of payments: those on an obligation, a loan or the account."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        known = terms.obligations
        each = tuple([one._replace(payments=change(one.payments)) for one in known.each])
        on_account, on_loans = change(known.on_account), tuple(map(change, known.on_loans))
        return terms._replace(obligations=known._replace(each=each, on_account=on_account, on_loans=on_loans))

    return changed

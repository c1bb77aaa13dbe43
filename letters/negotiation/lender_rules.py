"""The rules by which a lender may reckon otherwise: each is a small, named change of the terms of the obligations.

A rule does not say who is right: some follow from a contract that the scenario does not describe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from functools import cache
from typing import Any

from letters.base.money import ZERO, down_to_fen, percent, total
from letters.ledger.account import BillAccount
from letters.ledger.accrual import Unposted, quotient
from letters.ledger.obligations import Obligation, Obligations, Paid
from letters.ledger.payments import post_payments
from letters.ledger.terms import Terms
from letters.scenario.model.rates import AnnualRate, PenaltyRate

ONE_DAY = timedelta(days=1)
# A year of 360 days makes a rate that never ends. Cut upwards this far out, no half fen is lost and none is won.
_RATE = Context(prec=34, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class ReckoningTerms:
    """All that decides the penalty of a case's obligations.

    `counted` names the attributes of an account that add up to the figure in question.
    """

    obligations: Obligations
    as_of: date
    account: type[BillAccount] = BillAccount
    counted: tuple[str, ...] = ("penalty_due",)

    def figures(self) -> tuple[Decimal, ...]:
        """The figure of each obligation at the end of `as_of`, in yuan."""
        accounts, _ = post_payments(self.obligations, self.as_of, self.account, keeps_entries=False)
        for account in accounts:
            account.close(self.as_of)
        return tuple(total(getattr(account, name) for name in self.counted) for account in accounts)


Change = Callable[[ReckoningTerms], ReckoningTerms]


@dataclass(frozen=True, slots=True)
class LenderRule:
    """A rule that a lender may reckon by.

    `name` is documented and stays. `of` says what the rule is about: two rules about the same thing are not combined.
    `words` names the template part that says it, if that is not the rule's own name; `rate` is the daily rate it
    charges.
    """

    name: str
    of: str
    change: Change
    words: str = ""
    rate: Decimal | None = None

    @property
    def part(self) -> str:
        """The template part that puts it in words."""
        return self.words or self.name


def _each(change: Callable[[Obligation], Obligation]) -> Change:
    """Returns a rule that changes every obligation alike."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        return replace(
            terms, obligations=replace(terms.obligations, each=tuple([change(one) for one in terms.obligations.each]))
        )

    return changed


def _terms(change: Callable[[Terms], Terms]) -> Change:
    """Returns a rule that changes the terms of every obligation."""
    changed = cache(change)  # most obligations of a case share theirs
    return _each(lambda one: replace(one, terms=changed(one.terms)))


def _set(**values: Any) -> Change:
    """Returns a rule that sets some of the terms of every obligation."""
    return _terms(lambda terms: replace(terms, **values))


def _one_rate(rate: Callable[[Terms], PenaltyRate]) -> Change:
    """Returns a rule that charges one rate for all days."""
    return _terms(lambda terms: terms.at_rate(rate(terms)))


def _scaled(scale: Callable[[PenaltyRate], PenaltyRate]) -> Change:
    """Returns a rule that changes every rate alike."""

    def changed(terms: Terms) -> Terms:
        rates = tuple(replace(one, rate=scale(one.rate)) for one in terms.rates)
        tiers = tuple(replace(one, rate=scale(one.rate)) for one in terms.tiers)
        return replace(terms.at_rate(scale(terms.rate)), rates=rates, tiers=tiers)

    return _terms(changed)


def _times(factor: Decimal) -> Callable[[PenaltyRate], PenaltyRate]:
    """Returns what multiplies a rate by a factor, be it one a day or one a year."""
    return lambda rate: replace(rate, annual=rate.annual * factor) if isinstance(rate, AnnualRate) else rate * factor


def _account(variant: type[BillAccount]) -> Change:
    """Returns a rule that lets an account behave otherwise; such rules can be combined."""
    return lambda terms: replace(terms, account=type(variant.__name__, (variant, terms.account), {}))


def _payments(change: Callable[[tuple[Paid, ...]], tuple[Paid, ...]]) -> Change:
    """Returns a rule that changes every list of payments: each obligation's own, and those on the account."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        known = terms.obligations
        each = tuple([replace(one, payments=change(one.payments)) for one in known.each])
        return replace(terms, obligations=replace(known, each=each, on_account=change(known.on_account)))

    return changed


def _a_day_late(payments: tuple[Paid, ...]) -> tuple[Paid, ...]:
    return tuple(replace(payment, date=payment.date + ONE_DAY) for payment in payments)


def _without_last(terms: ReckoningTerms) -> ReckoningTerms:
    """Returns the terms without the latest payment up to `as_of`; if that day has several, without the one on the
    account, else without that of the last bill.
    """
    known = terms.obligations
    every = [*(payment for one in known.each for payment in one.payments), *known.on_account]
    counted = [payment for payment in every if payment.date <= terms.as_of]
    if not counted:
        return terms
    last = max(reversed(counted), key=lambda payment: payment.date)
    return _payments(lambda payments: tuple(payment for payment in payments if payment is not last))(terms)


def _due_date_counted(one: Obligation) -> Obligation:
    """Returns the obligation with one more day of penalty. What is paid by the due date still counts as on time."""
    terms = replace(one.terms, grace_days=one.terms.grace_days + 1)
    return replace(one, due_date=one.due_date - ONE_DAY, terms=terms)


def _last_day_left_out(terms: ReckoningTerms) -> ReckoningTerms:
    return replace(terms, as_of=terms.as_of - ONE_DAY)


def _range_end(terms: Terms) -> Terms:
    high = terms.daily_rate_high
    return terms if high is None else terms.at_rate(high)


def _year(of: int, instead: int) -> Change:
    """Returns a rule that charges the rate of a year of `of` days over `instead` days."""

    def over(rate: PenaltyRate) -> PenaltyRate:
        if isinstance(rate, AnnualRate):
            return replace(rate, year_days=instead) if rate.year_days == of else rate
        return _RATE.divide(rate * of, Decimal(instead))

    return _scaled(over)


def _fee_counted(terms: ReckoningTerms) -> ReckoningTerms:
    fees = any(one.charges.stated_fee or one.charges.fee_rule for one in terms.obligations.each)
    return replace(terms, counted=(*terms.counted, "fee")) if fees else terms


def _interest_counted(terms: ReckoningTerms) -> ReckoningTerms:
    interest = any(one.charges.has_interest for one in terms.obligations.each)
    return replace(terms, counted=(*terms.counted, "interest_due")) if interest else terms


class _WholeBill(BillAccount):
    """An account whose penalty runs on the whole amount billed as long as any principal is unpaid."""

    @property
    def base(self) -> Decimal:
        return (self.billed if self.principal else ZERO) + self.capitalised


class _Cut(BillAccount):
    """An account that cuts off what is less than a fen when penalty becomes money."""

    def money(self, piece: Unposted) -> Decimal:
        return down_to_fen(piece.parts if self.divisor == 1 else quotient(piece.parts, self.divisor))


def _at(rate: str) -> LenderRule:
    fraction = Decimal(rate) / 100
    return LenderRule(f"rate-{percent(fraction).rstrip('%')}", "rate", _one_rate(lambda _: fraction), "rate", fraction)


RULES = (
    # The order is that of simplicity: where two explain a figure as well, the earlier is named first.
    LenderRule("whole-bill", "base", _account(_WholeBill)),
    LenderRule("payments-not-credited", "base", _payments(lambda payments: ())),
    LenderRule("last-payment-not-credited", "base", _without_last),
    LenderRule("payments-credited-late", "base", _payments(_a_day_late)),
    LenderRule("grace-ignored", "grace", _set(grace_days=0)),
    LenderRule("due-date-counted", "days", _each(_due_date_counted)),
    LenderRule("last-day-not-counted", "days", _last_day_left_out),
    *map(_at, ("0.05", "0.06", "0.075", "0.1")),
    LenderRule("rate-raised-half", "rate", _scaled(_times(Decimal("1.5")))),
    LenderRule("rate-of-range-end", "rate", _terms(_range_end)),
    LenderRule("rate-of-today", "rate", _one_rate(lambda terms: terms.rate)),
    LenderRule("rate-of-before", "rate", _one_rate(lambda terms: (terms.rates or (terms,))[0].rate)),
    LenderRule("penalty-first", "order", _set(allocation="statutory")),
    LenderRule("principal-first", "order", _set(allocation="principal-first")),
    LenderRule("compounded-monthly", "compounding", _set(compounding="monthly")),
    LenderRule("not-compounded", "compounding", _set(compounding="none")),
    LenderRule("late-fee-included", "counted", _fee_counted),
    LenderRule("interest-included", "counted", _interest_counted),
    LenderRule("year-of-360", "rate", _year(365, 360)),
    LenderRule("year-of-365", "rate", _year(360, 365)),
    LenderRule("rounded-daily", "rounding", _set(rounding="daily")),
    LenderRule("rounded-once", "rounding", _set(rounding="half-up")),
    LenderRule("cut-to-fen", "rounding", _account(_Cut)),
)
"""Every rule, the simplest first. Each stands for one term of a contract, or for one slip."""

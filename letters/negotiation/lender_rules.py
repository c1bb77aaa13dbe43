"""The rules by which a lender may reckon otherwise: each is a small, named change of the terms of the obligations.

A rule does not say who is right: some follow from a contract that the scenario does not describe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_CEILING, Context, Decimal

from letters.base.money import ZERO, down_to_fen, percent
from letters.ledger.account import BillAccount
from letters.ledger.accrual import Unposted, quotient
from letters.ledger.obligations import Obligation, Paid
from letters.ledger.terms import Terms
from letters.negotiation.reckoning_terms import (
    Change,
    LenderRule,
    ReckoningTerms,
    at_one_rate,
    each_obligation,
    of_account,
    of_payments,
    of_terms,
    scaled,
    setting,
    times,
)
from letters.scenario.model.rates import AnnualRate, PenaltyRate, RateTier

ONE_DAY = timedelta(days=1)
_RATE_STEP, _MOST_OF_RANGE = Decimal("0.00005"), 40
"""0.005 % a day, and how many such steps of a range are tried."""
_LAST_DAY = 31
_USUAL_MINIMUM = Decimal("0.10")
"""The share of the balance that a card asks for as the minimum, where the scenario does not say."""
# A year of 360 days makes a rate that never ends. Cut upwards this far out, no half fen is lost and none is won.
_RATE = Context(prec=34, rounding=ROUND_CEILING)


def _a_day_sooner(payments: tuple[Paid, ...]) -> tuple[Paid, ...]:
    """Returns the payments a day sooner: what lowers the base from its own day is as good as paid the day before."""
    return tuple(payment._replace(date=payment.date - ONE_DAY) for payment in payments)


def _a_day_late(payments: tuple[Paid, ...]) -> tuple[Paid, ...]:
    return tuple(payment._replace(date=payment.date + ONE_DAY) for payment in payments)


def _without_last(terms: ReckoningTerms) -> ReckoningTerms:
    """Returns the terms without the latest payment up to `as_of`; if that day has several, without the one on the
    account, else without that of the last bill.
    """
    known = terms.obligations
    own = [one.payments for one in known.each]
    every = [payment for paid in (*own, *known.on_loans, known.on_account) for payment in paid]
    counted = [payment for payment in every if payment.date <= terms.as_of]
    if not counted:
        return terms
    last = max(reversed(counted), key=lambda payment: payment.date)
    return of_payments(lambda payments: tuple(payment for payment in payments if payment is not last))(terms)


def _due_date_counted(one: Obligation) -> Obligation:
    """Returns the obligation with one more day of penalty. What is paid by the due date still counts as on time."""
    terms = one.terms._replace(grace_days=one.terms.grace_days + 1)
    return one._replace(due_date=one.due_date - ONE_DAY, terms=terms)


def _last_day_left_out(terms: ReckoningTerms) -> ReckoningTerms:
    return terms._replace(as_of=terms.as_of - ONE_DAY)


def _tier_on_all_days(terms: ReckoningTerms) -> ReckoningTerms:
    """Returns the terms with the tier that each obligation has reached, on all of its days."""

    def changed(one: Obligation) -> Obligation:
        delay = timedelta(days=one.terms.grace_days if one.terms.grace == "delays" else 0)
        reached = one.terms.since(one.due_date + delay).rate_on(terms.as_of)
        return one._replace(terms=one.terms.at_rate(reached)) if one.terms.tiers else one

    return each_obligation(changed)(terms)


def _without_tiers(terms: Terms) -> Terms:
    return terms._replace(tiers=())


def _raised_after(days: int) -> LenderRule:
    def changed(terms: Terms) -> Terms:
        if terms.tiers or terms.rates:
            return terms
        return terms._replace(tiers=(RateTier(days + 1, times(Decimal("1.5"))(terms.rate)),))

    return LenderRule(f"rate-raised-after-{days}-days", "rate", of_terms(changed), "rate-raised-after", day=days)


def _joining_on(day: int) -> LenderRule:
    """Returns the rule that penalty joins on a day of each month: the statement's, which need not be the due date's."""

    def changed(one: Obligation) -> Obligation:
        joins_on = None if day == one.due_date.day else day
        return one._replace(terms=one.terms._replace(compounding="monthly", joins_on=joins_on))

    words = "compounded-on-last-day" if day == _LAST_DAY else "compounded-on-day"
    change = each_obligation(changed)
    return LenderRule(f"compounded-on-day-{day}", "compounding", change, words, day=day, alone=True)


def _grace_delays(terms: Terms) -> Terms:
    return terms._replace(grace="delays") if terms.grace_days else terms


def _on_interest(change: Callable[[Terms], Terms]) -> Change:
    """Returns a rule that charges penalty on unpaid interest, if there is any."""
    every = of_terms(change)

    def if_any(terms: ReckoningTerms) -> ReckoningTerms:
        return every(terms) if any(map(_has_interest, terms.obligations.each)) else terms

    return if_any


def _has_interest(one: Obligation) -> bool:
    return one.charges.has_interest or bool(one.shown and one.shown.interest)


def _at_penalty_rate(terms: Terms) -> Terms:
    return terms._replace(on_interest="penalty")


def _at_contract_rate(terms: Terms) -> Terms:
    return terms._replace(on_interest="contract") if terms.contract else terms


def _at_two_thirds(terms: Terms) -> Terms:
    """Returns the terms with interest at the contract's rate; if not known, at two thirds of the penalty rate.

    Penalty is mostly half as much again as interest.
    """
    if terms.contract:
        return terms
    return terms._replace(on_interest="contract", contract=_two_thirds(terms.rate))


def _two_thirds(rate: PenaltyRate) -> AnnualRate:
    """Returns two thirds of a rate, exact: a rate a day as one of a "year" of three days."""
    if isinstance(rate, AnnualRate):
        return AnnualRate(rate.annual * 2, rate.year_days * 3)
    return AnnualRate(rate * 2, 3)


def _fee_of_each_statement(one: Obligation) -> Obligation:
    rule = one.charges.fee_rule
    if rule is None or not one.charges.minimum:
        return one
    share = rule.minimum_share or _USUAL_MINIMUM
    each = rule.copy_with({"each_statement": True, "minimum_share": share})
    return one._replace(charges=one.charges._replace(fee_rule=each))


def _range_end(terms: Terms) -> Terms:
    high = terms.daily_rate_high
    return terms if high is None else terms.at_rate(high)


def _year(of: int, instead: int) -> Change:
    """Returns a rule that charges the rate of a year of `of` days over `instead` days."""

    def over(rate: PenaltyRate) -> PenaltyRate:
        if isinstance(rate, AnnualRate):
            return replace(rate, year_days=instead) if rate.year_days == of else rate
        return _RATE.divide(rate * of, Decimal(instead))

    return scaled(over)


def _fee_counted(terms: ReckoningTerms) -> ReckoningTerms:
    fees = any(one.charges.stated_fee or one.charges.fee_rule for one in terms.obligations.each)
    return terms._replace(counted=(*terms.counted, "fee")) if fees else terms


def _interest_counted(terms: ReckoningTerms) -> ReckoningTerms:
    interest = any(one.charges.has_interest for one in terms.obligations.each)
    return terms._replace(counted=(*terms.counted, "interest_due")) if interest else terms


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
    name = f"rate-{percent(fraction).rstrip('%')}"
    return LenderRule(name, "rate", at_one_rate(lambda _: fraction), "rate", fraction)


RULES = (
    # The order is that of simplicity: where two explain a figure as well, the earlier is named first.
    LenderRule("whole-bill", "base", of_account(_WholeBill)),
    LenderRule("payments-not-credited", "base", of_payments(lambda payments: ())),
    LenderRule("last-payment-not-credited", "base", _without_last),
    LenderRule("payments-credited-late", "base", of_payments(_a_day_late)),
    LenderRule("payments-count-on-their-day", "base", of_payments(_a_day_sooner)),
    LenderRule("grace-ignored", "grace", setting(grace_days=0)),
    LenderRule("grace-delays", "grace", of_terms(_grace_delays)),
    LenderRule("due-date-counted", "days", each_obligation(_due_date_counted)),
    LenderRule("last-day-not-counted", "days", _last_day_left_out),
    *map(_at, ("0.05", "0.06", "0.075", "0.1")),
    LenderRule("rate-raised-half", "rate", scaled(times(Decimal("1.5")))),
    LenderRule("rate-of-range-end", "rate", of_terms(_range_end)),
    LenderRule("tiers-ignored", "rate", of_terms(_without_tiers)),
    LenderRule("tier-on-all-days", "rate", _tier_on_all_days),
    LenderRule("rate-of-today", "rate", at_one_rate(lambda terms: terms.rate)),
    LenderRule("rate-of-before", "rate", at_one_rate(lambda terms: (terms.rates or (terms,))[0].rate)),
    LenderRule("penalty-first", "order", setting(allocation="statutory")),
    LenderRule("principal-first", "order", setting(allocation="principal-first")),
    *map(_raised_after, (30, 60, 90)),
    LenderRule("compounded-monthly", "compounding", setting(compounding="monthly", joins_on=None)),
    LenderRule("not-compounded", "compounding", setting(compounding="none", joins_on=None)),
    LenderRule("compounded-quarterly", "compounding", setting(compounding="quarterly", joins_on=None)),
    LenderRule("compounded-quarterly-on-20", "compounding", setting(compounding="quarterly", joins_on=20)),
    LenderRule("interest-at-penalty-rate", "interest", _on_interest(_at_penalty_rate)),
    LenderRule("interest-at-contract-rate", "interest", _on_interest(_at_contract_rate)),
    LenderRule("interest-at-two-thirds", "interest", _on_interest(_at_two_thirds)),
    LenderRule("late-fee-each-statement", "fee", each_obligation(_fee_of_each_statement)),
    LenderRule("late-fee-included", "counted", _fee_counted),
    LenderRule("interest-included", "counted", _interest_counted),
    LenderRule("year-of-360", "rate", _year(365, 360)),
    LenderRule("year-of-365", "rate", _year(360, 365)),
    LenderRule("rounded-daily", "rounding", setting(rounding="daily")),
    LenderRule("rounded-once", "rounding", setting(rounding="half-up")),
    LenderRule("cut-to-fen", "rounding", of_account(_Cut)),
    *map(_joining_on, range(1, _LAST_DAY + 1)),
)
"""Every rule, the simplest first. Each stands for one term of a contract, or for one slip."""


def rules_for(terms: ReckoningTerms) -> tuple[LenderRule, ...]:
    """Returns the rules to try: where a rate is known as a range only, with every rate inside it, too."""
    ranges = (one.terms for one in terms.obligations.each if one.terms.daily_rate_high is not None)
    first = next(ranges, None)
    if first is None or first.daily_rate_high is None or isinstance(first.rate, AnnualRate):
        return RULES
    low, high = first.rate, first.daily_rate_high
    known = {rule.rate for rule in RULES}
    count = min(int((high - low) / _RATE_STEP), _MOST_OF_RANGE)
    inside = [rate for n in range(1, count + 1) if (rate := low + n * _RATE_STEP) < high and rate not in known]
    return (*RULES, *(_at(percent(rate).rstrip("%"))._replace(alone=True) for rate in inside))

"""What a lender may reckon otherwise: each rule is a small, named change of the terms that bills are reckoned by.

A rule says nothing of who is right. Some follow from a contract that the scenario does not describe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from typing import Any

from letters.base.money import ZERO, down_to_fen, percent, total
from letters.ledger.account import BillAccount
from letters.ledger.payments import post_payments
from letters.scenario.lender import Lender
from letters.scenario.model.scenario_file import Bill, Payment

ONE_DAY = timedelta(days=1)
# A year of 360 days makes a rate that never ends. Cut upwards this far out, no half fen is lost and none is won.
_RATE = Context(prec=34, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class ReckoningTerms:
    """All that decides a bill's penalty. `counted` names what of an account the figure is made of."""

    bills: tuple[Bill, ...]
    payments: tuple[Payment, ...]
    lender: Lender
    as_of: date
    account: type[BillAccount] = BillAccount
    counted: tuple[str, ...] = ("penalty_due",)

    def figures(self) -> tuple[Decimal, ...]:
        """The figure of each bill at the end of `as_of`."""
        accounts, _ = post_payments(self.bills, self.payments, self.lender, self.as_of, self.account)
        for account in accounts:
            account.close(self.as_of)
        return tuple(total(getattr(account, name) for name in self.counted) for account in accounts)


Change = Callable[[ReckoningTerms], ReckoningTerms]


@dataclass(frozen=True, slots=True)
class LenderRule:
    """`name` is documented and stays; `of` says what it is about: two rules of one thing do not combine.

    `words` names the template part that says it, where that is not the rule's own name; `rate` is its daily rate.
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


def _lender(**changes: Any) -> Change:
    """A rule that sets what the lender's contract says."""
    return lambda terms: replace(terms, lender=replace(terms.lender, **changes))


def _one_rate(rate: Callable[[Lender], Decimal]) -> Change:
    """A rule that charges one rate, always."""
    return lambda terms: replace(terms, lender=terms.lender.at_rate(rate(terms.lender)))


def _scaled(scale: Callable[[Decimal], Decimal]) -> Change:
    """A rule that charges every rate by another measure."""

    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        rates = tuple(replace(one, daily_rate=scale(one.daily_rate)) for one in terms.lender.rates)
        return replace(terms, lender=replace(terms.lender.at_rate(scale(terms.lender.daily_rate)), rates=rates))

    return changed


def _account(variant: type[BillAccount]) -> Change:
    """A rule that lets an account behave otherwise; such rules combine."""
    return lambda terms: replace(terms, account=type(variant.__name__, (variant, terms.account), {}))


def _payments(change: Callable[[tuple[Payment, ...]], tuple[Payment, ...]]) -> Change:
    def changed(terms: ReckoningTerms) -> ReckoningTerms:
        bills = (bill.model_copy(update={"payments": change(bill.payments)}) for bill in terms.bills)
        return replace(terms, bills=tuple(bills), payments=change(terms.payments))

    return changed


def _a_day_late(payments: tuple[Payment, ...]) -> tuple[Payment, ...]:
    return tuple(payment.model_copy(update={"date": payment.date + ONE_DAY}) for payment in payments)


def _without_last(terms: ReckoningTerms) -> ReckoningTerms:
    """The latest payment up to as_of left out, of the last bill where several have one that day."""
    every: list[Sequence[Payment]] = [*(bill.payments for bill in terms.bills), terms.payments]
    counted = [payment for payments in every for payment in payments if payment.date <= terms.as_of]
    if not counted:
        return terms
    last = max(reversed(counted), key=lambda payment: payment.date)
    return _payments(lambda payments: tuple(payment for payment in payments if payment is not last))(terms)


def _due_date_counted(terms: ReckoningTerms) -> ReckoningTerms:
    """One day more. What is paid by the due date still counts as on time."""
    bills = (bill.model_copy(update={"due_date": bill.due_date - ONE_DAY}) for bill in terms.bills)
    lender = replace(terms.lender, grace_days=terms.lender.grace_days + 1)
    return replace(terms, bills=tuple(bills), lender=lender)


def _last_day_left_out(terms: ReckoningTerms) -> ReckoningTerms:
    return replace(terms, as_of=terms.as_of - ONE_DAY)


def _range_end(terms: ReckoningTerms) -> ReckoningTerms:
    high = terms.lender.daily_rate_high
    return terms if high is None else replace(terms, lender=terms.lender.at_rate(high))


def _year(of: int, instead: int) -> Change:
    """The rate of a year of `of` days charged over `instead` days."""
    return _scaled(lambda rate: _RATE.divide(rate * of, Decimal(instead)))


def _fee_counted(terms: ReckoningTerms) -> ReckoningTerms:
    fees = terms.lender.late_fee or any(bill.late_fee for bill in terms.bills)
    return replace(terms, counted=(*terms.counted, "fee")) if fees else terms


def _interest_counted(terms: ReckoningTerms) -> ReckoningTerms:
    interest = any(bill.interest for bill in terms.bills)
    return replace(terms, counted=(*terms.counted, "interest_due")) if interest else terms


class _WholeBill(BillAccount):
    """Penalty runs on the whole amount billed as long as any principal is unpaid."""

    def __init__(self, due_date: date, amount: Decimal, *more: Any, **named: Any) -> None:
        super().__init__(due_date, amount, *more, **named)
        self.billed = amount

    @property
    def base(self) -> Decimal:
        return (self.billed if self.principal else ZERO) + self.capitalised


class _Cut(BillAccount):
    """What is less than a fen is cut off, where penalty becomes money."""

    def settle(self, day: date) -> None:
        if self.unrounded:
            self._round(day, down_to_fen(self.unrounded))


def _at(rate: str) -> LenderRule:
    fraction = Decimal(rate) / 100
    return LenderRule(f"rate-{percent(fraction).rstrip('%')}", "rate", _one_rate(lambda _: fraction), "rate", fraction)


RULES = (
    # The order is that of simplicity: where two explain a figure as well, the earlier is named first.
    LenderRule("whole-bill", "base", _account(_WholeBill)),
    LenderRule("payments-not-credited", "base", _payments(lambda payments: ())),
    LenderRule("last-payment-not-credited", "base", _without_last),
    LenderRule("payments-credited-late", "base", _payments(_a_day_late)),
    LenderRule("grace-ignored", "grace", _lender(grace_days=0)),
    LenderRule("due-date-counted", "days", _due_date_counted),
    LenderRule("last-day-not-counted", "days", _last_day_left_out),
    *map(_at, ("0.05", "0.06", "0.075", "0.1")),
    LenderRule("rate-raised-half", "rate", _scaled(lambda rate: rate * Decimal("1.5"))),
    LenderRule("rate-of-range-end", "rate", _range_end),
    LenderRule("rate-of-today", "rate", _one_rate(lambda lender: lender.daily_rate)),
    LenderRule("rate-of-before", "rate", _one_rate(lambda lender: (lender.rates or (lender,))[0].daily_rate)),
    LenderRule("penalty-first", "order", _lender(allocation="statutory")),
    LenderRule("principal-first", "order", _lender(allocation="principal-first")),
    LenderRule("compounded-monthly", "compounding", _lender(compounding="monthly")),
    LenderRule("not-compounded", "compounding", _lender(compounding="none")),
    LenderRule("late-fee-included", "counted", _fee_counted),
    LenderRule("interest-included", "counted", _interest_counted),
    LenderRule("year-of-360", "rate", _year(365, 360)),
    LenderRule("year-of-365", "rate", _year(360, 365)),
    LenderRule("rounded-daily", "rounding", _lender(rounding="daily")),
    LenderRule("rounded-once", "rounding", _lender(rounding="half-up")),
    LenderRule("cut-to-fen", "rounding", _account(_Cut)),
)
"""Rules that one term of a contract, or one slip, accounts for."""

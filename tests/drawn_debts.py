"""Debts drawn from a seed as the ledger sees them, thousands in a second: no file is read, no letter written.

`drawn(seed)` is always the same debt. It may have anything that debts.md knows: rates a day and a year, tiers, fees by
the day, penalty on interest, joining, grace of both kinds, cards with a minimum, pages, payments, waivers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Self

from letters.base.errors import FieldPath
from letters.base.money import ZERO, total
from letters.base.record_reading import read_record
from letters.ledger import payments
from letters.ledger.fees import Charges
from letters.ledger.obligations import GrantedWaiver, Obligation, Obligations, Paid
from letters.ledger.terms import Terms
from letters.scenario.lender import DailyFee
from letters.scenario.model.charges import LateFee
from letters.scenario.model.rates import AnnualRate, PenaltyRate, RateChange, RateTier

FEN = Decimal("0.01")
RATES = ("0.0005", "0.00035", "0.000612", "0.00075", "0.001", "0.0002")
FIRST = date(2019, 1, 1)
FEE_RULES = [
    read_record(LateFee, {"share": "5%", "floor": floor, "cap": cap, "each_statement": each, "minimum_share": share})
    for floor in (None, "10.00")
    for cap in (None, "500.00")
    for each in (None, "true")
    for share in (None, "10%")
]


@dataclass(frozen=True, slots=True)
class Sums:
    """What one obligation comes to. Amounts in yuan."""

    principal: Decimal
    accrued: Decimal
    penalty: Decimal
    on_interest: Decimal
    interest: Decimal
    late_fee: Decimal
    daily_fees: Decimal
    paid: Decimal
    overpaid: Decimal
    waived: Decimal
    state: str

    @property
    def owed(self) -> Decimal:
        return self.principal + self.penalty + self.interest + self.late_fee + self.daily_fees


@dataclass(frozen=True)
class Debt:
    """Obligations, and the day on which they are looked at."""

    owed: Obligations
    as_of: date

    @cached_property
    def sums(self) -> tuple[Sums, ...]:
        """Each obligation at the end of the day."""
        accounts = payments.post(self.owed, self.as_of).accounts
        for account in accounts:
            account.close(self.as_of)
        return tuple(
            Sums(
                account.principal,
                account.penalty_accrued,
                account.penalty_due,
                account.penalty_on_interest,
                account.interest_due,
                account.fee,
                total(fee.outstanding for fee in account.daily_fees),
                account.paid,
                account.overpaid,
                account.penalty_waived + account.interest_waived + account.fee_waived,
                account.state(self.as_of),
            )
            for account in accounts
        )

    @cached_property
    def excess(self) -> Decimal:
        """What was paid on the account beyond all that is owed."""
        return payments.post(self.owed, self.as_of).excess

    @cached_property
    def is_refused(self) -> bool:
        """Whether more was waived than was outstanding, which a scenario may not say."""
        return bool(payments.post(self.owed, self.as_of).too_much)

    @property
    def total(self) -> Decimal:
        """All that is owed."""
        return total(one.owed for one in self.sums)

    @property
    def each(self) -> tuple[Obligation, ...]:
        return self.owed.each

    def on(self, day: date) -> Self:
        """The same debt looked at on another day."""
        return type(self)(self.owed, day)

    def with_each(self, each: tuple[Obligation, ...]) -> Self:
        return type(self)(self.owed._replace(each=each), self.as_of)

    def with_one(self, place: int, one: Obligation) -> Self:
        return self.with_each((*self.each[:place], one, *self.each[place + 1 :]))

    def with_terms(self, **changes: object) -> Self:
        """The same debt by other terms."""
        return self.with_each(
            tuple(one._replace(terms=one.terms._replace(**changes)) for one in self.each)  # type: ignore[arg-type]
        )

    def with_account(self, on_account: tuple[Paid, ...]) -> Self:
        return type(self)(self.owed._replace(on_account=on_account), self.as_of)


def drawn(seed: int) -> Debt:
    """One to three obligations to one lender, most of which are overdue."""
    draw = Random(seed)
    window = draw.choice([30, 90, 90, 400])
    start = FIRST + timedelta(days=draw.randint(0, 3000))
    as_of = start + timedelta(days=draw.randint(window // 2, window))
    terms = _terms(draw, start, window)
    count = draw.choice([1, 1, 2, 3])
    each = tuple(_obligation(draw, terms, start, window, place) for place in range(count))
    on_account = tuple(_paid(draw, start, window, ("payments", n)) for n in range(draw.choice([0, 0, 0, 1, 2])))
    debt = Debt(Obligations(each, on_account), as_of)
    return _with_waivers(draw, debt) if draw.random() < 0.25 else debt


def _terms(draw: Random, start: date, window: int) -> Terms:
    rate: PenaltyRate = Decimal(draw.choice(RATES))
    year_days = draw.choice([365, 365, 360])
    if draw.random() < 0.25:
        rate = AnnualRate(Decimal(draw.choice(["0.154", "0.24", "0.0918", "0.1825"])), year_days)
    tiers: tuple[RateTier, ...] = ()
    rates: tuple[RateChange, ...] = ()
    kind = draw.random()
    if kind < 0.2:
        tiers = (RateTier(draw.randint(2, 40), Decimal(draw.choice(RATES))),)
    elif kind < 0.4:
        day = start + timedelta(days=draw.randint(1, window))
        rates = (RateChange(date.min, rate), RateChange(day, Decimal(draw.choice(RATES))))
    joining = draw.choice(["none", "none", "none", "monthly", "quarterly"])
    return Terms(
        rate=rate,
        allocation=draw.choice(["statutory", "principal-first"]),
        grace_days=draw.choice([0, 0, 3, 5]),
        rounding=draw.choice(["half-up", "half-up", "daily"]),
        year_days=year_days,
        compounding=joining,
        rates=rates,
        tiers=tiers,
        joins_on=draw.choice([None, 20]) if joining != "none" else None,
        grace=draw.choice(["reaches-back", "delays"]),
        on_interest=draw.choice(["none", "penalty", "contract"]),
        contract=AnnualRate(Decimal("0.09"), year_days),
        base=draw.choice(["unpaid", "unpaid", "unpaid", "whole-loan"]),
        daily_fees=(DailyFee("管理费", Decimal("0.0002")),) if draw.random() < 0.2 else (),
        least_per_day=draw.choice([ZERO, ZERO, ZERO, FEN, Decimal("1.00")]),
    )


def _money(draw: Random, most: int) -> Decimal:
    return Decimal(draw.randint(1, draw.choice([most, 3000]))) * FEN


def _paid(draw: Random, start: date, window: int, origin: FieldPath, like: Decimal = Decimal(1000)) -> Paid:
    day = start + timedelta(days=draw.randint(0, window))
    fen = draw.choice([int(like * 100), int(like * 25), 30_000, 500])
    return Paid(day, Decimal(draw.randint(1, max(fen, 1))) * FEN, origin)


def _obligation(draw: Random, terms: Terms, start: date, window: int, place: int) -> Obligation:
    # No two on one day: the order of the file would decide which is paid first.
    due = start + timedelta(days=draw.randint(0, window // 8) * 4 + place)
    principal = _money(draw, 5_000_000)
    origin: FieldPath = ("bills", place)
    paid = tuple(
        _paid(draw, start, window, (*origin, "payments", n), principal) for n in range(draw.choice([0, 0, 1, 2, 3]))
    )
    charges = _charges(draw, due, principal)
    return Obligation("bill", f"第{place + 1}期", due, principal, terms, charges, paid, origin=origin)


def _charges(draw: Random, due: date, principal: Decimal) -> Charges:
    kind = draw.random()
    if kind < 0.45:
        return Charges()
    if kind < 0.7:
        return Charges(stated_interest=_money(draw, 20_000))
    since = due - timedelta(days=draw.randint(1, 50)) if draw.random() < 0.5 else None
    rule = draw.choice(FEE_RULES)
    minimum = (principal / 10).quantize(FEN)
    return Charges(fee_rule=rule, minimum=max(minimum, FEN), interest_since=since)


def _with_waivers(draw: Random, debt: Debt) -> Debt:
    """The debt with a part of what is outstanding of one bill's penalty waived on an earlier day."""
    place = draw.randrange(len(debt.each))
    one = debt.each[place]
    day = debt.as_of - timedelta(days=draw.randint(0, 20))
    outstanding = debt.on(day).sums[place].penalty
    if outstanding < FEN:
        return debt
    fen = draw.randint(1, int(outstanding * 100))
    waiver = GrantedWaiver(day, Decimal(fen) * FEN, "penalty", (*one.origin, "waivers", 0))
    waived = debt.with_one(place, one._replace(waivers=(waiver,)))
    return debt if waived.is_refused else waived

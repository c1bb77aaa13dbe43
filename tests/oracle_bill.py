"""One sum with a due date, as the oracle moves it: day by day, amounts in whole units."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from oracle_terms import ONE_DAY, Case, contract_rate, joins_on, months_later, rate_on, runs_after, times, to_fen


@dataclass
class Piece:
    """What accrues exactly and becomes money at each posting."""

    exact: int = 0
    money: int = 0

    def settle(self) -> None:
        self.money += to_fen(self.exact)
        self.exact = 0

    @property
    def as_money(self) -> int:
        """All that accrued, as if it became money now."""
        return self.money + to_fen(self.exact)


@dataclass
class DailyFee:
    """A fee by the day."""

    label: str
    rate: Fraction
    piece: Piece = field(default_factory=Piece)
    paid: int = 0
    waived: int = 0

    @property
    def outstanding(self) -> int:
        return self.piece.as_money - self.paid - self.waived


@dataclass
class Bill:
    """Amounts in units."""

    due_date: date
    owed_from: date
    """The day after the due date and any grace; for a balance that a page shows the first day that it does not show."""
    principal: int
    stated: Case
    terms: Case
    group: int | None = None
    """What it is an instalment of: a loan's place, or None for the bills of the case."""
    is_shown: bool = False
    fee: int = 0
    fee_waived: int = 0
    on_principal: Piece = field(default_factory=Piece)
    on_interest: Piece = field(default_factory=Piece)
    penalty_paid: int = 0
    penalty_waived: int = 0
    paid: int = 0
    overpaid: int = 0
    interest: int = 0
    """Ordinary, posted and unpaid."""
    interest_billed: int = 0
    """What the bill or its schedule states."""
    interest_paid: int = 0
    interest_waived: int = 0
    running: int = 0
    """Ordinary interest before default, not owed yet."""
    running_on: int = 0
    revolving: Piece = field(default_factory=Piece)
    """Ordinary interest after the due date of a bill whose minimum was paid."""
    revolves: bool = False
    """Whether the minimum was met by its day, and each later one that is known."""
    met_minimum: bool = False
    missed: date | None = None
    """The due day of the later minimum that was missed."""
    joined: int = 0
    """Unpaid penalty and interest that bears penalty."""
    charged: int = 0
    """Computed interest and late fees ever."""
    charged_on: int = 0
    shown_penalty: int = 0
    daily_fees: list[DailyFee] = field(default_factory=list)
    minimum_unmet: int = 0
    is_carried_on: bool = False
    """Whether a later bill of the case carries the balance."""
    statement: int = 0
    """How many months after the due date the last statement was due."""
    paid_at_statement: int = 0
    principal_at_statement: int = 0
    coming: list[tuple[date, int]] = field(default_factory=list)
    """Of a loan whose whole principal bears penalty: its principal by the day on which it falls due."""
    penalty_to: date = date.min
    """The last day whose penalty on principal is counted, where that goes by the whole loan."""

    @property
    def is_of_whole_loan(self) -> bool:
        return bool(self.terms["base"] == "whole-loan")

    def to_come(self, day: date) -> int:
        return sum(principal for due, principal in self.coming if due >= day)

    @property
    def penalty(self) -> int:
        """Outstanding, as money."""
        return self.on_principal.as_money + self.on_interest.as_money - self.penalty_paid - self.penalty_waived

    @property
    def interest_now(self) -> int:
        """Ordinary interest outstanding, as money."""
        return self.interest + to_fen(self.revolving.exact)

    @property
    def fees_by_day(self) -> int:
        return sum(fee.outstanding for fee in self.daily_fees)

    @property
    def owed(self) -> int:
        return self.principal + self.penalty + self.interest_now + self.fee + self.fees_by_day

    def is_overdue(self, day: date) -> bool:
        """Whether principal or stated interest is unpaid past the due date and any grace."""
        return day >= self.owed_from and not self.revolves and (self.principal > 0 or self.interest > 0)

    def settle_penalty(self) -> None:
        self.on_principal.settle()
        self.on_interest.settle()

    def settle_interest(self) -> None:
        before = self.revolving.money
        self.revolving.settle()
        self.interest += self.revolving.money - before


def accrue_whole_loan(loan: list[Bill], day: date) -> None:
    """Every day on which anything of a loan is overdue counts on all of its principal, due or not.

    What has not fallen due bears its penalty on the instalment that is overdue longest.
    """
    overdue = [bill for bill in loan if bill.is_overdue(day)]
    if not overdue:
        return
    oldest = min(overdue, key=lambda one: one.due_date)
    for bill in loan:
        begun = max(bill.penalty_to, runs_after(oldest.terms, oldest.due_date))
        while begun < day:
            begun += ONE_DAY
            if not bill.revolves:
                penalty_of_day(bill, begun, of_interest=False, more=bill.to_come(begun) if bill is oldest else 0)
        bill.penalty_to = begun


def accrue(bill: Bill, day: date) -> None:
    """Post what one day adds: on last night's principal, and what becomes owed on this day."""
    terms, card = bill.terms, bill.stated["interest"]
    if bill.is_shown and day < bill.owed_from:
        return
    if isinstance(card, dict) and card["since"] < day <= bill.due_date and not bill.is_shown:
        bill.running += one_day(terms)(bill.principal, ordinary_rate(bill, day))
        bill.running_on += bill.principal
    if day < bill.owed_from:
        return
    days = 1
    if day == bill.owed_from and not bill.is_shown:
        post_charges(bill)
        if terms["grace"] == "reaches-back" or bill.revolves:
            days = terms["grace_days"] + 1  # the days of grace are owed now, all on what grace has left unpaid
    elif bill.stated.get("late_fee_rule") and not bill.is_shown:
        later_statement(bill, day)
    for back in range(days):
        if bill.revolves:
            bill.revolving.exact += one_day(terms)(bill.principal, ordinary_rate(bill, day - timedelta(days=back)))
            bill.charged_on += bill.principal
        else:
            penalty_of_day(bill, day - timedelta(days=back), of_principal=not bill.is_of_whole_loan)


def exact_day(amount: int, rate: Fraction, least: int = 0) -> int:
    """What one day adds, before any rounding."""
    exact = times(amount, rate)
    return max(exact, least) if amount > 0 else exact


def rounded_day(amount: int, rate: Fraction, least: int = 0) -> int:
    return to_fen(exact_day(amount, rate, least))


def one_day(terms: Case) -> Callable[..., int]:
    """What one day adds of an amount at a rate, no less than a least amount: as the contract rounds it."""
    return rounded_day if terms["rounding"] == "daily" else exact_day


def ordinary_rate(bill: Bill, day: date) -> Fraction:
    card = bill.stated["interest"]
    if isinstance(card, dict) and card["daily_rate"] is not None:
        return Fraction(card["daily_rate"])
    return rate_on(bill.terms, day, day)  # on its own day nothing is overdue, so no tier holds


def penalty_of_day(
    bill: Bill, day: date, *, of_principal: bool = True, of_interest: bool = True, more: int = 0
) -> None:
    """What a day charges on principal, `more` of the same loan with it, or on interest, or on both."""
    base = bill.principal + bill.joined + more if of_principal else 0
    on_interest = bill.interest if of_interest and bill.terms["on_interest"] != "none" else 0
    spared = bool(bill.principal + bill.joined)
    principal, interest, fees = parts_of_day(bill, day, one_day(bill.terms), base, on_interest, spared)
    bill.on_principal.exact += principal
    bill.on_interest.exact += interest
    bill.charged_on += bill.principal + more if of_principal else 0
    for fee, part in zip(bill.daily_fees, fees, strict=True):
        fee.piece.exact += part


def parts_of_day(  # noqa: PLR0917 - what a day is charged on
    bill: Bill, day: date, charged: Callable[..., int], base: int, on_interest: int, spared: bool
) -> tuple[int, int, list[int]]:
    """What one day charges on principal (with what joined), on unpaid interest, and of each daily fee.

    The least of a day is asked once: on interest only where there is no other base.
    """
    terms = bill.terms
    rate = rate_on(terms, day, bill.due_date)
    part = charged(base, rate, terms["least_per_day"])
    rate_of_it = contract_rate(terms) if terms["on_interest"] == "contract" else rate
    more = charged(on_interest, rate_of_it, 0 if spared else terms["least_per_day"]) if on_interest else 0
    fees = [times(base + on_interest, fee.rate) for fee in bill.daily_fees]
    return part, more, fees


def post_charges(bill: Bill) -> None:
    """The day after the due date and any grace: the late fee, and the interest that ran before; does it revolve?"""
    rule = bill.stated["late_fee_rule"]
    minimum = bill.stated["minimum_payment"]
    if isinstance(rule, dict):
        bill.minimum_unmet = max(minimum - bill.paid, 0)
        charge_fee(bill, bill.minimum_unmet, rule)
        bill.paid_at_statement, bill.principal_at_statement = bill.paid, bill.principal
    elif rule is not None:
        bill.fee += rule
        bill.charged += rule
    if bill.principal > 0:
        bill.interest += to_fen(bill.running)
        bill.charged += to_fen(bill.running)
        bill.charged_on += bill.running_on
    bill.met_minimum = bill.revolves = bool(minimum) and bill.paid >= minimum


def charge_fee(bill: Bill, unmet: int, rule: Case) -> None:
    if unmet <= 0:
        return
    fee = to_fen(times(unmet, rule["share"]))
    if rule["floor"] is not None:
        fee = max(fee, rule["floor"])
    if rule["cap"] is not None:
        fee = min(fee, rule["cap"])
    bill.fee += fee
    bill.charged += fee


def later_statement(bill: Bill, day: date) -> None:
    """The day after a later monthday and grace: the minimum of that statement, and a fee where it is not met."""
    rule = bill.stated["late_fee_rule"]
    share = rule.get("minimum_share") if isinstance(rule, dict) else None
    grace = timedelta(days=bill.terms["grace_days"])
    due = months_later(bill.due_date, bill.statement + 1) + grace
    if share is None or day != due + ONE_DAY:
        return
    minimum = bill.minimum_unmet + to_fen(times(max(bill.principal_at_statement - bill.minimum_unmet, 0), share))
    bill.minimum_unmet = max(minimum - (bill.paid - bill.paid_at_statement), 0)
    bill.statement += 1
    bill.paid_at_statement, bill.principal_at_statement = bill.paid, bill.principal
    if rule.get("each_statement"):
        charge_fee(bill, bill.minimum_unmet, rule)
    if bill.revolves and bill.minimum_unmet and not bill.is_carried_on:
        bill.revolves, bill.missed = False, due - grace


def follow_later_bills(bill: Bill, cards: list[Bill], day: date) -> None:
    """Of a bill whose minimum was met: a later bill of the case with a minimum of its own carries the balance.

    From the day after the next minimum on the first later one that was missed ends what held until then; after the
    last of them it is as with that one.
    """
    later = sorted((one for one in cards if one.due_date > bill.due_date), key=lambda one: one.due_date)
    bill.is_carried_on = bool(later)
    grace = timedelta(days=bill.terms["grace_days"])
    if not bill.revolves or not later or day <= months_later(bill.due_date, 1) + grace:
        return
    for one in later:
        if day < one.owed_from:
            return
        if not one.met_minimum:
            bill.revolves, bill.missed = False, max(months_later(bill.due_date, 1), one.due_date)
            return
    if not later[-1].revolves:
        bill.revolves, bill.missed = False, later[-1].missed


def compound(bill: Bill, day: date) -> None:
    """At the end of a day of joining what is unpaid joins the base; nothing does while ordinary interest runs."""
    if bill.revolves or day < bill.owed_from or not joins_on(bill.terms, day, bill.due_date):
        return
    bill.settle_penalty()
    bill.joined = bill.penalty + (bill.interest if bill.terms["on_interest"] == "none" else 0)

"""The part of an obligation's account that is not penalty: ordinary interest, late fees, minimum payments."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Self

from letters.base.dates import add_months
from letters.base.money import EXACT, ZERO
from letters.ledger.accrual import NOTHING, Unposted, accrued, parts_a_day, rounded_daily
from letters.ledger.entries import Entry, InterestDays, InterestRounding, InterestStated, YearlyInterestDays
from letters.ledger.obligations import Obligation
from letters.ledger.statements import NO_STATEMENT, Statement
from letters.scenario.model.rates import AnnualRate

_ONE_DAY = timedelta(days=1)


class InterestAccount(ABC):
    """What one obligation owes beside penalty. Amounts are Decimals in yuan; days only go forward.

    It is the lower half of an account: `PenaltyAccount` says in `accrue_to` in which order a day charges what.
    """

    def __init__(self, obligation: Obligation) -> None:
        charges, terms = obligation.charges, obligation.terms
        self.due_date, self.charges = obligation.due_date, charges
        self.label, self.origin, self.group = obligation.label, obligation.origin, obligation.group
        self.page_day = obligation.shown.on if obligation.shown else date.min
        """The day whose end a page shows its balances at; nothing before it is reckoned."""
        self.grace_end = self.due_date + timedelta(days=terms.grace_days)
        self.day_zero = self.grace_end if terms.grace == "delays" else self.due_date
        """The day before the first that penalty runs on."""
        self.terms, self.divisor = terms.since(self.day_zero), terms.divisor
        self.billed = self.principal = obligation.principal
        self.is_past_due = False
        self.interest_due, self.interest_paid, self.interest_waived = charges.stated_interest, ZERO, ZERO
        self.fee = self.fee_waived = self.paid = self.overpaid = ZERO
        self.costs = ZERO
        """Ordinary interest and late fees charged for days that are known."""
        self.principal_days = Decimal(0)
        """Principal × days, over the days that penalty or ordinary interest was charged for."""
        self.interest_reached = charges.interest_since
        self.before_default: list[InterestDays] = []
        self.before, self.before_daily = NOTHING, ZERO
        """The interest before default, exact and with each day rounded."""
        self.principal_days_before = Decimal(0)
        self.statement: Statement = NO_STATEMENT
        self.minimum_met = self.revolves = self.is_uncertain = False
        """Whether the minimum was paid in time; so that interest runs, not penalty; and whether a later statement,
        which is not known, may have ended that."""
        self.revolving, self.revolving_daily = NOTHING, ZERO
        """Ordinary interest after the due date since it last became money, exact and with each day rounded."""
        self.revolved_to = self.due_date
        self.overdue_since = self.held_to = self.due_date
        """The last day to pay on: the due date, or that of the first later minimum that was missed; and the last day
        before penalty, which is the end of that one's grace."""
        self.cards: tuple[Self, ...] = ()
        """All bills with a minimum of their own, the oldest first; () if there is but one."""
        self.later = 0
        """The number among `cards` of the next bill."""
        self.steps = 0
        """How often it was moved on: a measure of the work, whatever the machine."""
        self.entries: list[Entry] = []
        self.keeps_entries = True
        """Whether the days, payments and roundings, of which there may be very many, are noted in `entries`."""
        if charges.stated_interest:
            self.entries.append(InterestStated(self.due_date, charges.stated_interest, charges.interest_origin))

    def is_late(self, day: date) -> bool:
        """Returns whether the due date and any grace are over."""
        return day > self.grace_end

    def _days_of_interest(
        self, start: date, end: date, after_due: bool = False
    ) -> tuple[list[InterestDays], Unposted, Decimal]:
        """Returns the days after `start` to `end` as entries, what they come to, and that with each day rounded."""
        own, piece, money = self.charges.interest_rate, NOTHING, ZERO
        spans = self.terms.spans(start, end) if own is None else [(start, end, own)]
        entries = []
        for begin, until, rate in spans:
            days = (until - begin).days
            if a_day := parts_a_day(self.principal, rate, self.divisor):
                more = accrued(a_day, rate, days, self.divisor)
                origin = self.charges.interest_origin or self.origin
                made = YearlyInterestDays if isinstance(rate, AnnualRate) else InterestDays
                entries.append(made(begin, until, days, self.principal, rate, more.shown, origin, after_due))
                piece, money = piece.plus(*more), money + rounded_daily(a_day, days, self.divisor)
        return entries, piece, money

    def _interest_to(self, day: date) -> None:
        """Notes interest before default up to and including a day; it is charged only if the bill falls due unpaid."""
        begin = self.interest_reached
        if begin is None or day <= begin:
            return
        entries, piece, money = self._days_of_interest(begin, day)
        self.before_default += entries
        self.before, self.before_daily = self.before.plus(*piece), self.before_daily + money
        self.principal_days_before += self.principal * (day - begin).days
        self.interest_reached = day

    def _fall_due(self) -> None:
        """Posts interest before default and the late fee, on the day after the due date and any grace."""
        day = self.grace_end + _ONE_DAY
        self._interest_to(self.due_date)
        if self.principal:
            self.entries += self.before_default
            self._post_interest(day, self.before, self.before_daily)
            self.principal_days += self.principal_days_before
        self.fee, explained = self.charges.late_fee(day, self.paid)
        if explained:
            self.entries.append(explained)
        self.costs += self.fee
        self.is_past_due = True
        minimum = self.charges.minimum
        self.minimum_met = bool(minimum) and self.paid >= minimum
        self.revolves = self.minimum_met
        self.revolved_to = self.due_date
        self.statement = Statement(0, max(minimum - self.paid, ZERO), self.paid, self.principal)

    def _post_interest(self, day: date, piece: Unposted, daily: Decimal) -> None:
        """Makes interest money, rounded half up, or each day by itself."""
        money = daily if self.terms.rounding == "daily" else piece.in_money(self.divisor)
        if difference := EXACT.subtract(money, piece.shown):
            self.entries.append(InterestRounding(day, difference, self.charges.interest_origin or self.origin))
        self.interest_due += money
        self.costs += money

    def _revolve_to(self, day: date) -> None:
        """Adds the ordinary interest after the due date, which runs where the minimum was paid."""
        start = self.revolved_to
        if day <= start:
            return
        entries, piece, money = self._days_of_interest(start, day, after_due=True)
        self.entries += entries
        self.revolving, self.revolving_daily = self.revolving.plus(*piece), self.revolving_daily + money
        self.principal_days += self.principal * (day - start).days
        self.revolved_to = day

    def _settle_interest(self, day: date) -> None:
        """Makes the interest after the due date money."""
        if self.revolving.parts:
            self._post_interest(day, self.revolving, self.revolving_daily)
            self.revolving, self.revolving_daily = NOTHING, ZERO

    def _statements_to(self, day: date) -> None:
        """Looks at every later statement up to a day: its late fee, and whether its minimum was met."""
        rule = self.charges.fee_rule
        share = rule.minimum_share if rule else None
        is_followed = self.later < len(self.cards)
        if self.revolves and is_followed:
            self._follow_later_bills(day)
        elif self.revolves and share is None:
            self.is_uncertain = self._end_of(1) < day
        if rule is None or share is None or not (rule.each_statement or self.revolves):
            return
        while self.principal and (end := self._end_of(self.statement.number + 1)) < day:
            self.statement = self.statement.following(share, self.paid, self.principal)
            if self.revolves and self.statement.unmet and not is_followed:
                self._miss(add_months(self.due_date, self.statement.number), end)
            if rule.each_statement:
                fee, explained = self.charges.share_of(rule, end + _ONE_DAY, self.statement.unmet)
                self.fee += fee
                self.costs += fee
                self.entries += [explained] if explained else []

    def _end_of(self, number: int) -> date:
        """Returns the last day, grace included, on which the minimum of a later statement can be paid."""
        return add_months(self.due_date, number) + (self.grace_end - self.due_date)

    def _miss(self, due: date, held_to: date) -> None:
        """Notes a minimum that was missed: ordinary interest runs up to `held_to`, penalty from the day after."""
        self._revolve_to(held_to)
        self.revolves, self.is_uncertain, self.overdue_since, self.held_to = False, False, due, held_to

    def _follow_later_bills(self, day: date) -> None:
        """Lets a later bill carry the balance: while its minimum is met, nothing is overdue.

        Nothing is decided before the next minimum is due, a month after this one, and its grace is over.
        """
        if day <= self._end_of(1):
            return
        last = self.cards[-1]
        for later in islice(self.cards, self.later, None):
            if not later.is_late(day):
                return
            met = later.minimum_met if later.is_past_due else later.paid >= later.charges.minimum
            if not met:
                self._miss(max(add_months(self.due_date, 1), later.due_date), max(self._end_of(1), later.grace_end))
                return
        after = last.copied()
        after.cards = ()
        after.accrue_to(day)
        self.is_uncertain = after.is_uncertain
        if not after.revolves:
            self._miss(after.overdue_since, after.held_to)

    @abstractmethod
    def accrue_to(self, day: date) -> None:
        """Adds what is charged up to and including a day, penalty too."""

    def copied(self, *, keeps_entries: bool = False) -> Self:
        """Returns the account as it is, to be moved on by itself; its entries are those to come, if it keeps any."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)  # what copy.copy does, five times as fast
        other.entries, other.before_default, other.keeps_entries = [], list(self.before_default), keeps_entries
        return other

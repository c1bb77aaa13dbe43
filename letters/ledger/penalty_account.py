"""The penalty of an obligation's account, and the fees by the day that run beside it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from letters.base.money import EXACT, ZERO, total
from letters.ledger import daily_fees
from letters.ledger.accrual import NOTHING, Unposted, accrued, parts_a_day, quotient, rounded_daily
from letters.ledger.daily_fees import FeeByTheDay
from letters.ledger.entries import Accrual, Capitalised, OpeningBalance, Rounding, YearlyAccrual
from letters.ledger.interest_account import InterestAccount
from letters.ledger.obligations import Obligation, ShownBalance
from letters.scenario.model.rates import AnnualRate, PenaltyRate

_ONE_DAY = timedelta(days=1)


class PenaltyAccount(InterestAccount):
    """What accrues on one obligation. Amounts are Decimals in yuan; days only go forward.

    Penalty lives in two places: `on_principal` and `on_interest`, exact, since each last became money; and
    `penalty_due`, money. `capitalised` is the part of the unpaid penalty and interest that bears penalty: it is owed as
    what it was.
    """

    def __init__(self, obligation: Obligation) -> None:
        super().__init__(obligation)
        self.reached = self.interest_bore_to = self.day_zero
        """The last day that penalty was reckoned for: on the base, and on unpaid interest, which bears none before it
        is due although all of a loan may."""
        self.on_principal = self.on_interest = NOTHING
        self.penalty_due = self.penalty_accrued = self.penalty_paid = self.penalty_waived = ZERO
        self.penalty_on_interest = self.capitalised = ZERO
        self.daily_fees = tuple(FeeByTheDay(fee.label, fee.daily_rate) for fee in self.terms.daily_fees)
        self.penalty_shown = ZERO
        """The penalty that its page showed: the days that it was charged for are not known."""
        self.joinings = 1
        """The number of the next day on which unpaid penalty joins the base."""
        self.fellows: tuple[Self, ...] = ()
        """All accounts of the same loan where penalty runs on all of it, the oldest first, this one included; else
        nothing."""
        self.coming: tuple[tuple[date, Decimal], ...] = ()
        """The principal of that loan by the day on which it falls due: until then it bears its penalty on the account
        that is overdue longest."""
        if obligation.shown:
            self._open(obligation.shown)

    def _open(self, shown: ShownBalance) -> None:
        """Begins with what the page shows: nothing of the days before is reckoned."""
        amounts = (shown.principal, shown.interest, shown.penalty, shown.late_fee)
        self.entries.append(OpeningBalance(shown.on, *amounts, shown.origin))
        self.interest_due, self.fee = shown.interest, shown.late_fee
        self.penalty_due = self.penalty_accrued = self.penalty_shown = shown.penalty
        if shown.on > self.due_date:
            self.is_past_due, self.grace_end, self.reached = True, self.due_date, shown.on
            self.interest_bore_to = shown.on
        while self.terms.compounding != "none" and self._joining_day() <= shown.on:
            self.joinings += 1

    @property
    def base(self) -> Decimal:
        """What penalty accrues on, unpaid interest apart."""
        return self.principal + self.capitalised

    @property
    def exact_penalty(self) -> Decimal:
        """The penalty outstanding before what accrued since the last rounding is rounded."""
        return self.penalty_due + quotient(EXACT.add(self.on_principal.parts, self.on_interest.parts), self.divisor)

    @property
    def penalty_and_charges(self) -> Decimal:
        """All that was charged beside principal for days that are known, paid or not."""
        fees = total(fee.accrued for fee in self.daily_fees) if self.daily_fees else ZERO
        return self.penalty_accrued - self.penalty_shown + self.costs + fees

    @property
    def days_overdue_count(self) -> bool:
        """Whether principal or stated interest is unpaid, so that the days overdue are counted."""
        stated = self.charges.stated_interest or (self.is_past_due and not self.charges.has_interest)
        return bool(self.principal or (stated and self.interest_due))

    def runs_on(self, day: date) -> bool:
        """Returns whether anything is charged by the day once a day is over."""
        return self.is_late(day) or self._oldest_overdue(day) is not None

    def a_day(self, day: date) -> Decimal:
        """Returns what a day adds, exact, in parts of the divisor."""
        rate, divisor = self.terms.rate_on(day), self.divisor
        if self.revolves:
            return parts_a_day(self.principal, self.charges.interest_rate or rate, divisor)
        base, interest = self.base, self._interest_bearing()
        if self._oldest_overdue(day - _ONE_DAY) is self:
            base += self._to_come(day)
        parts = parts_a_day(base, rate, divisor, self.terms.least_per_day)
        if interest:
            least = ZERO if base else self.terms.least_per_day
            parts += parts_a_day(interest, self._rate_on_interest(rate), divisor, least)
        return parts + sum((parts_a_day(base + interest, fee.daily_rate, divisor) for fee in self.daily_fees), ZERO)

    def accrue_to(self, day: date) -> None:
        """Adds what is charged up to and including a day; nothing becomes owed while grace lasts."""
        self.steps += 1
        if not self.is_late(day):
            self._interest_to(min(day, self.due_date))
            if self.fellows:
                self._penalty_to(day)
            return
        if not self.is_past_due:
            self._fall_due()
        if self.charges.minimum:
            self._statements_to(day)
            if self.revolves:
                self._revolve_to(day)
            if self.minimum_met:  # what held until a later minimum was missed
                self.reached = max(self.reached, self.held_to)
                self.interest_bore_to = max(self.interest_bore_to, self.held_to)
        while self.terms.compounding != "none" and (joining := self._joining_day()) < day:
            self._join(joining)
        if not self.revolves:
            self._penalty_to(day)

    def _joining_day(self) -> date:
        return self.terms.joining_day(self.due_date, self.joinings)

    def _join(self, day: date) -> None:
        self.steps += 1
        if self.is_late(day) and not self.revolves and day > self.held_to:
            self._penalty_to(day)
            self._capitalise(day)
        self.joinings += 1

    def _oldest_overdue(self, day: date) -> Self | None:
        """Returns the account of this loan that is overdue longest on a day; None if penalty runs on this one alone."""
        return next((one for one in self.fellows if (one.principal or one.interest_due) and one.is_late(day)), None)

    def _penalty_to(self, day: date) -> None:
        start, because, oldest = self.reached, None, None
        if self.fellows:
            oldest = self._oldest_overdue(day)
            if oldest is None:
                return
            start = max(start, oldest.day_zero)
            because = oldest.label if start < self.day_zero else None
        if day <= start:
            return
        interest, since = self._interest_bearing(), self.interest_bore_to
        whole = start == since or not interest
        is_oldest, begin = bool(self.coming) and oldest is self, start
        for end in self._ends(start, day) if is_oldest else (day,):
            to_come = self._to_come(end) if is_oldest else ZERO
            self._penalty_on_principal((begin, end), to_come, interest if whole else ZERO, because)
            begin = end
        if interest:
            self._penalty_on_interest(interest, since, day)
            self._run_fees(ZERO if whole else interest, since, day)
        self.interest_bore_to = day if self.is_past_due else since
        self.reached = day

    def _penalty_on_principal(
        self, span: tuple[date, date], to_come: Decimal, interest: Decimal, because: str | None
    ) -> None:
        """Adds the penalty of days in which nothing falls due, and the fees by the day on the same and on interest.

        `to_come` is principal of the loan that has not fallen due.
        """
        base, least = self.base + to_come, self.terms.least_per_day
        for begin, end, rate in self.terms.spans(*span):
            self.on_principal = self._charge(
                self.on_principal, base, (begin, end), rate, least, because=because, to_come=to_come
            )
        self._run_fees(base + interest, *span)
        self.principal_days += (self.principal + to_come) * (span[1] - span[0]).days

    def _penalty_on_interest(self, interest: Decimal, since: date, day: date) -> None:
        """Adds the penalty of the days after `since` on interest that is due and unpaid."""
        contract = self.terms.contract if self.terms.on_interest == "contract" else None
        least = ZERO if self.base else self.terms.least_per_day
        for begin, end, rate in [(since, day, contract)] if contract else self.terms.spans(since, day):
            self.on_interest = self._charge(self.on_interest, interest, (begin, end), rate, least, on="interest")

    def _run_fees(self, balance: Decimal, start: date, day: date) -> None:
        if balance and self.daily_fees:
            self.daily_fees, entries = daily_fees.run(self.daily_fees, balance, start, day, self.origin)
            self.entries += entries

    def _to_come(self, day: date) -> Decimal:
        """Returns the principal of the instalments that fall due on a day or later."""
        return total(principal for due, principal in self.coming if due >= day)

    def _ends(self, start: date, day: date) -> list[date]:
        """Returns the days after `start` up to and including `day` on which something falls due, and `day`."""
        return [*(due for due, _ in self.coming if start < due < day), day]

    def _charge(  # noqa: PLR0913 - what a span of days is charged by
        self,
        piece: Unposted,
        balance: Decimal,
        span: tuple[date, date],
        rate: PenaltyRate,
        least: Decimal,
        *,
        on: str | None = None,
        because: str | None = None,
        to_come: Decimal = ZERO,
    ) -> Unposted:
        """Returns the piece with the days of a span, noted; where each day is rounded, it is money at once."""
        days = (span[1] - span[0]).days
        a_day = parts_a_day(balance, rate, self.divisor, least)
        if not a_day:
            return piece
        more = accrued(a_day, rate, days, self.divisor)
        if self.keeps_entries:
            bound = least if least and a_day == least * self.divisor else None
            made = YearlyAccrual if isinstance(rate, AnnualRate) else Accrual
            self.entries.append(made(*span, days, balance, rate, more.shown, self.origin, on, bound, because, to_come))
        piece = more if piece is NOTHING else piece.plus(*more)
        if self.terms.rounding != "daily":
            return piece
        self._round(span[1], rounded_daily(a_day, days, self.divisor), piece, on)
        return NOTHING

    def _interest_bearing(self) -> Decimal:
        """Returns the unpaid interest that bears penalty."""
        bears = self.terms.on_interest != "none" and self.is_past_due and not self.revolves
        return self.interest_due if bears else ZERO

    def _rate_on_interest(self, rate: PenaltyRate) -> PenaltyRate:
        contract = self.terms.contract
        return contract if self.terms.on_interest == "contract" and contract else rate

    def settle(self, day: date) -> None:
        """Makes the penalty accrued so far money, rounded half up, each part by itself."""
        if self.on_principal.parts:
            self._round(day, self.money(self.on_principal), self.on_principal)
            self.on_principal = NOTHING
        if self.on_interest.parts:
            self._round(day, self.money(self.on_interest), self.on_interest, "interest")
            self.on_interest = NOTHING

    def money(self, piece: Unposted) -> Decimal:
        """Returns what a piece of penalty is in money."""
        return piece.in_money(self.divisor)

    def _round(self, day: date, money: Decimal, piece: Unposted, on: str | None = None) -> None:
        if self.keeps_entries and (difference := EXACT.subtract(money, piece.shown)):
            self.entries.append(Rounding(day, difference, self.origin, on))
        self.penalty_due += money
        self.penalty_accrued += money
        if on == "interest":
            self.penalty_on_interest += money

    def _capitalise(self, day: date) -> None:
        """Adds to the base what is unpaid of penalty, and of interest that bears no penalty by itself."""
        self.settle(day)
        interest = self.interest_due if self.terms.on_interest == "none" else ZERO
        if joining := self.penalty_due + interest - self.capitalised:
            if self.keeps_entries:
                self.entries.append(Capitalised(day, joining, self.origin, self.terms.on_interest == "none"))
            self.capitalised += joining

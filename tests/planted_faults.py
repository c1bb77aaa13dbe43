"""Faults planted in the ledger, one at a time: a function is made anew from its own source with a line changed."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from letters.ledger import (
    account,
    accrual,
    allocation,
    daily_fees,
    fees,
    interest_account,
    obligations,
    payments,
    penalty_account,
    schedule,
    statements,
    terms,
)
from letters.ledger.account import BillAccount
from letters.ledger.interest_account import InterestAccount
from letters.ledger.penalty_account import PenaltyAccount
from letters.scenario.model.rates import RateTier


@dataclass(frozen=True)
class Fault:
    """What is wrong, in a sentence; the function it stands in, on its class or module; what is written instead."""

    says: str
    owner: Any
    name: str
    right: str
    wrong: str

    @contextmanager
    def planted(self) -> Iterator[None]:
        """The ledger with the fault in it."""
        module = self.owner if isinstance(self.owner, ModuleType) else inspect.getmodule(self.owner)
        assert module
        found = inspect.getattr_static(self.owner, self.name)
        function = getattr(found, "fget", None) or inspect.unwrap(found)
        source = textwrap.dedent(inspect.getsource(function)).removeprefix("@property\n")
        assert source.count(self.right) == 1, f"{self.says}: {self.right!r} stands {source.count(self.right)} times"
        names = dict(vars(module))
        exec(
            compile("from __future__ import annotations\n" + source.replace(self.right, self.wrong), self.says, "exec"),
            names,
        )
        made = property(names[self.name]) if isinstance(found, property) else names[self.name]
        with pytest.MonkeyPatch.context() as ledger:
            for place in [self.owner] if not isinstance(self.owner, ModuleType) else _users(self.name, function, found):
                ledger.setattr(place, self.name, made)
            yield


def _users(name: str, function: Any, found: Any) -> list[Any]:
    """The modules of the ledger that know a function by its name."""
    rooms = [account, accrual, allocation, daily_fees, fees, interest_account, obligations, payments]
    rooms += [penalty_account, schedule, statements, terms]
    return [room for room in rooms if vars(room).get(name) in (function, found)]


FAULTS = [
    Fault(
        "a payment lowers the base from its own day",
        BillAccount,
        "_all_to",
        "one.accrue_to(day)",
        "one.accrue_to(date.fromordinal(day.toordinal() - 1))",
    ),
    Fault("grace is a day shorter", InterestAccount, "is_late", "day > self.grace_end", "day >= self.grace_end"),
    Fault(
        "interest comes before fees, and penalty before interest",
        allocation,
        "order_of",
        '"interest": ("interest", "penalty")',
        '"interest": ("penalty", "interest")',
    ),
    Fault(
        "principal first pays penalty before interest",
        allocation,
        "order_of",
        "return _PRINCIPAL_FIRST",
        'return ("principal", "penalty", "interest", "fees", "daily_fees")',
    ),
    Fault(
        "the newest bill is paid first",
        payments,
        "post",
        "key=lambda one: one.due_date)",
        "key=lambda one: one.due_date, reverse=True)",
    ),
    Fault(
        "payments come before the waivers of their day",
        payments._Event,
        "order",
        "isinstance(self.what, Paid)",
        "not isinstance(self.what, Paid)",
    ),
    Fault(
        "payments after the day of the figures count",
        payments,
        "post",
        "if day > as_of:",
        "if day > date.max:",
    ),
    Fault("what is left of a payment on the account is lost", payments, "pay_oldest", "return rest", "return rest * 0"),
    Fault("a waiver counts as paid", BillAccount, "waive", "self.penalty_waived += part", "self.paid += part"),
    Fault(
        "a waiver of penalty lowers interest",
        BillAccount,
        "waive",
        "self._take_off(ZERO, part)",
        "self._take_off(part, ZERO)",
    ),
    Fault(
        "what is paid of joined penalty goes on bearing penalty",
        BillAccount,
        "_take_off",
        "min(self.capitalised, joined)",
        "ZERO",
    ),
    Fault("a span has a day too few", accrual, "accrued", "Decimal(days)", "Decimal(days - 1)"),
    Fault(
        "a year has 365 days whatever the contract says",
        accrual,
        "parts_a_day",
        "divisor // rate.year_days",
        "divisor // 365",
    ),
    Fault(
        "the least of a day is added to it",
        accrual,
        "parts_a_day",
        "max(parts, least * divisor)",
        "parts + least * divisor",
    ),
    Fault(
        "a tier begins a day late",
        RateTier,
        "start",
        "timedelta(days=self.from_day)",
        "timedelta(days=self.from_day + 1)",
    ),
    Fault(
        "a change of the rate holds from the day after",
        terms.Terms,
        "spans",
        "change.start - timedelta(days=1) if",
        "change.start if",
    ),
    Fault(
        "penalty joins twice",
        PenaltyAccount,
        "_capitalise",
        "self.penalty_due + interest - self.capitalised",
        "self.penalty_due + interest",
    ),
    Fault(
        "penalty joins in each month of a quarter",
        terms.Terms,
        "joining_day",
        '3 if self.compounding == "quarterly" else 1',
        '1 if self.compounding == "quarterly" else 3',
    ),
    Fault(
        "the whole loan is what is due of it",
        PenaltyAccount,
        "_penalty_to",
        "start = max(start, oldest.day_zero)",
        "start = max(start, oldest.day_zero, self.due_date)",
    ),
    Fault(
        "interest bears penalty though nobody agreed",
        PenaltyAccount,
        "_interest_bearing",
        'self.terms.on_interest != "none" and ',
        "",
    ),
    Fault(
        "fees by the day run on principal alone",
        PenaltyAccount,
        "_penalty_on_principal",
        "base + interest, *span",
        "base, *span",
    ),
    Fault(
        "a minimum met to the fen is missed",
        InterestAccount,
        "_fall_due",
        "self.paid >= minimum",
        "self.paid > minimum",
    ),
    Fault(
        "a late fee is charged on the whole minimum", fees.Charges, "late_fee", "self.minimum - paid", "self.minimum"
    ),
    Fault(
        "a statement forgets what was unpaid of the last",
        statements.Statement,
        "following",
        "carried = min(self.unmet, self.principal)",
        "carried = self.unmet * 0",
    ),
    Fault(
        "a loan's interest is cut to the fen",
        schedule,
        "amortised",
        "_half_up(left * monthly)",
        "_half_up(left * monthly - _HALF / 100)",
    ),
    Fault("the last instalment leaves something", schedule, "amortised", "part = left", "part = payment - interest"),
    Fault("an equal principal is rounded up", schedule, "amortised", "math.floor(", "math.ceil("),
    Fault("a loan called in bears a month of interest", obligations, "_of_loan", "days = (", "days = 30 + 0 * ("),
    Fault(
        "a loan is called in before its day", obligations, "_schedule", "loan.called_in <= case.as_of", "loan.called_in"
    ),
]
"""More than twenty: each in one line of the rules of debts.md."""

"""Every payment and waiver of a case, posted to its bills in the order of its day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.ledger.account import BillAccount
from letters.ledger.obligations import GrantedWaiver, Obligations, Paid


class Posted(NamedTuple):
    """Accounts with every payment and waiver up to a day posted: they stand at the last of them. Amounts in yuan."""

    accounts: list[BillAccount]
    excess: Decimal
    """What was paid on the account and on loans beyond all that was owed."""
    excess_of_loans: tuple[Decimal, ...]
    """What of it was paid on each loan beyond what was due of it."""
    too_much: tuple[tuple[GrantedWaiver, Decimal], ...]
    """The waivers of more than was outstanding of their kind, each with what was outstanding, in yuan."""


@dataclass(frozen=True, slots=True)
class _Event:
    """A payment or a waiver: on one obligation (`level` 0), on a loan (1) or on the account (2).

    `index` is the number of the obligation or of the loan, `place` that in the file.
    """

    what: Paid | GrantedWaiver
    level: int
    index: int
    place: int

    @property
    def order(self) -> tuple[date, bool, int, int, int]:
        """By day; on one day waivers come first, of each an obligation's own first, then a loan's, the account's."""
        return self.what.date, isinstance(self.what, Paid), self.level, self.index, self.place


def post_payments(
    obligations: Obligations, as_of: date, account: type[BillAccount] = BillAccount, *, keeps_entries: bool = True
) -> tuple[list[BillAccount], Decimal]:
    """Posts every payment and waiver up to `as_of`; returns the accounts, and what was paid beyond all of them."""
    posted = post(obligations, as_of, account, keeps_entries=keeps_entries)
    return posted.accounts, posted.excess


def post(
    obligations: Obligations, as_of: date, account: type[BillAccount] = BillAccount, *, keeps_entries: bool = True
) -> Posted:
    """Posts every payment and waiver up to `as_of` in the order of its day.

    On one day waivers come first, then payments; of each an obligation's own first, then a loan's, then the account's.
    Of a loan only what is due by that day is paid. There is an account for each obligation, in their order; `close` or
    `accrue_to` takes it on to a day.
    """
    accounts = [account(one) for one in obligations.each]
    for each in accounts:
        each.keeps_entries = keeps_entries
    _link(accounts, obligations)
    open_ = sorted(accounts, key=lambda one: one.due_date)
    of_loan: list[list[BillAccount]] = [[] for _ in obligations.loans]
    for one in open_:
        if one.group is not None:
            of_loan[one.group].append(one)
    over = [ZERO] * len(obligations.loans)
    excess, too_much = ZERO, []
    for event in sorted(_events(obligations), key=lambda one: one.order):
        what, day = event.what, event.what.date
        if day > as_of:
            break
        reached = open_
        if event.level < 2:
            reached = of_loan[event.index] if event.level else [accounts[event.index]]
        if isinstance(what, GrantedWaiver):
            rest = _waive(reached, what)
            too_much += [(what, what.amount - rest)] if rest else []
        elif event.level == 0:
            reached[0].pay(day, what.amount, what.origin)
        else:
            rest = pay_oldest(reached, day, what.amount, what.origin)
            excess += rest
            if event.level == 1:
                over[event.index] += rest
    return Posted(accounts, excess, tuple(over), tuple(too_much))


def _events(obligations: Obligations) -> Iterator[_Event]:
    groups: list[tuple[int, int, Sequence[Paid | GrantedWaiver]]] = []
    for index, one in enumerate(obligations.each):
        groups += [(0, index, one.payments), (0, index, one.waivers)]
    groups += [(1, index, paid) for index, paid in enumerate(obligations.on_loans)]
    groups += [(1, index, waived) for index, waived in enumerate(obligations.waivers_on_loans)]
    groups += [(2, 0, obligations.on_account), (2, 0, obligations.waivers)]
    for level, index, rows in groups:
        for place, row in enumerate(rows):
            yield _Event(row, level, index, place)


def copies_of(accounts: Sequence[BillAccount], *, keeps_entries: bool = False) -> list[BillAccount]:
    """Returns the accounts as they are, to be moved on together; those given stay where they are."""
    copies = [account.copied(keeps_entries=keeps_entries) for account in accounts]
    if not any(account.fellows or account.cards for account in accounts):
        return copies
    of = {id(account): copy for account, copy in zip(accounts, copies, strict=True)}
    groups: dict[int, tuple[BillAccount, ...]] = {id(()): ()}
    for group in (group for one in copies for group in (one.fellows, one.cards)):
        if id(group) not in groups:
            groups[id(group)] = tuple(of.get(id(one), one) for one in group)
    for one in copies:
        one.fellows, one.cards = groups[id(one.fellows)], groups[id(one.cards)]
    return copies


def _link(accounts: Sequence[BillAccount], obligations: Obligations) -> None:
    """Tells the accounts of the others that they depend on: of one loan, or of the later statements of a card."""
    loans: dict[int | None, list[BillAccount]] = {}
    for one in accounts:
        if one.terms.base == "whole-loan":
            loans.setdefault(one.group, []).append(one)
    for group, each in loans.items():
        fellows = tuple(sorted(each, key=lambda one: one.day_zero))
        coming = () if group is None else obligations.loans[group].falls_due
        for one in fellows:
            one.fellows, one.coming = fellows, coming
            one.reached = one.page_day if group is None else one.due_date
    cards = tuple(sorted((one for one in accounts if one.charges.minimum), key=lambda one: one.due_date))
    if len(cards) > 1:
        days = [one.due_date for one in cards]
        for one in cards:
            one.cards, one.later = cards, bisect_right(days, one.due_date)


def _waive(accounts: Sequence[BillAccount], waiver: GrantedWaiver) -> Decimal:
    """Takes a waiver off one account after the other; returns what is more than is outstanding."""
    rest = waiver.amount
    for account in accounts:
        if not rest:
            break
        if not _is_to_come(account, waiver.date):
            rest = account.waive(waiver.date, rest, waiver.of, waiver.origin)
    return rest


def pay_oldest(accounts: list[BillAccount], day: date, amount: Decimal, origin: FieldPath) -> Decimal:
    """Settles one account after the other, due or not; returns what is left when all are settled.

    Those that it reached and that are closed go out of the list, so that no later payment looks at them again.
    """
    rest, reached = amount, 0
    for account in accounts:
        if not rest:
            break
        reached += 1
        if not account.is_closed() and not _is_to_come(account, day):
            rest = account.take(day, rest, origin)
    accounts[:reached] = [account for account in accounts[:reached] if not account.is_closed()]
    return rest


def _is_to_come(account: BillAccount, day: date) -> bool:
    """Returns whether an account is an instalment that falls due after a day: what is paid then does not reach it."""
    return account.group is not None and account.due_date > day

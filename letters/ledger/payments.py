"""Every payment and waiver of a case, posted to its bills in the order of its day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.ledger.account import BillAccount
from letters.ledger.obligations import GrantedWaiver, Obligations, Paid


@dataclass(frozen=True, slots=True)
class Posted:
    """Accounts with every payment and waiver up to a day posted: they stand at the last of them."""

    accounts: list[BillAccount]
    excess: Decimal
    """What was paid on the account beyond all that was owed, in yuan."""
    too_much: tuple[tuple[GrantedWaiver, Decimal], ...]
    """The waivers of more than was outstanding of their kind, each with what was outstanding, in yuan."""


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

    On one day waivers come first, then payments; of each an obligation's own first, then the account's. There is an
    account for each obligation, in their order; `close` or `accrue_to` takes it on to a day.
    """
    accounts = [account(one) for one in obligations.each]
    for each in accounts:
        each.keeps_entries = keeps_entries
    _link(accounts)
    events: list[tuple[tuple[date, bool, bool, int, int], Paid | GrantedWaiver]] = []
    for index, one in enumerate(obligations.each):
        events += [((paid.date, True, False, index, place), paid) for place, paid in enumerate(one.payments)]
        events += [((waived.date, False, False, index, place), waived) for place, waived in enumerate(one.waivers)]
    events += [((paid.date, True, True, 0, place), paid) for place, paid in enumerate(obligations.on_account)]
    events += [((waived.date, False, True, 0, place), waived) for place, waived in enumerate(obligations.waivers)]
    oldest_first = sorted(accounts, key=lambda one: one.due_date)
    excess, too_much = ZERO, []
    for (day, _, on_account, index, _), event in sorted(events, key=lambda item: item[0]):
        if day > as_of:
            break
        if isinstance(event, GrantedWaiver):
            rest = _waive(oldest_first if on_account else [accounts[index]], event)
            too_much += [(event, event.amount - rest)] if rest else []
        elif on_account:
            excess += pay_oldest(oldest_first, day, event.amount, event.origin)
        else:
            accounts[index].pay(day, event.amount, event.origin)
    return Posted(accounts, excess, tuple(too_much))


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


def _link(accounts: Sequence[BillAccount]) -> None:
    """Tells the accounts of the others that they depend on: of one loan, or of the later statements of a card."""
    loans: dict[str | None, list[BillAccount]] = {}
    for one in accounts:
        if one.terms.base == "whole-loan":
            loans.setdefault(one.loan, []).append(one)
    for group in loans.values():
        fellows = tuple(sorted(group, key=lambda one: one.day_zero))
        for one in fellows:
            one.fellows, one.reached = fellows, one.page_day
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
        if not account.is_closed():
            rest = account.take(day, rest, origin)
    accounts[:reached] = [account for account in accounts[:reached] if not account.is_closed()]
    return rest

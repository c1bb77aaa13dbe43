"""Every payment of a case, posted to its bills in the order of its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from letters.base.money import ZERO
from letters.ledger.account import BillAccount
from letters.ledger.obligations import Obligations, Paid


def post_payments(
    obligations: Obligations, as_of: date, account: type[BillAccount] = BillAccount
) -> tuple[list[BillAccount], Decimal]:
    """Posts every payment up to `as_of` in the order of its day: an obligation's own first, then the account's.

    Returns an account for each obligation, in their order, and what was paid on the account beyond all that was
    owed, in yuan. The accounts stand at their last payment; `close` or `accrue_to` takes them on to a day.
    """
    accounts = [account(one) for one in obligations.each]
    own = [
        (payment.date, 0, index, place, payment)
        for index, one in enumerate(obligations.each)
        for place, payment in enumerate(one.payments)
    ]
    shared = [(payment.date, 1, 0, place, payment) for place, payment in enumerate(obligations.on_account)]
    oldest_first = sorted(accounts, key=lambda one: one.due_date)
    excess = ZERO
    for day, on_account, index, _, payment in sorted(own + shared, key=lambda item: item[:4]):
        if day > as_of:
            break
        if on_account:
            excess += _pay_oldest(oldest_first, payment)
            oldest_first = [one for one in oldest_first if not one.is_closed()]
        else:
            accounts[index].pay(day, payment.amount, payment.origin)
    return accounts, excess


def _pay_oldest(accounts: list[BillAccount], payment: Paid) -> Decimal:
    """Settles one bill after the other, due or not; returns what is left when all are settled."""
    rest = payment.amount
    for account in accounts:
        if not rest:
            break
        rest = account.take(payment.date, rest, payment.origin)
    return rest

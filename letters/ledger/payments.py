"""Every payment of a case, posted to its bills in the order of its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from letters.base.errors import FieldPath
from letters.base.money import ZERO
from letters.ledger.account import BillAccount
from letters.ledger.fees import charges_of
from letters.scenario.lender import Lender
from letters.scenario.model.scenario_file import Bill, Payment


def post_payments(
    bills: Sequence[Bill],
    payments: Sequence[Payment],
    lender: Lender,
    as_of: date,
    account: type[BillAccount] = BillAccount,
) -> tuple[list[BillAccount], Decimal]:
    """Every payment up to as_of, in the order of its day: a bill's own first, then the account's.

    Returns the bills' accounts, and what was paid on the account beyond all that was owed.
    """
    accounts = [
        account(bill.due_date, bill.amount, lender, charges_of(bill, lender), ("bills", index))
        for index, bill in enumerate(bills)
    ]
    own = [
        (payment.date, 0, index, place, payment)
        for index, bill in enumerate(bills)
        for place, payment in enumerate(bill.payments)
    ]
    shared = [(payment.date, 1, 0, place, payment) for place, payment in enumerate(payments)]
    oldest_first = sorted(accounts, key=lambda one: one.due_date)
    excess = ZERO
    for day, on_account, index, place, payment in sorted(own + shared, key=lambda item: item[:4]):
        if day > as_of:
            break
        if on_account:
            excess += _pay_oldest(oldest_first, payment, ("payments", place))
            oldest_first = [one for one in oldest_first if not one.is_closed()]
        else:
            accounts[index].pay(day, payment.amount, ("bills", index, "payments", place))
    return accounts, excess


def _pay_oldest(accounts: list[BillAccount], payment: Payment, origin: FieldPath) -> Decimal:
    """Settles one bill after the other, due or not; returns what is left when all are settled."""
    rest = payment.amount
    for account in accounts:
        if not rest:
            break
        rest = account.take(payment.date, rest, origin)
    return rest

"""What of the penalty a natural disaster may excuse (民法典 §590): that of the days up to its end, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.money import ZERO, total
from letters.figures.hardship.hardship_days import force_majeure_days
from letters.ledger.account import BillAccount
from letters.ledger.entries import Accrual, Entry, Posting, Waived
from letters.ledger.obligations import Obligations
from letters.ledger.payments import post
from letters.ledger.totals import BillFigures
from letters.scenario.load import Case


class ForceMajeureBill(NamedTuple):
    """One bill: how many days of penalty it bore up to the end, and what of that penalty is still outstanding."""

    label: str
    days: int
    penalty: Decimal
    place: int


class ForceMajeure(NamedTuple):
    """The last day that counts, the bills that fell due by it, and their penalty up to it that is outstanding."""

    until: date
    penalty: Decimal
    bills: tuple[ForceMajeureBill, ...]


def force_majeure(case: Case, obligations: Obligations, bills: Sequence[BillFigures]) -> ForceMajeure | None:
    """Returns what a natural disaster bears of the penalty in yuan, or None if it bears none or that is not known.

    It is not known if the balances of a bill are those of a page that the lender showed after the end.
    """
    until = min(force_majeure_days(case).last, case.as_of)
    places = [place for place, bill in enumerate(bills) if bill.force_majeure and bill.is_due and bill.owed]
    if not places or any((shown := bills[place].shown_on) and shown > until for place in places):
        return None
    accounts = accounts_at(obligations, until)
    rows = [_of_a_bill(bills[place], accounts[place], until, place) for place in places]
    return ForceMajeure(until, total(row.penalty for row in rows), tuple(rows))


def accounts_at(obligations: Obligations, until: date) -> list[BillAccount]:
    """Returns the accounts as they stood at the end of a day, each rounded on it."""
    accounts = post(obligations, until).accounts
    for account in accounts:
        account.accrue_to(until)
    for account in accounts:
        account.close(until)
    return accounts


def taken_off_after(entries: Sequence[Entry], until: date) -> list[Posting | Waived]:
    """Returns the payments and waivers after a day: they take the oldest penalty off first."""
    return [one for one in entries if isinstance(one, Posting | Waived) and one.date > until]


def _of_a_bill(bill: BillFigures, then: BillAccount, until: date, place: int) -> ForceMajeureBill:
    days = sum(one.days for one in then.entries if isinstance(one, Accrual) and one.on is None)
    later = taken_off_after(bill.entries, until)
    taken = total(one.to_penalty if isinstance(one, Posting) else one.penalty for one in later)
    left = max(then.penalty_due - taken, ZERO)
    return ForceMajeureBill(bill.label, days, left, place)

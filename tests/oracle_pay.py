"""What the oracle pays and waives, and in what order."""

from collections.abc import Iterator
from datetime import date

from oracle_bill import Bill
from oracle_terms import Case, RefusedError

ORDERS = {
    "statutory": ("fees", "interest", "penalty", "principal"),
    "principal-first": ("principal", "interest", "penalty", "fees"),
}


def take_out(bill: Bill, kind: str, part: int) -> None:
    """What joined is the oldest, so that it is paid or waived first and leaves the base."""
    if kind == "penalty" or bill.terms["on_interest"] == "none":
        bill.joined -= min(bill.joined, part)


def pay(bill: Bill, money: int) -> int:
    """Apply money to one bill; return what is left over."""
    offered = money
    for step in ORDERS[bill.terms["allocation"]]:
        if money == 0:
            break
        if step == "fees":
            part = pay_fees(bill, money)
        elif step == "interest":
            bill.settle_interest()
            part = min(money, bill.interest)
            bill.interest -= part
            bill.interest_paid += part
            take_out(bill, step, part)
        elif step == "penalty":
            bill.settle_penalty()
            part = min(money, bill.penalty)
            bill.penalty_paid += part
            take_out(bill, step, part)
        else:
            part = min(money, bill.principal)
            bill.principal -= part
        money -= part
    bill.paid += offered - money
    return money


def pay_fees(bill: Bill, money: int) -> int:
    """The late fee, then the fees by day in the order of the file; returns what they took."""
    taken = min(money, bill.fee)
    bill.fee -= taken
    for fee in bill.daily_fees:
        if money > taken:
            fee.piece.settle()
            part = min(money - taken, fee.outstanding)
            fee.paid += part
            taken += part
    return taken


def waive(bill: Bill, kind: str, money: int) -> int:
    """Take off what the lender has waived of one kind; return what is left over."""
    if kind == "penalty":
        bill.settle_penalty()
        part = min(money, bill.penalty)
        bill.penalty_waived += part
        take_out(bill, kind, part)
    elif kind == "interest":
        bill.settle_interest()
        part = min(money, bill.interest)
        bill.interest -= part
        bill.interest_waived += part
        take_out(bill, kind, part)
    elif kind == "late_fee":
        part = min(money, bill.fee)
        bill.fee -= part
        bill.fee_waived += part
    else:
        part = 0
        for fee in bill.daily_fees:
            if money > part:
                fee.piece.settle()
                share = min(money - part, fee.outstanding)
                fee.waived += share
                part += share
    return money - part


def waivers_of_day(bills: list[Bill], case: Case, day: date) -> None:
    """The waivers on each bill, on each loan, then on the account, all before the payments of the day.

    Of a loan only what is due by then can be waived.
    """
    for bill in bills:
        for waiver in bill.stated["waivers"]:
            if waiver["date"] == day and waive(bill, waiver["of"], waiver["amount"]):
                raise RefusedError("more is waived than is outstanding")
    for waiver, reached in waivers_on_several(bills, case, day):
        rest = waiver["amount"]
        for bill in sorted(reached, key=lambda one: one.due_date):
            rest = waive(bill, waiver["of"], rest) if rest else 0
        if rest:
            raise RefusedError("more is waived than is outstanding")


def waivers_on_several(bills: list[Bill], case: Case, day: date) -> Iterator[tuple[Case, list[Bill]]]:
    for place, loan in enumerate(case.get("loans", [])):
        for waiver in loan.get("waivers", []):
            if waiver["date"] == day:
                yield waiver, [bill for bill in bills if bill.group == place and bill.due_date <= day]
    for waiver in case["waivers"]:
        if waiver["date"] == day:
            yield waiver, [bill for bill in bills if bill.group is None or bill.due_date <= day]


def payments_of_day(bills: list[Bill], case: Case, day: date) -> int:
    """The bills' own payments, then those of each loan, then the account's; returns what nothing was owed for."""
    for bill in bills:
        for payment in bill.stated["payments"]:
            if payment["date"] == day:
                rest = pay(bill, payment["amount"])
                bill.paid += rest
                bill.overpaid += rest
    over = 0
    for place, loan in enumerate(case.get("loans", [])):
        for payment in loan["payments"]:
            if payment["date"] == day:
                over += pay_oldest([b for b in bills if b.group == place and b.due_date <= day], payment["amount"])
    for payment in case["payments"]:
        if payment["date"] == day:
            over += pay_oldest([b for b in bills if b.group is None or b.due_date <= day], payment["amount"])
    return over


def pay_oldest(bills: list[Bill], money: int) -> int:
    """Wholly settle the oldest before the next; return what is left over."""
    for bill in sorted(bills, key=lambda one: one.due_date):
        money = pay(bill, money)
    return money

"""What the oracle shows at the end of a day, under the contract's names."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

from oracle_asked import in_text
from oracle_bill import Bill, accrue, accrue_whole_loan, exact_day, follow_later_bills, ordinary_rate, parts_of_day
from oracle_terms import ONE_DAY, Case, Figures, RefusedError, lender_terms, to_fen, yuan


def charge(bills: list[Bill], day: date) -> None:
    """What one day adds to each; where the base is the whole loan, also to what is not due while another is overdue."""
    cards = [bill for bill in bills if bill.stated["minimum_payment"]]
    for bill in sorted(bills, key=lambda one: one.due_date, reverse=True):  # a later bill says whether its own was met
        follow_later_bills(bill, cards, day)
        accrue(bill, day)
    for group in {bill.group for bill in bills}:
        accrue_whole_loan([bill for bill in bills if bill.group == group and bill.is_of_whole_loan], day)


def snapshot(bills: list[Bill], over_account: int, day: date, case: Case) -> Figures:
    """The figures at the end of a day; changes nothing."""
    rows = [row_of(bill, day) for bill in bills]
    exact = [day_more(bill, day, bills) for bill in bills]
    for row, a_day in zip(rows, exact, strict=True):
        row["daily_accrual"] = yuan(to_fen(a_day))

    def added(key: str) -> Fraction:
        return sum((row[key] for row in rows), Fraction(0))

    claimed = claimed_in_all(case)
    total: Figures = {key: added(key) for key in ADDED}
    total["overdue_principal"] = sum((r["principal_outstanding"] for r in rows if r["state"] == "overdue"), Fraction(0))
    total["paid"] += yuan(over_account)
    total["overpaid"] += yuan(over_account)
    total["total_due"] = yuan(sum(bill.owed for bill in bills))
    total["daily_accrual"] = yuan(to_fen(sum(exact)))
    total["claimed_penalty"] = claimed
    total["difference"] = None if claimed is None else claimed - total["penalty_outstanding"]
    cost = annual_cost(bills, case)
    total_text = in_text(total) | {"daily_fees": fees_together(rows)}
    flags: Figures = {"annual_cost": None if cost is None else f"{cost.normalize():f}"}
    passed = None if cost is None else cost > Decimal("0.24")
    flags["above_line"] = {"line": "0.24", "passed": passed, "source": "法发〔2017〕22号 第二条"}
    return {"bills": [in_text(row) for row in rows], "total": total_text | flags}


ADDED = (
    *("amount", "paid", "overpaid", "principal_outstanding", "penalty_accrued", "penalty_paid"),
    *("penalty_outstanding", "penalty_on_interest", "penalty_waived"),
    *("interest", "interest_billed", "interest_paid", "interest_waived", "late_fee", "late_fee_waived"),
)


def fees_together(rows: list[Figures]) -> list[Figures]:
    """The fees by the day of all bills, added up by their name."""
    sums: dict[str, Figures] = {}
    for fee in (fee for row in rows for fee in row["daily_fees"]):
        known = sums.setdefault(fee["label"], dict.fromkeys(("accrued", "paid", "waived", "outstanding"), Fraction(0)))
        for key in known:
            known[key] += Fraction(fee[key])
    return [{"label": label} | in_text(known) for label, known in sums.items()]


def row_of(bill: Bill, day: date) -> Figures:
    claimed = bill.stated["claimed_penalty"]
    stated = 0 if isinstance(bill.stated["interest"], dict) else bill.interest
    counts = bill.is_overdue(day) and day > bill.due_date and (bill.principal or stated)
    fees = [
        {"label": fee.label}
        | in_text({"accrued": yuan(fee.piece.as_money), "paid": yuan(fee.paid), "waived": yuan(fee.waived)})
        | in_text({"outstanding": yuan(fee.outstanding)})
        for fee in bill.daily_fees
    ]
    amounts = {
        "amount": yuan(bill.stated["amount"]),
        "paid": yuan(bill.paid),
        "overpaid": yuan(bill.overpaid),
        "principal_outstanding": yuan(bill.principal),
        "penalty_accrued": yuan(bill.on_principal.as_money + bill.on_interest.as_money),
        "penalty_on_interest": yuan(bill.on_interest.as_money),
        "penalty_paid": yuan(bill.penalty_paid),
        "penalty_waived": yuan(bill.penalty_waived),
        "penalty_outstanding": yuan(bill.penalty),
        "interest": yuan(bill.interest_now),
        "interest_billed": yuan(bill.interest_billed),
        "interest_paid": yuan(bill.interest_paid),
        "interest_waived": yuan(bill.interest_waived),
        "late_fee": yuan(bill.fee),
        "late_fee_waived": yuan(bill.fee_waived),
        "claimed_penalty": claimed,
        "difference": None if claimed is None else claimed - yuan(bill.penalty),
    }
    return amounts | {
        "daily_fees": fees,
        "days_overdue": (day - (bill.missed or bill.due_date)).days if counts else 0,
        "state": state_of(bill, day),
    }


def state_of(bill: Bill, day: date) -> str:
    fee = bill.stated["late_fee_rule"]
    fee_to_come = isinstance(fee, int) and fee and day < bill.owed_from and not bill.is_shown
    if not bill.owed and not fee_to_come:
        return "settled"
    if day <= bill.due_date:
        return "not-due"
    if day < bill.owed_from:
        return "in-grace"
    return "revolving" if bill.revolves else "overdue"


def day_more(bill: Bill, day: date, bills: list[Bill]) -> int:
    """What one more day would add if nothing is paid, exact."""
    overdue: list[Bill] = []
    if bill.is_of_whole_loan:
        overdue = [one for one in bills if one.group == bill.group and one.is_of_whole_loan and one.is_overdue(day)]
    if day < bill.owed_from and not overdue:
        return 0
    if bill.revolves:
        return exact_day(bill.principal, ordinary_rate(bill, day + ONE_DAY))
    base = bill.principal + bill.joined
    if overdue and bill is min(overdue, key=lambda one: one.due_date):
        base += bill.to_come(day + ONE_DAY)
    on_interest = bill.interest if bill.terms["on_interest"] != "none" and day >= bill.owed_from else 0
    part, more, fees = parts_of_day(bill, day + ONE_DAY, exact_day, base, on_interest, base > 0)
    return part + more + sum(fees)


def annual_cost(bills: list[Bill], case: Case) -> Decimal | None:
    """To 0.01 %."""
    charged_on = yuan(sum(bill.charged_on for bill in bills))
    if charged_on == 0:
        return None
    charged = sum(bill.on_principal.as_money + bill.on_interest.as_money - bill.shown_penalty for bill in bills)
    charged += sum(bill.charged + to_fen(bill.revolving.exact) + bill.revolving.money for bill in bills)
    charged += sum(fee.piece.as_money for bill in bills for fee in bill.daily_fees)
    cost = yuan(charged) / charged_on * lender_terms(case)["year_days"]
    return Decimal(math.floor(cost * 10_000 + Fraction(1, 2))) / 10_000


def claimed_in_all(case: Case) -> Fraction | None:
    of_account: Fraction | None = case["claimed_penalty"]
    of_bills = [bill["claimed_penalty"] for bill in case["bills"]]
    if None in of_bills or case.get("loans") or not of_bills:
        return of_account
    if of_account not in (None, sum(of_bills)):
        raise RefusedError("the claimed total is not the sum of the claims")
    return Fraction(sum(of_bills))

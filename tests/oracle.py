"""A deliberately naive second opinion on every figure: one loop over the days, exact fractions, no spans.

It shares no code with `letters` and was written from the contract's text alone, so that the two can be held
to each other. Amounts go in as `Fraction` and come out as text with two decimals, under the contract's names.

Where the contract is silent this oracle reads it so:

- `late_fee` in the output is the fee still outstanding; total_due = principal + penalty + late fee.
- A late fee is posted the day after the due date, before that day's payments, whether or not principal is
  still unpaid. With grace it is posted the day after grace; payments within grace find no fee, no penalty.
- Payments are posted in the order of their real dates, also within grace.
- A statutory payment that reaches the penalty step with money left rounds an accrued piece > 0, even to 0.00.
  Principal-first, the piece is rounded only when money is left after the principal (and the piece is > 0).
- An account payment settles a bill "wholly": fees posted by then, penalty through that day, principal.
- Penalty of the payment's own day counts; the payment lowers the base from the next day.
- total.daily_accrual is the sum of the bills' rounded ones; total.paid and total.overpaid include what is
  overpaid on the account. An earlier overpayment never pays a fee that is posted later.
- A bill within grace is not overdue: total.overdue_principal leaves it out like a bill not yet due.
- With no penalty outstanding every rung waives nothing, so no offer is left.
- affordability.largest_instalment is that of the plan asked for, also where no rung is left; null without a
  plan. A negative `available` does not fit, plan or none; otherwise `fits` is null where either number is.
- A lump sum whose to_pay is 0.00 is still an offer; a plan of 0.00 is a problem.

Credit cards:

- A computed late fee is posted where a stated one would be; what met the minimum is all that was paid towards
  the bill by then. The share is rounded half up, then held between floor and cap.
- Stated interest is owed from the beginning and bears nothing unless compounding. Computed interest runs on last
  night's principal for since < day <= due date and is owed with the late fee, if principal is unpaid then.
- Monthly: at the end of an anniversary of the due date, after its payments, once grace is over, the piece becomes
  money and all unpaid penalty and interest joins the base. Payments to interest or penalty pay what joined first.
- annual_cost: penalty, computed interest and late fees ever charged, over principal × days of those days. The
  days of grace count once they are owed; stated interest counts nowhere, its days being unknown.
"""

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

Case = dict[str, Any]
Figures = dict[str, Any]

FEN = Fraction(1, 100)
ONE_DAY = timedelta(days=1)
WAITING = (7, 30, 90)


class RefusedError(ValueError):
    """What the contract calls a problem: `letters` would refuse such a scenario."""


@dataclass
class Bill:
    due_date: date
    principal: Fraction  # unpaid
    stated: Case  # the bill as the case states it
    fee: Fraction = Fraction(0)  # posted and unpaid
    piece: Fraction = Fraction(0)  # exact penalty since the last posting
    accrued: Fraction = Fraction(0)  # penalty that has become money
    penalty_paid: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)
    overpaid: Fraction = Fraction(0)
    interest: Fraction = Fraction(0)  # ordinary, posted and unpaid
    interest_paid: Fraction = Fraction(0)
    running: Fraction = Fraction(0)  # ordinary interest before default, not owed yet
    running_on: Fraction = Fraction(0)  # principal × days that it ran on
    joined: Fraction = Fraction(0)  # unpaid penalty and interest that bears penalty
    charged: Fraction = Fraction(0)  # computed interest and late fees ever
    charged_on: Fraction = Fraction(0)  # principal × days


def reckon(case: Case) -> Figures:
    """All figures of a case. Raises RefusedError where the contract names one that depends on the figures."""
    bills = [Bill(b["due_date"], b["amount"], b) for b in case["bills"]]
    for bill in bills:
        if isinstance(bill.stated["interest"], Fraction):
            bill.interest = bill.stated["interest"]
    as_of: date = case["as_of"]
    over_account = Fraction(0)
    shown: Figures = {}
    waiting = []

    day = first_day(case)
    while day <= as_of + timedelta(days=max(WAITING)):
        for bill in bills:
            accrue(bill, day, case)
        if day <= as_of:  # later payments do not count, and waiting supposes none
            over_account += pay_of_the_day(bills, day, case)
        for bill in bills:
            compound(bill, day, case)
        if day == as_of:
            shown = snapshot(bills, over_account, day, case)
        for days in WAITING:
            if day == as_of + timedelta(days=days):
                then = snapshot(bills, over_account, day, case)["total"]
                waiting.append({"days": days} | {k: then[k] for k in ("penalty_outstanding", "total_due")})
        day += ONE_DAY

    total = shown["total"]
    rungs = offers(case, Fraction(total["penalty_outstanding"]), Fraction(total["total_due"]))
    offered = rungs if total["penalty_outstanding"] != "0.00" else []
    return shown | {"waiting": waiting, "offers": offered, "affordability": affordability(case, rungs)}


def pay_of_the_day(bills: list[Bill], day: date, case: Case) -> Fraction:
    """The bills' own payments, then the account's; returns what the account was overpaid."""
    for bill in bills:
        for payment in bill.stated["payments"]:
            if payment["date"] == day:
                rest = pay(bill, payment["amount"], case["allocation"])
                bill.paid += rest
                bill.overpaid += rest
    over = Fraction(0)
    for payment in case["payments"]:
        if payment["date"] == day:
            rest = payment["amount"]
            for bill in sorted(bills, key=lambda b: b.due_date):
                rest = pay(bill, rest, case["allocation"])
            over += rest
    return over


def first_day(case: Case) -> date:
    dates: list[date] = [case["as_of"], *(p["date"] for p in case["payments"])]
    for bill in case["bills"]:
        dates += [bill["due_date"], *(p["date"] for p in bill["payments"])]
        if isinstance(bill["interest"], dict):
            dates.append(bill["interest"]["since"])
    return min(dates)


def accrue(bill: Bill, day: date, case: Case) -> None:
    """Post what becomes owed on this day: its interest on last night's principal, and the late fee once."""
    owed_from = bill.due_date + timedelta(days=case["grace_days"] + 1)
    card = bill.stated["interest"]
    if isinstance(card, dict) and card["since"] < day <= bill.due_date:
        rate = case["daily_rate"] if card["daily_rate"] is None else card["daily_rate"]
        bill.running += half_up(bill.principal * rate) if case["rounding"] == "daily" else bill.principal * rate
        bill.running_on += bill.principal
    if day < owed_from:
        return
    days = 1
    if day == owed_from:  # the days of grace are owed now, all on what grace has left unpaid
        post_charges(bill, case)
        days = case["grace_days"] + 1
    for _ in range(days):
        interest = (bill.principal + bill.joined) * case["daily_rate"]
        bill.piece += half_up(interest) if case["rounding"] == "daily" else interest
        bill.charged_on += bill.principal


def post_charges(bill: Bill, case: Case) -> None:
    rule = case["late_fee"] if bill.stated["late_fee"] is None else bill.stated["late_fee"]
    if isinstance(rule, dict):
        unmet = bill.stated["minimum_payment"] - bill.paid
        if unmet > 0:
            bill.fee = half_up(unmet * rule["share"])
            if rule["floor"] is not None and bill.fee < rule["floor"]:
                bill.fee = rule["floor"]
            if rule["cap"] is not None and bill.fee > rule["cap"]:
                bill.fee = rule["cap"]
    elif rule is not None:
        bill.fee = rule
    bill.charged += bill.fee
    if bill.principal > 0:
        bill.interest += half_up(bill.running)
        bill.charged += half_up(bill.running)
        bill.charged_on += bill.running_on


def compound(bill: Bill, day: date, case: Case) -> None:
    """At the end of a month's anniversary of the due date what is unpaid joins the base."""
    if not case["compounding"] or day <= bill.due_date + timedelta(days=case["grace_days"]):
        return
    last = calendar.monthrange(day.year, day.month)[1]
    if day.day != min(bill.due_date.day, last):
        return
    bill.accrued += half_up(bill.piece)
    bill.piece = Fraction(0)
    bill.joined = bill.accrued - bill.penalty_paid + bill.interest


def pay(bill: Bill, money: Fraction, allocation: str) -> Fraction:
    """Apply money to one bill; return what is left over."""
    offered = money
    order = {
        "statutory": ("fees", "interest", "penalty", "principal"),
        "principal-first": ("principal", "interest", "penalty", "fees"),
    }
    for step in order[allocation]:
        if money == 0:
            break
        if step == "fees":
            part = min(money, bill.fee)
            bill.fee -= part
        elif step == "interest":
            part = min(money, bill.interest)
            bill.interest -= part
            bill.interest_paid += part
            bill.joined -= min(bill.joined, part)
        elif step == "penalty":
            bill.accrued += half_up(bill.piece)
            bill.piece = Fraction(0)
            part = min(money, bill.accrued - bill.penalty_paid)
            bill.penalty_paid += part
            bill.joined -= min(bill.joined, part)
        else:
            part = min(money, bill.principal)
            bill.principal -= part
        money -= part
    bill.paid += offered - money
    return money


def snapshot(bills: list[Bill], over_account: Fraction, day: date, case: Case) -> Figures:
    """The figures at the end of a day; changes nothing."""
    rows = []
    for bill, stated in zip(bills, case["bills"], strict=True):
        accrued = bill.accrued + half_up(bill.piece)
        outstanding = accrued - bill.penalty_paid
        past = day > bill.due_date + timedelta(days=case["grace_days"])
        claimed = stated["claimed_penalty"]
        rows.append(
            {
                "amount": stated["amount"],
                "paid": bill.paid,
                "overpaid": bill.overpaid,
                "principal_outstanding": bill.principal,
                "days_overdue": (day - bill.due_date).days if past and bill.principal > 0 else 0,
                "penalty_accrued": accrued,
                "penalty_paid": bill.penalty_paid,
                "penalty_outstanding": outstanding,
                "interest": bill.interest,
                "interest_paid": bill.interest_paid,
                "late_fee": bill.fee,
                "daily_accrual": half_up((bill.principal + bill.joined) * case["daily_rate"] * past),
                "claimed_penalty": claimed,
                "difference": None if claimed is None else claimed - outstanding,
            }
        )

    def added(key: str) -> Fraction:
        return sum((row[key] for row in rows), Fraction(0))

    penalty = added("penalty_outstanding")
    cost = annual_cost(added("penalty_accrued"), bills, case)
    claimed = claimed_in_all(case)
    total = {
        "amount": added("amount"),
        "paid": added("paid") + over_account,
        "overpaid": added("overpaid") + over_account,
        "principal_outstanding": added("principal_outstanding"),
        "overdue_principal": sum((r["principal_outstanding"] for r in rows if r["days_overdue"]), Fraction(0)),
        "penalty_accrued": added("penalty_accrued"),
        "penalty_paid": added("penalty_paid"),
        "penalty_outstanding": penalty,
        "interest": added("interest"),
        "interest_paid": added("interest_paid"),
        "late_fee": added("late_fee"),
        "total_due": added("principal_outstanding") + penalty + added("interest") + added("late_fee"),
        "daily_accrual": added("daily_accrual"),
        "claimed_penalty": claimed,
        "difference": None if claimed is None else claimed - penalty,
    }
    shown = None if cost is None else f"{cost.normalize():f}"
    flags = {"annual_cost": shown, "above_24": cost is not None and cost > Decimal("0.24")}
    return {"bills": [in_text(row) for row in rows], "total": in_text(total) | flags}


def annual_cost(penalty: Fraction, bills: list[Bill], case: Case) -> Decimal | None:
    """To 0.01 %."""
    charged_on = sum((bill.charged_on for bill in bills), Fraction(0))
    if charged_on == 0:
        return None
    charged = penalty + sum((bill.charged for bill in bills), Fraction(0))
    return Decimal(math.floor(charged / charged_on * case["year_days"] * 10_000 + Fraction(1, 2))) / 10_000


def claimed_in_all(case: Case) -> Fraction | None:
    of_account: Fraction | None = case["claimed_penalty"]
    of_bills = [bill["claimed_penalty"] for bill in case["bills"]]
    if None in of_bills:
        return of_account
    if of_account not in (None, sum(of_bills)):
        raise RefusedError("the claimed total is not the sum of the claims")
    return Fraction(sum(of_bills))


def offers(case: Case, penalty: Fraction, total_due: Fraction) -> list[Figures]:
    kind, wanted = case["waive"]
    waived = half_up(wanted * penalty) if kind == "share" else wanted
    if waived > penalty or (kind == "share" and wanted > 1):
        raise RefusedError("more is to be waived than is outstanding")
    half = half_up(penalty / 2)

    row = {"date": case["date"].isoformat(), "amount": money_text(total_due - waived)}
    rungs = [("request-lump-sum", waived, [row])]
    if case["plan"]:
        rungs.append(("request-plan", waived, plan(case, total_due - waived)))
        if half < waived:
            rungs.append(("half-plan", half, plan(case, total_due - half)))
    return [
        {"name": name, "waived": money_text(less), "to_pay": money_text(total_due - less), "plan": rows}
        for name, less, rows in rungs
    ]


def plan(case: Case, to_pay: Fraction) -> list[Figures]:
    count: int = case["plan"]["instalments"]
    first: date = case["plan"]["first"]
    if first < case["date"] or not 1 <= count <= 60 or to_pay < count * FEN:
        raise RefusedError("the plan cannot be")
    each = math.floor(to_pay / count / FEN) * FEN
    amounts = [each] * (count - 1) + [to_pay - each * (count - 1)]
    rows = []
    for k, amount in enumerate(amounts):
        year, month = first.year, first.month
        for _ in range(k):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = min(first.day, calendar.monthrange(year, month)[1])
        rows.append({"date": date(year, month, day).isoformat(), "amount": money_text(amount)})
    return rows


def affordability(case: Case, rungs: list[Figures]) -> Figures:
    income: Fraction | None = case["income_now"]
    expenses = None if case["expenses"] is None else sum(case["expenses"], Fraction(0))
    available = None if income is None or expenses is None else income - expenses
    asked = [Fraction(row["amount"]) for rung in rungs if rung["name"] == "request-plan" for row in rung["plan"]]
    largest = max(asked, default=None)
    fits = None
    if available is not None and available < 0:
        fits = False
    elif available is not None and largest is not None:
        fits = largest <= available
    numbers = {"income": income, "expenses": expenses, "available": available, "largest_instalment": largest}
    return in_text(numbers) | {"fits": fits}


def half_up(amount: Fraction) -> Fraction:
    """To the fen, half a fen up; for amounts that are not negative."""
    return math.floor(amount / FEN + Fraction(1, 2)) * FEN


def money_text(amount: Fraction) -> str:
    fen = amount / FEN
    if fen.denominator != 1:
        raise AssertionError(f"{amount} is not a whole number of fen")
    return f"{Decimal(fen.numerator) / 100:.2f}"


def in_text(row: Figures) -> Figures:
    return {key: money_text(value) if isinstance(value, Fraction) else value for key, value in row.items()}

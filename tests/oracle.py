"""A deliberately naive second opinion on every figure: one loop over the days, exact, no spans.

It shares no code with `letters` and was written from the contract's text alone, so that the two can be held
to each other. Amounts go in as `Fraction` and come out as text with two decimals, under the contract's names; inside
the loop they are whole numbers of 10⁻¹² yuan, which is as exact and ten times as fast.

Where the contract is silent this oracle reads it so:

- `late_fee` in the output is the fee still outstanding; total_due = principal + penalty + late fee.
- A late fee is posted the day after the due date, before that day's payments, whether or not principal is
  still unpaid. With grace it is posted the day after grace; payments within grace find no fee, no penalty.
- Payments are posted in the order of their real dates, also within grace.
- A statutory payment that reaches the penalty step with money left rounds an accrued piece > 0, even to 0.00.
  Principal-first, the piece is rounded only when money is left after the principal (and the piece is > 0).
- An account payment settles a bill "wholly": fees posted by then, penalty through that day, principal.
- Penalty of the payment's own day counts; the payment lowers the base from the next day.
- total.daily_accrual is rounded from the exact sum; total.paid and total.overpaid include what is
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
- A bill's interest before default runs at the lender's rate of each day unless it has a rate of its own.
- annual_cost: penalty, computed interest and late fees ever charged, over principal × days of those days. The
  days of grace count once they are owed; stated interest counts nowhere, its days being unknown.

Rates, other debts and offers:

- `rates` are pairs of a first day and the rate from that day on; `daily_rate` is that of the days before the first.
  Each day of grace that is owed afterwards is owed at its own rate; a daily accrual is that of the next day.
- The saving of an offer is what would be owed on its last day if its sums were paid to the account on its days, none
  before as_of, and nothing were waived. It starts from as_of, after that day's payments.
- What is paid at once must be at hand: `today` of the request, an own offer's own `today`, or what a month leaves
  for a plan; the rest is judged by its largest payment. What a month leaves is null where a fact is missing.
"""

import calendar
import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

Case = dict[str, Any]
Figures = dict[str, Any]

FEN = Fraction(1, 100)
UNIT = 10**12
"""Units in a yuan, inside the loop over the days: a rate of six decimals times an amount of two is whole."""
FEN_UNITS = UNIT // 100
ONE_DAY = timedelta(days=1)
WAITING = (7, 30, 90)
COSTS = {"day": 1, "week": 7, "month": 30}
HORIZON = 120
"""Days ahead within which this oracle looks for the day that a threshold is reached."""


class RefusedError(ValueError):
    """What the contract calls a problem: `letters` would refuse such a scenario."""


@dataclass
class Bill:
    """Amounts in units."""

    due_date: date
    owed_from: date  # the day after the due date and any grace
    principal: int  # unpaid
    stated: Case  # the bill as the case states it, in units
    fee: int = 0  # posted and unpaid
    piece: int = 0  # exact penalty since the last posting
    accrued: int = 0  # penalty that has become money
    penalty_paid: int = 0
    paid: int = 0
    overpaid: int = 0
    interest: int = 0  # ordinary, posted and unpaid
    interest_paid: int = 0
    running: int = 0  # ordinary interest before default, not owed yet
    running_on: int = 0  # principal × days that it ran on
    joined: int = 0  # unpaid penalty and interest that bears penalty
    charged: int = 0  # computed interest and late fees ever
    charged_on: int = 0  # principal × days


AMOUNTS = {"amount", "minimum_payment", "late_fee", "interest", "floor", "cap"}


def unasked() -> Case:
    """What a case has that knows no means, and asks for all of the penalty and no plan."""
    return {
        "income_now": None,
        "expenses": None,
        "daily_rate_high": None,
        "debts": None,
        "today": None,
        "threshold": None,
        "accept_from": None,
        "own": [],
        "waive": ("share", Fraction(1)),
        "plan": None,
    }


def in_units(value: Any, key: str = "") -> Any:
    """A case, or part of it, with its amounts in units; rates and shares stay fractions."""
    if isinstance(value, dict):
        return {name: in_units(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [in_units(part, key) for part in value]
    return units(value) if isinstance(value, Fraction) and key in AMOUNTS else value


def units(amount: Fraction) -> int:
    whole, rest = divmod(amount.numerator * UNIT, amount.denominator)
    assert rest == 0
    return whole


def yuan(amount: int) -> Fraction:
    return Fraction(amount, UNIT)


def times(amount: int, rate: Fraction) -> int:
    product, rest = divmod(amount * rate.numerator, rate.denominator)
    assert rest == 0
    return product


def to_fen(amount: int) -> int:
    """Half a fen up."""
    return (amount + FEN_UNITS // 2) // FEN_UNITS * FEN_UNITS


def ledger(given: Case) -> Figures:
    """The bills and the total at as_of alone: quicker, for thousands of cases."""
    return run(given, 0)[0]


def run(given: Case, horizon: int) -> tuple[Figures, dict[int, Figures], list[Bill]]:
    """Every day up to so many after as_of: the figures at as_of, the sums of each day from then on, and the bills
    as they stand at as_of after that day's payments."""
    case = given | in_units({key: given[key] for key in ("bills", "payments", "late_fee")})
    late = timedelta(days=case["grace_days"] + 1)
    bills = [Bill(b["due_date"], b["due_date"] + late, b["amount"], b) for b in case["bills"]]
    for bill in bills:
        if isinstance(bill.stated["interest"], int):
            bill.interest = bill.stated["interest"]
    as_of: date = case["as_of"]
    over_account = 0
    shown: Figures = {}
    day = first_day(case)
    ahead: dict[int, Figures] = {}
    standing: list[Bill] = []
    while day <= as_of + timedelta(days=horizon):
        for bill in bills:
            accrue(bill, day, case)
        if day <= as_of:  # later payments do not count, and waiting supposes none
            over_account += pay_of_the_day(bills, day, case)
        if day == as_of:
            standing = [replace(bill) for bill in bills]
        for bill in bills:
            compound(bill, day, case)
        if day == as_of:
            shown = snapshot(bills, over_account, day, case)
        if day >= as_of:
            penalty, owed = outstanding(bills)
            ahead[(day - as_of).days] = {"penalty_outstanding": yuan(penalty), "total_due": yuan(owed)}
        day += ONE_DAY
    return shown, ahead, standing


def reckon(given: Case) -> Figures:
    """All figures of a case. Raises RefusedError where the contract names one that depends on the figures."""
    shown, ahead, standing = run(given, HORIZON)
    case, waiting = given, []
    for days in WAITING:
        waiting.append({"days": days} | in_text(ahead[days]))

    total = shown["total"]
    rungs = offers(case, Fraction(total["penalty_outstanding"]), Fraction(total["total_due"]))
    means = affordability(case, rungs)
    own = own_offers(case, Fraction(total["penalty_outstanding"]), Fraction(total["total_due"]))
    threshold = accept_from(case, Fraction(total["penalty_outstanding"]))
    offered = [judged(rung, case, means, threshold, standing) for rung in [*rungs, *own]]
    return shown | {
        "waiting": waiting,
        "cost_of_waiting": cost_of_waiting(case, ahead),
        "offers": offered if total["penalty_outstanding"] != "0.00" else [],
        "accept_from": money_text(threshold),
        "affordability": means,
        "budget": budget(case, means, Fraction(total["total_due"])),
        "range": rate_range(given, shown),
    }


ENDS = ("principal_outstanding", "penalty_accrued", "penalty_paid", "penalty_outstanding", "interest", "late_fee")


def revolves(case: Case) -> bool:
    """Whether the minimum of some bill may have been met by its day: what runs then is interest, no penalty.

    Such a bill is held to cases worked by hand; this oracle knows penalty alone.
    """
    for bill in case["bills"]:
        if bill["minimum_payment"] is None:
            continue
        last = bill["due_date"] + timedelta(days=case["grace_days"])
        paid = [one["amount"] for one in (*bill["payments"], *case["payments"]) if one["date"] <= last]
        if sum(paid) >= bill["minimum_payment"]:
            return True
    return False


def rate_range(case: Case, low: Figures) -> Figures | None:
    """Both ends where the rate is one of a range: the whole ledger once more at the high rate."""
    if case["daily_rate_high"] is None:
        return None
    high = ledger(case | {"daily_rate": case["daily_rate_high"], "daily_rate_high": None})
    names = (*ENDS, "total_due", "daily_accrual")
    return {
        "total": {end: {name: sums["total"][name] for name in names} for end, sums in (("low", low), ("high", high))}
    }


def budget(case: Case, means: Figures, total_due: Fraction) -> Figures:
    """Each debt's share of what is left, by balance, cut to the fen; the last takes the rest."""
    balances = [total_due, *(debt["balance"] for debt in case["debts"] or [])]
    available = None if means["available"] is None else max(Fraction(means["available"]), Fraction(0))
    debts: list[Figures] = [{"balance": money_text(balance), "pro_rata": None} for balance in balances]
    if available is not None and sum(balances):
        parts = [math.floor(available * balance / sum(balances) / FEN) * FEN for balance in balances[:-1]]
        for row, part in zip(debts, [*parts, available - sum(parts)], strict=True):
            row["pro_rata"] = money_text(Fraction(part))
    whole = sum(balances, Fraction(0))
    return {
        "balances": money_text(whole),
        "months_to_clear": math.ceil(whole / available) if available else None,
        "debts": debts,
    }


def outstanding(bills: list[Bill]) -> tuple[int, int]:
    """Penalty, and everything, as money at the end of a day."""
    penalty = sum(b.accrued + to_fen(b.piece) - b.penalty_paid for b in bills)
    return penalty, penalty + sum(b.principal + b.interest + b.fee for b in bills)


def cost_of_waiting(case: Case, ahead: dict[int, Figures]) -> Figures:
    """`days` is None where the threshold is reached already, or not within the horizon."""
    now = ahead[0]
    limit = case["threshold"]
    if limit is None:
        limit = Fraction(math.floor(now["penalty_outstanding"] / 100) * 100 + 100)
    reached = [days for days, sums in ahead.items() if sums["penalty_outstanding"] >= limit]
    first = min(reached, default=None)
    costs = {name: money_text(ahead[days]["total_due"] - now["total_due"]) for name, days in COSTS.items()}
    day = None if not first else (case["as_of"] + timedelta(days=first)).isoformat()
    return costs | {"threshold": money_text(limit), "on": day, "days": first or None}


def rate_of(case: Case, day: date) -> Fraction:
    rate: Fraction = case["daily_rate"]
    for since, other in case["rates"]:  # oldest first
        if since <= day:
            rate = other
    return rate


def pay_of_the_day(bills: list[Bill], day: date, case: Case) -> int:
    """The bills' own payments, then the account's; returns what the account was overpaid."""
    for bill in bills:
        for payment in bill.stated["payments"]:
            if payment["date"] == day:
                rest = pay(bill, payment["amount"], case["allocation"])
                bill.paid += rest
                bill.overpaid += rest
    over = 0
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
    card = bill.stated["interest"]
    if isinstance(card, dict) and card["since"] < day <= bill.due_date:
        rate = rate_of(case, day) if card["daily_rate"] is None else card["daily_rate"]
        bill.running += interest_of(bill.principal, rate, case)
        bill.running_on += bill.principal
    if day < bill.owed_from:
        return
    days = 1
    if day == bill.owed_from:  # the days of grace are owed now, all on what grace has left unpaid
        post_charges(bill, case)
        days = case["grace_days"] + 1
    for back in range(days):
        bill.piece += interest_of(bill.principal + bill.joined, rate_of(case, day - timedelta(days=back)), case)
        bill.charged_on += bill.principal


def interest_of(amount: int, rate: Fraction, case: Case) -> int:
    """One day's."""
    return to_fen(times(amount, rate)) if case["rounding"] == "daily" else times(amount, rate)


def post_charges(bill: Bill, case: Case) -> None:
    rule = case["late_fee"] if bill.stated["late_fee"] is None else bill.stated["late_fee"]
    if isinstance(rule, dict):
        unmet = bill.stated["minimum_payment"] - bill.paid
        if unmet > 0:
            bill.fee = to_fen(times(unmet, rule["share"]))
            if rule["floor"] is not None and bill.fee < rule["floor"]:
                bill.fee = rule["floor"]
            if rule["cap"] is not None and bill.fee > rule["cap"]:
                bill.fee = rule["cap"]
    elif rule is not None:
        bill.fee = rule
    bill.charged += bill.fee
    if bill.principal > 0:
        bill.interest += to_fen(bill.running)
        bill.charged += to_fen(bill.running)
        bill.charged_on += bill.running_on


def compound(bill: Bill, day: date, case: Case) -> None:
    """At the end of a month's anniversary of the due date what is unpaid joins the base."""
    if not case["compounding"] or day < bill.owed_from:
        return
    last = calendar.monthrange(day.year, day.month)[1]
    if day.day != min(bill.due_date.day, last):
        return
    bill.accrued += to_fen(bill.piece)
    bill.piece = 0
    bill.joined = bill.accrued - bill.penalty_paid + bill.interest


def pay(bill: Bill, money: int, allocation: str) -> int:
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
            bill.accrued += to_fen(bill.piece)
            bill.piece = 0
            part = min(money, bill.accrued - bill.penalty_paid)
            bill.penalty_paid += part
            bill.joined -= min(bill.joined, part)
        else:
            part = min(money, bill.principal)
            bill.principal -= part
        money -= part
    bill.paid += offered - money
    return money


def snapshot(bills: list[Bill], over_account: int, day: date, case: Case) -> Figures:
    """The figures at the end of a day; changes nothing."""
    rows = []
    for bill, stated in zip(bills, case["bills"], strict=True):
        accrued = yuan(bill.accrued + to_fen(bill.piece))
        outstanding = accrued - yuan(bill.penalty_paid)
        past = day >= bill.owed_from
        a_day = to_fen(times(bill.principal + bill.joined, rate_of(case, day + ONE_DAY)))
        claimed = stated["claimed_penalty"]
        rows.append(
            {
                "amount": yuan(stated["amount"]),
                "paid": yuan(bill.paid),
                "overpaid": yuan(bill.overpaid),
                "principal_outstanding": yuan(bill.principal),
                "days_overdue": (day - bill.due_date).days if past and bill.principal > 0 else 0,
                "penalty_accrued": accrued,
                "penalty_paid": yuan(bill.penalty_paid),
                "penalty_outstanding": outstanding,
                "interest": yuan(bill.interest),
                "interest_paid": yuan(bill.interest_paid),
                "late_fee": yuan(bill.fee),
                "daily_accrual": yuan(a_day if past else 0),
                "exact_accrual": a_day if past else Fraction(0),
                "claimed_penalty": claimed,
                "difference": None if claimed is None else claimed - outstanding,
            }
        )

    def added(key: str) -> Fraction:
        return sum((row[key] for row in rows), Fraction(0))

    penalty, exact = added("penalty_outstanding"), added("exact_accrual")
    for row in rows:
        del row["exact_accrual"]
    cost = annual_cost(added("penalty_accrued"), bills, case)
    claimed = claimed_in_all(case)
    total = {
        "amount": added("amount"),
        "paid": added("paid") + yuan(over_account),
        "overpaid": added("overpaid") + yuan(over_account),
        "principal_outstanding": added("principal_outstanding"),
        "overdue_principal": sum((r["principal_outstanding"] for r in rows if r["days_overdue"]), Fraction(0)),
        "penalty_accrued": added("penalty_accrued"),
        "penalty_paid": added("penalty_paid"),
        "penalty_outstanding": penalty,
        "interest": added("interest"),
        "interest_paid": added("interest_paid"),
        "late_fee": added("late_fee"),
        "total_due": added("principal_outstanding") + penalty + added("interest") + added("late_fee"),
        "daily_accrual": yuan(exact),  # type: ignore[arg-type]
        "claimed_penalty": claimed,
        "difference": None if claimed is None else claimed - penalty,
    }
    shown = None if cost is None else f"{cost.normalize():f}"
    passed = None if cost is None else cost > Decimal("0.24")
    flags = {
        "annual_cost": shown,
        "above_line": {"line": "0.24", "passed": passed, "source": "法发〔2017〕22号 第二条"},
    }
    return {"bills": [in_text(row) for row in rows], "total": in_text(total) | flags}


def annual_cost(penalty: Fraction, bills: list[Bill], case: Case) -> Decimal | None:
    """To 0.01 %."""
    charged_on = yuan(sum(bill.charged_on for bill in bills))
    if charged_on == 0:
        return None
    charged = penalty + yuan(sum(bill.charged for bill in bills))
    return Decimal(math.floor(charged / charged_on * case["year_days"] * 10_000 + Fraction(1, 2))) / 10_000


def claimed_in_all(case: Case) -> Fraction | None:
    of_account: Fraction | None = case["claimed_penalty"]
    of_bills = [bill["claimed_penalty"] for bill in case["bills"]]
    if None in of_bills:
        return of_account
    if of_account not in (None, sum(of_bills)):
        raise RefusedError("the claimed total is not the sum of the claims")
    return Fraction(sum(of_bills))


def wanted(waive: Any, penalty: Fraction) -> Fraction:
    kind, size = waive
    waived = half_up(size * penalty) if kind == "share" else size
    if waived > penalty or (kind == "share" and size > 1):
        raise RefusedError("more is to be waived than is outstanding")
    return Fraction(waived)


def accept_from(case: Case, penalty: Fraction) -> Fraction:
    return wanted(case["accept_from"] or ("share", Fraction(1, 2)), penalty)


def offers(case: Case, penalty: Fraction, total_due: Fraction) -> list[Figures]:
    waived = wanted(case["waive"], penalty)
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


def own_offers(case: Case, penalty: Fraction, total_due: Fraction) -> list[Figures]:
    found = []
    for offer in case["own"]:
        less = wanted(offer["waive"] or case["waive"], penalty)
        to_pay = total_due - less
        today = offer["today"] or Fraction(0)
        if today > to_pay:
            raise RefusedError("more is paid today than there is to pay")
        rows = [{"date": case["date"].isoformat(), "amount": money_text(today)}] if today else []
        if to_pay == today and rows:
            pass
        elif offer["instalments"] or offer["first"]:
            first = offer["first"] or case["plan"]["first"]
            rows += divide(to_pay - today, offer["instalments"] or 1, first)
        else:
            rows = [{"date": case["date"].isoformat(), "amount": money_text(to_pay)}]
        amounts = {"waived": money_text(less), "to_pay": money_text(to_pay)}
        found.append({"name": offer["name"]} | amounts | {"plan": rows, "own": True, "today": today})
    return found


def judged(rung: Figures, case: Case, means: Figures, threshold: Fraction, bills: list[Bill]) -> Figures:
    own = rung.pop("own", False)
    at_hand = max(case["today"] or Fraction(0), rung.pop("today", Fraction(0)))
    paid = [(date.fromisoformat(row["date"]), Fraction(row["amount"])) for row in rung["plan"]]
    now = sum((amount for day, amount in paid if day <= case["date"]), Fraction(0))
    soon = sum((amount for day, amount in paid if (day - case["date"]).days <= 30), Fraction(0))
    later = [amount for day, amount in paid if day > case["date"]]
    limit = None if means["for_plan"] is None else Fraction(means["for_plan"])

    def within(amount: Fraction) -> bool | None:
        return None if limit is None else limit >= 0 and amount <= limit

    months = within(max(later)) if later else True
    fits = months if now <= at_hand or within(now) else within(now)
    accepted = fits is True and Fraction(rung["waived"]) >= threshold
    return rung | {
        "pay_now": money_text(now),
        "within_30_days": money_text(soon),
        "per_month": money_text(max(later)) if later else None,
        "last": paid[-1][0].isoformat(),
        "saving": money_text(owed_after(paid, bills, case)),
        "fits": fits,
        "verdict": "refuse" if fits is False else "accept" if accepted else "hold",
        "own": own,
    }


def owed_after(paid: list[tuple[date, Fraction]], standing: list[Bill], case: Case) -> Fraction:
    case = case | in_units({"late_fee": case["late_fee"]})
    bills = [replace(bill) for bill in standing]
    day: date = case["as_of"]
    while day <= max(paid[-1][0], case["as_of"]):
        if day > case["as_of"]:
            for bill in bills:
                accrue(bill, day, case)
        for when, amount in paid:
            if max(when, case["as_of"]) == day:
                rest = units(amount)
                for bill in sorted(bills, key=lambda b: b.due_date):
                    rest = pay(bill, rest, case["allocation"])
        for bill in bills:
            compound(bill, day, case)
        day += ONE_DAY
    return yuan(outstanding(bills)[1])


def plan(case: Case, to_pay: Fraction) -> list[Figures]:
    count: int = case["plan"]["instalments"]
    first: date = case["plan"]["first"]
    if first < case["date"]:
        raise RefusedError("the plan cannot be")
    return divide(to_pay, count, first)


def divide(to_pay: Fraction, count: int, first: date) -> list[Figures]:
    if not 1 <= count <= 60 or to_pay < count * FEN:
        raise RefusedError("the plan cannot be")
    rows = []
    for k, amount in enumerate(shares(to_pay, count)):
        year, month = first.year, first.month
        for _ in range(k):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = min(first.day, calendar.monthrange(year, month)[1])
        rows.append({"date": date(year, month, day).isoformat(), "amount": money_text(amount)})
    return rows


def shares(to_pay: Fraction, count: int) -> list[Fraction]:
    each = math.floor(to_pay / count / FEN) * FEN
    return [each] * (count - 1) + [to_pay - each * (count - 1)]


def affordability(case: Case, rungs: list[Figures]) -> Figures:
    income: Fraction | None = case["income_now"]
    expenses = None if case["expenses"] is None else sum(case["expenses"], Fraction(0))
    available = None if income is None or expenses is None else income - expenses
    minimums = None if case["debts"] is None else sum((debt["minimum"] for debt in case["debts"]), Fraction(0))
    for_plan = None if available is None else available - (minimums or 0)
    asked = [Fraction(row["amount"]) for rung in rungs if rung["name"] == "request-plan" for row in rung["plan"]]
    largest = max(asked, default=None)
    fits = None
    if for_plan is not None and for_plan < 0:
        fits = False
    elif for_plan is not None and largest is not None:
        fits = largest <= for_plan
    numbers = {"income": income, "expenses": expenses, "available": available, "largest_instalment": largest}
    numbers |= {"minimums": minimums, "for_plan": for_plan}
    return in_text(numbers) | {"fits": fits, "largest_plan": largest_plan(Fraction(rungs[0]["to_pay"]), for_plan)}


def largest_plan(to_pay: Fraction, limit: Fraction | None) -> Figures | None:
    if limit is None or limit <= 0 or to_pay <= 0:
        return None
    for count in range(1, 61):
        if max(shares(to_pay, count)) <= limit:
            per_month = money_text(shares(to_pay, count)[0])
            return {"instalment": money_text(limit), "months": count, "per_month": per_month}
    return {"instalment": money_text(limit), "months": max(61, math.ceil(to_pay / limit)), "per_month": None}


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

"""A deliberately naive second opinion on every figure: one loop over the days, exact, no spans.

It shares no code with `letters` and was written from the contract's text alone, so that the two can be held
to each other. Amounts go in as `Fraction` and come out as text with two decimals, under the contract's names; inside
the loop they are whole numbers of a unit (oracle_terms.py), which is as exact and ten times as fast.

One sum moves through its days in oracle_bill.py, its payments and waivers are in oracle_pay.py, the schedules of loans
in oracle_loans.py, what is shown in oracle_shown.py, what is asked in oracle_asked.py.

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
- A bill that states a late fee is not settled before that fee is posted, whatever was paid.
- A bill within grace is not overdue: total.overdue_principal leaves it out like a bill not yet due.
- With no penalty outstanding, and nothing else that is asked to be waived, no offer is left.
- A share of what is waivable is a share of each kind that the request asks about, and no more of it than it asks.
- A plan with a review pays on the days before it; a pause pays monthly from the letters' date, its last day included.
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
- A minimum of 0.00 asks for nothing, so that it is not met: the bill is overdue.
- A later bill of the case with a minimum of its own carries the balance. Where it was missed, what held ends with its
  grace, yet no sooner than a month after the bill's own: ordinary interest runs to the end of that grace, penalty from
  the day after; days are counted from the day on which the missed minimum was due.
- Nothing joins the base while ordinary interest runs.
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

import math
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction

from oracle_asked import (
    accept_from,
    affordability,
    budget,
    defer,
    in_text,
    means_of,
    money_text,
    offers,
    own_offers,
    sums_of,
)
from oracle_bill import Bill, DailyFee, compound
from oracle_loans import falls_due, instalments_due, to_come
from oracle_pay import pay_oldest, payments_of_day, waivers_of_day
from oracle_shown import charge, snapshot
from oracle_terms import (
    ONE_DAY,
    Case,
    Figures,
    RefusedError,
    base_rate,
    in_units,
    lender_terms,
    own_terms,
    units,
    yuan,
)

__all__ = ["Case", "Figures", "RefusedError", "ledger", "offers", "own_offers", "reckon", "sums_of", "unasked"]

WAITING = (7, 30, 90)
COSTS = {"day": 1, "week": 7, "month": 30}
HORIZON = 120
"""Days ahead within which this oracle looks for the day that a threshold is reached."""
ENDS = ("principal_outstanding", "penalty_accrued", "penalty_paid", "penalty_outstanding", "interest", "late_fee")


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
        "waive_interest": None,
        "waive_late_fee": None,
        "waive_fees": None,
        "plan": None,
        "defer": None,
    }


def ledger(given: Case) -> Figures:
    """The bills and the total at as_of alone: quicker, for thousands of cases."""
    return run(given, 0)[0]


def sums_owed(given: Case) -> list[Bill]:
    """The bills of a case, then the instalments of its loans that are due, before the first day."""
    case = in_units({key: given.get(key, []) for key in ("bills", "late_fee", "more")})
    of_lender = lender_terms(given | {"late_fee": case["late_fee"]} | {"more": case["more"] or {}})
    made: list[tuple[int | None, Case, Case]] = [(None, row, row.get("terms", {})) for row in case["bills"]]
    for place, loan in enumerate(given.get("loans", [])):
        own = in_units(loan.get("terms", {})) | {"contract_annual_rate": loan["contract_annual_rate"]}
        rows = instalments_due(loan, given["as_of"], own_terms(of_lender, own)["year_days"])
        made += [(place, in_units(row), own) for row in rows]
    bills = [new_bill(row, own_terms(of_lender, own), group) for group, row, own in made]
    for bill in bills:
        if bill.group is not None:
            bill.penalty_to = bill.due_date
            bill.coming = [(day, units(part)) for day, part in falls_due(given["loans"][bill.group], given["as_of"])]
        elif bill.is_shown:
            bill.penalty_to = bill.stated["as_shown"]["on"]
    return bills


def new_bill(row: Case, terms: Case, group: int | None) -> Bill:
    row = {"waivers": [], "late_fee_rule": terms["late_fee"] if row["late_fee"] is None else row["late_fee"]} | row
    due, shown = row["due_date"], row.get("as_shown")
    bill = Bill(due, due + timedelta(days=terms["grace_days"] + 1), row["amount"], row, terms, group)
    bill.daily_fees = [DailyFee(label, rate) for label, rate in terms["daily_fees"]]
    if shown:
        bill.is_shown, bill.owed_from = True, max(due, shown["on"]) + ONE_DAY
        bill.principal, bill.interest, bill.fee = shown["principal"], shown["interest"], shown["late_fee"]
        bill.on_principal.money = bill.shown_penalty = shown["penalty"]
    elif isinstance(row["interest"], int):
        bill.interest = row["interest"]
    bill.interest_billed = bill.interest
    return bill


def run(given: Case, horizon: int) -> tuple[Figures, dict[int, Figures], list[Bill]]:
    """Every day up to so many after as_of: the figures at as_of, the sums of each day from then on, and the bills
    as they stand at as_of after that day's payments."""
    case = given | in_units({key: given.get(key, []) for key in ("payments", "waivers", "loans")})
    bills = sums_owed(given)
    as_of: date = case["as_of"]
    over_account = 0
    shown: Figures = {}
    day = first_day(case, bills)
    ahead: dict[int, Figures] = {}
    standing: list[Bill] = []
    while day <= as_of + timedelta(days=horizon):
        charge(bills, day)
        if day <= as_of:  # later payments do not count, and waiting supposes none
            waivers_of_day(bills, case, day)
            over_account += payments_of_day(bills, case, day)
        if day == as_of:
            standing = deepcopy(bills)
        for bill in bills:
            compound(bill, day)
        if day == as_of:
            shown = snapshot(bills, over_account, day, given)
        if day >= as_of:
            penalty, owed = sum(b.penalty for b in bills), sum(b.owed for b in bills)
            ahead[(day - as_of).days] = {"penalty_outstanding": yuan(penalty), "total_due": yuan(owed)}
        day += ONE_DAY
    return shown, ahead, standing


def reckon(given: Case) -> Figures:
    """All figures of a case. Raises RefusedError where the contract names one that depends on the figures."""
    shown, ahead, standing = run(given, HORIZON)
    case, waiting = given, []
    for days in WAITING:
        waiting.append({"days": days} | in_text(ahead[days]))

    sums = sums_of(shown["total"])
    means = affordability(case, sums)
    threshold = accept_from(case, sums["penalty_outstanding"])
    rungs = [*offers(case, sums, means_of(case)["for_plan"]), *own_offers(case, sums)]
    offered = [judged(rung, case, means, threshold, standing) for rung in rungs]
    coming = to_come(given.get("loans", []), given["as_of"])
    return shown | {
        "waiting": waiting,
        "cost_of_waiting": cost_of_waiting(case, ahead),
        "offers": offered,
        "defer": defer(case),
        "accept_from": None if threshold is None else money_text(threshold),
        "affordability": means,
        "budget": budget(case, means, sums["total_due"]),
        "range": rate_range(given, shown),
        "to_come": coming and in_text(coming) | {"next": in_text(coming["next"])},
    }


def rate_range(case: Case, low: Figures) -> Figures | None:
    """Both ends where the rate is one of a range: the whole ledger once more at the high rate."""
    if case["daily_rate_high"] is None:
        return None
    high = ledger(case | {"daily_rate": case["daily_rate_high"], "daily_rate_high": None})
    names = (*ENDS, "total_due", "daily_accrual")
    return {
        "total": {end: {name: sums["total"][name] for name in names} for end, sums in (("low", low), ("high", high))}
    }


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
    """The lender's rate of a day."""
    terms = lender_terms(case)
    rate = base_rate(terms)
    for since, other in terms["rates"]:
        if since <= day:
            rate = other
    return Fraction(rate)


def first_day(case: Case, bills: list[Bill]) -> date:
    of_loans = (row for loan in case["loans"] for row in [*loan["payments"], *loan.get("waivers", [])])
    rows = [*case["payments"], *case["waivers"], *of_loans]
    dates: list[date] = [case["as_of"], *(row["date"] for row in rows)]
    for bill in bills:
        dates += [bill.due_date, *(p["date"] for p in [*bill.stated["payments"], *bill.stated["waivers"]])]
        if isinstance(bill.stated["interest"], dict):
            dates.append(bill.stated["interest"]["since"])
    return min(dates)


def judged(rung: Figures, case: Case, means: Figures, threshold: Fraction | None, bills: list[Bill]) -> Figures:
    own = rung.pop("own", False)
    at_hand = max(case["today"] or Fraction(0), rung.pop("today", Fraction(0)))
    covers = rung.pop("covers", Fraction(0))
    paid = [(date.fromisoformat(row["date"]), Fraction(row["amount"])) for row in rung["plan"]]
    now = sum((amount for day, amount in paid if day <= case["date"]), Fraction(0))
    soon = sum((amount for day, amount in paid if (day - case["date"]).days <= 30), Fraction(0))
    later = [amount for day, amount in paid if day > case["date"]]
    limit = None if means["for_plan"] is None else Fraction(means["for_plan"])

    def within(amount: Fraction) -> bool | None:
        return None if limit is None else limit >= 0 and amount <= limit

    months = within(max(later)) if later else True
    fits = months if now <= at_hand or within(now) else within(now)
    accepted = fits is True and (threshold is None or Fraction(rung["waived"]) >= threshold)
    return rung | {
        "pay_now": money_text(now),
        "within_30_days": money_text(soon),
        "per_month": money_text(max(later)) if later else None,
        "last": paid[-1][0].isoformat(),
        "saving": money_text(owed_after(paid, bills, case, covers)),
        "fits": fits,
        "verdict": "refuse" if fits is False else "accept" if accepted else "hold",
        "own": own,
    }


def owed_after(paid: list[tuple[date, Fraction]], standing: list[Bill], case: Case, covers: Fraction) -> Fraction:
    """What is owed once the payments are made; what they cover of instalments to come is paid last."""
    bills = deepcopy(standing)
    day: date = case["as_of"]
    while day <= max(paid[-1][0], case["as_of"]):
        if day > case["as_of"]:
            charge(bills, day)
        for when, amount in paid:
            if max(when, case["as_of"]) == day:
                covers -= min(covers, yuan(pay_oldest(bills, units(amount))))
        for bill in bills:
            compound(bill, day)
        day += ONE_DAY
    return yuan(sum(bill.owed for bill in bills)) + covers

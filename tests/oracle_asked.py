"""What the oracle says of what is asked: waivers, offers and their plans, what a month leaves."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle_loans import covered, half_up, regular
from oracle_terms import FEN, Case, Figures, RefusedError, months_later

OTHERS = (
    ("waive_interest", "waived_interest", "interest"),
    ("waive_late_fee", "waived_late_fee", "late_fee"),
    ("waive_fees", "waived_fees", "daily_fees"),
)
"""What else a request may ask to be waived: its key, the key of an offer, the sum that it is of."""
LESS_AND_LESS = (
    ("three-quarters-plan", Fraction(3, 4)),
    ("half-plan", Fraction(1, 2)),
    ("no-waiver-plan", Fraction(0)),
)
MOST = 60


def sums_of(total: Figures) -> Case:
    """What is outstanding of each kind, of the total as text, and what is due in all."""
    names = ("penalty_outstanding", "interest", "late_fee", "total_due")
    fees = sum((Fraction(fee["outstanding"]) for fee in total["daily_fees"]), Fraction(0))
    return {name: Fraction(total[name]) for name in names} | {"daily_fees": fees}


def wanted(waive: Any, outstanding: Fraction) -> Fraction:
    kind, size = waive
    waived = half_up(size * outstanding) if kind == "share" else size
    if waived > outstanding or (kind == "share" and size > 1):
        raise RefusedError("more is to be waived than is outstanding")
    return Fraction(waived)


def accept_from(case: Case, penalty: Fraction) -> Fraction | None:
    """The waiver from which one accepts; None where the budget alone decides."""
    return wanted(case["accept_from"], penalty) if case["accept_from"] else None


def asked_of(case: Case, sums: Case) -> Case:
    """What is asked to be waived of each kind."""
    waived = {"waived": wanted(case["waive"], sums["penalty_outstanding"])}
    return waived | {name: wanted(case[key] or ("share", Fraction(0)), sums[of]) for key, name, of in OTHERS}


def share_of(case: Case, sums: Case, share: Fraction) -> Case:
    """A share of what is waivable: of each kind that is asked about, and never more of it than is asked."""
    most = asked_of(case, sums)
    outstanding = {"waived": sums["penalty_outstanding"]} | {name: sums[of] for _, name, of in OTHERS}
    return {name: min(half_up(outstanding[name] * share), most[name]) for name in most}


def offers(case: Case, sums: Case, for_plan: Fraction | None = None) -> list[Figures]:
    """The rungs in order; of the last three those that waive less than the one before and that a month carries.

    With nothing to waive, the plan alone.
    """
    asked = asked_of(case, sums)

    def rung(
        name: str, less: Case, rows: list[Figures], rest: Figures | None, covers: Fraction = Fraction(0)
    ) -> Figures:
        to_pay = money_text(sums["total_due"] - sum(less.values()) + covers)
        return {"name": name} | in_text(less) | {"to_pay": to_pay, "plan": rows, "rest": rest, "covers": covers}

    more = covered(case)
    to_pay = sums["total_due"] - sum(asked.values())
    planned = plan(case["plan"], to_pay + more) if case["plan"] else None
    if not sums["penalty_outstanding"] and not sum(asked.values()):
        return [rung("request-plan", asked, *planned, more)] if planned and to_pay + more else []
    rungs = [rung("request-lump-sum", asked, [{"date": case["date"].isoformat(), "amount": money_text(to_pay)}], None)]
    if planned is None:
        return rungs
    rungs.append(rung("request-plan", asked, *planned, more))
    before = sum(asked.values())
    for name, part in LESS_AND_LESS:
        less = share_of(case, sums, part)
        if sum(less.values()) >= before:
            continue
        try:
            rows, rest = plan(case["plan"], sums["total_due"] - sum(less.values()) + more)
        except RefusedError:
            continue  # more than sixty instalments: no plan
        if for_plan is None or max(Fraction(row["amount"]) for row in rows) <= for_plan:
            rungs.append(rung(name, less, rows, rest, more))
            before = sum(less.values())
    return rungs


def own_offers(case: Case, sums: Case) -> list[Figures]:
    """The user's own; what they say of the waiver is said of penalty, the rest is waived as asked."""
    found = []
    asked = asked_of(case, sums)
    for offer in case["own"]:
        less = asked | {"waived": wanted(offer["waive"] or case["waive"], sums["penalty_outstanding"])}
        to_pay = sums["total_due"] - sum(less.values())
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
        amounts = in_text(less) | {"to_pay": money_text(to_pay), "rest": None}
        found.append({"name": offer["name"]} | amounts | {"plan": rows, "own": True, "today": today})
    return found if sums["penalty_outstanding"] or sum(asked.values()) else []


def plan(asked: Case, to_pay: Fraction) -> tuple[list[Figures], Figures | None]:
    """The payments before any day of review, and what is left for that day."""
    first, review = asked["first"], asked.get("review")
    if "instalments" in asked:
        rows = divide(to_pay, asked["instalments"], first)
    else:
        rows = in_amounts(to_pay, amounts_of(asked, to_pay), first)
    if review is not None:
        rows = [row for row in rows if row["date"] < review.isoformat()]
    left = to_pay - sum(Fraction(row["amount"]) for row in rows)
    if not rows or len(rows) > MOST or (left and review is None):
        raise RefusedError("the plan cannot be")
    return rows, {"amount": money_text(left), "review": review.isoformat()} if left and review else None


def amounts_of(asked: Case, to_pay: Fraction) -> list[Fraction]:
    """What a plan pays in each of its months, as many as are looked at; the last step runs on until all is paid."""
    steps = asked["steps"] if "steps" in asked else [(asked["per_month"], None)]
    amounts: list[Fraction] = []
    for place, (amount, months) in enumerate(steps):
        is_last = place == len(steps) - 1
        runs_on = is_last and (months is None or asked.get("review") is None)
        amounts += [amount] * (MOST + 1 if runs_on else months)
    return amounts[: MOST + 1]


def in_amounts(to_pay: Fraction, amounts: list[Fraction], first: date) -> list[Figures]:
    rows = []
    for k, amount in enumerate(amounts):
        part = min(amount, to_pay)
        if part == 0:
            break
        rows.append({"date": months_later(first, k).isoformat(), "amount": money_text(part)})
        to_pay -= part
    return rows


def divide(to_pay: Fraction, count: int, first: date) -> list[Figures]:
    if not 1 <= count <= MOST or to_pay < count * FEN:
        raise RefusedError("the plan cannot be")
    return [
        {"date": months_later(first, k).isoformat(), "amount": money_text(amount)}
        for k, amount in enumerate(shares(to_pay, count))
    ]


def defer(case: Case) -> Figures | None:
    """The pause that is asked for, with its payments: monthly from the letters' date on, the last day included."""
    asked = case["defer"]
    if asked is None:
        return None
    until = asked.get("until") or months_later(case["date"], asked["months"])
    token = asked.get("token")
    rows = []
    k = 1
    while token is not None and months_later(case["date"], k) <= until:
        rows.append({"date": months_later(case["date"], k).isoformat(), "amount": money_text(token)})
        k += 1
    return {"until": until.isoformat(), "token": None if token is None else money_text(token), "plan": rows}


def shares(to_pay: Fraction, count: int) -> list[Fraction]:
    each = math.floor(to_pay / count / FEN) * FEN
    return [each] * (count - 1) + [to_pay - each * (count - 1)]


def means_of(case: Case) -> dict[str, Fraction | None]:
    """What a month leaves: income less needs, and that less the minimums of other debts."""
    income: Fraction | None = case["income_now"]
    expenses = None if case["expenses"] is None else sum(case["expenses"], Fraction(0))
    available = None if income is None or expenses is None else income - expenses
    minimums = None if case["debts"] is None else sum((debt["minimum"] for debt in case["debts"]), Fraction(0))
    for_plan = None if available is None else available - (minimums or 0) - regular(case)
    numbers = {"income": income, "expenses": expenses, "available": available}
    return numbers | {"minimums": minimums, "for_plan": for_plan, "regular": regular(case)}


def affordability(case: Case, sums: Case) -> Figures:
    means = means_of(case)
    for_plan = means["for_plan"]
    to_pay = sums["total_due"] - sum(asked_of(case, sums).values()) + covered(case)
    largest = None
    if case["plan"]:
        largest = max(Fraction(row["amount"]) for row in plan(case["plan"], to_pay)[0])
    fits = None
    if for_plan is not None and for_plan < 0:
        fits = False
    elif for_plan is not None and largest is not None:
        fits = largest <= for_plan
    numbers = means | {"largest_instalment": largest}
    return in_text(numbers) | {"fits": fits, "largest_plan": largest_plan(to_pay, for_plan)}


def largest_plan(to_pay: Fraction, limit: Fraction | None) -> Figures | None:
    if limit is None or limit <= 0 or to_pay <= 0:
        return None
    for count in range(1, 61):
        if max(shares(to_pay, count)) <= limit:
            per_month = money_text(shares(to_pay, count)[0])
            return {"instalment": money_text(limit), "months": count, "per_month": per_month}
    return {"instalment": money_text(limit), "months": max(61, math.ceil(to_pay / limit)), "per_month": None}


def money_text(amount: Fraction) -> str:
    fen = amount / FEN
    if fen.denominator != 1:
        raise AssertionError(f"{amount} is not a whole number of fen")
    return f"{Decimal(fen.numerator) / 100:.2f}"


def in_text(row: Figures) -> Figures:
    return {key: money_text(value) if isinstance(value, Fraction) else value for key, value in row.items()}


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

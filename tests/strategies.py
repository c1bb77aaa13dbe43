"""Hypothesis strategies for cases of debt, as the oracle's input and as the scenario file that says the same.

`cases()` draws a case that `letters` must accept; `to_scenario(case)` writes it. So the engine is held to the
oracle: the figures of `to_scenario(case)` are those of `reckon(case)`.
"""

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from oracle import Case, RefusedError, ledger, offers, own_offers, unasked

EARLIEST = date(2019, 1, 1)  # with the ten years after it: leap days of 2020, 2024 and 2028
TEN_YEARS = 3652
RATES = ("0.0005", "0.00035", "0.000612", "0.00075", "0.001", "0.002", "0")


def examples(count: int) -> int:
    """So many of a full run; a quick one draws a fifth, a long one more (the profiles of tests/conftest.py)."""
    return max(1, count * settings().max_examples // 100)


def money(most: str = "100000.00") -> st.SearchStrategy[Fraction]:
    """Up to `most`, with fen; small sums often, because roundings show in them."""
    fen = int(Decimal(most) * 100)
    return st.one_of(st.integers(1, fen), st.integers(1, min(fen, 3000))).map(lambda n: Fraction(n, 100))


def sizeable() -> st.SearchStrategy[Fraction]:
    return st.integers(20_000, 10_000_000).map(lambda n: Fraction(n, 100))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A ledger with the means of a borrower and a request."""
    return draw(requests(draw(ledgers())))


@st.composite
def ledgers(draw: st.DrawFn) -> Case:
    """One to four bills, up to four payments on each and on the account, dates that often meet."""
    window = draw(st.sampled_from([60, 400, 20, TEN_YEARS]))
    start = EARLIEST + timedelta(days=draw(st.integers(0, TEN_YEARS - window)))

    def between(first: int, last: int) -> st.SearchStrategy[date]:
        return st.integers(first, last).map(lambda n: start + timedelta(days=n))

    grace = draw(st.sampled_from([0, 0, 1, 2, 3, 4, 5]))
    due_dates = draw(st.lists(between(0, window // 2), min_size=1, max_size=4))
    late, any_time = between(window * 2 // 3, window), between(0, window)
    as_of = draw(st.one_of(late, late, late, any_time, st.sampled_from(due_dates)))
    meetings = [as_of, as_of + timedelta(days=1)]
    for due_date in due_dates:
        meetings += [due_date + timedelta(days=n) for n in (-1, 0, 1, grace, grace + 1)]
    paid_on = st.one_of(any_time, between(window // 2, window), st.sampled_from(meetings))
    amounts = [draw(st.one_of(sizeable(), money())) for _ in due_dates]

    def payments(like: Fraction, count: int) -> list[Case]:
        part = st.integers(1, 60).map(lambda n: math.ceil(like * n) * Fraction(1, 100))
        size = st.one_of(part, part, money("300.00"), money("30.00"), st.sampled_from([like, 2 * like]))
        rows = st.fixed_dictionaries({"date": paid_on, "amount": size})
        return draw(st.lists(rows, min_size=count, max_size=count))

    card = draw(st.booleans())
    rule_of_the_lender = draw(st.one_of(st.none(), fee_rules())) if card else None
    bills = [
        draw(charges(due, amount, card, rule_of_the_lender))
        | {
            "due_date": due,
            "amount": amount,
            "claimed_penalty": draw(st.one_of(st.none(), money("2000.00"))),
            "payments": payments(amount, draw(st.integers(0, 4))),
        }
        for due, amount in zip(due_dates, amounts, strict=True)
    ]
    case: Case = {
        "as_of": as_of,
        "date": as_of + timedelta(days=draw(st.sampled_from([0, 0, 1, 10]))),
        "daily_rate": Fraction(draw(st.sampled_from(RATES))),
        "rates": draw(histories(any_time, due_dates)),
        "allocation": draw(st.sampled_from(["statutory", "principal-first"])),
        "grace_days": grace,
        "rounding": draw(st.sampled_from(["half-up", "half-up", "daily"])),
        "year_days": draw(st.sampled_from([365, 360])),
        "compounding": card and draw(st.booleans()),
        "late_fee": rule_of_the_lender,
        "bills": bills,
        "payments": payments(Fraction(sum(amounts)), draw(st.sampled_from([0, 1, 2, 4]))),
        "claimed_penalty": draw(claims_of_the_account(bills)),
        **unasked(),
    }
    return case


def histories(
    any_time: st.SearchStrategy[date], due_dates: list[date]
) -> st.SearchStrategy[list[tuple[date, Fraction]]]:
    """Mostly none; else up to three days from which another rate runs, often the day beside a due date."""
    near = st.sampled_from([day + timedelta(days=n) for day in due_dates for n in (0, 1, 2)])
    rate = st.sampled_from(RATES).map(Fraction)
    rows = st.lists(st.tuples(st.one_of(any_time, near), rate), min_size=1, max_size=3, unique_by=lambda row: row[0])
    return st.one_of(st.just([]), st.just([]), rows.map(sorted))


def debts() -> st.SearchStrategy[Case]:
    return st.tuples(sizeable(), st.integers(0, 100)).map(
        lambda drawn: {"balance": drawn[0], "minimum": math.floor(drawn[0] * drawn[1]) * Fraction(1, 100)}
    )


def fee_rules() -> st.SearchStrategy[Case]:
    """A share of the unpaid minimum, with bounds that often decide."""
    shares = st.sampled_from([Fraction(5, 100), Fraction(1, 1000), Fraction(0), Fraction(1)])
    some = st.one_of(st.none(), money("20.00"), money("500.00"))
    return st.builds(_fee_rule, shares, some, some)


def _fee_rule(share: Fraction, floor: Fraction | None, cap: Fraction | None) -> Case:
    if floor is not None and cap is not None:
        floor, cap = min(floor, cap), max(floor, cap)
    return {"share": share, "floor": floor, "cap": cap}


@st.composite
def charges(draw: st.DrawFn, due: date, amount: Fraction, card: bool, rule_of_the_lender: Case | None) -> Case:
    """A bill's late fee, minimum payment and interest: stated, computed or none."""
    late_fee = draw(st.one_of(st.none(), money("200.00"), *([fee_rules()] if card else [])))
    row: Case = {"late_fee": late_fee, "minimum_payment": None, "interest": None}
    if not card:
        return row
    since = st.integers(1, 70).map(lambda n: due - timedelta(days=n))
    rate = st.one_of(st.none(), st.sampled_from(RATES).map(Fraction))
    computed = st.fixed_dictionaries({"since": since, "daily_rate": rate})
    row["interest"] = draw(st.one_of(st.none(), money("100.00"), computed))
    if isinstance(rule_of_the_lender if late_fee is None else late_fee, dict):
        row["minimum_payment"] = draw(st.integers(0, 100).map(lambda n: math.ceil(amount * n) * Fraction(1, 100)))
        row["minimum_payment"] = min(row["minimum_payment"], amount)
    return row


def claims_of_the_account(bills: list[Case]) -> st.SearchStrategy[Fraction | None]:
    claims = [bill["claimed_penalty"] for bill in bills]
    if None in claims:
        known = Fraction(sum(claim for claim in claims if claim is not None))
        return st.one_of(st.none(), money("5000.00").map(lambda more: known + more))
    return st.sampled_from([None, Fraction(sum(claims))])


@st.composite
def requests(draw: st.DrawFn, case: Case) -> Case:
    """The case with a waiver no larger than the penalty, and perhaps a plan if there is something to pay."""
    total = ledger(case)["total"]
    sums = Fraction(total["penalty_outstanding"]), Fraction(total["total_due"])
    penalty = sums[0]
    shares = st.one_of(st.just(Fraction(1)), st.integers(1, 100).map(lambda n: Fraction(n, 100)))
    waivers: list[st.SearchStrategy[tuple[str, Fraction]]] = [st.tuples(st.just("share"), shares)]
    if penalty:
        waivers.append(st.integers(1, int(penalty * 100)).map(lambda n: ("amount", Fraction(n, 100))))
    some = st.one_of(waivers)
    case = case | {
        "income_now": draw(st.one_of(st.none(), money("20000.00"))),
        "expenses": draw(st.one_of(st.none(), st.lists(money("5000.00"), min_size=1, max_size=3))),
        "debts": draw(st.one_of(st.none(), st.lists(debts(), max_size=3))),
        "today": draw(st.one_of(st.none(), money("3000.00"))),
        "threshold": draw(st.one_of(st.none(), money("3000.00"))),
    }
    asked = case | {"waive": draw(some), "accept_from": draw(st.one_of(st.none(), some))}
    if draw(st.booleans()):
        count = draw(st.one_of(st.integers(1, 12), st.integers(1, 60)))
        first = asked["date"] + timedelta(days=draw(st.integers(0, 70)))
        planned = asked | {"plan": {"instalments": count, "first": first}}
        try:
            offers(planned, *sums)
        except RefusedError:
            return asked  # too little for so many instalments
        asked = planned
    return draw(with_offers(asked, some, sums))


@st.composite
def with_offers(
    draw: st.DrawFn, case: Case, waivers: st.SearchStrategy[tuple[str, Fraction]], sums: tuple[Fraction, Fraction]
) -> Case:
    """The case with up to two offers of the user's own, those that can be."""
    for number in range(draw(st.sampled_from([0, 0, 1, 2]))):
        count = draw(st.one_of(st.none(), st.integers(1, 60)))
        days = draw(st.integers(0, 70) if count else st.one_of(st.none(), st.integers(0, 70)))
        first = None if days is None else case["date"] + timedelta(days=days)
        offer = {"name": f"我的 {number}", "instalments": count, "first": first}
        offer |= {"waive": draw(st.one_of(st.none(), waivers)), "today": draw(st.one_of(st.none(), money("900.00")))}
        try:
            own_offers(case | {"own": [offer]}, *sums)
        except RefusedError:
            continue
        case = case | {"own": [*case["own"], offer]}
    return case


def to_scenario(case: Case) -> str:
    """The case as a complete scenario file."""
    ends = (case["daily_rate"], case["daily_rate_high"])
    lines = [
        f"as_of: {case['as_of']}",
        f"date: {case['date']}",
        "hardship: {kind: illness, event: 住院手术, started: 2018-11-28}",
        "borrower: {name: 测试}",
        "lender:",
        "  profile: generic",
        "  name: 某某消费金融有限公司",
        "  type: consumer-finance",
        f"  daily_rate: {'..'.join(str(decimal(rate)) for rate in ends if rate is not None)}",
        f"  allocation: {case['allocation']}",
        f"  grace_days: {case['grace_days']}",
        f"  rounding: {case['rounding']}",
        f"  year_days: {case['year_days']}",
        f"  compounding: {'monthly' if case['compounding'] else 'none'}",
    ]
    if case["rates"]:
        rows = ", ".join(f"{{from: {since}, daily_rate: {decimal(rate)}}}" for since, rate in case["rates"])
        lines += [f"  rates: [{rows}]"]
    if case["late_fee"]:
        lines += [f"  late_fee: {fee(case['late_fee'])}"]
    lines += ["bills:"]
    for number, bill in enumerate(case["bills"], 1):
        lines += [
            f"  - label: 第 {number} 期",
            f"    due_date: {bill['due_date']}",
            f"    amount: {yuan(bill['amount'])}",
        ]
        amounts = ("minimum_payment", "claimed_penalty")
        lines += [f"    {key}: {yuan(bill[key])}" for key in amounts if bill[key] is not None]
        if bill["late_fee"] is not None:
            lines += [f"    late_fee: {fee(bill['late_fee'])}"]
        if bill["interest"] is not None:
            lines += [f"    interest: {interest(bill['interest'])}"]
        lines += [f"    payments: {payment_list(bill['payments'])}"]
    lines += [f"payments: {payment_list(case['payments'])}"]
    if case["claimed_penalty"] is not None:
        lines += [f"claimed_penalty: {yuan(case['claimed_penalty'])}"]
    if case["income_now"] is not None:
        lines += [f"income: {{now: {yuan(case['income_now'])}}}"]
    if case["expenses"] is not None:
        lines += [
            "expenses:",
            *(f"  - {{label: 支出, amount: {yuan(amount)}}}" for amount in case["expenses"]),
        ]
    if case["debts"] is not None:
        rows = ", ".join(
            f"{{creditor: 某人, balance: {yuan(debt['balance'])}, minimum: {yuan(debt['minimum'])}}}"
            for debt in case["debts"]
        )
        lines += [f"debts: [{rows}]"]
    lines += ["request:", f"  waive: {waiver(*case['waive'])}"]
    lines += [f"  {key}: {yuan(case[key])}" for key in ("today", "threshold") if case[key] is not None]
    if case["accept_from"]:
        lines += [f"  accept_from: {waiver(*case['accept_from'])}"]
    if case["own"]:
        lines += ["  offers:", *(f"    - {{{own(offer)}}}" for offer in case["own"])]
    if case["plan"]:
        plan = case["plan"]
        lines += [f"  plan: {{instalments: {plan['instalments']}, first: {plan['first']}}}"]
    return "\n".join(lines) + "\n"


def own(offer: Case) -> str:
    parts = [f"name: {offer['name']}"]
    parts += [f"waive: {waiver(*offer['waive'])}"] if offer["waive"] else []
    parts += [f"{key}: {offer[key]}" for key in ("instalments", "first") if offer[key] is not None]
    return ", ".join([*parts, *([f"today: {yuan(offer['today'])}"] if offer["today"] is not None else [])])


def fee(rule: Fraction | Case) -> str:
    if isinstance(rule, Fraction):
        return yuan(rule)
    bounds = "".join(f", {key}: {yuan(rule[key])}" for key in ("floor", "cap") if rule[key] is not None)
    return f"{{share: {decimal(rule['share'] * 100)}%{bounds}}}"


def interest(stated: Fraction | Case) -> str:
    if isinstance(stated, Fraction):
        return yuan(stated)
    rate = "" if stated["daily_rate"] is None else f", daily_rate: {decimal(stated['daily_rate'])}"
    return f"{{since: {stated['since']}{rate}}}"


def payment_list(payments: list[Case]) -> str:
    return "[" + ", ".join(f"{{date: {p['date']}, amount: {yuan(p['amount'])}}}" for p in payments) + "]"


def waiver(kind: str, size: Fraction) -> str:
    if kind == "amount":
        return yuan(size)
    return "all" if size == 1 else f"{size * 100}%"


def yuan(amount: Fraction) -> str:
    return f"{decimal(amount):.2f}"


def decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)

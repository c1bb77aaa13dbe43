"""Hypothesis strategies for cases of debt, as the oracle's input and as the scenario file that says the same.

`cases()` draws a case that `letters` must accept; `to_scenario(case)` of scenario_text.py writes it. So the
engine is held to the oracle: the figures of `to_scenario(case)` are those of `reckon(case)`.
"""

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from oracle import Case, RefusedError, ledger, offers, own_offers, sums_of, unasked

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
            "terms": {},
            "waivers": [],
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
        "more": {},
        "waivers": [],
        "loans": [],
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
    """The case with waivers no larger than what is outstanding, and perhaps a plan and a pause."""
    sums = sums_of(ledger(case)["total"])
    some = waivers_up_to(sums["penalty_outstanding"])
    case = case | {
        "income_now": draw(st.one_of(st.none(), money("20000.00"))),
        "expenses": draw(st.one_of(st.none(), st.lists(money("5000.00"), min_size=1, max_size=3))),
        "debts": draw(st.one_of(st.none(), st.lists(debts(), max_size=3))),
        "today": draw(st.one_of(st.none(), money("3000.00"))),
        "threshold": draw(st.one_of(st.none(), money("3000.00"))),
    }
    asked = case | {"waive": draw(some), "accept_from": draw(st.one_of(st.none(), some))}
    for key, of in (("waive_interest", "interest"), ("waive_late_fee", "late_fee"), ("waive_fees", "daily_fees")):
        asked[key] = draw(st.one_of(st.none(), st.none(), waivers_up_to(sums[of])))
    if draw(st.booleans()):
        planned = asked | {"plan": draw(plans(asked["date"], sums["total_due"]))}
        try:
            offers(planned, sums)
        except RefusedError:
            return asked  # too little for so many instalments, or too many of them
        asked = planned
    asked["defer"] = draw(st.one_of(st.none(), st.none(), pauses(asked["date"])))
    return draw(with_offers(asked, some, sums))


def waivers_up_to(outstanding: Fraction) -> st.SearchStrategy[tuple[str, Fraction]]:
    shares = st.one_of(st.just(Fraction(1)), st.integers(1, 100).map(lambda n: Fraction(n, 100)))
    waivers: list[st.SearchStrategy[tuple[str, Fraction]]] = [st.tuples(st.just("share"), shares)]
    if outstanding:
        waivers.append(st.integers(1, int(outstanding * 100)).map(lambda n: ("amount", Fraction(n, 100))))
    return st.one_of(waivers)


@st.composite
def plans(draw: st.DrawFn, day: date, total_due: Fraction) -> Case:
    """Equal instalments, one amount a month or steps; the first day sometimes past, with a day of review or without."""
    found: Case = {"first": day + timedelta(days=draw(st.integers(-5, 70)))}
    if draw(st.sampled_from([False, False, True])):
        found["review"] = found["first"] + timedelta(days=draw(st.integers(1, 400)))
    if draw(st.sampled_from([False, False, True])):
        found["covers"] = "all"
    kind = draw(st.sampled_from(["instalments", "instalments", "per_month", "steps"]))
    parts = st.integers(1, 50).map(lambda n: max(math.ceil(total_due * 100 / n), 1) * Fraction(1, 100))
    if kind == "instalments":
        found[kind] = draw(st.one_of(st.integers(1, 12), st.integers(1, 60)))
    elif kind == "per_month":
        found[kind] = draw(parts)
    else:
        months = st.one_of(st.integers(1, 3), st.integers(1, 20))
        found[kind] = draw(st.lists(st.tuples(parts, months), min_size=1, max_size=3))
        found[kind].append((draw(parts), draw(st.one_of(st.none(), months)) if "review" in found else None))
    return found


def pauses(day: date) -> st.SearchStrategy[Case]:
    lengths = st.one_of(
        st.integers(1, 12).map(lambda n: {"months": n}),
        st.integers(1, 200).map(lambda n: {"until": day + timedelta(days=n)}),
    )
    tokens: st.SearchStrategy[Case] = st.one_of(st.just({}), money("300.00").map(lambda amount: {"token": amount}))
    return st.builds(lambda length, token: length | token, lengths, tokens)


@st.composite
def with_offers(draw: st.DrawFn, case: Case, waivers: st.SearchStrategy[tuple[str, Fraction]], sums: Case) -> Case:
    """The case with up to two offers of the user's own, those that can be."""
    for number in range(draw(st.sampled_from([0, 0, 1, 2]))):
        count = draw(st.one_of(st.none(), st.integers(1, 60)))
        days = draw(st.integers(0, 70) if count else st.one_of(st.none(), st.integers(0, 70)))
        first = None if days is None else case["date"] + timedelta(days=days)
        offer = {"name": f"我的 {number}", "instalments": count, "first": first}
        offer |= {"waive": draw(st.one_of(st.none(), waivers)), "today": draw(st.one_of(st.none(), money("900.00")))}
        try:
            own_offers(case | {"own": [offer]}, sums)
        except RefusedError:
            continue
        case = case | {"own": [*case["own"], offer]}
    return case

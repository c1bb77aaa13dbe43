"""The oracle's case as the scenario file that says the same."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle_terms import Case

SHARES = ("annual_rate", "penalty_multiple", "contract_annual_rate")
WORDS = ("base", "on_interest", "grace", "grace_days")


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
        f"  allocation: {case['allocation']}",
        f"  grace_days: {case['grace_days']}",
        f"  rounding: {case['rounding']}",
        f"  year_days: {case['year_days']}",
    ]
    more = case.get("more", {})
    if not set(more) & {"annual_rate", "penalty_multiple"}:
        lines += [f"  daily_rate: {'..'.join(str(decimal(rate)) for rate in ends if rate is not None)}"]
    if "compounding" not in more:
        lines += [f"  compounding: {'monthly' if case['compounding'] else 'none'}"]
    lines += [f"  {line}" for line in term_lines(more)]
    if case["rates"]:
        rows = ", ".join(f"{{from: {since}, daily_rate: {decimal(rate)}}}" for since, rate in case["rates"])
        lines += [f"  rates: [{rows}]"]
    if case["late_fee"]:
        lines += [f"  late_fee: {fee(case['late_fee'])}"]
    lines += bill_lines(case["bills"])
    lines += loan_lines(case.get("loans", []))
    lines += [f"payments: {payment_list(case['payments'])}"]
    if case.get("waivers"):
        lines += [f"waivers: {waiver_list(case['waivers'])}"]
    return "\n".join([*lines, *asked_lines(case)]) + "\n"


def own(offer: Case) -> str:
    parts = [f"name: {offer['name']}"]
    parts += [f"waive: {waiver(*offer['waive'])}"] if offer["waive"] else []
    parts += [f"{key}: {offer[key]}" for key in ("instalments", "first") if offer[key] is not None]
    return ", ".join([*parts, *([f"today: {yuan(offer['today'])}"] if offer["today"] is not None else [])])


def fee(rule: Fraction | Case) -> str:
    if isinstance(rule, Fraction):
        return yuan(rule)
    bounds = "".join(f", {key}: {yuan(rule[key])}" for key in ("floor", "cap") if rule[key] is not None)
    if "minimum_share" in rule:
        bounds += f", minimum_share: {decimal(rule['minimum_share'] * 100)}%"
    if "each_statement" in rule:
        bounds += ", each_statement: true"
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


def term_lines(terms: Case) -> list[str]:
    """The keys of rates and rules as the lender, a bill or a loan states them."""
    lines = [f"daily_rate: {decimal(terms['daily_rate'])}"] if "daily_rate" in terms else []
    lines += [f"{key}: {decimal(terms[key] * 100)}%" for key in SHARES if key in terms]
    lines += [f"{key}: {terms[key]}" for key in WORDS if key in terms]
    if "rates" in terms:
        rows = ", ".join(f"{{from: {since}, daily_rate: {decimal(rate)}}}" for since, rate in terms["rates"])
        lines += [f"rates: [{rows}]"]
    if "tiers" in terms:
        rows = ", ".join(f"{{from_day: {day}, {key}: {decimal(rate * 100)}%}}" for day, key, rate in terms["tiers"])
        lines += [f"tiers: [{rows}]"]
    if "daily_fees" in terms:
        rows = ", ".join(f"{{label: {label}, daily_rate: {decimal(rate)}}}" for label, rate in terms["daily_fees"])
        lines += [f"daily_fees: [{rows}]"]
    if "least_per_day" in terms:
        lines += [f"least_per_day: {yuan(terms['least_per_day'])}"]
    if "compounding" in terms:
        rule = terms["compounding"]
        lines += [f"compounding: {rule if isinstance(rule, str) else f'{{every: {rule[0]}, on: {rule[1]}}}'}"]
    return lines


def loan_lines(loans: list[Case]) -> list[str]:
    lines = ["loans:"] if loans else []
    for number, loan in enumerate(loans, 1):
        lines += [f"  - label: 分期 {number}"]
        own = {key: loan[key] for key in ("contract_annual_rate",)} | loan.get("terms", {})
        said = [f"principal: {yuan(loan['principal'])}", *term_lines(own)]
        said += [f"{key}: {loan[key]}" for key in ("method", "instalments", "first", "called_in") if loan.get(key)]
        said += [f"paid_instalments: {loan['paid_instalments']}"] if loan.get("paid_instalments") else []
        if loan.get("schedule"):
            rows = ", ".join(
                f"{{{', '.join(f'{k}: {shown_value(v)}' for k, v in r.items())}}}" for r in loan["schedule"]
            )
            said += [f"schedule: [{rows}]"]
        said += [f"waivers: {waiver_list(loan['waivers'])}"] if loan.get("waivers") else []
        lines += [f"    {line}" for line in [*said, f"payments: {payment_list(loan['payments'])}"]]
    return lines


def shown_value(value: Any) -> str:
    return yuan(value) if isinstance(value, Fraction) else str(value)


def waiver_list(waivers: list[Case]) -> str:
    return "[" + ", ".join(f"{{date: {w['date']}, amount: {yuan(w['amount'])}, of: {w['of']}}}" for w in waivers) + "]"


def bill_lines(bills: list[Case]) -> list[str]:
    lines = ["bills:"] if bills else []
    for number, bill in enumerate(bills, 1):
        lines += [f"  - label: 第 {number} 期"]
        shown = bill.get("as_shown")
        if not shown or "days_overdue" not in shown:
            lines += [f"    due_date: {bill['due_date']}"]
        if shown:
            lines += [f"    as_shown: {{{', '.join(f'{key}: {shown_value(value)}' for key, value in shown.items())}}}"]
        elif bill["amount"] or bill["interest"] is None:
            lines += [f"    amount: {yuan(bill['amount'])}"]
        lines += [f"    {line}" for line in term_lines(bill.get("terms", {}))]
        if bill.get("waivers"):
            lines += [f"    waivers: {waiver_list(bill['waivers'])}"]
        amounts = ("minimum_payment", "claimed_penalty")
        lines += [f"    {key}: {yuan(bill[key])}" for key in amounts if bill[key] is not None]
        if bill["late_fee"] is not None:
            lines += [f"    late_fee: {fee(bill['late_fee'])}"]
        if bill["interest"] is not None:
            lines += [f"    interest: {interest(bill['interest'])}"]
        lines += [f"    payments: {payment_list(bill['payments'])}"]
    return lines


def asked_lines(case: Case) -> list[str]:
    lines = []
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
    others = ("waive_interest", "waive_late_fee", "waive_fees")
    lines += [f"  {key}: {waiver(*case[key])}" for key in others if case[key] is not None]
    lines += [f"  {key}: {yuan(case[key])}" for key in ("today", "threshold") if case[key] is not None]
    if case["accept_from"]:
        lines += [f"  accept_from: {waiver(*case['accept_from'])}"]
    if case["own"]:
        lines += ["  offers:", *(f"    - {{{own(offer)}}}" for offer in case["own"])]
    if case["plan"]:
        lines += [f"  plan: {{{plan_text(case['plan'])}}}"]
    if case["defer"]:
        lines += [f"  defer: {{{', '.join(f'{key}: {shown_value(value)}' for key, value in case['defer'].items())}}}"]
    return lines


def plan_text(plan: Case) -> str:
    parts = [f"{key}: {plan[key]}" for key in ("instalments", "first", "review", "covers") if key in plan]
    parts += [f"per_month: {yuan(plan['per_month'])}"] if "per_month" in plan else []
    if "steps" in plan:
        rows = [
            f"{{amount: {yuan(amount)}{'' if months is None else f', months: {months}'}}}"
            for amount, months in plan["steps"]
        ]
        parts += [f"steps: [{', '.join(rows)}]"]
    return ", ".join(parts)

"""What kind of debt it is, and who asks for the money now: what each of them needs to be told.

To add a kind of debt, add an option of `DEBT` with the paths that it needs.
"""

from __future__ import annotations

from letters.base.errors import Message
from letters.base.record import declared
from letters.scenario.asking.fork import Fork, ForkOption
from letters.scenario.model.debt_terms import DebtTerms

_BILL = ("bills", "bills[].label", "bills[].due_date", "bills[].amount", "bills[].payments")
_RATE = ("lender.daily_rate", "lender.annual_rate")
_OWN_TERMS = tuple(f"bills[].{name}" for name in declared(DebtTerms))
_SHOWN = ("on", "principal", "interest", "penalty", "late_fee", "days_overdue")
_LOAN = (
    *("label", "principal", "contract_annual_rate", "method", "instalments", "first", "paid_instalments", "payments"),
    *("called_in", "schedule", "schedule[].due_date", "schedule[].principal", "schedule[].interest"),
)

DEBT = Fork(
    name="debt",
    before="",
    title=Message("What kind of debt is it?"),
    help=Message("Look at the bill, or at the page of the loan in the app"),
    options=(
        ForkOption(
            "bill",
            Message("bills with a due date and a daily rate (Huabei, Baitiao and the like)"),
            (*_BILL, *_RATE),
        ),
        ForkOption(
            "card",
            Message("a bank's credit card: the bill has a minimum payment"),
            (*_BILL, *_RATE, "bills[].minimum_payment", "bills[].interest", "bills[].late_fee"),
            ("lender.late_fee",),
            suggests={"lender.profile": "credit-card"},
        ),
        ForkOption(
            "loan",
            Message("a loan in monthly instalments, each with principal and interest"),
            ("loans", *(f"loans[].{name}" for name in (*_LOAN, "daily_rate", "annual_rate", "penalty_multiple"))),
            _RATE,
        ),
        ForkOption(
            "page",
            Message("all that is known is what the app shows today"),
            (
                *("bills", "bills[].label", "bills[].due_date", "bills[].payments", "bills[].as_shown"),
                *(f"bills[].as_shown.{name}" for name in _SHOWN),
                *_RATE,
            ),
            last=("bills[].due_date",),
        ),
        ForkOption(
            "rates",
            Message("several sums, each at a rate of its own"),
            (*_BILL, "bills[].daily_rate", "bills[].annual_rate"),
            (*_OWN_TERMS, *_RATE),
        ),
        ForkOption("any", Message("something else, or several of these: ask for everything"), is_open=True),
    ),
    usual="bill",
    apart=frozenset(
        {
            *("bills", "loans", "bills[].amount", "bills[].as_shown", "bills[].minimum_payment", "lender.late_fee"),
            *_OWN_TERMS,
        }
    ),
)

OWED_TO = Fork(
    name="owed_to",
    before="lender.assigned_to",
    title=Message("Who asks for the money now?"),
    help=Message("Look at the last message or letter that reached you"),
    options=(
        ForkOption("lender", Message("the lender of the contract")),
        ForkOption(
            "collector",
            Message("a company that collects for the lender"),
            ("lender.collector", "lender.collector.name"),
            needs=("lender.collector.name",),
        ),
        ForkOption(
            "sold",
            Message("a company that says it has bought the debt"),
            ("lender.assigned_to", *(f"lender.assigned_to.{name}" for name in ("name", "on", "notified"))),
            ("lender.collector",),
            needs=("lender.assigned_to.name",),
        ),
    ),
    usual="lender",
    apart=frozenset({"lender.assigned_to", "lender.collector"}),
)

"""Checks of rates, other debts and offers: contradictions and gaps among values that are sound by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from letters.base.errors import FieldPath, Message, Problem
from letters.base.money import grouped
from letters.files.yaml_reader import Source
from letters.scenario.lender import Lender
from letters.scenario.model.charges import Interest
from letters.scenario.model.rates import RateRange, shown_rate
from letters.scenario.model.scenario_file import Scenario

if TYPE_CHECKING:
    from letters.scenario.signatories import Signatory

CONTRACT_RUNGS = ("request-lump-sum", "request-plan", "three-quarters-plan", "half-plan", "no-waiver-plan")
"""The rungs of the ladder that are always computed; none of one's own may bear such a name."""
Found = Iterator[tuple[FieldPath, Message]]


def problems(scenario: Scenario, source: Source) -> list[Problem]:
    """Returns the contradictions among rates, debts and offers."""
    found = [*_rates(scenario), *_debts(scenario), *_offers(scenario)]
    return [source.problem(path, message) for path, message in found]


def _rates(scenario: Scenario) -> Found:
    lender = scenario.lender
    if lender.rates and isinstance(lender.daily_rate, RateRange):
        message = Message("a range cannot stand beside `rates`; write the single rate of the days before the first")
        yield ("lender", "daily_rate"), message
    seen: set[date] = set()
    for index, row in enumerate(lender.rates):
        if row.start in seen:
            yield ("lender", "rates", index, "from"), Message("{day} is given twice; keep one rate", day=row.start)
        seen.add(row.start)


def _debts(scenario: Scenario) -> Found:
    for index, debt in enumerate(scenario.debts or ()):
        if debt.balance is not None and debt.minimum is not None and debt.minimum > debt.balance:
            yield (
                ("debts", index, "minimum"),
                Message(
                    "{minimum} is more than the balance, {balance}; correct one of them",
                    minimum=grouped(debt.minimum),
                    balance=grouped(debt.balance),
                ),
            )


def _offers(scenario: Scenario) -> Found:
    letters_plan, taken = scenario.request.plan, set(CONTRACT_RUNGS)
    for index, offer in enumerate(scenario.request.offers):
        path: FieldPath = ("request", "offers", index)
        if offer.name in taken:
            yield (
                (*path, "name"),
                Message("'{name}' is the name of another offer; choose one of its own", name=offer.name),
            )
        taken.add(offer.name)
        if offer.instalments and offer.first is None and letters_plan is None:
            yield path, Message("'{key}' is missing here; add a line `{key}: …`", key="first")


def offer_dates(scenario: Scenario, letters_day: date, source: Source) -> list[Problem]:
    """Returns a problem for each offer whose first payment is due before the date of the letter that makes it."""
    return [
        source.problem(
            ("request", "offers", index, "first"),
            Message(
                "{first} is before the letters' date, {day}; write a later day", first=offer.first, day=letters_day
            ),
        )
        for index, offer in enumerate(scenario.request.offers)
        if offer.first and offer.first < letters_day
    ]


def days_without_a_rate(
    scenario: Scenario, lender: Lender, signatories: Sequence[Signatory], source: Source
) -> list[Problem]:
    """Returns a problem if a bill bears interest on days before the first known rate; one at most."""
    if not lender.rates:
        return []
    starts: list[tuple[FieldPath, date]] = [(("bills", index), bill.due) for index, bill in enumerate(scenario.bills)]
    starts += [(("loans", place), loan.due_date(1)) for place, loan in enumerate(scenario.loans)]
    for index, bill in enumerate(scenario.bills):
        if isinstance(bill.interest, Interest) and bill.interest.daily_rate is None:
            starts.append((("bills", index, "interest"), bill.interest.since))
    starts += [(("signatories",), row.due_date) for person in signatories for row in person.rows if row.due_date]
    known = lender.rates[0].start
    late = [(path, day) for path, day in starts if known > date.min and day + timedelta(days=1) < known]
    message = Message(
        "interest runs from {day} on, and the first rate is of {known}; write the rate before it as `daily_rate`"
        " of the lender, or as an earlier row",
        day=min(day for _, day in late) + timedelta(days=1) if late else known,
        known=known,
    )
    return [source.problem(path, message) for path, _ in late[:1]]


def warnings(scenario: Scenario, lender: Lender, source: Source) -> list[Problem]:
    """Returns what the user should fill in or look at. A warning stops nothing."""
    found = [*_range(lender), *_holes(scenario), *_this_lender(scenario, lender)]
    return [source.problem(path, message) for path, message in found]


def _range(lender: Lender) -> Found:
    if lender.daily_rate_high is not None:
        yield (
            ("lender", "daily_rate"),
            Message(
                "the figures are those of the low rate, {low}, and the letters show both ends; find the rate in the"
                " contract, the bill or the lender's cost disclosure table (综合融资成本明示表) and write it alone",
                low=shown_rate(lender.rate),
            ),
        )


def _holes(scenario: Scenario) -> Found:
    for index, expense in enumerate(scenario.expenses or ()):
        if expense.amount is None:
            yield (
                ("expenses", index),
                Message("{label} has no amount: what a month leaves cannot be computed", label=expense.label),
            )
    for index, debt in enumerate(scenario.debts or ()):
        if debt.minimum is None:
            yield (
                ("debts", index),
                Message(
                    "{creditor} has no minimum: what is left for a plan cannot be computed", creditor=debt.creditor
                ),
            )
        if debt.balance is None:
            message = Message("{creditor} has no balance: shares cannot be computed", creditor=debt.creditor)
            yield ("debts", index), message


def _this_lender(scenario: Scenario, lender: Lender) -> Found:
    for index, debt in enumerate(scenario.debts or ()):
        if lender.name and debt.creditor == lender.name:
            yield (
                ("debts", index, "creditor"),
                Message(
                    "the letters go to {name}, whose bills are counted already; leave it out here", name=lender.name
                ),
            )

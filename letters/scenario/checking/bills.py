"""What bills and their terms can get wrong: contradictions are named with both lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from letters.base.errors import FieldPath, Message, Problem
from letters.base.money import percent
from letters.base.rate_text import USUAL_RATE
from letters.files.yaml_reader import Source
from letters.scenario.lender import Lender
from letters.scenario.model.bills import AsShown, Bill
from letters.scenario.model.charges import LateFee
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.rates import RateRange, daily_of, shown_rate
from letters.scenario.model.scenario_file import Scenario

Line = Callable[[FieldPath], int]
"""Tells the line of a value in the scenario."""
Found = Iterator[tuple[FieldPath, Message]]
_RATES = ("daily_rate", "annual_rate", "penalty_multiple")


def incomplete(scenario: Scenario, source: Source) -> list[Problem]:
    """Returns what a bill lacks: its day, or what is owed on it. Nothing else can be checked before."""
    found: list[tuple[FieldPath, Message]] = []
    for place, bill in enumerate(scenario.bills):
        lacks = []
        if bill.due_date is None and (bill.as_shown is None or bill.as_shown.days_overdue is None):
            lacks.append("due_date")
        if bill.amount is None and bill.as_shown is None and bill.interest is None:
            lacks.append("amount")
        path: FieldPath = ("bills", place)
        for key in lacks:
            missing = Message("'{key}' is missing here; add a line `{key}: …`", key=key)
            # To the row of a table nobody can add a line.
            empty = not source.lines or source.mark((*path, key), of_key=True) != source.mark(path)
            found.append(((*path, key), Message("is empty; it is needed") if empty else missing))
    found += [one for path, entry in _debts(scenario) for one in _tiers(path, entry)]
    return [source.problem(path, message) for path, message in found]


def _debts(scenario: Scenario) -> Iterator[tuple[FieldPath, DebtTerms]]:
    yield ("lender",), scenario.lender
    for place, bill in enumerate(scenario.bills):
        yield ("bills", place), bill
    for place, loan in enumerate(scenario.loans):
        yield ("loans", place), loan


def _tiers(path: FieldPath, entry: DebtTerms) -> Found:
    seen: dict[int, int] = {}
    for place, row in enumerate(entry.tiers):
        here: FieldPath = (*path, "tiers", place)
        if (row.daily_rate is None) == (row.annual_rate is None):
            yield here, Message("a tier has either a daily_rate or an annual_rate; write one of them")
        if row.from_day in seen:
            yield (*here, "from_day"), Message("day {day} is given twice; keep one rate", day=row.from_day)
        seen[row.from_day] = place


def problems(scenario: Scenario, as_of: date, source: Source) -> list[Problem]:
    """Returns the contradictions of bills and of terms, once no bill is `incomplete`."""

    def line(path: FieldPath) -> int:
        return source.mark(path).line

    found: list[tuple[FieldPath, Message]] = []
    for path, entry in _debts(scenario):
        found += _rates(path, entry, scenario, line)
    for place, bill in enumerate(scenario.bills):
        if bill.as_shown:
            found += _page(("bills", place), bill, bill.as_shown, as_of, line)
    found += _on_account(scenario, line)
    return [source.problem(path, message) for path, message in found]


def _rates(path: FieldPath, entry: DebtTerms, scenario: Scenario, line: Line) -> Found:
    given = [key for key in _RATES if getattr(entry, key) is not None]
    for key in given[1:]:
        message = Message(
            "{key} and {other} (line {line}) both give the penalty rate; keep one of them",
            key=key,
            other=given[0],
            line=line((*path, given[0])),
        )
        yield (*path, key), message
    known = entry.contract_annual_rate is not None or scenario.lender.contract_annual_rate is not None
    if entry.penalty_multiple is not None and not known:
        yield (
            (*path, "penalty_multiple"),
            Message("a multiple needs the rate of the contract; add a line `contract_annual_rate: …`"),
        )
    if entry.on_interest == "contract" and not known:
        yield (
            (*path, "on_interest"),
            Message("the rate of the contract is not known; add a line `contract_annual_rate: …`"),
        )
    if entry.rates and entry.tiers:
        yield (
            (*path, "tiers"),
            Message(
                "tiers by days overdue cannot stand beside `rates` by date (line {line}); keep one of them",
                line=line((*path, "rates")),
            ),
        )
    if isinstance(entry.daily_rate, RateRange) and (entry.tiers or path != ("lender",)):
        message = Message("a range can be the one daily_rate of the lender only; write a single rate here")
        yield (*path, "daily_rate"), message


def _page(path: FieldPath, bill: Bill, page: AsShown, as_of: date, line: Line) -> Found:
    here: FieldPath = (*path, "as_shown")
    if bill.amount is not None:
        yield (
            (*path, "amount"),
            Message("as_shown (line {line}) says what is owed; leave the amount out", line=line(here)),
        )
    if as_of < page.on:
        yield (
            (*here, "on"),
            Message(
                "{day} is after {as_of}, the day of the figures; figures begin with the page", day=page.on, as_of=as_of
            ),
        )
    both = bill.due_date is not None and page.days_overdue is not None
    if bill.due_date and both and (page.on - bill.due_date).days != page.days_overdue:
        yield (
            (*here, "days_overdue"),
            Message(
                "{days} days before {on} is not the due date, {due} (line {line}); correct one of them",
                days=page.days_overdue,
                on=page.on,
                due=bill.due_date,
                line=line((*path, "due_date")),
            ),
        )
    rows = [("payments", place, one.date) for place, one in enumerate(bill.payments)]
    rows += [("waivers", place, one.date) for place, one in enumerate(bill.waivers)]
    for key, place, day in rows:
        if day <= page.on:
            yield (*path, key, place, "date"), _before_page(day, page.on, line((*here, "on")))


def _before_page(day: date, on: date, line: int) -> Message:
    return Message(
        "{day} is not after the page of {on} (line {line}), which shows the balances with it; leave it out",
        day=day,
        on=on,
        line=line,
    )


def _on_account(scenario: Scenario, line: Line) -> Found:
    pages = [
        (bill.as_shown.on, ("bills", place, "as_shown", "on"))
        for place, bill in enumerate(scenario.bills)
        if bill.as_shown
    ]
    if not pages:
        return
    on, path = max(pages)
    rows = [("payments", place, one.date) for place, one in enumerate(scenario.payments)]
    rows += [("waivers", place, one.date) for place, one in enumerate(scenario.waivers)]
    for key, place, day in rows:
        if day <= on:
            yield (key, place, "date"), _before_page(day, on, line(path))


def warnings(scenario: Scenario, lender: Lender, as_of: date, source: Source) -> list[Problem]:
    """Returns what the user should confirm, or look at again."""
    found = [*_high_rates(scenario, lender), *_waived_later(scenario, as_of), *_without_effect(scenario)]
    return [source.problem(path, message) for path, message in found]


def _without_effect(scenario: Scenario) -> Found:
    """Terms that change nothing, since what they go by is missing."""
    for path, entry in _debts(scenario):
        if entry.grace is not None and not (entry.grace_days or scenario.lender.grace_days):
            yield (*path, "grace"), Message("without `grace_days: …` there is no grace, and this changes nothing")
    rules: list[tuple[FieldPath, object]] = [(("lender", "late_fee"), scenario.lender.late_fee)]
    rules += [(("bills", place, "late_fee"), bill.late_fee) for place, bill in enumerate(scenario.bills)]
    for where, rule in rules:
        if isinstance(rule, LateFee) and rule.each_statement and rule.minimum_share is None:
            message = Message(
                "the minimum of later statements is not known: add `minimum_share: …`, or this changes nothing"
            )
            yield (*where, "each_statement"), message


def _high_rates(scenario: Scenario, lender: Lender) -> Found:
    high = [lender.rate, *(one.rate for one in lender.rates), *(one.rate for one in lender.penalty.tiers)]
    stated: list[tuple[FieldPath, str]] = [(("lender",), shown_rate(one)) for one in high if daily_of(one) > USUAL_RATE]
    for path, entry in _debts(scenario):
        rate = entry.daily_rate
        if path != ("lender",) and not isinstance(rate, RateRange) and rate and rate > USUAL_RATE:
            stated.append(((*path, "daily_rate"), percent(rate)))
    for path, shown in dict.fromkeys(stated):
        yield path, Message("{rate} a day is more than 0.2%; confirm it on the bill or contract", rate=shown)


def _waived_later(scenario: Scenario, as_of: date) -> Found:
    groups: list[tuple[FieldPath, tuple[date, ...]]] = [(("waivers",), tuple(one.date for one in scenario.waivers))]
    for place, bill in enumerate(scenario.bills):
        groups.append((("bills", place, "waivers"), tuple(one.date for one in bill.waivers)))
    for path, days in groups:
        for place, day in enumerate(days):
            if day > as_of:
                message = Message("waived after {as_of}, the day of the figures: not counted", as_of=as_of)
                yield (*path, place), message

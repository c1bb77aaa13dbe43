"""What loans in instalments can get wrong: what they lack, and what of them contradicts itself, with both lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from letters.base.errors import FieldPath, Message, Problem
from letters.base.money import grouped, total
from letters.files.yaml_reader import Source
from letters.scenario.model.loans import Loan
from letters.scenario.model.scenario_file import Scenario

Found = Iterator[tuple[FieldPath, Message]]


def incomplete(scenario: Scenario, source: Source) -> list[Problem]:
    """Returns what a loan lacks of what its schedule is made of. Nothing else can be checked before."""
    found: list[Problem] = []
    for place, loan in enumerate(scenario.loans):
        path: FieldPath = ("loans", place)
        for key in _lacks(loan, scenario):
            missing = Message("'{key}' is missing here; add a line `{key}: …`", key=key)
            empty = not source.lines or source.mark((*path, key), of_key=True) != source.mark(path)
            found.append(source.problem((*path, key), Message("is empty; it is needed") if empty else missing))
        if loan.principal == 0:
            found.append(source.problem((*path, "principal"), Message("a loan of nothing owes nothing; leave it out")))
    return found


def _lacks(loan: Loan, scenario: Scenario) -> list[str]:
    made_of = () if loan.schedule else ("principal", "method", "instalments", "first")
    lacks = [key for key in made_of if getattr(loan, key) is None]
    known = loan.contract_annual_rate is not None or scenario.lender.contract_annual_rate is not None
    return lacks if known or (loan.schedule and not loan.called_in) else [*lacks, "contract_annual_rate"]


def problems(scenario: Scenario, source: Source) -> list[Problem]:
    """Returns what of loans contradicts itself, once none is `incomplete`."""
    found: list[tuple[FieldPath, Message]] = []
    for place, loan in enumerate(scenario.loans):
        path: FieldPath = ("loans", place)
        found += _schedule(path, loan, source)
        in_order = all(one.due_date < other.due_date for one, other in pairwise(loan.schedule))
        if in_order:
            found += _paid(path, loan, source)
            found += _called_in(path, loan, source)
    return [source.problem(path, message) for path, message in found]


def _schedule(path: FieldPath, loan: Loan, source: Source) -> Found:
    if not loan.schedule:
        return
    line = source.mark((*path, "schedule")).line
    if loan.instalments is not None and loan.instalments != loan.count:
        yield (
            (*path, "instalments"),
            Message(
                "{instalments} instalments, and the schedule (line {line}) has {count}; correct one of them",
                instalments=loan.instalments,
                line=line,
                count=loan.count,
            ),
        )
    principal = total(row.principal for row in loan.schedule)
    if loan.principal is not None and loan.principal != principal:
        yield (
            (*path, "principal"),
            Message(
                "{principal} was lent, and the principal of the schedule (line {line}) adds up to {sum}; correct one of"
                " them",
                principal=grouped(loan.principal),
                line=line,
                sum=grouped(principal),
            ),
        )
    if loan.first is not None and loan.first != loan.schedule[0].due_date:
        yield (
            (*path, "first"),
            Message(
                "{first} is not the first day of the schedule, {day} (line {line}); correct one of them",
                first=loan.first,
                day=loan.schedule[0].due_date,
                line=source.mark((*path, "schedule", 0)).line,
            ),
        )
    for place, (before, row) in enumerate(pairwise(loan.schedule), 1):
        if row.due_date <= before.due_date:
            yield (
                (*path, "schedule", place, "due_date"),
                Message(
                    "{day} is not after the instalment before it, {before} (line {line}); write them in the order of"
                    " their days",
                    day=row.due_date,
                    before=before.due_date,
                    line=source.mark((*path, "schedule", place - 1)).line,
                ),
            )


def _paid(path: FieldPath, loan: Loan, source: Source) -> Found:
    here: FieldPath = (*path, "paid_instalments")
    key = "schedule" if loan.schedule else "instalments"
    if loan.paid_instalments > loan.count:
        yield (
            here,
            Message(
                "{paid} instalments are paid, and there are {count} in all (line {line}); correct one of them",
                paid=loan.paid_instalments,
                count=loan.count,
                line=source.mark((*path, key)).line,
            ),
        )
        return
    if not loan.paid_instalments:
        return
    last = loan.due_date(loan.paid_instalments)
    for place, payment in enumerate(loan.payments):
        if payment.date <= last:
            yield (
                (*path, "payments", place, "date"),
                Message(
                    "{day} is not after {last}, the day of the last of the paid instalments (line {line}), which counts"
                    " what was paid until then; leave it out, or count fewer as paid",
                    day=payment.date,
                    last=last,
                    line=source.mark(here).line,
                ),
            )
    if loan.called_in and loan.called_in < last:
        yield (
            here,
            Message(
                "the last of them was due on {last}, after the loan was called in for {day} (line {line}); correct one"
                " of them",
                last=last,
                day=loan.called_in,
                line=source.mark((*path, "called_in")).line,
            ),
        )


def _called_in(path: FieldPath, loan: Loan, source: Source) -> Found:
    if loan.called_in is None:
        return
    first, last = loan.due_date(1), loan.due_date(loan.count)
    of_first, of_last = (
        ((*path, "schedule", 0), (*path, "schedule", loan.count - 1))
        if loan.schedule
        else ((*path, "first"), (*path, "instalments"))
    )
    here: FieldPath = (*path, "called_in")
    if loan.called_in < first:
        message = Message(
            "{day} is before the first instalment, {first} (line {line}); correct one of them",
            day=loan.called_in,
            first=first,
            line=source.mark(of_first).line,
        )
        yield here, message
    elif loan.called_in >= last:
        message = Message(
            "{day} is not before the last instalment, {last} (line {line}): nothing was left to call in; leave it out",
            day=loan.called_in,
            last=last,
            line=source.mark(of_last).line,
        )
        yield here, message


def warnings(scenario: Scenario, as_of: date, source: Source) -> list[Problem]:
    """Returns what of loans is not counted on the day of the figures, and what was late before the hardship."""
    found = [
        one
        for place, loan in enumerate(scenario.loans)
        for one in (*_later(("loans", place), loan, as_of), *_before_hardship(("loans", place), loan, scenario, as_of))
    ]
    plan = scenario.request.plan
    if plan and plan.covers == "all" and not scenario.loans:
        found.append((("request", "plan", "covers"), Message("there is no loan in instalments: nothing is to come")))
    return [source.problem(path, message) for path, message in found]


def _later(path: FieldPath, loan: Loan, as_of: date) -> Found:
    for place, payment in enumerate(loan.payments):
        if payment.date > as_of:
            message = Message("paid after {as_of}, the day of the figures: not counted", as_of=as_of)
            yield (*path, "payments", place), message
    for place, waiver in enumerate(loan.waivers):
        if waiver.date > as_of:
            message = Message("waived after {as_of}, the day of the figures: not counted", as_of=as_of)
            yield (*path, "waivers", place), message
    if loan.called_in and loan.called_in > as_of:
        message = Message("called in after {as_of}, the day of the figures: not counted", as_of=as_of)
        yield (*path, "called_in"), message
    due = loan.count_due(as_of)
    if loan.paid_instalments > due:
        message = Message(
            "{due} instalments are due by {as_of}, the day of the figures: of the later ones none is counted as paid",
            due=due,
            as_of=as_of,
        )
        yield (*path, "paid_instalments"), message


def _before_hardship(path: FieldPath, loan: Loan, scenario: Scenario, as_of: date) -> Found:
    started, number = scenario.hardship.started, loan.paid_instalments + 1
    if started is None or number > loan.count:
        return
    due = loan.due_date(number)
    if due < started and due < as_of:
        message = Message(
            "the instalment of {due} was due before the hardship began ({started}); the letters do not say that it fell"
            " due because of it",
            due=due,
            started=started,
        )
        yield path, message


def is_overdue(loan: Loan, as_of: date, grace: timedelta) -> bool:
    """Returns whether an instalment that is not counted as paid, or what was called in, is due and its grace over."""
    number = loan.paid_instalments + 1
    days = [loan.due_date(number)] if number <= loan.count else []
    days += [loan.called_in] if loan.called_in else []
    return any(day + grace < as_of for day in days)

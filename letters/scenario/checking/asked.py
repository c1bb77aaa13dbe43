"""What a request can get wrong: a plan or a pause that is told in no way, or in two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from letters.base.errors import FieldPath, Message, Problem
from letters.files.yaml_reader import Source
from letters.scenario.model.asked import Defer, Plan
from letters.scenario.model.scenario_file import Scenario

Found = Iterator[tuple[FieldPath, Message]]
_FORMS = ("instalments", "per_month", "steps")


def incomplete(scenario: Scenario, source: Source) -> list[Problem]:
    """Returns what a plan or a pause lacks. Nothing else can be checked before."""
    request, found = scenario.request, list[tuple[FieldPath, Message]]()
    if request.plan:
        found += _form(("request", "plan"), request.plan, source)
        found += _steps(("request", "plan", "steps"), request.plan)
    if request.defer:
        found += _pause(("request", "defer"), request.defer, source)
    return [source.problem(path, message) for path, message in found]


def _form(path: FieldPath, plan: Plan, source: Source) -> Found:
    given = [key for key in _FORMS if getattr(plan, key)]
    if plan.per_month == 0:
        yield (*path, "per_month"), Message("a plan of nothing a month pays nothing; leave it out, or write `defer`")
    elif not given:
        empty = source.mark((*path, "instalments"), of_key=True) != source.mark(path)
        missing = Message("a plan needs `instalments: …`, `per_month: …` or `steps: …`")
        yield (*path, "instalments"), Message("is empty; it is needed") if empty else missing
    for key in given[1:]:
        message = Message(
            "{key} and {other} (line {line}) both say what is paid a month; keep one of them",
            key=key,
            other=given[0],
            line=source.mark((*path, given[0])).line,
        )
        yield (*path, key), message
    if plan.review and plan.review <= plan.first:
        message = Message("{review} is not after the first instalment, {first}", review=plan.review, first=plan.first)
        yield (*path, "review"), message


def _steps(path: FieldPath, plan: Plan) -> Found:
    for place, step in enumerate(plan.steps):
        if not step.amount:
            yield (*path, place, "amount"), Message("a step of nothing pays nothing; write what is paid a month")
        if step.months is None and place < len(plan.steps) - 1:
            yield (*path, place), Message("only the last step runs until all is paid; add a line `months: …`")


def _pause(path: FieldPath, defer: Defer, source: Source) -> Found:
    if defer.months and defer.until:
        message = Message(
            "months (line {line}) and until both say how long the pause is; keep one of them",
            line=source.mark((*path, "months")).line,
        )
        yield (*path, "until"), message
    elif not defer.months and not defer.until:
        yield (*path, "months"), Message("a pause needs `months: …` or `until: …`")


def dates(scenario: Scenario, letters_day: date, source: Source) -> list[Problem]:
    """Returns what is wrong only because of the date of the letters: a pause that is over before it begins."""
    defer = scenario.request.defer
    if defer is None or defer.until is None or defer.until > letters_day:
        return []
    message = Message("{until} is not after the letters' date, {day}", until=defer.until, day=letters_day)
    return [source.problem(("request", "defer", "until"), message)]

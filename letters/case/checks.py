"""What single fields cannot know: facts of a scenario that contradict, or deserve a second look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from letters.base.errors import Message, Path, Problem
from letters.base.money import grouped, percent, total
from letters.case.lender import Lender
from letters.case.scenario import Payment, Scenario
from letters.case.source import Source

LIMITATION = Message(
    "a letter that admits the debt restarts the three-year limitation period (民法典 §195);"
    " ask legal aid first if the debt is that old"
)
"""Told by `check` for every case; no letter plays with it."""


def problems(scenario: Scenario, letters_day: date, source: Source) -> list[Problem]:
    """Contradictions that make the figures or the letters wrong."""
    found = [*_hardship_dates(scenario), *_claims(scenario), *_plan_start(scenario, letters_day)]
    return [source.problem(path, message) for path, message in found]


def _hardship_dates(scenario: Scenario) -> Iterator[tuple[Path, Message]]:
    hardship = scenario.hardship
    for key, day in (("ended", hardship.ended), ("resumed", hardship.resumed)):
        if day and hardship.started and day < hardship.started:
            yield (
                ("hardship", key),
                Message("{day} is before it started, {start}", day=day, start=hardship.started),
            )


def _claims(scenario: Scenario) -> Iterator[tuple[Path, Message]]:
    claims = [bill.claimed_penalty for bill in scenario.bills]
    given = [claim for claim in claims if claim is not None]
    if scenario.claimed_penalty is None or len(given) < len(claims):
        return
    if total(given) != scenario.claimed_penalty:
        yield (
            ("claimed_penalty",),
            Message(
                "{total} is not the sum of the bills' claimed_penalty, {sum}; correct one of them",
                total=grouped(scenario.claimed_penalty),
                sum=grouped(total(given)),
            ),
        )


def _plan_start(scenario: Scenario, letters_day: date) -> Iterator[tuple[Path, Message]]:
    plan = scenario.request.plan
    if plan and plan.first < letters_day:
        yield (
            ("request", "plan", "first"),
            Message(
                "{first} is before the letters' date, {day}; write a later day",
                first=plan.first,
                day=letters_day,
            ),
        )


def warnings(scenario: Scenario, lender: Lender, as_of: date, letters_day: date, source: Source) -> list[Problem]:
    """What the user should know or confirm; nothing stops because of it."""
    found = [
        *_rate(scenario, lender),
        *_event_after_due(scenario),
        *_late_payments(scenario, as_of),
        *_identity(scenario),
        *_dates(scenario, as_of, letters_day),
    ]
    return [source.problem(path, message) for path, message in found]


def _rate(scenario: Scenario, lender: Lender) -> Iterator[tuple[Path, Message]]:
    if lender.rate_source == "profile":
        yield (
            ("lender",),
            Message(
                "the daily rate {rate} is only the usual one of {profile};"
                " confirm it on your bill or contract and write it as daily_rate",
                rate=percent(lender.daily_rate),
                profile=scenario.lender.profile,
            ),
        )


def _event_after_due(scenario: Scenario) -> Iterator[tuple[Path, Message]]:
    started = scenario.hardship.started
    for index, bill in enumerate(scenario.bills):
        if started and bill.due_date < started:
            yield (
                ("bills", index, "due_date"),
                Message(
                    "this bill was due before the hardship began ({started}); the letters do not say"
                    " that it fell due because of it",
                    started=started,
                ),
            )


def _late_payments(scenario: Scenario, as_of: date) -> Iterator[tuple[Path, Message]]:
    groups: list[tuple[Path, tuple[Payment, ...]]] = [(("payments",), scenario.payments)]
    groups += [(("bills", index, "payments"), bill.payments) for index, bill in enumerate(scenario.bills)]
    for path, payments in groups:
        for index, payment in enumerate(payments):
            if payment.date > as_of:
                yield (
                    (*path, index),
                    Message("paid after {as_of}, the day of the figures: not counted", as_of=as_of),
                )


def _identity(scenario: Scenario) -> Iterator[tuple[Path, Message]]:
    number = scenario.borrower.id_number
    if not number or len(number) != 18:
        return
    from stdnum.cn import ric  # only a scenario with an ID needs it

    if not ric.is_valid(number):
        yield (
            ("borrower", "id_number"),
            Message("the check digit, date or region of this ID number does not fit; look at it again"),
        )


def _dates(scenario: Scenario, as_of: date, letters_day: date) -> Iterator[tuple[Path, Message]]:
    if letters_day < as_of:
        yield ("date",), Message("the letters are dated before the figures' day, {as_of}", as_of=as_of)
    if all(bill.due_date >= as_of for bill in scenario.bills):
        yield ("bills",), Message("no bill is overdue on {as_of}", as_of=as_of)
    for index, contact in enumerate(scenario.contacts):
        if contact.date > letters_day:
            yield ("contacts", index, "date"), Message("this contact is later than the letters' date")

"""Checks over several fields of a scenario: contradictions, which stop, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from letters.base.errors import Cited, FieldPath, Message, Problem
from letters.base.money import ZERO, grouped, total
from letters.files.yaml_reader import Source
from letters.reference_data.parameters import parameter
from letters.scenario.checking.loans import is_overdue
from letters.scenario.checks_of_slips import id_numbers
from letters.scenario.lender import Lender
from letters.scenario.model.bills import Bill, Payment
from letters.scenario.model.charges import Interest, LateFee
from letters.scenario.model.contacts import ANSWERS, in_order
from letters.scenario.model.rates import shown_rate
from letters.scenario.model.scenario_file import Scenario


def problems(scenario: Scenario, letters_day: date, source: Source, *, dated: bool = True) -> list[Problem]:
    """Returns the contradictions that would make the figures or the letters wrong.

    Without `dated`, leaves out what is wrong only because of the letters' date, as a plan that should have begun.
    """
    found = [
        *_hardship_dates(scenario, letters_day),
        *_claims(scenario),
        *(_plan_start(scenario, letters_day) if dated else ()),
        *_late_fee_bounds(scenario),
        *_charges(scenario),
    ]
    return [source.problem(path, message) for path, message in found]


def _hardship_dates(scenario: Scenario, letters_day: date) -> Iterator[tuple[FieldPath, Message]]:
    hardship = scenario.hardship
    if hardship.started and hardship.started > letters_day:
        yield (
            ("hardship", "started"),
            Message("{start} is after the letters' date, {day}", start=hardship.started, day=letters_day),
        )
    for key, day in (("ended", hardship.ended), ("resumed", hardship.resumed)):
        if day and hardship.started and day < hardship.started:
            yield (
                ("hardship", key),
                Message("{day} is before it started, {start}", day=day, start=hardship.started),
            )


def _claims(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    claims = [bill.claimed_penalty for bill in scenario.bills]
    given = [claim for claim in claims if claim is not None]
    if scenario.claimed_penalty is None:
        return
    if len(given) < len(claims):
        if total(given) > scenario.claimed_penalty:
            yield (
                ("claimed_penalty",),
                Message(
                    "{total} is less than the bills' claimed_penalty alone, {sum}; correct one of them",
                    total=grouped(scenario.claimed_penalty),
                    sum=grouped(total(given)),
                ),
            )
    elif given and not scenario.loans and total(given) != scenario.claimed_penalty:
        yield (
            ("claimed_penalty",),
            Message(
                "{total} is not the sum of the bills' claimed_penalty, {sum}; correct one of them",
                total=grouped(scenario.claimed_penalty),
                sum=grouped(total(given)),
            ),
        )


def _plan_start(scenario: Scenario, letters_day: date) -> Iterator[tuple[FieldPath, Message]]:
    plan = scenario.request.plan
    agreed = agreed_on(scenario, letters_day)
    if plan and agreed and plan.first < agreed:
        yield (
            ("request", "plan", "first"),
            Message(
                "{first} is before {day}, when the lender agreed; write the plan as it was agreed",
                first=plan.first,
                day=agreed,
            ),
        )


def _plan_begun(scenario: Scenario, letters_day: date) -> Iterator[tuple[FieldPath, Message]]:
    """Warns of a plan that should have begun; one that was agreed may have."""
    plan = scenario.request.plan
    if plan and plan.first < letters_day and agreed_on(scenario, letters_day) is None:
        message = Message(
            "{first} is before the letters' date, {day}: letters that print the plan are left out; write a later day",
            first=plan.first,
            day=letters_day,
        )
        yield ("request", "plan", "first"), message


def agreed_on(scenario: Scenario, letters_day: date) -> date | None:
    """Returns the day on which the lender first agreed to what stands by a date; None if its last answer is another.

    If the log has no answer by that date, the later answers count: the letters are then only dated too early.
    """
    answers = [one for one in in_order(scenario.contacts) if one.outcome in ANSWERS]
    agreed: date | None = None
    for one in [answer for answer in answers if answer.date <= letters_day] or answers:
        agreed = (agreed or one.date) if one.outcome == "accepted" else None
    return agreed


def _late_fee_bounds(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    rules: list[tuple[FieldPath, object]] = [(("lender", "late_fee"), scenario.lender.late_fee)]
    rules += [(("bills", index, "late_fee"), bill.late_fee) for index, bill in enumerate(scenario.bills)]
    for path, rule in rules:
        if isinstance(rule, LateFee) and rule.floor and rule.cap is not None and rule.floor > rule.cap:
            yield (
                (*path, "floor"),
                Message("{floor} is more than the cap, {cap}", floor=grouped(rule.floor), cap=grouped(rule.cap)),
            )


def _charges(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    for index, bill in enumerate(scenario.bills):
        own = bill.late_fee is not None
        if isinstance(bill.late_fee if own else scenario.lender.late_fee, LateFee):
            yield from _minimum(("bills", index), bill, own)
        if isinstance(bill.interest, Interest) and bill.interest.since >= bill.due:
            yield (
                ("bills", index, "interest", "since"),
                Message("{since} is not before the due date, {due}", since=bill.interest.since, due=bill.due),
            )


def _minimum(path: FieldPath, bill: Bill, own: bool) -> Iterator[tuple[FieldPath, Message]]:
    """Checks the minimum payment of one bill, of which a computed late fee is a share."""
    if bill.minimum_payment is None:
        yield (
            (*path, "late_fee") if own else path,
            Message(
                "the late fee is a share of the minimum payment left unpaid: add `minimum_payment: …` to this"
                " bill, or write its late_fee as an amount"
            ),
        )
        return
    stated = bill.interest if not isinstance(bill.interest, Interest) else None
    billed = bill.principal + (stated or ZERO)
    if bill.minimum_payment > billed:
        yield (
            (*path, "minimum_payment"),
            Message(
                "{minimum} is more than this bill's {billed}; leave out what it carries over from earlier bills,"
                " or write late_fee as the amount charged",
                minimum=grouped(bill.minimum_payment),
                billed=grouped(billed),
            ),
        )


def warnings(scenario: Scenario, lender: Lender, as_of: date, letters_day: date, source: Source) -> list[Problem]:
    """Returns what the user should know or confirm. A warning stops nothing."""
    found = [
        *_rate(scenario, lender),
        *_event_after_due(scenario),
        *_late_payments(scenario, as_of),
        *_dates(scenario, as_of, letters_day),
        *_wording(scenario),
        *_account(scenario),
        *_card_plan(scenario, lender, letters_day),
        *_plan_begun(scenario, letters_day),
    ]
    return [source.problem(path, message) for path, message in found]


def _rate(scenario: Scenario, lender: Lender) -> Iterator[tuple[FieldPath, Message]]:
    if lender.rate_source == "profile":
        yield (
            ("lender",),
            Message(
                "the daily rate {rate} is only the usual one of {profile};"
                " confirm it on your bill or contract and write it as daily_rate",
                rate=shown_rate(lender.rate),
                profile=scenario.lender.profile,
            ),
        )


def _event_after_due(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    started = scenario.hardship.started
    for index, bill in enumerate(scenario.bills):
        if started and bill.due < started:
            yield (
                ("bills", index, "due_date"),
                Message(
                    "this bill was due before the hardship began ({started}); the letters do not say"
                    " that it fell due because of it",
                    started=started,
                ),
            )


def _late_payments(scenario: Scenario, as_of: date) -> Iterator[tuple[FieldPath, Message]]:
    groups: list[tuple[FieldPath, tuple[Payment, ...]]] = [(("payments",), scenario.payments)]
    groups += [(("bills", index, "payments"), bill.payments) for index, bill in enumerate(scenario.bills)]
    for path, payments in groups:
        for index, payment in enumerate(payments):
            if payment.date > as_of:
                yield (
                    (*path, index),
                    Message("paid after {as_of}, the day of the figures: not counted", as_of=as_of),
                )


def second_look(scenario: Scenario, source: Source, day: date) -> list[Problem]:
    """Returns what only `check` looks at: the check digits of ID numbers, and limitation on a day."""
    found = [source.problem(path, message) for path, message in id_numbers(scenario)]
    return [*found, Problem(limitation_note(day))]


def limitation_note(day: date) -> Message:
    """Returns what `check` tells of limitation in every case; no letter plays with it."""
    return Message(
        "a letter that admits the debt restarts the limitation period of {years} years ({cited}); ask legal aid first"
        " if the debt is that old",
        years=parameter("limitation", day).count,
        cited=Cited("civil-code", 195),
    )


def _dates(scenario: Scenario, as_of: date, letters_day: date) -> Iterator[tuple[FieldPath, Message]]:
    if letters_day < as_of:
        yield ("date",), Message("the letters are dated before the figures' day, {as_of}", as_of=as_of)
    grace = timedelta(days=scenario.lender.grace_days or 0)
    late = [bill.due + grace < as_of for bill in scenario.bills]
    late += [is_overdue(loan, as_of, grace) for loan in scenario.loans]
    if not any(late):
        yield ("bills",), Message("no bill is overdue on {as_of}", as_of=as_of)
    for index, contact in enumerate(scenario.contacts):
        if contact.date > letters_day:
            yield ("contacts", index, "date"), Message("this contact is later than the letters' date")
    for index, call in enumerate(scenario.collection):
        if call.date > letters_day:
            yield ("collection", index, "date"), Message("this is later than the letters' date")


def _account(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    account = scenario.borrower.account
    if account and account.isdecimal() and len(account) < 4:
        what = Message(
            "{account} has fewer than the four digits of a tail; Excel leaves out zeros at the beginning",
            account=account,
        )
        yield ("borrower", "account"), what


def _card_plan(scenario: Scenario, lender: Lender, day: date) -> Iterator[tuple[FieldPath, Message]]:
    if scenario.request.plan and scenario.lender.profile == "credit-card" and lender.type == "bank":
        yield (
            ("request", "plan"),
            Message(
                "a personalised instalment agreement for a bank card ({cited}) lasts {years} years at most, the bank"
                " may refuse it, and until it is settled you promise to apply for no new card at any bank",
                cited=Cited("card-rules", 70),
                years=parameter("card-plan-years", day).count,
            ),
        )


def _wording(scenario: Scenario) -> Iterator[tuple[FieldPath, Message]]:
    event, amount = scenario.hardship.event, scenario.request.waive.amount
    if event and event.startswith(("因", "because of ", "due to ")):
        yield ("hardship", "event"), Message("the letters say 因 themselves: leave it out of the event")
    if amount is not None and 0 < amount < 1:
        yield (
            ("request", "waive"),
            Message("{amount} is an amount of money; a share is written with %, like 60%", amount=amount),
        )
    if amount == 0 or scenario.request.waive.share == 0:
        yield ("request", "waive"), Message("nothing is asked to be waived: the letters ask for the plan alone")

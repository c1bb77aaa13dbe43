"""Where a case stands on a day, by its log: which step of the ladder is next, counted from which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from letters.base.money import ZERO
from letters.figures.figures import Figures, compute_figures
from letters.figures.lender_answer import Answer, Settled, settled
from letters.figures.review import review_by
from letters.figures.time_since_contact import COMPLAINT_RULES
from letters.negotiation.rung import Instalment
from letters.reference_data.holidays import working_day
from letters.reference_data.law import read_law
from letters.reference_data.letter_kinds import Role, role_of
from letters.reference_data.parameters import parameter
from letters.scenario.load import Case
from letters.scenario.model.asked import ALL
from letters.scenario.model.contacts import Contact, talks_until

BODIES = (Role.COMPLAINT, Role.REGULATOR, Role.MEDIATION)
"""To whom one turns if talks fail: the role of the letter, and the kind of contact by the same name."""

COMPLAINT_DAYS = "complaint-days"
"""The parameter with the days that a lender whom the rules bind has for a complaint.

The shortest of them is also how long an answer is waited for if neither rules nor a letter say.
"""


REST_AHEAD = timedelta(days=14)
"""How long before its day the rest of a plan of tokens is talked about; our own advice."""


class Limit(NamedTuple):
    """A limit of the complaint rules: its days, counted from the complaint, its last day, whether that has passed."""

    days: int
    last: date
    passed: bool


class CaseStatus(NamedTuple):
    """Where a case stands.

    `step` is a name of the escalation, and `since` the day of the contact that decides. `due` is the day that was, or
    is, waited for, or that of the first agreed instalment not paid; `promised` says that the lender named it itself,
    `days_over` how far it has passed. `unconfirmed` says that what is waited for is what was agreed, in writing.
    """

    step: str
    since: date | None
    due: date | None = None
    promised: bool = False
    days_over: int = 0
    unconfirmed: bool = False
    instalment: date | None = None
    """The first agreed instalment that the payments do not reach, at the step "keep"."""
    assumed: int | None = None
    """The days that are waited if neither the complaint rules nor a letter names any."""
    complaint: date | None = None
    limits: tuple[Limit, ...] = ()
    contact: Contact | None = None

    @property
    def passed_limit(self) -> Limit | None:
        """The last of the limits that has passed, or None if none has."""
        return next((limit for limit in reversed(self.limits) if limit.passed), None)


def case_status(case: Case, on: date, given: Answer | None) -> CaseStatus:
    """Returns the status of the case on a day, from the contacts up to it.

    `given` is the lender's last answer by then.
    """
    log = talks_until(case.scenario.contacts, on)
    answered = next((place for place, one in enumerate(log) if given and one is given.contact), None)
    before, open_ones = ([], log) if answered is None else (log[:answered], log[answered + 1 :])
    # asking after a complaint starts no new limit
    complaint = next((one for one in open_ones if _is(case, one, Role.COMPLAINT)), None)
    tried = {body for body in BODIES if any(_is(case, one, body) for one in before)}
    found = (
        _settled(open_ones, given, case, on)
        or _after_answer(open_ones, given, tried, case, on)
        or _pending(open_ones, complaint, case, on)
    )
    if complaint is None or found.step in {"mediation", "confirm", "keep", "rest", "receipt", "done"}:
        return found
    return found._replace(complaint=complaint.date, limits=tuple(_limits(case, complaint.date, on)))


def owed(case: Case, on: date) -> Figures:
    """Returns the figures of a day without regard to what is asked for, which may be more than is owed then."""
    nothing = dict.fromkeys(("plan", "waive_interest", "waive_late_fee", "waive_fees"))
    request = case.scenario.request.copy_with({**nothing, "waive": ALL})
    scenario = case.scenario.copy_with({"request": request})
    return compute_figures(replace(case, scenario=scenario, as_of=on, date=on))


def paid_up(case: Case, on: date, given: Answer | None) -> Settled | None:
    """Returns how the debt was settled by a day, or None if something is left to pay."""
    figures = owed(case, on)
    ends = (figures, figures.at_high or figures)
    found = [settled(one.case, one, given) for one in ends]
    return found[0] if all(found) else None


def _settled(later: list[Contact], given: Answer | None, case: Case, on: date) -> CaseStatus | None:
    """Returns the status of a case that is paid in full, before which nothing else counts, or None if it is not."""
    found = paid_up(case, on, given)
    if found is None:
        return None
    asked = next((one for one in later if _wrote(case, one, Role.RECEIPT)), None)
    contact = asked or (given.contact if given else None)
    since = found.last or (contact.date if contact else None)
    return CaseStatus("done" if asked else "receipt", since, contact=contact)


def _wrote(case: Case, contact: Contact, role: Role) -> bool:
    """Returns whether a contact is a letter of a role that was sent."""
    return role_of(case.library, contact.letter) is role


def _is(case: Case, contact: Contact, body: Role) -> bool:
    """Returns whether a contact turned to one of BODIES, by a letter or otherwise."""
    return contact.kind == body.value or _wrote(case, contact, body)


def _limits(case: Case, complaint: date, on: date) -> list[Limit]:
    if not read_law(COMPLAINT_RULES).suits(case.lender.type, case.scenario.lender.profile):
        return []
    lasts = [(days, complaint + timedelta(days=days)) for days in parameter(COMPLAINT_DAYS, complaint).counts]
    return [Limit(days, last, on > last) for days, last in lasts]


def _after_answer(
    later: list[Contact], given: Answer | None, tried: set[Role], case: Case, on: date
) -> CaseStatus | None:
    """Returns the step that an answer asks for; None without an answer, or if that step was taken and is waited for."""
    if given is None:
        return None
    since = given.contact.date
    if given.outcome == "accepted":
        return _agreed(given, later, case, on)
    if given.outcome == "partly":
        countered = any(_wrote(case, one, Role.COUNTER_OFFER) for one in later)
        return None if countered else CaseStatus("counter", since, contact=given.contact)
    if any(_is(case, one, body) for one in later for body in BODIES):
        return None
    last = review_by(case, given)
    if last and on <= last and not any(_wrote(case, one, Role.REVIEW) for one in later):
        return CaseStatus("review", since, contact=given.contact)
    return CaseStatus(_next_door(tried), since, contact=given.contact)


def _next_door(tried: set[Role]) -> str:
    """Returns the step after a refusal: the first body of the escalation that was not turned to before."""
    if Role.REGULATOR in tried:
        return "mediation"
    return "regulator" if Role.COMPLAINT in tried else "complain"


def _agreed(given: Answer, later: list[Contact], case: Case, on: date) -> CaseStatus:
    since = given.contact.date
    asked = next((place for place, one in enumerate(later) if _wrote(case, one, Role.ACCEPTANCE)), None)
    if asked is None:
        return CaseStatus("confirm", since, contact=given.contact)
    plan = given.offer.plan if given.offer and case.scenario.request.plan else ()
    paid = given.paid_since - (given.offer.pay_now if given.offer else ZERO)
    due = next((row.date for row in unreached(plan, paid)), None)
    if overdue := _unconfirmed(later[asked:], on):
        return overdue._replace(instalment=due)
    over = max((on - due).days, 0) if due else 0
    rest = given.offer.rest if given.offer else None
    if rest and not over and on >= rest.review - REST_AHEAD:
        return CaseStatus("rest", since, rest.review, days_over=max((on - rest.review).days, 0), contact=given.contact)
    return CaseStatus("keep", since, due, days_over=over, instalment=due, contact=given.contact)


def _unconfirmed(later: list[Contact], on: date) -> CaseStatus | None:
    """Returns the written confirmation that was asked for, where its day has passed; the lender agrees in it once
    more.
    """
    awaited = _awaited(later)
    if awaited is None or on <= _day(awaited) or any(one.outcome == "accepted" for one in later):
        return None
    return _due("remind", awaited, _day(awaited), on, promised=awaited.reply_by is not None)._replace(unconfirmed=True)


def unreached(plan: Sequence[Instalment], paid: Decimal) -> list[Instalment]:
    """Returns the instalments that payments do not reach, the first of them paid first."""
    sums = accumulate(row.amount for row in plan)
    return [row for row, sum_ in zip(plan, sums, strict=True) if sum_ > paid]


def _later(log: Sequence[Contact], than: Contact) -> list[Contact]:
    """Returns the contacts after one, in the order of the log; the same object marks the place."""
    place = next(index for index, one in enumerate(log) if one is than)
    return list(log[place + 1 :])


def _pending(open_ones: list[Contact], complaint: Contact | None, case: Case, on: date) -> CaseStatus:
    """Returns the status of a case without an answer: what is waited for, and whether its day has passed."""
    mediated = next((one for one in reversed(open_ones) if _is(case, one, Role.MEDIATION)), None)
    if mediated is not None:
        return CaseStatus("wait", mediated.date, contact=mediated)
    regulator = next((one for one in reversed(open_ones) if _is(case, one, Role.REGULATOR)), None)
    if regulator is not None:
        return CaseStatus("mediation", regulator.date, contact=regulator)
    if complaint is not None:
        found = _complained(open_ones, complaint, case, on)
        sooner = min(_open_promises([complaint, *_later(open_ones, complaint)]), key=_day, default=None)
        comes_first = sooner and found.step == "wait" and found.due and _day(sooner) < found.due
        return _promised(sooner, on) if sooner and comes_first else found
    return _waiting(open_ones, case, on)


def _awaited(log: Sequence[Contact]) -> Contact | None:
    """Returns the contact whose day for an answer comes first, of the last that has one and of every open promise.

    A promise of the lender's is open until, its day past, a letter went out or the lender named another day: a letter
    that was sent meanwhile and asks for an answer later does not put it off.
    """
    last = next((one for one in reversed(log) if one.reply_by or one.asked_by), None)
    return min((*_open_promises(log), *([last] if last else [])), key=_day, default=None)


def _open_promises(log: Sequence[Contact]) -> Iterator[Contact]:
    for place, one in enumerate(log):
        due = one.reply_by
        if due and not any(later.date > due and (later.letter or later.reply_by) for later in log[place + 1 :]):
            yield one


def _day(contact: Contact) -> date:
    """Returns the day by which a contact lets an answer be expected; it must have one."""
    day = contact.reply_by or contact.asked_by
    assert day is not None
    return day


def _complained(log: list[Contact], complaint: Contact, case: Case, on: date) -> CaseStatus:
    limits = _limits(case, complaint.date, on)
    promises = [one.reply_by for one in (complaint, *_later(log, complaint)) if one.reply_by]
    longer = max(promises, default=None)
    if not limits:
        named = longer or complaint.asked_by
        days = case.scenario.request.reply_within_days or parameter(COMPLAINT_DAYS, complaint.date).counts[0]
        due = named or working_day(complaint.date + timedelta(days=days))[0]
        found = _due("regulator" if on > due else "wait", complaint, due, on, promised=longer is not None)
        return found if named else found._replace(assumed=days)
    if longer is not None and longer > limits[0].last:
        last = min(longer, limits[-1].last)
        return _due("regulator" if on > last else "wait", complaint, last, on, promised=True)
    if on <= limits[0].last:
        return _due("wait", complaint, limits[0].last, on)
    if on <= limits[1].last:
        asked = [one for one in _later(log, complaint) if _wrote(case, one, Role.REMINDER)]
        return (
            _due("wait", complaint, limits[1].last, on) if asked else _due("extension", complaint, limits[0].last, on)
        )
    return _due("regulator", complaint, limits[1].last, on)


def _promised(promise: Contact, on: date) -> CaseStatus:
    """Returns the status while a promise of the lender's runs, or is broken, that comes before the limit."""
    return _due("wait" if on <= _day(promise) else "remind", promise, _day(promise), on, promised=True)


def _waiting(open_ones: list[Contact], case: Case, on: date) -> CaseStatus:
    letters = [one for one in open_ones if one.letter]
    last = open_ones[-1] if open_ones else None
    awaited = _awaited(open_ones)
    if awaited is None or last is None:
        return CaseStatus("wait" if letters else "request", last.date if last else None, contact=last)
    due = _day(awaited)
    if last is not awaited and last.date > due and not letters:
        return CaseStatus("request", last.date, contact=last)  # they came back to it after that day, without a result
    promised = awaited.reply_by is not None
    if on <= due:
        return _due("wait", awaited, due, on, promised=promised)
    reminded = any(_wrote(case, one, Role.REMINDER) for one in open_ones)
    return _due("complain" if reminded else "remind", awaited, due, on, promised=promised)


def _due(step: str, contact: Contact, due: date | None, on: date, *, promised: bool = False) -> CaseStatus:
    over = max((on - due).days, 0) if due else 0
    return CaseStatus(step, contact.date, due, promised, over, contact=contact)

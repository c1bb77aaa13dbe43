"""Warnings of what is probably a slip of the pen: a bill twice, a year too late, a number that is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from letters.base.dates import add_months, parse_date
from letters.base.errors import FieldPath, Message, Problem, unnumbered
from letters.base.id_numbers import is_id_number
from letters.base.money import grouped
from letters.base.rate_text import parse_yearly_rate
from letters.base.typed_text import half_width
from letters.files.yaml_reader import Source
from letters.scenario.model.person import Borrower, Writer
from letters.scenario.model.scenario_file import Scenario

Found = Iterator[tuple[FieldPath, Message]]
MOBILE = 11
"""How many digits a mobile number has."""
_PAST = re.compile(r"hardship\.started|borrower\.died|(?:.*\.)?(?:payments|waivers|contacts)\[\]\.date|.*as_shown\.on")
"""Days that lie behind whoever tells them."""
_YEARLY = ("annual_rate", "contract_annual_rate")
_LEAST_YEARLY = Decimal("0.01")
_ID_DIGITS, _OLD_ID_DIGITS = 18, 15
_RELATIVES = re.compile(
    "父|母|爸|妈|丈夫|妻|老公|老婆|爱人|儿子|女儿|孩子|哥|弟|姐|妹|爷|奶|外公|外婆|姥"
    r"|\b(?:father|mother|husband|wife|son|daughter|brother|sister|child|partner|grand\w+)\b",
    re.IGNORECASE,
)


def warnings(scenario: Scenario, as_of: date, source: Source) -> list[Problem]:
    """Returns what deserves a second look because people mistype it. A warning stops nothing."""
    found = [*_twice(scenario), *_far_off(scenario, as_of), *_numbers(scenario), *_whose(scenario)]
    return [source.problem(path, message) for path, message in found]


def _twice(scenario: Scenario) -> Found:
    seen: set[tuple[object, ...]] = set()
    for index, bill in enumerate(scenario.bills):
        same = (bill.label, bill.due, bill.principal, bill.payments)
        if same in seen:
            message = Message(
                "this bill stands here twice: due on {due}, {amount}; take one away if it is the same",
                due=bill.due,
                amount=grouped(bill.principal),
            )
            yield ("bills", index), message
        seen.add(same)


def _far_off(scenario: Scenario, as_of: date) -> Found:
    for index, bill in enumerate(scenario.bills):
        if message := due_date_slip(bill.due, as_of):
            yield ("bills", index, "due_date"), message


def due_date_slip(day: date, as_of: date) -> Message | None:
    """Returns that a due date seems to have the wrong year, or None."""
    if day <= add_months(as_of, 12):
        return None
    return Message("due more than a year after {as_of}; look at the year again", as_of=as_of)


def _numbers(scenario: Scenario) -> Found:
    for who, person in _people(scenario):
        if person.phone and (message := phone_slip(person.phone)):
            yield (who, "phone"), message
        if person.email and (message := email_slip(person.email)):
            yield (who, "email"), message


def id_numbers(scenario: Scenario) -> Found:
    """Yields where an ID number has too many digits or too few, or a check digit, date or region that does not fit."""
    for who, person in _people(scenario):
        if person.id_number and (message := id_number_slip(person.id_number)):
            yield (who, "id_number"), message


def _people(scenario: Scenario) -> Iterator[tuple[str, Borrower | Writer]]:
    yield "borrower", scenario.borrower
    if scenario.writer:
        yield "writer", scenario.writer


def phone_slip(phone: str) -> Message | None:
    """Returns what seems wrong with a mobile number, or None; a landline's and a foreign number are left alone."""
    digits = re.sub(r"[^0-9]", "", phone.removeprefix("+86"))
    is_mobile = not phone.startswith(("0", "(", "（")) and (not phone.startswith("+") or phone.startswith("+86"))
    if is_mobile and len(digits) != MOBILE:
        return Message("a mobile number has 11 digits, this one {count}; look at it again", count=len(digits))
    return None


def email_slip(email: str) -> Message | None:
    """Returns what seems wrong with an e-mail address, or None."""
    if "@" in email:
        return None
    if re.fullmatch(r"[0-9]{14,17}[0-9Xx]", email):
        return Message("this is an ID number, not an e-mail address; letters would show all of it")
    return Message("this is no e-mail address")


def id_number_slip(number: str) -> Message | None:
    """Returns what seems wrong with an ID number, or None."""
    if number.isdecimal() and len(number) not in {_OLD_ID_DIGITS, _ID_DIGITS}:  # a passport has letters
        return Message("an ID number has 18 digits, this one {count}; look at it again", count=len(number))
    if len(number) == _ID_DIGITS and not is_id_number(number):
        return Message("the check digit, date or region of this ID number does not fit; look at it again")
    return None


def slip(path: str, text: str, as_of: date) -> Message | None:
    """Returns what deserves a second look in one value, as it was typed at a path of the file; None where nothing
    does. The value is one that the key accepts.
    """
    owner, _, key = path.rpartition(".")
    if not text:
        return None
    if owner in {"borrower", "writer"} and key in _LOOKS:
        return _LOOKS[key](half_width(text))
    if key in _YEARLY and (rate := parse_yearly_rate(text)) < _LEAST_YEARLY:
        return Message("{rate} % a year is very little; is it a rate by the day?", rate=f"{(rate * 100).normalize():f}")
    if _PAST.fullmatch(unnumbered(path)) and (day := parse_date(text)) > as_of:
        return Message("{day} lies ahead; look at the year again", day=day)
    if key == "due_date" and owner.startswith("bills"):
        return due_date_slip(parse_date(text), as_of)
    return None


_LOOKS: Mapping[str, Callable[[str], Message | None]] = {
    "id_number": id_number_slip,
    "phone": phone_slip,
    "email": email_slip,
}
"""What looks again at a number of a person, by its key."""


def _whose(scenario: Scenario) -> Found:
    hardship = scenario.hardship
    if message := whose_is_it(hardship.kind, hardship.who, hardship.event or ""):
        yield ("hardship", "event"), message


def whose_is_it(kind: str, who: str | None, event: str) -> Message | None:
    """Returns the warning that an illness names a relative while nothing says who was ill, or None."""
    found = _RELATIVES.search(event)
    if kind == "illness" and who is None and found:
        return Message(
            "'{relative}' stands here, and the letters say that you were ill: write `who: parent` (or spouse, child,"
            " sibling, other) under hardship, or `who: self` if it was you",
            relative=found[0],
        )
    return None

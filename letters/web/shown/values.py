"""How what was typed was understood: read back below its field, or asked about where it is likely a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from letters.base.dates import add_months, parse_date
from letters.base.errors import Message, UnknownName, borrowed
from letters.base.field_types import Waive
from letters.base.id_numbers import is_id_number
from letters.base.money import grouped, percent, plain, to_fen
from letters.base.rate_text import parse_multiple, parse_yearly_rate
from letters.base.typed_text import half_width
from letters.reference_data.catalogue import our_name
from letters.reference_data.lenders import read_lender_profile
from letters.reference_data.template_library import Library
from letters.reference_data.words import FactWords
from letters.scenario.checks_of_slips import MOBILE, due_date_slip, slip
from letters.scenario.model.rates import RateRange
from letters.scenario.questions import Field, fields
from letters.web.shown.days import shown_day
from letters.web.shown.doubts import YEAR, Doubt, no, number_in, of_money, of_rate, second_look, yes
from letters.web.words import Say

MOST_VALUES = 400
"""How many fields are read back; a longer case is one of a table."""
AHEAD = frozenset(
    {
        "request.plan.first",
        "request.plan.review",
        "request.defer.until",
        "request.offers[].first",
        "contacts[].reply_by",
        "contacts[].valid_until",
        "hardship.benefit_until",
        "writer.until",
    }
)
"""Days that lie ahead when they are written down; all others have passed."""
_DAY_ALONE = re.compile(r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_COUNTED = re.compile(r"\D{0,3}([0-9]{1,4})\s*(?:期|个月|月|天|日|次|遍)")
_TAIL = re.compile(r"(?:尾号|末四位|后四位|账号|卡号|[:：\s])+([0-9]{3,})")


class ReadBack(NamedTuple):
    """Reads back what stands in a form, on a day, in the page's language."""

    today: date
    say: Say
    language: str
    shelf: Library

    def of(self, data: object) -> list[dict[str, Any]]:
        """Returns, as data for JSON, for each value with its `path` how it was `read`, or what to `ask` about it.

        A value that is wrong and has nothing likely is left out: its problem says what to do.
        """
        if not isinstance(data, Mapping):
            return []
        found = []
        for count, (path, wanted, text) in enumerate(texts(data)):
            if count == MOST_VALUES:
                break
            field = _fields().get(wanted)
            if field is None or field.typed is None or not text.strip():
                continue
            if doubt := self._doubt(field, text, data):
                found.append({"path": path} | self._asked(doubt))
            elif said := self._said(field, text):
                found.append({"path": path, "read": said})
        return sorted(found, key=lambda one: str(one["path"]))

    def _asked(self, doubt: Doubt) -> dict[str, Any]:
        return {
            "ask": self._told(doubt.ask),
            "why": self._told(doubt.why) if doubt.why else "",
            "fixes": [{"title": self._told(title), "value": value} for title, value in doubt.fixes],
            "keep": self._told(doubt.keep) if doubt.keep else "",
        }

    def _told(self, message: Message) -> str:
        return self.say(message, self.language)

    def _day(self, day: date) -> str:
        return shown_day(day, self.shelf, self.language)

    def _said(self, field: Field, text: str) -> str:
        """Returns how a value was understood, or "" where it stands there already, or cannot be read."""
        assert field.typed
        try:
            value = field.typed.read(text)
        except ValueError:
            return ""
        told: Message | None = None
        match value:
            case date():
                return self._of_day(field.path, value)
            case RateRange():
                told = Message("{low} to {high} a day", low=percent(value.low), high=percent(value.high))
            case Waive():
                told = _waived(value)
            case Decimal():
                told = Message("{amount} yuan", amount=grouped(value)) if field.kind == "money" else _rate(field, value)
            case int() if field.kind == "whole" and str(value) != text.strip():
                told = borrowed(str(value))
            case str():
                told = _of_text(field.path, text)
        return self._told(told) if told else ""

    def _of_day(self, path: str, day: date) -> str:
        late = (self.today - day).days
        if path == "bills[].due_date" and late > 0:
            return self._told(Message("{day}, {count} days overdue today", day=borrowed(self._day(day)), count=late))
        return self._day(day)

    def _doubt(self, field: Field, text: str, data: Mapping[str, Any]) -> Doubt | None:
        """Returns what is to be asked about a value, or None."""
        path = field.path
        by_kind = {
            "rate": lambda: of_rate(field, text),
            "money": lambda: of_money(text),
            "waive": lambda: of_money(text),
            "date": lambda: self._of_date(path, text),
            "whole": lambda: number_in(_COUNTED, text),
        }
        by_path = {
            "lender.name": lambda: self._of_lender(text, data),
            "borrower.account": lambda: number_in(_TAIL, text),
        }
        if ask := by_kind.get(field.kind) or by_path.get(path):
            return ask()
        return second_look(slip(path, text, self.today))

    def _of_date(self, path: str, text: str) -> Doubt | None:
        try:
            day = parse_date(text)
        except ValueError:
            return self._without_year(path, text)
        if path == "bills[].due_date" and due_date_slip(day, self.today):
            earlier = day
            while earlier > self.today:
                earlier = add_months(earlier, -12)
            return Doubt(
                Message("Is it {day}?", day=borrowed(self._day(earlier))),
                Message("{day} is more than a year ahead.", day=borrowed(self._day(day))),
                ((yes(self._day(earlier)), earlier.isoformat()),),
                no(self._day(day)),
            )
        return None

    def _without_year(self, path: str, text: str) -> Doubt | None:
        """Returns the question which year a day is of that was written without one."""
        if not (found := _DAY_ALONE.fullmatch(half_width(text))):
            return None
        month, day = int(found[1]), int(found[2])
        days = []
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            try:
                days.append(date(year, month, day))
            except ValueError:
                continue
        is_ahead = path in AHEAD
        wanted = [one for one in days if (one > self.today if is_ahead else one <= self.today)]
        if not wanted:
            return None
        likely = min(wanted) if is_ahead else max(wanted)
        return Doubt(
            Message("Is it {day}?", day=borrowed(self._day(likely))),
            Message("The year is missing."),
            ((yes(self._day(likely)), likely.isoformat()),),
        )

    def _of_lender(self, text: str, data: Mapping[str, Any]) -> Doubt | None:
        """Returns the question who lends, where the name of an app or a product stands in its place."""
        typed = text.strip()
        known = our_name(self.shelf, "lender.profile", typed)
        if known == typed and typed.lower() not in _apps(self.shelf):
            return None
        lender = data.get("lender")
        chosen = str(lender.get("profile") or "") if isinstance(lender, Mapping) else ""
        profile = our_name(self.shelf, "lender.profile", chosen) if chosen else known
        try:
            found = read_lender_profile(profile)
        except UnknownName:
            names: list[str] = []
        else:
            names = list(dict.fromkeys((*(one.name for one in found.names), *found.names_en)))
        return Doubt(
            Message("“{name}” is the name of an app. Which lender stands in the contract?", name=typed),
            Message(
                "The letter is addressed to the lender. It stands on the first page of the loan contract in the app,"
                " behind “贷款人”."
            ),
            (
                *((borrowed(name), name) for name in names),
                (Message("I cannot see it now: leave it empty"), ""),
            ),
            Message("The contract says “{name}”", name=typed),
        )


def texts(data: object, path: str = "", wanted: str = "") -> Iterator[tuple[str, str, str]]:
    """Yields every text with its path, bills[0].amount, and that path without its indices, bills[].amount."""
    for key, value in data.items() if isinstance(data, Mapping) else ():
        here, there = (f"{path}.{key}", f"{wanted}.{key}") if path else (key, key)
        if isinstance(value, str):
            yield here, there, value
        elif isinstance(value, Mapping):
            yield from texts(value, here, there)
        elif isinstance(value, list):
            for place, row in enumerate(value):
                if isinstance(row, Mapping):
                    yield from texts(row, f"{here}[{place}]", f"{there}[]")


@cache
def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in fields():
        found.setdefault(field.path, field)
    return found


@cache
def _apps(shelf: Library) -> frozenset[str]:
    """Returns the names of apps in which loans are taken up, in small letters."""
    words = [FactWords(shelf, language) for language in shelf.languages()]
    profiles = [row for one in words for row in one.lenders()]
    return frozenset(app.lower() for row in profiles for app in row.apps)


def _of_text(path: str, text: str) -> Message | None:
    if path in {"borrower.phone", "writer.phone"} and len(re.sub(r"[^0-9]", "", text.removeprefix("+86"))) == MOBILE:
        return Message("11 digits")
    if path in {"borrower.id_number", "writer.id_number"} and is_id_number(text.strip()):
        return Message("the check digit fits; letters show the first three and the last four")
    return None


def _waived(value: Waive) -> Message:
    if value.amount is not None:
        return Message("{amount} yuan", amount=grouped(value.amount))
    if value.share == 1:
        return Message("the whole of it")
    return Message("{share} of it", share=percent(value.share or Decimal(0)))


def _rate(field: Field, value: Decimal) -> Message:
    assert field.typed
    if field.kind == "share" or field.typed.read is parse_multiple:
        return Message("{share} of it", share=percent(value))
    if field.typed.read is parse_yearly_rate:
        return Message("{rate} a year", rate=percent(value))
    return Message(
        "{rate} a day, {yearly} a year: on 1,000 yuan {sum} yuan a day",
        rate=percent(value),
        yearly=percent(value * YEAR),
        sum=plain(to_fen(value * 1000)),
    )

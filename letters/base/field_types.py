"""The types of a scenario's values: each reads the text that was typed and says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from letters.base.dates import parse_date
from letters.base.errors import Message
from letters.base.money import parse_amount
from letters.base.rate_text import (
    MULTIPLE_SCHEMA,
    RATE_SCHEMA,
    YEARLY_SCHEMA,
    parse_multiple,
    parse_rate,
    parse_yearly_rate,
)
from letters.base.typed_text import half_width, without_apostrophe

_EXCEL = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]+")


@dataclass(frozen=True, slots=True)
class Waive:
    """How much is asked to be waived: a share of what is outstanding, or an amount in yuan; the other one is None."""

    share: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, eq=False)  # typing hashes what stands in Annotated
class Typed:
    """How a field reads its text; it stands in `Annotated`.

    `read` takes the text and raises ValueError with a Message. `form` says what is expected if something other than a
    text stands there. `schema` is the JSON Schema that editors use. `kind` is how a form asks for it
    (`questions.KINDS`), `says` what each name of a choice means, and `listed` the group of `catalogue.choices` that has
    the names.
    """

    read: Callable[[str], Any]
    form: Message
    schema: dict[str, Any]
    kind: str = "text"
    says: Mapping[str, str] = field(default_factory=dict)
    listed: str = ""
    or_mapping: bool = False
    """Whether the mapping that stands beside it in `Annotated` may take the place of the text."""


def parse_text(value: str) -> str:
    """Returns a text in one line, with single spaces.

    Raises ValueError for what a spreadsheet made of a long number.
    """
    if _EXCEL.fullmatch(value.strip()):
        raise ValueError(Message("'{value}' is what Excel makes of a long number; write all its digits", value=value))
    return " ".join(without_apostrophe(value).split())


_SENTENCE_END = re.compile(r"(?<=[。！？….!?”’」』）)])\n|\n\s*\n")


def _phrase(value: str) -> str:
    """Returns a text that goes on in the letter's own sentence, so without the full stop at its end."""
    return parse_text(value).rstrip("。．.；;，,") or parse_text(value)


def _story(value: str) -> str:
    """Returns paragraphs, a line each: a line that does not end a sentence goes on in the next one."""
    value = re.sub(r"[^\S\n]+", " ", value)  # what follows takes the square of the length of a gap
    paragraphs = (re.sub(r"\s*\n\s*", _join, part.strip()) for part in _SENTENCE_END.split(value.strip()))
    return "\n".join(" ".join(part.split()) for part in paragraphs if part)


def _join(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1], found.string[found.end()]
    return " " if before.isascii() or after.isascii() else ""


def _waive(text: str) -> Waive:
    text = half_width(text)
    if text in {"all", "全部"}:
        return Waive(share=Decimal(1))
    if found := re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*%", text):
        share = Decimal(found[1]) / 100
        if share > 1:
            raise ValueError(
                Message("'{value}' is more than the whole penalty; write all, or at most 100%", value=text)
            )
        return Waive(share=share)
    try:
        return Waive(amount=parse_amount(text))
    except ValueError:
        raise ValueError(
            Message("'{value}' is no part of the penalty; write all, a share like 60%, or 200.00", value=text)
        ) from None


def _whole(least: int, most: int, example: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        text = half_width(text)
        if not re.fullmatch(r"[0-9]{1,6}", text):
            raise ValueError(
                Message("'{value}' is not a whole number; write it like {example}", value=text, example=example)
            )
        number = int(text)
        if not least <= number <= most:
            raise ValueError(
                Message(
                    "{value} is not possible here; write a number from {least} to {most}",
                    value=number,
                    least=least,
                    most=most,
                )
            )
        return number

    return read


_FLAGS = {"true": "yes", "false": "no"}
_YES, _NO = ("true", "yes", "是"), ("false", "no", "否")


def _flag(text: str) -> bool:
    known = text.strip().lower()
    if known not in {*_YES, *_NO}:
        raise ValueError(Message("'{value}' is neither true nor false; write one of them", value=text))
    return known in _YES


def _choice(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(Message("'{value}' is none of: {names}", value=text, names=", ".join(names)))
        return text

    return read


def one_of(*names: str, says: Mapping[str, str] | None = None) -> Typed:
    """Returns the type of a text that is one of a few names; `says` tells in a form what each means."""
    schema = {"type": "string", "enum": list(names)}
    return Typed(_choice(*names), Message("expects one word"), schema, "choice", says or dict.fromkeys(names, ""))


_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def parse_clock(value: str) -> str:
    """Returns a time of day as `09:05`, also from `9:05`. Raises ValueError with what to write instead."""
    found = _CLOCK.fullmatch(half_width(value))
    if not found:
        raise ValueError(Message("'{value}' is not a time of day; write it like 14:30", value=value))
    return f"{int(found[1]):02}:{found[2]}"


def one_number(*numbers: int) -> Typed:
    """Returns the type of a whole number that is one of a few."""
    read = _choice(*map(str, numbers))
    schema = {"enum": [*numbers, *map(str, numbers)]}
    says = {str(number): "" for number in numbers}
    return Typed(lambda text: int(read(half_width(text))), Message("expects a whole number"), schema, "choice", says)


def listed(group: str) -> Typed:
    """Returns the type of a name that is found by listing a folder (hardships, lenders, languages); `load` refuses
    others.
    """
    return Typed(parse_text, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA, "choice", listed=group)


def whole(least: int, most: int, example: int) -> Typed:
    """Returns the type of a whole number within bounds."""
    number = {"type": "integer", "minimum": least, "maximum": most}
    schema = {"anyOf": [number, {"type": "string", "pattern": "^[0-9]+$"}]}
    return Typed(_whole(least, most, example), Message("expects a whole number"), schema, "whole")


# Editors read a bare phone number or ID as a number, so the schema lets texts be numbers.
TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
_AMOUNT_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {
            "type": "string",
            "pattern": r"^[¥￥]?\s*([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?\s*元?$",
        },
    ]
}
_CLOCK_SCHEMA = {"type": ["string", "integer"]}  # an editor's YAML takes 14:30 for 870
_DATE_SCHEMA = {
    "type": ["string", "integer"],
    "pattern": (
        r"^[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2}|\.[0-9]{1,2}\.[0-9]{1,2}|[0-9]{4}"
        r"|\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*[日号])$"
    ),
}
_WAIVE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^all$|^全部$|^[0-9]+(\.[0-9]+)?\s*%?$|^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?$"},
    ]
}


Text = Annotated[str, Typed(parse_text, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]
Phrase = Annotated[str, Typed(_phrase, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]
Story = Annotated[str, Typed(_story, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA, "long")]
FileName = Annotated[str, Typed(parse_text, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA, "file")]
Amount = Annotated[
    Decimal, Typed(parse_amount, Message("expects an amount of money, like 3200.00"), _AMOUNT_SCHEMA, "money")
]
Rate = Annotated[Decimal, Typed(parse_rate, Message("expects a daily rate, like 0.05%"), RATE_SCHEMA, "rate")]
YearlyRate = Annotated[
    Decimal, Typed(parse_yearly_rate, Message("expects a yearly rate, like 15.4%"), YEARLY_SCHEMA, "rate")
]
Multiple = Annotated[Decimal, Typed(parse_multiple, Message("expects a multiple, like 150%"), MULTIPLE_SCHEMA, "rate")]
Flag = Annotated[
    bool, Typed(_flag, Message("expects true or false"), {"type": ["boolean", "string"]}, "choice", _FLAGS)
]
Clock = Annotated[str, Typed(parse_clock, Message("expects a time of day, like 14:30"), _CLOCK_SCHEMA)]
Date = Annotated[date, Typed(parse_date, Message("expects a date, like 2025-12-10"), _DATE_SCHEMA, "date")]
WaiveField = Annotated[
    Waive, Typed(_waive, Message("expects all, a share like 60%, or an amount"), _WAIVE_SCHEMA, "waive")
]

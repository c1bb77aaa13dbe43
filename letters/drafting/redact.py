"""A case whose letters can be shown to an adviser: every figure and reason, nobody's identity.

What names a person is replaced before anything is drafted, so that no format can hold it. In every other text of the
scenario, and in the names of its files, the same strings are hidden, however they are spaced, and whatever has the
form of an ID number, a phone number, a card or an e-mail address; of other people's names nothing is known here.
Dates and amounts that stand in a row are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from letters.base.free_value import FreeValue
from letters.base.placeholders import fill
from letters.reference_data.languages import Language
from letters.scenario.attachments import Attachment
from letters.scenario.load import Case
from letters.scenario.model.extra import Extra
from letters.scenario.model.part import Part
from letters.scenario.questions import fields

_BORROWER = ("name", "id_number", "phone", "email", "address", "account")
_WRITER = ("name", "phone", "email", "address")
_OTHERS = ("who", "agent", "ticket", "issuer")
EVERYTHING = (*_BORROWER, *_OTHERS)
"""All kinds of identity that can be hidden."""
_CONTACT = ("who", "agent", "ticket")
_GAP = r"[\s\-‐-―·._]*"
_SPACED = 7  # digits of a number that people write with spaces
_SEP = "[ _-]"
_DAY = rf"(?:19|20)[0-9]{{2}}{_SEP}?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
_MONTH = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
_IS_DATES = rf"(?:{_DAY}{_SEP}?(?:{_DAY}|{_CLOCK})|{_MONTH}{_MONTH})(?![0-9])"
_IS_AMOUNTS = rf"(?:[1-9][0-9][0-9]0{_SEP}){{3}}[1-9][0-9][0-9]0(?![0-9])"  # round, four in a row
_IS_YEARS = rf"(?:(?:19|20)[0-9]{{2}}{_SEP}){{3}}(?:19|20)[0-9]{{2}}(?![0-9])"
_END = r"(?![0-9])(?!\.[0-9]{1,2}(?![0-9]))"  # the last of several figures may have its fen
_FORMS = (
    ("email", re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("id_number", re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")),
    # Spaced, only around a day of birth: figures in a row have as many digits.
    (
        "id_number",
        re.compile(
            rf"(?<![0-9])[1-9](?:{_SEP}?[0-9]){{5}}{_SEP}?(?:1{_SEP}?9|2{_SEP}?0{_SEP}?(?=[01])){_SEP}?[0-9]{_SEP}?[0-9]"
            rf"{_SEP}?(?:0{_SEP}?[1-9]|1{_SEP}?[0-2]){_SEP}?(?:0{_SEP}?[1-9]|[12]{_SEP}?[0-9]|3{_SEP}?[01])"
            rf"(?:{_SEP}?[0-9]){{3}}{_SEP}?[0-9Xx](?![0-9])"
        ),
    ),
    ("account", re.compile(rf"(?<![0-9])(?!{_IS_DATES})[0-9]{{12,19}}(?![0-9])")),
    (
        "account",  # in fours, as on a card
        re.compile(
            rf"(?<![0-9])(?!{_IS_DATES}|{_IS_AMOUNTS}|{_IS_YEARS})"
            rf"[0-9]{{4}}(?:{_SEP}[0-9]{{4}}){{3,4}}(?:{_SEP}?[0-9]{{1,3}})?{_END}"
        ),
    ),
    ("phone", re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")),
    ("phone", re.compile(rf"(?<![0-9])1[3-9][0-9]{_SEP}(?!{_DAY})[0-9]{{4}}{_SEP}?[0-9]{{4}}{_END}")),
)
_POST = re.compile(
    "(?:在线|人工|智能|机器人|电话|热线|值班|高级|资深|客户|客服|服务|信贷|贷后|催收|投诉|协商|大堂|银行|中心|部门"
    "|工作|人员|专员|柜员|职员|经理|主管|主任|组长|坐席|座席|代表|对方|[员的部 ]"
    r"|\b(?:the|an?|customer|services?|support|care|call|cent(?:er|re)|hotline|help|desk|line|bank|agent|staff|team"
    r"|representative|manager|supervisor|officer|operator|clerk|adviser|advisor)\b)+",
    re.IGNORECASE,
)
_SHORT_HAN = re.compile("[\u4e00-\u9fff]{1,3}")
_NOUN = re.compile(
    r"(?:\b(?:my|the|an?|former|company|employer|hospital|school|bank|clinic|court|university)\b| )+", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')  # of files
_HAN_NAME = re.compile("[\u4e00-\u9fff]{3,4}")


def redacted(case: Case, words: Language, hidden: Collection[str] = EVERYTHING) -> Case:
    """Returns the case with identities replaced by a mark that says what is hidden, in the language of the letters.

    `hidden` names which. Files of evidence go if the name does: nobody can hide what stands in them.
    """
    screen = _Screen(words, hidden)
    scenario, signatories = case.scenario, case.signatories
    borrower = {key: getattr(scenario.borrower, key) for key in _BORROWER}
    marked: dict[str, Any] = {key: screen.mark(key, value) for key, value in borrower.items()}
    writer = scenario.writer
    marked_writer = {key: screen.mark(key, getattr(writer, key)) for key in _WRITER} if writer else {}
    people = tuple(
        replace(one, name=screen.mark("name", one.name) or "", account=screen.mark("account", one.account))
        for one in signatories
    )
    contacts = [{key: screen.mark(key, getattr(one, key)) for key in _CONTACT} for one in scenario.contacts]
    issuers = [screen.mark("issuer", one.issuer) for one in scenario.hardship.evidence]
    given = [one.name for one in signatories] + [scenario.borrower.name, *([writer.name] if writer else [])]
    hide = screen.screen(given if "name" in hidden else (), case.lender.name or "")
    writer_shown = {key: hide(value) for key, value in marked_writer.items()}
    files = () if "name" in hidden else tuple(_renamed(one, hide) for one in case.attachments)
    evidence = [
        {"issuer": hide(issuer), "file": hide(one.file) if files else None}
        for one, issuer in zip(scenario.hardship.evidence, issuers, strict=True)
    ]
    shown = {"show_id": "full"} if "id_number" in hidden else {}  # a mark is not masked once more
    screened = _screened(scenario, hide)
    hardship, request = screened.hardship, screened.request
    copy = screened.model_copy(
        update={
            "borrower": scenario.borrower.model_copy(update=marked),
            "writer": screened.writer and screened.writer.model_copy(update=writer_shown),
            "lender": scenario.lender,
            "hardship": hardship.model_copy(update={"evidence": _each(hardship.evidence, evidence)}),
            "contacts": _each(screened.contacts, [{key: hide(one[key]) for key in one} for one in contacts]),
            "request": request.model_copy(update=shown),
        }
    )
    rates = tuple(replace(one, source=hide(one.source)) for one in case.lender.rates)
    lender = replace(case.lender, penalty=replace(case.lender.penalty, rates=rates))
    warnings = tuple(replace(one, message=hide(one.message), source="") for one in case.warnings)
    return replace(case, scenario=copy, lender=lender, signatories=people, warnings=warnings, attachments=files)


class _Hide:
    """Hides identities in a text; None stays None."""

    def __init__(self, marks: Sequence[tuple[str, str]], words: _Screen, lender: str) -> None:
        self.marks = [(_pattern(text, lender), mark) for text, mark in sorted(marks, key=lambda pair: -len(pair[0]))]
        self.words = words
        self.forms = [(key, pattern) for key, pattern in _FORMS if key in words.hidden]

    def __call__(self, text: str | None) -> Any:
        if text is None:
            return None
        for pattern, mark in self.marks:
            text = pattern.sub(lambda _, mark=mark: mark, text)  # type: ignore[misc]
        for key, pattern in self.forms:
            text = pattern.sub(lambda _, key=key: self.words.form(key), text)  # type: ignore[misc]
        return text


class _Screen:
    """Gives each identity its mark: the same for the same string, with a number from the second of a kind on.

    What is not to be hidden stays as it is.
    """

    def __init__(self, words: Language, hidden: Collection[str]) -> None:
        self.words = words
        self.hidden = hidden
        self.marks: dict[str, dict[str, str]] = {}

    def form(self, key: str, number: int = 1) -> str:
        what = self.words.withheld_names.get(key, key)
        return fill(self.words.withheld, {"what": what if number == 1 else f"{what} {number}"})

    def mark(self, key: str, value: str | None) -> str | None:
        if value is None or key not in self.hidden:
            return value
        known = self.marks.setdefault(key, {})
        return known.setdefault(value, self.form(key, len(known) + 1))

    def screen(self, names: Iterable[str], lender: str) -> _Hide:
        """Returns what hides all strings that were marked; of a Chinese name also the given name alone."""
        named = [
            (text, mark) for key in self.marks for text, mark in self.marks[key].items() if _names(key, text, lender)
        ]
        marks = [pair for pair in named if len(pair[0]) > 1]
        marks += [(name[1:], self.marks["name"][name]) for name in names if _HAN_NAME.fullmatch(name)]
        return _Hide(marks, self, lender)


def _names(key: str, text: str, lender: str) -> bool:
    """Returns whether a string says who somebody is also elsewhere: a post (客服) and a plain word (公司) do not."""
    if key == "who":
        rest = _POST.sub("", text).strip()
        lenders = rf"\b{re.escape(rest)}\b" if rest.isascii() else re.escape(rest)
        return rest != "" and not (len(rest) > 1 and re.search(lenders, lender))
    return key != "issuer" or not (_SHORT_HAN.fullmatch(text) or _NOUN.fullmatch(text))


def _pattern(text: str, lender: str) -> re.Pattern[str]:
    """Returns a pattern for the string however it is spaced, but not as a part of a longer number or word.

    Nor does it find the string in the lender's name (of 王建设 the 建设 in 建设银行), or a few digits in an amount or
    date.
    """
    if text.isdecimal() and len(text) < _SPACED:
        return re.compile(rf"(?<![A-Za-z0-9])(?<![0-9][.,-]){text}(?![A-Za-z0-9])(?![.,-][0-9])")
    characters = [char for char in text if not re.fullmatch(_GAP, char)] or list(text)
    before = "(?<![A-Za-z0-9])" if characters[0].isascii() and characters[0].isalnum() else ""
    after = "(?![A-Za-z0-9])" if characters[-1].isascii() and characters[-1].isalnum() else ""
    return re.compile(before + _GAP.join(map(re.escape, characters)) + after + _beside(text, lender), re.IGNORECASE)


def _beside(text: str, lender: str) -> str:
    """Returns a condition that the string does not go on as it does in the lender's name, if that has it."""
    _, found, rest = lender.partition(text)
    return f"(?!{re.escape(rest[0])})" if found and rest else ""


def _screened(part: Part, hide: _Hide) -> Any:
    """Returns a mapping of the scenario with every text in it screened, at any depth, so that no key can be
    forgotten.
    """
    if isinstance(part, Extra):
        return part.model_copy(update={key: FreeValue(hide(value)) for key, value in part.values.items()})
    free = {field.path for field in fields(type(part)) if field.kind in {"text", "long"}}
    changes: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, str) and name in free:
            changes[name] = hide(value)
        elif isinstance(value, Part):
            changes[name] = _screened(value, hide)
        elif isinstance(value, tuple):
            changes[name] = tuple(_screened(one, hide) if isinstance(one, Part) else one for one in value)
    return part.model_copy(update=changes)


def _each(parts: Iterable[Part], changes: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(one.model_copy(update=update) for one, update in zip(parts, changes, strict=True))


def _renamed(one: Attachment, hide: _Hide) -> Attachment:
    """Returns a file of evidence under a name that any system takes."""
    return replace(one, document=hide(one.document), name=_NOT_IN_NAMES.sub("-", hide(one.name)))

"""A case whose letters can be shown to an adviser: every figure and reason, nobody's identity.

What names a person is replaced before anything is drafted, so that no format can hold it. In every other text of the
scenario, and in the names of its files, the same is hidden, however it is written (`comparison.py`), and whatever has
the form of an ID number, a phone number, a card or an e-mail address; of other people's names nothing is known here.
Dates and amounts that stand in a row are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from letters.base.free_value import FreeValue
from letters.base.record import declared
from letters.drafting.redaction.screen import EVERYTHING, Screen
from letters.reference_data.languages import Language
from letters.scenario.attachments import Attachment
from letters.scenario.load import Case
from letters.scenario.model.extra import Extra
from letters.scenario.model.part import Part
from letters.scenario.questions import fields

_BORROWER = ("name", "id_number", "phone", "email", "address", "account")
_WRITER = ("name", "id_number", "phone", "email", "address")
_CONTACT = ("who", "agent", "ticket")
_LENDERS = ("name", "email")
"""What stays of the lender: it is no identity of the user's."""
Hide = Callable[[str | None], Any]
"""Hides identities in a text; None stays None."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')  # of files


class Redacted(NamedTuple):
    """A case without identities, and what hides the same in any other text that goes with its letters."""

    case: Case
    screen: Screen

    def file_name(self, name: str) -> str:
        """Returns the name of a file or folder without identities, as any system takes it."""
        shown = self.screen.hide(name)
        return name if shown == name else _NOT_IN_NAMES.sub("-", shown)


def redacted(case: Case, words: Language, hidden: Collection[str] = EVERYTHING) -> Redacted:
    """Returns the case with identities replaced by a mark that says what is hidden, in the language of the letters.

    `hidden` names which. Files of evidence go if the name does: nobody can hide what stands in them.
    """
    screen = Screen(words, hidden, case.lender.name or "")
    scenario, signatories = case.scenario, case.signatories
    borrower = {key: getattr(scenario.borrower, key) for key in _BORROWER}
    marked: dict[str, Any] = {key: screen.mark(key, value) for key, value in borrower.items()}
    writer = scenario.writer
    marked_writer = {key: screen.mark(key, getattr(writer, key)) for key in _WRITER} if writer else {}
    people = tuple(
        one._replace(name=screen.mark("name", one.name) or "", account=screen.mark("account", one.account))
        for one in signatories
    )
    contacts = [{key: screen.mark(key, getattr(one, key)) for key in _CONTACT} for one in scenario.contacts]
    issuers = [screen.mark("issuer", one.issuer) for one in scenario.hardship.evidence]
    hide = screen.hide
    writer_shown = {key: hide(value) for key, value in marked_writer.items()}
    files = () if "name" in hidden else tuple(_renamed(one, hide) for one in case.attachments)
    evidence = [
        {"issuer": hide(issuer), "file": hide(one.file) if files else None}
        for one, issuer in zip(scenario.hardship.evidence, issuers, strict=True)
    ]
    shown = {"show_id": "full"} if "id_number" in hidden else {}  # a mark is not masked once more
    screened = _screened(scenario, hide)
    hardship, request = screened.hardship, screened.request
    copy = screened.copy_with(
        {
            "borrower": scenario.borrower.copy_with(marked),
            "writer": screened.writer and screened.writer.copy_with(writer_shown),
            "lender": screened.lender.copy_with({key: getattr(scenario.lender, key) for key in _LENDERS}),
            "hardship": hardship.copy_with({"evidence": _each(hardship.evidence, evidence)}),
            "contacts": _each(screened.contacts, [{key: hide(one[key]) for key in one} for one in contacts]),
            "request": request.copy_with(shown),
        }
    )
    rates = tuple(one._replace(source=hide(one.source)) for one in case.lender.rates)
    lender = case.lender._replace(penalty=case.lender.penalty._replace(rates=rates))
    warnings = tuple(replace(one, message=_said(one.message, hide), source="") for one in case.warnings)
    changed = replace(case, scenario=copy, lender=lender, signatories=people, warnings=warnings, attachments=files)
    return Redacted(changed, screen)


def _screened(part: Part, hide: Hide) -> Any:
    """Returns a mapping of the scenario with every text in it screened, at any depth, so that no key can be
    forgotten.
    """
    if isinstance(part, Extra):
        return part.with_values({key: FreeValue(hide(value)) for key, value in part.values.items()})
    free = {field.path for field in fields(type(part)) if field.kind in {"text", "long"}}
    changes: dict[str, Any] = {}
    for name in declared(type(part)):
        value = getattr(part, name)
        if isinstance(value, str) and name in free:
            changes[name] = hide(value)
        elif isinstance(value, Part):
            changes[name] = _screened(value, hide)
        elif isinstance(value, tuple):
            changes[name] = tuple(_screened(one, hide) if isinstance(one, Part) else one for one in value)
    return part.copy_with(changes)


def _each(parts: Iterable[Part], changes: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(one.copy_with(update) for one, update in zip(parts, changes, strict=True))


def _renamed(one: Attachment, hide: Hide) -> Attachment:
    """Returns a file of evidence under a name that any system takes."""
    return one._replace(document=hide(one.document), name=_NOT_IN_NAMES.sub("-", hide(one.name)))


def _said(message: str, hide: Hide) -> str:
    """Returns a message without identities; one that has none can still be said in another language."""
    shown = hide(message)
    return message if shown == message else shown

"""What a template sees of the contacts with the lender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from letters.base.placeholders import fill
from letters.figures.time_since_contact import days_since_promise
from letters.reference_data.languages import Language
from letters.scenario.load import Case
from letters.scenario.model.contacts import Contact
from letters.situation.log import IN_WRITING

_NAME = re.compile(r"[^\W\d_]+(?:[ ·][^\W\d_]+)*")


def contact_views(contacts: Sequence[Contact], blanks: Sequence[Any], case: Case, words: Language) -> list[Any]:
    """Returns the contacts in their order, each with its blanks (`blanks`, as long) and what a letter says of it.

    `is_call` says that it was a call; `days_missed` counts the days since an answer that was promised and did not
    come, else 0, and `heard_later` that there was a contact after that day; `unanswered` says that no answer to a
    letter or a message was noted, `asks_for_letter` that the lender asked for a written application. An agent who was
    noted by name is `who` was spoken to, and has no number.
    """
    asked = [one for one in contacts if not one.is_demand and one.date <= case.date]
    places = {id(one): place for place, one in enumerate(asked)}
    views = []
    for one, shown in zip(contacts, blanks, strict=True):
        missed = days_since_promise(asked, places[id(one)], case.date) if id(one) in places else 0
        told: dict[str, Any] = {
            "is_demand": one.is_demand,
            "is_call": _is_call(one, words),
            "days_missed": missed,
            "heard_later": bool(missed) and one is not asked[-1],
            "unanswered": one.promised is None
            and (one.letter is not None or (one.channel is not None and not _is_call(one, words))),
            "asks_for_letter": bool(IN_WRITING.search(one.promised or "")),
        }
        if one.condition and one.condition in (one.promised or ""):  # the answer's own words say it
            told["condition"] = None
        if one.agent and _NAME.fullmatch(one.agent):  # a name was noted where the number has its place
            told |= {"agent": None, "who": one.who or fill(words.contact["named"], {"fact": one.agent})}
        views.append(SimpleNamespace(**vars(shown) | told))
    return views


def _is_call(contact: Contact, words: Language) -> bool:
    """Returns whether a contact was a call, by the channel that was noted."""
    return any(word in (contact.channel or "").casefold() for word in words.calls)


def last_ticket(contacts: Sequence[Any]) -> str | None:
    """Returns the number of the ticket that was given last, or None if none was."""
    return next((one.ticket for one in reversed(contacts) if one.ticket), None)


def unanswered_ticket(contacts: Sequence[Any]) -> SimpleNamespace | None:
    """Returns the last contact with a ticket whose promised day passed without an answer, and after which there was
    another contact; or None.
    """
    return next((one for one in reversed(contacts) if one.ticket and one.heard_later), None)

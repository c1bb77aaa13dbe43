"""What the other side may say on the telephone: which replies a case needs, in the order of how often they are heard.

A reply is a file `replies/<name>.md.j2` of a language. Its front matter holds the key words (`cue`; `short` for the
button on a phone), how often it is heard (`place`, the least first), in which situations it is on the sheet (`when`,
all of them; `unless`, none of them; `hardship`), how it ends (`mark`) and what the log then knows (`outcome`,
`amount`). Its one line is what to say, a bar, and what to note. `cue` and `short` apart, every language says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from letters.base.errors import DraftError, Message, suggestion
from letters.figures.figures import Figures
from letters.files.yaml_reader import Data
from letters.negotiation.rung import Offer
from letters.reference_data.template_library import KIND_SUFFIX, Library
from letters.scenario.load import Case
from letters.scenario.model.contacts import OUTCOMES
from letters.situation.situations import situation_names

FOLDER = "replies"
MARKS = ("yes", "ask", "no")
OFFERS = ("half", "three_quarters", "stop")
"""The offers of the script that a mark or an amount may name."""
TODAY = "today"
MOST_REPLIES = 20
"""So many fit on one side of the sheet; what is heard least is left out, and never what belongs to the case."""
_OF_VERDICT = {"accept": "yes", "refuse": "no", "hold": "ask"}
_RAREST = 999


class ReplyFile(NamedTuple):
    """A reply as its file describes it."""

    name: str
    cue: str
    short: str
    place: int
    mark: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    hardships: tuple[str, ...]
    outcome: str | None
    amount: str | None


class Reply(NamedTuple):
    """A reply that this case needs. `mark` is yes, ask or no, `if_it_stops` says that yes holds once nothing more is
    added; `outcome` and `amount` (waived, in yuan) are what the log knows once it was heard.
    """

    name: str
    cue: str
    short: str
    mark: str
    if_it_stops: bool
    outcome: str | None
    amount: Decimal | None


def replies(case: Case, figures: Figures, language: str, bears: Callable[[str], bool]) -> list[Reply]:
    """Returns the replies that a case needs; `bears` decides a situation by its name.

    Raises DraftError for a file that says what cannot be.
    """
    situations = situation_names()
    found = []
    for name in case.library.parts_in(language, FOLDER):
        one = read_reply(case.library, language, name)
        unknown = next((said for said in (*one.when, *one.unless) if said not in situations), None)
        if unknown is not None:
            known = suggestion(unknown, list(situations))
            raise _wrong(name, Message("no situation is called '{name}'{suggestion}", name=unknown, suggestion=known))
        suits = not one.hardships or case.scenario.hardship.kind in one.hardships
        if suits and all(map(bears, one.when)) and not any(map(bears, one.unless)):
            found.append(one)
    found.sort(key=lambda one: (one.place, one.name))
    spare = [one for one in found if not one.hardships and set(one.when) <= {"call_asks", "asks_waiver"}]
    left_out = {one.name for one in spare[len(spare) - max(len(found) - MOST_REPLIES, 0) :]}
    return [_of_case(one, case, figures) for one in found if one.name not in left_out]


@cache
def read_reply(shelf: Library, language: str, name: str) -> ReplyFile:
    """Returns what the file of a reply says of itself. Raises DraftError with what to write instead."""
    head = shelf.front_matter(language, f"{FOLDER}/{name}{KIND_SUFFIX}")
    if not head.get("cue"):
        raise _wrong(name, Message("the front matter has no `cue`: the words that are heard"))
    place = str(head.get("place") or _RAREST)
    mark = str(head.get("mark") or "ask")
    outcome, amount = head.get("outcome"), head.get("amount")
    if not (place.isascii() and place.isdigit()):
        raise _wrong(name, Message("`place` is a whole number"))
    if mark not in (*MARKS, *OFFERS, TODAY):
        raise _wrong(name, Message("`mark` is one of {names}", names=", ".join((*MARKS, *OFFERS, TODAY))))
    if outcome is not None and outcome not in OUTCOMES:
        raise _wrong(name, Message("`outcome` is one of {names}", names=", ".join(OUTCOMES)))
    if amount is not None and amount not in OFFERS:
        raise _wrong(name, Message("`amount` is one of {names}", names=", ".join(OFFERS)))
    return ReplyFile(
        name,
        str(head["cue"]),
        str(head.get("short") or head["cue"]),
        int(place),
        mark,
        _names(head, "when", name),
        _names(head, "unless", name),
        _names(head, "hardship", name),
        None if outcome is None else str(outcome),
        None if amount is None else str(amount),
    )


def _of_case(one: ReplyFile, case: Case, figures: Figures) -> Reply:
    mark = _mark(one.mark, case, figures)
    is_bound = mark == "yes" and one.mark in OFFERS
    return Reply(one.name, one.cue, one.short, mark, is_bound, one.outcome, _amount(one.amount, figures))


def _mark(named: str, case: Case, figures: Figures) -> str:
    """Returns the mark; of an offer as the budget decides, and of today's payment by whether there is one."""
    if named == TODAY:
        return "no" if case.scenario.request.today is None else "yes"
    if named not in OFFERS:
        return named
    script = figures.ladder.call
    offer = _offer(named, figures)
    longer = script.half_longer if named == "half" else script.stop_longer
    return "ask" if offer is None or longer else _OF_VERDICT[offer.verdict]


def _offer(named: str, figures: Figures) -> Offer | None:
    """Returns the offer that a file names; half is the request itself where that asks for no more."""
    found: Offer | None = getattr(figures.ladder.call, named)
    if found or named != "half":
        return found
    asked = figures.asked or figures.asked_interest
    charged = figures.total.penalty_outstanding if figures.asked else figures.total.interest
    return figures.ladder.call.plan if asked and asked * 2 <= charged else None


def _amount(named: str | None, figures: Figures) -> Decimal | None:
    """Returns what the offer waives that a reply names, None where that is not known to the fen."""
    offer = _offer(named, figures) if named else None
    return None if offer is None or figures.at_high is not None else offer.waived


def _names(head: Mapping[str, Data], key: str, name: str) -> tuple[str, ...]:
    given = head.get(key)
    if given is not None and not isinstance(given, list):
        raise _wrong(name, Message("`{key}` is a list", key=key))
    return tuple(map(str, given or ()))


def _wrong(name: str, what: Message) -> DraftError:
    return DraftError(Message("{name}: {what}", name=f"{FOLDER}/{name}{KIND_SUFFIX}", what=what))

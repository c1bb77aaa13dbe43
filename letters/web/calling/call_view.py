"""The sheet for a call as the screen of a phone needs it: data for JSON, in the language of the letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from letters.base.errors import Message
from letters.drafting.call.call_sheet import Breath, CallSheet, HeardReply
from letters.drafting.call.incoming_call import IncomingCall
from letters.figures.figures import Figures
from letters.reference_data.languages import Language
from letters.web.calling.call_words import AGREED, AGREED_MARK, MARKS, NEITHER, NEITHER_MARK
from letters.web.words import Say

OUTGOING_ASKS = ("agent", "ticket", "waived", "reply_by")
INCOMING_ASKS = ("who", "agent", "reply_by")
"""What is written down while the sentence that ends a call is said, by the keys of a contact."""
DEMAND = "demand"
AGREED_NAME, NEITHER_NAME = "agreed", "neither"
_STOP = "■"
_MOST_HAN = 6
_CLAUSE = re.compile("[，；：。]")
_HEAD = re.compile("[，：:]")


class CallView(NamedTuple):
    """Tells a call to the page, in the words of a language of letters."""

    say: Say
    language: Language

    def outgoing(self, sheet: CallSheet, figures: Figures) -> dict[str, Any]:
        """Returns the sheet of a call that one makes.

        `breaths` are said one after the other, each with `asides`; `replies` have a `mark` (yes, if, ask or no), its
        `word`, and what is `known` to the log after it; `asks` are the fields that are asked for at the end.
        """
        known = sheet.known_after(sheet.fullest)
        base = {key: value for key, value in known.items() if key in {"channel", "said"}}
        cells = [self._cell(one, sheet.known_after(one)) for one in sheet.replies]
        if not any(one.outcome == "accepted" for one in sheet.replies):
            cells.append(self._agreed(sheet, figures, base))
        think = self._said(NEITHER_MARK)
        cells.append(self._cell(_heard(NEITHER_NAME, self._said(NEITHER), sheet.unsure, think, "ask"), base, think))
        return {
            "kind": "outgoing",
            "lang": self.language.name,
            "title": _HEAD.split(sheet.title)[0],
            "numbers": [[*_shortened(label), value] for label, value in sheet.numbers],
            "notes": list(sheet.notes),
            "ready": sheet.ready,
            "breaths": _breaths(sheet.breaths),
            "reminders": [],
            "closing": list(sheet.closing),
            "conditions": sheet.conditions,
            "unsure": sheet.unsure,
            "replies": cells,
            "fullest": sheet.fullest.name,
            "base": base,
            "asks": OUTGOING_ASKS,
            "afterwards": [],
        }

    def incoming(self, card: IncomingCall) -> dict[str, Any]:
        """Returns the card for a call that comes in, in the same form; it names no sum, and the log calls it a
        demand.
        """
        channel = next(iter(self.language.calls), "")
        base = {"channel": channel, "kind": DEMAND}
        cells = []
        for place, (cue, say, then) in enumerate(card.replies, 1):
            mark = "ask" if then.startswith(self._said(MARKS["ask"]).split()[0]) else "no"
            heard = _heard(f"{DEMAND}-{place}", cue, say, then, mark)
            cells.append(self._cell(heard, base | {"promised": cue}))
        return {
            "kind": "incoming",
            "lang": self.language.name,
            "title": _HEAD.split(card.title)[0],
            "numbers": [],
            "notes": [card.advice],
            "ready": "",
            "breaths": _breaths(card.breaths),
            "reminders": [{"title": one.title, "lines": list(one.lines)} for one in card.reminders],
            "closing": [card.closing],
            "conditions": card.advice,
            "unsure": card.closing,
            "replies": cells,
            "fullest": cells[0]["name"],
            "base": base,
            "asks": INCOMING_ASKS,
            "afterwards": list(card.afterwards),
        }

    def _said(self, message: Message) -> str:
        return self.say(message, self.language.name)

    def _cell(self, one: HeardReply, known: dict[str, str], word: str = "") -> dict[str, Any]:
        """Returns a reply with the word of its mark: in Chinese what stands first in `then`, where that is short."""
        mark = "if" if one.if_it_stops else one.mark
        first = _CLAUSE.split(one.then)[0]
        is_short = self.language.numerals == "han" and len(first) <= _MOST_HAN
        return {
            "name": one.name,
            "cue": one.cue,
            "short": one.short,
            "say": one.say,
            "then": one.then,
            "mark": mark,
            "word": word or (first if is_short else self._said(MARKS[mark])),
            "known": known,
        }

    def _agreed(self, sheet: CallSheet, figures: Figures, base: dict[str, str]) -> dict[str, Any]:
        """Returns the reply that grants all, which leads to the sentence that is read back."""
        best = figures.ladder.script.best
        known = base | {"promised": self._said(AGREED), "outcome": "accepted"}
        if best and best.waived and figures.at_high is None:
            known["waived"] = str(best.waived)
        word = self._said(AGREED_MARK)
        return self._cell(_heard(AGREED_NAME, self._said(AGREED), "", word, "yes"), known, word)


def _heard(name: str, cue: str, say: str, then: str, mark: str) -> HeardReply:
    """Returns a reply that no file describes."""
    return HeardReply(name, cue, cue, say, then, mark, if_it_stops=False, channel="", outcome=None, amount=None)


def _breaths(breaths: Sequence[Breath]) -> list[dict[str, Any]]:
    """Returns each sentence without the sign to stop, which the screen says in its own words."""
    return [{"say": one.say.partition(_STOP)[0].strip(), "asides": list(one.asides)} for one in breaths]


def _shortened(label: str) -> tuple[str, str]:
    """Returns the head of a label, and the rest of it: 罚息全减 of 罚息全减，分六期，4月10日起."""
    head = _HEAD.split(label)[0]
    return head, label.removeprefix(head)

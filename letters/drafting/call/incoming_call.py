"""The card for a call that comes in as a record for a screen: read from the letter that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, Quote, TableBlock, plain
from letters.drafting.call.call_sheet import BREATHS, NOTE, REPLIES, SENTENCE, Breath, breaths_in

_CUE_SAY_THEN = 3
"""How many columns the table of what may be heard has; that of what is never given has fewer."""


class CallReminder(NamedTuple):
    """A titled list to be looked at during a call."""

    title: str
    lines: tuple[str, ...]


class IncomingCall(NamedTuple):
    """What to do when somebody rings for money: ask, in `breaths`, then answer and ring off.

    `reminders` are what alone may be said, and what is never given; `replies` are rows of key words, what to say, and
    what to do then, in the order of how often they are heard; `afterwards` is what to note or send.
    """

    title: str
    advice: str
    breaths: tuple[Breath, ...]
    reminders: tuple[CallReminder, ...]
    closing: str
    replies: tuple[tuple[str, str, str], ...]
    afterwards: tuple[str, ...]


def read_incoming(blocks: Sequence[Block]) -> IncomingCall | None:
    """Returns the card that the blocks of a drafted letter are; None for a letter that has no card's parts.

    The first numbered list and each sentence that stands alone are said, one after the other, with the notes below
    them; the last one ends the call. A numbered list after the first is what alone may be said.
    """
    heading, titles = "", list[str]()
    said, notes = list[Breath](), list[str]()
    reminders, rows = list[CallReminder](), list[tuple[str, str, str]]()
    for block in blocks:
        match block:
            case Heading():
                heading = plain(block.runs)
                titles.append(heading)
            case ListBlock() if block.style == BREATHS and not said:
                said += breaths_in([block])
            case ListBlock() if block.style == BREATHS:
                reminders.append(CallReminder(heading, tuple(one.say for one in breaths_in([block]))))
            case Paragraph() if block.style == SENTENCE:
                said.append(Breath(plain(block.runs), ()))
            case Paragraph() if block.style == NOTE and said and not rows:
                said[-1] = said[-1]._replace(asides=(*said[-1].asides, plain(block.runs)))
            case Paragraph():
                notes.append(plain(block.runs))
            case Quote():
                notes += [plain(part.runs) for part in block.blocks if isinstance(part, Paragraph)]
            case TableBlock() if block.style == REPLIES and len(block.header) == _CUE_SAY_THEN:
                rows += [(plain(cue), plain(say), plain(then)) for cue, say, then in block.rows]
            case TableBlock() if block.style == REPLIES:
                reminders.append(CallReminder(heading, tuple(plain(what) for what, *_ in block.rows)))
            case _:
                pass
    if not (titles and notes and rows and said[1:]):
        return None
    *breaths, closing = said
    return IncomingCall(
        titles[0], notes[0], tuple(breaths), tuple(reminders), closing.say, tuple(rows), tuple(notes[1:])
    )

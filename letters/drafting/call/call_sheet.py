"""The sheet for a call as a record, for a screen, a rehearsal and the log: read from the letter that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, TableBlock, parse, plain
from letters.drafting.call.replies import replies
from letters.drafting.draft import Drafter
from letters.negotiation.rung import Offer
from letters.reference_data.letter_kinds import Role, kinds_of

NUMBERS, REPLIES, RECORD = "Call Numbers", "Call Table", "Call Record"
SENTENCE, BREATHS, NOTE = "Call Sentence", "Call Sentence Number", "Call Note"
_COLONS = ("：", ": ")
ALOUD = re.compile("「[^」]*」|“[^”]*”")
"""What is said aloud, with its marks."""


class Breath(NamedTuple):
    """What is said in one breath, with its stop, and what may be said or kept in mind before the next."""

    say: str
    asides: tuple[str, ...]


class HeardReply(NamedTuple):
    """What may be heard, by its key words, and what is said then.

    `short` are the key words of a button. `mark` is yes, ask or no, `then` says it in words; `if_it_stops` says that
    yes holds once nothing more is added. The rest is what the log knows once it was heard: `channel`, `outcome` (None
    if it is open) and `amount`, waived, in yuan.
    """

    name: str
    cue: str
    short: str
    say: str
    then: str
    mark: str
    if_it_stops: bool
    channel: str
    outcome: str | None
    amount: Decimal | None


class CallSheet(NamedTuple):
    """One call, in the order of the paper: the front, then what may be heard in the order of how often it is.

    `numbers` are the big ones, each with its label; `ready` is what lies at hand; `record` heads what is written down;
    `conditions` say when one may agree, and `rungs` are the offers that one may agree to, the best first.
    """

    title: str
    purpose: str
    numbers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    ready: str
    breaths: tuple[Breath, ...]
    closing: tuple[str, ...]
    record: tuple[str, ...]
    conditions: str
    replies: tuple[HeardReply, ...]
    rungs: tuple[Offer, ...]

    @property
    def unsure(self) -> str:
        """What to say when no answer is ready, or "": the last sentence that the conditions say aloud."""
        return next(iter(ALOUD.findall(self.conditions)[::-1]), "")

    @property
    def fullest(self) -> HeardReply:
        """The reply that was most of an answer, which a rehearsal ends with."""
        known = {"accepted": 0, "partly": 1, "waiting": 2, "refused": 3}
        return min(self.replies, key=lambda one: known.get(one.outcome or "", len(known)))

    def known_after(self, heard: HeardReply) -> dict[str, str]:
        """Returns what the log knows of a call in which a reply was heard, by the keys of a contact."""
        found = {
            "channel": heard.channel,
            "said": self.purpose,
            "promised": heard.cue,
            "outcome": heard.outcome or "",
            "waived": str(heard.amount) if heard.amount else "",
        }
        return {key: value for key, value in found.items() if value}


def call_sheet(drafter: Drafter) -> CallSheet | None:
    """Returns the sheet for the call of a case; None where the debt is so old that nothing is said.

    Raises UnsuitableKind for a case without a call, DraftError for a template that cannot be filled.
    """
    [kind, *_] = kinds_of(drafter.case.library, drafter.spoken, [Role.SCRIPT])
    return read_sheet(drafter, parse(drafter.draft(kind).markdown))


def read_sheet(drafter: Drafter, blocks: Sequence[Block]) -> CallSheet | None:
    """Returns the sheet that the blocks of a drafted script are; None for a script that has no sheet's parts."""
    tables = {block.style: block for block in blocks if isinstance(block, TableBlock)}
    if REPLIES not in tables or NUMBERS not in tables:
        return None
    known = replies(drafter.case, drafter.figures, drafter.spoken, drafter.bears)
    if not known or len(known) != len(tables[REPLIES].rows):  # somebody's own script, with rows of its own
        return None
    said = [block.runs for block in blocks if isinstance(block, Paragraph) and block.style == NOTE]
    first = said[0][:-1] if said[0][-1].bold else said[0]  # what a printed sheet says of its other side
    notes = [plain(runs) for runs in (first, *said[1:])]
    channel = next(iter(drafter.words.calls), "")
    answers = [
        HeardReply(
            one.name,
            plain(cue),
            one.short,
            plain(say),
            plain(then),
            one.mark,
            one.if_it_stops,
            channel,
            one.outcome,
            one.amount,
        )
        for one, (cue, say, then) in zip(known, tables[REPLIES].rows, strict=True)
    ]
    title = next((plain(block.runs) for block in blocks if isinstance(block, Heading)), "")
    colon = next((one for one in _COLONS if one in title), "\n")
    numbers = tables[NUMBERS]
    return CallSheet(
        title,
        title.partition(colon)[2] or title,
        tuple(zip(map(plain, numbers.header), map(plain, numbers.rows[0]), strict=True)),
        (notes[0], *notes[2:-1]),
        notes[1],
        tuple(breaths_in(blocks)),
        tuple(plain(block.runs) for block in blocks if isinstance(block, Paragraph) and block.style == SENTENCE),
        tuple(map(plain, tables[RECORD].header)) if RECORD in tables else (),
        notes[-1],
        tuple(answers),
        drafter.figures.ladder.call.accepted,
    )


def breaths_in(blocks: Sequence[Block]) -> Iterator[Breath]:
    """Yields each numbered sentence, with what stands below it."""
    for block in blocks:
        if isinstance(block, ListBlock) and block.style == BREATHS:
            for first, *rest in block.items:
                below = [item for part in rest if isinstance(part, ListBlock) for item in part.items]
                words = plain(first.runs) if isinstance(first, Paragraph) else ""
                yield Breath(words, tuple(_words(item) for item in below))


def _words(item: Sequence[Block]) -> str:
    return " ".join(plain(part.runs) for part in item if isinstance(part, Paragraph))

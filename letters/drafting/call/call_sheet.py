"""The sheet for a call as a record, for a screen, a rehearsal and the log: read from the letter that is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, TableBlock, parse, plain
from letters.drafting.call.replies import replies
from letters.drafting.draft import Drafter
from letters.negotiation.rung import Offer
from letters.reference_data.letter_kinds import Role, kinds_of

NUMBERS, REPLIES, RECORD = "Call Numbers", "Call Table", "Call Record"
SENTENCE, BREATHS, NOTE = "Call Sentence", "Call Sentence Number", "Call Note"
_COLONS = ("：", ": ")


@dataclass(frozen=True, slots=True)
class Breath:
    """What is said in one breath, with its stop, and what may be said or kept in mind before the next."""

    say: str
    asides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeardReply:
    """What may be heard, by its key words, and what is said then.

    `mark` is yes, ask or no, `then` says it in words. The rest is what the log knows once it was heard: `channel`,
    `outcome` (None if it is open) and `amount`, waived, in yuan.
    """

    name: str
    cue: str
    say: str
    then: str
    mark: str
    channel: str
    outcome: str | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class CallSheet:
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


def call_sheet(drafter: Drafter) -> CallSheet | None:
    """Returns the sheet for the call of a case; None where the debt is so old that nothing is said.

    Raises UnsuitableKind for a case without a call, DraftError for a template that cannot be filled.
    """
    [kind, *_] = kinds_of(drafter.case.library, drafter.spoken, [Role.SCRIPT])
    blocks = parse(drafter.draft(kind).markdown)
    tables = {block.style: block for block in blocks if isinstance(block, TableBlock)}
    if REPLIES not in tables or NUMBERS not in tables:
        return None
    notes = [plain(block.runs) for block in blocks if isinstance(block, Paragraph) and block.style == NOTE]
    known = replies(drafter.case, drafter.figures, drafter.spoken, drafter.decided)
    channel = next(iter(drafter.words.calls), "")
    answers = [
        HeardReply(one.name, plain(cue), plain(say), plain(then), one.mark, channel, one.outcome, one.amount)
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
        tuple(_breaths(blocks)),
        tuple(plain(block.runs) for block in blocks if isinstance(block, Paragraph) and block.style == SENTENCE),
        tuple(map(plain, tables[RECORD].header)) if RECORD in tables else (),
        notes[-1],
        tuple(answers),
        drafter.figures.ladder.script.accepted,
    )


def _breaths(blocks: Sequence[Block]) -> Iterator[Breath]:
    for block in blocks:
        if isinstance(block, ListBlock) and block.style == BREATHS:
            for first, *rest in block.items:
                below = [item for part in rest if isinstance(part, ListBlock) for item in part.items]
                words = plain(first.runs) if isinstance(first, Paragraph) else ""
                yield Breath(words, tuple(_words(item) for item in below))


def _words(item: Sequence[Block]) -> str:
    return " ".join(plain(part.runs) for part in item if isinstance(part, Paragraph))

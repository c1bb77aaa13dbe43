"""The call script cut for the phone: a step after the other, and what the other side may say as buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from letters.documents.markdown import Block, Heading, Paragraph, TableBlock, plain

REPLIES = "Call Table"
"""The style of the table whose rows are what may be heard."""
STEP, BRANCH = 2, 3
"""The levels of the headings at which a step and a branch begin."""


@dataclass(frozen=True, slots=True)
class Branch:
    """What the other side may say, and what to answer."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CallStep:
    """A part of the call: its title, its words, and its branches."""

    title: str
    blocks: tuple[Block, ...]
    branches: tuple[Branch, ...]


def steps(blocks: Sequence[Block]) -> tuple[CallStep, ...]:
    """Returns the steps of a call script; what stands before the first one goes under the script's own title.

    A table to be filled in by hand is left out: on the phone, the notes are written into the page.
    """
    found = [_step(title, inside) for title, inside in _cut(blocks, {1, STEP})]
    return tuple(step for step in found if step.blocks or step.branches)


def _replies(blocks: Sequence[Block]) -> Iterator[Branch]:
    """Yields what may be heard, by the rows of the sheet: the key words, what to say and what to note."""
    for block in blocks:
        if isinstance(block, TableBlock) and block.style == REPLIES:
            for cue, *answer in block.rows:
                yield Branch(plain(cue), tuple(Paragraph(cell) for cell in answer))


def _step(title: str, blocks: Sequence[Block]) -> CallStep:
    [(_, own), *rest] = _cut(blocks, {BRANCH}) or [("", [])]
    if blocks and isinstance(blocks[0], Heading):
        own, rest = [], _cut(blocks, {BRANCH})
    kept = tuple(block for block in own if not _is_form(block))
    branches = [Branch(name, tuple(inside)) for name, inside in rest]
    return CallStep(title, kept, (*branches, *_replies(own)))


def _cut(blocks: Sequence[Block], levels: set[int]) -> list[tuple[str, list[Block]]]:
    """Returns the blocks below each heading of these levels; those before the first heading have an empty title."""
    found: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level in levels:
            found.append((plain(block.runs), []))
        elif found:
            found[-1][1].append(block)
        else:
            found.append(("", [block]))
    return found


def _is_form(block: Block) -> bool:
    if not isinstance(block, TableBlock):
        return False
    return block.style == REPLIES or not any(plain(cell) for row in block.rows for cell in row)

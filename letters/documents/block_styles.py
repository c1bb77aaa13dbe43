"""Which style each block of a letter has, and what stays on one page with what follows.

It is the same for every paged format, so that a letter breaks in the same places in Word and in PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from letters.documents.column_widths import TEXT_WIDTH, column_widths
from letters.documents.markdown import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Runs,
    TableBlock,
    ThematicBreak,
    plain,
)
from letters.documents.plain_text import width

SMALL = 4  # rows of a table, or items of a list, that stay on one page; longer ones break and repeat the header
_LINE = 60  # columns of the page, half a Han character each
_INTRODUCTION = 2  # a paragraph of more lines tells, and may part from the table behind it
_COMPANY = 3  # lines of the letter itself that go with a signature to its page
_HEADINGS = {1: "heading 1", 2: "heading 1"}  # the document's own title is not a heading
_TOP = frozenset({"heading 1", "Page Break"})
_SIGNING = frozenset({"Closing", "Signature", "Date"})
_KEPT = {"Body Text": "Keep With Next", "After Table": "After Table Kept"}

CELL_STYLES = {"right": "Table Number", "center": "Table Center"}
"""The style of a cell by its alignment; one to the left has that of the table's text."""
CHECKS = ("☐", "☑", "☒")
"""What an item of a list to be ticked off begins with: the box stands for the bullet."""


class CellStyles(NamedTuple):
    """The styles of the cells of a table that is not an ordinary one, how much larger their words are, and the shares
    of the columns if their words do not decide.
    """

    head: str
    cell: str
    blank: str
    scale: float = 1.0
    shares: tuple[int, ...] = ()

    def widths(self, table: TableBlock, room: int) -> list[int]:
        """Returns the widths of the columns in twips."""
        if len(self.shares) != len(table.aligns):
            return column_widths(table, room, self.scale)
        found = [room * share // sum(self.shares) for share in self.shares]
        return [room - sum(found[1:]), *found[1:]]


_OF_TABLE = {
    "Call Numbers": CellStyles("Call Head", "Call Number", "Call Blank", shares=(22, 22, 24, 32)),
    "Call Table": CellStyles("Call Head", "Call Cell", "Call Blank", 12 / 10.5),
    "Call Record": CellStyles("Call Head", "Call Cell", "Call Blank"),
}
ASIDE = "Call Aside"
"""The style of a list inside a list that has a style of its own."""


def cell_styles(table: TableBlock) -> CellStyles | None:
    """Returns the styles of the cells of a table for the telephone, None for an ordinary table."""
    return _OF_TABLE.get(table.style or "")


def widths(table: TableBlock, room: int = TEXT_WIDTH) -> list[int]:
    """Returns the widths of a table's columns in twips, which fill the room exactly."""
    given = cell_styles(table)
    return given.widths(table, room) if given else column_widths(table, room)


def in_style(part: Block, around: ListBlock) -> Block:
    """Returns a block of a list item; a list in it has the style that goes with the list around it."""
    return replace(part, style=ASIDE) if around.style and isinstance(part, ListBlock) else part


class Placed(NamedTuple):
    """A block with the style of its paragraphs.

    The last `kept` of its items or rows stay on one page with what follows; for a paragraph, its style says so.
    """

    block: Block
    style: str
    kept: int = 0


def flow(blocks: Sequence[Block]) -> list[Placed]:
    """Returns the letter's own blocks, with their styles and without rules; neighbours decide what stays together."""
    placed: list[Placed] = []
    before: Block | None = None
    for block in blocks:
        if not isinstance(block, ThematicBreak):
            placed.append(Placed(block, _style(block, before)))
            before = block
    if placed and isinstance(placed[0].block, Heading) and placed[0].block.level == 1:
        placed[0] = placed[0]._replace(style="Title")
    _promote(placed)
    after: Placed | None = None
    for place in range(len(placed) - 1, -1, -1):
        if _stays(placed[place], after):
            placed[place] = _kept(placed[place])
        after = placed[place]
    for place, one in enumerate(placed):
        if one.style in _SIGNING and place and not _signs(placed[place - 1]):
            _gather(placed, place)
    return placed


def heading_style(block: Block) -> str | None:
    """Returns the style of a heading that names none; None for other blocks."""
    return _HEADINGS.get(block.level, "heading 2") if isinstance(block, Heading) else None


def is_total(row: Sequence[Runs]) -> bool:
    """Returns whether a row sums up those above it, with which it stays on one page."""
    return any(row) and all(run.bold for cell in row for run in cell)


def lines(runs: Runs) -> int:
    """Returns about how many lines of the page the words take."""
    return sum(-(-max(width(part), 1) // _LINE) for part in plain(runs).split("\n"))


def _style(block: Block, before: Block | None) -> str:
    if isinstance(block, Paragraph):
        return block.style or ("After Table" if isinstance(before, TableBlock) else "Body Text")
    return (block.style or heading_style(block) or "") if isinstance(block, Heading) else "Body Text"


def _promote(placed: list[Placed]) -> None:
    """Makes second headings above the first first heading first ones: an outline that skips a level misleads."""
    first = next((place for place, one in enumerate(placed) if one.style in _TOP), len(placed))
    for place, one in enumerate(placed[:first]):
        if one.style == "heading 2":
            placed[place] = one._replace(style="heading 1")


def _signs(placed: Placed) -> bool:
    return placed.style in _SIGNING


def _stays(one: Placed, after: Placed | None) -> bool:
    """Returns whether a block introduces the next one, or is closed by it."""
    if isinstance(one.block, TableBlock):  # its closing line; at the document's end, the paragraph that Word asks for
        return after is None or (after.style.startswith("After Table") and lines(_words(after)) == 1)
    return (
        isinstance(one.block, Paragraph)
        and after is not None
        and isinstance(after.block, (TableBlock, Quote, ListBlock))
        and lines(_words(one)) <= _INTRODUCTION
    )


def _gather(placed: list[Placed], place: int) -> None:
    """Keeps a few lines of the letter with the signature that begins at `place`, so that it never stands alone."""
    company = 0
    while company < _COMPANY and place:
        place -= 1
        one = placed[place]
        if isinstance(one.block, Heading) or _signs(one):
            return  # a heading keeps by itself
        long = place > 0 and lines(_words(placed[place - 1])) > _COMPANY  # what introduces it
        placed[place] = _kept(one, _COMPANY - company, whole=not (company and long))
        if isinstance(one.block, Paragraph):
            words = plain(one.block.runs)
            company += lines(one.block.runs) if len(words) > 4 else 0  # 此致 is no text
        else:
            company += placed[place].kept or _COMPANY


def _kept(one: Placed, least: int = 1, *, whole: bool = True) -> Placed:
    """Returns the block, staying with what follows: of a long table or list the last `least` rows or items do.

    So do those of a short list that need not stay `whole`: it would take a long introduction and the heading to the
    next page.
    """
    if isinstance(one.block, TableBlock | ListBlock):
        size = len(one.block.rows if isinstance(one.block, TableBlock) else one.block.items)
        whole = size <= SMALL and (whole or isinstance(one.block, TableBlock))
        return one._replace(kept=max(size if whole else min(least, size), one.kept))
    return one._replace(style=_KEPT.get(one.style, one.style))


def _words(placed: Placed) -> Runs:
    return placed.block.runs if isinstance(placed.block, Paragraph | Heading) else ()

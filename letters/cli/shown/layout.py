"""Text and tables set as wide as the window: lines broken where a reader breaks them, cards where a table is wider."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from letters.cli.error_messages import columns, visible

if TYPE_CHECKING:
    from letters.documents.markdown import Block, TableBlock

USUAL, NARROWEST = 80, 40
"""Columns of a window that nobody can tell of, and the fewest that text is set in."""
_OPENS = frozenset("（【《「『“‘([{<")
_CLOSES = frozenset("，。；：、！？）】》」』”’…,.;:!?)]}>%％")
_RUNGS = ("├─ ", "└─ ", "│  ", "   ")
"""What stands before the lines of a tree, three columns a level."""


def window() -> int:
    """Returns the columns of the window: those of COLUMNS, of the terminal, or the usual ones."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given):
        return max(int(given), NARROWEST)
    for stream in (sys.stdout, sys.stderr):
        try:
            found = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError, AttributeError):
            continue
        if found:
            return max(found, NARROWEST)
    return USUAL


def wrapped(text: str, most: int, indent: str = "") -> list[str]:
    """Returns a line as lines of at most `most` columns, those after the first behind an indent.

    It breaks at spaces and between 汉字, not before a closing mark, after an opening one, or between a number and its
    unit. A word that is longer than a line stands alone on one.
    """
    if columns(text) <= most:
        return [text]
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and columns(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Yields what stands between the places at which a text may be broken; a space belongs to what is before it."""
    start = 0
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if after.isspace() or before in _OPENS or after in _CLOSES:
            continue
        is_wide = columns(before) == 2 or (columns(after) == 2 and not before.isdigit() and before not in "%％")
        if before.isspace() or is_wide:
            yield text[start:place]
            start = place
    yield text[start:]


def set_lines(text: str, most: int) -> list[str]:
    """Returns the lines of a text, each broken; those of a list go on under their first word."""
    made = []
    for line in text.splitlines():
        rest = line.lstrip(" ")
        mark, _, _ = rest.partition(" ")
        is_item = mark == "-" or (mark[:-1].isdigit() and mark.endswith("."))
        made += wrapped(line, most, " " * (len(line) - len(rest) + (len(mark) + 1 if is_item else 0)))
    return made


def branches(lines: Iterable[str], most: int) -> list[str]:
    """Returns the lines of a tree, each broken; the branches go on beside what is below them."""
    made = []
    for line in lines:
        stem = 0
        while line[stem : stem + 3] in _RUNGS:
            stem += 3
        before = line[:stem].replace("├─ ", "│  ").replace("└─ ", "   ")
        made += wrapped(line, most, f"{before}  ")
    return made


def table_lines(table: TableBlock, most: int) -> list[str]:
    """Returns a table as aligned columns, or as cards where those are wider than `most`."""
    from letters.documents.plain_text import to_text

    lines = to_text((table,)).splitlines()
    return lines if max(map(columns, lines), default=0) <= most else list(_cards(table, most))


def _cards(table: TableBlock, most: int) -> Iterator[str]:
    """Yields each row as a card: its first cell, and below it the others, each beside its head; empty ones are left
    out. Numbers end under each other.
    """
    from letters.documents.markdown import plain

    heads = [plain(cell) for cell in table.header]
    rows = [[plain(cell).replace("\n", " ") for cell in row] for row in table.rows]
    room = max(map(columns, heads[1:]), default=0)
    numbers = [place for place, align in enumerate(table.aligns) if align == "right" and place]
    widest = max((columns(row[place]) for row in rows for place in numbers), default=0)
    for number, row in enumerate(row for row in rows if any(row)):
        if number:
            yield ""
        yield from wrapped(row[0] or heads[0], most, "  ")
        for place, cell in enumerate(row[1:], 1):
            if cell:
                head = heads[place] + " " * (room - columns(heads[place]))
                gap = " " * (widest - columns(cell)) if place in numbers else ""
                yield from wrapped(f"  {head}  {gap}{cell}", most, " " * (room + 4))


def block_lines(block: Block, most: int) -> list[str]:
    """Returns the lines of a block, as wide as `most`; none of an empty one."""
    from letters.documents.markdown import TableBlock
    from letters.documents.plain_text import to_text

    lines = table_lines(block, most) if isinstance(block, TableBlock) else set_lines(to_text((block,)), most)
    return [visible(line) for line in lines] if any(lines) else []

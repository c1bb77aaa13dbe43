"""Blocks → plain text to paste into a mail or a chat: the same words, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

from letters.documents.markdown import (
    Align,
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    TableBlock,
    ThematicBreak,
    clean,
    plain,
)

CARDS = ("Call Numbers", "Call Table")
"""Tables that are too wide for the notes of a telephone."""
_RULE = "─" * 20
_GAP = "  "  # between two columns of a table


class _Columns(dict[str, int]):
    """Columns of one character, worked out once: 2 for East Asian wide ones, 0 for combining ones."""

    def __missing__(self, char: str) -> int:
        wide = 2 if east_asian_width(char) in "WF" else 1
        self[char] = columns = 0 if category(char) in {"Mn", "Me", "Cf"} else wide
        return columns


_COLUMNS = _Columns()


@lru_cache(maxsize=1024)
def width(text: str) -> int:
    """Returns how many columns the text takes on a terminal or in a fixed-width font."""
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


def to_text(blocks: Sequence[Block]) -> str:
    """Returns the letter as plain text; it ends with exactly one newline."""
    text = clean("\n\n".join(_chunks(blocks)))
    return "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n") + "\n"


def _chunks(blocks: Iterable[Block]) -> list[str]:
    return [chunk for block in blocks if (chunk := _block(block))]


def _block(block: Block) -> str:
    match block:
        case Paragraph() | Heading():
            return plain(block.runs)
        case ListBlock():
            return "\n".join(_items(block))
        case TableBlock() if block.style in CARDS:
            return _cards(block)
        case TableBlock():
            return "\n".join(_rows(block))
        case Quote():
            return _indented("\n\n".join(_chunks(block.blocks)), "  ", "  ")
        case ThematicBreak():
            return _RULE


def _items(block: ListBlock) -> Iterable[str]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        yield _indented("\n".join(_chunks(item)), mark, " " * len(mark))


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


def _rows(table: TableBlock) -> Iterable[str]:
    """Yields lines of aligned columns. A row to be filled in by hand has no words, so it is left out."""
    rows = [[plain(cell).replace("\n", " ") for cell in row] for row in (table.header, *table.rows)]
    rows = [row for row in rows if any(row)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield _GAP.join(map(_padded, row, widths, table.aligns)).rstrip()


def _cards(table: TableBlock) -> str:
    """Returns a table that is read on a telephone: of one row each head with its words, else a row after the other,
    its last cell behind its first and the others below.
    """
    rows = [[plain(cell) for cell in row] for row in table.rows if any(row)]
    if len(rows) == 1:
        heads = [plain(cell) for cell in table.header]
        return "\n".join([f"{head}{_GAP}{words}" for head, words in zip(heads, rows[0], strict=True)])
    return "\n\n".join(["\n".join([f"▪ {first}{_GAP}{last}", *between]) for first, *between, last in rows])


def _padded(cell: str, columns: int, align: Align) -> str:
    room = columns - width(cell)
    left = {"right": room, "center": room // 2}.get(align, 0)
    return " " * left + cell + " " * (room - left)


def paragraphs(blocks: Iterable[Block]) -> list[str]:
    """Returns the words of each paragraph, heading, list item and cell, in reading order, without marks or numbers."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(plain(block.runs))
            case ListBlock():
                found += [words for item in block.items for words in paragraphs(item)]
            case TableBlock():
                found += [plain(cell) for row in (block.header, *block.rows) for cell in row]
            case Quote():
                found += paragraphs(block.blocks)
    return [words for words in found if words.strip()]

"""Which column of the user's table is which of the letter's, where columns were added, deleted or moved."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from letters.edited.word_body import WordUnit
from letters.files.xml_nodes import XmlNode

Columns = tuple[int | None, ...]
"""For each column of the user's table its place in the letter's, or None for one of the user's own."""
Cell = tuple[XmlNode, tuple[WordUnit, ...]]


def columns_between(letter: Sequence[str], own: Sequence[str]) -> Columns | None:
    """Returns the columns by the words of both heads; None if fewer than two, or than half, are known again."""
    found: list[int | None] = [None] * len(own)
    for kind, i, j, k, m in SequenceMatcher(None, letter, own, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == m - k):
            found[k:m] = range(i, j)
    left = [at for at in range(len(letter)) if at not in found]
    for at, words in enumerate(own):
        same = [place for place in left if letter[place] == words]
        if found[at] is None and same:
            found[at] = same[0]
            left.remove(same[0])
    known = sum(one is not None for one in found)
    return tuple(found) if known >= min(2, len(letter)) and known * 2 >= min(len(letter), len(own)) else None


def columns_by_heads(letter: Sequence[str], own: Sequence[str]) -> Columns | None:
    """Returns the columns of the user's table by the words of both heads: of equally many the same, unless they were
    moved; None if too few are known again.
    """
    if len(letter) == len(own) and (list(letter) == list(own) or sorted(letter) != sorted(own)):
        return tuple(range(len(letter)))
    return columns_between(letter, own)


def columns_of(base: WordUnit, mine: WordUnit) -> Columns | None:
    """Returns the columns of the user's table by the first row of both."""
    if not base.rows or not mine.rows:
        return None
    if len(mine.rows[0].cells) == max(len(row.cells) for row in mine.rows):
        return columns_by_heads(_head(base), _head(mine))
    return columns_between(_head(base), _head(mine))


def same_columns(base: WordUnit, new: WordUnit) -> bool:
    """Returns whether both versions of the letter have equally many columns."""
    return base.columns == new.columns


def cells_beside(
    base: WordUnit, mine: WordUnit, new: WordUnit, columns: Columns | None
) -> list[tuple[tuple[WordUnit, ...], Cell, tuple[WordUnit, ...]]] | None:
    """Returns the cells of the user's row that the letter has, each between what the letter had and has there.

    Returns None if the rows do not have the cells of their columns.
    """
    if len(base.cells) != len(new.cells):
        return None
    places = columns or tuple(range(len(base.cells)))
    if len(mine.cells) != len(places) or any(at is not None and at >= len(base.cells) for at in places):
        return None
    both = zip(places, mine.cells, strict=True)
    return [(base.cells[at][1], cell, new.cells[at][1]) for at, cell in both if at is not None]


def row_xml(new: WordUnit, data: bytes, columns: Columns) -> bytes:
    """Returns the XML of a new row with the columns of the user's table; one of the user's own stays empty."""
    cells = [data[node.start : node.end] for node, _ in new.cells]
    if list(columns) == list(range(len(cells))) or not cells:
        return data[new.node.start : new.node.end]
    first, last = new.cells[0][0], new.cells[-1][0]
    empty = b"<w:tc><w:p/></w:tc>"
    told = [empty if at is None or at >= len(cells) else cells[at] for at in columns]
    return data[new.node.start : first.start] + b"".join(told) + data[last.end : new.node.end]


def _head(table: WordUnit) -> list[str]:
    return [" ".join(unit.words for unit in units).strip() for _, units in table.rows[0].cells]

"""How wide each column of a table on paper is, in twips (a twentieth of a point)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from letters.documents.docx.style_xml import CALL_TABLES, DENSE_MARGIN, MARGIN
from letters.documents.markdown import TableBlock, plain
from letters.documents.plain_text import width

TEXT_WIDTH = 11906 - 2 * 1800  # A4 less the margins of 3.18 cm
DENSE = 6  # a table with more columns gets small cell margins
_COLUMN = 105  # half a Han character, or one digit, at 10.5 pt
_SLACK = 30  # bold and capital letters are a little wider than digits
_LONGEST = 24 * _COLUMN  # no single word may starve its neighbours
_WIDEST = {False: (134, 71, 130), True: (146, 76, 140)}
"""Twips of a digit, a comma and a letter at 10.5 pt, plain and bold, in the widest stand-in for Times New Roman, DejaVu
Serif: a number stays on one line whatever fonts the reader has.
"""
_NOTE = re.compile(r"(?<=\d)(?:（| \().*")  # what is said in brackets behind a number may take a line of its own
_WORD = re.compile(r"[!-~]+")  # what does not break: Word breaks between Han characters
_STEPS = 10  # halvings of the level that is looked for: to a few twips
_MOVES = 8
_SHARES = (0.0, 0.5, 1.0)  # from even columns to columns as wide as their words


class _Column(NamedTuple):
    """One column: the widths of its cells in half Han characters, and what it wants in twips."""

    cells: tuple[int, ...]
    need: int  # numbers and single words stay whole, with any font
    line: int  # every cell on one line in Times New Roman; the header may take two
    fit: int  # the same, and what it needs
    wish: int  # every cell and the header on one line


def cell_margin(table: TableBlock) -> int:
    """Returns the twips to the left and right of a cell's words."""
    return DENSE_MARGIN if len(table.aligns) > DENSE or table.style in CALL_TABLES else MARGIN


def column_widths(table: TableBlock, room: int = TEXT_WIDTH, scale: float = 1.0) -> list[int]:
    """Returns the widths in twips, which fill the room exactly; `scale` is how much larger than 10.5 pt the words are.

    If it can be done, every cell stays on one line, perhaps with a header of two lines; else the numbers, single words
    and as many short cells as the fewest lines allow.
    """
    if scale != 1.0:
        widths = [int(one * scale) for one in column_widths(table, int(room / scale))]
        return [room - sum(widths[1:]), *widths[1:]]
    margins = 2 * cell_margin(table) + _SLACK
    return list(_shared_out(tuple(_columns(table, margins)), margins, room))


@lru_cache(maxsize=256)  # the same table stands in several letters of a case, and in letters of others with few changes
def _shared_out(columns: tuple[_Column, ...], margins: int, room: int) -> list[int]:
    """Returns the widths of columns that want so much."""
    need, line, fit, wish = ([getattr(c, name) for c in columns] for name in ("need", "line", "fit", "wish"))
    if sum(wish) <= room:
        return _filled(wish, wish, room)
    if sum(fit) <= room:
        return _filled(fit, [w - f for w, f in zip(wish, fit, strict=True)], room)
    if sum(line) <= room and len(columns) > DENSE:  # crowded: the name of a bill stays whole, digits get what is left
        return _filled(line, [f - n for f, n in zip(fit, line, strict=True)], room)
    if sum(need) <= room:
        tries = [_level(columns, share, room) for share in _SHARES]
        return _polished(columns, min(tries, key=lambda widths: _lines(columns, widths, margins)), margins)
    return _filled([n * room // sum(need) for n in need], need, room)


def _columns(table: TableBlock, margins: int) -> list[_Column]:
    columns = []
    for align, head, *cells in zip(table.aligns, table.header, *table.rows, strict=True):
        header, words = plain(head), [plain(cell) for cell in cells]
        widths = tuple([max(map(width, text.split("\n"))) if "\n" in text else width(text) for text in words])
        bold = [any(run.bold for run in cell) for cell in cells]
        if align == "right":
            parts = [_NOTE.sub(r"\n\g<0>", text).split("\n") for text in words]
        else:
            parts = [_WORD.findall(text) for text in words]
        needs = [_unbroken(part, is_bold) for of_cell, is_bold in zip(parts, bold, strict=True) for part in of_cell]
        needs += [_unbroken(word, False) for word in _WORD.findall(header)]
        need = min(max([4 * _COLUMN, *needs]), _LONGEST)
        line = max([4, -(-width(header) // 4) * 2, *widths]) * _COLUMN
        fit = max(need, line)
        wish = max(fit, width(header) * _COLUMN)
        columns.append(_Column(widths, *(size + margins for size in (need, line, fit, wish))))
    return columns


@lru_cache(maxsize=1024)
def _unbroken(text: str, is_bold: bool) -> int:
    """Returns how wide a text is on one line in the widest font, in twips."""
    narrow = [char for char in text if width(char) < 2]
    digits, marks = sum(map(str.isdigit, narrow)), sum(char in ",. -" for char in narrow)
    wide, (digit, mark, letter) = sum(map(width, text)) - len(narrow), _WIDEST[is_bold]
    return digits * digit + marks * mark + (len(narrow) - digits - marks) * letter + wide * _COLUMN


def _level(columns: Sequence[_Column], share: float, room: int) -> list[int]:
    """Returns the widths for a share: each column is as wide as a common level times its own fit to the power of
    `share`.

    None is wider than it fits, or narrower than it needs.
    """

    bounds = [(c.need, c.fit, c.fit**share) for c in columns]

    def at(level: float) -> list[int]:
        return [min(fit, max(need, int(level * weight))) for need, fit, weight in bounds]

    low, high = 0.0, max(fit / weight for _, fit, weight in bounds)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) <= room else (low, middle)
    widths = at(low)
    return _filled(widths, [c.fit - w for c, w in zip(columns, widths, strict=True)], room)


def _polished(columns: Sequence[_Column], widths: list[int], margins: int) -> list[int]:
    """Returns the widths after as much was moved from one column to another as saves lines, one step at a time."""
    best, most = widths, _lines(columns, widths, margins)
    for _ in range(_MOVES):
        moved = [
            [width + step * ((place == to) - (place == taken)) for place, width in enumerate(best)]
            for step in (_COLUMN, 2 * _COLUMN)
            for taken, to in permutations(range(len(best)), 2)
            if best[taken] - step >= columns[taken].need
        ]
        tried = [(_lines(columns, one, margins), one) for one in moved]
        least, found = min(tried, default=(most, best))
        if least >= most:
            break
        best, most = found, least
    return best


def _lines(columns: Sequence[_Column], widths: list[int], margins: int) -> tuple[int, int]:
    """Returns how high the table is, in lines, and the lines of all cells, so that short cells stay on one line."""
    rows = zip(*(_wrapped(c.cells, w - margins) for c, w in zip(columns, widths, strict=True)), strict=True)
    heights = list(rows)
    return sum(map(max, heights)), sum(map(sum, heights))


def _wrapped(cells: Iterable[int], room: int) -> list[int]:
    return [-(-cell * _COLUMN // room) for cell in cells]


def _filled(widths: list[int], shares: list[int], room: int) -> list[int]:
    """Returns the widths with the room that is left divided by these shares."""
    left, total = room - sum(widths), sum(shares) or 1
    result = [w + left * share // total for w, share in zip(widths, shares, strict=True)]
    result[0] += room - sum(result)  # what rounding left
    return result

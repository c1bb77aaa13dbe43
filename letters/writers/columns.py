"""How wide each column of a table in a Word file is, in twips (a twentieth of a point)."""

from __future__ import annotations

import re
from functools import lru_cache

from letters.writers.blocks import Table, plain
from letters.writers.skeleton import DENSE_MARGIN, MARGIN
from letters.writers.text import width

TEXT_WIDTH = 11906 - 2 * 1800  # A4 less the margins of 3.18 cm
DENSE = 6  # a table with more columns gets small cell margins
_COLUMN = 105  # half a Han character, or one digit, at 10.5 pt
_SLACK = 30  # bold and capital letters are a little wider than digits
_LONGEST = 24  # display columns; no single word may starve its neighbours
_WORD = re.compile(r"[!-~]+")  # what does not break: Word breaks between Han characters


def column_widths(table: Table) -> list[int]:
    """The widths, which fill the text width exactly.

    Where it can be done, every cell stays on one line; else the numbers and single words do.
    """
    margins = 2 * (DENSE_MARGIN if len(table.aligns) > DENSE else MARGIN) + _SLACK
    wish, need = [], []
    for align, head, *cells in zip(table.aligns, table.header, *table.rows, strict=True):
        header, words = plain(head), [plain(cell) for cell in cells]
        widths = [width(text) for text in words]
        least = widths if align == "right" else [_longest_word(text) for text in words]
        need.append(min(max([4, _longest_word(header), *least]), _LONGEST) * _COLUMN + margins)
        wish.append(max([width(header), *widths, 4]) * _COLUMN + margins)
    wish = [max(pair) for pair in zip(wish, need, strict=True)]
    if sum(wish) <= TEXT_WIDTH:
        return _shared(wish, wish)
    if sum(need) <= TEXT_WIDTH:
        return _shared(need, [w - n for w, n in zip(wish, need, strict=True)])
    return [n * TEXT_WIDTH // sum(need) for n in need]


@lru_cache(maxsize=4096)
def _longest_word(text: str) -> int:
    return max(map(len, _WORD.findall(text)), default=0)


def _shared(widths: list[int], shares: list[int]) -> list[int]:
    """The widths with the room that is left divided by these shares."""
    room, total = TEXT_WIDTH - sum(widths), sum(shares)
    result = [w + room * share // total for w, share in zip(widths, shares, strict=True)]
    result[0] += TEXT_WIDTH - sum(result)  # what rounding left
    return result

"""Blocks → HTML: a letter as the page shows it. Its blanks are buttons that lead to where they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape

from letters.documents.html.elements import HtmlElements, class_name
from letters.documents.markdown import Block, Heading, Paragraph, Runs, TableBlock, plain
from letters.web.shown.amounts import marked

LEAST_HEADING = 3
"""The level of a letter's first headings; those above it are the page's own."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ALIGNED = {"right": ' class="num"', "center": ' class="mid"', "left": "", "none": ""}


def to_html(blocks: Sequence[Block], places: Mapping[str, str], known: Mapping[Decimal, str]) -> str:
    """Returns a letter's HTML, in which every text is escaped. There is no id, style or script in it.

    `places` gives the scenario path of a blank by the blank as it is printed, `known` the names of the figures of an
    amount.
    """
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    return _Paper(places, known, LEAST_HEADING - min(levels, default=1)).blocks(blocks)


class _Paper(HtmlElements):
    def __init__(self, places: Mapping[str, str], known: Mapping[Decimal, str], deeper: int) -> None:
        self.places, self.known, self.deeper = places, known, deeper

    def words(self, words: str) -> str:
        return marked(words, self.known)

    def paragraph(self, block: Paragraph) -> str:
        return f"<p{_styled(block.style)}>{self.runs(block.runs)}</p>"

    def heading(self, block: Heading) -> str:
        tag = f"h{min(block.level + self.deeper, 6)}"
        look = ' class="title"' if block.level == 1 else _styled(block.style)
        return f"<{tag}{look}>{self.runs(block.runs)}</{tag}>"

    def table(self, table: TableBlock) -> str:
        aligned = [_ALIGNED[align] for align in table.aligns]
        heads = "".join(
            f'<th scope="col"{look}>{words}</th>' if words else f"<td{look}></td>"
            for look, words in zip(aligned, map(self.runs, table.header), strict=True)
        )
        rows = "".join(f"<tr>{''.join(map(self._cell, aligned, row))}</tr>" for row in table.rows)
        head = f"<thead><tr>{heads}</tr></thead>" if "<th" in heads else ""
        return f'<div class="wide"><table>{head}<tbody>{rows}</tbody></table></div>'

    def _cell(self, look: str, cell: Runs) -> str:
        """Returns a cell, in which a day is never broken over two lines."""
        if not look and _DAY.fullmatch(plain(cell)):
            look = ' class="one"'
        return f"<td{look}>{self.runs(cell)}</td>"

    def blank(self, text: str, words: str) -> str:
        if path := self.places.get(text):
            return f'<button type="button" class="blank" data-path="{escape(path)}">{words}</button>'
        return f'<mark class="blank">{words}</mark>'


def _styled(style: str | None) -> str:
    """Returns a style's name as a class: Page Break is s-page-break."""
    return f' class="{class_name(style)}"' if style else ""

"""Blocks → HTML: a letter as the page shows it. Its blanks are buttons that lead to where they are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from letters.documents.markdown import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    TableBlock,
    ThematicBreak,
    plain,
)

LEAST_HEADING = 3
"""The level of a letter's first headings; those above it are the page's own."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ALIGNED = {"right": ' class="num"', "center": ' class="mid"', "left": "", "none": ""}


def to_html(blocks: Sequence[Block], places: Mapping[str, str], scrolls: str) -> str:
    """Returns a letter's HTML, in which every text is escaped. There is no id, style or script in it.

    `places` gives the scenario path of a blank by the blank as it is printed; `scrolls` is what is said of a wide
    table, which can be moved sideways.
    """
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    return _Paper(places, scrolls, LEAST_HEADING - min(levels, default=1)).blocks(blocks)


class _Paper:
    def __init__(self, places: Mapping[str, str], scrolls: str, deeper: int) -> None:
        self.places, self.scrolls, self.deeper = places, scrolls, deeper

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"<p{_styled(block.style)}>{self._runs(block.runs)}</p>"
            case Heading():
                tag = f"h{min(block.level + self.deeper, 6)}"
                look = ' class="title"' if block.level == 1 else _styled(block.style)
                return f"<{tag}{look}>{self._runs(block.runs)}</{tag}>"
            case ListBlock():
                items = "".join(f"<li>{self._item(item)}</li>" for item in block.items)
                start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
                return f"<ol{start}>{items}</ol>" if block.ordered else f"<ul>{items}</ul>"
            case Quote():
                return f"<blockquote>{self.blocks(block.blocks)}</blockquote>"
            case TableBlock():
                return self._table(block)
            case ThematicBreak():
                return "<hr>"

    def _item(self, item: Sequence[Block]) -> str:
        """Returns a list item; words alone need no paragraph around them."""
        if len(item) == 1 and isinstance(item[0], Paragraph) and item[0].style is None:
            return self._runs(item[0].runs)
        return self.blocks(item)

    def _table(self, table: TableBlock) -> str:
        aligned = [_ALIGNED[align] for align in table.aligns]
        heads = "".join(
            f'<th scope="col"{look}>{words}</th>' if words else f"<td{look}></td>"
            for look, words in zip(aligned, map(self._runs, table.header), strict=True)
        )
        rows = "".join(f"<tr>{''.join(map(self._cell, aligned, row))}</tr>" for row in table.rows)
        head = f"<thead><tr>{heads}</tr></thead>" if "<th" in heads else ""
        # Wide tables scroll by themselves, with the keyboard too.
        where = f'class="wide" tabindex="0" role="group" aria-label="{escape(self.scrolls)}"'
        return f"<div {where}><table>{head}<tbody>{rows}</tbody></table></div>"

    def _cell(self, look: str, cell: Runs) -> str:
        """Returns a cell, in which a day is never broken over two lines."""
        if not look and _DAY.fullmatch(plain(cell)):
            look = ' class="one"'
        return f"<td{look}>{self._runs(cell)}</td>"

    def _runs(self, runs: Runs) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        if run.text == "\n":
            return "<br>"
        words = escape(run.text)
        if run.blank:
            path = self.places.get(run.text)
            words = (
                f'<button type="button" class="blank" data-path="{escape(path)}">{words}</button>'
                if path
                else f'<mark class="blank">{words}</mark>'
            )
        if run.italic:
            words = f"<em>{words}</em>"
        return f"<strong>{words}</strong>" if run.bold else words


def _styled(style: str | None) -> str:
    """Returns a style's name as a class: Page Break is s-page-break."""
    return f' class="s-{re.sub("[^a-z0-9]+", "-", style.lower())}"' if style else ""

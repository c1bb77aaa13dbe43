"""Blocks → a Word file, written straight as XML over the house's static parts (letters.documents.docx.build_styles).

Every paragraph names a style and nothing else, so a change of one style in Word changes the whole letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from letters.documents.block_styles import (
    CELL_STYLES,
    CHECKS,
    SMALL,
    Placed,
    cell_styles,
    flow,
    heading_style,
    in_style,
    widths,
)
from letters.documents.column_widths import DENSE
from letters.documents.docx.static_parts import NumberedList, Stationery, escaped, stationery
from letters.documents.docx.style_xml import OWN_INDENTS
from letters.documents.markdown import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    TableBlock,
)

_TABLE_END = "</w:tbl>"
_DEEPEST = 3  # levels of lists that have a style of their own


def to_word(blocks: Sequence[Block], *, title: str, language: str, house: Stationery | None = None) -> bytes:
    """Returns the .docx file; equal arguments give equal bytes.

    `house` is the user's letterhead, or the house's own. A language without a house style of its own gets that of its
    first subtag, else the English one. Raises UnknownName for a style that the house does not have.
    """
    house = house or stationery(language)
    body = _Body(house)
    body.add_all(flow(blocks))
    return house.document(body.xml, tuple(body.lists), title, language)


def _run_head(bold: bool, italic: bool, blank: bool) -> str:
    look = "<w:b/>" * bold + "<w:i/>" * italic + '<w:highlight w:val="yellow"/>' * blank
    return ("<w:r>" if not look else f"<w:r><w:rPr>{look}</w:rPr>") + '<w:t xml:space="preserve">'


_RUN_HEADS = {look: _run_head(*look) for look in product((False, True), repeat=3)}


_BLANK = "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>"
"""Begins a control to type into: its words are a placeholder, which the first key replaces."""
_PLAIN = _run_head(bold=False, italic=False, blank=False)


def _runs(runs: Runs) -> str:
    return "".join([_run(run) for run in runs]) if len(runs) != 1 else _run(runs[0])


def _run(run: Run) -> str:
    text = run.text
    if text == "\n":
        return "<w:r><w:br/></w:r>"
    head = _RUN_HEADS[run.bold, run.italic, run.blank] if run.bold or run.italic or run.blank else _PLAIN
    words = f"{head}{escaped(text)}</w:t></w:r>"
    return f"{_BLANK}{words}</w:sdtContent></w:sdt>" if run.blank else words


class _Body:
    """Collects the XML of the body and the numbered lists that it met."""

    def __init__(self, house: Stationery) -> None:
        self.house = house
        self.xml: list[str] = []
        self.lists: list[NumberedList] = []

    def add_all(self, placed: Sequence[Placed]) -> None:
        for one in placed:
            self.add(one.block, one.style, kept=one.kept)
        if not self.xml or self.xml[-1] == _TABLE_END:
            self.paragraph("Table End", ())  # Word asks for a last paragraph

    def add(self, block: Block, style: str, depth: int = 0, kept: int = 0) -> None:
        """Adds a block. `style` is that of its paragraphs; `depth` counts the lists around it.

        The last `kept` rows or items stay on one page with what follows.
        """
        if isinstance(block, (Paragraph, Heading)):
            self.paragraph(block.style or style, block.runs)
        elif isinstance(block, TableBlock):
            self.table(block, kept)
        elif isinstance(block, ListBlock):
            self.items(block, min(depth + 1, _DEEPEST), kept)
        elif isinstance(block, Quote):
            inner = "List Quote" if depth else "Quote"
            for part in block.blocks:
                self.add(part, heading_style(part) or inner, depth)

    def paragraph(self, style: str, runs: Runs) -> None:
        self.xml.append(f"{self.house.start(style)}{_runs(runs)}</w:p>")

    def items(self, block: ListBlock, depth: int, kept: int = 0) -> None:
        suffix = f" {depth}" if depth > 1 else ""
        name = f"List {'Number' if block.ordered else 'Bullet'}"
        free = self.house.start(block.style or f"{name}{suffix}")
        bound = self.house.start(block.style or f"{name} Kept")
        if num := self._number(block, depth - 1):
            free, bound = (start.replace("</w:pPr>", f"{num}</w:pPr>") for start in (free, bound))
        for place, item in enumerate(block.items):
            head = bound if place >= len(block.items) - kept else free
            rest = item
            first: Runs = ()
            if item and isinstance(item[0], Paragraph):
                first, rest = item[0].runs, item[1:]
            check = not block.ordered and first and first[0].text.startswith(CHECKS)
            start = self.house.start("List Check") if check else head
            self.xml.append(f"{start}{_runs(first)}</w:p>")
            for part in rest:
                self.add(in_style(part, block), heading_style(part) or f"List Continue{suffix}", depth)

    def _number(self, block: ListBlock, level: int) -> str:
        """Returns what the paragraphs of a list say of it, if their style does not say it all."""
        lists = self.house.lists
        if block.ordered:
            number = self.house.number_id(len(self.lists))
            indent = OWN_INDENTS.get(block.style or "", 0)
            self.lists.append(NumberedList(0 if indent else level, block.start, indent))
            return lists.numbers[self.lists[-1].level].properties(number)
        bullets = lists.bullets.get(level)
        return bullets.properties(bullets.definition) if bullets else ""

    def table(self, table: TableBlock, kept: int = 0) -> None:
        if self.xml and self.xml[-1] == _TABLE_END:
            self.paragraph("Table Gap", ())  # else Word would join the two
        dense = len(table.aligns) > DENSE
        style = self.house.style(table.style or ("Letter Table Dense" if dense else "Letter Table"), "table")
        given = cell_styles(table)
        columns = widths(table, self.house.text_width)
        grid = "".join([f'<w:gridCol w:w="{w}"/>' for w in columns])
        cells = [f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>' for w in columns]
        start = self.house.start
        styles = [given.cell if given else CELL_STYLES.get(align, "Table Text") for align in table.aligns]
        heads = [cell + start(given.head if given else "Table Header") for cell in cells]
        bodies = [cell + start(name) for cell, name in zip(cells, styles, strict=True)]
        bound = bodies if given else [cell + start(f"{name} Kept") for cell, name in zip(cells, styles, strict=True)]
        blanks = [cell + start(given.blank if given else "Table Blank") for cell in cells]
        self.xml.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{self.house.text_width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        self._row("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", heads, table.header)
        size = len(table.rows)
        for place, row in enumerate(table.rows):
            stays = (
                place >= size - kept or (size > 1 and place in {0, size - 2}) or (size <= SMALL and place < size - 1)
            )
            starts = bound if stays else bodies
            # a row to be filled in by hand is higher
            self._row("<w:trPr><w:cantSplit/></w:trPr>", starts if any(row) else blanks, row)
        self.xml.append(_TABLE_END)

    def _row(self, properties: str, starts: list[str], row: Sequence[Runs]) -> None:
        cells = [f"{start}{_runs(cell)}</w:p></w:tc>" for start, cell in zip(starts, row, strict=True)]
        self.xml.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")

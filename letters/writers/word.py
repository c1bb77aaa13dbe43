"""Blocks → a Word file, written straight as XML over the house's static parts (letters.writers.house).

Every paragraph names a style and nothing else, so a change of one style in Word changes the whole letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from letters.writers.blocks import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    plain,
)
from letters.writers.columns import DENSE, TEXT_WIDTH, column_widths
from letters.writers.stationery import Stationery, escaped, number_id, stationery

_TABLE_END = "</w:tbl>"
_CHECK = ("☐", "☑", "☒")
_SIGNING = {"Closing", "Signature"}
_DEEPEST = 3  # levels of lists that have a style of their own
_HEADINGS = {1: "heading 1", 2: "heading 1"}  # the document's own title is not a heading
_CELL_STYLES = {"right": "Table Number", "center": "Table Center"}
_SMALL = 8  # rows of a table that stays on one page; a longer one breaks between rows and repeats its header


def to_word(blocks: Sequence[Block], *, title: str, language: str) -> bytes:
    """The .docx file; equal arguments give equal bytes.

    A language without a house style of its own gets that of its first subtag, else the English one.
    Raises UnknownName for a style that the house does not have.
    """
    house = stationery(language)
    body = _Body(house)
    body.add_all([block for block in blocks if not isinstance(block, Rule)])
    return house.document("".join(body.xml), tuple(body.lists), title, language)


def _run_head(bold: bool, italic: bool, blank: bool) -> str:
    look = "<w:b/>" * bold + "<w:i/>" * italic + '<w:highlight w:val="yellow"/>' * blank
    return ("<w:r>" if not look else f"<w:r><w:rPr>{look}</w:rPr>") + '<w:t xml:space="preserve">'


_RUN_HEADS = {look: _run_head(*look) for look in product((False, True), repeat=3)}


def _runs(runs: Runs) -> str:
    return "".join([_run(run) for run in runs])


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<w:r><w:br/></w:r>"
    return f"{_RUN_HEADS[run.bold, run.italic, run.blank]}{escaped(run.text)}</w:t></w:r>"


class _Body:
    """Collects the XML of the body and the numbered lists that it met."""

    def __init__(self, house: Stationery) -> None:
        self.house = house
        self.xml: list[str] = []
        self.lists: list[tuple[int, int]] = []  # of each numbered list: level, first number

    def add_all(self, blocks: Sequence[Block]) -> None:
        """The letter's own blocks: here neighbours matter."""
        styles = _flow(blocks)
        for block, style in zip(blocks, styles, strict=True):
            self.add(block, style)
        if not self.xml or self.xml[-1] == _TABLE_END:
            self.paragraph("Table Gap", ())  # Word asks for a last paragraph

    def add(self, block: Block, style: str, depth: int = 0) -> None:
        """`style` is that of the paragraphs; `depth` counts the lists around the block."""
        if isinstance(block, Paragraph | Heading):
            self.paragraph(block.style or style, block.runs)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, ListBlock):
            self.items(block, min(depth + 1, _DEEPEST))
        elif isinstance(block, Quote):
            inner = "List Quote" if depth else "Quote"
            for part in block.blocks:
                self.add(part, _heading_style(part) or inner, depth)

    def paragraph(self, style: str, runs: Runs) -> None:
        self.xml.append(f"{self.house.start(style)}{_runs(runs)}</w:p>")

    def items(self, block: ListBlock, depth: int) -> None:
        suffix = f" {depth}" if depth > 1 else ""
        head = self.house.start(f"List {'Number' if block.ordered else 'Bullet'}{suffix}")
        if block.ordered:
            number = number_id(len(self.lists))
            self.lists.append((depth - 1, block.start))
            num = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{number}"/></w:numPr>'
            head = head.replace("</w:pPr>", f"{num}</w:pPr>")
        for item in block.items:
            rest = item
            first: Runs = ()
            if item and isinstance(item[0], Paragraph):
                first, rest = item[0].runs, item[1:]
            check = not block.ordered and first and first[0].text.startswith(_CHECK)
            start = self.house.start("List Check") if check else head
            self.xml.append(f"{start}{_runs(first)}</w:p>")
            for part in rest:
                self.add(part, _heading_style(part) or f"List Continue{suffix}", depth)

    def table(self, table: Table) -> None:
        if self.xml and self.xml[-1] == _TABLE_END:
            self.paragraph("Table Gap", ())  # else Word would join the two
        dense = len(table.aligns) > DENSE
        style = self.house.style(table.style or ("Letter Table Dense" if dense else "Letter Table"), "table")
        widths = column_widths(table)
        grid = "".join([f'<w:gridCol w:w="{w}"/>' for w in widths])
        cells = [f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>' for w in widths]
        start = self.house.start
        styles = [_CELL_STYLES.get(align, "Table Text") for align in table.aligns]
        heads = [cell + start("Table Header") for cell in cells]
        bodies = [cell + start(name) for cell, name in zip(cells, styles, strict=True)]
        small = len(table.rows) <= _SMALL
        kept = [cell + start(f"{name} Kept") for cell, name in zip(cells, styles, strict=True)] if small else bodies
        blanks = [cell + start("Table Blank") for cell in cells]
        self.xml.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        self._row("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", heads, table.header)
        for place, row in enumerate(table.rows, 1):
            starts = bodies if place == len(table.rows) else kept
            # a row to be filled in by hand is higher
            self._row("<w:trPr><w:cantSplit/></w:trPr>", starts if any(row) else blanks, row)
        self.xml.append(_TABLE_END)

    def _row(self, properties: str, starts: list[str], row: Sequence[Runs]) -> None:
        cells = [f"{start}{_runs(cell)}</w:p></w:tc>" for start, cell in zip(starts, row, strict=True)]
        self.xml.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")


def _flow(blocks: Sequence[Block]) -> list[str]:
    """The style of each block that names none, which depends on what stands before and after it."""
    styles = [_heading_style(block) or "Body Text" for block in blocks]
    if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        styles[0] = "Title"
    for place in range(len(blocks) - 1, -1, -1):
        if styles[place] != "Body Text":
            continue
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        stays = _stays_with(after, styles[place + 1] if after else "")
        if stays and isinstance(after, Paragraph):
            styles[place] = "Keep With Next"
        elif place and isinstance(blocks[place - 1], Table):
            styles[place] = "After Table"  # before keeping: the gap always shows, a bad break seldom
        elif stays:
            styles[place] = "Keep With Next"
    return styles


def _stays_with(after: Block | None, style: str) -> bool:
    """Whether a paragraph before this block introduces it, or is the last one above the signature."""
    if isinstance(after, Paragraph):
        short = style == "Keep With Next" and len(plain(after.runs)) <= 4  # 此致, between the two
        return short or after.style in _SIGNING
    return isinstance(after, Table | Quote | ListBlock)


def _heading_style(block: Block) -> str | None:
    return _HEADINGS.get(block.level, "heading 2") if isinstance(block, Heading) else None

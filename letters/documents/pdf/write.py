"""Blocks → a PDF file through typst: the words, styles, tables and page breaks of the Word file.

Every word is a string of Typst's, never its markup, so nothing in a letter can become an instruction. The look is
that of the house's Word styles (letters.documents.docx.style_measures).
typst is an extra; no font comes with it that has 汉字.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from letters.base.errors import Message, OutputError, UnknownName
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
from letters.documents.column_widths import cell_margin
from letters.documents.docx.running_lines import Paper
from letters.documents.docx.style_measures import StyleMeasures, looks
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
    clean,
    plain,
)
from letters.documents.page_language import page_language
from letters.documents.pdf import fonts
from letters.documents.pdf.page import HOUSE_PAPER, page_rule, without_pictures, words_of
from letters.documents.plain_text import paragraphs

EXTRA = "pip install 'negotiation-letters[pdf]'"
_LONG_WORD = re.compile(r"[!-~]{40}")
_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": " ", "\r": " ", "\t": " "})
_LINE = {"han": 1.3, "latin": 1.15}  # one line of Word, in sizes of its font: SimSun, Times New Roman
_DEEPEST, _MARK = 3, 21.0  # levels of lists that have a style; points for a number or bullet
_LISTS = {True: ('"1."', '"(1)"', '"a)"'), False: ('"•"', '"–"', '"•"')}
_NOTHING = "[]"
_INSIDE = "Quote inside"  # the line beside a quotation has its indent
_PRELUDE = """\
#set document(title: {title}, date: none)
#let body-fonts = {body}
#let heading-fonts = {heading}
#set text(font: body-fonts, size: 12pt, lang: {lang}, region: {region}, fallback: false, hyphenate: false,
  top-edge: 0.88em, bottom-edge: -0.12em)
#set par(spacing: 0pt)
#set block(spacing: 0pt)
#set table(stroke: 0.5pt + rgb("7F7F7F"), fill: (_, y) => if y == 0 {{ rgb("F2F2F2") }})
#set table.cell(breakable: false)
#show heading: it => it.body
#show title: it => it.body
"""


def to_pdf(blocks: Sequence[Block], *, title: str, language: str, paper: Paper = HOUSE_PAPER) -> bytes:
    """Returns the .pdf file; with the same fonts equal arguments give equal bytes.

    `paper` is the page with what stands above and below the text, of the user's letterhead or the house's.

    Raises OutputError if typst is not installed, or no font has some character, and UnknownName for a style.
    """
    typst = _typst()
    page = _PdfPage(language, paper)
    words = "".join([title, words_of(paper), *paragraphs(blocks), *page.language.footer, "•–0123456789.()abc"])
    fonts.check(clean(words), title, typst)
    source = page.source(flow(blocks), title, fonts.chosen(typst))
    for standard in ("ua-1", "1.7"):  # PDF/UA asks for more than a template of one's own may give
        with suppress(typst.TypstError):
            made: bytes = typst.compile(source.encode(), font_paths=fonts.installed(typst), pdf_standards=standard)
            return made
    if bare := without_pictures(paper):  # one of them is no picture that Typst knows
        return to_pdf(blocks, title=title, language=language, paper=bare)
    raise OutputError(Message("{title} cannot be a PDF; render docx, md or txt, and report it", title=title))


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise OutputError(
            Message("PDF files need the extra 'pdf': {command} (in a checkout: pip install '.[pdf]')", command=EXTRA)
        ) from None
    return typst


def string(text: str) -> str:
    """Returns a text as Typst's string; a word that would leave the page may break after every 40 characters."""
    text = _LONG_WORD.sub(lambda match: f"{match[0]}\u200b", clean(text))
    return f'"{text.translate(_STRING)}"'


def _run(run: Run) -> str:
    if run.text == "\n":
        return "linebreak()"
    words = string(run.text)
    if run.italic:
        words = f"emph({words})"
    if run.bold:
        words = f"strong({words})"
    return f'highlight(fill: rgb("FFFF00"), {words})' if run.blank else words


def _joined(parts: Iterable[str]) -> str:
    """Returns a code block that shows its parts one after the other."""
    return "{ " + "; ".join([_NOTHING, *parts]) + " }"


def _runs(runs: Runs) -> str:
    return _joined(map(_run, runs))


def _points(**values: float) -> str:
    """Returns measures as Typst's arguments: left: 24pt, top: 3pt."""
    return ", ".join(f"{name}: {round(value, 3)}pt" for name, value in values.items())


class _PdfPage:
    """Makes one letter's source.

    Spaces between paragraphs add up, as in Word; in Typst alone the larger would count.
    """

    def __init__(self, language: str, paper: Paper) -> None:
        self.language, self.paper = page_language(language), paper
        self.room = round((paper.width - paper.left - paper.right) * 20)
        self.looks = looks(language)
        self.line = _LINE[self.language.script]
        self.after = 0.0  # the space that the block before wants below it
        self.before = ""  # the style of that block

    def source(self, placed: Sequence[Placed], title: str, chosen: fonts.Fonts) -> str:
        latin = [string(name) for name in chosen.latin]
        if self.language.script == "han":  # then the marks that both scripts share come from the Chinese font
            latin = [f'(name: {name}, covers: "latin-in-cjk")' for name in latin]
        prelude = _PRELUDE.format(
            title=string(title),
            body=f"({', '.join([*latin, *map(string, chosen.body)])},)",
            heading=f"({', '.join([*latin, *map(string, chosen.heading)])},)",
            lang=string(self.language.name),
            region=string(self.language.locale.partition("-")[2].lower()),
        )
        prelude += page_rule(self.paper, self.language.footer, self.look("footer").size, string)
        return prelude + "".join([f"#{self.block(one.block, one.style, kept=one.kept)}\n" for one in placed])

    def look(self, style: str) -> StyleMeasures:
        try:
            return self.looks[style.lower()]
        except KeyError:
            raise UnknownName(Message("paragraph style"), style, list(self.looks)) from None

    def block(self, block: Block, style: str, depth: int = 0, kept: int = 0) -> str:
        """Returns one expression. `depth` counts the lists around it, in whose indent it stands already."""
        match block:
            case Paragraph() | Heading():
                return self.paragraph(_runs(block.runs), block.style or style, depth)
            case TableBlock():
                return self.table(block, kept)
            case ListBlock():
                return self.items(block, depth, kept)
            case Quote():
                return self.quote(block, depth)
            case ThematicBreak():
                return _NOTHING

    def above(self, style: str, look: StyleMeasures) -> float:
        """Returns the space above a block of the style: what the two want, and what parts two lines."""
        together = look.close and style == self.before
        space = 0.0 if together else self.after + look.before
        self.after, self.before = look.after, style
        return space + self.leading(look)

    def leading(self, look: StyleMeasures) -> float:
        return max(look.exact - look.size if look.exact else look.size * (look.pitch * self.line - 1), 0.0)

    def paragraph(self, words: str, style: str, depth: int = 0) -> str:
        look = self.look("Quote")._replace(left=0.0) if style == _INSIDE else self.look(style)
        above = self.above(style, look)
        left = look.left - (
            self.looks[f"list continue{f' {depth}' * (depth > 1)}"].left if depth and style != _INSIDE else 0.0
        )
        par = _points(leading=self.leading(look))
        if look.first > 0:
            par += f", first-line-indent: (amount: {look.first}pt, all: true)"
        elif look.first:
            par += f", hanging-indent: {-look.first}pt"
            left += look.first
        body = f"{{ {self.settings(look)} set par({par}, justify: {_bool(look.align == 'justify')}); par({words}) }}"
        if look.level is not None:
            body = f"heading(level: {look.level + 1}, {body})"
        elif style == "Title":
            body = f"title({body})"
        if look.align in {"center", "right"}:
            body = f"align({look.align}, {body})"
        sizes = _points(above=above) + f", inset: ({_points(left=max(left, 0.0))})"
        block = f"block(width: 100%, sticky: {_bool(look.keep)}, {sizes}, {body})"
        return _joined(["pagebreak(weak: true)", block]) if look.new_page else block

    def settings(self, look: StyleMeasures) -> str:
        """Returns set rules for the text of a style."""
        font = "heading-fonts" if look.heading_font else "body-fonts"
        weight = "bold" if look.bold else "regular"
        return f'set text(size: {look.size}pt, font: {font}, weight: "{weight}");'

    def quote(self, block: Quote, depth: int) -> str:
        """Returns a quotation: its paragraphs beside one line."""
        style = "List Quote" if depth else "Quote"
        look = self.look(style)
        above = self.above(style, look)
        left = 0.0 if depth else look.left
        parts = [self.block(part, heading_style(part) or _INSIDE, depth) for part in block.blocks]
        self.after, self.before = look.after, style
        bar = 'stroke: (left: 1.5pt + rgb("A6A6A6")), inset: (left: 8pt)'
        inner = f"block(width: 100%, {bar}, {_joined(parts)})"
        return f"block(width: 100%, {_points(above=above)}, inset: ({_points(left=left - 8)}), {inner})"

    def items(self, block: ListBlock, depth: int, kept: int) -> str:
        """Returns a list; its level has an indent of its own, on top of that of the lists around it."""
        depth = min(depth + 1, _DEEPEST)
        name = block.style or f"List {'Number' if block.ordered else 'Bullet'}{f' {depth}' * (depth > 1)}"
        look = self.look(name)
        above, bodies, checks, loose = self.above(name, look), [], 0, False
        for item in block.items:
            first = item[0].runs if item and isinstance(item[0], Paragraph) else ()
            rest = item[1:] if first or (item and isinstance(item[0], Paragraph)) else item
            checks += not block.ordered and plain(first).startswith(CHECKS)
            self.after, self.before = 0.0, ""
            continued = f"List Continue{f' {depth}' * (depth > 1)}"
            parts = [self.block(in_style(part, block), heading_style(part) or continued, depth) for part in rest]
            loose = loose or bool(parts)
            bodies.append(_joined([f"par({_runs(first)})", *parts]))
        self.after, self.before = look.after, name
        indent = look.left - _MARK if depth == 1 else 0.0
        spacing = self.leading(look) + (look.after if loose else 0.0)
        if checks == len(bodies):  # the box is the mark
            marks, indent = "list(marker: none, body-indent: 0pt", self.look("List Check").left - 15
        elif block.ordered:
            numbering = f"numbering: n => box(width: {_MARK}pt, align(left, numbering({_LISTS[True][depth - 1]}, n)))"
            marks = f"enum(start: {block.start}, body-indent: 0pt, number-align: start, {numbering}"
        else:
            marks = f"list(body-indent: 0pt, marker: box(width: {_MARK}pt, align(left, {_LISTS[False][depth - 1]}))"
        hang = ", hanging-indent: 15pt" if checks == len(bodies) else ""
        inner = f"{self.settings(look)} set par({_points(leading=self.leading(look))}{hang}, justify: false)"
        made = f"{marks}, {_points(indent=indent, spacing=spacing)}, {', '.join(bodies)})"
        whole = bool(kept) and kept == len(bodies)
        stays = f"breakable: {_bool(not whole)}, sticky: {_bool(whole)}"
        return f"block(width: 100%, {_points(above=above)}, {stays}, {_joined([inner, made])})"

    def table(self, table: TableBlock, kept: int) -> str:
        small = len(table.rows) <= SMALL
        given = cell_styles(table)
        text = self.look(given.cell if given else "Table Text")
        inset = _points(x=cell_margin(table) / 20, y=text.before + self.leading(text) / 2)
        columns = ", ".join(f"{width / 20}pt" for width in widths(table, self.room))
        heads = [self.cell(cell, given.head if given else "Table Header", text) for cell in table.header]
        styles = [given.cell if given else CELL_STYLES.get(align, "Table Text") for align in table.aligns]
        blank = given.blank if given else "Table Blank"
        rows = [
            self.cell(cell, style if any(row) else blank, text)
            for row in table.rows
            for cell, style in zip(row, styles, strict=True)
        ]
        last = 0 if small else 2 * len(heads)  # the total stays with the row above it: a foot never breaks
        foot = [f"table.footer(repeat: false, {', '.join(rows[-last:])})"] if last else []
        parts = [f"table.header({', '.join(heads)},)", *rows[: len(rows) - last], *foot]
        made = f"table(columns: ({columns},), inset: ({inset}), {', '.join(parts)})"
        above = self.after + self.leading(self.look("Body Text")) / 2
        self.after, self.before = 0.0, "Table"
        stays = f"breakable: {_bool(not small)}, sticky: {_bool(small and bool(kept))}"
        return f"block(width: 100%, {_points(above=above)}, {stays}, {made})"

    def cell(self, words: Runs, style: str, text: StyleMeasures) -> str:
        look = self.look(style)
        leading = self.leading(look)
        align = look.align if look.align in {"center", "right"} else "left"
        space = look.before - text.before
        height = max(look.size, look.exact - self.leading(text)) if not words else look.size  # nothing is no line high
        body = f"{{ {self.settings(look)} set par({_points(leading=leading)}, justify: false); par({_runs(words)}) }}"
        padded = f"pad({_points(y=space)}, box(height: {height}pt, {body}))" if space or not words else body
        return f"table.cell(align: {align} + horizon, {padded})"


def _bool(value: bool) -> str:
    return "true" if value else "false"

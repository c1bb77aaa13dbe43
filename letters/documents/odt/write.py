"""Blocks → an OpenDocument text (.odt), written straight as XML: the words, styles and page of the Word file."""

from __future__ import annotations

import re
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
from letters.documents.column_widths import cell_margin
from letters.documents.docx.package import member, pack
from letters.documents.docx.static_parts import XML, escaped
from letters.documents.docx.style_measures import looks
from letters.documents.docx.style_xml import DENSE_MARGIN, MARGIN
from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, Quote, Run, Runs, TableBlock, plain
from letters.documents.odt.styles import (
    BULLET_LIST,
    DEEPEST,
    NAMESPACES,
    NUMBER_LIST,
    VERSION,
    list_of_its_own,
    style_name,
    styles_part,
)

_TYPE = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    )
    + "</manifest:manifest>"
).encode()
# As with the Word file, LibreOffice then takes the larger of two spaces between paragraphs, and keeps a row with the
# next where its paragraphs say so.
_SETTINGS = (
    f'{XML}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    f' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    f' xmlns:ooo="http://openoffice.org/2004/office" {VERSION}><office:settings>'
    '<config:config-item-set config:name="ooo:configuration-settings">'
    '<config:config-item config:name="AddParaTableSpacing" config:type="boolean">false</config:config-item>'
    '<config:config-item config:name="TableRowKeep" config:type="boolean">true</config:config-item>'
    "</config:config-item-set></office:settings></office:document-settings>"
).encode()
_SPACES = re.compile(" {2,}|^ | $")
_LINE = "0.5pt solid #7f7f7f"


def to_odt(blocks: Sequence[Block], *, title: str, language: str) -> bytes:
    """Returns the .odt file; equal arguments give equal bytes. Raises UnknownName for a style."""
    body = _OdtBody(language)
    words = body.placed(flow(blocks))
    content = (
        f"{XML}<office:document-content {NAMESPACES} {VERSION}><office:automatic-styles>{_LOOKS}"
        f"{''.join(body.automatic)}</office:automatic-styles><office:body><office:text>{words}</office:text>"
        "</office:body></office:document-content>"
    )
    meta = (
        f"{XML}<office:document-meta {NAMESPACES} {VERSION}><office:meta><dc:title>{escaped(title)}</dc:title>"
        f"<dc:language>{escaped(language)}</dc:language></office:meta></office:document-meta>"
    )
    return pack((
        member("mimetype", _TYPE.encode()),  # the first, and not compressed
        member("content.xml", content.encode()),
        member("styles.xml", styles_part(language)),
        member("meta.xml", meta.encode()),
        member("settings.xml", _SETTINGS),
        member("META-INF/manifest.xml", _MANIFEST),
    ))  # fmt: skip


def _look_name(run: Run) -> str:
    return "".join(letter for letter, has in zip("bim", (run.bold, run.italic, run.blank), strict=True) if has)


def _look_style(bold: bool, italic: bool, blank: bool) -> str:
    said = ' fo:font-weight="bold" style:font-weight-asian="bold"' * bold
    said += ' fo:font-style="italic" style:font-style-asian="italic"' * italic
    said += ' fo:background-color="#ffff00"' * blank
    name = _look_name(Run("", bold, italic, blank))
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties{said}/></style:style>'


def _cell_style(name: str, padding: float, fill: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties'
        f' fo:border="{_LINE}" fo:padding-top="0pt" fo:padding-bottom="0pt"'
        f' fo:padding-left="{padding:g}pt" fo:padding-right="{padding:g}pt"'
        f' style:vertical-align="middle"{fill}/></style:style>'
    )


_LOOKS = (
    "".join(_look_style(*look) for look in product((False, True), repeat=3) if any(look))
    + '<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>"
    + "".join(
        _cell_style(f"{kind}{margin}", margin / 20, fill)
        for margin in (MARGIN, DENSE_MARGIN)
        for kind, fill in (("cell", ""), ("head", ' fo:background-color="#f2f2f2"'))
    )
)


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<text:line-break/>"
    # Two spaces are one in OpenDocument, and one at an end of a paragraph is none.
    words = _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escaped(run.text))
    name = _look_name(run)
    return f'<text:span text:style-name="{name}">{words}</text:span>' if name else words


class _OdtBody:
    """Makes the XML of one letter and collects the styles of its tables, which differ in their columns."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.looks = looks(language)
        self.automatic: list[str] = []
        self.tables = 0

    def placed(self, placed: Sequence[Placed]) -> str:
        return "".join([self.block(one.block, one.style, kept=one.kept) for one in placed])

    def block(self, block: Block, style: str, depth: int = 0, kept: int = 0) -> str:
        """Returns the XML of a block. `style` is that of its paragraphs; `depth` counts the lists around it."""
        match block:
            case Paragraph() | Heading():
                return self.paragraph(block.style or style, block.runs)
            case TableBlock():
                return self.table(block, kept)
            case ListBlock():
                return self.items(block, min(depth + 1, DEEPEST), kept)
            case Quote():
                inner = "List Quote" if depth else "Quote"
                return "".join([self.block(part, heading_style(part) or inner, depth) for part in block.blocks])
            case _:
                return ""

    def paragraph(self, style: str, runs: Runs) -> str:
        name = style_name(style, self.language)
        level = self.looks[style.lower()].level
        if level is None:
            return f'<text:p text:style-name="{name}">{_runs(runs)}</text:p>'
        return f'<text:h text:style-name="{name}" text:outline-level="{level + 1}">{_runs(runs)}</text:h>'

    def items(self, block: ListBlock, depth: int, kept: int) -> str:
        suffix = f" {depth}" if depth > 1 else ""
        name = f"List {'Number' if block.ordered else 'Bullet'}"
        made, listed = [], False
        for place, item in enumerate(block.items):
            first = item[0].runs if item and isinstance(item[0], Paragraph) else ()
            rest = item[1:] if item and isinstance(item[0], Paragraph) else item
            plainly = f"{name} Kept" if place >= len(block.items) - kept else f"{name}{suffix}"
            style = block.style or plainly
            is_check = not block.ordered and plain(first).startswith(CHECKS)
            listed = listed or not is_check
            words = self.paragraph("List Check" if is_check else style, first)
            words += "".join(
                self.block(in_style(part, block), heading_style(part) or f"List Continue{suffix}", depth)
                for part in rest
            )
            start = f' text:start-value="{block.start}"' if block.ordered and not place else ""
            made.append(words if is_check else f"<text:list-item{start}>{words}</text:list-item>")
        if not listed:
            return "".join(made)
        made = [
            one if one.startswith("<text:list-item") else f"<text:list-header>{one}</text:list-header>" for one in made
        ]
        which = self.list_style(block)
        return f'<text:list text:style-name="{which}">{"".join(made)}</text:list>'

    def list_style(self, block: ListBlock) -> str:
        """Returns the name of a list's style, which is made where its items have a paragraph style of their own."""
        if not block.style:
            return NUMBER_LIST if block.ordered else BULLET_LIST
        name = f"List_20_of_20_{style_name(block.style, self.language)}"
        made = list_of_its_own(name, self.looks[block.style.lower()], ordered=block.ordered)
        if made not in self.automatic:
            self.automatic.append(made)
        return name

    def table(self, table: TableBlock, kept: int) -> str:
        self.tables += 1
        name, margin, small = f"table{self.tables}", cell_margin(table), len(table.rows) <= SMALL
        given, room = cell_styles(table), widths(table)
        keep = ' fo:keep-with-next="always"' if small and kept else ""
        self.automatic.append(
            f'<style:style style:name="{name}" style:family="table"><style:table-properties table:align="left"'
            f' style:width="{sum(room) / 20:g}pt" style:may-break-between-rows="{"false" if small else "true"}"{keep}'
            ' table:border-model="collapsing"/></style:style>'
        )
        columns = ""
        for place, width in enumerate(room):
            self.automatic.append(
                f'<style:style style:name="{name}.{place}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width / 20:g}pt"/></style:style>'
            )
            columns += f'<table:table-column table:style-name="{name}.{place}"/>'
        head = self._row(table.header, [given.head if given else "Table Header"] * len(room), f"head{margin}")
        styles = [given.cell if given else CELL_STYLES.get(align, "Table Text") for align in table.aligns]
        blank = [given.blank if given else "Table Blank"] * len(room)
        bound = styles if given else [f"{style} Kept" for style in styles]
        places = [bound if place == len(table.rows) - 2 else styles for place in range(len(table.rows))]
        rows = "".join(
            [
                self._row(row, place if any(row) else blank, f"cell{margin}")
                for row, place in zip(table.rows, places, strict=True)
            ]
        )
        return (
            f'<table:table table:name="{name}" table:style-name="{name}">{columns}'
            f"<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
        )

    def _row(self, row: Sequence[Runs], styles: Sequence[str], cell: str) -> str:
        cells = "".join(
            f'<table:table-cell table:style-name="{cell}" office:value-type="string">{self.paragraph(style, words)}'
            "</table:table-cell>"
            for style, words in zip(styles, row, strict=True)
        )
        return f'<table:table-row table:style-name="row">{cells}</table:table-row>'

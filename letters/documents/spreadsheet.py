"""A workbook to fill in: heads in bold with a note on each, and rows below, every cell as text. Written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from letters.files.workbook_bounds import column_name

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEXT, _BOLD = 1, 2
"""The styles of a cell: a text that Excel leaves as it is, with all digits of a long number; the same in bold."""
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(title: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> bytes:
    """Returns the bytes of an XLSX file with one sheet; `heads` are texts with the note that stands on each.

    The same input gives the same bytes.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>'
            f'<sheet name="{escape(title[:31], {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet([head for head, _ in heads], rows),
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(
            [("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("comments", "../comments1.xml")]
        ),
        "xl/comments1.xml": _comments([note for _, note in heads]),
        "xl/drawings/vmlDrawing1.vml": _drawing(len(heads)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            head = "" if name.endswith(".vml") else _HEAD
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), head + text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _content_types() -> str:
    overrides = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{_TYPE}.worksheet+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/xl/comments1.xml": f"{_TYPE}.comments+xml",
    }
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
        + "</Types>"
    )


def _relations(found: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOC}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _sheet(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(1, heads, _BOLD), *(_row(number, row, _TEXT) for number, row in enumerate(rows, 2))]
    return (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(heads)}" width="18" style="{_TEXT}" customWidth="1"/></cols>'
        f'<sheetData>{"".join(lines)}</sheetData><legacyDrawing r:id="rId1"/></worksheet>'
    )


def _row(number: int, cells: Sequence[str], style: int) -> str:
    made = (
        f'<c r="{column_name(place)}{number}" s="{style}" t="inlineStr"><is>{_text(text)}</is></c>'
        for place, text in enumerate(cells, 1)
        if text
    )
    return f'<row r="{number}">{"".join(made)}</row>'


def _text(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text)}</t>'


def _comments(notes: Sequence[str]) -> str:
    made = "".join(
        f'<comment ref="{column_name(place)}1" authorId="0"><text>{_text(note)}</text></comment>'
        for place, note in enumerate(notes, 1)
    )
    authors = "<authors><author>letters</author></authors>"
    return f'<comments xmlns="{_MAIN}">{authors}<commentList>{made}</commentList></comments>'


def _drawing(count: int) -> str:
    """Returns the boxes in which Excel shows the notes, hidden until the pointer rests on a head."""
    shapes = "".join(
        f'<v:shape id="_x0000_s{1025 + place}" type="#_x0000_t202"'
        ' style="position:absolute;width:180pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>{place}</x:Column></x:ClientData></v:shape>"
        for place in range(count)
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
        f' o:spt="202" path="m,l,21600r21600,l21600,xe"/>{shapes}</xml>'
    )

"""A letter as the HTML part of an e-mail: every look stands at its element, since mail programs drop style sheets."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from letters.documents.block_styles import Placed, heading_style
from letters.documents.docx.style_measures import StyleMeasures, looks
from letters.documents.html.elements import HtmlElements
from letters.documents.html.page import LINE, heading_tag, look_of
from letters.documents.markdown import Heading, Paragraph, TableBlock
from letters.documents.page_language import page_language

_FONTS = "font-family:'Times New Roman',SimSun,'Songti SC',serif"
_STYLES = {
    "ul": "margin:0 0 6pt;padding-left:30pt",
    "ol": "margin:0 0 6pt;padding-left:30pt",
    "check": "margin:0 0 6pt;padding-left:15pt;list-style:none",
    "blockquote": "margin:0 0 6pt 16pt;padding-left:8pt;border-left:2px solid #a6a6a6",
    "mark": "background:#ffff00",
    "table": "border-collapse:collapse;margin:3pt 0 8pt;font-size:10.5pt",
    "cell": "border:1px solid #7f7f7f;padding:3px 6px",
}
_CELL = _STYLES["cell"]
_ALIGNED = {
    "right": f' align="right" style="{_CELL};text-align:right;white-space:nowrap"',
    "center": f' align="center" style="{_CELL};text-align:center"',
    "left": f' style="{_CELL}"',
    "none": f' style="{_CELL}"',
}
_HEAD = f' align="center" bgcolor="#f2f2f2" style="{_CELL};background:#f2f2f2;font-weight:bold"'


def to_message(placed_blocks: Sequence[Placed], language: str) -> str:
    """Returns the HTML of a message's body. Raises UnknownName for a style."""
    page = page_language(language)
    body = _Message(looks(language), LINE[page.script])
    words = "\n".join(body.placed(one) for one in placed_blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.locale)}">\n<head><meta charset="utf-8"></head>\n<body>\n'
        f'<div style="{escape(_FONTS)};font-size:12pt;color:#000000;max-width:48em">\n{words}\n</div>\n'
        "</body>\n</html>\n"
    )


class _Message(HtmlElements):
    def __init__(self, measures: dict[str, StyleMeasures], line: float) -> None:
        self.measures, self.line = measures, line
        self.style = "Body Text"

    def placed(self, one: Placed) -> str:
        self.style = one.style
        return self.block(one.block)

    def attributes(self, name: str) -> str:
        return f' style="{_STYLES[name]}"' if name in _STYLES else ""

    def paragraph(self, block: Paragraph) -> str:
        return f'<p style="{self._look(block.style or self.style)}">{self.runs(block.runs)}</p>'

    def heading(self, block: Heading) -> str:
        style = block.style or (self.style if self.style != "Body Text" else heading_style(block) or "heading 2")
        tag = heading_tag(look_of(style, self.measures))
        return f'<{tag} style="{self._look(style)};font-weight:bold">{self.runs(block.runs)}</{tag}>'

    def table(self, table: TableBlock) -> str:
        heads = "".join(f"<th{_HEAD}>{self.runs(cell)}</th>" for cell in table.header)
        looks_of = [_ALIGNED[align] for align in table.aligns]
        rows = "".join(
            f"<tr>{''.join(f'<td{look}>{self.runs(cell)}</td>' for look, cell in zip(looks_of, row, strict=True))}</tr>"
            for row in table.rows
        )
        return (
            f'<table border="1" cellspacing="0" cellpadding="4"{self.attributes("table")}>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _look(self, style: str) -> str:
        look = look_of(style, self.measures)
        left = max(look.left + min(look.first, 0), 0)
        first = f";text-indent:{look.first:g}pt" if look.first > 0 else ""
        align = f";text-align:{look.align}" if look.align in {"center", "right"} else ""
        return (
            f"margin:{look.before:g}pt 0 {max(look.after, 6):g}pt {left:g}pt;font-size:{look.size:g}pt"
            f";line-height:{min(look.pitch * self.line, 1.6):.3g}{first}{align}"
        )

"""A letter as one HTML file that any browser shows, and prints as the PDF is: the words and look of the Word file.

The file holds all that it needs. It has no script, and its own policy lets a browser load nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from letters.base.errors import Message, UnknownName
from letters.documents.block_styles import SMALL, Placed, cell_styles, flow, heading_style, is_total, widths
from letters.documents.column_widths import TEXT_WIDTH, cell_margin
from letters.documents.docx.style_measures import StyleMeasures, looks
from letters.documents.docx.style_xml import DENSE_MARGIN, MARGIN
from letters.documents.html.elements import HtmlElements, class_name
from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, Runs, TableBlock, clean
from letters.documents.page_language import PageLanguage, page_language

LINE = {"han": 1.3, "latin": 1.15}
"""How high one line of Word is, in sizes of its font, by script: SimSun, Times New Roman."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_BODY_FONTS = '"Letter Marks", "Times New Roman", "Liberation Serif", SimSun, "Songti SC", "Noto Serif CJK SC", serif'
_HEADING_FONTS = (
    '"Letter Marks", "Times New Roman", "Liberation Serif", SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif'
)
# Marks that both scripts share come from the Chinese font of the reader's own machine.
_MARKS = (
    '@font-face { font-family: "Letter Marks"; unicode-range: U+B7, U+2014, U+2018-201D, U+2026;'
    ' src: local("SimSun"), local("STSongti-SC-Regular"), local("Noto Serif CJK SC"); }'
)
_STEP, _HANG = 45.0, 21.0  # points: where the words of a list stand, and how much deeper those of the next level
_SHEET = """\
@page {{ size: A4; margin: 72pt 90pt; @bottom-center {{ content: {footer}; font: {footer_size}pt {body}; }} }}
@counter-style bracketed {{ system: extends decimal; prefix: "("; suffix: ") "; }}
@counter-style lettered {{ system: extends lower-alpha; suffix: ") "; }}
html {{ color-scheme: light; background: #fff; color: #000; -webkit-text-size-adjust: 100%; }}
body {{ margin: 0; font: 12pt/{line} {body}; overflow-wrap: break-word; }}
main {{ max-width: {width}pt; margin: 0 auto; }}
h1, h2, h3 {{ font-family: {heading}; font-weight: inherit; }}
ul, ol {{ margin: 0; padding: 0 0 {list_after}pt {step}pt; line-height: {list_line}; }}
li ul, li ol {{ padding: 0 0 0 {hang}pt; }}
ul ul {{ list-style-type: "–  "; }} ul ul ul {{ list-style-type: disc; }}
ol ol {{ list-style-type: bracketed; }} ol ol ol {{ list-style-type: lettered; }}
ul.check {{ list-style: none; padding-left: {check}pt; }} ul.check > li {{ text-indent: -15pt; }}
li > p {{ margin: 0; text-indent: 0; line-height: inherit; }}
blockquote {{ margin: 0 0 5pt {quote}pt; padding-left: 8pt; border-left: 1.5pt solid #a6a6a6; }}
blockquote > p {{ margin: 0 0 5pt; text-indent: 0; line-height: {quote_line}; }}
table {{ width: 100%; border-collapse: collapse; font-size: {table_size}pt; line-height: {line}; margin: 3pt 0 0; }}
th, td {{ border: .5pt solid #7f7f7f; padding: {cell}pt {margin}pt; text-align: left; text-indent: 0; }}
.dense th, .dense td {{ padding: {cell}pt {dense_margin}pt; }}
.call th, .call td {{ padding-top: 0; padding-bottom: 0; }}
th {{ background: #f2f2f2; text-align: center; font-family: {heading}; font-weight: {head_weight};
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
.num {{ text-align: right; }} .mid {{ text-align: center; }} .free td {{ padding-top: 10pt; padding-bottom: 10pt; }}
mark {{ background: #ff0; color: inherit; -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
tr {{ break-inside: avoid; }} .whole {{ break-inside: avoid; }} .keep {{ break-after: avoid; }}
p {{ orphans: 2; widows: 2; }}
@media print {{ table {{ table-layout: fixed; }} }}
@media screen {{
  main {{ padding: 1.5rem 1rem 3rem; }} .wide {{ overflow-x: auto; }} col {{ width: auto !important; }}
  .num {{ white-space: nowrap; }}
}}
"""


def to_html(blocks: Sequence[Block], *, title: str, language: str) -> bytes:
    """Returns the .html file, in UTF-8; equal arguments give equal bytes. Raises UnknownName for a style."""
    page = page_language(language)
    measures = looks(language)
    paper = _Page(measures)
    body = paper.placed(flow(blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.locale)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(clean(title))}</title>\n<style>\n{_sheet(page, measures, paper)}</style>\n"
        f"</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def look_of(style: str, measures: dict[str, StyleMeasures]) -> StyleMeasures:
    """Returns the measures of a style. Raises UnknownName."""
    try:
        return measures[style.lower()]
    except KeyError:
        raise UnknownName(Message("paragraph style"), style, list(measures)) from None


def heading_tag(look: StyleMeasures) -> str:
    """Returns the element of a heading: h1 is the letter's title, h2 and h3 are what stands below it."""
    return "h1" if look.level is None else f"h{min(look.level + 2, 6)}"


class _Page(HtmlElements):
    """Makes the elements of the file, each paragraph with its style as class, and notes which styles it used."""

    def __init__(self, measures: dict[str, StyleMeasures]) -> None:
        self.measures = measures
        self.used: set[str] = set()
        self.lists: set[str] = set()
        self.style, self.kept = "Body Text", 0

    def placed(self, placed: Iterable[Placed]) -> str:
        parts = []
        for one in placed:
            self.style, self.kept = one.style, one.kept
            parts.append(self.block(one.block))
        return "\n".join(parts)

    def list_attributes(self, block: ListBlock, name: str) -> str:
        if not block.style:
            return self.attributes(name)
        self.lists.add(block.style)
        return f' class="{class_name(block.style)}"'

    def attributes(self, name: str) -> str:
        return ' class="check"' if name == "check" else ""

    def paragraph(self, block: Paragraph) -> str:
        return f"<p{self._class(block.style or self.style)}>{self.runs(block.runs)}</p>"

    def heading(self, block: Heading) -> str:
        style = block.style or (self.style if self.style != "Body Text" else heading_style(block) or "heading 2")
        tag = heading_tag(look_of(style, self.measures))
        return f"<{tag}{self._class(style)}>{self.runs(block.runs)}</{tag}>"

    def items(self, block: ListBlock) -> str:
        kept, self.kept = self.kept, 0
        made = super().items(block)
        return f'<div class="whole keep">{made}</div>' if kept and kept == len(block.items) else made

    def table(self, table: TableBlock) -> str:
        columns = "".join(f'<col style="width:{width / TEXT_WIDTH:.2%}">' for width in widths(table))
        given = cell_styles(table)
        aligned = ["" if given else _ALIGNED[align] for align in table.aligns]
        heads = "".join(
            f'<th scope="col">{self._cell(cell, given.head if given else None)}</th>' for cell in table.header
        )
        first_kept = len(table.rows) - self.kept
        rows = []
        for place, row in enumerate(table.rows):
            is_kept = place >= first_kept or (place == len(table.rows) - 2 and is_total(table.rows[-1]))
            classes = " ".join(["keep"] * is_kept + ["free"] * (not any(row) and not given))
            style = (given.cell if any(row) else given.blank) if given else None
            cells = "".join(
                f"<td{look}>{self._cell(cell, style)}</td>" for look, cell in zip(aligned, row, strict=True)
            )
            rows.append(f"<tr{_classes(classes)}>{cells}</tr>")
        small, dense = len(table.rows) <= SMALL, cell_margin(table) == DENSE_MARGIN
        names = ["wide"] + ["dense"] * dense + ["call"] * bool(given) + ["whole"] * small
        names += ["keep"] * bool(small and self.kept)
        return (
            f'<div class="{" ".join(names)}"><table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _cell(self, words: Runs, style: str | None) -> str:
        """Returns the words of a cell, as a paragraph if it has a style of its own."""
        return f"<p{self._class(style)}>{self.runs(words)}</p>" if style else self.runs(words)

    def _class(self, style: str) -> str:
        look_of(style, self.measures)
        self.used.add(style)
        return f' class="{class_name(style)}"'


_ALIGNED = {"right": ' class="num"', "center": ' class="mid"', "left": "", "none": ""}


def _classes(names: str) -> str:
    return f' class="{names}"' if names else ""


def _sheet(page: PageLanguage, measures: dict[str, StyleMeasures], paper: _Page) -> str:
    line = LINE[page.script]
    item, quote, table = (measures[name] for name in ("list number", "quote", "table text"))
    before, between, after = map(_quoted, page.footer)
    sheet = _SHEET.format(
        footer=f"{before} counter(page) {between} counter(pages) {after}",
        footer_size=measures["footer"].size,
        body=_BODY_FONTS,
        heading=_HEADING_FONTS,
        line=line,
        width=TEXT_WIDTH / 20,
        list_after=item.after,
        list_line=round(item.pitch * line, 3),
        step=_STEP,
        hang=_HANG,
        check=measures["list check"].left,
        quote=quote.left - 8,
        quote_line=round(quote.pitch * line, 3),
        table_size=table.size,
        cell=table.before,
        margin=MARGIN / 20,
        dense_margin=DENSE_MARGIN / 20,
        head_weight="bold" if measures["table header"].bold else "normal",
    )
    rules = "".join(
        f".{class_name(style)} {{ {declarations(look_of(style, measures), line)} }}\n" for style in sorted(paper.used)
    )
    rules += "".join(_list_rule(style, look_of(style, measures)) for style in sorted(paper.lists))
    return (f"{_MARKS}\n" if page.script == "han" else "") + sheet + rules


def _list_rule(style: str, look: StyleMeasures) -> str:
    """Returns the rules of a list of which the items have a style of their own."""
    name, font = class_name(style), f"font-size: {look.size:g}pt; line-height: {look.exact:g}pt;"
    return (
        f"main .{name} {{ padding: 0 0 0 {look.left:g}pt; {font} }}\n"
        f".{name} > li {{ margin-bottom: {look.after:g}pt; }}\n"
    )


def declarations(look: StyleMeasures, line: float) -> str:
    """Returns a style in CSS; `line` is the height of one line of Word. The space above and below adds up, as there."""
    said = {
        "margin": f"0 0 {look.after:g}pt {max(look.left + min(look.first, 0), 0):g}pt",
        "padding": f"{look.before:g}pt 0 0",
        "font-size": f"{look.size:g}pt",
        "line-height": f"{look.exact:g}pt" if look.exact else f"{look.pitch * line:.4g}",
        "text-indent": f"{look.first:g}pt",
        "text-align": look.align,
        "font-weight": "bold" if look.bold else "normal",
    }
    if look.exact:
        said["min-height"] = f"{look.exact:g}pt"  # of an empty cell, to be filled in by hand
    if look.keep:
        said["break-after"] = "avoid"
    if look.new_page:
        said["break-before"] = "page"
    return "; ".join(f"{name}: {value}" for name, value in said.items())


def _quoted(text: str) -> str:
    """Returns a text as a string of CSS, in which no character can end the string or the style sheet."""
    return '"' + re.sub(r'["\\<>\x00-\x1f]', lambda found: f"\\{ord(found[0]):x} ", clean(text)) + '"'

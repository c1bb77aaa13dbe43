"""The house style of Word files: `python -m letters.documents.docx.build_styles` writes `parts/<language>/` beside it.

Every part of a Word file that is the same in every letter of a language is made here, once, and committed;
`letters.documents.docx.write` adds the letter's own words. The only user of python-docx, which is slow to import.
Measures are points unless a name says otherwise; a point is 20 twips (`w:spacing`, `w:ind`).
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Pt

from letters.documents.docx.style_xml import (
    BODY,
    HANG,
    HEI,
    NS,
    ROMAN,
    SONG,
    STEP,
    TABLE,
    TABLE_STYLES,
    defaults,
    fonts,
    numbering,
    settings,
    table_style,
)
from letters.documents.page_language import bundled_languages, page_language

PARTS = Path(__file__).with_name("parts")
SPOKEN = 14.0
"""What is read aloud on the telephone, in points."""
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


class StyleLanguage(NamedTuple):
    """What differs between the languages. `footer` alternates words and field names."""

    folder: str
    latin: str  # w:lang of Latin words and digits: under zh-CN LibreOffice breaks lines inside numbers
    footer: tuple[str, ...]
    first: int  # first-line indent of the body, in hundredths of a character
    align: WD_ALIGN_PARAGRAPH
    lines: float
    gap: float  # after a paragraph
    bold: bool | None  # headings and table heads; 黑体 is heavy enough without
    sign: WD_ALIGN_PARAGRAPH  # the signature block: flush right, or flush with the centre of the page
    sign_left: float | None = None


_SCRIPTS: dict[str, tuple[Any, ...]] = {
    "han": (200, JUSTIFY, 1.5, 0, None, RIGHT),
    "latin": (0, LEFT, 1.15, 8, True, LEFT, 207),
}
"""The first-line indent and all that follows it in StyleLanguage, by script."""


def style_language(name: str) -> StyleLanguage:
    """Returns how a language differs from the others, by its page in `language.yaml`."""
    page = page_language(name)
    before, between, after = page.footer
    footer = (before, "PAGE", between, "NUMPAGES", *([after] if after else []))
    return StyleLanguage(page.name, page.latin, footer, *_SCRIPTS[page.script])


class StyleDefinition(NamedTuple):
    """A paragraph style: only what differs from the style it is based on."""

    name: str
    base: str | None = "Normal"
    then: str | None = None  # the style of the next paragraph that the person types
    size: float | None = None
    east: str | None = None
    bold: bool | None = None
    align: WD_ALIGN_PARAGRAPH | None = None
    before: float | None = None
    after: float | None = None
    lines: float | None = None
    exact: float | None = None
    left: float | None = None
    hang: float | None = None
    first: int | None = None
    level: int | None = None  # in the outline, from 0
    keep: bool | None = None  # on one page with the next paragraph
    new_page: bool | None = None
    close: bool = False  # no space between neighbours of this style
    number: tuple[int, int] | None = None  # w:num and its level
    bar: bool = False  # a line down the left side
    hidden: bool = False  # takes no room, on a full page neither: Word asks for a paragraph after the last table
    custom: bool = False  # not one of Word's own, which a Chinese Word shows under their Chinese names


def looks(lang: StyleLanguage) -> tuple[StyleDefinition, ...]:
    """Returns the house's paragraph styles, Word's own first."""
    body, gap, bold, lines = "Body Text", lang.gap, lang.bold, lang.lines
    left, sign, tight = lang.sign_left, lang.sign, min(lang.lines, 1.2)
    return (
        StyleDefinition("Normal", None, size=BODY, east=SONG),
        StyleDefinition("Title", then=body, size=18, east=HEI, bold=bold, align=CENTRE, after=8, keep=True),
        StyleDefinition("heading 1", then=body, size=14, east=HEI, bold=bold, before=6, after=2, level=0, keep=True),
        StyleDefinition("heading 2", then=body, size=12, east=HEI, bold=bold, before=8, after=4, level=1, keep=True),
        StyleDefinition(body, lines=lines, after=gap, first=lang.first, align=lang.align),
        StyleDefinition("Salutation", then=body, lines=lines, after=gap),
        StyleDefinition("Closing", then="Signature", lines=lines, after=gap, left=left, keep=True),
        StyleDefinition("Signature", then="Date", lines=tight, before=8, align=sign, left=left, keep=True),
        StyleDefinition("Date", then=body, lines=tight, align=sign, left=left, after=gap),
        StyleDefinition(
            "List Bullet", lines=tight, after=max(gap, 6), close=True, left=STEP + HANG, hang=HANG, number=(1, 0)
        ),
        StyleDefinition("List Bullet 2", "List Bullet", left=STEP + 2 * HANG, hang=HANG, number=(1, 1)),
        StyleDefinition("List Bullet 3", "List Bullet", left=STEP + 3 * HANG, hang=HANG, number=(1, 2)),
        StyleDefinition(
            "List Number", lines=tight, after=max(gap, 6), close=True, left=STEP + HANG, hang=HANG, number=(2, 0)
        ),
        StyleDefinition("List Number 2", "List Number", left=STEP + 2 * HANG, hang=HANG, number=(2, 1)),
        StyleDefinition("List Number 3", "List Number", left=STEP + 3 * HANG, hang=HANG, number=(2, 2)),
        StyleDefinition("List Continue", lines=tight, after=max(gap, 6), close=True, left=STEP + HANG),
        StyleDefinition("List Continue 2", "List Continue", left=STEP + 2 * HANG),
        StyleDefinition("List Continue 3", "List Continue", left=STEP + 3 * HANG),
        StyleDefinition("Quote", then=body, lines=1.3, after=5, left=STEP, align=lang.align, bar=True),
        StyleDefinition("footer", size=9, align=CENTRE),
        StyleDefinition("Subject", then="Salutation", lines=lines, after=8, keep=True, custom=True),
        StyleDefinition("Page Break", "heading 1", then=body, new_page=True, before=0, custom=True),
        StyleDefinition("Keep With Next", body, then=body, keep=True, custom=True),
        StyleDefinition("After Table", body, then=body, before=8, custom=True),
        StyleDefinition("After Table Kept", "After Table", then=body, keep=True, custom=True),
        StyleDefinition("List Bullet Kept", "List Bullet", then="List Bullet", keep=True, custom=True),
        StyleDefinition("List Number Kept", "List Number", then="List Number", keep=True, custom=True),
        StyleDefinition("List Check", lines=tight, after=max(gap, 6), close=True, left=STEP + 15, hang=15, custom=True),
        StyleDefinition("List Quote", "Quote", then=body, left=STEP + HANG, custom=True),
        StyleDefinition("Table Text", size=TABLE, before=1.5, after=1.5, custom=True),
        StyleDefinition("Table Number", "Table Text", align=RIGHT, custom=True),
        StyleDefinition("Table Center", "Table Text", align=CENTRE, custom=True),
        StyleDefinition("Table Text Kept", "Table Text", keep=True, custom=True),
        StyleDefinition("Table Number Kept", "Table Number", keep=True, custom=True),
        StyleDefinition("Table Center Kept", "Table Center", keep=True, custom=True),
        StyleDefinition("Table Blank", "Table Text", before=10, after=10, keep=True, custom=True),
        StyleDefinition("Table Header", "Table Text", east=HEI, bold=bold, align=CENTRE, keep=True, custom=True),
        StyleDefinition("Call Note", exact=16, after=3, custom=True),
        StyleDefinition("Call Sentence", size=SPOKEN, exact=18, after=3, custom=True),
        StyleDefinition(
            "Call Sentence Number", "Call Sentence", left=HANG, hang=HANG, number=(2, 0), keep=True, custom=True
        ),
        StyleDefinition("Call Aside", exact=15, after=3, left=STEP + HANG, hang=15, number=(1, 0), custom=True),
        StyleDefinition("Call Head", size=TABLE, east=HEI, bold=bold, exact=14, align=CENTRE, keep=True, custom=True),
        StyleDefinition("Call Number", size=16, exact=24, align=CENTRE, custom=True),
        StyleDefinition("Call Cell", size=BODY, exact=13, before=0.5, after=0.5, custom=True),
        StyleDefinition("Call Blank", "Call Cell", exact=22, custom=True),
        StyleDefinition("Table Gap", size=1, exact=1, custom=True),
        StyleDefinition("Table End", "Table Gap", hidden=True, custom=True),
    )


def build(lang: StyleLanguage) -> dict[str, bytes]:
    """Returns the parts by their names inside the package, without those that belong to one letter."""
    document = Document()
    _strip(document.part, {"customXml", "stylesWithEffects", "webSettings"})
    _strip(document.part.package, {"extended-properties", "thumbnail"})
    _set_styles(document, lang)
    _set_footer(document, lang)
    out = BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in sorted(package.namelist())}
    for name in ("word/document.xml", "docProps/core.xml"):
        del parts[name]
    parts["word/settings.xml"] = settings(lang.latin).encode()
    parts["word/fontTable.xml"] = fonts().encode()
    parts["word/numbering.xml"] = numbering().encode()
    return {name: _readable(blob) for name, blob in parts.items()}


def write(folder: Path = PARTS) -> None:
    """Writes folder/<language>/<part> for every language."""
    for lang in map(style_language, bundled_languages()):
        for name, blob in build(lang).items():
            path = folder / lang.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(blob)


def _readable(blob: bytes) -> bytes:
    """Returns a part with one element a line, so that a change of style is a diff that can be reviewed."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}{serialize_for_reading(parse_xml(blob))}".encode()


def _strip(owner: Part | OpcPackage, kinds: set[str]) -> None:
    """Drops what python-docx's template carries and a letter does not need."""
    for key, rel in list(owner.rels.items()):
        if rel.reltype.rsplit("/", 1)[-1] in kinds:
            del owner.rels[key]


def _set_styles(document: WordDocument, lang: StyleLanguage) -> None:
    styles = document.styles
    latent = styles.latent_styles
    for exception in list(latent):
        exception.delete()
    latent.default_to_hidden = latent.default_to_unhide_when_used = True  # the style pane lists ours only
    for style in list(styles):
        if style.name not in {"Default Paragraph Font", "Normal Table", "No List"}:
            style.delete()
    styles.element.replace(styles.element.find(qn("w:docDefaults")), parse_xml(defaults(lang.latin)))
    table = looks(lang)
    for look in table:
        styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=not look.custom)
    for place, look in enumerate(table):
        _shape(styles, look, place)
    styles["Normal"].element.set(qn("w:default"), "1")
    for name, base, margin in TABLE_STYLES:
        styles.element.append(parse_xml(table_style(name, base, margin)))
    for name, words in page_language(lang.folder).styles:
        alias = OxmlElement("w:aliases")  # Word shows it behind the name, by which programs know the style
        alias.set(qn("w:val"), words)
        styles[name].element.find(qn("w:name")).addnext(alias)


def _shape(styles: Any, look: StyleDefinition, place: int) -> None:
    """Gives one style its look; untyped, because python-docx types a style by its kind."""
    style = styles[look.name]
    style.base_style = styles[look.base] if look.base else None
    style.next_paragraph_style = styles[look.then or look.name]
    style.quick_style, style.priority, style.hidden = True, place + 1, False
    style.font.size = Pt(look.size) if look.size else None
    style.font.bold, style.font.hidden = look.bold, look.hidden or None
    if look.east:
        names = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key, value in (("hint", "eastAsia"), ("ascii", ROMAN), ("hAnsi", ROMAN), ("eastAsia", look.east)):
            names.set(qn(f"w:{key}"), value)
    form = style.paragraph_format
    form.alignment, form.keep_with_next, form.page_break_before = look.align, look.keep, look.new_page
    form.space_before = None if look.before is None else Pt(look.before)
    form.space_after = None if look.after is None else Pt(look.after)
    form.line_spacing = Pt(look.exact) if look.exact else look.lines
    form.left_indent = None if look.left is None else Pt(look.left)
    properties = style.element.get_or_add_pPr()
    if look.hang:
        form.first_line_indent = Pt(-look.hang)
    elif look.first:
        form.first_line_indent = Pt(look.first / 100 * BODY)  # for programs that do not know firstLineChars
        properties.ind.set(qn("w:firstLineChars"), str(look.first))
    if look.number:
        numbers = properties.get_or_add_numPr()
        if look.number[1]:
            numbers.get_or_add_ilvl().val = look.number[1]
        numbers.get_or_add_numId().val = look.number[0]
    if look.level is not None:
        level = parse_xml(f'<w:outlineLvl {NS} w:val="{look.level}"/>')
        properties.insert_element_before(level, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")
    if look.bar:
        line = '<w:left w:val="single" w:sz="12" w:space="8" w:color="A6A6A6"/>'
        bar = parse_xml(f"<w:pBdr {NS}>{line}</w:pBdr>")
        properties.insert_element_before(bar, "w:spacing", "w:ind", "w:jc")
    if look.close:
        close = parse_xml(f"<w:contextualSpacing {NS}/>")
        properties.insert_element_before(close, "w:jc")


def _set_footer(document: WordDocument, lang: StyleLanguage) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "footer"
    for place, words in enumerate(lang.footer):
        paragraph.add_run("1" if place % 2 else words)
    runs = list(footer.part.element.iter(qn("w:r")))
    for run, words in list(zip(runs, lang.footer, strict=True))[1::2]:
        field = parse_xml(f'<w:fldSimple {NS} w:instr=" {words} "/>')
        run.addprevious(field)
        field.append(run)


if __name__ == "__main__":
    write()

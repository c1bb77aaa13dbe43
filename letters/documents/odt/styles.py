"""The house's styles in OpenDocument: the measures of the Word file's, each style resting on the same base as there."""

from __future__ import annotations

from functools import cache

from letters.base.errors import Message, UnknownName
from letters.documents.docx.static_parts import XML, escaped
from letters.documents.docx.style_measures import StyleMeasures, bases, looks
from letters.documents.docx.style_xml import BULLETS, HANG, HEI, NUMBERS, ROMAN, SONG, STEP
from letters.documents.page_language import PageLanguage, page_language

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_FO = f"{_OASIS}:xsl-fo-compatible:1.0"
NAMESPACES = " ".join(
    f'xmlns:{short}="{full}"'
    for short, full in {
        **{name: f"{_OASIS}:{name}:1.0" for name in ("office", "style", "text", "table", "meta")},
        "fo": _FO,
        "svg": f"{_OASIS}:svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
VERSION = 'office:version="1.3"'
BULLET_LIST, NUMBER_LIST = "Bullets", "Numbers"
DEEPEST = 3
"""How many levels of lists have a style."""
_NAMES = {
    "Normal": "Standard",
    "Body Text": "Text body",
    "Quote": "Quotations",
    "footer": "Footer",
    "heading 1": "Heading 1",
    "heading 2": "Heading 2",
}
"""What OpenDocument's programs call a style of Word's."""
_ALIGN = {"justify": "justify", "center": "center", "right": "end", "left": "start"}
_LISTED = ("List Bullet", "List Number")  # their indent is that of the list's level


def style_name(style: str, language: str) -> str:
    """Returns the name of a paragraph style as it stands in the file. Raises UnknownName."""
    known = _known(language)
    try:
        return _encoded(known[style.lower()])
    except KeyError:
        raise UnknownName(Message("paragraph style"), style, list(known.values())) from None


@cache
def styles_part(language: str) -> bytes:
    """Returns styles.xml: the paragraph styles, the lists, and the page with its footer."""
    page = page_language(language)
    named = "".join(_paragraph_style(name, language) for name in _known(language).values())
    fonts = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="\'{name}\'"/>' for name in (ROMAN, SONG, HEI)
    )
    return (
        f"{XML}<office:document-styles {NAMESPACES} {VERSION}><office:font-face-decls>{fonts}</office:font-face-decls>"
        f"<office:styles>{_default(page)}{named}{_lists()}</office:styles>"
        f"<office:automatic-styles>{_PAGE}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        f'<text:p text:style-name="Footer">{_footer(page)}</text:p></style:footer></style:master-page>'
        "</office:master-styles></office:document-styles>"
    ).encode()


_PAGE = (
    '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="595.3pt" fo:page-height="841.9pt"'
    ' style:print-orientation="portrait" fo:margin-top="72pt" fo:margin-bottom="46pt" fo:margin-left="90pt"'
    ' fo:margin-right="90pt"/><style:footer-style><style:header-footer-properties fo:min-height="14pt"'
    ' fo:margin-top="12pt"/></style:footer-style></style:page-layout>'
)
"""A4 with 2.54 cm above and below the text and 3.18 cm at the sides, as the Word file."""


@cache
def _known(language: str) -> dict[str, str]:
    """Returns the names of the paragraph styles by the same in lower case."""
    return {name.lower(): name for name in bases(language)}


def _encoded(name: str) -> str:
    return _NAMES.get(name, name).replace(" ", "_20_")


def _default(page: PageLanguage) -> str:
    latin, _, country = page.latin.partition("-")
    return (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"/>'
        f'<style:text-properties style:font-name="{ROMAN}" style:font-name-asian="{SONG}" fo:font-size="12pt"'
        f' style:font-size-asian="12pt" fo:language="{latin}" fo:country="{country or "none"}"'
        ' style:language-asian="zh" style:country-asian="CN"/></style:default-style>'
    )


def _paragraph_style(name: str, language: str) -> str:
    """Returns a style: what differs from the one it rests on, so that a change of that one reaches it."""
    measures, base = looks(language), bases(language)[name]
    look = measures[name.lower()]
    rests_on = measures[base.lower()] if base else StyleMeasures()
    paragraph = _difference(_paragraph(look, name), _paragraph(rests_on, base or ""))
    text = _difference(_text(look), _text(rests_on))
    parent = f' style:parent-style-name="{_encoded(base)}"' if base else ""
    shown = _NAMES.get(name, name)
    display = f' style:display-name="{escaped(shown)}"' if " " in shown else ""
    level = f' style:default-outline-level="{look.level + 1}"' if look.level is not None else ""
    return (
        f'<style:style style:name="{_encoded(name)}"{display} style:family="paragraph"{parent}{level}>'
        f"<style:paragraph-properties{paragraph}/><style:text-properties{text}/></style:style>"
    )


def _difference(mine: dict[str, str], theirs: dict[str, str]) -> str:
    return "".join(f' {key}="{value}"' for key, value in mine.items() if theirs.get(key) != value)


def _paragraph(look: StyleMeasures, name: str) -> dict[str, str]:
    said = {
        "fo:margin-top": f"{look.before:g}pt",
        "fo:margin-bottom": f"{look.after:g}pt",
        "fo:line-height": f"{look.exact:g}pt" if look.exact else f"{look.pitch:.0%}",
        "fo:text-align": _ALIGN[look.align],
        "fo:keep-with-next": "always" if look.keep else "auto",
        "fo:break-before": "page" if look.new_page else "auto",
        "style:contextual-spacing": "true" if look.close else "false",
        "fo:border-left": "1.5pt solid #a6a6a6" if look.bar else "none",
        "fo:padding-left": "8pt" if look.bar else "0pt",
    }
    if not name.startswith(_LISTED):
        said |= {"fo:margin-left": f"{look.left:g}pt", "fo:text-indent": f"{look.first:g}pt"}
    return said


def _text(look: StyleMeasures) -> dict[str, str]:
    weight = "bold" if look.bold else "normal"
    return {
        "fo:font-size": f"{look.size:g}pt",
        "style:font-size-asian": f"{look.size:g}pt",
        "style:font-name-asian": HEI if look.heading_font else SONG,
        "fo:font-weight": weight,
        "style:font-weight-asian": weight,
    }


def _lists() -> str:
    bullets = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{char}">{_indent(level)}'
        "</text:list-level-style-bullet>"
        for level, (_, char) in enumerate(BULLETS, 1)
    )
    numbers = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{"a" if "Letter" in kind else "1"}"'
        f' style:num-prefix="{before}" style:num-suffix="{after}">{_indent(level)}</text:list-level-style-number>'
        for level, (kind, form) in enumerate(NUMBERS, 1)
        for before, after in [form.split(f"%{level}")]
    )
    return (
        f'<text:list-style style:name="{BULLET_LIST}">{bullets}</text:list-style>'
        f'<text:list-style style:name="{NUMBER_LIST}">{numbers}</text:list-style>'
    )


def _indent(level: int) -> str:
    return _indents(STEP + level * HANG, -HANG)


def _indents(left: float, first: float) -> str:
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="{left:g}pt"'
        f' fo:text-indent="{first:g}pt"/></style:list-level-properties>'
    )


def list_of_its_own(name: str, look: StyleMeasures, *, ordered: bool) -> str:
    """Returns the list style of items that have a paragraph style of their own, with its indent on every level."""
    kind = "number" if ordered else "bullet"
    mark = ' style:num-format="1" style:num-suffix="."' if ordered else f' text:bullet-char="{BULLETS[0][1]}"'
    levels = "".join(
        f'<text:list-level-style-{kind} text:level="{level}"{mark}>{_indents(look.left, look.first)}'
        f"</text:list-level-style-{kind}>"
        for level in range(1, DEEPEST + 1)
    )
    return f'<text:list-style style:name="{name}">{levels}</text:list-style>'


def _footer(page: PageLanguage) -> str:
    before, between, after = map(escaped, page.footer)
    return f"{before}<text:page-number>1</text:page-number>{between}<text:page-count>1</text:page-count>{after}"

"""XML of the house style for which python-docx has no words: defaults, table styles, settings, numbering."""

from __future__ import annotations

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SONG, HEI, ROMAN = "宋体", "黑体", "Times New Roman"
BODY, TABLE = 12.0, 10.5  # points: 小四, 五号
STEP, HANG = 24.0, 21.0  # points: where a list number stands, two Han characters in; and the room it gets
MARGIN, DENSE_MARGIN = 108, 60  # twips to the left and right of a cell's words
CALL_TABLES = ("Call Numbers", "Call Table", "Call Record")
"""The tables of the sheet for a call."""
TABLE_STYLES = (
    ("Letter Table", "TableNormal", MARGIN),
    ("Letter Table Dense", "LetterTable", DENSE_MARGIN),
    *((name, "LetterTable", DENSE_MARGIN) for name in CALL_TABLES),
)
"""Name, id of the base, and margin of each."""
OWN_INDENTS = {"Call Sentence Number": int(HANG * 20)}
"""The indent of the numbered lists that stand elsewhere than others, in twips, by the style of their items."""

BULLETS = (("bullet", "•"), ("bullet", "–"), ("bullet", "•"))
NUMBERS = (("decimal", "%1."), ("decimal", "(%2)"), ("lowerLetter", "%3)"))


def defaults(latin: str) -> str:
    """Returns the defaults of a document; `latin` is the language of Latin words and digits.

    w:hint: quotation marks, dashes and dots, which both scripts share, are drawn as Chinese ones.
    """
    size = int(BODY * 2)
    return f"""<w:docDefaults {NS}><w:rPrDefault><w:rPr>
        <w:rFonts w:hint="eastAsia" w:ascii="{ROMAN}" w:hAnsi="{ROMAN}" w:eastAsia="{SONG}" w:cs="{ROMAN}"/>
        <w:sz w:val="{size}"/><w:szCs w:val="{size}"/>
        <w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
        </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"""


def table_style(name: str, base: str, margin: int) -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"""<w:style {NS} w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}">
        <w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:uiPriority w:val="40"/><w:qFormat/>
        <w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>
        <w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>
        <w:tcPr><w:vAlign w:val="center"/></w:tcPr>
        <w:tblStylePr w:type="firstRow"><w:tblPr/>
        <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr></w:tblStylePr></w:style>"""


def settings(latin: str) -> str:
    """Returns the settings of a document.

    w:doNotExpandShiftReturn: a justified line that ends in a hard break keeps its natural width.
    """
    word = "http://schemas.microsoft.com/office/word"
    compat = (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1))
    rows = "".join(f'<w:compatSetting w:name="{n}" w:uri="{word}" w:val="{v}"/>' for n, v in compat)
    return f"""<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>
        <w:characterSpacingControl w:val="compressPunctuation"/><w:compat>
        <w:doNotExpandShiftReturn/>{rows}</w:compat>
        <w:themeFontLang w:val="{latin}" w:eastAsia="zh-CN"/></w:settings>"""


def fonts() -> str:
    """Returns the names under which other systems know the fonts."""
    rows = (
        (ROMAN, "Liberation Serif", "00", "roman"),
        (SONG, "SimSun", "86", "auto"),
        (HEI, "SimHei", "86", "modern"),
    )
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, charset, family in rows
    )
    return f"<w:fonts {NS}>{fonts}</w:fonts>"


def numbering() -> str:
    """Returns the lists: w:num 1 is the bullets and 2 the numbers; a letter adds one for each of its numbered lists."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:nsid w:val="4C45545{place}"/>'
        f'<w:multiLevelType w:val="hybridMultilevel"/><w:tmpl w:val="4C45540{place}"/>'
        + "".join(_level(style, at, *row) for at, row in enumerate(rows))
        + "</w:abstractNum>"
        for place, (style, rows) in enumerate((("ListBullet", BULLETS), ("ListNumber", NUMBERS)), 1)
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    return f"<w:numbering {NS}>{kinds}{nums}</w:numbering>"


def _level(style: str, at: int, kind: str, text: str) -> str:
    left, hang = int((STEP + (at + 1) * HANG) * 20), int(HANG * 20)
    fonts = f'<w:rPr><w:rFonts w:hint="default" w:ascii="{ROMAN}" w:hAnsi="{ROMAN}"/></w:rPr>'
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="{style}{at + 1 if at else ""}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr>{fonts}</w:lvl>'
    )

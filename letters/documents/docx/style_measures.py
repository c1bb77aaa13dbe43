"""The house's paragraph styles as measures, read from the Word file's own parts: one look for every paged format."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from letters.documents.docx.static_parts import house_parts
from letters.documents.docx.style_xml import HEI
from letters.files.xml_nodes import XmlNode, parse

_ALIGN = {"both": "justify", "center": "center", "right": "right", "left": "left"}


class StyleMeasures(NamedTuple):
    """A style, in points. `pitch` is the distance of lines, as a factor of one line."""

    size: float = 12.0
    heading_font: bool = False
    bold: bool = False
    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    pitch: float = 1.0
    exact: float = 0.0
    """The distance of lines in points whatever the font, or 0 where `pitch` decides."""
    left: float = 0.0
    first: float = 0.0
    """The indent of the first line; less than 0 if it hangs."""
    keep: bool = False
    new_page: bool = False
    close: bool = False
    """Whether there is no space between neighbours of this style."""
    bar: bool = False
    level: int | None = None
    """The level in the outline, from 0; None for what is no heading."""


@cache
def looks(language: str) -> dict[str, StyleMeasures]:
    """Returns the language's styles by name in lower case, each with all that it inherits."""
    nodes = _nodes(language)
    return {(node.value("w:name") or "").lower(): _look(node, nodes) for node in nodes.values()}


@cache
def bases(language: str) -> dict[str, str | None]:
    """Returns the names of the language's styles, in order, each with the name of the one that it rests on."""
    nodes = _nodes(language)
    names = {style_id: node.value("w:name") or "" for style_id, node in nodes.items()}
    return {names[style_id]: names.get(node.value("w:basedOn") or "") for style_id, node in nodes.items()}


def _nodes(language: str) -> dict[str, XmlNode]:
    """Returns the paragraph styles of the Word file by id."""
    root = parse(house_parts(language)["word/styles.xml"], "styles.xml")
    return {
        node.attributes["w:styleId"]: node
        for node in root.children
        if node.tag == "w:style" and node.attributes.get("w:type") == "paragraph"
    }


def _look(node: XmlNode, nodes: dict[str, XmlNode]) -> StyleMeasures:
    base = node.value("w:basedOn")
    look = _look(nodes[base], nodes) if base else StyleMeasures()
    return _with_text(_with_paragraph(look, node.child("w:pPr")), node.child("w:rPr"))


def _with_paragraph(look: StyleMeasures, node: XmlNode | None) -> StyleMeasures:
    for child in node.children if node else ():
        given = {key.removeprefix("w:"): value for key, value in child.attributes.items()}
        match child.tag:
            case "w:keepNext":
                look = look._replace(keep=_on(given))
            case "w:pageBreakBefore":
                look = look._replace(new_page=_on(given))
            case "w:contextualSpacing":
                look = look._replace(close=_on(given))
            case "w:pBdr":
                look = look._replace(bar=True)
            case "w:outlineLvl":
                look = look._replace(level=int(given["val"]))
            case "w:jc":
                look = look._replace(align=_ALIGN[given["val"]])
            case "w:spacing":
                look = look._replace(
                    before=_points(given, "before", look.before),
                    after=_points(given, "after", look.after),
                    pitch=look.pitch if "line" not in given or _is_exact(given) else int(given["line"]) / 240,
                    exact=int(given["line"]) / 20 if _is_exact(given) else look.exact * ("line" not in given),
                )
            case "w:ind":
                first = _points(given, "firstLine", -_points(given, "hanging", -look.first))
                look = look._replace(left=_points(given, "left", look.left), first=first)
    return look


def _with_text(look: StyleMeasures, node: XmlNode | None) -> StyleMeasures:
    for child in node.children if node else ():
        given = {key.removeprefix("w:"): value for key, value in child.attributes.items()}
        match child.tag:
            case "w:sz":
                look = look._replace(size=int(given["val"]) / 2)
            case "w:b":
                look = look._replace(bold=_on(given))
            case "w:rFonts":
                look = look._replace(heading_font=given.get("eastAsia") == HEI)
    return look


def _is_exact(given: dict[str, str]) -> bool:
    return given.get("lineRule") == "exact"


def _on(given: dict[str, str]) -> bool:
    return given.get("val", "1") not in {"0", "false", "off"}


def _points(given: dict[str, str], key: str, otherwise: float) -> float:
    return int(given[key]) / 20 if key in given else otherwise

"""Reads the body of a Word file as units that can be compared and replaced by their place in its bytes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from letters.base.errors import InputError, Message
from letters.files.safe_zip import open_word
from letters.files.xml_nodes import XmlNode, parse

DOCUMENT = "word/document.xml"
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HOLDERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag"})
SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_NOTHING = frozenset({
    "w:pPr", "w:rPr", "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd", "w:lastRenderedPageBreak", "w:softHyphen",
    "w:permStart", "w:permEnd",
})  # fmt: skip
"""What a program that saves the file may add or drop without the user having changed anything."""
_LOOKS = ("w:b", "w:i", "w:u", "w:strike", "w:dstrike", "w:vanish", "w:highlight", "w:color", "w:vertAlign")
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_TAKEN = ("w:del", "w:moveFrom")
_SEEN = frozenset({"w:t", "w:tab", "w:br", "w:drawing", "w:pict", "w:object", "w:footnoteReference", "m:t"})
_OFF = (None, "0", "false", "off", "none", "auto", "baseline")
_STYLE = re.compile(rb'<w:(pStyle|rStyle|tblStyle) w:val="([^"]*)"\s*/>')


@dataclass(frozen=True, slots=True, eq=False)
class WordUnit:
    """A paragraph (p), a table (tbl) or a row (tr), or one of them that a tracked change took away (gone). Units with
    the same `key` have the same words and look.

    `inside` holds the rows of a table; of a row, each cell with its units.
    """

    kind: str
    node: XmlNode
    key: Hashable
    words: str
    style: str = ""
    rows: tuple[WordUnit, ...] = ()
    cells: tuple[tuple[XmlNode, tuple[WordUnit, ...]], ...] = ()

    @property
    def columns(self) -> int:
        """The number of columns in the grid of a table."""
        grid = self.node.child("w:tblGrid")
        return len(grid.children) if grid else 0


@dataclass(frozen=True, slots=True)
class Body:
    """The main document of a file. `styles` maps a style's id to its name in lower case."""

    parts: Mapping[str, bytes]
    data: bytes
    container: XmlNode
    styles: dict[str, str]
    units: tuple[WordUnit, ...]
    ids: dict[str, str] = field(default_factory=dict)
    """Name of a style in lower case → its id."""


def read_body(raw: bytes, name: str) -> Body:
    """Reads the body. Raises InputError for a file that cannot be opened or whose body is written in an unusual way."""
    parts = open_word(raw, name)
    data = parts.get(DOCUMENT, b"")
    root = parse(data, name) if data else None
    container = root.child("w:body") if root else None
    if (
        root is None
        or container is None
        or _W not in data[root.start : root.inner]
        or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise InputError(Message("{path} is a Word file of a form that letters cannot change", path=name))
    styles = _styles(parts, name)
    units = tuple(_units(container, data, styles))
    return Body(parts, data, container, styles, units, {name: style for style, name in styles.items()})


def _styles(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    part = parts.get(posixpath.join(posixpath.dirname(DOCUMENT), "styles.xml"))
    root = parse(part, name) if part else None
    every = root.every("w:style") if root else ()
    return {style.attributes.get("w:styleId", ""): (style.value("w:name") or "").lower() for style in every}


def _units(container: XmlNode, data: bytes, styles: Mapping[str, str]) -> Iterator[WordUnit]:
    for node in container.children:
        if node.tag == "w:p":
            yield _paragraph(node, data, styles)
        elif node.tag == "w:tbl":
            yield _table(node, data, styles)
        elif node.tag in _HOLDERS:
            yield from _units(node, data, styles)


def _table(node: XmlNode, data: bytes, styles: Mapping[str, str]) -> WordUnit:
    rows = []
    for row in _held(node, "w:tr"):
        cells = tuple((cell, tuple(_units(cell, data, styles))) for cell in _held(row, "w:tc"))
        words = "\t".join(" ".join(unit.words for unit in units) for _, units in cells)
        kind = "gone" if _is_tracked(row.child("w:trPr"), _TAKEN) else "tr"
        key = (kind, tuple(tuple(unit.key for unit in units) for _, units in cells))
        rows.append(WordUnit(kind, row, key, words, cells=cells))
    words = "\n".join(row.words for row in rows)
    kind = "gone" if rows and all(row.kind == "gone" for row in rows) else "tbl"
    return WordUnit(kind, node, (kind, tuple(row.key for row in rows)), words, rows=tuple(rows))


def _held(node: XmlNode, tag: str) -> Iterator[XmlNode]:
    for child in node.children:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _held(child, tag)


def _paragraph(node: XmlNode, data: bytes, styles: Mapping[str, str]) -> WordUnit:
    properties = node.child("w:pPr")
    style = styles.get((properties.value("w:pStyle") if properties else None) or "", "")
    runs: list[tuple[str, Hashable]] = []
    is_plain = properties is None or not (properties.child("w:sectPr") or _is_tracked(properties.child("w:rPr")))
    for child in node.children:
        if child.tag == "w:r":
            is_plain &= _run(child, runs)
        elif child.tag not in _NOTHING:
            is_plain = False
    words = "".join(text for text, _ in runs)
    if not is_plain:  # a picture, a tracked change, a link, a field: the user's, whatever its words
        said = "".join(text.text for text in node.every("w:t", "w:delText"))
        kind = "gone" if said and not _is_seen(node) else "p"
        return WordUnit(kind, node, (kind, sha256(data[node.start : node.end]).digest()), said or "\ufffc", style)
    merged: list[tuple[str, Hashable]] = []
    for text, look in runs:
        if merged and merged[-1][1] == look:
            merged[-1] = (merged[-1][0] + text, look)
        elif text:
            merged.append((text, look))
    return WordUnit("p", node, ("p", tuple(merged)), words, style)


def _run(run: XmlNode, runs: list[tuple[str, Hashable]]) -> bool:
    """Adds the words of a run. Returns whether the run holds nothing else."""
    properties = run.child("w:rPr")
    look = _look(properties)
    for child in run.children:
        if child.tag == "w:t":
            runs.append((child.text, look))
        elif child.tag in SIGNS and "w:type" not in child.attributes:
            runs.append((SIGNS[child.tag], look))
        elif child.tag not in _NOTHING:
            return False
    return not _is_tracked(properties)


def _is_tracked(properties: XmlNode | None, tags: Container[str] = _TRACKED) -> bool:
    return bool(properties and any(child.tag in tags for child in properties.children))


def _is_seen(node: XmlNode) -> bool:
    """Returns whether words, a picture or the like are left once the tracked deletions are carried out."""
    return any(
        child.tag in _SEEN or (child.tag not in _TAKEN and _is_seen(child))
        for child in node.children
        if child.tag not in _NOTHING
    )


def _look(properties: XmlNode | None) -> Hashable:
    if properties is None:
        return ()
    said = {child.tag: child.attributes.get("w:val", "1") for child in properties.children if child.tag in _LOOKS}
    return tuple(sorted((tag, value) for tag, value in said.items() if value not in _OFF))


def restyled(xml: bytes, here: Body, there: Body) -> bytes:
    """Returns XML with the style ids of another file. A style that the other file lacks is left out."""

    def rename(found: re.Match[bytes]) -> bytes:
        style = there.ids.get(here.styles.get(found[2].decode(), ""))
        return b'<w:%s w:val="%s"/>' % (found[1], style.encode()) if style else b""

    return _STYLE.sub(rename, xml)

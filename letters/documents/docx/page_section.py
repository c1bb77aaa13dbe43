"""The last section of the user's document: its page and what stands above and below on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from letters.base.errors import InputError, Message
from letters.documents.docx.static_parts import HOUSE_PAGE, escaped
from letters.files.xml_nodes import XmlNode

_LEAST = 2268  # twips, 4 cm: a narrower text holds no table
_MOST = 31680  # twips, 22 inches: Word's widest page
_KEPT = ("w:pgSz", "w:pgMar", "w:paperSrc", "w:pgBorders", "w:vAlign", "w:titlePg", "w:docGrid")
"""The properties of a page that are taken over, in the order of the schema.

Columns are left out: a letter's tables are as wide as the page.
"""
_UNITS = {"": 1.0, "pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pc": 240.0, "pi": 240.0}
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi|)")


class Section(NamedTuple):
    """`references`: (header or footer, default, first or even) → relationship id; `page`: the other properties."""

    references: dict[tuple[str, str], str]
    page: str
    text_width: int

    def has(self, kind: str) -> bool:
        return any(its_kind == kind for its_kind, _ in self.references)

    def xml(self, references: Iterable[tuple[str, str, str]]) -> str:
        """Returns what stands in w:sectPr: kind, pages and relationship id of each header and footer, then the page."""
        lines = [f'<w:{kind}Reference w:type="{pages}" r:id="{link}"/>' for kind, pages, link in references]
        return "".join(lines) + self.page


def section_of(document: XmlNode, name: str) -> Section:
    """Returns the last section of a document. Raises InputError if its page leaves no room for a letter."""
    body = document.child("w:body")
    sections = list(body.every("w:sectPr")) if body else []
    references: dict[tuple[str, str], str] = {}
    for section in sections:  # a later section that names none has those of the one before
        for node in section.children:
            kind = node.tag.removeprefix("w:").removesuffix("Reference")
            if kind in {"header", "footer"}:
                references[kind, node.attributes.get("w:type", "default")] = node.attributes.get("r:id", "")
    last = sections[-1] if sections else None
    size, margins = (last.child(tag) if last else None for tag in ("w:pgSz", "w:pgMar"))
    if last is None or size is None or margins is None:
        return Section(references, HOUSE_PAGE, 11906 - 2 * 1800)
    measures = [margins.attributes.get(f"w:{side}", "0") for side in ("left", "right", "gutter")]
    text_width = twips(size.attributes.get("w:w", ""), name) - sum(twips(text, name) for text in measures)
    if not _LEAST <= text_width <= _MOST:
        raise InputError(
            Message(
                "{path} leaves {width} cm between its margins; a letter needs 4 cm at least",
                path=name,
                width=f"{text_width / 567:.1f}",
            )
        )
    kept = [node for tag in _KEPT for node in last.children if node.tag == tag]
    return Section(references, "".join(map(_xml, kept)), text_width)


def twips(text: str, name: str) -> int:
    """Returns a measure as Word writes it, 1440 or 2.54cm, in twips. Raises InputError."""
    found = _MEASURE.fullmatch(text)
    if not found:
        raise InputError(Message("{path} has a page size or margin that cannot be read", path=name))
    return round(float(found[1]) * _UNITS[found[2]])


def _xml(node: XmlNode) -> str:
    """Returns an element of the schema itself; what extensions add is left out."""
    attributes = "".join(
        f' {key}="{escaped(value).replace(chr(34), "&quot;")}"'
        for key, value in node.attributes.items()
        if key.startswith("w:") and not key.startswith("w:rsid")
    )
    inner = "".join(_xml(child) for child in node.children if child.tag.startswith("w:"))
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>" if inner else f"<{node.tag}{attributes}/>"

"""What stands above and below the text on the pages of the user's document, and how large they are: for a PDF.

Words, pictures, tabs and page numbers are taken over, with the alignment of each line; boxes and lines drawn there are
not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from letters.documents.docx.page_section import twips
from letters.documents.docx.reference_doc import Given
from letters.files.xml_nodes import XmlNode, parse

_EMU = 12_700  # in a point
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FIELDS: dict[str, Literal["page", "pages"]] = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_SHOWN = ("png", "jpg", "jpeg", "gif")
_UNSEEN = frozenset({"w:del", "w:instrText", "w:delText", "mc:Fallback", "w:sdtPr"})
_SIZE = 10.5


class LinePiece(NamedTuple):
    """A part of a line: words, a tab, the number of the page or of all pages, or a picture of a size in points."""

    kind: Literal["text", "tab", "break", "page", "pages", "picture"]
    text: str = ""
    bold: bool = False
    size: float = _SIZE
    data: bytes = b""
    width: float = 0.0
    height: float = 0.0


class RunningLine(NamedTuple):
    """A paragraph above or below the text. `align` is left, center or right."""

    align: str
    pieces: tuple[LinePiece, ...]


class Paper(NamedTuple):
    """A page in points, with its lines above and below the text; on the first page others, if they are not None.

    `above` and `below` are how far the lines stand from the edge of the page.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    above: float
    below: float
    header: tuple[RunningLine, ...] = ()
    footer: tuple[RunningLine, ...] | None = None
    first_header: tuple[RunningLine, ...] | None = None
    first_footer: tuple[RunningLine, ...] | None = None


def paper_of(given: Given, *, shows_lines: bool) -> Paper:
    """Returns the page of a document. Without `shows_lines`, nothing stands above or below its text.

    A `footer` of None means that the document has none.
    """
    page = parse(f"<w:sectPr {_W}>{given.section.page}</w:sectPr>".encode(), given.name)
    size, margins = page.child("w:pgSz"), page.child("w:pgMar")

    def points(node: XmlNode | None, side: str, otherwise: int) -> float:
        text = node.attributes.get(f"w:{side}") if node else None
        return (abs(twips(text, given.name)) if text else otherwise) / 20

    def lines(kind: str, pages: str) -> tuple[RunningLine, ...] | None:
        link = given.links.get(given.section.references.get((kind, pages), ""))
        return tuple(_LineReader(given, link.part).read()) if shows_lines and link and link.part else None

    title_page = page.child("w:titlePg")
    is_first_other = title_page is not None and title_page.attributes.get("w:val") not in {"0", "false", "off"}
    return Paper(
        points(size, "w", 11906),
        points(size, "h", 16838),
        points(margins, "top", 1440),
        points(margins, "right", 1800),
        points(margins, "bottom", 1440),
        points(margins, "left", 1800) + points(margins, "gutter", 0),
        points(margins, "header", 851),
        points(margins, "footer", 992),
        lines("header", "default") or (),
        lines("footer", "default"),
        (lines("header", "first") or ()) if is_first_other else None,
        (lines("footer", "first") or ()) if is_first_other else None,
    )


class _LineReader:
    """Reads a header or footer, paragraph by paragraph; the cells of a row of a table become one line."""

    def __init__(self, given: Given, part: str) -> None:
        self.given, self.part = given, part
        self.links = {link.id: link for link in given.links_of(part)}
        self.field: str | None = None  # the instruction of an open field; its result is not read
        self.is_result = False

    def read(self) -> Iterator[RunningLine]:
        yield from self._inside(parse(self.given.parts[self.part], self.given.name))

    def _inside(self, node: XmlNode) -> Iterator[RunningLine]:
        for child in node.children:
            if child.tag == "w:p":
                yield self._line(child)
            elif child.tag == "w:tr":
                cells = [[piece for line in self._inside(cell) for piece in line.pieces] for cell in child.children]
                joined = [piece for cell in cells if cell for piece in (*cell, LinePiece("tab"))]
                yield RunningLine("left", tuple(joined[:-1]))
            elif child.tag not in _UNSEEN:
                yield from self._inside(child)

    def _line(self, paragraph: XmlNode) -> RunningLine:
        align = _ALIGN.get(((properties := paragraph.child("w:pPr")) and properties.value("w:jc")) or "", "left")
        return RunningLine(align, tuple(self._pieces(paragraph)))

    def _pieces(self, node: XmlNode) -> Iterator[LinePiece]:
        for child in node.children:
            if child.tag == "w:fldSimple":
                yield from self._of_field(child.attributes.get("w:instr", ""), child)
            elif child.tag == "w:r":
                yield from self._of_run(child)
            elif child.tag not in _UNSEEN:
                yield from self._pieces(child)

    def _of_field(self, instruction: str, node: XmlNode) -> Iterator[LinePiece]:
        kind = _FIELDS.get((instruction.split() or [""])[0].upper())
        if kind is None:
            yield from self._pieces(node)
        else:
            yield LinePiece(kind)

    def _of_run(self, run: XmlNode) -> Iterator[LinePiece]:
        look = run.child("w:rPr")
        bold = look is not None and (mark := look.child("w:b")) is not None and mark.attributes.get("w:val") != "0"
        size = look.value("w:sz") if look else None
        points = int(size) / 2 if size and size.isdecimal() and 8 <= int(size) <= 144 else _SIZE
        for child in run.children:
            if child.tag == "w:fldChar":
                kind = child.attributes.get("w:fldCharType")
                self.field = "" if kind == "begin" else self.field if kind == "separate" else None
                self.is_result = kind == "separate" and self.is_result
            elif child.tag == "w:instrText" and self.field is not None:
                self.field += child.text
                if found := _FIELDS.get((self.field.split() or [""])[0].upper()):
                    self.is_result = True
                    self.field = " "
                    yield LinePiece(found, "", bold, points)
            elif self.is_result:
                continue
            elif child.tag == "w:t":
                yield LinePiece("text", child.text, bold, points)
            elif child.tag in {"w:tab", "w:ptab"}:
                yield LinePiece("tab")
            elif child.tag in {"w:br", "w:cr"}:
                yield LinePiece("break")
            elif child.tag in {"w:drawing", "mc:AlternateContent"}:
                yield from self._pictures(child)

    def _pictures(self, node: XmlNode) -> Iterator[LinePiece]:
        width, height = (_first(node, ":extent", side) for side in ("cx", "cy"))
        link = self.links.get(_first(node, ":blip", "r:embed"))
        part = link.part if link else None
        if part and part.rpartition(".")[2].lower() in _SHOWN and width.isdecimal() and height.isdecimal():
            data = self.given.parts[part]
            yield LinePiece("picture", part, data=data, width=int(width) / _EMU, height=int(height) / _EMU)


def _first(node: XmlNode, ending: str, attribute: str) -> str:
    """Returns an attribute of the first element inside whose name ends so; empty if there is none."""
    return next((one.attributes.get(attribute, "") for one in _all(node) if one.tag.endswith(ending)), "")


def _all(node: XmlNode) -> Iterator[XmlNode]:
    yield node
    for child in node.children:
        if child.tag not in _UNSEEN:
            yield from _all(child)

"""The blocks of an edited Word file: what a reader sees of it, as the writers of the other formats take it.

Words, bold and italic, headings, lists and tables come over. `Seen.lacking` names what cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from letters.base.errors import Message
from letters.documents.docx.read_lists import CALL_STYLES, STYLE, ListForms, ListItem, list_item, list_trees
from letters.documents.docx.read_words import EditedPackage, SeenParagraph, VisibleWords, hidden_styles, is_deleted
from letters.documents.docx.style_xml import CALL_TABLES
from letters.documents.markdown import Align, Block, Heading, Paragraph, Quote, Run, Runs, TableBlock, with_blanks
from letters.files.safe_zip import open_word
from letters.files.xml_nodes import XmlNode

_OFF = frozenset({"0", "false", "off", "none"})
_STRONG, _EMPHASIS = frozenset({"strong", "strong emphasis"}), frozenset({"emphasis", "subtle emphasis"})
_OWN_STYLES = {"subject": "Subject", "salutation": "Salutation", "closing": "Closing", "signature": "Signature"}
_OWN_STYLES |= {"date": "Date", "page break": "Page Break", "call note": "Call Note", "call sentence": "Call Sentence"}
_HEADING = re.compile(r"heading ([1-9])")
_TRACES = (
    (Message("tracked changes"), ("w:ins", "w:del", "w:moveFrom", "w:moveTo")),
    (Message("comments"), ("w:commentReference",)),
)
_PICTURES = frozenset({"w:drawing", "w:pict", "w:object"})


class Seen(NamedTuple):
    """The blocks of a Word file; `lacking` names what stands in it and in none of the blocks, `traces` what whoever
    gets the file sees beside the letter.
    """

    blocks: tuple[Block, ...]
    lacking: tuple[Message, ...]
    traces: tuple[Message, ...] = ()


def document_blocks(raw: bytes, name: str) -> Seen:
    """Returns the blocks of a Word file, its notes behind it.

    Raises InputError for what is no Word file, is damaged, protected, too large, or carries macros.
    """
    package = EditedPackage(open_word(raw, name), name)
    look = _Look(package)
    body = _Reader(look)
    rows = body.rows(package.root)
    for note in package.notes(body.notes):
        rows += _Reader(look).rows(note)
    traces = [what for what, tags in _TRACES if any(True for _ in package.root.every(*tags))]
    return Seen(tuple(_blocks(rows, look)), tuple(look.lacking.values()), tuple(traces))


class _Look:
    """What the styles and lists of a file say of its paragraphs; `lacking` collects what cannot be carried over."""

    def __init__(self, package: EditedPackage) -> None:
        self.hidden = hidden_styles(package)
        self.lacking: dict[str, Message] = {}
        styles, numbering = package.related("/styles"), package.related("/numbering")
        every = {one.attributes.get("w:styleId", ""): one for one in styles.every("w:style")} if styles else {}
        self.names = {style_id: (style.value("w:name") or "").lower() for style_id, style in every.items()}
        self.based = {style_id: style.value("w:basedOn") for style_id, style in every.items()}
        self.lists = ListForms(numbering)

    def style(self, style_id: str | None) -> str:
        """Returns the name of the nearest style, of this one and those it is based on, that says what a paragraph is;
        empty for a plain one.
        """
        passed: set[str] = set()
        while style_id is not None and style_id in self.names and style_id not in passed:
            name = self.names[style_id]
            if (
                name in _OWN_STYLES
                or name in {"title", "quote", "body text"}
                or STYLE.fullmatch(name)
                or name in CALL_STYLES
                or _HEADING.fullmatch(name)
                or name.startswith("table ")
            ):
                return name
            passed.add(style_id)
            style_id = self.based[style_id]
        return ""


class _Row(NamedTuple):
    """A paragraph or table of the file: its block and, in a list, where it stands there."""

    block: Block
    item: ListItem | None = None


class _Reader(VisibleWords):
    """Walks a part and keeps the look of its words; a table is read cell by cell, and stands for its paragraphs."""

    def __init__(self, look: _Look) -> None:
        super().__init__(look.hidden)
        self.look = look
        self.bold = self.italic = False
        self.tables: dict[int, TableBlock] = {}  # by the place of the table's element in the file

    def rows(self, part: XmlNode) -> list[_Row]:
        """Returns the part's paragraphs and tables, in reading order, without those that have no words."""
        found = []
        for seen in self.read(part):
            if seen.node.tag == "w:tbl":
                found.append(_Row(self.tables[seen.node.start]))
            elif row := _row(seen, self.look):
                found.append(row)
        return found

    def _walk(self, node: XmlNode) -> None:
        if node.tag == "w:tbl":
            self.tables[node.start] = self._table(node)
            self.paragraphs.append(SeenParagraph(node, ()))
            return
        if node.tag == "w:r":
            self._dress(node)
        elif node.tag in _PICTURES and not any(node.every("w:txbxContent")):
            self.look.lacking["picture"] = Message("a picture")
        elif node.tag == "w:footnoteReference":
            self.look.lacking["note"] = Message("footnotes, which come at the end")
        super()._walk(node)

    def _dress(self, run: XmlNode) -> None:
        properties = run.child("w:rPr")
        style = self.look.names.get((properties.value("w:rStyle") if properties else None) or "", "")
        said = (
            {one.tag: one.attributes.get("w:val", "1") not in _OFF for one in properties.children} if properties else {}
        )
        self.bold = said.get("w:b", style in _STRONG)
        self.italic = said.get("w:i", style in _EMPHASIS)
        if said.get("w:strike") or said.get("w:dstrike"):
            self.look.lacking["strike"] = Message("the line through words that are struck out")

    def _say(self, text: str) -> None:
        if all(self.fields):
            self.place.runs.append(Run(text, self.bold, self.italic))

    def _table(self, node: XmlNode) -> TableBlock:
        rows = [row for row in _held(node, "w:tr") if not is_deleted(row.child("w:trPr"), "w:del")]
        cells = [[one for cell in _held(row, "w:tc") for one in self._cell(cell)] for row in rows]
        width = max(map(len, cells), default=0)
        full = [(*row, *((((), "none"),) * (width - len(row)))) for row in cells]
        words = [tuple(runs for runs, _ in row) for row in full]
        body = full[1:2] or full[:1]
        aligns: tuple[Align, ...] = tuple(align for _, align in body[0]) if body else ()
        properties = node.child("w:tblPr")
        named = self.look.names.get((properties.value("w:tblStyle") if properties else None) or "", "")
        style = next((one for one in CALL_TABLES if one.lower() == named), None)
        return TableBlock(aligns, words[0] if words else (), tuple(words[1:]), style)

    def _cell(self, cell: XmlNode) -> Iterator[tuple[Runs, Align]]:
        """Yields a cell, and an empty one for each further column that it spans."""
        properties = cell.child("w:tcPr")
        if is_deleted(properties, "w:cellDel"):
            return
        inner = _Reader(self.look)
        seen = inner.read(cell)
        self.notes += inner.notes
        inside = [
            run for one in inner.tables.values() for row in (one.header, *one.rows) for runs in row for run in runs
        ]
        lines = [tidy_runs(one.runs, line=" ") for one in seen if one.words.strip()]
        spaced = [run for place, line in enumerate(lines) for run in ((Run(" "), *line) if place else line)]
        yield tidy_runs([*spaced, *inside], line=" "), _align(seen, self.look)
        span = (properties.value("w:gridSpan") if properties else None) or "1"
        for _ in range(min(int(span), 64) - 1 if span.isdecimal() else 0):
            yield (), "none"


def _held(node: XmlNode, tag: str) -> Iterator[XmlNode]:
    for child in node.children:
        if child.tag == tag:
            yield child
        elif child.tag in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins"}:
            yield from _held(child, tag)


def _align(cell: Sequence[SeenParagraph], look: _Look) -> Align:
    for one in cell:
        properties = one.node.child("w:pPr")
        said = properties.value("w:jc") if properties else None
        style = look.style(properties.value("w:pStyle") if properties else None)
        if said in {"right", "end"} or (said is None and style.startswith("table number")):
            return "right"
        if said == "center" or (said is None and style.startswith("table center")):
            return "center"
    return "none"


def tidy_runs(runs: Iterable[Run], line: str = "\n") -> Runs:
    """Returns runs as `markdown.parse` gives them: neighbours of one look joined, blanks apart, no space at an end.

    A line break is `line`.
    """
    pieces: list[Run] = []
    for run in runs:
        for place, part in enumerate(run.text.split("\n")):
            if place:
                pieces.append(Run(line) if line == "\n" else Run(line, run.bold, run.italic))
            if part:
                pieces.append(Run(part.replace("\t", " "), run.bold, run.italic))
    joined: list[Run] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.text != "\n" != piece.text and last[1:3] == piece[1:3]:
            joined[-1] = last._replace(text=last.text + piece.text)
        else:
            joined.append(piece)
    while joined and not joined[0].text.strip(" \n"):
        del joined[0]
    while joined and not joined[-1].text.strip(" \n"):
        del joined[-1]
    if joined:
        joined[0] = joined[0]._replace(text=joined[0].text.lstrip(" "))
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return tuple(part for run in joined if run.text for part in with_blanks(run))


def _row(seen: SeenParagraph, look: _Look) -> _Row | None:
    """Returns a paragraph as a block, or None if it has no words."""
    runs = tidy_runs(seen.runs)
    if not runs:
        return None
    properties = seen.node.child("w:pPr")
    style = look.style(properties.value("w:pStyle") if properties else None)
    if item := list_item(properties, style, look.lists):
        return _Row(Quote((Paragraph(runs),)) if style.startswith("list quote") else Paragraph(runs), item)
    if style == "quote":
        return _Row(Quote((Paragraph(runs),)))
    if style == "page break":
        return _Row(Heading(2, _one_line(runs), _OWN_STYLES[style]))
    if style == "title" or _HEADING.fullmatch(style):
        level = 1 if style == "title" else min(int(style[-1]) + 1, 3)
        return _Row(Heading(level, _one_line(runs)))
    return _Row(Paragraph(runs, _OWN_STYLES.get(style)))


def _one_line(runs: Runs) -> Runs:
    return tidy_runs(runs, line=" ")


def _blocks(rows: Iterable[_Row], look: _Look) -> Iterator[Block]:
    """Yields the blocks, paragraphs of lists gathered into lists."""
    for is_list, group in groupby(rows, key=lambda row: row.item is not None):
        if is_list:
            items = [(row.item, row.block) for row in group if row.item]
            yield from (tree.block() for tree in list_trees(items, look.lists))
        else:
            yield from (row.block for row in group)

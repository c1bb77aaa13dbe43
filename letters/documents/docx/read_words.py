"""The words of a Word file as a reader sees them, paragraph by paragraph.

What is inserted with tracked changes counts, what is deleted does not; fields show their result, content
controls, links, text boxes and footnotes their words; hidden words do not count.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from letters.base.errors import InputError, Message
from letters.documents.markdown import Run
from letters.files.safe_zip import RELATIONSHIPS, open_word
from letters.files.xml_nodes import XmlNode, parse

_UNSEEN = frozenset({
    "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:fldData", "mc:Fallback", "w:rt",
    "w:rPr", "w:pPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sectPr",
})  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_REFERENCES = ("w:headerReference", "w:footerReference")
_OFF = frozenset({"0", "false", "off"})
_MAIN, _STYLES = "/officeDocument", "/styles"
_NOTES = {"w:footnoteReference": ("/footnotes", "w:footnote"), "w:endnoteReference": ("/endnotes", "w:endnote")}


class Words(NamedTuple):
    """The paragraphs that have words. `margins` are those of headers and footers, which are the user's paper."""

    letter: list[str]
    margins: list[str]


def document_words(raw: bytes, name: str) -> Words:
    """Returns the words of the body and then of its notes, in the order in which they are referred to; headers and
    footers apart.

    Raises InputError for what is no Word file, is damaged, protected, too large, or carries macros.
    """
    package = EditedPackage(open_word(raw, name), name)
    hidden = hidden_styles(package)
    body = VisibleWords(hidden)
    found = body.read(package.root)
    for note in package.notes(body.notes):
        found += VisibleWords(hidden).read(note)
    margins: list[SeenParagraph] = []
    for node in package.root.every(*_REFERENCES):
        if part := package.by_id(node.attributes.get("r:id", "")):
            margins += VisibleWords(hidden).read(part)
    return Words(*([one.words for one in every if one.words.strip()] for every in (found, margins)))


class EditedPackage:
    """The parts of the file, found by their relationships; each is read once."""

    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self.parts, self.name = parts, name
        self.read: set[str] = set()
        self._roots: dict[str, XmlNode] = {}
        main = next((target for kind, _, target in self._relationships("") if kind.endswith(_MAIN)), None)
        if main is None or main not in parts:
            raise InputError(Message("{path} is damaged: it has no document in it", path=name))
        self.root = parse(parts[main], name)
        self.links = self._relationships(main)

    def related(self, kind: str) -> XmlNode | None:
        return next((self._part(target) for its, _, target in self.links if its.endswith(kind)), None)

    def by_id(self, wanted: str) -> XmlNode | None:
        """Returns a part that the document refers to, or None if it was read already."""
        target = next((target for _, its, target in self.links if its == wanted), None)
        if target is None or target in self.read:
            return None
        self.read.add(target)
        return self._part(target)

    def notes(self, referred: Iterable[tuple[str, str]]) -> Iterator[XmlNode]:
        """Yields the notes that a text refers to, each given by the tag of its reference and its number."""
        for tag, number in referred:
            kind, element = _NOTES[tag]
            every = self.related(kind)
            yield from (n for n in every.every(element) if n.attributes.get("w:id") == number) if every else ()

    def _part(self, target: str) -> XmlNode | None:
        if target not in self._roots and target in self.parts:
            self._roots[target] = parse(self.parts[target], self.name)
        return self._roots.get(target)

    def _relationships(self, part: str) -> list[tuple[str, str, str]]:
        """Returns kind, id and target of what a part refers to inside the file."""
        folder, file = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{file}.rels") if part else RELATIONSHIPS
        if where not in self.parts:
            return []
        found = []
        for node in parse(self.parts[where], self.name).every("rel:Relationship"):
            said = node.attributes
            if said.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, said.get("Target", ""))).lstrip("/")
                found.append((said.get("Type", ""), said.get("Id", ""), target))
        return found


def hidden_styles(package: EditedPackage) -> frozenset[str]:
    """Returns the ids of the styles whose words are hidden, by themselves or by the style they are based on."""
    root = package.related(_STYLES)
    styles = {style.attributes.get("w:styleId", ""): style for style in root.every("w:style")} if root else {}
    hidden = set()
    for style_id in styles:
        seen: set[str] = set()
        at: str | None = style_id
        while at in styles and at not in seen:
            seen.add(at)
            if (said := _vanish(styles[at].child("w:rPr"))) is not None:
                hidden |= {style_id} if said else set()
                break
            at = styles[at].value("w:basedOn")
    return frozenset(hidden)


def _vanish(properties: XmlNode | None) -> bool | None:
    """Returns whether the properties hide the words, or None if they say nothing of it."""
    node = properties.child("w:vanish") if properties else None
    return None if node is None else node.attributes.get("w:val", "1") not in _OFF


@dataclass(frozen=True, slots=True)
class _Place:
    """The paragraph being read; `runs` go to it, those of text boxes in it to paragraphs of their own after it."""

    runs: list[Run] = field(default_factory=list)
    hidden: bool = False


class SeenParagraph(NamedTuple):
    """A paragraph as a reader sees it; `node` is its element."""

    node: XmlNode
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """The words of all its runs."""
        return "".join(run.text for run in self.runs)


class VisibleWords:
    """Walks a part and collects its paragraphs."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.paragraphs: list[SeenParagraph] = []
        self.notes: list[tuple[str, str]] = []
        self.place = _Place()
        self.fields: list[bool] = []  # of each open field, whether its result has begun
        self.joined: tuple[XmlNode, _Place] | None = None  # one whose mark is deleted goes on in the next

    def read(self, part: XmlNode) -> list[SeenParagraph]:
        """Returns the part's paragraphs; notes that it refers to are remembered."""
        self._walk(part)
        if self.joined:
            node, place = self.joined
            self.paragraphs.append(SeenParagraph(node, tuple(place.runs)))
        return self.paragraphs

    def _walk(self, node: XmlNode) -> None:
        match node.tag:
            case "w:p":
                self._paragraph(node)
            case "w:r":
                if not self._is_hidden(node):
                    self._inside(node)
            case "w:t" | "m:t":
                self._say(node.text)
            case "w:fldChar":
                self._field(node.attributes.get("w:fldCharType", ""))
            case "w:footnoteReference" | "w:endnoteReference":
                self.notes.append((node.tag, node.attributes.get("w:id", "")))
            case "w:tr" if is_deleted(node.child("w:trPr"), "w:del"):
                pass
            case "w:tc" if is_deleted(node.child("w:tcPr"), "w:cellDel"):
                pass
            case tag if tag in _SIGNS:
                if node.attributes.get("w:type", "textWrapping") == "textWrapping":
                    self._say(_SIGNS[tag])
            case tag if tag not in _UNSEEN:
                self._inside(node)

    def _inside(self, node: XmlNode) -> None:
        for child in node.children:
            self._walk(child)

    def _say(self, text: str) -> None:
        if all(self.fields):
            self.place.runs.append(Run(text))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _paragraph(self, node: XmlNode) -> None:
        properties = node.child("w:pPr")
        outer, at, before = self.place, len(self.paragraphs), self.joined
        self.joined = None
        hidden = bool(properties and properties.value("w:pStyle") in self.hidden)
        self.place = _Place(before[1].runs if before else [], hidden)
        self._inside(node)
        mark = properties.child("w:rPr") if properties else None
        if mark and (mark.child("w:del") or mark.child("w:moveFrom")):
            self.joined = node, self.place
        else:
            # before what text boxes in it said
            self.paragraphs.insert(at, SeenParagraph(node, tuple(self.place.runs)))
        self.place = outer

    def _is_hidden(self, run: XmlNode) -> bool:
        properties = run.child("w:rPr")
        said = _vanish(properties)
        if said is not None:
            return said
        style = properties.value("w:rStyle") if properties else None
        return self.place.hidden or style in self.hidden


def is_deleted(properties: XmlNode | None, tag: str) -> bool:
    return bool(properties and properties.child(tag))

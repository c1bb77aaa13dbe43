"""The user's own Word document as it was given: its parts, what each links to, and the page it sets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from letters.base.errors import InputError, Message
from letters.documents.docx.page_section import section_of
from letters.files.safe_zip import CONTENT_TYPES, RELATIONSHIPS
from letters.files.xml_nodes import XmlNode, parse

_FETCHES = re.compile(
    r"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE|QUOTE)\b", re.IGNORECASE
)
"""Fields that run a program or read another file, and QUOTE, which spells any of them in numbers."""
_WRITTEN = frozenset(["header", "footer", "styles", "numbering", "settings", "footnotes", "endnotes", "comments"])
"""Kinds of parts in which a field may stand."""
_WEB = re.compile("(?:https?|mailto):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z]{2,}:(?!///?[a-z]:)|\\\\|//", re.IGNORECASE)
"""What is not on the machine itself: an address or a share; `C:\\Templates` and `file:///C:/Templates` are."""
_STRICT = "http://purl.oclc.org/ooxml/"


class Link:
    """A relationship: to a part, or to something outside."""

    def __init__(self, node: XmlNode, part: str | None) -> None:
        self.id = node.attributes.get("Id", "")
        self.type = node.attributes.get("Type", "")
        self.kind = self.type.rpartition("/")[2]
        self.target = node.attributes.get("Target", "")
        self.part = part
        self.is_strict = self.type.startswith(_STRICT)
        self.is_external = node.attributes.get("TargetMode") == "External"


class Given:
    """What the user's document has, found by its relationships."""

    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self.name, self.parts = name, parts
        self.lower = {part.lower(): part for part in parts}
        types = parse(parts[CONTENT_TYPES], name)
        self.overrides = {
            node.attributes.get("PartName", "").strip("/").lower(): node.attributes.get("ContentType", "")
            for node in types.every("http://schemas.openxmlformats.org/package/2006/content-types:Override")
        }
        self.defaults = {
            node.attributes.get("Extension", "").lower(): node.attributes.get("ContentType", "")
            for node in types.every("http://schemas.openxmlformats.org/package/2006/content-types:Default")
        }
        main = next((link for link in self._links(RELATIONSHIPS, "") if link.kind == "officeDocument"), None)
        if main is None or main.part is None:
            raise self.damaged()
        if main.is_strict:
            raise InputError(
                Message("{path} is saved as Strict Open XML; save it as an ordinary Word document (.docx)", path=name)
            )
        self.main = main.part
        self.links = {link.id: link for link in self.links_of(self.main)}
        self.section = section_of(self.xml(self.main, "document")[1], name)

    def links_of(self, part: str) -> list[Link]:
        folder, _, file = part.rpartition("/")
        return self._links(f"{folder}/_rels/{file}.rels".lstrip("/"), folder)

    def _links(self, rels: str, folder: str) -> list[Link]:
        found = self.lower.get(rels.lower())
        if found is None:
            return []
        return [
            Link(node, self._target(node.attributes, folder))
            for node in parse(self.parts[found], self.name).children
            if node.tag == "rel:Relationship"
        ]

    def _target(self, attributes: dict[str, str], folder: str) -> str | None:
        if attributes.get("TargetMode") == "External":
            return None
        target = unquote(attributes.get("Target", "")).partition("#")[0]
        return self.lower.get(posixpath.normpath(posixpath.join("/", folder, target)).strip("/").lower())

    def one(self, kind: str) -> str | None:
        """Returns the document's part of a kind (its styles, its theme), or None."""
        return next((link.part for link in self.links.values() if link.kind == kind and link.part), None)

    def xml(self, part: str, root: str) -> tuple[bytes, XmlNode]:
        """Returns a part that is to be changed, which has to be written as every program writes it."""
        data = self.parts[part].removeprefix(b"\xef\xbb\xbf")
        node = parse(data, self.name)
        if node.tag != f"w:{root}" or not data[node.start :].startswith(f"<w:{root}".encode()) or b"\0" in data[:8]:
            raise self.damaged()
        return data, node

    def type_of(self, part: str) -> str:
        return self.overrides.get(part.lower()) or self.defaults.get(part.rpartition(".")[2].lower(), "")

    def damaged(self) -> InputError:
        return InputError(
            Message("{path} is not built like a Word document; open it in Word and save it again", path=self.name)
        )


def check_harmless(given: Given) -> None:
    """Raises InputError for a document that would run a program or fetch a file when it is opened.

    All of it is looked at. A link that a reader may click, to a page or an address for e-mail, does no harm.
    """
    used = {link.part for link in given.links.values() if link.kind in _WRITTEN}  # whatever the part is called
    for part in given.parts:
        if part.lower().endswith(".rels"):
            _check_links(parse(given.parts[part], given.name), given.name)
        elif part in used or (part.lower().startswith("word/") and part.lower().endswith(".xml")):
            _check_fields(parse(given.parts[part], given.name), given.name)


def _check_links(links: XmlNode, name: str) -> None:
    for link in links.children:
        target, kind = link.attributes.get("Target", ""), link.attributes.get("Type", "").rpartition("/")[2]
        if link.attributes.get("TargetMode") != "External" or not _ELSEWHERE.match(unquote(target)):
            continue
        if kind != "image" and not (kind == "hyperlink" and _WEB.match(target)):
            raise InputError(
                Message("{path} links to something outside ({target}); save it without", path=name, target=target)
            )


def _check_fields(root: XmlNode, name: str) -> None:
    for instruction in _instructions(root):
        if found := _FETCHES.match(instruction):
            raise InputError(
                Message(
                    "{path} has a field that runs a program or reads another file ({field}); save it without",
                    path=name,
                    field=found[1].upper(),
                )
            )


def _instructions(root: XmlNode) -> Iterator[str]:
    """Yields what each field of a part says, even if it is written in pieces or stands inside another."""
    begun, done = [""], []
    for node in root.every("w:fldChar", "w:instrText", "w:delInstrText", "w:fldSimple"):
        if node.tag == "w:fldSimple":
            done.append(node.attributes.get("w:instr", ""))
        elif node.tag != "w:fldChar":
            begun[-1] += node.text
        elif node.attributes.get("w:fldCharType") == "begin":
            begun.append("")
        elif node.attributes.get("w:fldCharType") == "end" and len(begun) > 1:
            done.append(begun.pop())
    yield from (*done, *begun)

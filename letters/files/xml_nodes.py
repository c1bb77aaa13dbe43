"""XML of the user's as elements that know where in the bytes they stand, so that it can be changed by the piece.

What is not changed keeps every byte: prefixes, attributes and extensions that we know nothing of. Expat alone reads,
and a document type, in which entities could be declared, is refused before any of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from letters.base.errors import InputError, Message

MOST_ELEMENTS = 400_000
MOST_DEPTH = 250
_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(frozen=True, slots=True, eq=False)
class XmlNode:
    """An element. `tag` and the attributes' names bear the usual prefix of their namespace: w:p, w:val.

    `data[start:end]` is the whole element, `data[inner:close]` what stands between its tags; of an empty
    `<w:p/>` inner, close and end are one place.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int
    end: int
    text: str
    children: tuple[XmlNode, ...]

    def child(self, tag: str) -> XmlNode | None:
        """Returns the first child of that tag, or None."""
        return next((node for node in self.children if node.tag == tag), None)

    def value(self, *path: str) -> str | None:
        """Returns w:val of the element that the tags lead down to, or None."""
        node: XmlNode | None = self
        for tag in path:
            node = node.child(tag) if node else None
        return node.attributes.get("w:val") if node else None

    def every(self, *tags: str) -> Iterator[XmlNode]:
        """Yields the element and all inside it, in order, that have one of the tags."""
        if self.tag in tags:
            yield self
        for node in self.children:
            yield from node.every(*tags)


class _OpenElement(NamedTuple):
    """An element whose end has not been read yet, with what was found in it so far."""

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int
    texts: list[str]
    children: list[XmlNode]


def parse(data: bytes, name: str) -> XmlNode:
    """Returns the root element. `name` is how messages call the file. Raises InputError."""
    return _XmlReader(data, name).read()


class _XmlReader:
    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self.root: XmlNode | None = None
        self.open: list[_OpenElement] = []
        self.count = 0

    def read(self) -> XmlNode:
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(self.data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise self._damaged() from error
        assert self.root is not None  # expat asks for one element
        return self.root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= MOST_DEPTH:
            raise InputError(Message("{path} holds far more than a letter; it was not read", path=self.name))
        start = self.parser.CurrentByteIndex
        found = _TAG.match(self.data, start)
        named = {_short(key): value for key, value in attributes.items()}
        self.open.append(_OpenElement(_short(tag), named, start, found.end() if found else start, [], []))

    def _end(self, tag: str) -> None:
        one = self.open.pop()
        close = end = one.inner
        if self.data[one.inner - 2 : one.inner] != b"/>":
            close = self.parser.CurrentByteIndex
            end = self.data.find(b">", close) + 1
        text, children = "".join(one.texts), tuple(one.children)
        node = XmlNode(one.tag, one.attributes, one.start, one.inner, close, end, text, children)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].texts.append(text)

    def _refuse(self, *_: object) -> None:
        raise InputError(
            Message("{path} declares a document type, which no Word file does; it was not read", path=self.name)
        )

    def _damaged(self) -> InputError:
        return InputError(
            Message("{path} is damaged: its text cannot be read; open it in Word and save it again", path=self.name)
        )


def _short(name: str) -> str:
    uri, _, local = name.rpartition(" ")
    return f"{_NAMESPACES.get(uri, uri)}:{local}" if uri else local

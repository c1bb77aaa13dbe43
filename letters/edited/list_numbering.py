"""Decides to which numbered list of the user's file a new item belongs; a new list gets a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from letters.files.xml_nodes import XmlNode

_NUMBERING = "word/numbering.xml"
_USE = re.compile(rb'(<w:ilvl w:val="(\d+)"/>)<w:numId w:val="(\d+)"/>')
_NUM = re.compile(rb'<w:num w:numId="(\d+)"[^>]*>.*?<w:abstractNumId w:val="(\d+)"/>', re.DOTALL)
_END = b"</w:num>"


class Numbering:
    """The lists of the user's file. `parts` are the file's parts that a merge has to replace."""

    def __init__(self, mine: Mapping[str, bytes], new: bytes) -> None:
        self.xml = mine.get(_NUMBERING, b"")
        self.parts: dict[str, bytes] = {}
        self.known: dict[bytes, bytes] = {}
        self.nums: dict[bytes, bytes] = {found[1]: found[2] for found in _NUM.finditer(self.xml)}

    def learn(self, pairs: Iterable[tuple[XmlNode, XmlNode]]) -> None:
        """Records which list of the user's file is which of the letter's, from pairs (user's, letter's)."""
        for mine, new in pairs:
            own, ours = (node.value("w:pPr", "w:numPr", "w:numId") for node in (mine, new))
            if own and ours:
                self.known.setdefault(ours.encode(), own.encode())

    def renumbered(self, xml: bytes) -> bytes:
        """Returns the letter's XML with the list numbers of the user's file."""
        return _USE.sub(self._number, xml)

    def _number(self, found: re.Match[bytes]) -> bytes:
        ours = found[3]
        if ours not in self.known:
            own = self._added(found[2])
            if own is None:
                return found[0]
            self.known[ours] = own
        return found[1] + b'<w:numId w:val="' + self.known[ours] + b'"/>'

    def _added(self, level: bytes) -> bytes | None:
        """Adds a list that counts as the existing ones do, from 1. Returns its number."""
        like = next((self.nums[num] for num in self.known.values() if num in self.nums), self.nums.get(b"2"))
        at = self.xml.rfind(_END)
        if like is None or at < 0:
            return None
        number = str(max(int(num) for num in self.nums) + 1).encode()
        self.nums[number] = like
        added = (
            b'<w:num w:numId="%s"><w:abstractNumId w:val="%s"/><w:lvlOverride w:ilvl="%s">'
            b'<w:startOverride w:val="1"/></w:lvlOverride></w:num>' % (number, like, level)
        )
        at += len(_END)
        self.xml = self.xml[:at] + added + self.xml[at:]
        self.parts[_NUMBERING] = self.xml
        return number

"""What a Word file needs besides the letter's words: the house's static parts, read and compressed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from letters.base.errors import Message, UnknownName
from letters.writers.blocks import clean
from letters.writers.package import Member, member, pack

PARTS = Path(__file__).with_name("parts")
_NUMBERING, _END = "word/numbering.xml", "</w:numbering>"
_FIRST = 3  # the first free w:num: the house uses 1 for bullets and 2 for numbers
_MOST = 32767  # Word takes no higher list number
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DC = "http://purl.org/dc/elements/1.1/"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEAD = f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
# A4 with 2.54 cm above and below and 3.18 cm at the sides
_TAIL = (
    '<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992"'
    ' w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_STYLE = re.compile(r'<w:style w:type="(\w+)"[^>]*? w:styleId="(\w+)"[^>]*>\s*<w:name w:val="([^"]+)"')
_FOOTER = re.compile(r'Id="(\w+)"[^>]*/footer"')
_SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": " ", "\n": " ", "\r": " "})


class Stationery:
    """The static parts of one language, and what the letter has to know of them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._static = [member(name, data, level=9) for name, data in parts.items() if name != _NUMBERING]
        self._numbering = parts[_NUMBERING].decode().rstrip().removesuffix(_END)
        self._numbering_with = lru_cache(maxsize=64)(self._make_numbering)
        found: list[tuple[str, str, str]] = _STYLE.findall(parts["word/styles.xml"].decode())
        self._ids = {(kind, name.lower()): style_id for kind, style_id, name in found}
        self._names = [(kind, name) for kind, _, name in found]
        [footer] = _FOOTER.findall(parts["word/_rels/document.xml.rels"].decode())
        self._tail = _TAIL.format(footer=footer)
        self._starts: dict[str, str] = {}

    def document(self, body: str, lists: tuple[tuple[int, int], ...], title: str, language: str) -> bytes:
        """The file. `lists`: level and first number of each numbered list, which has the number id
        that `number_id` gives for its place among them."""
        words = member("word/document.xml", f"{_HEAD}{body}{self._tail}".encode())
        core = member("docProps/core.xml", _core(title, language))
        return pack((*self._static, self._numbering_with(lists), words, core))

    def style(self, name: str, kind: str = "paragraph") -> str:
        """The id of the style; raises UnknownName."""
        try:
            return self._ids[kind, name.lower()]
        except KeyError:
            known = [known for its_kind, known in self._names if its_kind == kind]
            raise UnknownName(Message("{kind} style", kind=kind), name, known) from None

    def start(self, style: str) -> str:
        """How a paragraph of the style begins."""
        if style not in self._starts:
            self._starts[style] = f'<w:p><w:pPr><w:pStyle w:val="{self.style(style)}"/></w:pPr>'
        return self._starts[style]

    def _make_numbering(self, lists: tuple[tuple[int, int], ...]) -> Member:
        nums = "".join(
            f'<w:num w:numId="{number_id(place)}"><w:abstractNumId w:val="2"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{min(start, _MOST)}"/></w:lvlOverride>'
            "</w:num>"
            for place, (level, start) in enumerate(lists)
        )
        return member(_NUMBERING, f"{self._numbering}{nums}{_END}".encode())


def number_id(place: int) -> int:
    """The w:num of a document's numbered list; `place` counts from 0."""
    return _FIRST + place


def stationery(language: str) -> Stationery:
    """That of the language, else of its first subtag ("zh" for "zh-Hant"), else the English one."""
    for name in (language, language.partition("-")[0]):
        if name.isalnum() and (PARTS / name).is_dir():
            return _load(name)
    return _load("en")


@cache
def _load(folder: str) -> Stationery:
    """Read in the order of names: readers of packages expect [Content_Types].xml first."""
    root = PARTS / folder
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return Stationery({name: (root / name).read_bytes() for name in names})


def _core(title: str, language: str) -> bytes:
    """Title and language only: no author, no machine, no time."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}"><dc:title>{escaped(title)}</dc:title>'
        f"<dc:language>{escaped(language)}</dc:language></cp:coreProperties>"
    ).encode()


def escaped(text: str) -> str:
    """The text as it stands in XML; what XML cannot hold becomes U+FFFD."""
    return clean(text).translate(_ESCAPES) if _SPECIAL.search(text) else text

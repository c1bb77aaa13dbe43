"""What a Word file needs besides the letter's words, read and compressed once.

That is the house's static parts, or those of the user's letterhead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from letters.base.errors import Message, UnknownName
from letters.documents.column_widths import TEXT_WIDTH
from letters.documents.docx.package import Member, member, member_in_pieces, pack
from letters.documents.markdown import clean

PARTS = Path(__file__).with_name("parts")
NUMBERING, NUMBERING_END = "word/numbering.xml", "</w:numbering>"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HOUSE_BULLETS, HOUSE_NUMBERS = 1, 2  # the house's w:num and w:abstractNum
# A4 with 2.54 cm above and below and 3.18 cm at the sides
HOUSE_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"'
    ' w:header="851" w:footer="992" w:gutter="0"/>'
)
_AT_ONCE = 4096  # pieces of a letter, most of them a paragraph or a row: a short letter is compressed in one go
_MOST = 32767  # Word takes no higher list number
_DC = "http://purl.org/dc/elements/1.1/"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_HEAD = f'{XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
_TAIL = "<w:sectPr>{}</w:sectPr></w:body></w:document>"
_STYLE = re.compile(r'<w:style w:type="(\w+)"[^>]*? w:styleId="(\w+)"[^>]*>\s*<w:name w:val="([^"]+)"')
_USED = re.compile('Style w:val="([^"]+)"')
_FOOTER = re.compile(r'Id="(\w+)"[^>]*/footer"')
_SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": " ", "\n": " ", "\r": " "})


class Level(NamedTuple):
    """Where numbers or bullets of a level of lists come from: a w:abstractNum, or a w:num, and the level in it."""

    definition: int
    level: int

    def properties(self, number: int) -> str:
        """Returns what a paragraph says of its list."""
        return f'<w:numPr><w:ilvl w:val="{self.level}"/><w:numId w:val="{number}"/></w:numPr>'


@dataclass(frozen=True, slots=True)
class Lists:
    """How a letter makes its lists. `first` is the first free w:num.

    `numbers` has the w:abstractNum of each level; `bullets` the w:num of the levels whose style has none itself.
    """

    first: int
    numbers: tuple[Level, ...]
    bullets: Mapping[int, Level] = field(default_factory=dict)


class PageSetup(NamedTuple):
    """What stands in w:sectPr, and how wide the text is, in twips."""

    section: str
    text_width: int = TEXT_WIDTH


_HOUSE_LISTS = Lists(3, tuple(Level(HOUSE_NUMBERS, level) for level in range(3)))


class NumberedList(NamedTuple):
    """A numbered list of a document: its level, its first number, and its own indent in twips if it has one."""

    level: int
    start: int
    indent: int = 0


class Stationery:
    """The static parts, and what the letter has to know of them.

    `styles`: (kind, name) → id; `added` are the ids of those that are the house's in a letterhead of the user's.
    """

    def __init__(
        self,
        parts: Mapping[str, bytes],
        styles: Mapping[tuple[str, str], str],
        paper: PageSetup,
        lists: Lists = _HOUSE_LISTS,
        added: frozenset[str] = frozenset(),
    ) -> None:
        self._static = [member(name, data, level=9) for name, data in parts.items() if name != NUMBERING]
        self._numbering = parts[NUMBERING].decode().rstrip().removesuffix(NUMBERING_END)
        self._numbering_with = lru_cache(maxsize=64)(self._make_numbering)
        self._names = list(styles)
        self._ids = {(kind, name.lower()): style_id for (kind, name), style_id in styles.items()}
        self._tail = _TAIL.format(paper.section)
        self._starts: dict[str, str] = {}
        self._added = added
        self.lists = lists
        self.text_width = paper.text_width
        self.used: set[str] = set()
        """The ids in `added` that a letter has used."""

    def document(self, body: Sequence[str], lists: tuple[NumberedList, ...], title: str, language: str) -> bytes:
        """Returns the file, whose words are the XML in the pieces of `body`.

        `lists` are its numbered lists; `number_id` gives the number id of each for its place there.
        """
        if self._added:
            self.used |= self._added.intersection(used for piece in body for used in _USED.findall(piece))
        pieces = (_HEAD, *body, self._tail)
        parts = (pieces[at : at + _AT_ONCE] for at in range(0, len(pieces), _AT_ONCE))
        words = member_in_pieces("word/document.xml", ("".join(part).encode() for part in parts))
        core = member("docProps/core.xml", _core(title, language))
        return pack((*self._static, self._numbering_with(lists), words, core))

    def style(self, name: str, kind: str = "paragraph") -> str:
        """Returns the id of a style. Raises UnknownName."""
        try:
            return self._ids[kind, name.lower()]
        except KeyError:
            known = [known for its_kind, known in self._names if its_kind == kind]
            raise UnknownName(Message("{kind} style", kind=kind), name, known) from None

    def start(self, style: str) -> str:
        """Returns how a paragraph of the style begins."""
        if style not in self._starts:
            self._starts[style] = f'<w:p><w:pPr><w:pStyle w:val="{self.style(style)}"/></w:pPr>'
        return self._starts[style]

    def number_id(self, place: int) -> int:
        """Returns the w:num of a document's numbered list; `place` counts from 0."""
        return self.lists.first + place

    def _make_numbering(self, lists: tuple[NumberedList, ...]) -> Member:
        nums = "".join(self._number(place, one) for place, one in enumerate(lists))
        return member(NUMBERING, f"{self._numbering}{nums}{NUMBERING_END}".encode())

    def _number(self, place: int, of: NumberedList) -> str:
        source, own = self.lists.numbers[of.level], ""
        if of.indent:
            own = (
                f'<w:lvl w:ilvl="{source.level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{of.indent}" w:hanging="{of.indent}"/></w:pPr></w:lvl>'
            )
        return (
            f'<w:num w:numId="{self.number_id(place)}"><w:abstractNumId w:val="{source.definition}"/>'
            f'<w:lvlOverride w:ilvl="{source.level}"><w:startOverride w:val="{min(of.start, _MOST)}"/>{own}'
            "</w:lvlOverride></w:num>"
        )


def stationery(language: str) -> Stationery:
    """Returns the house's own for the language, else for its first subtag ("zh" for "zh-Hant"), else the English
    one.
    """
    return _load(_folder(language))


def house_parts(language: str) -> dict[str, bytes]:
    """Returns the house's static parts in the order of names: readers of packages expect [Content_Types].xml first."""
    root = PARTS / _folder(language)
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {name: (root / name).read_bytes() for name in names}


@cache
def _folder(language: str) -> str:
    for name in (language, language.partition("-")[0]):
        if name.isalnum() and (PARTS / name).is_dir():
            return name
    return "en"


@cache
def _load(folder: str) -> Stationery:
    parts = house_parts(folder)
    found: list[tuple[str, str, str]] = _STYLE.findall(parts["word/styles.xml"].decode())
    [footer] = _FOOTER.findall(parts["word/_rels/document.xml.rels"].decode())
    section = f'<w:footerReference w:type="default" r:id="{footer}"/>{HOUSE_PAGE}'
    return Stationery(parts, {(kind, name): style_id for kind, style_id, name in found}, PageSetup(section))


def _core(title: str, language: str) -> bytes:
    """Returns title and language only: no author, no machine, no time."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}"><dc:title>{escaped(title)}</dc:title>'
        f"<dc:language>{escaped(language)}</dc:language></cp:coreProperties>"
    ).encode()


def escaped(text: str) -> str:
    """Returns the text as it stands in XML; what XML cannot hold becomes U+FFFD."""
    return clean(text).translate(_ESCAPES) if _SPECIAL.search(text) else text

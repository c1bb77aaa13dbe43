"""Markdown → typed blocks, which every writer builds its file from.

Three things differ from CommonMark, because letters are Chinese first: a line break between two Han characters is not a
space, the line `<!-- style: NAME -->` names the style of the next block, and 【待填:…】 is a blank to be made visible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias, cast
from unicodedata import east_asian_width

from letters.documents.markdown_events.nesting import flatten_deep, may_be_deep
from letters.documents.markdown_events.read import events

Align = Literal["none", "left", "center", "right"]


class Run(NamedTuple):
    """Words of one look. A hard line break is a run whose text is exactly "\\n"; no other run holds one."""

    text: str
    bold: bool = False
    italic: bool = False
    blank: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is the one that the letter names for it, if any."""

    runs: Runs
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1 to 6."""

    level: int
    runs: Runs
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `start` is the first number of an ordered one, else 1. An item may be empty. `style` is its items'."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]
    style: str | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; every row has as many cells as `aligns`."""

    aligns: tuple[Align, ...]
    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, with blocks of its own."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """A line across the page in Markdown."""


Block: TypeAlias = Paragraph | Heading | ListBlock | TableBlock | Quote | ThematicBreak

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile("(【(?:待填|to fill|missing)[^】]*】)", re.IGNORECASE)
_COMMENT = re.compile("<!--(.*?)-->", re.DOTALL)
_STYLE = re.compile(r"\s*style:\s*(.+?)\s*")
_NEUTRAL = frozenset("“”‘’—…·")  # Chinese and Western text share them: their neighbour decides
_INLINE = frozenset({"Emphasis", "Link", "Image"})


def parse(markdown: str, read: Callable[[str], Iterator[Any]] = events) -> tuple[Block, ...]:
    """Returns the document's blocks, from the events that `read` gives. Every text can be read: there is no error."""
    text = clean(markdown)
    return _blocks(flatten_deep(read(text)) if may_be_deep(text) else read(text))


def clean(text: str) -> str:
    """Returns the text with what neither XML nor a terminal can hold replaced by U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text) if _ILLEGAL.search(text) else text


def plain(runs: Runs) -> str:
    """Returns the words of the runs."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def _blocks(events: Iterator[Any]) -> tuple[Block, ...]:
    """Returns the blocks up to the end of the container that the events are in."""
    blocks: list[Block] = []
    line = _Line()  # a tight list item holds words without a paragraph around them
    style: str | None = None
    for event in events:
        if line.take(event):
            continue
        if line.pieces:
            blocks.append(Paragraph(line.runs(), style))
            line, style = _Line(), None
        if event == "Rule":
            blocks.append(ThematicBreak())
            style = None
        elif "Start" not in event:
            break
        elif event["Start"] == "HtmlBlock":
            style, words = _html(events, style)
            if words:
                blocks.append(Paragraph(words, style))
                style = None
        else:
            blocks.append(_block(event["Start"], events, style))
            style = None
    if line.pieces:
        blocks.append(Paragraph(line.runs(), style))
    return tuple(blocks)


def _block(start: Any, events: Iterator[Any], style: str | None) -> Block:
    """Returns the block that `start` opens, and takes its events up to its end."""
    if start == "Paragraph":
        return Paragraph(_words(events), style)
    [(name, value)] = start.items()
    if name == "Heading":
        return Heading(int(value["level"][1]), _words(events), style)
    if name == "List":
        items = tuple([_blocks(events) for _ in _children(events)])
        return ListBlock(value is not None, 1 if value is None else value, items, style)
    if name == "Table":
        rows = [tuple([_words(events) for _ in _children(events)]) for _ in _children(events)]
        return TableBlock(tuple([cast("Align", a.lower()) for a in value]), rows[0], tuple(rows[1:]), style)
    if name == "BlockQuote":
        return Quote(_blocks(events))
    return Paragraph(_code(events), style)


def _children(events: Iterator[Any]) -> Iterator[Any]:
    """Yields the starts of the items, rows or cells that follow, up to the end of what holds them."""
    for event in events:
        if "Start" not in event:
            return
        yield event


def _raw(events: Iterator[Any], kind: str) -> str:
    """Returns the text of a code or HTML block, up to its end."""
    text = ""
    for event in events:
        if "End" in event:
            break
        text += event.get(kind) or event["Text"]  # the spaces before a comment come as text
    return text


def _words(events: Iterator[Any]) -> Runs:
    """Returns the runs up to the end of the paragraph, heading or cell."""
    first = next(events)
    if "End" in first:
        return ()
    second = next(events)
    if "End" in second and "Text" in first:  # most cells of a table
        text = first["Text"]
        if "【" not in text and "\n" not in text and "\r" not in text:
            return (Run(text),)
    line = _Line()
    line.take(first)
    while line.take(second):
        second = next(events)
    return line.runs()


def _code(events: Iterator[Any]) -> Runs:
    """Returns a code block as runs: its lines as they stand."""
    text = _raw(events, "Text")
    line = _Line()
    for number, words in enumerate(text.rstrip("\n").split("\n")):
        if number:
            line.pieces.append(["\n", False, False])
        line.add(words)
    return line.runs()


def _html(events: Iterator[Any], style: str | None) -> tuple[str | None, Runs]:
    """Returns the style that a block of raw HTML names for the next block, and what is left of it as literal words."""
    html = _raw(events, "Html")
    for comment in _COMMENT.finditer(html):
        if named := _STYLE.fullmatch(comment[1]):
            style = named[1]
    line = _Line()
    for words in _COMMENT.sub("", html).strip().splitlines():
        line.soft = bool(line.pieces)
        line.add(words)
    return style, line.runs()


class _Line:
    """Collects the words of one paragraph; neighbours of one look become one piece [text, bold, italic]."""

    __slots__ = ("bold", "italic", "links", "pieces", "soft")

    def __init__(self) -> None:
        self.pieces: list[list[Any]] = []
        self.bold = self.italic = 0
        self.soft = False
        self.links: list[tuple[str, str, int]] = []  # kind, address, length of the words before it

    def take(self, event: Any) -> bool:
        """Takes an event that is words or their look; returns whether it was, else the caller has to deal with it."""
        if event.__class__ is str:
            if event == "SoftBreak":
                self.soft = True
            elif event == "HardBreak":
                self.soft = False
                self.pieces.append(["\n", False, False])
            return event != "Rule"
        for kind, value in event.items():  # the one
            if kind in {"Text", "Code", "InlineHtml"}:
                self.add(value if kind != "InlineHtml" else _COMMENT.sub("", value))
                return True
            if kind in {"Start", "End"}:
                return self._look(value, 1 if kind == "Start" else -1)
        return False

    def _look(self, value: Any, step: int) -> bool:
        if value == "Strong":
            self.bold += step
            return True
        name = value if value.__class__ is str else next(iter(value))
        if name not in _INLINE:
            return False
        if name == "Emphasis":
            self.italic += step
        elif step > 0:
            self.links.append((name, value[name]["dest_url"], len(self._text())))
        else:
            self._close_link()
        return True

    def _close_link(self) -> None:
        kind, address, before = self.links.pop()
        words = self._text()[before:].strip()
        if kind == "Link" and address.removeprefix("mailto:").removeprefix("tel:") != words:
            self.add(f" ({address})" if words else address)

    def _text(self) -> str:
        return "".join([piece[0] for piece in self.pieces])

    def add(self, text: str) -> None:
        if not text:
            return
        if "\n" in text or "\r" in text:  # from raw HTML or &#10;
            text = text.replace("\n", " ").replace("\r", " ")
        bold, italic = self.bold > 0, self.italic > 0
        last = self.pieces[-1] if self.pieces else None
        if self.soft:
            self.soft = False
            if last is not None and not _joins(last[0][-1], text[0]):
                text = f" {text}"
        if last is not None and last[1] == bold and last[2] == italic and last[0] != "\n":
            last[0] += text
        else:
            self.pieces.append([text, bold, italic])

    def runs(self) -> Runs:
        return tuple(part for piece in self.pieces for part in with_blanks(Run(*piece)))


def with_blanks(run: Run) -> Runs:
    """Returns a run cut into its blanks and what stands between them."""
    if "【" not in run.text:
        return (run,)
    parts = _BLANK.split(run.text)  # every second part is a blank
    return tuple(Run(part, run.bold, run.italic, at % 2 == 1) for at, part in enumerate(parts) if part)


def _joins(left: str, right: str) -> bool:
    """Returns whether a line break between these two characters stands for nothing rather than for a space."""
    if left == "\n":
        return True
    wide = [east_asian_width(c) in "WF" for c in (left, right)]
    return any(wide) and all(w or c in _NEUTRAL for w, c in zip(wide, (left, right), strict=True))

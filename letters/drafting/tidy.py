"""Markdown as a person would have typed it: one line a paragraph, one blank line between blocks."""

from __future__ import annotations

import re
import unicodedata

from letters.base.typed_text import is_han

_QUOTE = re.compile(r"> ?(?=\S)")
_BLOCKS = re.compile(
    r"(?P<nested> {2,}[-*+] )|(?P<heading>#{1,6} |<!--|---$)|(?P<table>\|)|(?P<quote>>)"
    r"|(?P<ordered>[0-9]{1,9}[.)] )|(?P<bullet>[-*+] )"
)

_NOTHING_IN = re.compile(r" ?\(\)|（）")
_LEADING = re.compile(r"(?<=[（(])(?:[，；]|[,;] )")

KEPT = "\x03"
"""A mark behind each parenthesis that a value opens, so that what was typed stays; no scenario can hold it."""

_BEFORE_A_DIGIT = re.compile(r"(?<=[^\x00-\x7f]) (?=[0-9【])")
_BEHIND_A_DIGIT = re.compile(r"(?<=[0-9%＊】]) (?=[^\x00-\x7f])")
"""A space between a digit and what may be Chinese; a class of all its characters would take a millisecond to make."""

_CLOSES = re.compile(r"[.,;:](?!\S)")
"""A mark that ends what stands before it."""

_COUNTED = frozenset({"ordered", "nested"})
"""The lines of a numbered list: an item, and a point that is set in below it."""

_SIGNS = frozenset(" #<-|>*+0123456789")
"""What a line begins with that may be something else than text."""


def tidy(text: str) -> str:
    """Joins the lines that a template breaks inside a paragraph, parts blocks by one blank line, and counts lists.

    Between two Chinese characters, or beside Chinese punctuation, a line break is nothing; elsewhere it is a space. An
    item written `1.` takes the number of its place, so that the Markdown reads well as it is; a bullet that is set in
    below an item stays there. Parentheses with nothing
    in them are dropped, and so is the comma before the first of what they hold, since each part may bring its own.
    Those of a value stay: they are marked with KEPT, which is dropped here.
    """
    text = _LEADING.sub("", _NOTHING_IN.sub("", text)).replace(KEPT, "")
    lines: list[str] = []
    last, last_kind, counted = "", "", 0
    for raw in text.split("\n"):
        line = raw.rstrip()
        if not line:
            if last:
                lines.append("")
                last = ""
            continue
        kind = _kind(line)
        if last:
            words = _continues(last, last_kind, line, kind)
            if words is not None:
                last = lines[-1] = last + _gap(last[-1], words) + words
                continue
            if _parted(last_kind, kind, last):
                lines.append("")
        if kind == "ordered":
            counted = counted + 1 if last_kind in _COUNTED else 1
            line = f"{counted}. {line.partition(' ')[2]}"
        lines.append(line)
        last, last_kind = line, kind
    return "\n".join(lines).strip("\n") + "\n"


def close_up(text: str) -> str:
    """Returns a Chinese text without spaces beside its digits: 2026 年 3 月 becomes 2026年3月."""
    text = _BEFORE_A_DIGIT.sub(lambda found: "" if _is_chinese(text[found.start() - 1], "＊】") else " ", text)
    return _BEHIND_A_DIGIT.sub(lambda found: "" if _is_chinese(text[found.end()]) else " ", text)


def _is_chinese(char: str, marks: str = "") -> bool:
    """Returns whether a character is Chinese or a Chinese mark, or one of further `marks`."""
    return is_han(char) or char in "，。；：、（）《》“”" or char in marks


def _kind(line: str) -> str:
    if line[0] not in _SIGNS:
        return "text"
    found = _BLOCKS.match(line)
    return str(found.lastgroup) if found else "text"


def _parted(before: str, after: str, last: str) -> bool:
    """Returns whether a blank line belongs between two lines that follow each other."""
    if last.startswith("<!--"):
        return False
    return (before != after and {before, after} != _COUNTED) or after in {"heading", "text"}


def _continues(last: str, last_kind: str, line: str, kind: str) -> str | None:
    """Returns the words of a line that goes on with the paragraph before it, or None if it starts something new."""
    if kind == "quote":
        quote = _QUOTE.match(line) if last_kind == "quote" and last != ">" and not last.endswith("\\") else None
        return line[quote.end() :] if quote else None
    if kind != "text" or last_kind in {"heading", "table"} or last == ">" or last.endswith("\\"):
        return None
    return line.lstrip()


def _gap(before: str, words: str) -> str:
    """Returns what stands between the last character of a line and the words of the next: a space or nothing."""
    after = words[0]
    if (_is_wide(before) and _is_wide(after)) or _CLOSES.match(words):
        return ""
    return "" if _is_wide_mark(before) or _is_wide_mark(after) else " "


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—"


def _is_wide_mark(char: str) -> bool:
    return _is_wide(char) and not unicodedata.category(char).startswith("L")

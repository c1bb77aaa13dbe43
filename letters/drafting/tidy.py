"""Markdown as a person would have typed it: one line a paragraph, one blank line between blocks."""

from __future__ import annotations

import re
import unicodedata

_NEW_BLOCK = re.compile(r"\s*(?:[-*+] |\d{1,9}[.)] |#{1,6} |\||<!--|>|---$)")
_QUOTE = re.compile(r"> ?(?=\S)")
_ENDS = re.compile(r"\s*(?:#{1,6} |\||<!--|---$)|>?\s*$")


def tidy(text: str) -> str:
    """Joins the lines that a template breaks inside a paragraph, and drops blank lines beyond one.

    Between two Chinese characters, or beside Chinese punctuation, a line break is nothing; elsewhere a space.
    """
    lines: list[str] = []
    for raw in text.split("\n"):
        line = raw.rstrip()
        last = lines[-1] if lines else ""
        if not line and not last:
            continue
        words = _continues(last, line)
        if words is None:
            lines.append(line)
        else:
            lines[-1] = last + _gap(last[-1], words[0]) + words
    return "\n".join(lines).strip("\n") + "\n"


def _continues(last: str, line: str) -> str | None:
    """The words of a line that goes on with the paragraph before it, or None where it starts something new."""
    if not line or _ENDS.match(last) or last.endswith("\\"):
        return None
    if last.startswith(">") and (quote := _QUOTE.match(line)):
        return line[quote.end() :]
    return None if _NEW_BLOCK.match(line) else line.lstrip()


def _gap(before: str, after: str) -> str:
    wide_before, wide_after = _is_wide(before), _is_wide(after)
    if wide_before and wide_after:
        return ""
    return "" if _is_wide_mark(before) or _is_wide_mark(after) else " "


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—"


def _is_wide_mark(char: str) -> bool:
    return _is_wide(char) and not unicodedata.category(char).startswith("L")

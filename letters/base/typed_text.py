"""What a keyboard or a spreadsheet leaves around a value: full-width forms, an apostrophe, wide spaces."""

from __future__ import annotations

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}
_APOSTROPHE = re.compile(r"\s*['’‘＇](?=[0-9０-９])")


def is_han(char: str) -> bool:
    """Returns whether a character is Chinese."""
    return "\u3400" <= char <= "\u9fff"


def has_han(text: str) -> bool:
    """Returns whether a text has a Chinese character in it."""
    return not text.isascii() and any(map(is_han, text))


def without_apostrophe(text: str) -> str:
    """Returns the text without the apostrophe by which Excel is told that the digit after it begins a text."""
    return _APOSTROPHE.sub("", text, count=1) if _APOSTROPHE.match(text) else text


def half_width(text: str) -> str:
    """Returns a number or date with its full-width characters as ASCII: `５％` is `5%`.

    Spaces around it are dropped, and so is Excel's apostrophe before it.
    """
    return without_apostrophe(text).translate(_WIDE).strip()

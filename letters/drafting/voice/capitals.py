"""Capitals where a word that stands for "I" begins a sentence."""

from __future__ import annotations

import re

CAPITAL = "\x04"
"""Before a word that takes a capital at the beginning of a sentence; no scenario can hold it."""
_BEGINS = re.compile(r"(?:\A|[.!?>|\n]|\*\*|“)\s*(?:[-*]\s+|\d+\.\s+)?\Z")


def with_capitals(text: str) -> str:
    """Returns a letter with a capital where a word that stands for "I" begins a sentence."""
    if CAPITAL not in text:
        return text
    first, *rest = text.split(CAPITAL)
    whole = first
    for piece in rest:
        begins = _BEGINS.search(whole[-80:]) is not None
        whole += piece[:1].upper() + piece[1:] if begins else piece
    return whole

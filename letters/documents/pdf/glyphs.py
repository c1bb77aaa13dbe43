"""Which characters a font file has: its `cmap` table, read without loading the font (OpenType 1.9, cmap)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

_COLLECTION = b"ttcf"
_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}  # platform and encoding of a cmap by Unicode


class _NoCmap(ValueError):
    """Raised for a font without a table of its characters."""


def lacking(characters: Iterable[str], font: Path, index: int) -> set[str]:
    """Returns those of the characters that the font has no glyph for; of an unreadable font, all."""
    starts, ends = _ranges(font, index)
    return {char for char in characters if (at := bisect_right(starts, ord(char))) == 0 or ord(char) > ends[at - 1]}


@cache
def _ranges(font: Path, index: int) -> tuple[list[int], list[int]]:
    """Returns the first code points of all runs of characters, in order, and the last ones."""
    try:
        with font.open("rb") as file:
            found = sorted(_subtables(_table(file, index)))
    except (OSError, struct.error, ValueError):
        found = []
    lasts = accumulate((last for _, last in found), max)  # tables overlap
    return [first for first, _ in found], list(lasts)


def _table(file: BinaryIO, index: int) -> bytes:
    """Returns the cmap table of the font, or of the one with that index in a collection."""
    start = 0
    if file.read(4) == _COLLECTION:
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">L", file.read(4))
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(start + 12)
    for tag, _, offset, length in struct.iter_unpack(">4s3L", file.read(16 * count)):
        if tag == b"cmap":
            file.seek(offset)
            return file.read(length)
    raise _NoCmap


def _subtables(table: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    (count,) = struct.unpack_from(">H", table, 2)
    for platform, encoding, offset in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count]):
        (form,) = struct.unpack_from(">H", table, offset)
        if (platform, encoding) in _UNICODE and form in (4, 12):
            found += _segments(table[offset:]) if form == 4 else _groups(table[offset:])
    return found


def _segments(table: bytes) -> list[tuple[int, int]]:
    """Returns the runs of format 4: characters up to U+FFFF. A segment with a list of glyphs may lack a few."""
    (double,) = struct.unpack_from(">H", table, 6)
    ends, starts, _, offsets = (
        struct.unpack_from(f">{double // 2}H", table, at) for at in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    found: list[tuple[int, int]] = []
    for place, (first, last, offset) in enumerate(zip(starts, ends, offsets, strict=True)):
        if not offset:
            found.append((first, min(last, 0xFFFE)))
            continue
        glyphs = struct.unpack_from(f">{last - first + 1}H", table, 16 + 3 * double + 2 * place + offset)
        found += [(first + step, first + step) for step, glyph in enumerate(glyphs) if glyph]
    return found


def _groups(table: bytes) -> list[tuple[int, int]]:
    """Returns the runs of format 12: all characters."""
    (count,) = struct.unpack_from(">L", table, 12)
    return [(first, last) for first, last, _ in struct.iter_unpack(">3L", table[16 : 16 + 12 * count])]

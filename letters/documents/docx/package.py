"""A zip file from members of which most are the same every time: those are compressed once per process.

zipfile would compress and checksum all of them anew, which takes longer than making a letter.
The layout is APPNOTE.TXT 6.3.10 §4.3: a local header and the data for each member, then the directory.
Names are ASCII, dates 1980-01-01, so that equal members give equal bytes (with one version of zlib).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_VERSION, _DEFLATED, _STORED = 20, 8, 0
_DATE = (1 << 5) | 1  # MS-DOS: year - 1980, month, day
_WORTH = 1024  # bytes; compressing less takes longer than it is worth
_LEVEL = 3  # for a letter's XML: twice as fast as the usual 6 for a twentieth more bytes
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5HL")  # up to the offset of the local header
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")


class Member(NamedTuple):
    """A file as it stands in the zip, and its entry in the directory but for where it begins."""

    name: bytes
    local: bytes
    entry: bytes


def member(name: str, data: bytes, level: int = _LEVEL) -> Member:
    """Returns a file as it stands in the zip, compressed."""
    if len(data) > _WORTH:
        return member_in_pieces(name, [data], level)
    return _member(name, _STORED, data, zlib.crc32(data), len(data))


def member_in_pieces(name: str, pieces: Iterable[bytes], level: int = _LEVEL) -> Member:
    """Returns a file as it stands in the zip, compressed piece by piece, so that it is nowhere whole."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes] = []
    crc = size = 0
    for piece in pieces:
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        packed.append(deflate.compress(piece))
    return _member(name, _DEFLATED, b"".join((*packed, deflate.flush())), crc, size)


def _member(name: str, method: int, packed: bytes, crc: int, size: int) -> Member:
    path = name.encode("ascii")
    common = (_VERSION, 0, method, 0, _DATE, crc, len(packed), size, len(path), 0)
    local = _LOCAL.pack(b"PK\3\4", *common) + path + packed
    return Member(path, local, _ENTRY.pack(b"PK\1\2", _VERSION, *common, 0, 0, 0, 0))


def pack(members: Iterable[Member]) -> bytes:
    """Returns the whole zip file."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    size = 0
    for part in members:
        parts.append(part.local)
        directory += (part.entry, _OFFSET.pack(size), part.name)
        size += len(part.local)
    entries = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(entries), size, 0)
    return b"".join((*parts, entries, end))

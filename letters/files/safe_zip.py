"""A file of the user's, opened without trusting it: not too large, no macros, no password, no zip bomb.

Nothing is unpacked before the directory of the zip has been read and its sizes summed; zipfile then reads no
more of a member than the size it stated.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from letters.base.errors import InputError, Message
from letters.files.disk import check_ordinary

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_MEMBERS = 5_000
_STEEPEST = 250
"""How many times its size a member of more than a MiB may unpack to; real XML reaches some 50."""

CONTENT_TYPES, RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"
_OLE = bytes.fromhex("D0CF11E0")
_OLD_WORD, _OLD_EXCEL = "WordDocument".encode("utf-16-le"), "Workbook".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_IS_WORD = re.compile(rb"wordprocessingml\.(document|template)\.main\+xml")
_ODD_FLAGS = 0x1 | 0x40 | 0x2000  # encrypted members, or an encrypted directory


def read_file(path: Path) -> bytes:
    """Returns the content of a letter's file. Raises InputError if it cannot be read or is too large for a letter."""
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            return read_stream(file, str(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason)) from error


def read_stream(file: BinaryIO, name: str) -> bytes:
    """Returns the content of an open file. Raises InputError if it is larger than a letter may be.

    No more than that is read.
    """
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _too_large(name)
    return raw


def decoded(raw: bytes, name: str) -> str:
    """Returns text as people's editors save it, with plain line ends. Raises InputError for what is no text."""
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputError(Message("{path} is neither a Word file nor text; give the .docx, .md or .txt itself", path=name))


def open_word(raw: bytes, name: str) -> dict[str, bytes]:
    """Returns the parts of a .docx file by name, in the order of the file.

    Raises InputError for what is no Word file, is damaged, protected, too large, or carries macros.
    """
    if len(raw) > MOST_BYTES:
        raise _too_large(name)
    if raw.startswith(_OLE):
        raise _old_container(raw, name)
    if not raw.startswith(b"PK"):
        raise InputError(Message("{path} is not a Word file (.docx)", path=name))
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            _look(package.infolist(), name)
            parts = {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise _damaged(name) from error
    _refuse_others(parts, name)
    return parts


def _look(members: list[zipfile.ZipInfo], name: str) -> None:
    """Checks what the directory of the zip alone tells. Raises InputError."""
    if any(info.flag_bits & _ODD_FLAGS for info in members):
        raise _protected(name)
    names = [info.filename for info in members]
    if len(set(names)) < len(names) or any(not name or "\\" in name or name.startswith("/") for name in names):
        raise _damaged(name)
    steep = any(info.file_size > max(1 << 20, _STEEPEST * info.compress_size) for info in members)
    if steep or len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_UNPACKED:
        raise InputError(
            Message("{path} unpacks to far more than a letter holds (a zip bomb?); it was not opened", path=name)
        )
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in members):
        raise _damaged(name)


def _refuse_others(parts: dict[str, bytes], name: str) -> None:
    types = parts.get(CONTENT_TYPES)
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise InputError(Message("{path} is an OpenDocument file; save it as Word (.docx)", path=name))
    if types is None or RELATIONSHIPS not in parts:
        raise InputError(Message("{path} is not a Word file (.docx)", path=name))
    if name.lower().endswith((".docm", ".dotm")) or _MACROS.search(types + "\n".join(parts).encode()):
        raise InputError(Message("{path} contains macros; save it as .docx without them", path=name))
    if not _IS_WORD.search(types):
        raise InputError(Message("{path} is an Office file, but not a Word document (.docx)", path=name))


def _old_container(raw: bytes, name: str) -> InputError:
    """Returns the error for an OLE file: Office keeps an encrypted document in one, and kept everything in one until
    2007.
    """
    if _ENCRYPTED not in raw and _OLD_WORD in raw:
        return InputError(Message("{path} is in Word's old format (.doc); save it as .docx", path=name))
    if _ENCRYPTED not in raw and _OLD_EXCEL in raw:
        return InputError(Message("{path} is an Office file, but not a Word document (.docx)", path=name))
    return _protected(name)


def _too_large(name: str) -> InputError:
    return InputError(Message("{path} is larger than 8 MiB; a letter is a few dozen kilobytes", path=name))


def _protected(name: str) -> InputError:
    return InputError(Message("{path} is protected by a password; save it without one", path=name))


def _damaged(name: str) -> InputError:
    return InputError(
        Message("{path} is damaged and cannot be opened; open it in Word, which may repair it, and save it", path=name)
    )

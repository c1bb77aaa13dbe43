"""The letterhead of a folder of letters: kept there beside them, so that whatever writes them again uses it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from letters.files.disk import put

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead

KEPT = ".letterhead.docx"
"""The name of the copy."""


@lru_cache(maxsize=4)
def read_letterhead(raw: bytes, name: str) -> Letterhead:
    """Returns a Word document as a letterhead, read once for many cases. Raises InputError."""
    from letters.documents.docx.letterhead import Letterhead

    return Letterhead(raw, name)


def kept_letterhead(folder: Path) -> Letterhead | None:
    """Returns the letterhead that the folder keeps, or None. Raises InputError if its file cannot be used."""
    path = folder / KEPT
    if not path.exists():
        return None
    from letters.files.safe_zip import read_file

    return read_letterhead(read_file(path), str(path))


def keep_letterhead(folder: Path, raw: bytes) -> None:
    """Keeps a letterhead in the folder in place of the one before. Raises OutputError."""
    put(folder / KEPT, raw, lambda _: True)


def forget_letterhead(folder: Path) -> None:
    """Keeps none in the folder from now on."""
    (folder / KEPT).unlink(missing_ok=True)

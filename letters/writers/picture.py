"""One picture in a file of its own: written whole or not at all, and only ever over an untouched one of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from letters.writers import folder


def write_picture(path: Path, content: bytes, is_ours: Callable[[bytes], bool]) -> None:
    """Write a picture; its folder must exist. What stands there is replaced only where `is_ours` says so.

    Raises OutputError: somebody else's file is there, or it cannot be written.
    """
    beside = path.with_name(f".{path.name}.new")
    with folder.telling(path):
        if not path.is_file() or not is_ours(path.read_bytes()):
            folder.write_new(path, content)
            return
        beside.unlink(missing_ok=True)
        folder.write_new(beside, content)
        beside.replace(path)

"""Reads TOML, the form of a configuration: the only `import tomllib`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from letters.base.errors import InputError, Message, borrowed
from letters.files.disk import read_ordinary

MOST_BYTES = 1 << 16


def read_toml(path: Path) -> tuple[dict[str, Any], bytes]:
    """Returns the data of a TOML file, and its bytes. Raises InputError for one that is none, or over 64 KiB."""
    try:
        raw = read_ordinary(path, MOST_BYTES)
        return tomllib.loads(raw.decode("utf-8-sig")), raw
    except (OSError, ValueError, RecursionError) as error:
        reason = borrowed(getattr(error, "strerror", None) or str(error))
        raise InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason)) from error

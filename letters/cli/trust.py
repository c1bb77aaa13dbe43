"""Which template folders the user trusts: their paths, each with the hash of its files, in the user's configuration.

A folder of templates decides what a letter says, figures included, so one that came with somebody's case is not used
until the user says so. A file in it that changes makes it a stranger again.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from letters.base.errors import InputError, Message
from letters.base.resources import bundled
from letters.files.disk import make_folder, put, read_ordinary, telling
from letters.reference_data.template_library import folder_digest

FILE = "trusted.json"
_SECTION = "templates"
_MOST_BYTES = 1 << 20
"""Some thousand folders."""


def config_folder() -> Path:
    """Returns the folder of the user's own configuration; it need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return Path(base) / "letters" if base else Path.home() / "letters"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "letters"


def template_folder(path: Path) -> Path:
    """Returns the folder of templates that a path means: itself, or the `templates` in it. Raises InputError."""
    folder = path / "templates" if (path / "templates").is_dir() else path
    if not folder.is_dir():
        raise InputError(Message("{path} is not a folder of templates", path=path))
    return folder


def is_trusted(folder: Path) -> bool:
    """Returns whether the user trusts a template folder as it is now. Raises InputError for a link out of it."""
    known = trusted().get(str(folder.resolve()))
    return known is not None and known == folder_digest(folder)


def is_unchanged(path: str) -> bool:
    """Returns whether a folder of the list is there as it was when it was trusted. Raises as `is_trusted` does."""
    try:
        return Path(path).is_dir() and is_trusted(Path(path))
    except OSError:  # no path of this system: the list was changed by hand
        return False


def is_bundled(folder: Path) -> bool:
    """Returns whether a folder is the program's own `templates/`, as in a checkout."""
    return folder.samefile(bundled("templates"))


def trusted() -> dict[str, str]:
    """Returns the trusted folders by their absolute path, each with the SHA-256 of its files. Raises InputError."""
    path = config_folder() / FILE
    try:
        known = json.loads(read_ordinary(path, _MOST_BYTES))[_SECTION]
        if not all(isinstance(key, str) and isinstance(value, str) for key, value in known.items()):
            raise TypeError
    except FileNotFoundError:
        return {}
    except (OSError, InputError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            Message("{path} cannot be read; delete it, and trust your folders again", path=path)
        ) from error
    return dict(known)


def trust(folder: Path) -> None:
    """Notes that the user trusts a template folder as it is now. Raises InputError, OutputError."""
    _write(trusted() | {str(folder.resolve()): folder_digest(folder)})


def untrust(folder: Path) -> bool:
    """Forgets a template folder; returns whether it was trusted. Raises InputError, OutputError."""
    known = trusted()
    if known.pop(str(folder.resolve()), None) is None:
        return False
    _write(known)
    return True


def _write(known: dict[str, str]) -> None:
    folder = config_folder()
    with telling(folder):
        make_folder(folder)
    text = json.dumps({_SECTION: dict(sorted(known.items()))}, ensure_ascii=False, indent=1)
    put(folder / FILE, text.encode(), lambda old: True)

"""Which template folders, and which `letters.toml`, the user trusts: their paths, each with a hash of what is there.

A folder of templates decides what a letter says, figures included, so one that came with somebody's case is not used
until the user says so. A file in it that changes makes it a stranger again.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

from letters.base.errors import InputError, Message
from letters.base.resources import bundled
from letters.files.disk import make_folder, put, read_ordinary, telling
from letters.reference_data.template_library import folder_digest

FILE = "trusted.json"
_SECTION = "templates"
_CONFIG = "config"
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


def trusted(section: str = _SECTION) -> dict[str, str]:
    """Returns the trusted folders by their absolute path, each with the SHA-256 of its files. Raises InputError."""
    return _sections().get(section, {})


def _sections() -> dict[str, dict[str, str]]:
    path = config_folder() / FILE
    try:
        known = json.loads(read_ordinary(path, _MOST_BYTES))
        for section in known.values():
            if not all(isinstance(key, str) and isinstance(value, str) for key, value in section.items()):
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
    _write(trusted() | {str(folder.resolve()): folder_digest(folder)}, _SECTION)


def untrust(folder: Path) -> bool:
    """Forgets a template folder; returns whether it was trusted. Raises InputError, OutputError."""
    return _forget(folder, _SECTION)


def is_trusted_file(path: Path, raw: bytes) -> bool:
    """Returns whether the user trusts a configuration with this content."""
    return trusted(_CONFIG).get(str(path.resolve())) == sha256(raw).hexdigest()


def trust_file(path: Path, raw: bytes) -> None:
    """Notes that the user trusts a configuration as it is now. Raises InputError, OutputError."""
    _write(trusted(_CONFIG) | {str(path.resolve()): sha256(raw).hexdigest()}, _CONFIG)


def untrust_file(path: Path) -> bool:
    """Forgets a configuration; returns whether it was trusted. Raises InputError, OutputError."""
    return _forget(path, _CONFIG)


def _forget(path: Path, section: str) -> bool:
    known = trusted(section)
    if known.pop(str(path.resolve()), None) is None:
        return False
    _write(known, section)
    return True


def _write(known: dict[str, str], section: str) -> None:
    folder = config_folder()
    with telling(folder):
        make_folder(folder)
    text = json.dumps(_sections() | {section: dict(sorted(known.items()))}, ensure_ascii=False, indent=1)
    put(folder / FILE, text.encode(), lambda old: True)

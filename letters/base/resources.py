"""Where the bundled folders are, be it in an installed wheel or in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def bundled(folder: str) -> Path:
    """Returns the bundled folder of a name: `templates`, `scenarios`, `reference` or `docs`.

    A wheel carries them inside the package, of `docs` the guide and the help alone; in a checkout all but `reference`
    stand beside it.
    """
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder

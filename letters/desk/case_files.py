"""The scenario files that a command is given: files as they are named, and those in folders of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from letters.base.errors import InputError, Message
from letters.batch.item import is_scenario
from letters.files.case_folder import FOLDERS

_NO_CASES = {*FOLDERS, "templates", "lenders", "node_modules"}
_DEEPEST = 3
"""How many folders below the one that is named a case may lie."""


def case_files(named: Iterable[str]) -> list[str]:
    """Returns the files that are named, and of each folder the scenarios in it and in the folders of its cases, sorted;
    each once. Raises InputError for a folder without any.
    """
    found: list[str] = []
    for one in named:
        path = Path(one)
        if one == "-" or not path.is_dir():
            found.append(one)
            continue
        inside = sorted(str(file) for file in _files_in(path, _DEEPEST))
        if not inside:
            raise InputError(Message("{path} has no scenario in it (*.yaml)", path=path))
        found += inside
    return list(dict.fromkeys(found))


def _files_in(folder: Path, deep: int) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            if deep and path.name not in _NO_CASES and not path.is_symlink():
                yield from _files_in(path, deep - 1)
        elif is_scenario(path):
            yield path

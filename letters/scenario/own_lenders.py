"""Lenders of one's own: a folder with a file for each, as `lender:` of a scenario would have it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from letters.base.errors import InputError, Message, ScenarioError
from letters.files.disk import read_ordinary
from letters.files.yaml_reader import read

OwnLenders = dict[str, dict[str, Any]]
"""What is said of each lender, by every name of it in small letters; the first of them is that of its file."""


def lender_files(folder: Path) -> list[Path]:
    """Returns the files of a folder of lenders, `*.yaml`; none where there is no such folder."""
    return sorted(one for one in folder.glob("*.yaml") if one.is_file())


def own_lenders(folder: Path) -> OwnLenders:
    """Returns the lenders of a folder by the name of the file and by those of `also`.

    Raises InputError for a file that is no lender; what is wrong with its values is told where a case uses them.
    """
    found: OwnLenders = {}
    for file in lender_files(folder):
        try:
            said = read(read_ordinary(file), str(file)).data
        except ScenarioError as error:
            raise InputError(Message("not read: {what}", what=f"{file}: {error.problems[0].message}")) from error
        also = said.pop("also", None) if isinstance(said, dict) else None
        names = [file.stem, *(also if isinstance(also, list) else [])]
        if isinstance(said, dict):
            found |= {str(name).strip().casefold(): said for name in names}
    return found


def lender_rows(lenders: OwnLenders) -> list[dict[str, str]]:
    """Returns each lender once, as `letters list --json` has it: `name`, and `about`, the name that letters use."""
    first: dict[int, dict[str, str]] = {}
    for name, said in lenders.items():
        first.setdefault(id(said), {"name": name, "about": str(said.get("name") or said.get("product") or "")})
    return list(first.values())

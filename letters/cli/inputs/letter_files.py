"""The edited letters that a command is given, as files and folders, and the scenario that each was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from letters.base.errors import InputError, Message
from letters.cli.options import own_library
from letters.cli.speech import told

if TYPE_CHECKING:
    from letters.cli.scenario_input import ScenarioInput

_LETTERS = {".docx", ".md", ".txt"}


def letters_to_verify(named: list[str], scenario: str | None) -> list[tuple[str, str]]:
    """Returns the files that are named and those of folders that letters wrote, each with its scenario.

    Of a folder of cases these are the letters of every case. Raises typer.BadParameter for a file whose scenario is not
    named and does not stand beside its folder, and InputError for a folder without letters.
    """
    found = []
    for one in named:
        if one == "-" or not Path(one).is_dir():
            found.append((one, scenario or _scenario_of(one)))
            continue
        inside = sorted(set(_letters_in(Path(one))))
        if not inside:
            raise InputError(Message("{path} has no letters in it", path=one))
        found += [(str(file), scenario or _scenario_of(str(file))) for file in inside]
    return found


def _letters_in(folder: Path) -> Iterator[Path]:
    """Yields the letters of a folder, or else of the folders `letters` of the cases below it."""
    from letters.files.manifest import read_manifest

    own = [folder / name for name in read_manifest(folder).files if Path(name).suffix in _LETTERS]
    if own:
        yield from (path for path in own if path.is_file())
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            inner = path if path.name == "letters" else path / "letters"
            if inner.is_dir() and not inner.is_symlink():
                yield from _letters_in(inner)


def _scenario_of(file: str) -> str:
    """Returns the scenario beside the folder of a letter: `case.yaml` above `letters`, or `illness.yaml` beside
    `illness`.
    """
    folder = Path(file).parent
    name = folder.resolve().name
    for beside in (folder.parent / "case.yaml", folder.parent / f"{name}.yaml"):
        if beside.is_file():
            return str(beside)
    what = Message("{path}: say with -s from which scenario it was made", path=file)
    raise typer.BadParameter(told(what), param_hint="--scenario")


def letter_named(name: str, source: ScenarioInput, templates: Path | None) -> tuple[str | None, str | None, bool]:
    """Returns kind, language, and whether it is redacted, of a name: petition.en.redacted.docx, petition (1).docx."""
    shelf = own_library(source, templates)
    languages = shelf.languages()
    kinds = {kind for language in languages for kind in shelf.kinds(language)}
    found = [kind for kind in kinds if re.match(rf"{re.escape(kind)}(?![a-z])", name)]
    spoken = next((part for part in name.split(".")[1:-1] if part in languages), None)
    return max(found, key=len, default=None), spoken, ".redacted." in name

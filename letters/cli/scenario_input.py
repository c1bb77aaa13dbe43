"""The scenario that an argument names: a file, stdin, or a bundled example."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from letters.files.case_folder import (
    RECORD,
    check_link,
    check_links,
    find_example,
    read_beside,
    read_open_file,
    read_scenario_file,
)
from letters.files.text import in_utf8


class ScenarioInput(NamedTuple):
    """A scenario's bytes, how messages call it, and the folder its letters go to."""

    raw: bytes
    name: str
    stem: str
    is_example: bool = False
    folder: Path = Path()
    files_from: Path | None = None
    """The folder of the files that the scenario names, if it is not the scenario's own."""
    is_gbk: bool = False
    """Whether the file itself is in GBK; `raw` is in UTF-8 in any case."""

    @property
    def language(self) -> str:
        """The language it says it is in, found without reading it as YAML, which may have mistakes to tell of."""
        found = re.search(rb"^(?:\xef\xbb\xbf)?language:[ \t]*[\"']?([A-Za-z_-]+)", self.raw, re.MULTILINE)
        return found[1].decode() if found else "zh"

    @property
    def own_templates(self) -> Path | None:
        """The user's own templates, in a folder beside the file, or None."""
        own = self.folder / "templates"
        return own if own.is_dir() and not self.is_example else None

    def letters_folder(self, named: str | Path | None, *, is_read: bool = True) -> Path:
        """Returns the folder of the letters: the one that is named, else one here that is called as the scenario.

        Raises InputError where a link leads out of here to that one, or where it is read and a link leads out of it.
        """
        folder = self.path_here(named, "")
        if is_read:
            check_links(folder)
        return folder

    def path_here(self, named: str | Path | None, ending: str) -> Path:
        """Returns the path to write to: the one that is named, else one here that is called as the scenario; of a case
        that a table made, the one in the case's folder.

        Raises InputError where a link leads out of here, or out of that folder, to that one: it may be another's
        calendar or letters.
        """
        if named is not None:
            return Path(named)
        inner = {"": "letters", ".ics": f"calendar/{self.stem}.ics"}.get(ending, f"{self.stem}{ending}")
        path = self.folder / inner if self.is_of_a_table else Path(f"{self.stem}{ending}")
        check_link(self.folder if self.is_of_a_table else Path(), path)
        return path

    @property
    def is_of_a_table(self) -> bool:
        """Whether `letters import` made the folder that the scenario is in."""
        return not self.is_example and (self.folder / RECORD).is_file()

    def sent_folder(self, letters: Path) -> Path:
        """Returns where copies of what was sent are kept, of letters in a folder."""
        is_own = self.is_of_a_table and letters == self.folder / "letters"
        return self.folder / "sent" if is_own else letters / "sent"

    def read_beside(self, name: str) -> bytes:
        """Returns the bytes of a file that the scenario names, relative to its folder. Raises InputError."""
        return read_beside(self.folder, name, self.files_from)


def read_scenario(argument: str, files_from: Path | None = None) -> ScenarioInput:
    """Reads what the user named: `-` for stdin, a file, or a bundled example. Raises InputError."""
    if argument == "-":
        raw = read_open_file(sys.stdin.buffer, "stdin")
        return ScenarioInput(in_utf8(raw), "stdin", "case", files_from=files_from, is_gbk=in_utf8(raw) != raw)
    if example := find_example(argument):
        return ScenarioInput(example.read_bytes(), example.name, example.stem, is_example=True, folder=example.parent)
    path = Path(argument)
    # A file without an extension would stand where its letters' folder has to be.
    stem = path.stem if path.suffix not in {"", "."} else f"{path.stem.rstrip('.') or 'case'}-letters"
    raw = read_scenario_file(path)
    made = ScenarioInput(in_utf8(raw), argument, stem, folder=path.parent, files_from=files_from)
    return made._replace(is_gbk=made.raw != raw)

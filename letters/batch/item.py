"""One case of a batch: the file that it is read from, or its rows in a table, and the folder of its letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from letters.base.errors import InputError, Message, Problem, borrowed, dotted, unnumbered
from letters.files.case_folder import path_below
from letters.files.disk import check_ordinary
from letters.files.yaml_reader import Source, read
from letters.scenario.tables.rows import TableLine, cells_of, source_of

MOST_BYTES = 8 * 1024 * 1024
SUFFIXES = {".yaml", ".yml"}
"""How the name of a scenario ends."""
_OF_A_TABLE = (".map.yaml", ".map.yml")


class Item(NamedTuple):
    """One case: the file that it is read from, as messages call it, and the folder of its letters.

    A scenario has no cells. A row of a table has its number and a cell for each head; `heads` are field paths, "" for a
    column that is passed over, and `titles` what stands in the table. `more` are further rows of the case, each with
    one more bill or loan.
    """

    name: str
    output: str
    row: int = 0
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    more: tuple[TableLine, ...] = ()

    @property
    def lines(self) -> tuple[TableLine, ...]:
        """The rows of the case."""
        return ((self.row, self.cells), *self.more)

    def title(self, problem: Problem) -> str | None:
        """Returns how the table itself calls the field of a problem; None if no column is the field's, or the column is
        called by the field's path.
        """
        place = problem.mark.column - 1 if problem.mark else len(self.titles)
        path = dotted(problem.path)
        if place >= len(self.titles) or unnumbered(path) != unnumbered(self.heads[place]):
            return None
        return self.titles[place] if self.titles[place] != path else None

    @property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self.name)

    def read(self) -> bytes:
        """Returns the bytes that the case is made of: equal bytes give equal letters. Raises InputError."""
        if self.heads:
            pairs = [f"{h}\1{c}" for _, cells in self.lines for h, c in zip(self.heads, cells, strict=True) if h]
            return "\0".join(pairs).encode()
        return read_file(self.path)

    def find_beside(self, name: str, root: Path | None) -> Path:
        """Returns the path of a file that the case names, below its folder or below `root`. Raises InputError.

        The cases of a batch are different people. The files of a table's row lie beside the table, or in the folder
        that has the row's own name, never in one that may be another row's; those of a scenario lie anywhere but in the
        folder that has another scenario's name.
        """
        folder = root or self.path.parent
        path = path_below(folder, name)
        inner = path.relative_to(folder.resolve()).parts[:-1]
        if inner and same_name(inner[0]) != same_name(self.output) and (self.heads or self._is_other(inner[0])):
            raise InputError(
                Message(
                    "{path} lies in another folder than this row's; put it into {folder}, or beside the table",
                    path=name,
                    folder=folder / self.output,
                )
                if self.heads
                else Message(
                    "{path} lies in the folder of another case; put it into {folder}, or beside the scenario",
                    path=name,
                    folder=folder / self.output,
                )
            )
        return path

    def _is_other(self, folder: str) -> bool:
        """Returns whether a folder has the name of another scenario of the batch."""
        return any((self.path.parent / f"{folder}{suffix}").exists() for suffix in SUFFIXES)

    def source(self, raw: bytes) -> Source:
        """Returns the bytes that `read` gave as a Source: data, and the place of every value. Raises ScenarioError."""
        if not self.heads:
            return read(raw, self.name)
        return source_of(self.name, self.row, cells_of(self.heads, self.lines))


def is_scenario(path: Path) -> bool:
    """Returns whether a file of a folder is a case, by its name: no map of a table's heads, nothing hidden."""
    name = path.name.lower()
    other = name.startswith((".", "~$")) or name.endswith(_OF_A_TABLE)
    return path.suffix.lower() in SUFFIXES and not other and path.is_file()


def read_file(path: Path) -> bytes:
    """Returns a file's bytes. Raises InputError."""
    with opened(path) as file:
        raw = file.read(MOST_BYTES + 1)
    refuse_huge(path, len(raw), MOST_BYTES)
    return raw


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Yields an ordinary file to read. Raises InputError."""
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:  # one that changes while it is read may be no text any more
        reason = borrowed(getattr(error, "strerror", None) or str(error))
        raise InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason)) from error


def refuse_huge(path: Path, size: int, most: int) -> None:
    """Raises InputError for a size above what is read."""
    if size > most:
        raise InputError(Message("{path} is larger than {most} MiB", path=path, most=most >> 20))


def same_name(name: str) -> str:
    """Returns a name as file systems compare it: in one case and one Unicode form."""
    return unicodedata.normalize("NFC", name).casefold()

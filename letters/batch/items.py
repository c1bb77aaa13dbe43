"""The cases of a batch, before any is read: a folder's scenarios, or a table's rows."""

from __future__ import annotations

import io
import marshal
import os
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zlib import compress, decompress

from letters.base.errors import InputError, Mark, Message, Problem, borrowed
from letters.files.case_folder import path_below
from letters.files.disk import check_ordinary
from letters.files.tables import Table, read_table
from letters.files.yaml_reader import Source, read
from letters.scenario.table_rows import check_heads, source_of

NAME_COLUMN = "output"
"""The column of a table, which it may lack, that names the folder of a row's letters."""
MOST_BYTES = 8 * 1024 * 1024
_MOST_TABLE = 256 * 1024 * 1024
_BLOCK = 256
_LONGEST = 200  # bytes; most file systems take 255
_NOT_A_NAME = re.compile(
    r'[/\\:*?"<>|\x00-\x1f\ud800-\udfff]|^\.|[. ]$|^(batch\.jsonl|(report|notes)\.csv)$', re.IGNORECASE
)
_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Item:
    """One case: the file that it is read from, as messages call it, and the folder of its letters.

    A scenario has no cells. A row of a table has its number and a cell for each head.
    """

    name: str
    output: str
    row: int = 0
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self.name)

    def read(self) -> bytes:
        """Returns the bytes that the case is made of: equal bytes give equal letters. Raises InputError."""
        if self.heads:
            return "\0".join(f"{head}\1{cell}" for head, cell in zip(self.heads, self.cells, strict=True)).encode()
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
        if inner and _same(inner[0]) != _same(self.output) and (self.heads or self._is_other(inner[0])):
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
        return any((self.path.parent / f"{folder}{suffix}").exists() for suffix in _SUFFIXES)

    def source(self, raw: bytes) -> Source:
        """Returns the bytes that `read` gave as a Source: data, and the place of every value. Raises ScenarioError."""
        if not self.heads:
            return read(raw, self.name)
        cells = ["" if head in {"", NAME_COLUMN} else cell for head, cell in zip(self.heads, self.cells, strict=True)]
        return source_of(self.name, self.row, self.heads, cells)


@dataclass(frozen=True, slots=True)
class Cases:
    """The items of a batch that can be tried, and those that cannot.

    An item cannot be tried if it shares the name of its folder with another, or is a row that cannot be read. `sheet`
    is the name of the sheet that is read, of a workbook that has others.
    """

    items: Sequence[Item]
    clashes: tuple[tuple[Item, Problem], ...]
    sheet: str = ""


def read_file(path: Path) -> bytes:
    """Returns a file's bytes. Raises InputError."""
    with _opened(path) as file:
        raw = file.read(MOST_BYTES + 1)
    _refuse_huge(path, len(raw), MOST_BYTES)
    return raw


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:  # one that changes while it is read may be no text any more
        reason = borrowed(getattr(error, "strerror", None) or str(error))
        raise InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason)) from error


def _refuse_huge(path: Path, size: int, most: int) -> None:
    if size > most:
        raise InputError(Message("{path} is larger than {most} MiB", path=path, most=most >> 20))


def find_cases(path: Path) -> Cases:
    """Returns the cases of a folder or a table.

    Raises InputError, and ScenarioError for a table that cannot be used.
    """
    if path.is_dir():
        files = _Files(sorted(str(inner) for inner in path.iterdir() if _is_scenario(inner)))
        if not files:
            raise InputError(Message("{path} has no scenario in it (*.yaml)", path=path))
        clashes = _clashes(files)
        bad = {item.name for item, _ in clashes}
        return Cases(_Files([name for name in files.names if name not in bad]), clashes)
    if path.suffix.lower() in _SUFFIXES:
        raise InputError(Message("{path} is one case; write its letters with `letters render`", path=path))
    with _opened(path) as file:
        whole = file if file.seekable() else io.BytesIO(file.read(_MOST_TABLE + 1))  # a pipe
        _refuse_huge(path, whole.seek(0, os.SEEK_END), _MOST_TABLE)
        whole.seek(0)
        rows = _Rows(str(path), read_table(whole, str(path)))
        check_heads(rows.shown, ["" if head == NAME_COLUMN else head for head in rows.heads])
        rows.take()
    broken = tuple((item, rows.broken[item.row]) for item in (rows if rows.broken else ()) if item.row in rows.broken)
    rows.leave_out(rows.broken)
    clashes = _clashes(rows)
    rows.leave_out({item.row for item, _ in clashes})
    return Cases(rows, broken + clashes, rows.sheet)


class _Rows(Sequence[Item]):
    """A table's rows, packed many to a block, since there may be a hundred thousand."""

    def __init__(self, name: str, table: Table) -> None:
        self.name, self.shown, self.sheet = name, table.name, table.sheet
        self.heads, self._rest = tuple(table.heads), table.rows
        self._blocks: list[bytes] = []
        self._numbers, self._places = array("L"), array("L")
        self._open: tuple[int, list[list[str]]] = (-1, [])
        self.broken: dict[int, Problem] = {}
        self._output = table.heads.index(NAME_COLUMN) if NAME_COLUMN in table.heads else None

    def take(self) -> None:
        """Reads all rows of the table into packed blocks. Raises ScenarioError."""
        while rows := list(islice(self._rest, _BLOCK)):
            self._numbers.extend(row.number for row in rows)
            self.broken |= {row.number: row.problem for row in rows if row.problem}
            self._blocks.append(compress(marshal.dumps([row.cells for row in rows]), 1))
        self._places.extend(range(len(self._numbers)))

    def leave_out(self, numbers: Container[int]) -> None:
        """Drops the rows of these numbers, so that they are no items."""
        self._places = array("L", (place for place in self._places if self._numbers[place] not in numbers))

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, at: Any) -> Any:
        place = self._places[at]
        block, row = divmod(place, _BLOCK)
        if self._open[0] != block:
            self._open = block, marshal.loads(decompress(self._blocks[block]))
        cells, number = tuple(self._open[1][row]), self._numbers[place]
        output = cells[self._output] if self._output is not None else ""
        return Item(self.name, output or f"row-{number}", number, self.heads, cells)


class _Files(Sequence[Item]):
    """Scenarios kept as the names of their files alone, since there may be many."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, at: Any) -> Any:
        return Item(self.names[at], Path(self.names[at]).stem)


def _is_scenario(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and not path.name.startswith(".") and path.is_file()


def left_lying(path: Path) -> list[Path]:
    """Returns the inner folders that have scenarios of their own, sorted; the batch of the outer folder leaves them."""
    if not path.is_dir():
        return []
    inner = (one for one in path.iterdir() if one.is_dir() and one.name != "templates" and not one.name.startswith("."))
    return sorted(one for one in inner if any(_is_scenario(file) for file in one.iterdir()))


def _clashes(items: Sequence[Item]) -> tuple[tuple[Item, Problem], ...]:
    """Returns the items whose letters would be written over each other, with the problem.

    File systems may take two names for one that differ only in case or in Unicode form.
    """
    counts = Counter(_key(item) for item in items)
    first_two: dict[str, list[Item]] = {}
    for item in items:
        if counts[_key(item)] > 1 and len(known := first_two.setdefault(_key(item), [])) < 2:
            known.append(item)
    bad = []
    for item in items:
        if _NOT_A_NAME.search(item.output) or len(item.output.encode()) > _LONGEST:
            bad.append((item, _in_the_name(item, Message("'{name}' cannot be the name of a folder", name=item.output))))
        elif counts[_key(item)] > 1:
            one, two = first_two[_key(item)]
            other = two if item == one else one
            what = Message(
                "the letters of {other} would go to the folder '{name}', too; give each another name",
                other=Message("row {row}", row=other.row) if other.heads else other.name,
                name=item.output,
            )
            bad.append((item, _in_the_name(item, what)))
    return tuple(bad)


def _in_the_name(item: Item, what: Message) -> Problem:
    if not item.heads:
        return Problem(what)
    column = item.heads.index(NAME_COLUMN) + 1 if NAME_COLUMN in item.heads else 1
    return Problem(what, (NAME_COLUMN,), Mark(item.row, column))


def _key(item: Item) -> str:
    return _same(item.output)


def _same(name: str) -> str:
    """Returns a name as file systems compare it: in one case and one Unicode form."""
    return unicodedata.normalize("NFC", name).casefold()

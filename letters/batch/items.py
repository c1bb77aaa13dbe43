"""The cases of a batch, before any is read: a folder's scenarios, or a table's rows."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import InputError, Mark, Message, Problem
from letters.batch.item import SUFFIXES, Item, is_scenario, opened, read_file, refuse_huge, same_name
from letters.batch.table_items import TableRows
from letters.files.tables import read_table
from letters.files.yaml_reader import read
from letters.scenario.tables.heads import OUTPUT, KnownHeads, find_heads, read_map

_MOST_TABLE = 256 * 1024 * 1024
_LONGEST = 200  # bytes; most file systems take 255
_NOT_A_NAME = re.compile(
    r'[/\\:*?"<>|\x00-\x1f\ud800-\udfff]|^\.|[. ]$|^(batch\.jsonl|(report|notes)\.csv)$', re.IGNORECASE
)


class Cases(NamedTuple):
    """The items of a batch that can be tried, and those that cannot.

    An item cannot be tried if it shares the name of its folder with another, or is a row that cannot be read. `sheet`
    is the name of the sheet that is read, of a workbook that has others, and `passed` the heads of columns that are
    passed over.
    """

    items: Sequence[Item]
    clashes: tuple[tuple[Item, Problem], ...]
    sheet: str = ""
    passed: tuple[str, ...] = ()


def find_cases(path: Path, known: KnownHeads | None = None) -> Cases:
    """Returns the cases of a folder or a table; `known` are the heads that people may write in one.

    Raises InputError, and ScenarioError for a table that cannot be used.
    """
    if path.is_dir():
        files = _Files(sorted(str(inner) for inner in path.iterdir() if is_scenario(inner)))
        if not files:
            raise InputError(Message("{path} has no scenario in it (*.yaml)", path=path))
        clashes = _clashes(files)
        bad = {item.name for item, _ in clashes}
        return Cases(_Files([name for name in files.names if name not in bad]), clashes)
    if path.suffix.lower() in SUFFIXES:
        raise InputError(Message("{path} is one case; write its letters with `letters render`", path=path))
    known = _with_map(path, known or KnownHeads())
    with opened(path) as file:
        whole = file if file.seekable() else io.BytesIO(file.read(_MOST_TABLE + 1))  # a pipe
        refuse_huge(path, whole.seek(0, os.SEEK_END), _MOST_TABLE)
        whole.seek(0)
        table = read_table(whole, str(path), known.count)
        rows = TableRows(str(path), table, find_heads(table.name, table.heads, table.above, table.row, known), known)
        rows.take()
    broken = tuple((item, rows.broken[item.row]) for item in (rows if rows.broken else ()) if item.row in rows.broken)
    rows.leave_out(rows.broken)
    clashes = _clashes(rows)
    rows.leave_out({item.row for item, _ in clashes})
    return Cases(rows, broken + clashes, rows.sheet, rows.heads.passed)


def _with_map(path: Path, known: KnownHeads) -> KnownHeads:
    """Returns the heads with those of the map beside a table, `clients.map.yaml` of `clients.xlsx`."""
    beside = path.with_name(f"{path.stem}.map.yaml")
    if not beside.is_file():
        return known
    return replace(known, own=read_map(read(read_file(beside), str(beside)), known))


class _Files(Sequence[Item]):
    """Scenarios kept as the names of their files alone, since there may be many."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, at: Any) -> Any:
        return Item(self.names[at], Path(self.names[at]).stem)


def left_lying(path: Path) -> list[Path]:
    """Returns the inner folders that have scenarios of their own, sorted; the batch of the outer folder leaves them."""
    if not path.is_dir():
        return []
    inner = (one for one in path.iterdir() if one.is_dir() and one.name != "templates" and not one.name.startswith("."))
    return sorted(one for one in inner if any(is_scenario(file) for file in one.iterdir()))


def _clashes(items: Sequence[Item]) -> tuple[tuple[Item, Problem], ...]:
    """Returns the items whose letters would be written over each other, with the problem.

    File systems may take two names for one that differ only in case or in Unicode form.
    """
    first: dict[str, int] = {}
    two: dict[str, tuple[Item, Item]] = {}
    is_sound = True
    for at, item in enumerate(items):
        key = _key(item)
        if first.setdefault(key, at) != at and key not in two:
            two[key] = items[first[key]], item
        is_sound = is_sound and _can_be_a_folder(item.output)
    if is_sound and not two:
        return ()
    bad = []
    for item in items:
        if not _can_be_a_folder(item.output):
            bad.append((item, _in_the_name(item, Message("'{name}' cannot be the name of a folder", name=item.output))))
        elif (pair := two.get(_key(item))) is not None:
            other = pair[1] if item == pair[0] else pair[0]
            what = Message(
                "the letters of {other} would go to the folder '{name}', too; give each another name",
                other=Message("row {row}", row=other.row) if other.heads else other.name,
                name=item.output,
            )
            bad.append((item, _in_the_name(item, what)))
    return tuple(bad)


def _can_be_a_folder(name: str) -> bool:
    return not _NOT_A_NAME.search(name) and len(name.encode()) <= _LONGEST


def _in_the_name(item: Item, what: Message) -> Problem:
    if not item.heads:
        return Problem(what)
    column = item.heads.index(OUTPUT) + 1 if OUTPUT in item.heads else 1
    return Problem(what, (OUTPUT,), Mark(item.row, column))


def _key(item: Item) -> str:
    return same_name(item.output)

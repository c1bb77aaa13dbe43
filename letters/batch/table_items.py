"""The rows of a table as cases, packed many to a block, since there may be a hundred thousand."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Container, Sequence
from itertools import islice
from typing import Any
from zlib import compress, decompress

from letters.base.errors import Problem
from letters.batch.item import Item
from letters.files.tables import Table
from letters.scenario.tables.heads import OUTPUT, FoundHeads, KnownHeads
from letters.scenario.tables.rows import TableLine

_BLOCK = 256
_NAME = "borrower.name"


class TableRows(Sequence[Item]):
    """The cases of a table: each row, or each person whose further rows tell further bills."""

    def __init__(self, name: str, table: Table, heads: FoundHeads, known: KnownHeads) -> None:
        self.name, self.sheet, self.heads = name, table.sheet, heads
        self._rest, self._totals = table.rows, known.totals
        self._readers = [known.reader(path) if path else None for path in heads.paths]
        self._blocks: list[bytes] = []
        self._numbers, self._places = array("L"), array("L")
        self._more: dict[int, array[int]] = {}
        self._open: tuple[int, list[tuple[str, ...]]] = (-1, [])
        self.broken: dict[int, Problem] = {}
        self._output = heads.paths.index(OUTPUT) if OUTPUT in heads.paths else None
        self._owner = _Owner(heads) if heads.is_of_bills and _NAME in heads.paths else None

    def take(self) -> None:
        """Reads all rows of the table into packed blocks. Raises ScenarioError."""
        while rows := list(islice(self._rest, _BLOCK)):
            begin = len(self._numbers)
            self._numbers.extend(row.number for row in rows)
            self.broken |= {row.number: row.problem for row in rows if row.problem}
            for place, row in enumerate(rows, begin):
                if next(filter(None, row.cells), "").casefold() in self._totals:
                    continue
                first = self._owner.of(place, row.cells) if self._owner and not row.problem else place
                if first == place:
                    self._places.append(place)
                else:
                    self._more.setdefault(first, array("L")).append(place)
            self._blocks.append(compress(marshal.dumps([self._understood(row.cells) for row in rows]), 1))
        self._owner = None

    def leave_out(self, numbers: Container[int]) -> None:
        """Drops the rows of these numbers, so that they are no items."""
        self._places = array("L", (place for place in self._places if self._numbers[place] not in numbers))

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, at: Any) -> Any:
        place = self._places[at]
        number, cells = self._line(place)
        output = cells[self._output] if self._output is not None else ""
        more = tuple(self._line(one) for one in self._more.get(place, ()))
        return Item(self.name, output or f"row-{number}", number, self.heads.paths, cells, self.heads.titles, more)

    def _line(self, place: int) -> TableLine:
        block, row = divmod(place, _BLOCK)
        if self._open[0] != block:
            self._open = block, marshal.loads(decompress(self._blocks[block]))
        return self._numbers[place], self._open[1][row]

    def _understood(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Returns the cells of a row as their fields expect them."""
        return tuple([one(text) if one and text else text for one, text in zip(self._readers, cells, strict=True)])


class _Owner:
    """Whose bill a row tells: that of a row before, whose own cells are the same or alone there, or a person's of its
    own.
    """

    def __init__(self, heads: FoundHeads) -> None:
        paths = list(enumerate(heads.paths))
        self._own = [place for place, path in paths if path and not path.startswith(("bills[", "loans["))]
        self._name = heads.paths.index(_NAME)
        self._known: dict[int, int] = {}
        self._last: dict[str, int] = {}
        self._before: int | None = None

    def of(self, place: int, cells: Sequence[str]) -> int:
        """Returns the place of the row that the bill of this row belongs to: its own, if it is the first."""
        name, own = cells[self._name], [cells[one] for one in self._own]
        alone = [text for one, text in zip(self._own, own, strict=True) if text and one != self._name]
        found: int | None = None
        if not alone and not name:  # the cells of the person were merged over the rows
            found = self._before
        elif name:
            found = self._known.get(hash(tuple(own))) if alone else self._last.get(name)
        if found is None:
            found = place
            self._known.setdefault(hash(tuple(own)), place)
        if name:
            self._last[name] = found
        self._before = found
        return found

"""Reads the rows of a table as scenarios: a row for each case, or one for each bill of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from letters.base.errors import FieldPath, Mark, Message, Problem, ScenarioError, dotted, unnumbered
from letters.files.text import control_character
from letters.files.yaml_reader import Data, Place, Source
from letters.reference_data.catalogue import spoken_names
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.template_library import library
from letters.scenario.questions import fields
from letters.scenario.tables.heads import OUTPUT, path_of

_SHARE = re.compile(r"0?\.[0-9]+|1(\.0+)?")
_NO_VALUE = re.compile(r"#+|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")

TableLine = tuple[int, tuple[str, ...]]
"""A row of a table: its number, and a cell for each head."""


class Cell(NamedTuple):
    """A cell that is not empty, with its row and column as a spreadsheet counts them, and the field path it fills."""

    row: int
    column: int
    path: FieldPath
    text: str


def cells_of(heads: Sequence[str], lines: Iterable[TableLine]) -> list[Cell]:
    """Returns the filled cells of a case; each further line tells the next bill or loan, and nothing else."""
    found = []
    columns = _columns(tuple(heads))
    for place, (row, cells) in enumerate(lines):
        for column, path in columns:
            text = cells[column - 1] if column <= len(cells) else ""
            if text and (place == 0 or (len(path) > 1 and path[1] == 0)):
                found.append(Cell(row, column, _moved(path, place), text))
    return found


@lru_cache(maxsize=64)  # every case of a table has the same heads
def _columns(heads: tuple[str, ...]) -> tuple[tuple[int, FieldPath], ...]:
    """Returns the columns that fill a field: the number of each, counted from 1, and the field path."""
    pairs = enumerate(map(path_of, heads), 1)
    return tuple((column, path) for column, path in pairs if path and heads[column - 1] != OUTPUT)


def _moved(path: FieldPath, by: int) -> FieldPath:
    """Returns the path with its first index counted on: that of the bill of a further line."""
    return path if by == 0 or not isinstance(path[1], int) else (path[0], path[1] + by, *path[2:])


def source_of(name: str, row: int, cells: Sequence[Cell]) -> Source:
    """Returns the cells of a case as the Source of a scenario; a value's line is its row and its column the table's
    column. `row` is the first of the case.

    Left out are list items of which the case has no cell. Raises ScenarioError for a control character and for an error
    value of Excel's.
    """
    if problems := list(_unfit(cells)):
        raise ScenarioError(name, problems)
    root = Place(Mark(row, 1), None, {})
    tree: dict[str | int, object] = {}
    for cell in cells:
        here, place = tree, root
        *steps, last = cell.path
        for step in steps:
            here = here.setdefault(step, {})  # type: ignore[assignment]
            place = place.inside.setdefault(step, Place(Mark(cell.row, cell.column), None, {}))
        here[last] = cell.text
        place.inside[last] = Place(Mark(cell.row, cell.column), None, {})
    _name_the_lender(tree, root)
    return Source(name, [], _closed(tree, root), root)


def _name_the_lender(tree: dict[str | int, object], root: Place) -> None:
    """Takes a lender that no profile is called by for what its name holds: 招商银行信用卡 is a credit card, 某某银行 a
    bank; the name in the cell stays the product's.
    """
    lender = tree.get("lender")
    said = lender.get("profile") if isinstance(lender, dict) else None
    if not isinstance(lender, dict) or not isinstance(said, str):
        return
    names = spoken_names(library())
    if said in fact_names("lenders") or said.strip().lower() in names["lenders"]:
        return
    profile, kind = _held(said, names["lenders"]), _held(said, names["types"])
    if profile is None and kind is None:
        return
    found = {"profile": profile or "generic", "product": lender.get("product", said)}
    if profile is None:
        found["type"] = lender.get("type", kind)
    for key, value in found.items():
        lender[key] = value
        root.inside["lender"].inside.setdefault(key, root.inside["lender"].inside["profile"])


def _held(text: str, names: Mapping[str, str]) -> str | None:
    """Returns our name for the longest of people's names that a text holds; of two letters at least."""
    held = [name for name in names if len(name) > 1 and name in text.lower()]
    return names[max(held, key=len)] if held else None


def _unfit(cells: Iterable[Cell]) -> Iterator[Problem]:
    shares = _of_kind("waive")
    for cell in cells:
        message = control_character(cell.text)
        if _NO_VALUE.fullmatch(cell.text):
            message = Message("'{value}' is what Excel shows instead of a value; write the value", value=cell.text)
        elif _SHARE.fullmatch(cell.text) and unnumbered(dotted(cell.path)) in shares:
            message = Message("'{value}' would be {value} yuan; write a share like 60%, or the amount", value=cell.text)
        if message:
            yield Problem(message, cell.path, Mark(cell.row, cell.column))


@cache
def _of_kind(*kinds: str) -> frozenset[str]:
    return frozenset(field.path for field in fields() if field.kind in kinds)


def place_in_table(problem: Problem, heads: Sequence[str], lines: Sequence[TableLine]) -> tuple[FieldPath, Mark | None]:
    """Returns the field path of a problem as the table's heads have it, and its row and column.

    The path differs from that of the case if the case leaves out list items: it numbers its items without gaps. An
    empty cell has no place of its own, so its place is that of its head.
    """
    made = problem.path
    if any(isinstance(step, int) for step in made):
        made = _with_gaps(made, [cell.path for cell in cells_of(heads, lines)])
    place = made[1] if len(made) > 1 and isinstance(made[1], int) and len(lines) > 1 else 0
    head = dotted(_moved(made, -place))
    if head in heads and place < len(lines):
        return made, Mark(lines[place][0], heads.index(head) + 1)
    return made, problem.mark


def _with_gaps(path: FieldPath, filled: Sequence[FieldPath]) -> FieldPath:
    """Returns the field path of a case, whose lists have no gaps, as the table numbers it whose cells are `filled`."""
    made: FieldPath = ()
    for step in path:
        at = len(made)
        known = sorted({one[at] for one in filled if len(one) > at and one[:at] == made and isinstance(one[at], int)})
        made += (known[step] if isinstance(step, int) and step < len(known) else step,)
    return made


def _closed(tree: dict[str | int, object], place: Place) -> Data:
    """Turns mappings by index into lists without gaps, in the data and in its places."""
    made = {step: _closed(part, place.inside[step]) if isinstance(part, dict) else part for step, part in tree.items()}
    if not any(isinstance(step, int) for step in tree):
        return made  # type: ignore[return-value]
    order = sorted(step for step in tree if isinstance(step, int))
    inside: dict[str | int, Place] = {at: place.inside[step] for at, step in enumerate(order)}
    place.inside.clear()
    place.inside.update(inside)
    return [made[step] for step in order]  # type: ignore[misc]

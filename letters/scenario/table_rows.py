"""Reads a table with a row for each case. The head of a column is a field path: `borrower.name`, `bills[0].amount`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from letters.base.errors import FieldPath, Mark, Message, Problem, ScenarioError
from letters.files.text import control_character
from letters.files.yaml_reader import Data, Place, Source
from letters.scenario.model.scenario_file import Scenario
from letters.scenario.problems import key_problem
from letters.scenario.questions import fields

_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]{1,3})\]")
_PATH = re.compile(r"[A-Za-z_]+(\[[0-9]{1,3}\])?(\.[A-Za-z_][A-Za-z0-9_]*(\[[0-9]{1,3}\])?)*")
_INDEX = re.compile(r"\[[0-9]+\]")
_SHARE = re.compile(r"0?\.[0-9]+|1(\.0+)?")
_NO_VALUE = re.compile(r"#+|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")


def path_of(head: str) -> FieldPath:
    """Returns the field path of a head: `bills[0].amount` → ("bills", 0, "amount")."""
    return tuple(int(index) if index else name for name, index in _STEP.findall(head))


def check_heads(name: str, heads: Sequence[str]) -> None:
    """Raises ScenarioError with every head that is no field path, that stands beside columns of its parts, or whose
    field another column already has.
    """
    problems = []
    columns: dict[FieldPath, str] = {}
    whole = {path_of(head) for head in heads if _PATH.fullmatch(head)}
    for column, head in enumerate(heads, 1):
        if head and (message := _head_problem(head, whole, columns)):
            problems.append(Problem(message, ("row", 1, head), Mark(1, column)))
    if problems:
        raise ScenarioError(name, problems)


def _head_problem(head: str, whole: set[FieldPath], columns: dict[FieldPath, str]) -> Message | None:
    if not _PATH.fullmatch(head):
        return Message(
            "'{head}' is no field; the first row names the columns, like borrower.name or bills[0].amount", head=head
        )
    path = path_of(head)
    first = columns.setdefault(path, head)
    if first != head:
        return Message("'{head}' is the field of the column '{first}', too; keep one", head=head, first=first)
    if any(len(other) > len(path) and other[: len(path)] == path for other in whole):
        return Message("'{head}' stands beside columns of its parts; name the part, like {head}.…", head=head)
    return key_problem(Scenario, path)


def source_of(name: str, number: int, heads: Sequence[str], cells: Sequence[str]) -> Source:
    """Returns a row as the Source of a scenario; a value's line is its row and its column the table's column.

    Left out are list items of which the row has no cell. Raises ScenarioError for a control character and for an error
    value of Excel's.
    """
    filled = [(column, head, cell) for column, (head, cell) in enumerate(zip(heads, cells, strict=False), 1) if cell]
    if problems := list(_unfit(number, filled)):
        raise ScenarioError(name, problems)
    root = Place(Mark(number, 1))
    tree: dict[str | int, object] = {}
    for column, head, cell in filled:
        here, place = tree, root
        *steps, last = path_of(head)
        for step in steps:
            here = here.setdefault(step, {})  # type: ignore[assignment]
            place = place.inside.setdefault(step, Place(Mark(number, column)))
        here[last] = cell
        place.inside[last] = Place(Mark(number, column))
    return Source(name, [], _closed(tree, root), root)


def _unfit(number: int, cells: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    for column, head, cell in cells:
        message = control_character(cell)
        if _NO_VALUE.fullmatch(cell):
            message = Message("'{value}' is what Excel shows instead of a value; write the value", value=cell)
        elif _SHARE.fullmatch(cell) and _INDEX.sub("[]", head) in _of_kind("waive"):
            message = Message("'{value}' would be {value} yuan; write a share like 60%, or the amount", value=cell)
        if message:
            yield Problem(message, path_of(head), Mark(number, column))


@cache
def _of_kind(*kinds: str) -> frozenset[str]:
    return frozenset(field.path for field in fields() if field.kind in kinds)


def head_of(path: FieldPath, heads: Sequence[str], cells: Sequence[str]) -> FieldPath:
    """Returns the field path as the table's heads have it, for a field path of the case that a row has become.

    The two differ if the row leaves out list items: the case numbers its items without gaps.
    """
    filled = [path_of(head) for head, cell in zip(heads, cells, strict=False) if head and cell]
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

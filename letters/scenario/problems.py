"""Turns what cannot be read into problems that a person can mend: the place in the file, and what to write instead."""

from __future__ import annotations

import re
from typing import Any

from letters.base.errors import FieldPath, Message, Problem, suggestion
from letters.base.record import Record, declared, record_in
from letters.base.record_reading import Mistake, Unreadable
from letters.files.text import control_character
from letters.files.yaml_reader import Data, Source
from letters.files.yaml_slips import cut_amount, slip_in


def problems_of(error: Unreadable, model: type[Record], source: Source) -> list[Problem]:
    """Returns a problem for every mistake of a reading, with its line and column in the file."""
    found = [_problem(one, model, source) for one in error.mistakes]
    # A slip hides one key and makes another up, and is told once.
    once = {(problem.message, problem.mark): problem for problem in found if _is_slip(problem)}
    return [problem for problem in found if not _is_slip(problem) or once[problem.message, problem.mark] is problem]


_REST_OF_AMOUNT = re.compile(r"[0-9]+(\.[0-9A-Za-z]+)?元?")
"""What follows the comma of an amount: `amount: 3,200.00` inside braces is two entries to YAML."""
_LIST = Message("expects a list: lines that begin with `- `")
_MAPPING = Message("expects `key: value` lines, not a single value")
_PLAIN = {"no list": _LIST, "no mapping": _MAPPING}


def _problem(one: Mistake, model: type[Record], source: Source) -> Problem:
    path, kind = one.path, one.kind
    if kind == "missing":
        key = str(path[-1])
        if not source.lines:  # the row of a table, to which nobody can add a line
            return source.problem(path, Message("is empty; it is needed"))
        # The key is not there, so the mapping that lacks it is shown.
        shown = source.problem(path[:-1], Message("'{key}' is missing here; add a line `{key}: …`", key=key))
        return _slip_at(shown) or Problem(shown.message, path, shown.mark, shown.source)
    if kind == "unknown":
        shown = source.problem(path, _unknown(str(path[-1]), _keys_at(model, path[:-1])), of_key=True)
        return _slip_at(shown) or _cut_amount(shown)
    if kind in _PLAIN:
        shown = source.problem(path, _PLAIN[kind])
        if slip := _slip_at(shown):
            return slip
        return source.problem(path, Message("is empty; it is needed") if _is_empty(source, path) else _PLAIN[kind])
    return source.problem(path, one.what)


def _slip_at(shown: Problem) -> Problem | None:
    """Returns the slip of form on the line of a problem, with the problem's field path; None if there is none."""
    slip = slip_in(shown.source, shown.mark.line) if shown.source and shown.mark else None
    return Problem(slip.message, shown.path, slip.mark, slip.source) if slip else None


def _is_slip(problem: Problem) -> bool:
    slip = _slip_at(problem)
    return slip is not None and slip.mark == problem.mark


def _cut_amount(shown: Problem) -> Problem:
    """Returns the problem of an unknown key; of a key that is the rest of an amount cut by its comma, with the amount
    in quotes.
    """
    key, amount = str(shown.path[-1]), cut_amount(shown.source)
    if amount is None or not _REST_OF_AMOUNT.fullmatch(key):
        return shown
    what = Message('a comma ends a value inside {{ }}; put the amount in quotes: "{amount}"', amount=amount)
    return Problem(what, shown.path, shown.mark, shown.source)


def key_problem(model: type[Record], path: FieldPath) -> Message | None:
    """Returns what is wrong with a field path: its first step that is no key there. None if nothing is."""
    here = model
    for step in path:
        if not isinstance(step, str):
            continue
        if here.of_others is not None:
            return None  # a key of the user's own
        if step not in declared(here):
            return _unknown(step, list(declared(here)))
        here = record_in(declared(here)[step].annotation) or here
    return None


def _unknown(key: str, known: list[str]) -> Message:
    if _REST_OF_AMOUNT.fullmatch(key):
        return Message("a comma ends a value inside { }; write the amount without it, like 3200.00")
    return Message("'{key}' is not a key here{suggestion}", key=key, suggestion=suggestion(key, known))


def _is_empty(source: Source, path: FieldPath) -> bool:
    data: Any = source.data
    for step in path:
        data = data[step]
    return data is None


def _keys_at(model: type[Record], path: FieldPath) -> list[str]:
    """Returns the keys that the model allows at a field path."""
    here: type[Record] = model
    for step in path:
        if isinstance(step, str):
            here = record_in(declared(here)[step].annotation) or here
    return [field.alias or name for name, field in declared(here).items()]


def unfit(source: Source) -> list[Problem]:
    """Returns a problem for each value that holds a control character."""
    found: list[Problem] = []
    open_ones: list[tuple[FieldPath, Data]] = [((), source.data)]
    while open_ones:
        path, data = open_ones.pop()
        if isinstance(data, str):
            if message := control_character(data):
                found.append(source.problem(path, message))
        elif data is not None:
            inside = data.items() if isinstance(data, dict) else enumerate(data)
            open_ones += [((*path, step), value) for step, value in inside]
    return found

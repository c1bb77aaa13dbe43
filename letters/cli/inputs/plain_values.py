"""Texts, paths and lists of them on the command line, taken as they stand.

typer has pydantic look at the value of every parameter, also of those that were not given: to import it takes a sixth
of a first letter, and a text or a path comes out as it went in. Whatever else is asked of a value is left to typer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from typer.core import TyperArgument, TyperOption

_TAKEN: dict[Any, Any] = {str: str, Path: Path, list[str]: list, list[Path]: lambda paths: list(map(Path, paths))}
"""How a parameter of a type takes what was given."""


class _AsGiven:
    """A parameter that takes a value as it was given, where its type asks for no more."""

    @classmethod
    def of(cls, made: Any) -> Self:
        """Returns a parameter that typer has made as one of this class."""
        one = cls.__new__(cls)
        vars(one).update(vars(made))
        return one

    def process_value(self, ctx: Any, value: Any) -> Any:
        """Returns what the command gets; typer's own answer for what is missing, checked or of another type."""
        asked: Any = self
        take = _TAKEN.get(asked.type_descriptor.annotation)
        is_missing = asked.required and asked.value_is_missing(value)
        if value is None and not is_missing:
            taken: Any = () if asked.multiple or asked.nargs == -1 else None
        else:
            taken = take(value) if take and not is_missing else None
            if taken is None or any(map(_is_locked, taken if isinstance(taken, list) else [taken])):
                return super().process_value(ctx, value)  # type: ignore[misc]
        return asked.callback(ctx, self, taken) if asked.callback else taken


def _is_locked(value: object) -> bool:
    """Returns whether a path names what is there and cannot be read, which typer refuses."""
    return isinstance(value, Path) and value.exists() and not os.access(value, os.R_OK)


class Argument(_AsGiven, TyperArgument):
    """An argument of typer's that takes texts and paths as they are given."""


class Option(_AsGiven, TyperOption):
    """An option of typer's that takes texts and paths as they are given."""


def taken_as_given(params: Iterable[Any]) -> list[Any]:
    """Returns the parameters of a command, those that are typer's own as parameters that take values as given."""
    kinds: dict[Any, Any] = {TyperArgument: Argument, TyperOption: Option}
    return [kinds[type(one)].of(one) if type(one) in kinds else one for one in params]

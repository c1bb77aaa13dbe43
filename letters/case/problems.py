"""pydantic's errors as problems a person can mend: the place in the file, and what to write instead."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from letters.base.errors import Message, Path, Problem, suggestion
from letters.case.source import Source


def problems_of(error: ValidationError, model: type[BaseModel], source: Source) -> list[Problem]:
    """Every error of a validation, joined to the file's lines."""
    return [_problem(item, model, source) for item in error.errors(include_url=False, include_input=False)]


def _problem(item: Any, model: type[BaseModel], source: Source) -> Problem:
    path: Path = tuple(item["loc"])
    kind: str = item["type"]
    if kind == "missing":
        key = str(path[-1])
        # The key is not there, so the mapping that lacks it is shown.
        shown = source.problem(path[:-1], Message("'{key}' is missing here; add a line `{key}: …`", key=key))
        return Problem(shown.message, path, shown.mark, shown.source)
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        message = Message(
            "'{key}' is not a key here{suggestion}", key=path[-1], suggestion=suggestion(str(path[-1]), known)
        )
        return source.problem(path, message, of_key=True)
    if kind == "too_short":
        return source.problem(path, Message("there is no bill; write at least one, with due_date and amount"))
    if kind in {"tuple_type", "list_type"}:
        return source.problem(path, Message("expects a list: lines that begin with `- `"))
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return source.problem(path, Message("expects `key: value` lines, not a single value"))
    return source.problem(path, item["ctx"]["what"])


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the model allows at a path."""
    here: type[BaseModel] = model
    for step in path:
        if isinstance(step, str):
            here = _model_in(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `Bill`, `Plan | None`, `tuple[Bill, ...]` or `Annotated[…]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)

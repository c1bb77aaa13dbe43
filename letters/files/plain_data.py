"""A scenario that a program holds as a dict, as the YAML text that a person would have typed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from letters.base.errors import FieldPath, Message, Problem, ScenarioError
from letters.files.yaml_reader import MOST_DEPTH

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""Characters that YAML does not read as themselves, so that they are written as escapes."""


def yaml_of(data: Mapping[str, object], name: str) -> bytes:
    """Returns the YAML of a scenario's data, a key or an item on each line.

    `name` is how messages call the scenario. Values may be texts, whole numbers, booleans, Decimals, dates and None, in
    mappings with texts as keys, in lists and in tuples. Raises ScenarioError with every value that is something else: a
    float, for one, holds no exact amount.
    """
    problems: list[Problem] = []
    text = json.dumps(_typed(data, (), problems), ensure_ascii=False, indent=2)
    if problems:
        raise ScenarioError(name, problems)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _typed(value: object, path: FieldPath, problems: list[Problem]) -> Any:
    """Returns a value as text, None, or lists and dicts of them; what cannot be typed so is added to the problems."""
    if len(path) > MOST_DEPTH:
        problems.append(Problem(Message("the values are nested too deeply; a scenario needs three levels"), path))
    elif isinstance(value, Mapping):
        return {_key(key, path, problems): _typed(inner, (*path, str(key)), problems) for key, inner in value.items()}
    elif isinstance(value, list | tuple):
        return [_typed(inner, (*path, place), problems) for place, inner in enumerate(value)]
    elif isinstance(value, float):
        what = Message("{value} is a float, which holds no exact amount; give a Decimal or a text", value=value)
        problems.append(Problem(what, path))
    else:
        return _scalar(value, path, problems)
    return None


def _scalar(value: object, path: FieldPath, problems: list[Problem]) -> str | None:
    match value:
        case None | str():
            return value
        case bool() | int():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case date() if not isinstance(value, datetime):
            return value.isoformat()
    kind = type(value).__name__
    what = Message("a value of the type {kind} cannot stand here; give a text, a number or a date", kind=kind)
    problems.append(Problem(what, path))
    return None


def _key(key: object, path: FieldPath, problems: list[Problem]) -> str:
    if not isinstance(key, str):
        problems.append(Problem(Message("the key {key!r} is no text", key=key), path))
    return str(key)

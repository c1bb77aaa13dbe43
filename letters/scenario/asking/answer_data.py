"""Answers by their keys as the data of a scenario."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from letters.base.errors import FieldPath

YES, NO = "yes", "no"
_OTHER_DEBTS = "debts[0]?"
"""Whether there are other debts: none is a fact that letters tell. Of other lists a no says only that nothing is told
(nobody spends nothing)."""


def data_of(answers: Mapping[str, str], kept: Mapping[FieldPath, Any], language: str) -> dict[str, Any]:
    """Returns answers as texts in mappings and lists, beside the values that are `kept` as they are.

    An empty answer and the yes or no of a decision (a key that ends in `?`) are no value; that there are no other debts
    is.
    """
    data: dict[str, Any] = {"language": language}
    for path, value in kept.items():
        _put(data, path, value)
    for key, text in answers.items():
        if key == _OTHER_DEBTS and text == NO:
            data["debts"] = []
        elif text and not key.endswith("?"):
            _put(data, _path_of(key), text)
    return data


def _path_of(key: str) -> FieldPath:
    """Returns the field path of a key: bills[0].amount → ("bills", 0, "amount")."""
    steps: list[str | int] = []
    for part in key.split("."):
        name, *places = part.replace("]", "").split("[")
        steps += [name, *map(int, places)]
    return tuple(steps)


def _put(data: dict[str, Any], path: FieldPath, text: Any) -> None:
    here: Any = data
    for step, after in pairwise(path):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(step, int):
            while len(here) <= step:
                here.append({})
            here = here[step]
        else:
            here = here.setdefault(step, empty)
    here[path[-1]] = text


def one_line(text: str) -> str:
    """Returns the text as one visible line: every white space as a space, without invisible formatting characters."""
    seen = (" " if char.isspace() else char for char in text if unicodedata.category(char) != "Cf")
    return "".join(seen).strip()

"""A scenario's data as the text of a file: YAML as a person would write it, with a note on each key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from letters.case.source import Data

_PLAIN = re.compile(
    r"[^\W_](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff:#\"'{}\[\],&*!|>%@`]*[^\s:#\"'{}\[\],&*!|>%@`])?%?"
)
_BLOCK = re.compile(r"[^\s\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff].*(?:\n[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*)*")
_MISSING = {"~", "null", "Null", "NULL"}


def written(data: Mapping[str, Data], notes: Mapping[str, str], head: str) -> str:
    """The file's text; what is empty is left out. Read again, it gives the same data.

    `notes` say what a key means, by its path without indices (`bills[].amount`); `head` goes on top.
    """
    lines = [*(f"# {line}" for line in head.splitlines()), *_mapping(data, "", notes, set(), 0)]
    return "\n".join(lines) + "\n"


def _mapping(
    data: Mapping[str, Data], above: str, notes: Mapping[str, str], told: set[str], indent: int
) -> Iterator[str]:
    for key, value in data.items():
        if _is_empty(value):
            continue
        path = f"{above}.{key}" if above else key
        note = notes.get(path, "")
        comment = f"  # {' '.join(note.split())}" if note and path not in told else ""
        told.add(path)
        margin, name = " " * indent, _scalar(key)
        if isinstance(value, dict):
            yield f"{margin}{name}:{comment}"
            yield from _mapping(value, path, notes, told, indent + 2)
        elif isinstance(value, list):
            yield f"{margin}{name}:{comment}"
            yield from _sequence(value, f"{path}[]", notes, told, indent + 2)
        else:
            first, *more = _lines(str(value))
            yield f"{margin}{name}: {first}{comment}"
            yield from (f"{margin}  {line}" if line else "" for line in more)


def _sequence(data: list[Data], path: str, notes: Mapping[str, str], told: set[str], indent: int) -> Iterator[str]:
    for value in data:
        if isinstance(value, dict) and not _is_empty(value):
            first, *more = _mapping(value, path, notes, told, indent + 2)
            yield f"{' ' * indent}- {first[indent + 2 :]}"
            yield from more
        else:
            yield f"{' ' * indent}- {json.dumps(value, ensure_ascii=True)}"


def _is_empty(value: Any) -> bool:
    """Nothing, or nothing but what is empty."""
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return not value


def _lines(text: str) -> list[str]:
    """A text of several lines as a block, any other as a scalar."""
    body = text.removesuffix("\n")
    if "\n" in body and _BLOCK.fullmatch(body) and not body.endswith("\n"):
        return ["|" if text.endswith("\n") else "|-", *body.split("\n")]
    return [_scalar(text)]


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _MISSING:
        return text
    return re.sub(
        "[\x7f-\xa0\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )

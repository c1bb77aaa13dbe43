"""What stands for a key that a scenario does not give: a desk's language, writer and days for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from letters.files.yaml_reader import Data, Source

Defaults = Mapping[str, Any]
"""Top-level keys of a scenario with their texts; of a mapping each key stands alone, but for the writer as a whole."""
_WHOLE = ("writer",)


def with_defaults(source: Source, defaults: Defaults | None) -> Source:
    """Returns a scenario's data with what it lacks; what stands there stays, and has its place in the file."""
    data = source.data
    if not defaults or not isinstance(data, dict):
        return source
    made: dict[str, Data] = dict(data)
    for key, value in defaults.items():
        here = made.get(key)
        if here in (None, ""):
            made[key] = value
        elif isinstance(here, dict) and isinstance(value, dict) and key not in _WHOLE:
            made[key] = value | {inner: text for inner, text in here.items() if text not in (None, "")}
    return replace(source, data=made)

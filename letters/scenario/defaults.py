"""What stands for a key that a scenario does not give: a desk's language, writer, days for an answer, lenders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from letters.files.yaml_reader import Data, Source

Defaults = Mapping[str, Any]
"""Top-level keys of a scenario with their texts; of a mapping each key stands alone, but for the writer as a whole.

Under `LENDERS` stand lenders of the desk's own by each of their names, as `lender:` of a scenario would have them.
"""
LENDERS = "lenders"
_WHOLE = ("writer",)


def with_defaults(source: Source, defaults: Defaults | None) -> Source:
    """Returns a scenario's data with what it lacks; what stands there stays, and has its place in the file."""
    data = source.data
    if not defaults or not isinstance(data, dict):
        return source
    made: dict[str, Data] = dict(data)
    for key, value in defaults.items():
        if key == LENDERS:
            made["lender"] = _own_lender(made.get("lender"), value)
            continue
        here = made.get(key)
        if here in (None, ""):
            made[key] = value
        elif isinstance(here, dict) and isinstance(value, dict) and key not in _WHOLE:
            made[key] = value | {inner: text for inner, text in here.items() if text not in (None, "")}
    return source._replace(data=made)


def _own_lender(said: Data, own: Mapping[str, dict[str, Data]]) -> Data:
    """Returns a lender that is called by a name of the desk's own, with what the desk says of it; what the case says
    goes before. Any other lender as it is.
    """
    if isinstance(said, str):
        return own.get(_known(said), said)
    if not isinstance(said, dict):
        return said
    # In a table's row the product is what the cell says, and profile and type are made of it.
    for key, dropped in (("profile", ("profile",)), ("product", ("profile", "product", "type"))):
        name = said.get(key)
        if isinstance(name, str) and _known(name) in own:
            here = {inner: text for inner, text in said.items() if inner not in dropped and text not in (None, "")}
            return own[_known(name)] | here
    return said


def _known(name: str) -> str:
    return name.strip().casefold()

"""The user's own keys of a scenario, for the letters of the user's own that ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from letters.base.errors import Message
from letters.base.field_types import TEXT_SCHEMA, Typed, parse_text
from letters.base.free_value import FreeValue
from letters.scenario.model.part import Part

OWN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""How a key of one's own is written, so that a template and the head of a table can name it."""

ExtraValue = Annotated[
    FreeValue,
    Typed(
        lambda text: FreeValue(parse_text(text)),
        Message("expects a text, not a list or a mapping"),
        TEXT_SCHEMA,
        "text",
    ),
]


class Extra(Part, others=ExtraValue):
    """Keys of one's own, each with a text, an amount or a day; an empty one is a missing one."""

    @classmethod
    def prepared(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Leaves out empty keys. Raises ValueError for a key that no template could name."""
        for key in data:
            if not OWN_KEY.fullmatch(key):
                what = Message(
                    "'{key}' cannot be a key here; write it in letters, digits and _, like union_name", key=key
                )
                raise ValueError(what)
        return {key: value for key, value in super().prepared(data).items() if value is not None}

    @property
    def values(self) -> dict[str, FreeValue]:
        """The values by key."""
        return dict(self.others)

    def with_values(self, values: Mapping[str, FreeValue]) -> Self:
        """Returns the same keys with other values."""
        return self._made(vars(self), self.given, values)

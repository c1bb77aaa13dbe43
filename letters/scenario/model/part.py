"""The base of all mappings of a scenario: it takes an empty value for a missing one."""

from __future__ import annotations

from typing import Any

from letters.base.record import Record, declared


class Part(Record):
    """A mapping of a scenario."""

    @classmethod
    def prepared(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Drops empty values, unless the field is required."""
        keys = declared(cls)
        given = {k: None if isinstance(v, str) and not v.strip() else v for k, v in data.items()}
        return {k: v for k, v in given.items() if v is not None or k not in keys or keys[k].is_required}

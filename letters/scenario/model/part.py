"""A mapping of a scenario: no unknown key, and an empty value is a missing one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Part(BaseModel):
    """What all mappings of a scenario have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        """An empty value stands for a missing key, wherever the field can do without one."""
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        given = {k: None if isinstance(v, str) and not v.strip() else v for k, v in data.items()}
        return {k: v for k, v in given.items() if v is not None or k not in fields or fields[k].is_required()}

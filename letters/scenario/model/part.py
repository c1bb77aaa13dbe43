"""The base of all mappings of a scenario: it refuses unknown keys and takes an empty value for a missing one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Part(BaseModel):
    """A mapping of a scenario, immutable and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        """Drops empty values, unless the field is required."""
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        given = {k: None if isinstance(v, str) and not v.strip() else v for k, v in data.items()}
        return {k: v for k, v in given.items() if v is not None or k not in fields or fields[k].is_required()}

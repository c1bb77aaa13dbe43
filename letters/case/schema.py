"""The JSON Schema of a scenario, for editors that check and complete while one types."""

from __future__ import annotations

from typing import Any

from letters.case import reference
from letters.case.library import library
from letters.case.scenario import Scenario

NULL = {"type": "null"}


def json_schema() -> dict[str, Any]:
    """What `letters schema` prints. Bare numbers are texts too, and an optional value may be left empty."""
    schema = Scenario.model_json_schema()
    for part in [schema, *schema["$defs"].values()]:
        required = part.get("required", [])
        for name, field in part.get("properties", {}).items():
            if name not in required and NULL not in field.get("anyOf", []):
                part["properties"][name] = _or_empty(field)
    names = [{"type": "string", "enum": reference.names("lenders")}, {"$ref": "#/$defs/LenderEntry"}]
    lender = schema["properties"]["lender"]
    schema["properties"]["lender"] = {"anyOf": names, "description": lender["description"]}
    shelf = library()
    kinds = sorted({kind for language in shelf.languages() for kind in shelf.hardships(language)})
    schema["$defs"]["Hardship"]["properties"]["kind"]["enum"] = kinds
    schema["properties"]["language"]["enum"] = [*shelf.languages(), None]
    schema["$defs"]["LenderEntry"]["properties"]["profile"]["enum"] = [*reference.names("lenders"), None]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "letters scenario"} | {
        key: value for key, value in schema.items() if key != "title"
    }


def _or_empty(field: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: field[key] for key in ("description", "default") if key in field and field[key] != []}
    rest = {key: value for key, value in field.items() if key not in {"description", "default", "title"}}
    return {"anyOf": [rest, NULL]} | about

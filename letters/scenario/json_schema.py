"""The JSON Schema of a scenario, for editors that check and complete while one types."""

from __future__ import annotations

from typing import Any

from letters.base.errors import Message, borrowed
from letters.base.field_types import TEXT_SCHEMA
from letters.reference_data.catalogue import spoken_names
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.letter_kinds import EXTRA, own_facts_of
from letters.reference_data.template_library import Library, library
from letters.scenario.model.scenario_file import Scenario
from letters.scenario.questions import Say, fields, texts

NULL = {"type": "null"}
ABOUT = ("title", "description", "examples", "default")


def json_schema(say: Say = str, shelf: Library | None = None, language: str = "zh") -> dict[str, Any]:
    """Returns the JSON Schema of a scenario, its titles and descriptions told by `say`.

    Beyond the model, a number without quotes is accepted as a text, and an optional value may be empty. `shelf` is the
    template library whose own facts get a row each, named in `language`.
    """
    shelf = shelf or library()
    schema = Scenario.model_json_schema()
    schema.pop("title", None)
    _tell(schema, say)
    for part in [schema, *schema["$defs"].values()]:
        required = part.get("required", [])
        for name, field in part.get("properties", {}).items():
            if name not in required and NULL not in field.get("anyOf", []):
                part["properties"][name] = _or_empty(field)
    names = [{"type": "string", "enum": fact_names("lenders")}, {"$ref": "#/$defs/LenderEntry"}]
    lender = schema["properties"]["lender"]
    schema["properties"]["lender"] = {"anyOf": names} | {key: lender[key] for key in ABOUT if key in lender}
    kinds = sorted({kind for language in shelf.languages() for kind in shelf.hardships(language)})
    schema["$defs"]["Hardship"]["properties"]["kind"]["enum"] = kinds
    method = schema["$defs"]["Loan"]["properties"]["method"]["anyOf"][0]
    method["enum"] = [*method["enum"], *spoken_names(shelf)["methods"]]
    schema["properties"]["language"]["enum"] = [*shelf.languages(), None]
    schema["$defs"]["LenderEntry"]["properties"]["profile"]["enum"] = [*fact_names("lenders"), None]
    schema["$defs"]["Extra"]["properties"] = {
        path.removeprefix(EXTRA): {"title": label, "description": say(Message("For the letter “{title}”", title=title))}
        | _or_empty(TEXT_SCHEMA)
        for path, (label, title) in own_facts_of(shelf, language).items()
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "letters scenario"} | schema


def _tell(schema: dict[str, Any], say: Say) -> None:
    """Translates titles, descriptions and worded examples in place. A mapping has its field's title alone."""
    worded = {example for field in fields() if (example := texts(field)["example"])}
    for part in [schema, *schema["$defs"].values()]:
        part.pop("title", None)
        part.pop("description", None)
        for field in part.get("properties", {}).values():
            for key in ("title", "description"):
                if key in field:
                    field[key] = say(borrowed(field[key]))
            if "examples" in field:
                field["examples"] = [say(borrowed(one)) if one in worded else one for one in field["examples"]]


def _or_empty(field: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {key: field[key] for key in ABOUT if key in field and field[key] != []}
    rest = {key: value for key, value in field.items() if key not in ABOUT}
    return {"anyOf": [rest, NULL]} | about

"""The JSON Schema of a scenario, for editors that check and complete while one types."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

from letters.base.errors import Message, borrowed
from letters.base.field_types import TEXT_SCHEMA, Waive
from letters.base.record import Declared, Record, as_plain, declared, record_in, typed_in
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
    schema = _mapping_schema(Scenario) | {"$defs": _definitions(Scenario)}
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


def _definitions(kind: type[Record]) -> dict[str, dict[str, Any]]:
    """Returns the schema of every record inside a record, by name."""
    inside: dict[str, type[Record]] = {}
    left = [kind]
    while left:
        found = [one for key in declared(left.pop()).values() if (one := record_in(key.annotation))]
        left += [one for one in found if one.__name__ not in inside]
        inside |= {one.__name__: one for one in found}
    return {name: _mapping_schema(inside[name]) for name in sorted(inside)}


def _mapping_schema(kind: type[Record]) -> dict[str, Any]:
    keys = declared(kind)
    others = _type_schema(kind.of_others) if kind.of_others is not None else False
    made: dict[str, Any] = {"additionalProperties": others}
    if kind.__doc__:
        made["description"] = kind.__doc__.strip()
    made["properties"] = {key.alias or name: _key_schema(key) for name, key in keys.items()}
    if required := [key.alias or name for name, key in keys.items() if key.is_required]:
        made["required"] = required
    return made | {"type": "object"}


def _key_schema(key: Declared) -> dict[str, Any]:
    said: dict[str, Any] = {} if key.is_required or key.make else {"default": _typed_out(key.default)}
    said |= {"description": key.description} if key.description else {}
    said |= {"examples": list(key.examples)} if key.examples else {}
    return _type_schema(key.annotation) | said | ({"title": key.title} if key.title else {})


def _typed_out(default: Any) -> Any:
    """Returns a default as JSON has it."""
    if isinstance(default, Waive):
        return {"share": None if default.share is None else str(default.share), "amount": default.amount}
    return as_plain(default)


def _type_schema(annotation: Any) -> dict[str, Any]:
    parts = get_args(annotation)
    if get_origin(annotation) is tuple:
        return {"items": _type_schema(parts[0]), "type": "array"}
    if get_origin(annotation) is Annotated:
        typed, kind = typed_in(annotation), record_in(annotation)
        assert typed is not None
        if not typed.or_mapping or kind is None:
            return dict(typed.schema)
        return {"anyOf": [*typed.schema.get("anyOf", [typed.schema]), _type_schema(kind)]}
    if parts:  # or None
        each = [NULL if part is type(None) else _type_schema(part) for part in parts]
        return {"anyOf": [one for schema in each for one in schema.get("anyOf", [schema])]}
    return {"$ref": f"#/$defs/{annotation.__name__}"}


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

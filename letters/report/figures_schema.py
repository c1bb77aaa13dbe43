"""The JSON Schema of `letters figures --json`, made from the declarations."""

from __future__ import annotations

from typing import Any

from letters.figures.declared.declaration import Declared, FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.declared.every import FIGURES
from letters.report.as_json import SCHEMA

_TEXT = {"type": "string"}
_TYPES: dict[FigureUnit, dict[str, Any]] = {
    FigureUnit.AMOUNT: {"type": "string", "pattern": r"^-?\d+\.\d{2}$"},
    FigureUnit.EXACT_AMOUNT: {"type": "string", "pattern": r"^-?\d+\.\d{2,}$"},
    FigureUnit.TEN_DECIMALS: {"type": "string", "pattern": r"^-?\d+\.\d{10}$"},
    FigureUnit.RATE: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    FigureUnit.DAY: {"type": "string", "format": "date"},
    FigureUnit.COUNT: {"type": "integer"},
    FigureUnit.TEXT: _TEXT,
    FigureUnit.YES_OR_NO: {"type": "boolean"},
    FigureUnit.LINE: {"type": "integer", "minimum": 1},
}


def figures_schema(language: str) -> dict[str, Any]:
    """Returns the schema; what each figure is stands in it in Chinese, or for any other language in English."""
    blank = _object({"path": _TEXT, "label": _TEXT})
    described = _of_members(FIGURES.members, language)
    properties = {
        "schema": {"const": SCHEMA},
        **described["properties"],
        "situations": _list(_TEXT),
        "blanks": _list(blank),
        "warnings": _list(_TEXT),
    }
    required = ["schema", *described["required"], "situations", "blanks", "warnings"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "letters figures --json",
        "type": "object",
        "properties": properties,
        "required": required,
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _of_members(members: tuple[Declared, ...], language: str) -> dict[str, Any]:
    found = _object({one.name: _declared(one, language) for one in members})
    optional = {one.name for one in members if isinstance(one, FigureDeclaration) and one.only_if_any}
    return found | {"required": [name for name in found["required"] if name not in optional]}


def _declared(one: Declared, language: str) -> dict[str, Any]:
    said = {"description": one.zh if language == "zh" else one.en}
    if isinstance(one, FigureGroup):
        if one.kinds:
            return said | _list({"anyOf": [_of_members(members, language) for members in one.kinds.values()]})
        whole = _of_members(one.members, language)
        return said | _or_null(_list(whole) if one.is_list else whole, one.may_lack)
    shape = dict(_TYPES[one.unit])
    if one.choices:
        shape["enum"] = [*one.choices, *([None] if one.may_lack else [])]
    return said | (_list(shape) if one.is_list else _or_null(shape, one.may_lack))


def _or_null(shape: dict[str, Any], may_lack: bool) -> dict[str, Any]:
    return shape | {"type": [shape["type"], "null"]} if may_lack else shape

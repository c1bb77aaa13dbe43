"""A scenario to fill in: the commented starter of a language, for one hardship."""

from __future__ import annotations

import json

from letters.base.errors import UnknownName
from letters.base.resources import bundled
from letters.case import catalogue
from letters.case.schema import json_schema

SCHEMA_FILE = "scenario.schema.json"


def starter(hardship: str, language: str = "zh") -> str:
    """The text of `<hardship>.yaml`. Raises UnknownName."""
    if hardship not in catalogue.hardships(language):
        raise UnknownName("hardship", hardship, catalogue.hardships(language))
    folder = bundled("templates") / language
    head = catalogue.front_matter(folder / "hardship" / hardship / "reasons.md.j2")
    text = (folder / "starter.yaml").read_text("utf-8")
    for name, value in {"hardship": hardship, "event": head["event"], "document": head["document"]}.items():
        text = text.replace(f"<{name}>", str(value))
    return text


def schema() -> str:
    """The text of `scenario.schema.json`."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"

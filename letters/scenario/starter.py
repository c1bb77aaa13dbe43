"""A scenario to fill in: the commented starter of a language, for one hardship."""

from __future__ import annotations

import json

from letters.base.errors import Message, UnknownName
from letters.base.resources import bundled
from letters.reference_data.catalogue import scenarios
from letters.reference_data.template_library import Library, check_language, library
from letters.scenario.json_schema import json_schema
from letters.scenario.questions import Say

SCHEMA_FILE = "scenario.schema.json"


def starter(hardship: str, language: str = "zh") -> str:
    """Returns the text of `<hardship>.yaml` to be filled in. Raises UnknownName for a hardship or a language."""
    shelf = library()
    check_language(shelf, language)
    if hardship not in shelf.hardships(language):
        raise UnknownName(Message("hardship"), hardship, shelf.hardships(language))
    head = shelf.front_matter(language, f"hardship/{hardship}/reasons.md.j2")
    blank = shelf.find(language, "starter.yaml")
    assert blank is not None  # bundled
    text = blank.read_text("utf-8")
    for name, value in {"hardship": hardship, "event": head["event"], "document": head["document"]}.items():
        text = text.replace(f"<{name}>", str(value))
    return text


def example(hardship: str) -> str:
    """Returns the text of the bundled example of a hardship. Raises UnknownName."""
    name, known = f"{hardship}.yaml", scenarios()
    if name not in known:
        raise UnknownName(Message("example"), hardship, [other.removesuffix(".yaml") for other in known])
    return (bundled("scenarios") / name).read_text("utf-8")


def schema(say: Say = str, shelf: Library | None = None, language: str = "zh") -> str:
    """Returns the text of `scenario.schema.json`. The arguments are those of `json_schema`."""
    return json.dumps(json_schema(say, shelf, language), ensure_ascii=False, indent=2) + "\n"

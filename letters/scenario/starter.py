"""A scenario to fill in: the commented starter of a language, for one hardship."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

from letters.base.errors import FieldPath, Message, UnknownName, borrowed, dotted
from letters.base.resources import bundled
from letters.files.yaml_reader import Data, Source, read
from letters.reference_data.catalogue import examples_of, scenarios
from letters.reference_data.template_library import Library, check_language, library
from letters.scenario.json_schema import json_schema
from letters.scenario.model.hardship import FACTS_OF_KIND
from letters.scenario.questions import Say, fields, in_words

SCHEMA_FILE = "scenario.schema.json"
_OPENED = re.compile(r"^((?:as_of|date):|  (?:phone|email|account):) +([^#\n]+?) *$", re.MULTILINE)
"""Lines of an example that are its own: the days of its letters, and how the borrower is reached."""
_TELLING = re.compile("[\u3400-\u9fff]{6}|[A-Za-z]+(?: [A-Za-z]+){4}")
"""Words that nobody else has written."""
_SHARED = re.compile(
    r"language|as_of|date|hardship\.(?:kind|who)|lender\b.*|request\.(?:waive|reply_within_days|plan\.instalments|show_id)"
    r"|.*\.(?:label|category|document|channel|kind|outcome|creditor)"
)
"""Keys whose values many files have alike: a lender, a rent, 诊断证明书."""


def starter(hardship: str, language: str = "zh", say: Say = str) -> str:
    """Returns the text of `<hardship>.yaml` to be filled in, with the facts that this hardship alone may tell.

    `say` says their names. Raises UnknownName for a hardship or a language.
    """
    shelf = library()
    check_language(shelf, language)
    if hardship not in shelf.hardships(language):
        raise UnknownName(Message("hardship"), hardship, shelf.hardships(language))
    head = shelf.front_matter(language, f"hardship/{hardship}/reasons.md.j2")
    blank = shelf.find(language, "starter.yaml")
    assert blank is not None  # bundled
    text = blank.read_text("utf-8")
    text = text.replace("<facts>\n", "".join(f"{line}\n" for line in _own_facts(hardship, say)))
    for name, value in {"hardship": hardship, "event": head["event"], "document": head["document"]}.items():
        text = text.replace(f"<{name}>", str(value))
    return text


def _own_facts(hardship: str, say: Say) -> Iterator[str]:
    """Yields a commented line for each fact that one hardship alone asks for."""
    known = {field.path: field for field in fields()}
    for key in FACTS_OF_KIND.get(hardship, ()):
        info = known[f"hardship.{key}"].info
        given = next(iter(info.examples or ()), "")
        shown = f"  # {key}: {say(borrowed(given)) if in_words(given) else given}"
        yield f"{shown:<32} # {say(borrowed(info.title or key))}"


def example(hardship: str, say: Say = str, language: str | None = None) -> str:
    """Returns the bundled example of a hardship to be filled in, in the language if it is told in that: its own days,
    and what a stranger can be reached by, are left open, with what the example has beside them. Raises UnknownName.
    """
    if not (names := examples_of(hardship, language)):
        raise UnknownName(Message("example"), hardship, [other.removesuffix(".yaml") for other in scenarios()])
    text = (bundled("scenarios") / names[0]).read_text("utf-8")
    return _OPENED.sub(lambda found: f"{found[1]}  # {say(Message('for example {example}', example=found[2]))}", text)


def day_of_example(hardship: str) -> str:
    """Returns the day that the figures of the bundled example of a hardship include, as it stands there."""
    data = read((bundled("scenarios") / f"{hardship}.yaml").read_bytes(), f"{hardship}.yaml").data
    return str(data["as_of"]) if isinstance(data, dict) else ""


def still_examples(source: Source, hardship: str) -> list[FieldPath]:
    """Returns the values of a file that are still those of the bundled example of its hardship, in their order.

    Names, amounts and days may be alike by chance: they count only beside a sentence or the ID number of the example's.
    """
    found: list[FieldPath] = []
    for name in examples_of(hardship):
        theirs = _of_the_example(name)
        same = [
            path
            for path, value in _leaves(source.data)
            if theirs.get(path) == value and not _SHARED.fullmatch(dotted(path))
        ]
        is_copied = any(_TELLING.search(str(theirs[path])) or path[-1] == "id_number" for path in same)
        found = max(found, same if is_copied else [], key=len)
    return found


@cache
def _of_the_example(name: str) -> Mapping[FieldPath, Data]:
    """Returns every value of a bundled example by its path."""
    return dict(_leaves(read((bundled("scenarios") / name).read_bytes(), name).data))


def _leaves(data: Data, above: FieldPath = ()) -> Iterator[tuple[FieldPath, Data]]:
    """Yields every value with its path."""
    if isinstance(data, dict | list):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(inner, (*above, key))
    elif data not in (None, ""):
        yield above, data


def schema(say: Say = str, shelf: Library | None = None, language: str = "zh") -> str:
    """Returns the text of `scenario.schema.json`. The arguments are those of `json_schema`."""
    return json.dumps(json_schema(say, shelf, language), ensure_ascii=False, indent=2) + "\n"

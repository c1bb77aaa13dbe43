"""The page as HTML: the form made from the question list, and the places that its script fills."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import jinja2

from letters.base.errors import Message
from letters.documents.formats import Format, formats_on_page
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import Library
from letters.scenario.questions import questions
from letters.web.form import forks, make_form
from letters.web.words import MOST_BYTES, PAGE, Say, said

FOLDER = Path(__file__).resolve().parent
"""Where the page's template, style and script stand."""
LANGUAGES = {"zh": "中文", "en": "English"}
"""What each language calls itself."""
TAGS = {"zh": "zh-CN"}
"""What a browser calls a language, if that is another name."""


class Licensed(NamedTuple):
    """Something that the page in one file holds: its name and version, its licence, and where its source is."""

    name: str
    licence: str
    source: str
    text: str
    """The licence as it came, or ""."""


class InOneFile(NamedTuple):
    """What the page without a server has inside: its style and script, and the parts that it starts, as HTML."""

    policy: str = ""
    icon: str = ""
    style: str = ""
    parts: str = ""
    script: str = ""
    licensed: tuple[Licensed, ...] = ()


@cache
def _environment() -> jinja2.Environment:
    """Returns the environment of our own templates, in which every value is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _has(form: Format, inside: InOneFile | None) -> bool:
    return not form.extra if inside else form.is_installed


def _needed(form: Format) -> dict[str, object]:
    command = f"pip install 'negotiation-letters[{form.extra}]'"
    return {"title": form.title, "extra": form.extra, "command": command}


def make_page(
    say: Say,
    language: str,
    languages: tuple[str, ...],
    shelf: Library | None = None,
    inside: InOneFile | None = None,
) -> str:
    """Returns the page in a language, as HTML, with a question for each fact that a letter of the library brings.

    Without `inside` it is the page of a server; with it the page in one file, which offers no format that needs an
    extra.
    """
    words = said(PAGE, say, language)
    if inside:
        words |= {name: words[f"{name}_file"] for name in ("private", "no_answer")}
    asked = make_form(questions(language, lambda message: say(message, language), shelf, MAIN_ROLES))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            words=words,
            words_json=json.dumps(words | {"most_bytes": MOST_BYTES}, ensure_ascii=False),
            tag=TAGS.get(language, language),
            language=language,
            others={name: LANGUAGES.get(name, name) for name in languages if name != language},
            forks=forks(lambda message: say(message, language)),
            sections=[node for node in asked if node.question.holds],
            settings=[node for node in asked if not node.question.holds],
            formats=[(one, say(one.title, language)) for one in formats_on_page() if _has(one, inside)],
            missing=[
                say(Message("{title} files need the extra '{extra}': {command}", **_needed(one)), language)
                for one in formats_on_page()
                if not inside and not one.is_installed
            ],
            inside=inside,
            version=version("negotiation-letters"),
        )
    )

"""The page as HTML: the form made from the question list, and the places that its script fills."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jinja2

from letters.base.errors import Message
from letters.documents.formats import Format, formats_on_page
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import Library
from letters.scenario.questions import questions
from letters.web.form import forks, make_form
from letters.web.guard import MOST_BYTES
from letters.web.words import PAGE, Say, said

LANGUAGES = {"zh": "中文", "en": "English"}
"""What each language calls itself."""
TAGS = {"zh": "zh-CN"}
"""What a browser calls a language, if that is another name."""


@cache
def _environment() -> jinja2.Environment:
    """Returns the environment of our own templates, in which every value is escaped."""
    folder = Path(__file__).resolve().parent
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _needed(form: Format) -> dict[str, object]:
    command = f"pip install 'negotiation-letters[{form.extra}]'"
    return {"title": form.title, "extra": form.extra, "command": command}


def make_page(say: Say, language: str, languages: tuple[str, ...], shelf: Library | None = None) -> str:
    """Returns the page in a language, as HTML, with a question for each fact that a letter of the library brings."""
    words = said(PAGE, say, language)
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
            formats=[(one, say(one.title, language)) for one in formats_on_page() if one.is_installed],
            missing=[
                say(Message("{title} files need the extra '{extra}': {command}", **_needed(one)), language)
                for one in formats_on_page()
                if not one.is_installed
            ],
        )
    )

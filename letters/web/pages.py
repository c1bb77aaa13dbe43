"""The page as HTML: the form made from the question list, and the places that its script fills."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import jinja2

from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.scenario.questions import questions
from letters.web.form import form
from letters.web.guard import MOST_BYTES
from letters.web.words import PAGE, Say, said

LANGUAGES = {"zh": "中文", "en": "English"}
"""What each language calls itself."""
TAGS = {"zh": "zh-CN"}
"""What a browser calls a language, where it is another name."""


@cache
def _environment() -> jinja2.Environment:
    """Our own templates, in which every value is escaped."""
    folder = Path(__file__).resolve().parent
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def has_pdf() -> bool:
    """Whether the extra for PDF files is installed."""
    return find_spec("typst") is not None


def page(say: Say, language: str, languages: tuple[str, ...]) -> str:
    """The page in a language."""
    words = said(PAGE, say, language)
    asked = form(questions(language, lambda message: say(message, language), kinds=MAIN_ROLES))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            words=words,
            words_json=json.dumps(words | {"most_bytes": MOST_BYTES}, ensure_ascii=False),
            tag=TAGS.get(language, language),
            language=language,
            others={name: LANGUAGES.get(name, name) for name in languages if name != language},
            sections=[node for node in asked if node.question.holds],
            settings=[node for node in asked if not node.question.holds],
            has_pdf=has_pdf(),
        )
    )

"""The guidance of `docs/guide.<language>.md`, section by section: the same topics in every language.

A topic is a `##` section whose next line is `<!-- topic: NAME -->`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.base.errors import Message, UnknownName
from letters.base.resources import bundled

ALL = "all"
"""The name to ask for to have the whole guide."""

_TOPIC = re.compile(r"^## (?P<title>.+)\n<!-- topic: (?P<name>[a-z-]+) -->\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Topic:
    """One section: the name to ask for it, its title, and its Markdown, heading included."""

    name: str
    title: str
    markdown: str


def languages() -> list[str]:
    """Returns the languages that have a guide."""
    return sorted(path.name.split(".")[1] for path in bundled("docs").glob("guide.*.md"))


def topics(language: str) -> list[Topic]:
    """Returns the sections, in the order of the guide. Raises UnknownName for a language without one."""
    text = whole(language)
    heads = list(_TOPIC.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [Topic(head["name"], head["title"], text[head.start() : end]) for head, end in zip(heads, ends, strict=True)]


def passage(name: str, language: str) -> str:
    """Returns the Markdown of a topic, or of the whole guide. Raises UnknownName."""
    if name == ALL:
        return whole(language)
    known = {topic.name: topic for topic in topics(language)}
    if name not in known:
        raise UnknownName(Message("topic"), name, [*known, ALL])
    return known[name].markdown


def whole(language: str) -> str:
    """Returns the whole guide as Markdown. Raises UnknownName."""
    if language not in languages():
        raise UnknownName(Message("language"), language, languages())
    return (bundled("docs") / f"guide.{language}.md").read_text("utf-8")

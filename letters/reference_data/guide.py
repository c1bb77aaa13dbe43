"""The books `docs/guide.<language>.md` and `docs/help.<language>.md`, topic by topic: the same in every language.

A topic is a `##` section whose next line is `<!-- topic: NAME -->`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from letters.base.errors import Message, UnknownName
from letters.base.resources import bundled

GUIDE, HELP = "guide", "help"
"""The books: what to do when a payment was missed, and how the program is used."""
ALL = "all"
"""The name to ask for to have the whole book."""

_TOPIC = re.compile(r"^## (?P<title>.+)\n<!-- topic: (?P<name>[a-z-]+) -->\n", re.MULTILINE)


class Topic(NamedTuple):
    """One section: the name to ask for it, its title, and its Markdown, heading included."""

    name: str
    title: str
    markdown: str


def languages(book: str = GUIDE) -> list[str]:
    """Returns the languages that have a book."""
    return sorted(path.name.split(".")[1] for path in bundled("docs").glob(f"{book}.*.md"))


def topics(language: str, book: str = GUIDE) -> list[Topic]:
    """Returns the sections, in the order of the book. Raises UnknownName for a language without one."""
    text = whole(language, book)
    heads = list(_TOPIC.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [Topic(head["name"], head["title"], text[head.start() : end]) for head, end in zip(heads, ends, strict=True)]


def passage(name: str, language: str, book: str = GUIDE) -> str:
    """Returns the Markdown of a topic, or of the whole book. Raises UnknownName."""
    if name == ALL:
        return whole(language, book)
    known = {topic.name: topic for topic in topics(language, book)}
    if name not in known:
        raise UnknownName(Message("topic"), name, [*known, ALL])
    return known[name].markdown


def whole(language: str, book: str = GUIDE) -> str:
    """Returns a whole book as Markdown. Raises UnknownName."""
    if language not in languages(book):
        raise UnknownName(Message("language"), language, languages(book))
    return (bundled("docs") / f"{book}.{language}.md").read_text("utf-8")

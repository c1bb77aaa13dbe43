"""The help of a question in the words of the questions: no key of the file, no command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from letters.scenario.questions import Question

_COMMAND = re.compile(r"\s*[(（][^()（）]*`[^()（）]*[)）]")
"""Parentheses that speak of a command, which somebody who is asked need not know."""
_KEY = re.compile(r"(?<![\w.])[a-z]+(?:[._][a-z]+)+(?![\w.])")
"""What may be a key of the file."""


def titles(questions: Iterable[Question]) -> dict[str, str]:
    """Returns the title of each field by its key and its path, except those that are plain words."""
    found: dict[str, str] = {}
    for one in questions:
        for name in (one.path, one.key):
            if "_" in name or "." in name:
                found.setdefault(name, f"“{one.title}”")
    return found


def in_plain_words(text: str, said: Mapping[str, str]) -> str:
    """Returns a help without its commands, and with what `said` calls each key of the file."""
    return _KEY.sub(lambda key: said.get(key[0], key[0]), _COMMAND.sub("", text))

"""The formats a letter can be written in, by file extension."""

from __future__ import annotations

import re
from collections.abc import Callable

from letters.writers.blocks import parse
from letters.writers.text import to_text
from letters.writers.word import to_word

_COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)


def _markdown(markdown: str, title: str, language: str) -> bytes:
    """The Markdown itself, without the lines that only Word needs."""
    return _COMMENT.sub("", markdown).encode()


def _text(markdown: str, title: str, language: str) -> bytes:
    return to_text(parse(markdown)).encode()


def _word(markdown: str, title: str, language: str) -> bytes:
    return to_word(parse(markdown), title=title, language=language)


FORMATS: dict[str, Callable[[str, str, str], bytes]] = {"md": _markdown, "docx": _word, "txt": _text}


def write_as(extension: str, markdown: str, title: str, language: str) -> bytes:
    """A letter in one format."""
    return FORMATS[extension](markdown, title, language)

"""The formats a letter can be written in, by file extension."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letters.base.errors import Message, UnknownName
from letters.documents.docx.write import to_word
from letters.documents.markdown import parse
from letters.documents.plain_text import to_text

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead

_COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter to be written: its Markdown, title and language, and what Word files are written over."""

    markdown: str
    title: str
    language: str
    letterhead: Letterhead | None = None


def _markdown(letter: Written) -> bytes:
    """The Markdown itself, without the lines that only Word needs."""
    return _COMMENT.sub("", letter.markdown).encode()


def _text(letter: Written) -> bytes:
    return to_text(parse(letter.markdown)).encode()


def _word(letter: Written) -> bytes:
    house = letter.letterhead.stationery(letter.language) if letter.letterhead else None
    return to_word(parse(letter.markdown), title=letter.title, language=letter.language, house=house)


def _pdf(letter: Written) -> bytes:
    from letters.documents.pdf.write import to_pdf  # an extra, and slow to import

    return to_pdf(parse(letter.markdown), title=letter.title, language=letter.language)


FORMATS: dict[str, Callable[[Written], bytes]] = {"md": _markdown, "docx": _word, "txt": _text, "pdf": _pdf}


def write_as(extension: str, markdown: str, title: str, language: str, letterhead: Letterhead | None = None) -> bytes:
    """A letter in one format.

    Raises UnknownName for a format that does not exist, OutputError where the format cannot hold the letter, InputError
    where the letterhead cannot be used.
    """
    if extension not in FORMATS:
        raise UnknownName(Message("format"), extension, list(FORMATS))
    return FORMATS[extension](Written(markdown, title, language, letterhead))

"""Any file a letter may come back in, as its words: Word, Markdown, or text pasted from anywhere."""

from __future__ import annotations

import re
from pathlib import PurePath

from letters.base.errors import InputError, Message
from letters.documents.docx.read_words import Words, document_words
from letters.documents.markdown import parse
from letters.documents.plain_text import paragraphs
from letters.files.safe_zip import decoded

MOST_WORDS = 400_000
"""How many characters a letter that comes back may have; the longest of ours has some 20,000."""
_WORD = (".docx", ".docm", ".dotx", ".dotm", ".doc")
_MARKDOWN = (".md", ".markdown")
_ZIP_OR_OLE = (b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("D0CF11E0"))
_IS_MARKDOWN = re.compile(r"^#{1,6} |^\|[-:| ]+\|$|(?<!\*)\*\*[^*\s]|\\[*_\[\]]", re.MULTILINE)
_EMPTY_LINE = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")


def read_words(raw: bytes, name: str) -> Words:
    """Returns the paragraphs that have words. Text of an unknown kind is taken for Markdown if it looks so.

    Raises InputError.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _WORD or raw.startswith(_ZIP_OR_OLE):
        words = document_words(raw, name)
        if sum(map(len, [*words.letter, *words.margins])) > MOST_WORDS:
            raise _too_long(name)
        return words
    text = decoded(raw, name)
    if len(text) > MOST_WORDS:
        raise _too_long(name)
    if ending in _MARKDOWN or (ending != ".txt" and _IS_MARKDOWN.search(text)):
        return Words(paragraphs(parse(text)), [])
    return Words([chunk for chunk in _EMPTY_LINE.split(text) if chunk.strip()], [])


def _too_long(name: str) -> InputError:
    return InputError(Message("{path} is far longer than a letter; it was not read", path=name))

"""Slips of people who do not know YAML, found where they stand: what was meant, and where the caret goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.base.errors import Mark, Message, Problem

_KEY = re.compile(r"(?:^\s*(?:-\s+)?|[{,]\s*)([A-Za-z_][A-Za-z0-9_]*)(?=[:：])")
_COMMENT = re.compile(r"\s+#(?=[^\s#])")
_WIDE_BRACES = "｛｝［］"
_WIDE_SPACES = "\xa0\u3000\u2007\u202f"
_AMOUNT_CUT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")


def slip_in(line: str, number: int) -> Problem | None:
    """Returns the first slip of form in a line of a file that could not be understood, or None if it has none.

    `number` is the line's, from 1. Looks at keys alone, so that a text with a colon in it is no slip.
    """
    if found := re.match(r" *([\t\u3000\xa0])\s*", line):
        message = Message("the indentation has a tab or a wide space; indent with plain spaces")
        return _at(message, number, found.start(1), line)
    for column, message in sorted(_slips(line), key=lambda slip: slip[0]):
        return _at(message, number, column, line)
    return None


def _slips(line: str) -> Iterator[tuple[int, Message]]:
    if found := re.match(r"\s*[^\s#:\"']+(：)", line):
        yield (
            found.start(1),
            Message("the colon '：' is full-width; write an ASCII colon and a space: `key: value`"),
        )
    for found in _KEY.finditer(line):
        key, after = found[1], line[found.end() + 1 :]
        if line[found.end()] == "：" or not after:
            continue
        if after[0] in _WIDE_SPACES:
            message = Message("a no-break or wide space follows the colon; write a plain space: `{key}: …`", key=key)
            yield found.end() + 1, message
        elif not after[0].isspace() and not after.startswith("//"):
            yield found.end() + 1, Message("no space follows the colon; write `{key}: …`", key=key)
        elif (value := after.lstrip())[:1] and value[0] in _WIDE_BRACES:
            yield len(line) - len(value), _wide_brace(value[0])
    if (found := re.match(r"\s*(?:-\s+)?([｛［])", line)) is not None:
        yield found.start(1), _wide_brace(found[1])
    if (found := re.search(r"[{\[][^{}\[\]\"']*([｝］])\s*$", line)) is not None:
        yield found.start(1), _wide_brace(found[1])
    if (found := re.search(r"[{,][^{}]*(，)\s*[A-Za-z_]+\s*[:：]", line)) is not None:
        yield found.start(1), Message("the comma '，' is full-width; write an ASCII comma between two entries")


def _wide_brace(brace: str) -> Message:
    ascii_one = chr(ord(brace) - 0xFEE0)
    return Message("the bracket '{wide}' is full-width; write {narrow}", wide=brace, narrow=ascii_one)


def unmeant_comment(line: str, number: int, end: int) -> Problem | None:
    """Returns a warning if the text that ends at column `end` of a line is followed by a ` #` that YAML takes for a
    comment, though a character follows it directly; else None.
    """
    found = _COMMENT.match(line, end)
    if found is None:
        return None
    lost = line[found.end() - 1 :].rstrip()
    message = Message(
        "what follows ` #` is not read: '{lost}'; if it belongs to the text, put the whole text in quotes",
        lost=lost,
    )
    return _at(message, number, found.end() - 1, line)


def cut_amount(line: str) -> str | None:
    """Returns the first amount with a comma that stands inside braces in a line, `3,200.00`, or None if there is
    none.
    """
    start = line.find("{")
    found = _AMOUNT_CUT.search(line, start) if start >= 0 else None
    return found[0] if found else None


def _at(message: Message, number: int, column: int, line: str) -> Problem:
    return Problem(message, mark=Mark(number, column + 1), source=line)

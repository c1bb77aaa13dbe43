"""The bytes of a file as text: UTF-8, and nothing in it that no letter can hold."""

from __future__ import annotations

import re
from contextlib import suppress

from letters.base.errors import Mark, Message, Problem, ScenarioError

_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def decoded(raw: bytes, name: str) -> str:
    """Returns a file's text.

    Raises ScenarioError if it is not UTF-8, and for every character that no letter can hold.
    """
    text = _text(raw, name)
    _refuse_control_characters(text, name)
    return text


def in_utf8(raw: bytes) -> bytes:
    """Returns a file in GBK, as some programs of Chinese Windows write it, in UTF-8; any other as it is.

    Other bytes may be read as GBK, too, so all that is not ASCII has to be in the common part of it, GB 2312.
    """
    try:
        raw.decode()
    except UnicodeDecodeError:
        with suppress(UnicodeError):
            text = raw.decode("gbk")
            text.encode("gb2312")
            return text.encode()
    return raw


def _text(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ScenarioError(name, [Problem(Message("the file is UTF-16; save it as UTF-8"), mark=Mark(1, 1))])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        kind = _other_encoding(raw)
        looks = Message(" (it looks like {kind})", kind=kind) if kind else ""
        message = Message("the file is not UTF-8{kind}; save it as UTF-8", kind=looks)
        raise ScenarioError(name, [Problem(message, mark=Mark(line, column))]) from None


def _other_encoding(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"


def _refuse_control_characters(text: str, name: str) -> None:
    if not _NOT_TEXT.search(text):
        return
    problems = [
        Problem(
            Message("the character U+{code:04X} cannot stand in a letter; delete it", code=ord(found[0])),
            mark=Mark(number, found.start() + 1),
            source=_NOT_TEXT.sub("\ufffd", line),
        )
        for number, line in enumerate(re.split("\r\n|[\n\r\x85\u2028\u2029]", text), 1)
        for found in _NOT_TEXT.finditer(line)
    ]
    raise ScenarioError(name, problems[:20])


def control_character(text: str) -> Message | None:
    """Returns what to say of a text with a character that no letter can hold, or None if it has none."""
    if found := _NOT_TEXT.search(text):
        return Message("the character U+{code:04X} cannot stand in a letter; delete it", code=ord(found[0]))
    return None

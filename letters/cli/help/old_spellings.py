"""Spellings of earlier versions: they go on working, and say how the same is written now."""

from __future__ import annotations

from typing import TypeVar

from letters.base.errors import Message
from letters.cli.help.pages import placed
from letters.cli.tables import note

_Value = TypeVar("_Value")


def say_new_spelling(old: str, new: str) -> None:
    """Prints on stderr how what was written in an old way is written now; capital words stand for the user's own."""
    note(Message("`{old}` still works; it is written `{new}` now", old=placed(old), new=placed(new)))


def named_kind(kind: str | None, old: str | None, command: str) -> str | None:
    """Returns the letter kind of `-k`, or the one that was written as an argument, as it once was."""
    if old is not None and kind is None:
        say_new_spelling(f"letters {command} {old}", f"letters {command} -k {old}")
    return kind if kind is not None else old


def newest(new: _Value | None, old: _Value | None, old_option: str, new_option: str) -> _Value | None:
    """Returns the value of an option, or of the one that it was called once."""
    if old is not None and new is None:
        say_new_spelling(old_option, new_option)
    return new if new is not None else old

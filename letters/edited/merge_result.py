"""What came of a merge: the file's new content, and what the user has to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """A paragraph that both changed. Both stand in the file; `new` is None where today's letter has none there."""

    new: str | None
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`deleted` are the new words of paragraphs that the user had deleted: they stay so, but have changed."""

    content: bytes
    clashes: tuple[Clash, ...]
    deleted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands before and after the user's words where both versions stand."""

    before: str
    after: str


def marks(form: str) -> Marks:
    """Those of a language's form: 【您的改动:{words}】."""
    before, _, after = form.partition("{words}")
    return Marks(before, after)

"""The result of a merge: the new content of the file, and what the user has to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """A paragraph that both sides changed; the file keeps both. `new` is None if the letter drops it."""

    new: str | None
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged content. `deleted` are today's words of paragraphs that the user had deleted; they stay deleted."""

    content: bytes
    clashes: tuple[Clash, ...]
    deleted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks before and after the user's words in a paragraph that the file keeps in both versions."""

    before: str
    after: str


def marks(form: str) -> Marks:
    """Splits a language's pattern, 【您的改动:{words}】, into its two marks."""
    before, _, after = form.partition("{words}")
    return Marks(before, after)

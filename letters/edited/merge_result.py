"""The result of a merge: the new content of the file, and what the user has to look at."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import NamedTuple


class Clash(NamedTuple):
    """A paragraph that both sides changed; the file keeps both. `new` is None if the letter drops it."""

    new: str | None
    mine: str


class Merged(NamedTuple):
    """The merged content. `deleted` are today's words of paragraphs that the user had deleted; they stay deleted.

    `decided` are today's words of paragraphs of which the user's stand, as decided before; `asked` is what the next
    merge has to know of that, as `Decisions` takes it.
    """

    content: bytes
    clashes: tuple[Clash, ...]
    deleted: tuple[str, ...]
    decided: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class Marks(NamedTuple):
    """The marks before and after the user's words in a paragraph that the file keeps in both versions."""

    before: str
    after: str


class Decisions:
    """Which places of a letter the user was asked about by an earlier merge, each known by the letter's own words.

    Where the mark is gone there, the user has decided, and is not asked again. `next` collects what the merge after
    this one has to know.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        self.known = known
        self.next: dict[str, None] = {}

    def was_asked(self, before: str, words: str) -> bool:
        """Returns whether the user was asked about a place; `before` are the words of the row around it."""
        return _place(before, words) in self.known

    def ask(self, before: str, words: str) -> None:
        """Notes that the user was asked about a place that the letter has from today on."""
        self.next[_place(before, words)] = None


def _place(before: str, words: str) -> str:
    return sha256(f"{before}\0{words}".encode("utf-8", "replace")).hexdigest()[:16]


def marks(form: str) -> Marks:
    """Splits a language's pattern, 【您的改动:{words}】, into its two marks."""
    before, _, after = form.partition("{words}")
    return Marks(before, after)

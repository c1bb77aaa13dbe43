"""Compares two versions of a letter: which fact of the one stands where a fact of the other stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from letters.drafting.proofread.fact_finder import Finder
from letters.drafting.proofread.stated_facts import Fact, Key

_PIECE = re.compile(r"[A-Za-z]+|\d+|\S")
_MOST_WORK = 12_000_000
"""Pairs of pieces that are compared word by word; beyond, only the facts are."""
_LONGEST = 40
"""Characters that may stand in a name's place and still be taken for what it was changed to."""
_IDENTITY = frozenset({"name", "id", "phone", "email", "account", "institution", "law"})


class Piece(NamedTuple):
    """A fact, or a word or character between facts. Two pieces with the same `key` mean the same."""

    key: Key
    text: str
    paragraph: int
    fact: Fact | None = None


class PiecePair(NamedTuple):
    """A fact of the letter and the fact in its place in the file. One of them is None if only the other has it.

    `paragraph` counts the file's paragraphs from 1; for a missing fact it is where the fact would stand.
    """

    expected: Fact | None
    found: Fact | None
    paragraph: int
    instead: str | None = None
    """Words that are no fact and stand where a name or number was."""

    @property
    def is_same(self) -> bool:
        """Whether both are there and mean the same."""
        return bool(self.expected and self.found and self.expected.key == self.found.key)


def pieces(paragraphs: Sequence[str], finder: Finder) -> list[list[Piece]]:
    """Cuts each paragraph into facts and the words between them; spaces are left out."""
    return [_cut(words, number, finder) for number, words in enumerate(paragraphs, 1)]


def _cut(words: str, number: int, finder: Finder) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for fact in finder.facts(words):
        found += [Piece(("", text), text, number) for text in _PIECE.findall(words, at, fact.start)]
        is_bare = fact.what == "days" and fact.text.isdecimal()  # a cell, in plain text one number of a line
        found.append(Piece(("", fact.text) if is_bare else fact.key, fact.text, number, fact))
        at = fact.end
    return found + [Piece(("", text), text, number) for text in _PIECE.findall(words, at)]


def pairs(letter: Sequence[list[Piece]], file: Sequence[list[Piece]]) -> list[PiecePair]:
    """Returns every fact of both versions, paired, in the order of the file."""
    found: list[PiecePair] = []
    for kind, i, j, k, m in SequenceMatcher(None, _keys(letter), _keys(file), autojunk=False).get_opcodes():
        ours = [piece for paragraph in letter[i:j] for piece in paragraph]
        theirs = [piece for paragraph in file[k:m] for piece in paragraph]
        where = min(k + 1, max(len(file), 1))
        found += _same(ours, theirs) if kind == "equal" else _words(ours, theirs, where)
    return _moved(found)


def _keys(side: Sequence[list[Piece]]) -> list[tuple[Key, ...]]:
    return [tuple(piece.key for piece in paragraph) for paragraph in side]


def _same(ours: list[Piece], theirs: list[Piece]) -> list[PiecePair]:
    both = [(a.fact, b.fact, b) for a, b in zip(ours, theirs, strict=True)]
    return [PiecePair(a, b or a, piece.paragraph) for a, b, piece in both if a or b]


def _words(ours: list[Piece], theirs: list[Piece], where: int) -> list[PiecePair]:
    """Pairs facts of paragraphs that differ, by the words around them."""
    if len(ours) * len(theirs) > _MOST_WORK:
        ours = [piece for piece in ours if piece.fact]
        theirs = [piece for piece in theirs if piece.fact]
    found: list[PiecePair] = []
    keys = [piece.key for piece in ours], [piece.key for piece in theirs]
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if theirs:
            where = theirs[min(k, len(theirs) - 1)].paragraph
        found += _same(ours[i:j], theirs[k:m]) if kind == "equal" else _replaced(ours[i:j], theirs[k:m], where)
    return found


def _replaced(ours: list[Piece], theirs: list[Piece], where: int) -> list[PiecePair]:
    """Pairs facts of one kind in their order; those that are left over are missing or new."""
    if len(ours) == len(theirs) and len(ours) > 1:  # the cells of a row, most likely
        each = zip(ours, theirs, strict=True)
        return [pair for mine, other in each for pair in _replaced([mine], [other], other.paragraph)]
    lost, new = _facts(ours), _facts(theirs)
    words = "".join(piece.text for piece in theirs)
    if len(lost) == 1 and not new and lost[0].what in _IDENTITY and len(ours) == 1 and 0 < len(words) <= _LONGEST:
        return [PiecePair(lost[0], None, where, words)]
    if len(lost) == 1 and not new and lost[0].what == "days" and words.isdecimal():
        return [PiecePair(lost[0], None, where, words)]
    found: list[PiecePair] = []
    places = {id(piece.fact): piece.paragraph for piece in theirs}
    kinds = [fact.what for fact in lost], [fact.what for fact in new]
    for kind, i, j, k, m in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [PiecePair(a, b, places[id(b)]) for a, b in zip(lost[i:j], new[k:m], strict=True)]
        else:
            found += [PiecePair(fact, None, where) for fact in lost[i:j]]
            found += [PiecePair(None, fact, places[id(fact)]) for fact in new[k:m]]
    return found


def _facts(of: Iterable[Piece]) -> list[Fact]:
    return [piece.fact for piece in of if piece.fact]


def _moved(found: list[PiecePair]) -> list[PiecePair]:
    """Pairs a fact that is missing in one place with the same fact that is new in another."""
    gone: dict[Key, list[int]] = {}
    for place, pair in enumerate(found):
        if pair.expected and not pair.found and not pair.instead:
            gone.setdefault(pair.expected.key, []).append(place)
    result: list[PiecePair | None] = list(found)
    for place, pair in enumerate(found):
        if pair.found and not pair.expected and gone.get(pair.found.key):
            other = found[left := gone[pair.found.key].pop(0)]
            result[left], result[place] = None, PiecePair(other.expected, pair.found, pair.paragraph)
    return [pair for pair in result if pair]

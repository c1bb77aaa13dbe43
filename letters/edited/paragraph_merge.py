"""Merges three versions of a row of paragraphs: as generated, as the user left it, as generated today.

Each paragraph is decided by itself, so a changed figure beside an edited paragraph is no conflict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import Generic, Protocol, TypeVar

_ALIKE = 0.4
"""The least share of common characters that makes two paragraphs versions of one."""
_MOVED = 0.7
"""The same for a paragraph that stands elsewhere."""
_HELD = 0.9
"""The least share of a paragraph's words that another has to hold to have been joined with it."""
_SHORTEST = 6
_MOST_WORK = 20_000
_FIGURES = re.compile(r"[\d\s.,，。、元年月日%]+")


class MergeUnit(Protocol):
    """A paragraph, a line or a row of a table: what is changed, moved and kept as one."""

    @property
    def key(self) -> Hashable:
        """Equal where two units are the same."""

    @property
    def words(self) -> str:
        """What they have in common is how two versions of one unit are recognised."""

    @property
    def kind(self) -> str:
        """Only units of one kind are versions of each other."""


U = TypeVar("U", bound=MergeUnit)


class Say(Enum):
    """What becomes of a unit."""

    KEEP = "the user's stands"
    TAKE = "the new one takes its place"
    DROP = "it goes"
    DELETED = "the user deleted it; it stays deleted, though it has changed"
    CLASH = "both changed it"


@dataclass(frozen=True, slots=True)
class MergeStep(Generic[U]):
    """One unit in its three versions; a version that does not have it is None.

    `also` are other units of the letter, as they were and as they are today, of which the user's has words: it was cut
    off one, or joined with one.
    """

    base: U | None
    mine: U | None
    new: U | None
    also: tuple[tuple[U, U], ...] = ()

    @property
    def versions(self) -> list[tuple[str, str]]:
        """The words of the letter, as they were and as they are today, that the user's come from."""
        own = [(self.base, self.new)] if self.base is not None and self.new is not None else []
        return [(old.words, new.words) for old, new in [*own, *self.also]] or [("", "")]

    @property
    def verdict(self) -> Say:
        """Who has the last word."""
        base, mine, new = self.base, self.mine, self.new
        if base is None:
            return Say.KEEP if mine else Say.TAKE
        if mine is None:
            return Say.DROP if new is None or new.key == base.key else Say.DELETED
        if mine.key == base.key:
            return Say.DROP if new is None else Say.KEEP if new.key == base.key else Say.TAKE
        if new is not None and new.key in (base.key, mine.key):
            return Say.KEEP
        if not mine.words.strip() and base.words.strip() and mine.kind == "p":
            return Say.DELETED  # emptied, which is how one deletes in a table
        return Say.CLASH


def weave(base: Sequence[U], mine: Sequence[U], new: Sequence[U]) -> list[MergeStep[U]]:
    """Returns the units of all three versions in order; the user's keep their own order."""
    in_mine, in_new = counterparts(base, mine), counterparts(base, new)
    moved = _moved(base, mine, in_mine)
    steps: list[MergeStep[U]] = []
    for place in range(len(base) + 1):
        steps += _added(base, mine, new, _gap(in_mine, place, len(mine)), _gap(in_new, place, len(new)), moved, in_new)
        if place < len(base):
            here, there = in_mine[place], in_new[place]
            if here is None and place in moved.values():
                continue
            steps.append(
                MergeStep(base[place], None if here is None else mine[here], None if there is None else new[there])
            )
    return steps


def cut_and_joined(steps: Sequence[MergeStep[U]]) -> list[MergeStep[U]]:
    """Returns the steps with what else of the letter a paragraph of the user has words of.

    What was joined with another paragraph is not deleted.
    """
    changed = [one for one in steps if one.base and one.new and one.base.kind == "p" and one.new.key != one.base.key]
    found: list[MergeStep[U]] = []
    joined: list[MergeStep[U]] = []
    for step in steps:
        mine, also = step.mine, list[MergeStep[U]]()
        if mine is not None and mine.kind == "p" and (step.base is None or mine.key != step.base.key):
            also = [one for one in changed if one.mine is None and one.base and _holds(mine.words, one.base.words)]
            joined += also
            if step.base is None:
                also += [one for one in changed if one.mine and one.base and _holds(one.base.words, mine.words)][:1]
        found.append(replace(step, also=tuple((one.base, one.new) for one in also if one.base and one.new)))
    return [replace(one, new=one.base) if any(one.base is other.base for other in joined) else one for one in found]


def _holds(whole: str, part: str) -> bool:
    """Returns whether nearly all words of a part stand in a paragraph, in their order; figures are left out."""
    one, two = (_FIGURES.sub("", words) for words in (part, whole))
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return len(one) >= _SHORTEST and sum(block.size for block in blocks if block.size > 1) >= _HELD * len(one)


def _added(  # noqa: PLR0913, PLR0917 - the three versions and what is known of them
    base: Sequence[U],
    mine: Sequence[U],
    new: Sequence[U],
    my_gap: range,
    new_gap: range,
    moved: dict[int, int],
    in_new: list[int | None],
) -> list[MergeStep[U]]:
    """Returns what stands between two units of the base: today's first, then the user's; what both added, once."""
    rest = [new[at] for at in new_gap]
    steps: list[MergeStep[U]] = []
    for at in my_gap:
        unit = mine[at]
        if at in moved:
            there = in_new[moved[at]]
            steps.append(MergeStep(base[moved[at]], unit, None if there is None else new[there]))
            continue
        same = next((other for other in rest if other.key == unit.key), None)
        if same is not None:
            before = rest[: rest.index(same)]
            steps += [MergeStep(None, None, other) for other in before]
            rest = rest[len(before) + 1 :]
        steps.append(MergeStep(None, unit, same))
    first: list[MergeStep[U]] = [MergeStep(None, None, other) for other in rest]
    return [*first, *steps] if len(rest) == len(new_gap) else [*steps, *first]


def _gap(found: list[int | None], place: int, end: int) -> range:
    """Returns the units of the other version between the counterparts of base[place - 1] and base[place]."""
    before = [at for at in found[:place] if at is not None]
    after = [at for at in found[place:] if at is not None]
    start = before[-1] + 1 if before else 0
    if place < len(found) and found[place] is None:
        return range(0)  # they stand before the next unit that has a counterpart
    return range(start, after[0] if after else end)


def _moved(base: Sequence[U], mine: Sequence[U], in_mine: list[int | None]) -> dict[int, int]:
    """Returns the units that the user moved, changed or not: place in the user's version → place in the base."""
    known = {at for at in in_mine if at is not None}
    gone: dict[Hashable, list[int]] = {}
    for place, at in enumerate(in_mine):
        if at is None and base[place].words.strip():
            gone.setdefault(base[place].key, []).append(place)
    found: dict[int, int] = {}
    for at, unit in enumerate(mine):
        if at not in known and gone.get(unit.key):
            found[at] = gone[unit.key].pop(0)
    left = [place for places in gone.values() for place in places]
    for at, unit in enumerate(mine):
        if at not in known and at not in found and left and unit.words.strip():
            nearest = max(left, key=lambda place: _likeness(base[place], unit))
            if _likeness(base[nearest], unit) >= _MOVED:
                left.remove(nearest)
                found[at] = nearest
    return found


def counterparts(base: Sequence[U], other: Sequence[U]) -> list[int | None]:
    """Returns, for each unit of the base, the place of its counterpart in the other version. Places only increase."""
    found: list[int | None] = [None] * len(base)
    keys = [unit.key for unit in base], [unit.key for unit in other]
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found[i:j] = range(k, m)
        elif kind == "replace":
            found[i:j] = [None if at is None else k + at for at in _versions(base[i:j], other[k:m])]
    return found


def _versions(base: Sequence[U], other: Sequence[U]) -> list[int | None]:
    """Pairs like units in order. Between two pairs, the rest is paired if both sides have equally many."""
    found: list[int | None] = [None] * len(base)
    if len(base) * len(other) <= _MOST_WORK:
        found = _alike(base, other)
    sure = [(place, at) for place, at in enumerate(found) if at is not None]
    last, last_at = -1, -1
    for place, at in [*sure, (len(base), len(other))]:
        places, rest = range(last + 1, place), range(last_at + 1, at)
        if [base[one].kind for one in places] == [other[one].kind for one in rest]:
            found[places.start : places.stop] = rest
        last, last_at = place, at
    return found


def _alike(base: Sequence[U], other: Sequence[U]) -> list[int | None]:
    """Returns the pairs, in order, that have most in common."""
    likeness = [[_likeness(one, two) for two in other] for one in base]
    best = [[0.0] * (len(other) + 1) for _ in range(len(base) + 1)]
    for i in range(len(base) - 1, -1, -1):
        for k in range(len(other) - 1, -1, -1):
            pair = likeness[i][k] + best[i + 1][k + 1] if likeness[i][k] >= _ALIKE else 0.0
            best[i][k] = max(pair, best[i + 1][k], best[i][k + 1])
    found: list[int | None] = [None] * len(base)
    i = k = 0
    while i < len(base) and k < len(other):
        if likeness[i][k] >= _ALIKE and best[i][k] == likeness[i][k] + best[i + 1][k + 1]:
            found[i] = k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return found


def _likeness(one: MergeUnit, two: MergeUnit) -> float:
    """Returns the share of characters in common, from 0 to 1. Figures are left out, since they change anyway; one that
    stands whole in the other, a date to which words were added say, is a version of it.
    """
    if one.kind != two.kind:
        return 0.0
    short, long = sorted((one.words.strip(), two.words.strip()), key=len)
    if len(short) >= _SHORTEST and short in long:
        return max(_MOVED, len(short) / len(long))
    first, second = Counter(_FIGURES.sub("", one.words)), Counter(_FIGURES.sub("", two.words))
    size = first.total() + second.total()
    if not size:
        first, second = Counter(one.words), Counter(two.words)
        size = first.total() + second.total() or 1
    return 2 * (first & second).total() / size

"""Merges the words of one paragraph in three versions: a figure or a date is one token, and so is each word or sign.

What today's letter changes is set into the user's words where its old words still stand there, however they are
written (254.94, ２５４．９４), and wherever in the paragraph they were moved to. Where both changed one figure, or
neighbouring words of one sentence, there is no answer: both versions have to stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

_NUMERALS = "〇零一二三四五六七八九十两"
_DIGIT = r"[\d０-９]"
_TOKEN = re.compile(
    rf"(?P<date>{_DIGIT}{{4}}\s*年\s*(?:{_DIGIT}{{1,2}}\s*月\s*(?:{_DIGIT}{{1,2}}\s*[日号])?)?"
    rf"|{_DIGIT}{{1,2}}\s*月\s*{_DIGIT}{{1,2}}\s*[日号]|{_DIGIT}{{4}}[-/.]{_DIGIT}{{1,2}}[-/.]{_DIGIT}{{1,2}}"
    r"|\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{4})?)"
    r"|(?P<capitals>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,40}[元圆](?:[零壹贰叁肆伍陆柒捌玖]角)?(?:[零壹贰叁肆伍陆柒捌玖]分)?[整正]?)"
    rf"|(?P<figure>[-−]?{_DIGIT}+(?:[,，]{_DIGIT}{{3}})*(?:[.．]{_DIGIT}+)?)"
    rf"|(?P<count>[{_NUMERALS}]{{1,12}}(?=[期个天次月年日笔张条]))"
    r"|(?P<word>[A-Za-z]+)|(?P<space>\s+)|(?P<sign>.)",
    re.DOTALL,
)
_FIGURES = frozenset({"date", "capitals", "figure", "count"})
_BESIDE = 4
"""Changes with fewer tokens between them are neighbours."""
_SENTENCE = frozenset("。；！？;\n")


class Token(NamedTuple):
    """A piece of the words: tokens with the same `key` mean the same. `start` is its place in the words."""

    kind: str
    key: str
    text: str
    start: int

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a date."""
        return self.kind in _FIGURES

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a Han character, no figure and no sign."""
        return not self.is_figure and self.key[:1].isalnum()

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


class TextEdit(NamedTuple):
    """A change of the user's words: words[start:end] becomes `text`."""

    start: int
    end: int
    text: str


def tokens(words: str) -> list[Token]:
    """Cuts words into tokens, nothing left out."""
    found = []
    for one in _TOKEN.finditer(words):
        kind = one.lastgroup or "sign"
        text = one[0]
        key = normalize("NFKC", text)
        if kind in _FIGURES:
            key = re.sub(r"[\s,号]", "", key).rstrip("日")
        found.append(Token(kind, "" if kind == "space" else key, text, one.start()))
    return found


def merge_tokens(
    versions: Sequence[tuple[str, str]],
    mine: str,
    stale: Mapping[str, str] | None = None,
    *,
    decided: bool = False,
) -> list[TextEdit] | None:
    """Returns the changes to the user's words that bring in what changed in the letter, in their order.

    `versions` are the paragraphs that the user's words came from, each as it was and as it is today. `stale` are the
    amounts that the letter no longer states anywhere, by their key, with today's: so they are set right in what the
    user added. Returns None where both changed one figure, or neighbouring words of one sentence; where the user has
    `decided` that before, the user's stand, and the rest is merged.
    """
    own, edits = tokens(mine), list[TextEdit]()
    added = set(range(len(own)))
    try:
        for base, new in versions:
            merge = _TokenMerge(tokens(base), own, tokens(new), decided)
            edits += merge.edits()
            added &= merge.added
    except _BothChangedError:
        return None
    done = {edit.start for edit in edits}
    for at in sorted(added):
        if stale and own[at].key in stale and own[at].start not in done:
            edits.append(TextEdit(own[at].start, own[at].end, stale[own[at].key]))
    edits = sorted(set(edits))
    overlapping = [two for one, two in pairwise(edits) if one.end > two.start]
    if overlapping and not decided:
        return None
    return [one for one in edits if one not in overlapping]


def stale_amounts(versions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Returns the amounts, to the fen, of a letter as it was that are nowhere in it today, by their key, each with the
    one that stands in its place wherever it stood.
    """
    instead: dict[str, set[str]] = {}
    today: set[str] = set()
    for base, new in versions:
        old, now = tokens(base), tokens(new)
        today |= {token.key for token in now}
        for kind, i, j, k, m in _opcodes(old, now):
            if kind == "replace" and j - i == m - k == 1:  # else which is which is a guess
                one, two = old[i], now[k]
                if one.kind == two.kind and (one.kind == "capitals" or re.fullmatch(r"\d+\.\d\d", one.key)):
                    instead.setdefault(one.key, set()).add(two.text)
    return {key: min(texts) for key, texts in instead.items() if len(texts) == 1 and key not in today}


def without_figures(words: str) -> list[str]:
    """Returns the words without figures and dates, token by token."""
    return [token.key for token in tokens(words) if not token.is_figure]


def with_edits(words: str, edits: Sequence[TextEdit]) -> str:
    """Returns words with the changes carried out."""
    for one in sorted(edits, reverse=True):
        words = words[: one.start] + one.text + words[one.end :]
    return words


class _BothChangedError(Exception):
    """Both sides changed the same."""


class _TokenMerge:
    def __init__(self, base: list[Token], mine: list[Token], new: list[Token], decided: bool) -> None:
        self.base, self.mine, self.new, self.decided = base, mine, new, decided
        self.place: dict[int, int] = {}  # of a token of the base: where it stands in the user's words
        self.gaps: dict[int, tuple[int, int]] = {}  # of one that does not: what the user has between its neighbours
        self.touched: dict[int, set[int]] = {}  # where the user changed words: sentence of the base → places in it
        self.added: set[int] = set()  # tokens of the user that are not the base's
        sentences = _sentences(base)
        for kind, i, j, k, m in _opcodes(base, mine):
            if kind == "equal":
                self.place |= {i + step: k + step for step in range(j - i)}
                continue
            self.gaps |= dict.fromkeys(range(i, j), (k, m))
            self.added |= set(range(k, m))
            if any(one.is_word for one in (*base[i:j], *mine[k:m])):
                for place in range(i, max(j, i + 1)):
                    self.touched.setdefault(sentences[place], set()).add(place)
        self.sentences = sentences
        self.lengths = Counter(sentences)

    def edits(self) -> list[TextEdit]:
        """Returns the changes. Raises _BothChangedError, unless the user has decided."""
        found: list[TextEdit] = []
        for kind, i, j, k, m in _opcodes(self.base, self.new):
            if kind == "equal":
                continue
            pairs = list(zip(range(i, j), range(k, m), strict=False)) if j - i == m - k else []
            if pairs and all(self.base[at].is_figure and self.new[to].is_figure for at, to in pairs):
                for at, to in pairs:
                    found += self._unless_decided(self._figure(at, self.new[to]))
            else:
                found += self._unless_decided(self._words(i, j, "".join(one.text for one in self.new[k:m])))
        return found

    def _unless_decided(self, edits: Iterator[TextEdit]) -> list[TextEdit]:
        try:
            return list(edits)
        except _BothChangedError:
            if not self.decided:
                raise
            return []

    def _figure(self, at: int, new: Token) -> Iterator[TextEdit]:
        """Yields the change that sets a new figure in the place of the one that stood at `at` in the base."""
        old = self.base[at]
        if at in self.place:
            here = self.mine[self.place[at]]
            yield TextEdit(here.start, here.end, new.text)
            return
        moved = [place for place in sorted(self.added) if self.mine[place][:2] == old[:2]]
        if moved:
            self.added.discard(moved[0])
            here = self.mine[moved[0]]
            yield TextEdit(here.start, here.end, new.text)
            return
        start, end = self.gaps[at]
        instead = [one for one in self.mine[start:end] if one.kind == old.kind]
        if instead and not any(one.key == new.key for one in instead):
            raise _BothChangedError

    def _words(self, i: int, j: int, text: str) -> Iterator[TextEdit]:
        """Yields the change of words between `i` and `j` of the base to a text."""
        near = set(self.sentences[max(i - 1, 0) : j + 1] if i == j else self.sentences[i:j])
        if any(self._is_rewritten(sentence, i, j) for sentence in near & self.touched.keys()):
            raise _BothChangedError
        if i == j:
            if i - 1 in self.place:
                at = self.mine[self.place[i - 1]].end
            elif i in self.place:
                at = self.mine[self.place[i]].start
            else:
                raise _BothChangedError
            yield TextEdit(at, at, text)
            return
        places = [self.place.get(at) for at in range(i, j)]
        if None in places or places != list(range(places[0] or 0, (places[0] or 0) + j - i)):
            raise _BothChangedError
        first, last = self.mine[self.place[i]], self.mine[self.place[j - 1]]
        yield TextEdit(first.start, last.end, text)

    def _is_rewritten(self, sentence: int, i: int, j: int) -> bool:
        """Returns whether the user's changes of a sentence and the one between `i` and `j` belong together: they are
        neighbours, or one of them leaves little of the sentence.
        """
        places, length = self.touched[sentence], self.lengths[sentence]
        changed = sum(self.sentences[at] == sentence for at in range(i, j))
        is_beside = any(i - _BESIDE <= place < j + _BESIDE for place in places)
        return is_beside or 2 * max(len(places), changed) > length


def _opcodes(one: Sequence[Token], two: Sequence[Token]) -> list[tuple[str, int, int, int, int]]:
    keys = [[token[:2] for token in side] for side in (one, two)]
    return list(SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes())


def _sentences(of: Sequence[Token]) -> list[int]:
    """Returns the number of the sentence that each token stands in, and of the end."""
    found, number = [], 0
    for token in of:
        found.append(number)
        number += token.text in _SENTENCE
    return [*found, number]

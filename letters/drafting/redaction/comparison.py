"""The one rule by which redaction compares: by what a reader sees, not by how it is encoded.

Texts are compared after NFKD, without accents and invisible characters, in lower case and simplified characters; all
middle dots, dashes, spaces and apostrophes are alike, and every digit is ASCII. Whatever is equal after NFKC is equal
here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TRADITIONAL = Path(__file__).with_name("traditional.txt")
HAN = "\u3400-\u9fff\U00020000-\U000323af"
"""Chinese characters, for a set in a pattern."""
GAP = r"[ \-·._*/~|+'\"^`]{0,4}"
"""What may stand between the characters of a name, an address or a code that somebody spreads."""
_COVERED = "\U00010a00"
"""What is read where something is hidden already: a letter that nobody writes, so that it is no gap either."""

_DOTS = "·•‧∙⋅●・ㆍᆞ᛫⸱⸳ꞏ𐄁"
_DASHES = "‐‑‒–—―⁃−˗﹘⁻₋"
_APOSTROPHES = "‘’‛ʼʹ′＇`"
_ALIKE = (
    dict.fromkeys(_DOTS, "·")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys("\u2800\t\n\r\v\f\x85\u2028\u2029", " ")
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters without a glyph that Unicode does not count as format characters."""


@cache
def _simplified() -> dict[str, str]:
    """Returns the simplified character of each traditional one."""
    _, traditional, simplified = TRADITIONAL.read_text("utf-8").splitlines()
    return dict(zip(traditional, simplified, strict=True))


def is_invisible(char: str) -> bool:
    """Returns whether a character shows nothing at all; a space is none."""
    return char not in _ALIKE and bool(unicodedata.category(char) in {"Cf", "Cc"} or _UNSEEN.match(char))


@cache
def _folded(char: str) -> str:
    """Returns what a character is compared as: none, one or several characters."""
    if is_invisible(char):
        return ""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", _ALIKE.get(char, char)))
    return "".join(map(_alike, plain)).casefold()


def _alike(char: str) -> str:
    number = unicodedata.decimal(char, None)
    if number is not None:
        return str(number)
    return " " if char.isspace() else _simplified().get(char, _ALIKE.get(char, char))


def fold(text: str) -> str:
    """Returns a text as it is compared."""
    return "".join(map(_folded, text))


class Reading:
    """A text as it is compared, with the place of each character in the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        pairs = [(char, at) for at, one in enumerate(original) for char in _folded(one)]
        self.text = "".join(char for char, _ in pairs)
        self._places = [at for _, at in pairs]
        self.characters = frozenset(self.text)
        """All that ever stood in the folded text."""
        self._spans: list[tuple[int, int, str]] = []

    def is_edge(self, at: int) -> bool:
        """Returns whether a word or a number may begin or end at a place of the folded text."""
        if not 0 < at < len(self.text):
            return True
        before, after = self.text[at - 1], self.text[at]
        if not ((before.isdecimal() and after.isdecimal()) or (_is_cased(before) and _is_cased(after))):
            return True
        return any(map(is_invisible, self.original[self._places[at - 1] + 1 : self._places[at]]))

    def is_capital(self, at: int) -> bool:
        """Returns whether a capital letter of the original stands at a place of the folded text."""
        return self.original[self._places[at]].isupper()

    def hide(self, start: int, end: int, mark: str) -> None:
        """Note that a mark stands for a part of the folded text, which no pattern finds again."""
        self._spans.append((self._places[start], self._places[end - 1] + 1, mark))
        self.text = self.text[:start] + _COVERED * (end - start) + self.text[end:]

    @property
    def is_changed(self) -> bool:
        """Returns whether anything was hidden."""
        return bool(self._spans)

    def hidden(self) -> str:
        """Returns the original with each mark in the place of what it hides."""
        parts, at = [], 0
        for start, end, mark in sorted(self._spans):
            parts += [self.original[at:start], mark]
            at = end
            while at < len(self.original) and not _folded(self.original[at]):
                at += 1  # accents and what is invisible belong to the character before them
        return "".join([*parts, self.original[at:]])


def _is_cased(char: str) -> bool:
    return char.upper() != char.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern in the folded text and the mark for what it finds: its group `it`, else all of it.

    `order` says which rules go first: what is whole before parts of it, parts before a few digits.
    """

    pattern: str
    mark: str
    order: int
    is_word: bool = True
    """It stands apart from other letters, and digits."""
    is_capital: bool = False
    """It begins with a capital, since written small it is a word like any other."""
    parts: str = ""
    """Characters without which it finds nothing. Of rules of one order, that with the most goes first."""
    needs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", frozenset(self.parts))

    def apply(self, reading: Reading) -> None:
        """Hide all that the pattern finds in a text."""
        if not self.needs <= reading.characters:
            return
        for start, end in self._found(reading):
            reading.hide(start, end, self.mark)

    def _found(self, reading: Reading) -> Iterator[tuple[int, int]]:
        pattern, at = _compiled(self.pattern), 0
        while found := pattern.search(reading.text, at):
            start, end = found.span("it" if "it" in pattern.groupindex else 0)
            if (not self.is_word or (reading.is_edge(start) and reading.is_edge(end))) and (
                not self.is_capital or reading.is_capital(start)
            ):
                yield start, end
                at = max(end, found.start() + 1)
            else:
                at = found.start() + 1


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


WHOLE, FORM, PART, TAIL = range(4)
"""The order of rules."""


def spread(characters: str, gap: str = GAP) -> str:
    """Returns a pattern for characters of a folded text, whatever of the gap stands between them."""
    return gap.join(re.escape(char) for char in characters)


def text_rule(value: str, mark: str, lender: str = "") -> list[Rule]:
    """Returns the rule for a string of any kind (an address, who issued a paper, the name of a clerk), if it has any
    letter or digit.

    A word in letters with case is found in one piece or with something between all of its letters, else `Thea` would
    be found in `the a`. Where the lender's name goes on after the string, that is not meant (the 建设 in 建设银行).
    """
    text = fold(value).strip()
    characters = "".join(char for char in text if not re.fullmatch(GAP, char)) or text.replace(" ", "")
    if len(characters) < 2:
        return []
    pattern = word(characters) if characters == text and all(map(_is_cased, text)) else spread(characters)
    return [Rule(pattern + not_the_lender(text, lender), mark, WHOLE, parts=characters)]


def word(text: str) -> str:
    """Returns a pattern for one word: whole, hyphenated anywhere, or with something between all of its letters."""
    return f"(?:{spread(text, '-?')}|{spread(text, GAP.replace('{0,', '{1,'))})"


def not_the_lender(text: str, lender: str) -> str:
    """Returns a condition that a text does not go on as it does in the lender's name, if it stands there."""
    _, found, rest = fold(lender).partition(text)
    return f"(?!{re.escape(rest[0])})" if found and rest else ""

"""Who tells what happened, and of whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from re import Match
from typing import NamedTuple


class Teller(NamedTuple):
    """The kind of the hardship, whose trouble it is, and the borrower's name where somebody else writes.

    `whose` is one of WHOSE in `scenario/model/hardship.py`, or None if that is not known.
    """

    kind: str
    whose: str | None
    name: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether the trouble is the borrower's own."""
        return self.whose == "self"


Rule = tuple[str, Callable[[Match[str], Teller], str | None]]
"""The pattern of how a clause begins or reads, and what makes a sentence of it, which returns None if the words do not
tell. `re` compiles a pattern when it is first asked for, and keeps it: most are never reached.
"""


def first_said(rules: Sequence[Rule], text: str, told: Teller) -> str | None:
    """Returns what the first rule says whose pattern a text matches; None if it does not tell, or none matches."""
    for pattern, say in rules:
        if found := re.match(pattern, text):
            return say(found, told)
    return None

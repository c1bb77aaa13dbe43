"""The question list as a form: groups, lists of rows, and fields, each in the place that its path gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from letters.scenario.questions import Question

HIDDEN = frozenset({"file"})
"""Kinds that the page does not ask for: it opens no file that a scenario names."""
NARROW = frozenset({"money", "date", "rate", "share", "whole"})
"""Kinds whose answers are short."""
_COMMAND = re.compile(r"\s*[(（][^()（）]*`[^()（）]*[)）]")
"""What refers to a command, of which somebody at the page needs to know nothing."""


_KEY = re.compile(r"(?<![\w.])[a-z]+(?:[._][a-z]+)+(?![\w.])")
"""What may be a key of the file."""

USUAL = frozenset({"bills[].due_date", "bills[].amount"})
"""What a bill is told by, unless the page of the lender or interest alone tells it."""


@dataclass(frozen=True, slots=True)
class FormNode:
    """A question with those inside it: a group's and a list row's fields, or the rule that may replace an amount."""

    question: Question
    inside: list[FormNode] = field(default_factory=list)
    said: Mapping[str, str] = field(default_factory=dict)
    """What the form calls each key of the file."""
    needed: bool = False
    """Whether a case, or the row that it stands in, cannot do without it."""
    usual: bool = False
    """Whether it is asked for where nothing of its row is known yet, although other keys can stand for it."""

    @property
    def first(self) -> list[FormNode]:
        """What is asked at once."""
        return [node for node in self.inside if node.question.first]

    @property
    def more(self) -> list[FormNode]:
        """What is asked only of those who want to say more."""
        return [node for node in self.inside if not node.question.first]

    @property
    def help(self) -> str:
        """What is said below the field."""
        return _KEY.sub(lambda key: self.said.get(key[0], key[0]), _COMMAND.sub("", self.question.help))

    @property
    def width(self) -> str:
        """How wide a field is: narrow, long or plain."""
        kind = self.question.kind
        return "narrow" if kind in NARROW else "long" if kind == "long" else "plain"

    @property
    def mode(self) -> str:
        """Which keys a phone shows for it."""
        kind, key = self.question.kind, self.question.key
        if kind in {"money", "whole", "rate", "share"}:
            return "decimal"
        return {"phone": "tel", "email": "email"}.get(key, "text")


def titles(questions: Iterable[Question]) -> dict[str, str]:
    """The title of each field by its key and its path, where that is no plain word."""
    found: dict[str, str] = {}
    for one in questions:
        for name in (one.path, one.key):
            if "_" in name or "." in name:
                found.setdefault(name, f"“{one.title}”")
    return found


def form(questions: Sequence[Question]) -> list[FormNode]:
    """The questions at the top of a scenario, those inside them below each."""
    said = titles(questions)
    top: list[FormNode] = []
    by_path: dict[str, FormNode] = {}
    for question in questions:
        if question.kind in HIDDEN:
            continue
        parent = by_path.get(question.parent)
        stands = parent is None or parent.needed or parent.question.kind == "list"
        node = by_path[question.path] = FormNode(
            question, said=said, needed=question.required and stands, usual=question.path in USUAL
        )
        (parent.inside if parent else top).append(node)
    return top

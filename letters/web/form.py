"""The question list as a form: groups, lists of rows, and fields, each in the place that its path gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from letters.scenario.asking.fork import Fork
from letters.scenario.asking.forks import FORKS
from letters.scenario.asking.plain_help import in_plain_words, titles
from letters.scenario.model.hardship import FACTS_OF_KIND
from letters.scenario.questions import Question, Say

HIDDEN = frozenset({"file"})
"""Kinds of question that the page does not ask: it opens no file that a scenario names."""
NARROW = frozenset({"money", "date", "rate", "share", "whole"})
"""Kinds of question whose answers are short."""
UNITS = {"money": "yuan", "share": "percent"}
RATES = {"annual_rate": "rate_year", "contract_annual_rate": "rate_year", "penalty_multiple": "percent"}
"""Units of kinds of question, and of the rates that are none by the day."""
COUNTED = {
    "instalments": "instalments",
    "paid_instalments": "instalments",
    "on_time": "instalments",
    "months": "months",
    "grace_days": "days",
    "reply_within_days": "days",
    "days_overdue": "days",
    "times": "times",
}
"""Units of whole numbers, by the key."""
STEPS = {
    "lender": "1 2",
    "bills": "2",
    "loans": "2",
    "hardship": "3",
    "income": "4",
    "expenses": "4",
    "request": "4",
    "borrower": "5",
    "writer": "5",
}
"""The screens of the guide on which a part of the scenario is asked for; the other parts stand on none."""
FORK_STEPS = {"debt": "1", "who": "5", "owed_to": "1"}
"""The screen of the guide on which a fork is asked, where it is not that of the part it stands in."""
OF_THE_BILL = frozenset({"lender.daily_rate"})
"""What is asked of the lender and stands on the bill."""
USUAL = frozenset({"bills", "bills[].due_date", "bills[].amount"})
"""What a debt that is no loan is usually told by. It may be left out if the lender's page, or the interest alone, tells
the bill."""
OTHER_RATES = frozenset({"loans[].daily_rate"})
"""What a loan may have of its own, and is asked of the lender at once."""
_OWN_PARTS = frozenset(path for fork in FORKS for path in fork.apart) - {"bills"}
"""Parts that only some options have, and that ask for the same whatever was chosen; of a bill each kind asks for its
own."""
_AT_ONCE = frozenset(path for fork in FORKS for option in fork.options for path in option.asks)
"""What some option of a fork asks for at once."""
_NEEDED = frozenset(path for fork in FORKS for option in fork.options for path in option.needs)
"""What an option of a fork cannot do without."""


@dataclass(frozen=True, slots=True)
class FormNode:
    """A question with the questions inside it: the fields of a group or of a list's row, or the rule that may replace
    an amount.
    """

    question: Question
    inside: list[FormNode] = field(default_factory=list)
    said: Mapping[str, str] = field(default_factory=dict)
    """What the form calls each key of the file."""
    needed: bool = False
    """Whether a case, or the row that it stands in, cannot do without it."""
    fork_needs: bool = False
    """Whether an option of a fork cannot do without it."""
    usual: bool = False
    """Whether it is asked while nothing of its row is known yet, although other keys can stand for it."""
    fork: Fork | None = None
    """What decides whether it is asked for."""

    @property
    def options(self) -> str:
        """The options of its fork by which it is asked for, with a space between them."""
        fork, path = self.fork, self.question.path
        return " ".join(one.value for one in fork.options if one.has(path)) if fork else ""

    @property
    def step(self) -> str:
        """The screens of the guide that show it, with a space between them, or "" if its own part says it."""
        path = self.question.path
        if path.startswith("lender.") and path.count(".") == 1:
            return "2" if path in OF_THE_BILL else "1"
        return STEPS.get(path, "")

    @property
    def reason(self) -> str:
        """The hardship that alone asks for it, or "" if all do."""
        own = ((kind, f"hardship.{key}") for kind, keys in FACTS_OF_KIND.items() for key in keys)
        found = (kind for kind, path in own if path == self.question.path)
        return next(found, "")

    @property
    def asked_before(self) -> str:
        """The name of the fork that is asked before it, or "" if there is none."""
        return next((fork.name for fork in FORKS if fork.before == self.question.path), "")

    @property
    def first(self) -> list[FormNode]:
        """The questions that are asked at once, by some option at least."""
        return [node for node in self.inside if node.is_first]

    @property
    def more(self) -> list[FormNode]:
        """The questions that are asked only of those who want to say more."""
        return [node for node in self.inside if not node.is_first]

    @property
    def is_first(self) -> bool:
        """Whether it is asked at once: always, or by an option of a fork that sets it, or its part, apart."""
        path, part = self.question.path, self.question.parent
        is_asked = path in _AT_ONCE and (self.fork is not None or part in _OWN_PARTS)
        return self.question.first or (is_asked and path not in OTHER_RATES)

    @property
    def help(self) -> str:
        """The words below the field."""
        return in_plain_words(self.question.help, self.said)

    @property
    def width(self) -> str:
        """How wide the field is: "narrow", "long" or "plain"."""
        kind = self.question.kind
        return "narrow" if kind in NARROW else "long" if kind == "long" else "plain"

    @property
    def unit(self) -> str:
        """The unit that stands beside the field, by the name that `words.PAGE` knows it by, or ""."""
        question = self.question
        if question.kind == "rate":
            return RATES.get(question.key, "rate_day")
        return UNITS.get(question.kind) or COUNTED.get(question.key, "")

    @property
    def mode(self) -> str:
        """Which keys a phone shows for it."""
        kind, key = self.question.kind, self.question.key
        if kind in {"money", "whole", "rate", "share"}:
            return "decimal"
        return {"phone": "tel", "email": "email"}.get(key, "text")


def make_form(questions: Sequence[Question]) -> list[FormNode]:
    """Returns the questions at the top of a scenario, each with those inside it."""
    said = titles(questions)
    top: list[FormNode] = []
    by_path: dict[str, FormNode] = {}
    for question in questions:
        if question.kind in HIDDEN:
            continue
        parent = by_path.get(question.parent)
        stands = parent is None or parent.needed or parent.question.kind == "list"
        node = by_path[question.path] = FormNode(
            question,
            said=said,
            needed=question.required and stands,
            fork_needs=question.path in _NEEDED,
            usual=question.path in USUAL,
            fork=next((fork for fork in FORKS if question.path in fork.apart), None),
        )
        (parent.inside if parent else top).append(node)
    return top


class ForkBox(NamedTuple):
    """A question that decides which others are asked, as the page asks it."""

    question: Question
    step: str
    """The screen of the guide that asks it, or "" if its part says it."""
    before: str
    """The path of the question that it stands before, or "" if it stands before all of them."""
    suggests: Mapping[str, Mapping[str, str]]
    """What is likely with each option: its value → the path of a field → what is written there."""


def forks(say: Say) -> dict[str, ForkBox]:
    """Returns the questions that decide which others are asked, by their names."""
    return {
        fork.name: ForkBox(
            fork.question(say),
            FORK_STEPS.get(fork.name, ""),
            fork.before,
            {one.value: one.suggests for one in fork.options if one.suggests},
        )
        for fork in FORKS
    }

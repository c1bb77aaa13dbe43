"""The questions asked one after another, with a way back: answers → the next step → the data of a scenario file.

Nothing is asked or printed here: `cli` does that. A step follows from the answers alone, so going back is taking the
last answer away. What a first letter needs is asked first; the rest can be filled in group by group, or left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from letters.base.errors import FieldPath, Message, ScenarioError, dotted, unnumbered
from letters.files.text import control_character
from letters.reference_data.catalogue import our_name
from letters.reference_data.template_library import Library
from letters.scenario.checks_of_slips import whose_is_it
from letters.scenario.forks import DEBT, FORK, FORKS, chosen
from letters.scenario.load import load
from letters.scenario.questions import Question, Say, fitted, problem
from letters.scenario.writing.yaml_writer import written

YES, NO = "yes", "no"
MOST_ITEMS = 200
"""Entries that a list may have: enough for any case, too few to run on."""
_OTHER_DEBTS = "debts[0]?"
"""Whether there are other debts: none is a fact that letters tell. Of other lists a no says only that nothing is told
(nobody spends nothing)."""


@dataclass(frozen=True, slots=True)
class InterviewStep:
    """One thing to ask: either a `question` with a text for an answer, or a `decision` between yes and no.

    `key` is where the answer is kept: the field path with indices, `bills[0].amount`, for a question; a path that ends
    in `?` for a decision, also for the choice of a fork.
    """

    key: str
    question: Question | None = None
    decision: Message | None = None
    place: tuple[str, int] | None = None
    """The list that the question stands in, by its title, and which entry of it, from 1."""


class Interview:
    """The answers so far. `asked` are the questions in the reader's language, which `say` speaks; `language` is that
    of the letters.
    """

    def __init__(self, asked: Sequence[Question], today: date, shelf: Library, language: str, say: Say = str) -> None:
        self.all, self.today, self.shelf, self.language = asked, today, shelf, language
        self.asked = asked
        """Those of all questions that the options chosen so far lead to."""
        self.forks = {fork.before: InterviewStep(fork.key, fork.question(say)) for fork in FORKS}
        self.lacking: dict[str, Question] = {}
        """What the case turned out to need, and was not asked for."""
        self.answers: dict[str, str] = {}
        self.suggested: dict[str, str] = {}
        """What was answered before the user went back."""
        self._fitted = ""
        """The hardship whose examples `all` has."""

    def step(self) -> InterviewStep | None:
        """Returns what to ask next, with the examples of the hardship that was chosen; None once everything is
        answered.
        """
        hardship = self.answers.get("hardship.kind", "")
        if hardship != self._fitted:
            self._fitted, self.all = hardship, fitted(self.all, hardship, self.language, self.shelf)
        self.asked = chosen(self.all, self.answers)
        return next((step for step in self._steps() if step.key not in self.answers), None)

    def answer(self, step: InterviewStep, text: str) -> Message | None:
        """Keeps an answer and returns None; if something is wrong with it, keeps nothing and returns what."""
        text = _one_line(text)
        if wrong := control_character(text):
            return wrong
        if step.key.endswith(FORK):
            self.answers[step.key] = text
            return None
        text = our_name(self.shelf, step.key, text)  # 生病 chooses the questions of illness, too
        wrong = problem(step.key, text, self.shelf, self.language)
        if wrong is None:
            self.answers[step.key] = text
            wrong = dict(self._contradictions()).get(step.key)
            if wrong is not None and not text and DEBT.option(self.answers.get(DEBT.key, "")).is_open:
                wrong = None  # another answer may stand for it; at the end it is asked again
            if wrong is not None:
                del self.answers[step.key]
        return wrong

    def mend(self) -> list[tuple[str, Message]]:
        """Takes away answers that a later one contradicts, to be asked again, and has asked what is lacking. Returns
        each key and the reason.
        """
        by_path = {one.path: one for one in self.all if not one.holds}
        found = []
        for key, wrong in self._contradictions():
            if key in self.answers:
                self.suggested[key] = self.answers.pop(key)
            elif (question := by_path.get(unnumbered(key))) and key not in self.lacking:
                self.lacking[key] = question
            else:
                continue
            found.append((key, wrong))
        return found

    def back(self) -> bool:
        """Takes the last answer away, to be asked again. Returns False if there is none."""
        if not self.answers:
            return False
        key, text = self.answers.popitem()
        self.suggested[key] = text
        return True

    def data(self) -> dict[str, Any]:
        """Returns the answers as the data of a scenario: texts in mappings and lists."""
        data: dict[str, Any] = {"language": self.language}
        for key, text in self.answers.items():
            if key == _OTHER_DEBTS and text == NO:
                data["debts"] = []
            elif text and not key.endswith("?"):
                _put(data, _path(key), text)
        return data

    def text(self, head: Sequence[str] = (), needed: str = "") -> str:
        """Returns the answers as the text of a scenario file; `head` and `needed` are those of `written`."""
        return written(self.data(), self.asked, head, needed)

    def _contradictions(self) -> Iterator[tuple[str, Message]]:
        """Yields each key with what `load` refuses of the answers so far; a missing value has a key of its own."""
        try:
            load(written(self.data(), ()).encode(), "", today=self.today, shelf=self.shelf)
        except ScenarioError as error:
            for found in error.problems:
                if isinstance(found.message, Message):
                    yield dotted(found.path), found.message

    def _steps(self) -> Iterator[InterviewStep]:
        """Yields all steps that the answers so far lead to, in order."""
        if first := self.forks.get(""):
            yield first
        yield from self._group("", "", first=True)
        yield from (InterviewStep(key, question) for key, question in self.lacking.items())
        more = InterviewStep("?", decision=Message("that is enough for a first letter; fill in more now?"))
        yield more
        if self.answers.get(more.key) != YES:
            return
        for question in self._in(""):
            rest = self._left(question)
            if rest:
                names = ", ".join(one.title for one in rest)
                key = f"{question.path}+?"
                yield InterviewStep(
                    key, decision=Message("{part}: fill in more? ({names})", part=question.title, names=names)
                )
                if self.answers.get(key) == YES:
                    yield from self._one(question, question.path, first=False)

    def _in(self, path: str) -> list[Question]:
        return [one for one in self.asked if one.parent == path and not one.rule and one.path != "language"]

    def _left(self, question: Question) -> list[Question]:
        """Returns the questions that the first round does not ask: the question itself, or those directly inside it."""
        if not question.first:
            return [question]
        return [one for one in self._in(question.path) if not one.first] if question.holds else []

    def _group(
        self, path: str, key: str, *, first: bool, place: tuple[str, int] | None = None
    ) -> Iterator[InterviewStep]:
        for question in self._in(path):
            if first and (fork := self.forks.get(question.path)):
                yield fork
            if question.first or not first or self._is_in_doubt(question):
                yield from self._one(question, f"{key}.{question.key}" if key else question.key, first, place)

    def _is_in_doubt(self, question: Question) -> bool:
        """Says whether it is to be asked at once whose trouble it is: an illness whose event names somebody else."""
        kind, event = (self.answers.get(f"hardship.{key}", "") for key in ("kind", "event"))
        return question.path == "hardship.who" and whose_is_it(kind, None, event) is not None

    def _one(
        self, question: Question, key: str, first: bool, place: tuple[str, int] | None = None
    ) -> Iterator[InterviewStep]:
        if question.kind == "list":
            yield from self._list(question, key, first, place)
        elif question.kind == "group":
            if not (question.required or question.opened) and any(one.required for one in self._in(question.path)):
                yield (wanted := InterviewStep(f"{key}?", decision=_wanted(question, place)))
                if self.answers.get(wanted.key) != YES:
                    return
            yield from self._group(question.path, key, first=first, place=place)
        else:
            yield InterviewStep(key, question, place=place)

    def _list(
        self, question: Question, key: str, first: bool, place: tuple[str, int] | None
    ) -> Iterator[InterviewStep]:
        for number in range(MOST_ITEMS):
            if number or not (question.required or question.opened):
                another = Message("{part}: another one?", part=question.title)
                decision = InterviewStep(f"{key}[{number}]?", decision=another if number else _wanted(question, place))
                yield decision
                if self.answers.get(decision.key) != YES:
                    return
            yield from self._group(question.path, f"{key}[{number}]", first=first, place=(question.title, number + 1))


def _one_line(text: str) -> str:
    """Returns the text as one visible line: every white space as a space, without invisible formatting characters."""
    seen = (" " if char.isspace() else char for char in text if unicodedata.category(char) != "Cf")
    return "".join(seen).strip()


def _wanted(question: Question, place: tuple[str, int] | None) -> Message:
    part = Message("{list} {number}: {part}", list=place[0], number=place[1], part=question.title) if place else None
    if question.kind == "list":
        return Message("{part}: is there one?", part=part or question.title)
    return Message("{part}: fill it in?", part=part or question.title)


def _path(key: str) -> FieldPath:
    """Returns the field path of a key: bills[0].amount → ("bills", 0, "amount")."""
    steps: list[str | int] = []
    for part in key.split("."):
        name, *places = part.replace("]", "").split("[")
        steps += [name, *map(int, places)]
    return tuple(steps)


def _put(data: dict[str, Any], path: FieldPath, text: str) -> None:
    here: Any = data
    for step, after in pairwise(path):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(step, int):
            while len(here) <= step:
                here.append({})
            here = here[step]
        else:
            here = here.setdefault(step, empty)
    here[path[-1]] = text

"""The questions asked one after another, with a way back: answers → the next step → the data of a scenario file.

Nothing is asked or printed here: `cli` does that. A step follows from the answers alone, so going back is taking the
last answer away. What a first letter needs is asked first; the rest can be filled in group by group, or left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from letters.base.errors import FieldPath, Message, ScenarioError, dotted, unnumbered
from letters.files.text import control_character
from letters.reference_data.catalogue import our_name
from letters.reference_data.template_library import Library
from letters.scenario.asking.answer_data import YES, data_of, one_line
from letters.scenario.asking.debt_forks import DEBT
from letters.scenario.asking.fork import FORK
from letters.scenario.asking.forks import FORKS, chosen
from letters.scenario.asking.interview_step import InterviewStep, wanted
from letters.scenario.asking.old_debts import ACKNOWLEDGE, OF_AGE, SINCE, SINCE_THEN, WHY_NOT, may_be_old
from letters.scenario.checks_of_slips import slip, whose_is_it
from letters.scenario.load import Case, load
from letters.scenario.model.scenario_file import Scenario
from letters.scenario.questions import Question, Say, fitted, problem
from letters.scenario.writing.yaml_writer import written

MOST_ITEMS = 200
"""Entries that a list may have: enough for any case, too few to run on."""
_BY_SCHEDULE = {f"loans[].{name}" for name in ("principal", "method", "instalments", "first", "contract_annual_rate")}
"""What a loan need not say where the lender's own schedule is told."""
_KEEP = {"y", YES, "是"}
"""How a yes is said to what deserved a second look, beside saying the same again."""
_RATES = ("daily_rate", "annual_rate", "penalty_multiple")
"""The ways to write a rate of penalty, of which one is told in each place."""


class Interview:
    """The answers so far. `asked` are the questions in the reader's language, which `say` speaks; `language` is that
    of the letters.
    """

    def __init__(self, asked: Sequence[Question], today: date, shelf: Library, language: str, say: Say = str) -> None:
        self.all, self.today, self.shelf, self.language = asked, today, shelf, language
        self._say = say
        self.asked = asked
        """Those of all questions that the options chosen so far lead to."""
        self.forks: dict[str, list[InterviewStep]] = {}
        for fork in FORKS:
            self.forks.setdefault(fork.before, []).append(InterviewStep(fork.key, fork.question(say)))
        self.lacking: dict[str, Question] = {}
        """What the case turned out to need, and was not asked for."""
        self.answers: dict[str, str] = {}
        """In the order in which they were given."""
        self.fixed: set[str] = set()
        """Keys whose answers no way back takes away."""
        self.kept: dict[FieldPath, Any] = {}
        """Values of a file that no question asks for, by their places."""
        self.suggested: dict[str, str] = {}
        """What was answered before the user went back."""
        self._looked_at: dict[str, str] = {}
        """Answers that were said to deserve a second look."""
        self._debts: dict[str, str] = {}
        self._told: Scenario | None = None
        """The case of the debts in `_debts`, or None where they make none yet."""
        self._fitted = ""
        """The hardship whose examples `all` has."""
        self._returned = ""
        """The key that the last way back led to."""

    def step(self) -> InterviewStep | None:
        """Returns what to ask next, with the examples of the hardship that was chosen; None once everything is
        answered.
        """
        hardship = self.answers.get("hardship.kind", "")
        if hardship != self._fitted:
            self._fitted, self.all = hardship, fitted(self.all, hardship, self.language, self.shelf)
        self.asked = chosen(self.all, self.answers)
        open_ones = (step for step in self.steps() if step.key not in self.answers)
        if not self._returned or self._returned in self.answers:
            return next(open_ones, None)
        found = list(open_ones)
        return next((step for step in found if step.key == self._returned), next(iter(found), None))

    def answer(self, step: InterviewStep, text: str) -> Message | None:
        """Keeps an answer and returns None; if something is wrong with it, keeps nothing and returns what. What only
        deserves a second look is returned once, and kept if the same answer is given again.
        """
        text = one_line(text)
        if wrong := control_character(text):
            return wrong
        if step.key.endswith(FORK):
            self.answers[step.key] = text
            return None
        if text.lower() in _KEEP and (said := self._looked_at.get(step.key)):
            text = said
        text = our_name(self.shelf, step.key, text)  # 生病 chooses the questions of illness, too
        wrong = problem(step.key, text, self.shelf, self.language)
        if wrong is None and not text and step.question and step.question.required:
            wrong = Message("is empty; it is needed")
        if wrong is None:
            self.answers[step.key] = text
            wrong = dict(self._contradictions()).get(step.key)
            if wrong is not None and not text and self._may_come_otherwise(step.key):
                wrong = None  # another answer may stand for it; at the end it is asked again
            elif (
                wrong is None and self._looked_at.get(step.key) != text and (doubt := slip(step.key, text, self.today))
            ):
                self._looked_at[step.key] = self.suggested[step.key] = text
                wrong = Message("{what} (Enter keeps it as it is)", what=doubt)
            if wrong is not None:
                del self.answers[step.key]
        return wrong

    def _may_come_otherwise(self, key: str) -> bool:
        """Says whether a later answer may take the place of one that is missing: a schedule that of the terms, a yearly
        rate that of a daily one.
        """
        path = unnumbered(key)
        is_open = DEBT.option(self.answers.get(DEBT.key, "")).is_open
        by_the_year = path.removesuffix(_RATES[0]) + _RATES[1]
        has_other = path.endswith(_RATES[0]) and any(one.first for one in self.asked if one.path == by_the_year)
        return is_open or path in _BY_SCHEDULE or has_other

    def mend(self) -> list[tuple[str, Message]]:
        """Takes away answers that a later one contradicts, to be asked again, and has asked what is lacking. Returns
        each key and the reason.
        """
        by_path = {one.path: one for one in self.all if not one.holds}
        found = []
        for key, wrong in self._contradictions():
            if key in self.answers:
                self.suggested[key] = self.answers.pop(key)
                place, _, name = key.rpartition(".")
                if name in _RATES:  # asked again in each way to write it
                    self.answers = {one: said for one, said in self.answers.items() if not _is_rate_of(place, one)}
            elif (question := by_path.get(unnumbered(key))) and key not in self.lacking:
                self.lacking[key] = question
            else:
                continue
            found.append((key, wrong))
        return found

    def back(self) -> bool:
        """Takes the last answer away, to be asked again next. Returns False if there is none."""
        key = next((one for one in reversed(self.answers) if one not in self.fixed), None)
        if key is None:
            return False
        self.suggested[key] = self.answers.pop(key)
        self._returned = key
        return True

    def data(self) -> dict[str, Any]:
        """Returns the answers as the data of a scenario: texts in mappings and lists."""
        return data_of(self.answers, self.kept, self.language)

    def text(self, head: Sequence[str] = (), needed: str = "") -> str:
        """Returns the answers as the text of a scenario file; `head` and `needed` are those of `written`."""
        return written(self.data(), self.asked, head, needed)

    def is_sound(self) -> bool:
        """Says whether letters can be written from the answers so far."""
        return not any(self._contradictions())

    def _contradictions(self) -> Iterator[tuple[str, Message]]:
        """Yields each key with what `load` refuses of the answers so far; a missing value has a key of its own."""
        try:
            self._load()
        except ScenarioError as error:
            for found in error.problems:
                if isinstance(found.message, Message):
                    key = dotted(found.path)
                    lacks_line = "add a line `" in found.message and not self.answers.get(
                        key
                    )  # which a file would need
                    yield key, Message("is empty; it is needed") if lacks_line else found.message

    def steps(self) -> Iterator[InterviewStep]:
        """Yields all steps that the answers so far lead to, in order."""
        yield from self._asked_before("")
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

    def _asked_before(self, path: str) -> Iterator[InterviewStep]:
        """Yields the forks that are asked before a question, each with what is likely by the others."""
        options = [fork.option(self.answers.get(fork.key, "")) for fork in FORKS]
        likely = {key: said for option in options for key, said in option.suggests.items()}
        for step in self.forks.get(path, ()):
            assert step.question is not None
            usual = likely.get(step.key, step.question.default)
            yield step._replace(question=step.question._replace(default=usual))

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
            if first and self._is_put_off(question):
                continue
            if first:
                yield from self._asked_before(question.path)
            if first and self._is_rate_told(question, key):
                continue
            if question.first or not first or self._is_in_doubt(question):
                yield from self._one(question, f"{key}.{question.key}" if key else question.key, first, place)

    def _is_rate_told(self, question: Question, key: str) -> bool:
        """Says whether a rate need not be asked for, since another way to write it was answered in the same place."""
        others = [one for one in _RATES if one != question.key]
        return question.key in _RATES and any(self.answers.get(f"{key}.{one}") for one in others)

    def _is_in_doubt(self, question: Question) -> bool:
        """Says whether something is to be asked at once, though others are not asked for it: whose trouble it is of an
        illness whose event names somebody else, and what happened since of a debt that is old.
        """
        kind, event = (self.answers.get(f"hardship.{key}", "") for key in ("kind", "event"))
        if question.path == "hardship.who":
            return whose_is_it(kind, None, event) is not None
        if question.path == ACKNOWLEDGE:
            return self._is_old(by_contacts=True)
        return question.path in SINCE and (question.path != SINCE[0] or self._is_old(by_contacts=False))

    def _is_put_off(self, question: Question) -> bool:
        """Says whether nothing of the kind is asked for: a request where a debt may be too old for any."""
        is_wanted = question.parent != "request" or question.path == ACKNOWLEDGE
        return not is_wanted and self.answers.get(ACKNOWLEDGE) != "true" and self._is_old(by_contacts=True)

    def _is_old(self, *, by_contacts: bool) -> bool:
        """Says what `may_be_old` says of the answers so far, as long as they make a case."""
        debts = {key: text for key, text in self.answers.items() if key.startswith(OF_AGE)}
        if debts != self._debts:
            self._debts = debts
            with suppress(ScenarioError):
                self._told = self._load().scenario
        return self._told is not None and may_be_old(self._told, self.today, by_contacts=by_contacts)

    def _load(self) -> Case:
        return load(written(self.data(), ()).encode(), "", today=self.today, shelf=self.shelf)

    def _one(
        self, question: Question, key: str, first: bool, place: tuple[str, int] | None = None
    ) -> Iterator[InterviewStep]:
        if question.kind == "list":
            yield from self._list(question, key, first, place)
        elif question.kind == "group":
            if not (question.required or question.opened) and any(one.required for one in self._in(question.path)):
                yield (decision := InterviewStep(f"{key}?", decision=wanted(question, place)))
                if self.answers.get(decision.key) != YES:
                    return
            yield from self._group(question.path, key, first=first, place=place)
        elif first and key == ACKNOWLEDGE:
            yield InterviewStep(key, question._replace(help=self._say(WHY_NOT)))
        else:
            yield InterviewStep(key, question, place=place)

    def _list(
        self, question: Question, key: str, first: bool, place: tuple[str, int] | None
    ) -> Iterator[InterviewStep]:
        for number in range(MOST_ITEMS):
            if number or not (question.required or question.opened):
                another = Message("{part}: another one?", part=question.title)
                one = SINCE_THEN if first and question.path in SINCE else wanted(question, place)
                decision = InterviewStep(f"{key}[{number}]?", decision=another if number else one)
                yield decision
                if self.answers.get(decision.key) != YES:
                    return
            yield from self._group(question.path, f"{key}[{number}]", first=first, place=(question.title, number + 1))


def _is_rate_of(place: str, key: str) -> bool:
    owner, _, name = key.rpartition(".")
    return owner == place and name in _RATES

"""Why an amount is what it is: a sentence, the lines that add up to it, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from letters.base.errors import FieldPath, Message, UnknownName, dotted, unnumbered
from letters.base.money import grouped, parse_amount
from letters.drafting.explained import Explained
from letters.figures.declared.every import meaning_of
from letters.figures.traces.trace import Trace, padded
from letters.pipeline import Letters
from letters.report.explain import explain
from letters.scenario.questions import questions
from letters.web.shown.amounts import GIVEN, MOST_MEANINGS, PLAN
from letters.web.shown.days import shown_day
from letters.web.shown.values import texts
from letters.web.words import Say

MOST_DEPTH = 2
"""How deep the lines go: bills, and the days of each."""
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Reasons:
    """Tells of amounts of drafted letters, in the page's language; the lines are in that of the case."""

    letters: Letters
    say: Say
    language: str

    def of(self, names: list[str]) -> list[dict[str, Any]]:
        """Returns, as data for JSON, for each name of a figure what it is, its value, the rows and their grounds.

        A row has `words`, `value`, its `depth` and, where it was written, its `path`. Raises UnknownName.
        """
        return [self._one(name) for name in names[: 2 * MOST_MEANINGS]]

    def _one(self, name: str) -> dict[str, Any]:
        if name.startswith(GIVEN):
            return self._given(name.removeprefix(GIVEN))
        return self._planned(name) if name.startswith(PLAN) else self._figure(name)

    def _figure(self, name: str) -> dict[str, Any]:
        case = self.letters.case
        found = explain(case, self.letters.figures, name)
        told = Explained(case)
        what = meaning_of(unnumbered(name), case.scenario.language)
        bill = self._bill(name)
        rows = list(self._rows(told, found, 0))[:MOST_ROWS]
        alone = found.origin is not None and not rows
        return {
            "what": f"{bill} · {what}" if bill else what,
            "value": _shown(found),
            "sentence": told.said(found) if alone else "",
            "path": self._field(found.origin) if alone else "",
            "rows": rows,
            "grounds": [
                {"words": told.said(note), "path": self._field(note.origin)} for note in found.notes if told.said(note)
            ],
        }

    def _rows(self, told: Explained, trace: Trace, depth: int) -> Iterator[dict[str, Any]]:
        for part in trace.parts:
            words = told.said(part) or meaning_of(unnumbered(part.figure), self.letters.case.scenario.language)
            yield {"words": words, "value": _shown(part), "depth": depth, "path": self._field(part.origin)}
            if depth + 1 < MOST_DEPTH:
                yield from self._rows(told, part, depth + 1)

    def _bill(self, name: str) -> str:
        """Returns what the bill of a figure is called, or "" for a figure of another kind."""
        if not name.startswith("bills["):
            return ""
        place = int(name.removeprefix("bills[").partition("]")[0])
        return str(self.letters.figures.bills[place].label)

    def _planned(self, name: str) -> dict[str, Any]:
        """Returns what is said of a sum of the plan that letters print. Raises UnknownName."""
        plan = self.letters.figures.letters_plan
        if plan is None or name not in {f"{PLAN}to_pay", f"{PLAN}instalment"}:
            raise UnknownName(Message("figure"), name, [])
        told = Message("{rest} yuan, in {count} instalments", rest=grouped(plan.to_pay), count=len(plan.plan))
        if plan.today:
            told = Message(
                "{whole} yuan less the {today} paid today: {rest} yuan, in {count} instalments",
                whole=grouped(plan.whole),
                today=grouped(plan.today),
                rest=grouped(plan.to_pay),
                count=len(plan.plan),
            )
        rows = [
            f"{shown_day(row.date, self.letters.case.library, self.language)} {grouped(row.amount)}"
            for row in plan.plan
        ]
        what = Message("The plan in the letters")
        return {
            "what": self.say(what, self.language),
            "value": grouped(plan.to_pay) if name == f"{PLAN}to_pay" else "",
            "sentence": self.say(told, self.language),
            "path": "request.plan",
            "rows": [],
            "grounds": [{"words": row, "path": ""} for row in rows],
        }

    def _given(self, path: str) -> dict[str, Any]:
        """Returns what is said of an amount that the borrower wrote."""
        typed = {place: text for place, _, text in texts(self.letters.case.source.data)}
        if path not in typed:
            raise UnknownName(Message("figure"), path, sorted(typed)[:5])
        asked = questions(self.language, lambda text: self.say(text, self.language), self.letters.case.library)
        title = next((one.title for one in asked if one.path == unnumbered(path)), path)
        return {
            "what": title,
            "value": grouped(parse_amount(typed[path])),
            "sentence": self.say(Message("You wrote it: {typed}", typed=typed[path]), self.language),
            "path": path,
            "rows": [],
            "grounds": [],
        }

    @staticmethod
    def _field(origin: FieldPath | None) -> str:
        return dotted(origin) if origin else ""


def _shown(trace: Trace) -> str:
    if trace.amount is not None:
        return padded(trace.amount).replace("-", "−")
    return "" if trace.value is None else str(trace.value)

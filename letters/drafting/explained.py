"""A trace in words: lines of a tree that a person reads, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from letters.base.errors import FieldPath
from letters.base.placeholders import fill
from letters.figures.declared.every import meaning_of
from letters.figures.traces.trace import Trace, padded
from letters.reference_data.languages import trace_words
from letters.scenario.load import Case

SCHEMA = 1


class Explained:
    """The words of a case's language, and the lines of its file."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.words = trace_words(case.library, case.scenario.language)

    def lines(self, trace: Trace) -> list[str]:
        """Returns the figure, then what it is made of, deeper lines further in."""
        return [self._figure(trace), *self._below(trace, "")]

    def _below(self, trace: Trace, indent: str) -> Iterator[str]:
        shown = [(part, self._part(part)) for part in trace.parts]
        shown += [(note, self._figure(note) if note.figure else self._said(note)) for note in trace.notes]
        for number, (below, text) in enumerate(shown, 1):
            last = number == len(shown)
            yield f"{indent}{'└─ ' if last else '├─ '}{text}"
            yield from self._below(below, indent + ("   " if last else "│  "))

    def _figure(self, trace: Trace) -> str:
        """Returns `total.paid = 500.00`: a figure that is named, not a line that adds to another."""
        return f"{trace.figure} = {_value(trace)}{self._tail(trace)}"

    def _part(self, trace: Trace) -> str:
        named = f"  {trace.figure}" if trace.figure else ""
        return f"{_value(trace)}{named}{self._tail(trace)}"

    def _said(self, trace: Trace) -> str:
        return self._tail(trace).strip()

    def _tail(self, trace: Trace) -> str:
        words, place = self.said(trace), self._place(trace.origin)
        return (f"  {words}" if words else "") + (f"  ({place})" if place else "")

    def said(self, trace: Trace) -> str:
        """Returns the words of one line: those of its kind in trace.yaml, else what the figure is declared to be."""
        form = self.words.get(trace.kind)
        if form is None:
            return meaning_of(trace.kind, self.case.scenario.language)
        return fill(form, trace.facts, missing="")

    def _place(self, origin: FieldPath | None) -> str:
        return f"{self.case.source.name}:{self.case.source.mark(origin).line}" if origin else ""

    def record(self, trace: Trace) -> dict[str, Any]:
        """Returns the shape of `letters figures --explain FIGURE --json`."""
        return {"schema": SCHEMA, "file": self.case.source.name} | self._row(trace)

    def _row(self, trace: Trace) -> dict[str, Any]:
        return {
            "figure": trace.figure or None,
            "kind": trace.kind,
            "value": trace.value if trace.amount is None else padded(trace.amount).replace(",", ""),
            "words": self.said(trace),
            "line": self.case.source.mark(trace.origin).line if trace.origin else None,
            "parts": [self._row(part) for part in trace.parts],
            "notes": [self._row(note) for note in trace.notes],
        }


def _value(trace: Trace) -> str:
    if trace.amount is not None:
        return padded(trace.amount).replace("-", "−")
    return {None: "null", True: "true", False: "false"}.get(trace.value, str(trace.value))  # type: ignore[arg-type]

"""One thing to ask: a question of the file, or a decision between yes and no."""

from __future__ import annotations

from typing import NamedTuple

from letters.base.errors import Message
from letters.scenario.questions import Question


class InterviewStep(NamedTuple):
    """One thing to ask: either a `question` with a text for an answer, or a `decision` between yes and no.

    `key` is where the answer is kept: the field path with indices, `bills[0].amount`, for a question; a path that ends
    in `?` for a decision, also for the choice of a fork.
    """

    key: str
    question: Question | None = None
    decision: Message | None = None
    place: tuple[str, int] | None = None
    """The list that the question stands in, by its title, and which entry of it, from 1."""


def wanted(question: Question, place: tuple[str, int] | None) -> Message:
    """Returns the question whether there is a part, or whether to fill it in; `place` is that of an InterviewStep."""
    part = Message("{list} {number}: {part}", list=place[0], number=place[1], part=question.title) if place else None
    if question.kind == "list":
        return Message("{part}: is there one?", part=part or question.title)
    return Message("{part}: fill it in?", part=part or question.title)

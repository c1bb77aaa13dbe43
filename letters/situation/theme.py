"""What situations are decided on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from letters.figures.figures import Figures
from letters.figures.lender_answer import Answer
from letters.scenario.load import Case


@dataclass(frozen=True)
class KnownFacts:
    """A case and its figures; the lender's last answer, looked for once a situation asks for it."""

    case: Case
    figures: Figures
    """Where the rate is a range, the figures that a letter speaks of: an amount that the rate moves counts as the low
    one."""
    find_answer: Callable[[], Answer | None]

    @cached_property
    def answer(self) -> Answer | None:
        """What the lender last answered."""
        return self.find_answer()


class Theme:
    """Situations of one kind: each public property of a subclass is one, named as templates name it."""

    def __init__(self, known: KnownFacts) -> None:
        self._known = known
        self._case, self._figures = known.case, known.figures
        self._scenario = known.case.scenario

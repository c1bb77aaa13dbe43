"""What situations are decided on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from letters.figures.figures import Figures
from letters.scenario.load import Case

if TYPE_CHECKING:
    from letters.figures.case_status import CaseStatus
    from letters.figures.lender_answer import Answer, Settled
    from letters.negotiation.rung import Offer


@dataclass(frozen=True)
class KnownFacts:
    """A case and its figures; the lender's last answer is looked for when a situation first asks for it."""

    case: Case
    figures: Figures
    """The figures that a letter speaks of; if the rate is a range, an amount that it moves counts as the low one."""
    low: Figures
    """The figures at the low end of a rate that is a range, as in the ledger that a letter prints; else the same."""
    find_answer: Callable[[], Answer | None]

    @cached_property
    def answer(self) -> Answer | None:
        """What the lender last answered."""
        return self.find_answer()

    @property
    def outcome(self) -> str | None:
        """What the lender last answered, in a word; None without an answer."""
        return self.answer.outcome if self.answer else None

    @property
    def has_died(self) -> bool:
        """The borrower has died."""
        return self.case.scenario.borrower.died is not None

    @property
    def leaves_nothing(self) -> bool:
        """The income is nothing, or a month leaves nothing or less with all its parts known."""
        left = self.figures.affordability.for_plan
        return self.case.scenario.income.now == 0 or (left is not None and left <= 0)

    # What follows from the answer is reckoned for the few letters that speak of it: its modules are imported then.

    @cached_property
    def agreed_plan(self) -> Offer | None:
        """The plan that was agreed, or None if none was or it leaves nothing to pay."""
        from letters.figures.lender_answer import agreed_plan

        return agreed_plan(self.case, self.answer)

    @cached_property
    def kept_plan(self) -> Offer | None:
        """The plan that is to be kept: the one that was agreed, else the one that letters print, or None."""
        return self.agreed_plan or self.figures.letters_plan

    @cached_property
    def settled(self) -> Settled | None:
        """How the debt was settled, or None if something is left to pay."""
        from letters.figures.lender_answer import settled

        return settled(self.case, self.figures, self.answer)

    @cached_property
    def review_by(self) -> date | None:
        """The last day for a review of the last answer, or None if there is none."""
        from letters.figures.review import review_by

        return review_by(self.case, self.answer)

    @cached_property
    def status(self) -> CaseStatus:
        """Where the case stands by its log on the day of the letters."""
        from letters.figures.case_status import case_status

        return case_status(self.case, self.case.date, self.answer)


class Theme:
    """Situations of one kind: each public property of a subclass is one, named as templates name it."""

    def __init__(self, known: KnownFacts) -> None:
        self._known = known
        self._case, self._figures = known.case, known.figures
        self._scenario = known.case.scenario

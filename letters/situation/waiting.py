"""Situations of an answer that is waited for: whether its day has passed, and what it is an answer to."""

from __future__ import annotations

from letters.situation.theme import Theme

_ASKED_AGAIN = frozenset({"remind", "extension", "complain"})
"""Steps at which the day for an answer has passed and the lender is asked for it once more."""


class WaitingSituations(Theme):
    """Situations of where the case stands by its log."""

    @property
    def answer_overdue(self) -> bool:
        """The day for the lender's answer has passed, and it is the lender that is to be asked for it."""
        status = self._known.status
        return bool(status.due and status.days_over) and status.step in _ASKED_AGAIN

    @property
    def extension_untold(self) -> bool:
        """The first limit for a complaint has passed with neither a decision nor notice of an extension."""
        return self._known.status.step == "extension"

    @property
    def answer_promised(self) -> bool:
        """The lender itself named the day for its answer."""
        return self._known.status.promised

    @property
    def awaits_decision(self) -> bool:
        """What is waited for is the decision on a complaint to the lender."""
        status = self._known.status
        return status.contact is not None and status.complaint == status.contact.date

    @property
    def complaint_limit_passed(self) -> bool:
        """A limit for the decision on a complaint has passed since it was made."""
        return self._known.status.passed_limit is not None

"""Situations of the log: how often the lender was contacted, and what it last answered."""

from __future__ import annotations

import re

from letters.scenario.model.contacts import talks_until
from letters.situation.theme import Theme

IN_WRITING = re.compile(r"书面|in writing|written (?:application|request)", re.IGNORECASE)
"""How an answer asks for an application in writing, in the languages that logs are kept in."""
MOST_IN_A_SENTENCE = 2
"""More contacts than this are a list."""


class LogSituations(Theme):
    """Situations of the contacts with the lender."""

    @property
    def lender_agreed(self) -> bool:
        """The last answer agreed."""
        return self._known.outcome == "accepted"

    @property
    def lender_agreed_partly(self) -> bool:
        """The last answer agreed to a part."""
        return self._known.outcome == "partly"

    @property
    def lender_refused(self) -> bool:
        """The last answer refused."""
        return self._known.outcome == "refused"

    @property
    def lender_withdrew(self) -> bool:
        """The last answer takes an agreement back."""
        return bool(self._known.answer and self._known.answer.before) and not self.lender_agreed

    @property
    def agreed_and_paid(self) -> bool:
        """The last answer agreed, and what was agreed is paid."""
        return self.lender_agreed and bool(self._known.answer and self._known.answer.settled)

    @property
    def asked_for_letter(self) -> bool:
        """The lender last asked for an application in writing."""
        asked = talks_until(self._scenario.contacts, self._case.date)
        return bool(asked) and bool(IN_WRITING.search(asked[-1].promised or ""))

    @property
    def contacted_often(self) -> bool:
        """The lender was contacted twice or more: each contact is an item of a list."""
        return self._figures.waited is not None and self._figures.waited.contacts > MOST_IN_A_SENTENCE

    @property
    def silent_since_promise(self) -> bool:
        """A promised day has passed, and there was no contact after it."""
        waited = self._figures.waited
        return waited is not None and waited.missed is not None and waited.last <= waited.missed.reply_by

    @property
    def nothing_tried(self) -> bool:
        """The lender was not contacted by the day of the letter; its demands are no contact of the borrower's."""
        return not talks_until(self._scenario.contacts, self._case.date)

"""What to do now, as the page shows it: the step, its day, the letters for it, where to send them, whom to ring."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from letters.base.errors import Message
from letters.followup.next_step import what_next
from letters.pipeline import Letters
from letters.reference_data.letter_kinds import Role
from letters.web.words import Say

AFTER_AN_ANSWER = frozenset({Role.REMINDER, Role.COUNTER_OFFER, Role.ACCEPTANCE, Role.RECEIPT})
LAST = frozenset({Role.COMPLAINT, Role.REVIEW, Role.REGULATOR, Role.MEDIATION})
PASTE = Message("Paste it into the customer service of the lender's official app, or post it by registered mail.")


class WhatsNext(NamedTuple):
    """Tells what comes next of letters that were drafted, on a day, in the page's language."""

    letters: Letters
    on: date
    say: Say
    language: str

    def as_data(self) -> dict[str, Any]:
        """Returns the step as data for JSON.

        `title` and `does` are its words, `by` the day (ISO) or None, `letters` the kinds to send now, `send` how,
        `hotline` the lender's number, or None, and `groups` each drafted kind's place: now, after, last or more.
        """
        found = what_next(self.letters, self.on, self.language, as_drafted=True)
        drafted = {one.kind: one.role for one in self.letters.drafts}
        now = [kind for kind, reason in found.letters if reason is None and kind in drafted]
        lender = self.letters.case.lender
        send = Message("Send it to {address}.", address=lender.email) if lender.email else PASTE
        return {
            "title": found.title,
            "does": found.does,
            "by": found.by.isoformat() if found.by else None,
            "on": self.on.isoformat(),
            "letters": now,
            "send": self.say(send, self.language),
            "hotline": {"number": lender.hotline.number, "of": lender.hotline.of} if lender.hotline else None,
            "groups": {kind: self._group(kind, role, now) for kind, role in drafted.items()},
        }

    def _group(self, kind: str, role: Role | None, now: list[str]) -> str:
        if kind in now:
            return "now"
        return "after" if role in AFTER_AN_ANSWER else "last" if role in LAST else "more"

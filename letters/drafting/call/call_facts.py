"""What the templates of the call need beyond the facts of every letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from letters.drafting.call.replies import Reply, replies
from letters.drafting.call.spoken import last_digits
from letters.figures.figures import Figures
from letters.negotiation.rung import Offer
from letters.reference_data.languages import Language
from letters.scenario.load import Case
from letters.scenario.model.contacts import Contact, talks_until
from letters.situation.told.event_sentence import event_sentence, sentence_of
from letters.situation.told.teller import Teller

MOST_HAN, MOST_WORDS = 20, 10
"""How long a reason may be, in characters or words, so that its breath stays short."""
PAPERS = 2
"""So many papers are named among what lies ready."""


@dataclass(frozen=True)
class CallFacts:
    """The facts of one case's call, in one language; each is worked out when a template asks for it."""

    case: Case
    figures: Figures
    words: Language
    situations: Mapping[str, Any]
    """Each situation as a fact with a `value`."""

    @cached_property
    def replies(self) -> list[Reply]:
        """What may be heard, in the order of how often it is."""
        return replies(self.case, self.figures, self.words.name, lambda name: bool(self.situations[name].value))

    @cached_property
    def reason(self) -> str:
        """What happened, short enough to be said in one breath; by the kind of the hardship if it is long."""
        scenario, language = self.case.scenario, self.words.name
        told = event_sentence(scenario, language)
        long = len(told) > MOST_HAN if self.words.numerals == "han" else len(told.split()) > MOST_WORDS
        if not long:
            return told
        teller = Teller(
            scenario.hardship.kind, scenario.hardship.whose, scenario.borrower.name if scenario.writer else None
        )
        return sentence_of("", teller, language) or told

    @property
    def reason_inside(self) -> str:
        """The reason as it stands inside a sentence, after a month."""
        told = self.reason
        named = ("I ", "I'", self.case.scenario.borrower.name)
        return told if told.startswith(named) else told[:1].lower() + told[1:]

    @cached_property
    def account(self) -> str | None:
        """The last digits of the account, or None if they are not known."""
        return last_digits(self.case.scenario.borrower.account or "")

    @cached_property
    def last(self) -> Contact | None:
        """The last contact with the lender, or None."""
        asked = talks_until(self.case.scenario.contacts, self.case.date)
        return asked[-1] if asked else None

    @cached_property
    def ticket(self) -> str | None:
        """The last digits of its ticket, or None if they are not known."""
        return last_digits(self.last.ticket) if self.last and self.last.ticket else None

    @cached_property
    def papers(self) -> list[str]:
        """The first papers that show the hardship."""
        return [one.document for one in self.case.scenario.hardship.evidence if one.document][:PAPERS]

    @cached_property
    def rungs(self) -> tuple[Offer, ...]:
        """The offers that can be agreed to, from the most that is waived to the least."""
        return self.figures.ladder.script.accepted

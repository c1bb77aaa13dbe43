"""The event of a hardship, one phrase, as a sentence that a person would say: 住院手术 → 我住院做了手术.

Never a false sentence: who did or suffered something stands there only where the scenario says so. Where the words do
not tell, a form stands that is right in any case: 我遇到的情况是：……
"""

from __future__ import annotations

from letters.base.typed_text import has_han
from letters.scenario.model.scenario_file import Scenario
from letters.situation.told.teller import Teller


def event_sentence(scenario: Scenario, language: str) -> str:
    """Returns the event as a sentence without a full stop, to stand after a date; the event itself, or the empty text,
    in a language of the user's own.

    An event that is missing, or that is written in another language, is told by the kind of the hardship alone.
    """
    hardship = scenario.hardship
    told = Teller(hardship.kind, hardship.whose, scenario.borrower.name if scenario.writer else None)
    return sentence_of(hardship.event or "", told, language)


def sentence_of(event: str, told: Teller, language: str) -> str:
    """Returns what `event_sentence` does, of the event alone."""
    is_chinese = has_han(event)
    if language == "zh":  # the words of the other language are not needed then
        from letters.situation.told.chinese_events import chinese_sentence

        return chinese_sentence(event if is_chinese else "", told)
    if language == "en":
        from letters.situation.told.english_events import english_sentence

        return english_sentence("" if is_chinese else event, told)
    return event

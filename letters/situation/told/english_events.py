"""English events as sentences: a subject and a verb are added where the words bear only one reading."""

from __future__ import annotations

import re
from re import Match

from letters.situation.told.english_words import (
    AFTER,
    COUNTED,
    DISASTER,
    DONE_BY_THE_TELLER,
    FINITE,
    ILLNESS,
    LOST_THE_JOB,
    OF_A_PERSON,
    OF_TROUBLE,
    OWN_THING,
    PAST,
    PERSON,
    STATE,
    THING,
    WAS,
)
from letters.situation.told.teller import Rule, Teller, first_said

_OF_KIND = {
    "illness": "{subject} was ill",
    "job-loss": "{subject} lost {their} job",
    "family-emergency": "there was an emergency in {owner} family",
    "natural-disaster": "{teller} was affected by a natural disaster",
    "income-drop": "{subjects} income fell",
    "forgotten-payment": "{teller} forgot to pay in time",
}
_ANY_KIND = "{teller} ran into difficulties"
_SUBJECTS = {
    "self": "{teller}",
    "spouse": "{owner} spouse",
    "child": "{owner} child",
    "parent": "one of {owner} parents",
    "sibling": "one of {owner} siblings",
}


def english_sentence(event: str, told: Teller) -> str:
    """Returns an English event as a sentence without a full stop, with a small letter unless it begins with I or a
    name; by the kind alone where the event is empty.
    """
    event = event.strip(" \t\n.;,!")
    text = re.sub(r"^(?:because of|because|due to|owing to|as|since)\s+", "", event, flags=re.IGNORECASE)
    if not text or (told.name and re.search(r"\b(?:I|my|our|me)\b", text)):
        return _of_kind(told)
    sentence = first_said(_RULES, text, told) or f"this is what happened: {event}"
    untold = told.kind == "job-loss" and told.is_own and not re.search(LOST_THE_JOB, sentence)
    return f"{sentence}, and {_teller(told)} lost {_their(_teller(told))} job" if untold else sentence


def _teller(told: Teller) -> str:
    return told.name or "I"


def _owner(told: Teller) -> str:
    return f"{told.name}’s" if told.name else "my"


def _subject(told: Teller) -> str | None:
    """Returns the words for whose trouble it is, or None if that is not known."""
    form = _SUBJECTS.get(told.whose or "")
    return form.format(teller=_teller(told), owner=_owner(told)) if form else None


def _their(subject: str) -> str:
    return "my" if subject == "I" else "their"


def _of_kind(told: Teller) -> str:
    subject, form = _subject(told), _OF_KIND.get(told.kind, _ANY_KIND)
    if subject is None and "{subject" in form:
        form = _ANY_KIND
    subject = subject or ""
    subjects = "my" if subject == "I" else f"{subject}’s"
    return form.format(
        subject=subject, subjects=subjects, their=_their(subject), teller=_teller(told), owner=_owner(told)
    )


def _of_a_person(found: Match[str], told: Teller) -> str | None:
    """Returns a sentence that begins with a relative: my father had a stroke."""
    person, rest = _small(found[1]), found[2]
    if told.name:
        return None
    nouns = "|".join(OF_A_PERSON)
    if noun := re.fullmatch(rf"['’]s? (?:(?:sudden|serious|severe) )?({nouns})", rest):
        return f"my {person} {OF_A_PERSON[noun[1]]}"
    if re.match(rf" {STATE}", rest):
        return f"my {person} was{rest}"
    told_whole = re.match(r" ", rest) and re.search(FINITE, rest)
    return f"my {person}{rest}" if told_whole else None


def _of_a_thing(found: Match[str], told: Teller) -> str | None:
    """Returns a sentence about a workplace or what one has: my employer closed its office, the house flooded."""
    article, text = found[1] or "", _small(found[2])
    if not re.search(FINITE, text):
        return None
    mine = re.match(OWN_THING, text, re.IGNORECASE) and told.is_own
    return f"{article.lower() or (f'{_owner(told)} ' if mine else 'the ')}{text}"


def _of_trouble(found: Match[str], told: Teller) -> str | None:
    subject = _subject(told)
    return f"{subject} {OF_TROUBLE[found[0].lower()].format(their=_their(subject))}" if subject else None


def _there_was(found: Match[str], told: Teller) -> str:
    return f"there was {_with_article(_small(found[1]))}{found[2]}"


def _of_somebody(verb: str) -> Rule:
    """Returns the rule for what follows a verb that whoever is in trouble is the subject of."""

    def say(found: Match[str], told: Teller) -> str | None:
        subject = _subject(told)
        return f"{subject} {verb}{_small(found[0])}" if subject else None

    return _rule(rf"{WAS if verb else PAST}.*"), say


def _had(found: Match[str], told: Teller) -> str | None:
    """Returns what somebody had who is ill: an operation, pneumonia."""
    subject, text = _subject(told), _small(found[0])
    if told.kind != "illness" or subject is None:
        return None
    counted = not found[1] and re.search(rf"{COUNTED}\Z", found[2], re.IGNORECASE)
    numbered = re.match(r"(?:two|three|four|several|many)\b", text)
    return f"{subject} had {_with_article(text) if counted and not numbered else text}"


def _with_article(text: str) -> str:
    return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"


def _small(text: str) -> str:
    """Returns the text with a small first letter, unless the first word is in capitals."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


def _rule(pattern: str) -> str:
    return f"(?i){pattern}"


_RULES: tuple[Rule, ...] = (
    (r"I\b.*", lambda found, told: found[0]),
    (_rule(rf"(?:the )?(?:sudden )?death of my ({PERSON})\Z"), lambda found, told: f"my {_small(found[1])} died"),
    (_rule(rf"(?:my |our )?({PERSON})\b(.*)"), _of_a_person),
    (_rule(rf"({'|'.join(OF_TROUBLE)})\Z"), _of_trouble),
    (_rule(rf"(my |our |the )?((?:{OWN_THING}|{THING})\b.*)"), _of_a_thing),
    (_rule(rf"(?:my|our) .*{FINITE}.*"), lambda found, told: _small(found[0])),
    (_rule(rf"(?:an? |the )?({DISASTER})s?((?: (?:in|of|on|at|that)\b.*)?)\Z"), _there_was),
    (_rule(rf"the .*{FINITE}.*"), lambda found, told: _small(found[0])),
    _of_somebody("was "),
    (_rule(rf"{DONE_BY_THE_TELLER}.*"), lambda found, told: f"{_teller(told)} {_small(found[0])}"),
    _of_somebody(""),
    (_rule(rf"((?:an?|the) )?({ILLNESS}){AFTER}\Z"), _had),
    (
        _rule(rf"an? (?!.*{FINITE}).*"),
        lambda found, told: None if told.kind == "illness" else f"there was {_small(found[0])}",
    ),
)
"""How an event is told, the first that matches."""

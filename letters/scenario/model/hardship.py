"""What happened to the borrower, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from letters.base.errors import Message
from letters.base.field_types import (
    TEXT_SCHEMA,
    Amount,
    Date,
    FileName,
    Phrase,
    Story,
    Text,
    Typed,
    listed,
    one_of,
    parse_text,
    whole,
)
from letters.base.record import Field
from letters.base.typed_text import has_han
from letters.scenario.model.part import Part

WHOSE = {
    "self": "the borrower",
    "spouse": "husband or wife",
    "parent": "father or mother",
    "child": "son or daughter",
    "sibling": "brother or sister",
    "other": "somebody else",
}
_OWN_TROUBLES = ("illness", "job-loss", "income-drop")
"""Hardships that are the borrower's own where nothing else is said."""
MOST_SHORT, MOST_SHORT_WORDS = 60, 25
"""How long the hardship in short may be: characters of a text with Chinese in it, words of another."""


def _in_short(value: str) -> str:
    text = parse_text(value)
    if not has_han(text):
        if len(text.split()) > MOST_SHORT_WORDS:
            raise ValueError(
                Message("has {count} words; {most} at most", count=len(text.split()), most=MOST_SHORT_WORDS)
            )
    elif len(text) > MOST_SHORT:
        raise ValueError(Message("has {count} characters; {most} at most", count=len(text), most=MOST_SHORT))
    return text


InShort = Annotated[str, Typed(_in_short, Message("expects a text, not a list or a mapping"), TEXT_SCHEMA)]


def whose_trouble(kind: str, who: str | None) -> str | None:
    """Returns whose trouble it is, one of WHOSE, or None if that is not known."""
    return who or ("self" if kind in _OWN_TROUBLES else None)


class Evidence(Part):
    document: Phrase = Field(
        title="Document", description="What the paper is called", examples=["a medical certificate"]
    )
    issuer: Text | None = Field(
        None, title="Issued by", description="Who issued it", examples=["a hospital, an employer, a village committee"]
    )
    date: Date | None = Field(None, title="Date of the document", description="The date on it", examples=["2025-11-28"])
    file: FileName | None = Field(
        None,
        title="File of the document",
        description="The scan or photograph of it, a file beside this one",
        examples=["certificate.jpg"],
    )


class Hardship(Part):
    kind: Annotated[str, listed("hardships")] = Field(
        title="Reason", description="What happened: an illness, the loss of work, an emergency … (see `letters list`)"
    )
    event: Phrase | None = Field(
        None,
        title="What happened, in one phrase",
        description="One phrase, used in the middle of a sentence",
        examples=["an operation after acute appendicitis"],
    )
    started: Date | None = Field(None, title="Began on", description="The day it began", examples=["2025-11-28"])
    ended: Date | None = Field(
        None, title="Ended on", description="The day it ended, if it has", examples=["2026-01-15"]
    )
    resumed: Date | None = Field(
        None, title="Back at work on", description="Back at work since", examples=["2026-02-02"]
    )
    own_cost: Amount | None = Field(
        None, title="Own cost", description="What the borrower paid because of it", examples=["23000"]
    )
    story: Story | None = Field(
        None,
        title="Your own account",
        description="The borrower's own words; paragraphs are kept",
        examples=["For three months my income did not cover rent and food, and my savings are used up."],
    )
    who: Annotated[str, one_of(*WHOSE, says=WHOSE)] | None = Field(
        None,
        title="Whose trouble",
        description="Who is ill, or to whom it happened; yourself where it is an illness, lost work or less income",
    )
    in_short: InShort | None = Field(
        None,
        title="In short",
        description="The two strongest facts, in every paper: 60 characters or 25 English words at most",
        examples=["Off sick for nine weeks after an operation; back at work since February, at reduced hours."],
    )
    in_hospital_until: Date | None = Field(
        None, title="In hospital until", description="The day of leaving hospital", examples=["2025-12-16"]
    )
    sick_leave_until: Date | None = Field(
        None, title="Sick leave until", description="The last day of sick leave", examples=["2026-02-01"]
    )
    still_treated: Phrase | None = Field(
        None,
        title="Treatment that goes on",
        description="What treatment is still needed, in one phrase",
        examples=["a check-up each month"],
    )
    severance: Amount | None = Field(
        None, title="Severance pay", description="What the employer paid at the end", examples=["9600"]
    )
    benefit: Amount | None = Field(None, title="Unemployment benefit", description="Benefit a month", examples=["2124"])
    benefit_until: Date | None = Field(
        None, title="Benefit until", description="The last day of the benefit", examples=["2026-06-30"]
    )
    applications: Annotated[int, whole(1, 9999, 31)] | None = Field(
        None, title="Applications for work", description="How many you have sent", examples=["31"]
    )
    offer: Phrase | None = Field(
        None,
        title="Offer of work",
        description="The work that was offered, in one phrase",
        examples=["a fixed-term contract from 20 April"],
    )
    carer: Phrase | None = Field(
        None, title="Who cares", description="Who cares for the person", examples=["my sister and I in turn"]
    )
    died: Date | None = Field(
        None, title="Died on", description="The day the person died, if so", examples=["2026-02-11"]
    )
    lost: Phrase | None = Field(
        None, title="What was lost", description="What the disaster took", examples=["the ground floor and the stock"]
    )
    cut_off_until: Date | None = Field(
        None,
        title="Cut off until",
        description="The day on which road, power or network was back",
        examples=["2025-09-08"],
    )
    closed_since: Date | None = Field(
        None, title="Closed since", description="The day since which shop or works are closed", examples=["2026-01-05"]
    )
    found: Date | None = Field(
        None, title="Found on", description="The day you found the payment missing", examples=["2026-03-13"]
    )
    why: Phrase | None = Field(
        None,
        title="Why it was forgotten",
        description="How it came about, in one phrase",
        examples=["the automatic payment was still on the old card"],
    )
    paid_on: Date | None = Field(
        None, title="Made up for on", description="The day you then paid", examples=["2026-03-13"]
    )
    evidence: tuple[Evidence, ...] = Field(
        (), title="Evidence", description="The papers that show it, in the order they are attached"
    )

    @property
    def whose(self) -> str | None:
        """Whose trouble it is, one of WHOSE, or None if that is not known."""
        return whose_trouble(self.kind, self.who)


FACTS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "illness": ("in_hospital_until", "sick_leave_until", "still_treated"),
    "job-loss": ("severance", "benefit", "benefit_until", "applications", "offer"),
    "family-emergency": ("carer", "died"),
    "natural-disaster": ("lost", "cut_off_until"),
    "income-drop": ("closed_since",),
    "forgotten-payment": ("found", "why", "paid_on"),
}
"""The keys that only one hardship asks for."""

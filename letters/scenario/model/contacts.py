"""The log: each call or message, what was asked and what was answered; and what collectors did."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import Annotated

from letters.base.field_types import Amount, Clock, Date, Flag, Phrase, Text, listed, one_of, whole
from letters.base.person_types import AgentNumber
from letters.base.record import Field
from letters.scenario.model.part import Part

CONTACT_KINDS = {
    "request": "a request to the lender",
    "complaint": "a complaint to the lender",
    "regulator": "a complaint to its regulator",
    "mediation": "a request for mediation",
    "demand": "a demand for payment that reached you",
}
OUTCOMES = {
    "accepted": "agreed to all of it",
    "partly": "agreed to a part of it",
    "refused": "refused",
    "waiting": "no answer yet",
}
ANSWERS = ("accepted", "partly", "refused")
"""The outcomes that are an answer of the lender's."""


class Contact(Part):
    date: Date = Field(title="Date", description="The day of the call or message", examples=["2026-03-02"])
    time: Clock | None = Field(None, title="Time", description="The time of day", examples=["14:30"])
    channel: Text | None = Field(
        None, title="Channel", description="How: 电话, 在线客服, 邮件 …", examples=["a phone call"]
    )
    who: Text | None = Field(
        None, title="Who answered", description="Whom you spoke to, by name or post", examples=["a supervisor"]
    )
    agent: AgentNumber | None = Field(
        None, title="Agent number", description="The agent's work number", examples=["3721"]
    )
    ticket: Text | None = Field(
        None, title="Ticket number", description="The number they gave to your request", examples=["HB0312-4471"]
    )
    said: Phrase | None = Field(
        None,
        title="What you asked",
        description="What you asked for, in one phrase",
        examples=["whether penalty can be waived"],
    )
    promised: Phrase | None = Field(
        None,
        title="What the lender answered",
        description="What the lender answered or promised",
        examples=["an answer within three days"],
    )
    reply_by: Date | None = Field(
        None, title="Answer promised by", description="When an answer was promised", examples=["2026-03-05"]
    )
    asked_by: Date | None = Field(
        None,
        title="Answer asked for by",
        description="When you asked for an answer, in a letter",
        examples=["2026-03-20"],
    )
    letter: Annotated[str, listed("kinds")] | None = Field(
        None, title="Letter sent", description="The kind of letter that was sent (`letters sent` writes it)"
    )
    kind: Annotated[str, one_of(*CONTACT_KINDS, says=CONTACT_KINDS)] | None = Field(
        None, title="What it was", description="A request when absent; the limits of a complaint run from a complaint"
    )
    outcome: Annotated[str, one_of(*OUTCOMES, says=OUTCOMES)] | None = Field(
        None, title="Outcome", description="The lender's answer, where it gave one"
    )
    waived: Amount | None = Field(
        None,
        title="Penalty that is waived",
        description="What the lender then offered, or agreed, to waive",
        examples=["200.00"],
    )
    condition: Phrase | None = Field(
        None,
        title="Condition",
        description="The condition that the lender set",
        examples=["the whole principal by Friday"],
    )
    valid_until: Date | None = Field(
        None, title="Offer valid until", description="The last day of the lender's offer", examples=["2026-03-31"]
    )
    acknowledged: Flag | None = Field(
        None,
        title="Debt acknowledged",
        description="Whether you then said, wrote or signed that you owe it or will pay",
        examples=["true"],
    )

    @property
    def is_demand(self) -> bool:
        """Whether the lender, or whoever claims the debt, asked for payment: no request of the borrower's."""
        return self.kind == "demand"


class CollectionCall(Part):
    """A call, visit or message of a collector that the borrower wants to stop."""

    date: Date = Field(title="Day", description="The day of the call, visit or message", examples=["2026-10-12"])
    time: Clock | None = Field(
        None, title="Time", description="The time of day; of several calls that of the first", examples=["22:40"]
    )
    until: Clock | None = Field(
        None,
        title="Time of the last",
        description="Of several calls on that day the time of the last one",
        examples=["20:31"],
    )
    times: Annotated[int, whole(1, 999, 9)] | None = Field(
        None, title="How many calls", description="How many calls on that day, none of them answered", examples=["9"]
    )
    number: Text | None = Field(
        None, title="From which number", description="The number that rang, or its last digits", examples=["3391"]
    )
    to: Text | None = Field(
        None,
        title="Whom they called",
        description="Whom, where it was not you but somebody who neither owes nor vouches for it",
        examples=["my mother"],
    )
    said: Phrase | None = Field(
        None,
        title="What they said or did",
        description="In one phrase, in their words where you know them",
        examples=["named the sum and asked her to pay"],
    )
    proof: Phrase | None = Field(
        None,
        title="What shows it",
        description="A screenshot, a recording, a written statement",
        examples=["screenshot of the call list"],
    )


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """Returns the contacts as they happened: by day, then by time if both have one, else as the file has them.

    A contact that was written down late goes before the first of its day that is known to be later.
    """
    by_day = groupby(sorted(contacts, key=attrgetter("date")), key=attrgetter("date"))
    return [one for _, of_day in by_day for one in _of_a_day(of_day)]


def talks_until(contacts: Iterable[Contact], day: date) -> list[Contact]:
    """Returns the contacts up to a day as they happened, without the demands that reached the borrower."""
    return in_order(one for one in contacts if one.date <= day and not one.is_demand)


def _of_a_day(contacts: Iterable[Contact]) -> Iterator[Contact]:
    """Yields the contacts of a day: each with a time begins a group, and those without one follow it."""
    times: list[str] = []
    groups: list[list[Contact]] = [[]]
    for one in contacts:
        if not one.time:
            groups[-1].append(one)
            continue
        place = bisect_right(times, one.time)
        times.insert(place, one.time)
        groups.insert(place + 1, [one])
    return chain.from_iterable(groups)

"""Channels: one file each in `reference_data/channels/`, a hotline or body to turn to."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from letters.base.errors import Message
from letters.base.field_types import Text
from letters.reference_data.dated_fact import DatedFact, Words, fact_names, load_fact
from letters.reference_data.lenders import LenderType


class Channel(DatedFact):
    """A file of `reference_data/channels/`: a hotline or body to turn to. `order` is the order to try them in."""

    order: Text
    name: Words
    number: Text | None = None
    hours: Words = Field(default={})
    applies_to: tuple[LenderType, ...]
    does: Words
    """What it is for, in one sentence."""


@cache
def read_channel(name: str) -> Channel:
    """A channel by the name of its file. Raises UnknownName."""
    return load_fact("channels", Message("channel"), name, Channel)


def channels_for(lender_type: str) -> list[Channel]:
    """The channels that take a complaint about such a lender, in the order to try them."""
    found = [read_channel(name) for name in fact_names("channels")]
    return sorted((one for one in found if lender_type in one.applies_to), key=lambda one: int(one.order))

"""Channels: one file each in `reference_data/channels/`, a hotline or body to turn to."""

from __future__ import annotations

from functools import cache

from letters.base.errors import Message
from letters.base.field_types import Text
from letters.reference_data.dated_fact import DatedFact, fact_names, load_fact
from letters.reference_data.lenders import LenderType


class Channel(DatedFact):
    """A file of `reference_data/channels/`: a hotline or body to turn to. `order` is the order to try them in."""

    order: Text
    number: Text | None = None
    applies_to: tuple[LenderType, ...]


@cache
def read_channel(name: str) -> Channel:
    """Returns a channel by the name of its file. Raises UnknownName."""
    return load_fact("channels", Message("channel"), name, Channel)


def channels_for(lender_type: str) -> list[str]:
    """Returns the names of the channels that take a complaint about such a lender, in the order to try them."""
    found = [name for name in fact_names("channels") if lender_type in read_channel(name).applies_to]
    return sorted(found, key=lambda name: int(read_channel(name).order))

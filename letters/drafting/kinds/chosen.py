"""Which letters are written where nobody asks for others: the main ones, and those that the case asks for."""

from __future__ import annotations

from collections.abc import Sequence

from letters.base.errors import Message
from letters.drafting.draft import Drafter
from letters.reference_data.letter_kinds import Role, kinds_of, read_letter_kind, role_of

BY_CASE: Sequence[tuple[str, Role]] = (
    ("old_debt", Role.VERIFICATION),
    ("sold_without_notice", Role.VERIFICATION),
    ("lender_agreed", Role.ACCEPTANCE),
    ("lender_agreed_partly", Role.COUNTER_OFFER),
    ("may_ask_review", Role.REVIEW),
    ("asks_pause", Role.DEFERRAL),
    ("may_ask_refund", Role.REFUND),
    ("collectors_called", Role.CONDUCT),
    ("acts_for_borrower", Role.AUTHORITY),
)
"""The letters of a role are written, too, where a case bears a situation; they stand first."""


def main_kinds(drafter: Drafter, main: Sequence[str]) -> tuple[str, ...]:
    """Returns the letters that a case asks for, then the main ones, each once."""
    roles = dict.fromkeys(role for situation, role in BY_CASE if drafter.decided[situation]())
    return kinds_of(drafter.case.library, drafter.spoken, (*roles, *main))


def why_waiting(drafter: Drafter, kind: str, chosen: Sequence[str]) -> Message | None:
    """Returns why a letter that nobody asked for by name is left for later, though it suits the case; else None."""
    shelf = drafter.case.library
    if drafter.decided["sold_without_notice"]() and read_letter_kind(shelf, drafter.spoken, kind).asks:
        return Message("the debt is said to be sold, and no notice of it came: ask for proof of it first")
    pauses = [one for one in chosen if role_of(shelf, one) is Role.DEFERRAL]
    asks_plan = drafter.case.scenario.request.plan is not None
    if role_of(shelf, kind) is Role.REQUEST and pauses and not asks_plan:
        return Message("{kind} asks for the same, and for the pause", kind=pauses[0])
    return None

"""Which letters are written: those asked for; without that, the main ones, and those that the case asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from letters.base.errors import Message, UnknownName, UnsuitableKind
from letters.drafting.draft import Draft, Drafter
from letters.drafting.kinds.unsuited import needless
from letters.reference_data.letter_kinds import MAIN_ROLES, Role, kinds_of, read_letter_kind, role_of

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


def draft_chosen(
    drafter: Drafter, kinds: Iterable[str | Role]
) -> tuple[tuple[Draft, ...], tuple[tuple[str, str], ...]]:
    """Returns the letters of kinds and roles, and the kinds that are left out, each with the reason.

    Raises UnknownName, UnsuitableKind for a kind that was asked for by name, DraftError.
    """
    shelf, spoken = drafter.case.library, drafter.spoken
    asked = kinds_of(shelf, spoken, kinds)
    is_main = set(asked) == set(kinds_of(shelf, spoken, MAIN_ROLES))
    if is_main:
        asked = main_kinds(drafter, asked)
    known = shelf.kinds(spoken)
    if "all" in asked:
        for kind in asked:
            if kind not in {"all", *known}:
                raise UnknownName(Message("letter kind"), kind, known)
    drafts: list[Draft] = []
    left_out: list[tuple[str, str]] = []
    for kind in known if "all" in asked else asked:
        by_name = kind in asked and not is_main
        if is_main and (later := why_waiting(drafter, kind, asked)):
            left_out.append((kind, later))
            continue
        if kind not in asked and (reason := why_left_out(drafter, kind)):
            left_out.append((kind, reason))
            continue
        try:
            drafts.append(drafter.draft(kind))
        except UnsuitableKind as error:
            if by_name:
                raise
            left_out.append((kind, error.message))
    return tuple(drafts), tuple(left_out)


def main_kinds(drafter: Drafter, main: Sequence[str]) -> tuple[str, ...]:
    """Returns the letters that a case asks for, then the main ones, each once."""
    roles = dict.fromkeys(role for situation, role in BY_CASE if drafter.bears(situation))
    return kinds_of(drafter.case.library, drafter.spoken, (*roles, *main))


def why_left_out(drafter: Drafter, kind: str) -> Message | None:
    """Returns why a letter is not among all letters of a case, though it may be had by name; None if it is."""
    head = read_letter_kind(drafter.case.library, drafter.spoken, kind)
    return drafter.why_not(kind) or needless(head, kind, drafter.bears)


def why_waiting(drafter: Drafter, kind: str, chosen: Sequence[str]) -> Message | None:
    """Returns why a letter that nobody asked for by name is left for later, though it suits the case; else None."""
    shelf = drafter.case.library
    if drafter.bears("sold_without_notice") and read_letter_kind(shelf, drafter.spoken, kind).asks:
        return Message("the debt is said to be sold, and no notice of it came: ask for proof of it first")
    pauses = [one for one in chosen if role_of(shelf, one) is Role.DEFERRAL]
    asks_plan = drafter.case.scenario.request.plan is not None
    if role_of(shelf, kind) is Role.REQUEST and pauses and not asks_plan:
        return Message("{kind} asks for the same, and for the pause", kind=pauses[0])
    return None

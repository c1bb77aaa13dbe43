"""The sheet for the call of a case, and what the log knows once one of its replies was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letters.base.errors import Message, UnknownName, UnsuitableKind

if TYPE_CHECKING:
    from letters.drafting.call.call_sheet import CallSheet
    from letters.scenario.load import Case

_TOO_OLD = Message("the debt may be so old that nothing but one sentence is said of it; `letters copy` has that")


def after_reply(case: Case, heard: str) -> dict[str, str]:
    """Returns what the log knows of a call in which a reply was heard, given by its name or its key words.

    Raises UnknownName, and what `call_sheet` raises.
    """
    sheet = sheet_of(case, None)
    known = {key: one for one in sheet.replies for key in (one.cue, one.name)}
    if heard not in known:
        raise UnknownName(Message("reply"), heard, [one.name for one in sheet.replies])
    return sheet.known_after(known[heard])


def sheet_of(case: Case, lang: str | None) -> CallSheet:
    """Returns the sheet for the call, in the language of the case unless another is asked for.

    Raises UnsuitableKind for a debt of which nothing is said, and what `call_sheet` raises.
    """
    from letters.drafting.call.call_sheet import call_sheet
    from letters.drafting.draft import Drafter
    from letters.figures.figures import compute_figures

    sheet = call_sheet(Drafter(case, compute_figures(case), lang or case.scenario.language))
    if sheet is None:
        raise UnsuitableKind(_TOO_OLD)
    return sheet

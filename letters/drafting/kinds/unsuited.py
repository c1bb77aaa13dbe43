"""Why a letter does not suit a case: the situations that its front matter names, and an agreement that is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from letters.base.errors import DraftError, Message, suggestion
from letters.reference_data.letter_kinds import LetterKind
from letters.situation.situations import situation_names

AGREED = "lender_agreed"

REASONS: Mapping[str, Message] = {
    "complained": Message("nothing was complained of to the lender yet: complain there first, and wait for its answer"),
    "may_complain": Message(
        "there is nothing to complain of yet: nothing was refused, and no day that was named for an answer has passed"
    ),
    "asks_for_pause": Message(
        "no pause is asked for, and a month leaves something for instalments: ask for instalments instead"
    ),
    "may_ask_refund": Message(
        "this letter asks for penalty back that was paid: it is for a debt that is paid in full, penalty included, and"
        " about which nothing was agreed"
    ),
    "collectors_called": Message("no calls or visits of collectors are written down yet, by day, time and number"),
    "acts_for_borrower": Message("the borrower writes without help: nobody is named who writes and calls instead"),
    "may_ask_review": Message(
        "a review by the superior office is for a refusal by a bank, and is asked for within 30 days of it"
    ),
    "suits_verification": Message(
        "this debt is neither old nor sold, and nobody else collects it: to compare figures use ledger, to ask for a"
        " waiver waiver-email"
    ),
    "lender_agreed_partly": Message(
        "the lender has not agreed to a part: this letter answers an offer. For a first request use waiver-email, after"
        " a refusal lender-complaint"
    ),
    AGREED: Message("the lender has not agreed to anything yet: this letter confirms what was agreed"),
    "answer_overdue": Message("no answer is late: no day that was named for one has passed without it"),
}
"""What a person is told where a case does not bear a situation that a letter is for."""

NEEDLESS: Mapping[str, Message] = {
    "nothing_tried": Message(
        "nothing was asked of the lender yet: ask it first; mediation is for what it refuses or leaves unanswered"
    ),
    "small_matter": Message("all of it is paid today: a short request about the penalty is enough"),
    "pauses_without_plan": Message(
        "no instalments are asked for, as a month leaves nothing or a pause is asked for: the plan follows after it"
    ),
    "sale_is_known": Message(
        "notice of the sale came, and you have talked with the new creditor: the request for a waiver asks for the"
        " proof, too"
    ),
    "answers_offer": Message("the answer to the lender's offer is a letter of its own, and asks for the same"),
}
"""What a person is told where a case bears a situation in which a letter is written by name alone."""


def unsuited(kind: LetterKind, name: str, bears: Callable[[str], bool]) -> Message | None:
    """Returns why a letter does not suit a case; None if it does.

    `bears` decides a situation by its name, `name` is what messages call the template. Raises DraftError for a
    situation that does not exist.
    """
    _check(kind.when, name)
    if bears("borrower_died") and not kind.heirs:
        return Message(
            "the borrower has died, and this letter speaks for somebody who can still promise and pay: an heir writes"
            " to the lender with waiver-email, which takes on nothing beyond the estate"
        )
    if kind.when and not any(bears(one) for one in kind.when):
        return next((REASONS[one] for one in kind.when if one in REASONS), None) or Message(
            "it is for another case than this: {use}", use=kind.use
        )
    if kind.asks and bears(AGREED) and not bears("agreed_and_paid"):
        return Message(
            "the lender has agreed: ask for nothing more, have it confirmed in writing. If it does not keep to it, note"
            " its new answer first"
        )
    return None


def needless(kind: LetterKind, name: str, bears: Callable[[str], bool]) -> Message | None:
    """Returns why a letter is written only where it is asked for by name; None if it is not so.

    `bears` decides a situation by its name, `name` is what messages call the template. Raises DraftError for a
    situation that does not exist.
    """
    _check(kind.unless, name)
    for one in kind.unless:
        if bears(one):
            return NEEDLESS.get(one) or Message("it is for another case than this: {use}", use=kind.use)
    return None


def _check(named: Sequence[str], name: str) -> None:
    for one in named:
        if one not in situation_names():
            known = suggestion(one, list(situation_names()))
            what = Message("no situation is called '{name}'{suggestion}", name=one, suggestion=known)
            raise DraftError(Message("{name}: {what}", name=name, what=what))

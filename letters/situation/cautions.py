"""What the user is warned of once the figures are known: in the means, the offers, the threshold and the debt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from letters.base.dates import add_months
from letters.base.errors import FieldPath, Message, Problem
from letters.base.money import ZERO, grouped, total
from letters.base.typed_text import has_han
from letters.documents.page_language import page_language
from letters.figures.figures import Figures
from letters.figures.limitation import NEAR, Limitation
from letters.ledger.totals import BillFigures, Total
from letters.negotiation.affordability import Affordability
from letters.negotiation.cost_of_waiting import CostOfWaiting
from letters.negotiation.offers import OfferLadder
from letters.negotiation.plans import planned
from letters.reference_data.parameters import parameter
from letters.scenario.load import Case

FRESH_DAYS = 7
"""For so many days a file's own day is still that of its letters."""


def cautions(figures: Figures) -> tuple[Problem, ...]:
    """Returns what the user should look at in the figures of a case; none of it stops anything."""
    case = figures.case
    looks = _of_the_request(
        case,
        figures.asked,
        figures.affordability,
        lambda: figures.ladder,
        lambda: figures.cost_of_waiting,
    )
    found = (
        *_of_the_debt(figures),
        *_more_than_owed(figures),
        *_of_cards(figures),
        *looks,
        *_claimed_less(case, figures.bills, figures.total),
    )
    return tuple(case.source.problem(path, message) for path, message in found)


def _of_cards(figures: Figures) -> Iterator[tuple[FieldPath, Message]]:
    """Warns of a minimum that was paid, and of what later statements may have changed since."""
    for bill, one in zip(figures.bills, figures.obligations.each, strict=True):
        if bill.is_uncertain:
            yield (
                bill.origin,
                Message(
                    "the minimum was paid in time; whether that of the next statement was is not known: add the later"
                    " statement, or `minimum_share` to late_fee"
                ),
            )
        elif bill.state == "revolving":
            message = Message("the minimum was paid: this is not overdue, interest runs and no penalty")
            yield bill.origin, message
        rule, month_on = one.charges.fee_rule, add_months(one.due_date, 1)
        if rule and not rule.each_statement and bill.state == "overdue" and figures.as_of > month_on:
            message = Message(
                "statements since {day} may have charged a late fee again: look at them, and write `each_statement:"
                " true` and `minimum_share` where the contract has it",
                day=month_on,
            )
            yield bill.origin, message


def language_caution(case: Case, languages: Iterable[str]) -> tuple[Problem, ...]:
    """Returns the warning that the borrower's own words stand in Chinese in letters of a Latin script, else nothing."""
    spoken = next((one for one in languages if page_language(one).script == "latin"), None)
    if spoken is None:
        return ()
    hardship = case.scenario.hardship
    told: dict[Message, list[str | None]] = {
        Message("what happened"): [hardship.event, hardship.story, hardship.in_short],
        Message("the papers"): [one.document for one in hardship.evidence],
        Message("the contacts"): [text for one in case.scenario.contacts for text in (one.said, one.promised)],
        Message("the spending"): [one.label for one in case.scenario.expenses or ()],
    }
    found = [name for name, texts in told.items() if any(has_han(text or "") for text in texts)]
    if not found:
        return ()
    message = Message(
        "the letters are in another language, and these stand in Chinese in them, as you wrote them: {what}; translate"
        " them in the file (`letters new {kind} --lang {language} --example` shows how), or send the Chinese letters",
        what=", ".join(found),
        kind=hardship.kind,
        language=spoken,
    )
    return (case.source.problem(("hardship", "story" if hardship.story else "kind"), message),)


def limitation_caution(figures: Figures) -> tuple[Problem, ...]:
    """Returns the warning that stands before all others if limitation is near or may have passed, else nothing."""
    found = figures.limitation
    if found is None or not found.is_old:
        return ()
    days = {"start": found.counted_from, "end": found.ends_on, "years": _years(found)}
    if found.state == NEAR:
        told = Message(
            "limitation ({years} years from {start}) may end on {end}: an admission, a payment, even a small one, or a"
            " request for time or instalments starts it anew; ask legal aid (12348) before you write, pay or promise",
            **days,
        )
    else:
        told = Message(
            "limitation ({years} years from {start}) may have passed on {end}: an admission, a payment, even a small"
            " one, or a request for time or instalments may give up that defence; ask legal aid (12348) before you"
            " write, pay or promise",
            **days,
        )
    return (figures.case.source.problem(("request", "acknowledge"), told),)


def stale_caution(case: Case, today: date) -> tuple[Problem, ...]:
    """Returns the warning that the file's own day lies more than a week before today, else nothing."""
    for key, day in (("as_of", case.scenario.as_of), ("date", case.scenario.date)):
        if day is not None and (today - day).days > FRESH_DAYS:
            told = Message(
                "{day} is {days} days ago: letters would show old figures and an old date; take the line out for"
                " today's, or use --as-of",
                day=day,
                days=(today - day).days,
            )
            return (case.source.problem((key,), told),)
    return ()


def refused_as_admitting(figures: Figures) -> Message | None:
    """Returns why a letter that admits or promises is not written for a debt so old, or None if it may be."""
    found = figures.limitation
    if found is None or not found.is_old or figures.case.scenario.request.acknowledge:
        return None
    days = {"start": found.counted_from, "end": found.ends_on, "years": _years(found)}
    if found.state == NEAR:
        return Message(
            "this letter admits the debt or promises to pay, and limitation ({years} years from {start}) may end on"
            " {end}: take advice first, and ask for proof of the debt instead",
            **days,
        )
    return Message(
        "this letter admits the debt or promises to pay, and limitation ({years} years from {start}) may have passed on"
        " {end}: take advice first, and ask for proof of the debt instead",
        **days,
    )


def _years(found: Limitation) -> int:
    return parameter("limitation", found.counted_from).count


def _claimed_less(case: Case, bills: Sequence[BillFigures], sums: Total) -> Iterator[tuple[FieldPath, Message]]:
    """Warns of a lender that asks for less than is computed: a letter would then argue against the borrower.

    If the rate is a range, our figures are those of its low end.
    """
    claims = [(bill.origin, bill.claimed_penalty, bill.penalty_outstanding) for bill in bills]
    if sums.claimed_penalty is not None:
        place: FieldPath = ("claimed_penalty",) if case.scenario.claimed_penalty is not None else ("bills",)
        claims = [(place, sums.claimed_penalty, sums.penalty_outstanding)]
    for path, claimed, computed in claims:
        if claimed is not None and claimed < computed:
            yield (
                path,
                Message(
                    "the lender asks for {claimed}, less than the {computed} computed here: check rate, dates and"
                    " payments before you send a letter, and ask which days its figure covers",
                    claimed=grouped(claimed),
                    computed=grouped(computed),
                ),
            )


def _of_the_request(
    case: Case,
    asked: Decimal,
    means: Affordability,
    ladder: Callable[[], OfferLadder],
    cost: Callable[[], CostOfWaiting],
) -> Iterator[tuple[FieldPath, Message]]:
    """Warns of what does not fit in the request; offers and cost are computed only if the request speaks of them."""
    request = case.scenario.request
    if means.available is not None and (means.minimums or ZERO) > max(means.available, ZERO):
        yield (
            ("debts",),
            Message(
                "the minimums of the other debts, {minimums}, are more than a month leaves, {available}",
                minimums=grouped(means.minimums or ZERO),
                available=grouped(means.available),
            ),
        )
    if request.accept_from and (accept := ladder().accept_from) and accept > asked:
        yield (
            ("request", "accept_from"),
            Message(
                "you would accept from {accept} on, and ask for {asked} only; ask for more or accept less",
                accept=grouped(accept),
                asked=grouped(asked),
            ),
        )
    for place, offer in enumerate(request.offers):
        if any(rung.own and rung.name == offer.name and rung.fits is False for rung in ladder().offers):
            message = Message("this offer is more than a month leaves; the call script refuses it")
            yield ("request", "offers", place), message
    if request.threshold is not None and cost().on is None:
        yield ("request", "threshold"), Message("the penalty has reached this sum already, or will not in ten years")


def _overpaid(amount: Decimal) -> Message:
    return Message(
        "{amount} was paid beyond what was owed; ask the lender to credit it, it is not subtracted",
        amount=grouped(amount),
    )


def _repaid_early(amount: Decimal) -> Message:
    return Message(
        "{amount} was paid beyond what was due then: where the lender took it as an early repayment, its schedule has"
        " changed; write it as `schedule`",
        amount=grouped(amount),
    )


def _more_than_owed(figures: Figures) -> Iterator[tuple[FieldPath, Message]]:
    """Warns of a payment at once that is more than all that is owed."""
    today, owed = figures.case.scenario.request.today, (figures.at_high or figures).total.total_due
    if today is not None and today > owed:
        message = Message(
            "{today} is more than all that is owed, {owed}; look at it again", today=grouped(today), owed=grouped(owed)
        )
        yield ("request", "today"), message


def _of_what_is_left(figures: Figures) -> Iterator[tuple[FieldPath, Message]]:
    """Yields what to know where nothing is owed, or no penalty."""
    if not figures.total.total_due and figures.to_come:
        yield ("loans",), Message("nothing that is due is unpaid: the other instalments are to come")
    elif not figures.total.total_due:
        yield ("bills",), Message("nothing is owed: to ask for proof of settlement, write receipt-request")
    elif not figures.total.penalty_outstanding and figures.letters_plan:
        yield ("bills",), Message("no penalty is outstanding: the letters ask for the plan alone")
    elif not figures.total.penalty_outstanding:
        yield ("bills",), Message("no penalty is outstanding: the letters ask for terms of repayment alone")


def _of_the_debt(figures: Figures) -> Iterator[tuple[FieldPath, Message]]:
    case, means = figures.case, (figures.at_high or figures).affordability
    overpaid = [(bill.origin, bill.overpaid) for bill in figures.bills if bill.overpaid]
    on_account = figures.excess - total(figures.excess_of_loans)
    overpaid += [(("payments",), on_account)] if on_account else []
    for where, amount in overpaid:
        yield where, _overpaid(amount)
    for place, amount in enumerate(figures.excess_of_loans):
        if amount:
            yield ("loans", place, "payments"), _repaid_early(amount)
    yield from _of_what_is_left(figures)
    asked = case.scenario.request.plan
    if asked and figures.plan:
        for step in planned(asked, figures.plan.to_pay).unused_steps:
            message = Message("all is paid before this step begins; it is left out")
            yield ("request", "plan", "steps", step), message
    if means.fits is False:
        left = means.for_plan or ZERO
        plan = figures.letters_plan
        message = Message(
            "a month leaves {available}, less than the plan's instalment; plan more instalments, or less",
            available=grouped(left),
        )
        if left > 0 and plan:
            message = Message(
                "a month leaves {available}, less than the plan's instalment: the letters print the largest plan that"
                " fits, {count} instalments of at most {largest}",
                available=grouped(left),
                count=plan.count,
                largest=grouped(plan.largest),
            )
        if left <= 0:
            message = Message(
                "a month leaves {available}: no plan can be kept now; ask first for a pause (request.defer)",
                available=grouped(left),
            )
        path: FieldPath = ("request", "plan") if case.scenario.request.plan else ("income", "now")
        yield path, message
    if case.scenario.income.now is None and case.scenario.expenses:
        yield ("expenses",), Message("income.now is missing: what a month leaves cannot be computed")

"""What of the means, the offers and the threshold deserves a look once the figures are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from letters.base.errors import Message, Path
from letters.base.money import ZERO, grouped
from letters.case.load import Case
from letters.figures.ladder import Ladder
from letters.figures.means import Affordability
from letters.figures.totals import BillFigures, Total
from letters.figures.waiting import CostOfWaiting


def claimed_less(case: Case, bills: Sequence[BillFigures], sums: Total) -> Iterator[tuple[Path, Message]]:
    """A lender that asks for less than is computed: what a letter would argue for is against the borrower.

    Of a rate that is a range these are the figures of the low one.
    """
    claims = [(bill.origin, bill.claimed_penalty, bill.penalty_outstanding) for bill in bills]
    if sums.claimed_penalty is not None:
        place: Path = ("claimed_penalty",) if case.scenario.claimed_penalty is not None else ("bills",)
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


def cautions(
    case: Case, asked: Decimal, means: Affordability, ladder: Callable[[], Ladder], cost: Callable[[], CostOfWaiting]
) -> Iterator[tuple[Path, Message]]:
    """Nothing stops because of them. Ladder and cost are asked for only where the request speaks of them."""
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
    if request.accept_from and (accept := ladder().accept_from) > asked:
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

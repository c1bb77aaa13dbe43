"""The schedules of loans and what is to come of them, each as the tree of what it is made of."""

from __future__ import annotations

from letters.figures.traces import sources
from letters.figures.traces.asked import Asked
from letters.figures.traces.bills import Tracer, summed
from letters.figures.traces.schedule import of_an_instalment
from letters.figures.traces.trace import Trace


def lent(tracer: Tracer, place: int) -> Trace:
    """Returns what was lent: as the scenario says, or what its schedule adds up to."""
    loan, path = tracer.figures.obligations.loans[place], f"loans[{place}].principal"
    if origin := sources.in_file(tracer.case, ("loans", place, "principal")):
        return Trace("stated", loan.principal, origin=origin, figure=path)
    return summed(path, [of_an_instalment(loan, row, "principal") for row in loan.rows])


def scheduled(tracer: Tracer, asked: Asked) -> Trace:
    """Returns one figure of an instalment of a schedule."""
    place, number = asked.places
    loan = tracer.figures.obligations.loans[place]
    row = loan.rows[number]
    if asked.key in {"principal", "interest"}:
        return of_an_instalment(loan, row, asked.key)
    return Trace(asked.pattern, origin=row.origin)


def _to_come(tracer: Tracer, key: str) -> list[Trace]:
    loans = tracer.figures.obligations.loans
    return [of_an_instalment(loan, row, key) for loan in loans for row in loan.coming]


def principal_to_come(tracer: Tracer) -> Trace:
    """Returns the principal parts of all instalments to come."""
    return summed("to_come.principal", _to_come(tracer, "principal"))


def interest_to_come(tracer: Tracer) -> Trace:
    """Returns the interest parts of all instalments to come."""
    return summed("to_come.interest", _to_come(tracer, "interest"))


def next_to_come(tracer: Tracer) -> Trace:
    """Returns principal and interest of every instalment of the day on which the next falls due."""
    coming = tracer.figures.to_come
    if coming is None:
        return Trace("missing")
    return summed(
        "to_come.next.amount",
        [
            of_an_instalment(loan, row, key)
            for loan in tracer.figures.obligations.loans
            for row in loan.coming
            if row.due_date == coming.next.date
            for key in ("principal", "interest")
        ],
    )


def regular(tracer: Tracer) -> Trace:
    """Returns what comes due in a month: the next instalment of each loan."""
    figure = "affordability.regular"
    if not tracer.figures.affordability.regular:
        return Trace(figure, tracer.figures.affordability.regular)
    return summed(
        figure,
        [
            of_an_instalment(loan, loan.coming[0], key)
            for loan in tracer.figures.obligations.loans
            if loan.coming
            for key in ("principal", "interest")
        ],
    )

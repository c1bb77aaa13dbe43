"""A figure that somebody asks about, and the shape of the functions that explain one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from letters.figures.traces import sources
from letters.figures.traces.bills import Tracer
from letters.figures.traces.trace import Trace


class Asked(NamedTuple):
    """A figure that is asked for.

    `path` is `bills[0].paid`, `pattern` the same without numbers, `key` its last key, `places` the numbers. `explain`
    traces any other figure by its path.
    """

    path: str
    pattern: str
    key: str
    places: tuple[int, ...]
    explain: Callable[[Tracer, str], Trace]

    @property
    def sums(self) -> str:
        """The first key: of `total.paid` and `due.paid` the total and the due."""
        return self.path.partition(".")[0]

    @property
    def listed(self) -> str:
        """The list of offers that an offer's figure stands in."""
        return "script.offers" if self.path.startswith("script.") else "offers"


Explainer = Callable[[Tracer, Asked], Trace]


def stated(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the scenario's own line where the figure stands there as it is, else the declared words of the figure."""
    return sources.stated(tracer.case, asked.path, asked.pattern.replace("script.offers", "offers"))


def of_the_pause(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the line of the request that a day or a sum of the pause rests on; of the days of its payments, also
    where the letters' date stands.
    """
    keys = ("token",) if asked.key in {"token", "amount"} else ("until", "months")
    lines = [sources.in_file(tracer.case, ("request", "defer", key)) for key in keys]
    origin = next((line for line in lines if line), None) or sources.in_file(tracer.case, ("request", "defer"))
    begins = sources.letters_date(tracer.case) if asked.key == "date" else None
    return Trace(asked.pattern, origin=origin, notes=(Trace("letters-date", origin=begins),) if begins else ())


def by_place(how: Callable[..., Trace]) -> Explainer:
    """Returns an explainer from a function of the tracer and the numbers in the path."""
    return lambda tracer, asked: how(tracer, *asked.places)


def of_an_offer(how: Callable[..., Trace]) -> Explainer:
    """Returns an explainer from a function of the list of offers, the tracer and the numbers in the path."""
    return lambda tracer, asked: how(asked.listed, tracer, *asked.places)

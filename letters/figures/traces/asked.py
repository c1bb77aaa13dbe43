"""A figure that somebody asks about, and the shape of the functions that explain one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from letters.figures.traces import sources
from letters.figures.traces.bills import Tracer
from letters.figures.traces.trace import Trace


@dataclass(frozen=True, slots=True)
class Asked:
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


def by_place(how: Callable[..., Trace]) -> Explainer:
    """Returns an explainer from a function of the tracer and the numbers in the path."""
    return lambda tracer, asked: how(tracer, *asked.places)


def of_an_offer(how: Callable[..., Trace]) -> Explainer:
    """Returns an explainer from a function of the list of offers, the tracer and the numbers in the path."""
    return lambda tracer, asked: how(asked.listed, tracer, *asked.places)

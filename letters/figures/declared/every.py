"""All figures in the order of the JSON, and each by its path."""

from __future__ import annotations

from functools import cache

from letters.figures.declared.answers import AGREED, COUNTER, FORCE_MAJEURE, JOINT, LIMITATION, REPLY_BY, SINCE, WAITED
from letters.figures.declared.bills import BILLS
from letters.figures.declared.case import AS_OF, CURRENCY, LENDER
from letters.figures.declared.declaration import FigureGroup, FoundFigure, found_in
from letters.figures.declared.loans import LOANS, TO_COME
from letters.figures.declared.means import AFFORDABILITY, BUDGET, MEANWHILE
from letters.figures.declared.offers import ACCEPT_FROM, COST_OF_WAITING, DEFER, OFFERS, SCRIPT, WAITING
from letters.figures.declared.sums import DUE, OF_THE_REQUEST, RANGE, TOTAL
from letters.figures.declared.time_ahead import PREVENTION

FIGURES = FigureGroup(
    "",
    "全部数字",
    "all figures",
    (
        AS_OF,
        CURRENCY,
        LENDER,
        BILLS,
        TOTAL,
        DUE,
        LOANS,
        TO_COME,
        *OF_THE_REQUEST,
        WAITING,
        OFFERS,
        DEFER,
        AFFORDABILITY,
        MEANWHILE,
        BUDGET,
        ACCEPT_FROM,
        SCRIPT,
        COST_OF_WAITING,
        AGREED,
        COUNTER,
        SINCE,
        FORCE_MAJEURE,
        REPLY_BY,
        WAITED,
        LIMITATION,
        JOINT,
        PREVENTION,
        RANGE,
    ),
)


@cache
def every_figure() -> tuple[FoundFigure, ...]:
    """Returns every figure and every group with its path, in the order of the JSON."""
    return tuple(found_in(FIGURES)[1:])


@cache
def _by_path() -> dict[str, FoundFigure]:
    return {one.path: one for one in every_figure()}


def find(path: str) -> FoundFigure:
    """Returns the figure of a path without numbers, `bills[].paid`. Raises KeyError."""
    return _by_path()[path]


def meaning_of(path: str, language: str) -> str:
    """Returns what a figure is called, in Chinese or else in English; nothing for a path that is no figure."""
    found = _by_path().get(path)
    if found is None:
        return ""
    return found.declared.zh if language == "zh" else found.declared.en

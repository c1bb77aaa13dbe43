"""Which figures an amount in a letter may be, so that it can be asked where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any

from letters.base.errors import unnumbered
from letters.base.money import parse_amount
from letters.figures.declared.declaration import FigureDeclaration, FigureUnit
from letters.figures.declared.every import find
from letters.pipeline import Letters
from letters.report.as_json import record
from letters.report.explain import leaves
from letters.scenario.questions import fields
from letters.web.shown.values import texts

GIVEN = "file:"
"""What stands before the path of an amount that the borrower wrote."""
PLAN = "plan:"
"""What stands before the two names of the plan that letters print: what it pays in all, and an instalment."""
MOST_MEANINGS = 2
"""How many figures of the same amount are told of."""
_RANKS = (
    "total.total_due",
    "total.penalty_outstanding",
    "total.principal_outstanding",
    "total.daily_accrual",
    "total.",
    "asked",
    "affordability.for_plan",
    "affordability.",
    "counter",
    "agreed",
    "cost_of_waiting",
    "waiting",
    "bills",
    "loans",
    "offers",
)
"""Which figure is meant first by an amount that several have."""
_ASIDE = ("due.", "script.", "budget.", "of_the_request.")
"""Figures that repeat others."""
_AMOUNT = re.compile(r"(?<![\d.,*＊])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d\d(?![\d%])|(?=元)|(?<=,\d{3})(?![\d.%]))")


def known_amounts(letters: Letters) -> dict[Decimal, str]:
    """Returns the names of the figures of each amount, with a space between them, those first that are likely meant."""
    found: dict[Decimal, list[str]] = {}
    figures = sorted(_figures(letters), key=lambda one: _rank(one[1]))
    for value, name in (*figures, *_planned(letters), *_given(letters.case.source.data)):
        names = found.setdefault(value, [])
        if len(names) < MOST_MEANINGS and not any(_same(name, other) for other in names):
            names.append(name)
    return {value: " ".join(names) for value, names in found.items()}


def marked(words: str, known: Mapping[Decimal, str]) -> str:
    """Returns escaped words of a letter with each known amount as a button that asks where it comes from."""

    def button(amount: re.Match[str]) -> str:
        names = known.get(Decimal(amount[0].replace(",", "")))
        if not names:
            return amount[0]
        return f'<button type="button" class="amount" data-figure="{escape(names)}">{amount[0]}</button>'

    return _AMOUNT.sub(button, words)


def _figures(letters: Letters) -> Iterator[tuple[Decimal, str]]:
    for name, value in leaves(record(letters.case, letters.figures)):
        if isinstance(value, str) and not name.startswith(_ASIDE) and _is_money(unnumbered(name)):
            amount = Decimal(value)
            if amount:
                yield amount, name


@cache
def _is_money(pattern: str) -> bool:
    declared = find(pattern).declared
    return isinstance(declared, FigureDeclaration) and declared.unit in {FigureUnit.AMOUNT, FigureUnit.EXACT_AMOUNT}


def _planned(letters: Letters) -> Iterator[tuple[Decimal, str]]:
    """Yields the sums of the plan that letters print; what is paid today makes it another than that of the offers."""
    if plan := letters.figures.letters_plan:
        yield plan.to_pay, f"{PLAN}to_pay"
        yield from ((amount, f"{PLAN}instalment") for amount in {row.amount for row in plan.plan})


def _given(data: Any) -> Iterator[tuple[Decimal, str]]:
    """Yields each amount that the borrower wrote, with its place."""
    for path, pattern, text in texts(data):
        if pattern in _amounts():
            try:
                yield parse_amount(text), f"{GIVEN}{path}"
            except ValueError:
                continue


@cache
def _amounts() -> frozenset[str]:
    return frozenset(field.path for field in fields() if field.kind in {"money", "waive"})


def _rank(name: str) -> int:
    first = next((place for place, start in enumerate(_RANKS) if name.startswith(start)), len(_RANKS))
    return first + (len(_RANKS) + 1) * (".entries[" in name)


def _same(name: str, other: str) -> bool:
    """Returns whether two names are of one thing: the same figure in another row, or what was written for it."""
    return unnumbered(name.removeprefix(GIVEN)) == unnumbered(other)
